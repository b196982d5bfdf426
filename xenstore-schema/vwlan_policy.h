/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the administrator allows a device, as text and as values: the same
 * words in the guest's xl configuration, in xenstore, in vwland.conf and
 * for "vwlanctl policy".  Pure.
 *
 *	priority=5,mac-policy=fixed,networks=Corp;hex:4c6f,bands=2.4;5,
 *	rate=tx:5Mb/s;rx:20Mb/s@20ms,txpower-max=15,share=yes,weight=200,
 *	turn=3000
 */
#ifndef VWLAN_POLICY_H
#define VWLAN_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vwlan_message.h"
#include "vwlan_nodes.h"

#define VWLAN_POLICY_WHY_MAX 128u	/* bytes of a reason, NUL included */
#define VWLAN_POLICY_SSIDS 16u		/* networks that one can name */
#define VWLAN_POLICY_POWER_ANY INT32_MAX
#define VWLAN_POLICY_POWER_MAX 100u	/* dBm */
#define VWLAN_POLICY_PRIORITY_MAX 7u
#define VWLAN_POLICY_WEIGHT_MIN 10u	/* percent */
#define VWLAN_POLICY_WEIGHT_MAX 1000u
#define VWLAN_POLICY_TURN_MIN 500u	/* ms */
#define VWLAN_POLICY_TURN_MAX 60000u
#define VWLAN_POLICY_RATE_MIN 8u	/* kbit/s */
#define VWLAN_POLICY_RATE_MAX 100000000u
#define VWLAN_POLICY_INTERVAL 50000u	/* us, if none is given, as in xl */
#define VWLAN_POLICY_INTERVAL_MIN 1000u
#define VWLAN_POLICY_INTERVAL_MAX 1000000u

/** enum vwlan_policy_key - bit n of a set of keys is key n */
enum vwlan_policy_key {
	VWLAN_POLICY_PRIORITY,
	VWLAN_POLICY_MAC,
	VWLAN_POLICY_NETWORKS,
	VWLAN_POLICY_BANDS,
	VWLAN_POLICY_RATE,
	VWLAN_POLICY_TXPOWER,
	VWLAN_POLICY_SHARE,
	VWLAN_POLICY_WEIGHT,
	VWLAN_POLICY_TURN,
	VWLAN_POLICY_KEYS
};

/**
 * enum vwlan_mac_policy - which addresses a guest may give its station
 * @VWLAN_MAC_POLICY_FIXED: none but the one that dom0 gave
 * @VWLAN_MAC_POLICY_LOCAL: locally administered ones as well
 */
enum vwlan_mac_policy {
	VWLAN_MAC_POLICY_FIXED,
	VWLAN_MAC_POLICY_LOCAL,
	VWLAN_MAC_POLICY_ANY,
};

/**
 * struct vwlan_rate - of one direction
 * @rate: kbit/s, VWLAN_POLICY_RATE_MIN to _MAX; 0 for no limit
 * @interval: microseconds whose worth may be sent at once
 */
struct vwlan_rate {
	uint32_t rate;
	uint32_t interval;
};

/**
 * struct vwlan_policy - of one device
 * @priority: class, 0 to 7; a higher one can take from a lower one
 * @mac: enum vwlan_mac_policy
 * @bands: bit n for band n as in enum nl80211_band; 0 for all
 * @ssids: how many of @ssid there are; 0: any network
 * @ssid: networks that it may join and see
 * @share: takes turns with others, when there is not enough for all
 * @weight: percent of a common turn, and of a common share of the driver
 *	domain's processors
 * @turn: ms that a turn lasts with a weight of 100
 * @power_max: 1/100 dBm, or VWLAN_POLICY_POWER_ANY
 * @tx: from the guest; @rx: to it
 */
struct vwlan_policy {
	uint8_t priority;
	uint8_t mac;
	uint8_t bands;
	uint8_t ssids;
	struct vwlan_ssid ssid[VWLAN_POLICY_SSIDS];
	bool share;
	uint16_t weight;
	uint32_t turn;
	int32_t power_max;
	struct vwlan_rate tx, rx;
};

/** vwlan_policy_default - if nobody says anything */
void vwlan_policy_default(struct vwlan_policy *policy);

/** vwlan_policy_name - the key as xl's configuration calls it; never NULL */
const char *vwlan_policy_name(enum vwlan_policy_key key);

/** vwlan_policy_find - by that name; -ENOENT if there is no such key */
int vwlan_policy_find(const char *name, size_t length);

/** vwlan_policy_for_uplink - does it mean anything without a radio? */
bool vwlan_policy_for_uplink(enum vwlan_policy_key key);

/** vwlan_policy_node - the key's node in the backend's directory */
enum vwlan_node_index vwlan_policy_node(enum vwlan_policy_key key);

/**
 * vwlan_policy_take - one key's value
 *
 * @text: @length bytes, hostile, not NUL-terminated
 * @why: VWLAN_POLICY_WHY_MAX bytes; says what is wrong, beginning with the
 *	key's name; printable, and of @text quotes at most a few characters
 *
 * Returns 0, or -EINVAL; then @policy is as it was.
 */
int vwlan_policy_take(struct vwlan_policy *policy, enum vwlan_policy_key key,
		      const char *text, size_t length, char *why);

/**
 * vwlan_policy_format - a key's value, as vwlan_policy_take() takes it
 *
 * @to: VWLAN_NODE_MAX bytes.  What came from text is no longer than that.
 */
void vwlan_policy_format(const struct vwlan_policy *policy,
			 enum vwlan_policy_key key, char *to);

/** vwlan_policy_allows - may it join, and see, a network of this name? */
bool vwlan_policy_allows(const struct vwlan_policy *policy,
			 const struct vwlan_ssid *ssid);

/** vwlan_policy_copy - one key's values from @from to @to */
void vwlan_policy_copy(struct vwlan_policy *to,
		       const struct vwlan_policy *from,
		       enum vwlan_policy_key key);

/** vwlan_rate_burst - bytes that may be sent at once */
static inline uint64_t vwlan_rate_burst(const struct vwlan_rate *rate)
{
	return (uint64_t)rate->rate * rate->interval / 8000;
}

#endif
