/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The per-domain connection table: one entry for each guest's device.
 * Pure: no I/O, no clock.
 */
#ifndef ENGINE_TABLE_H
#define ENGINE_TABLE_H

#include <net/if.h>
#include <uthash.h>

#include "bitrates.h"
#include "config.h"
#include "qos_map.h"
#include "record.h"
#include "vwlan_message.h"
#include "vwlan_nodes.h"
#include "vwlan_policy.h"

#define TABLE_KEYS 8u	/* key indexes 0 to 3, IGTK 4, 5, BIGTK 6, 7 */

/** struct table_key - what names an entry; no padding: it is hashed */
struct table_key {
	uint16_t domid;
	uint16_t devid;
};

/**
 * struct table_entry - all that is known of one guest's connection
 * @key: the guest and its device
 * @vr: virtual radio ID; unique among entries, and not 0
 * @name: the guest's name, as dom0 told; printable
 * @mac: the virtual station's address
 * @given: the one that dom0 gave
 * @mode: enum vwlan_mode
 * @network: the profile's name, or ""
 * @uplink: the uplink's name, or ""
 * @policy: what the administrator allows it
 * @policy_changed: which of its keys were changed since; bit n for key n
 * @backend_state: ours, in xenstore
 * @frontend_state: the guest's
 * @ifname: the station interface; "" if there is none
 * @ifindex: its index
 * @state: of the connection
 * @status: why it is not connected, or VWLAN_OK
 * @reason: IEEE 802.11 reason code of the last disconnection, or 0
 * @ssid: of the network connected or being connected to
 * @bssid: of the access point, all zeros if there is none
 * @frequency: MHz, or 0
 * @signal: dBm, or 0 if unknown
 * @tx_rate: 100 kb/s, or 0
 * @rx_rate: 100 kb/s, or 0
 * @rates: rates that the access point supports, units of 500 kb/s with
 *	the top bit set for basic ones, as in its beacon
 * @rate_count: how many
 * @cipher: pairwise cipher suite selector, or 0
 * @group_cipher: group cipher suite selector, or 0
 * @akm: AKM suite selector, or 0
 * @key_index: which key indexes are in use, bit n for index n; never keys
 * @bitrates: rates that the guest lets frames be sent at
 * @bitrates_told: those that are in effect
 * @qos_map: how the connection's frames get their priority
 * @generation: number of the connection
 * @worker_pid: its worker, or 0
 * @worker_restarts: how often one died
 * @error: why the device was closed or refused, or ""
 * @record: what is to outlive the daemon
 * @remembered: @record is what an earlier one wrote, and was not used yet
 */
struct table_entry {
	struct table_key key;
	uint16_t vr;
	char name[64];
	uint8_t mac[VWLAN_MAC_LEN];
	uint8_t given[VWLAN_MAC_LEN];
	enum vwlan_mode mode;
	char network[CONFIG_NAME_MAX + 1];
	char uplink[CONFIG_NAME_MAX + 1];
	struct vwlan_policy policy;
	uint32_t policy_changed;
	enum vwlan_xenbus_state backend_state;
	enum vwlan_xenbus_state frontend_state;
	char ifname[IFNAMSIZ];
	int ifindex;
	enum vwlan_state state;
	enum vwlan_status status;
	uint16_t reason;
	struct vwlan_ssid ssid;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint32_t frequency;
	int32_t signal;
	uint32_t tx_rate;
	uint32_t rx_rate;
	uint8_t rates[32];
	uint8_t rate_count;
	uint32_t cipher;
	uint32_t group_cipher;
	uint32_t akm;
	uint32_t key_index;
	struct bitrates bitrates;
	struct bitrates bitrates_told;
	struct qos_map qos_map;
	uint32_t generation;
	int worker_pid;
	uint32_t worker_restarts;
	char error[VWLAN_NODE_MAX];
	struct record record;
	bool remembered;
	UT_hash_handle by_key;
};

/** struct table - all entries */
struct table {
	struct table_entry *entries;	/* uthash, by key */
	unsigned int count;
	uint16_t next_vr;
};

/**
 * table_add - an entry for a device that has none
 *
 * Gives it a virtual radio ID that no other has.  The table owns it.
 * Returns NULL if there is one already, or without memory.
 */
struct table_entry *table_add(struct table *table, uint16_t domid,
			      uint16_t devid);

/**
 * table_adopt_vr - the entry has had this virtual radio ID all along
 *
 * Another that was given it in the meantime gets a new one: it has told
 * nobody yet.
 */
void table_adopt_vr(struct table *table, struct table_entry *entry,
		    uint16_t vr);

/** table_find - by domain ID and device; NULL if there is none */
struct table_entry *table_find(const struct table *table, uint16_t domid,
			       uint16_t devid);

/** table_find_vr - by virtual radio ID; NULL if there is none */
struct table_entry *table_find_vr(const struct table *table, uint16_t vr);

/** table_find_mac - by the station's address; NULL if there is none */
struct table_entry *table_find_mac(const struct table *table,
				   const uint8_t *mac);

/**
 * table_place - where is another than @except connected to this network?
 *
 * Returns MHz of the primary channel, or 0.
 */
uint32_t table_place(const struct table *table,
		     const struct table_entry *except,
		     const struct vwlan_ssid *ssid);

/**
 * table_mac_taken - is it, or was it given to, another than @entry?
 *
 * What dom0 gave to a device stays its own while it uses another.
 */
bool table_mac_taken(const struct table *table, const uint8_t *mac,
		     const struct table_entry *entry);

/** table_remove - and free */
void table_remove(struct table *table, struct table_entry *entry);

/** table_entry_disconnect - forget what was known of the connection */
void table_entry_disconnect(struct table_entry *entry,
			    enum vwlan_status status, uint16_t reason);

/** table_entry_describe - the STATE event's, and GET_STATE's, values */
void table_entry_describe(const struct table_entry *entry,
			  struct vwlan_control *control);

#endif
