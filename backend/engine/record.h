/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What of a device outlives the daemon, as the lines of a file.  No key and
 * no passphrase: there is no field that could hold one.
 *
 *	vwland table 1
 *	device=5.0 vr=1 given=00:16:3e:00:00:01 mac=... mode=native ...
 *	end 1
 *
 * A line for each device; words in any order, and those that are not known
 * are passed over.  A policy's values are as vwlan_policy.h has them, with
 * %20 for a blank and %25 for the percent sign.  The last line has the
 * number of devices: without it the file is not complete.
 *
 * Pure: texts in memory; reading and writing is record_file.c's.
 */
#ifndef ENGINE_RECORD_H
#define ENGINE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "bitrates.h"
#include "config.h"
#include "qos_map.h"
#include "vwlan_message.h"
#include "vwlan_policy.h"

#define RECORDS_MAX 128u	/* more than there can be devices */
#define RECORDS_TEXT (320u << 10)	/* bytes; room for as many */

/**
 * struct record
 * @domid: the guest; 0: nothing is known
 * @devid: its device
 * @vr: virtual radio ID
 * @given: address that dom0 gave: with another it is another device
 * @mac: address in use
 * @mode: enum vwlan_mode
 * @network: profile's name, or ""
 * @ssid: of the last network it was connected to; length 0: none
 * @bssid: its access point
 * @frequency: MHz; 0 with @ssid's length 0
 * @up: the guest wants its station to be up
 * @apart: the guest wants to be disconnected, whatever its profile says
 * @power_save: 0 or 1; -1 before the guest has said
 * @rts: threshold, bytes; 0xffffffff: none
 * @fragment: likewise
 * @retry_short: frames; 0: none
 * @retry_long: likewise
 * @bitrates: rates that its frames may be sent at
 * @qos_map: how the frames of its last connection get their priority
 * @policy_changed: what the administrator changed while vwland ran; bit n
 *	for key n (enum vwlan_policy_key)
 * @policy: has these keys' values; the others mean nothing
 */
struct record {
	uint16_t domid;
	uint16_t devid;
	uint16_t vr;
	uint8_t given[VWLAN_MAC_LEN];
	uint8_t mac[VWLAN_MAC_LEN];
	enum vwlan_mode mode;
	char network[CONFIG_NAME_MAX + 1];
	struct vwlan_ssid ssid;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint32_t frequency;
	bool up;
	bool apart;
	int power_save;
	uint32_t rts;
	uint32_t fragment;
	uint8_t retry_short;
	uint8_t retry_long;
	struct bitrates bitrates;
	struct qos_map qos_map;
	uint32_t policy_changed;
	struct vwlan_policy policy;
};

/** record_begin - nothing is known */
void record_begin(struct record *record);

/** record_same_device - is it of the one that dom0 gave this address? */
bool record_same_device(const struct record *record, const uint8_t *given);

/** records_begin - the file's first line; returns its length */
size_t records_begin(char *to, size_t size);

/**
 * record_encode - one more line
 *
 * @to: @size bytes, of which @length are in use
 *
 * Returns the bytes in use then; @length, if there was no room.
 */
size_t record_encode(char *to, size_t size, size_t length,
		     const struct record *record);

/** records_end - the last line; returns as record_encode() */
size_t records_end(char *to, size_t size, size_t length, unsigned int count);

/**
 * records_decode - the whole file
 *
 * @text: hostile; need not end with NUL
 * @to: room for RECORDS_MAX
 *
 * Returns how many there are; -ENOTSUP if it is of another version; or
 * -EBADMSG if it is no such file, or not complete, or has what can't be.
 */
int records_decode(const char *text, size_t length, struct record *to);

#endif
