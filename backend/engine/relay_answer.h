/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nl80211's answers to a guest's questions, and one access point of a
 * scan.  Pure.
 */
#ifndef ENGINE_RELAY_ANSWER_H
#define ENGINE_RELAY_ANSWER_H

#include <netlink/attr.h>

#include "vwlan_message.h"

/** relay_answer_station - {STATION} from a NEW_STATION; false if it's none */
bool relay_answer_station(struct vwlan_control *to,
			  struct nlattr **attributes);

/** relay_answer_tx_power - {TX_POWER} from a NEW_INTERFACE */
bool relay_answer_tx_power(struct vwlan_control *to,
			   struct nlattr **attributes);

/** relay_answer_channel - {CHANNEL} from a NEW_INTERFACE */
bool relay_answer_channel(struct vwlan_control *to,
			  struct nlattr **attributes);

/**
 * struct relay_bss - an access point, as the kernel has it
 * @bssid: its address
 * @frequency: MHz
 * @signal: dBm
 * @capability: capability information
 * @interval: beacon interval, time units
 * @tsf: its clock
 * @age: ms since it was heard
 * @probe: its probe response's elements, or NULL
 * @beacon: its beacon's elements, or NULL
 * @associated: we are connected to it
 */
struct relay_bss {
	const uint8_t *bssid;
	uint32_t frequency;
	int32_t signal;
	uint16_t capability;
	uint16_t interval;
	uint64_t tsf;
	uint32_t age;
	const uint8_t *probe;
	size_t probe_length;
	const uint8_t *beacon;
	size_t beacon_length;
	bool associated;
};

/** relay_bss_read - from a NEW_SCAN_RESULTS; false if it makes no sense */
bool relay_bss_read(struct relay_bss *bss, struct nlattr **attributes);

/**
 * relay_bss_ssid - its SSID, from the elements
 *
 * Returns its bytes, and their number; NULL if it has none.
 */
const uint8_t *relay_bss_ssid(const uint8_t *elements, size_t length,
			      size_t *ssid_length);

/** relay_bss_hidden - does it leave its name out of its beacons? */
bool relay_bss_hidden(const struct relay_bss *bss);

/**
 * relay_bss_event - a SCAN_RESULT
 *
 * If the elements of both don't fit, the probe response's alone.
 *
 * Returns false if there are none that do.
 */
bool relay_bss_event(struct vwlan_control *to, const struct relay_bss *bss);

#endif
