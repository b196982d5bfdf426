/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the administrator says of a guest, and of a radio.  Never what a
 * guest says of itself.
 */
#ifndef ENGINE_ARBITER_POLICY_H
#define ENGINE_ARBITER_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "tokens.h"
#include "vwlan_message.h"

#define ARBITER_CLASSES 8u
#define ARBITER_SSIDS_MAX 16u
#define ARBITER_POWER_ANY INT32_MAX
#define ARBITER_WEIGHT 100u	/* of a guest like any other */
#define ARBITER_TURN_MIN 500u	/* ms */
#define ARBITER_TURN_MAX 60000u	/* ms */

/**
 * enum arbiter_mac_policy - which addresses a guest may choose
 * @ARBITER_MAC_LOCAL: locally administered ones, as who hides its own does
 */
enum arbiter_mac_policy {
	ARBITER_MAC_FIXED,
	ARBITER_MAC_LOCAL,
	ARBITER_MAC_ANY,
};

/**
 * struct arbiter_policy - of one guest's device
 * @priority: class, 0 to ARBITER_CLASSES - 1; a higher one can take from a
 *	lower one
 * @bands: bit n for band n (arbiter_band()); 0 for all
 * @ssids: how many of @ssid there are; 0: any network
 * @share: takes turns with others, when there is not enough for all; if
 *	not, it keeps what it has for as long as it likes
 * @weight: percent of a common turn's length; also the weight of its
 *	frames in the data path's round robin
 * @turn: ms that it may keep a station or a channel while others wait; 0
 *	for the radio's
 * @narrow: it is shown only channels that it could use now
 * @phy_wide: do its wishes count for what all stations have in common?
 * @realtime: its frames must not wait while the radio is elsewhere
 * @power_max: 1/100 dBm, or ARBITER_POWER_ANY
 * @commands, @frames, @handshake: how often it may ask, see R14
 * @tx, @rx: kbit/s and kbyte, 0 for no limit; the data path's business
 */
struct arbiter_policy {
	uint8_t priority;
	uint8_t bands;
	uint8_t mac;		/* enum arbiter_mac_policy */
	uint8_t ssids;
	struct vwlan_ssid ssid[ARBITER_SSIDS_MAX];
	bool share;
	bool narrow;
	bool phy_wide;
	bool realtime;
	uint16_t weight;
	uint32_t turn;
	int32_t power_max;
	struct tokens_rate commands;
	struct tokens_rate frames;
	struct tokens_rate handshake;
	struct {
		uint32_t rate;
		uint32_t burst;
	} tx, rx;
};

/**
 * struct arbiter_settings - of the radio
 * @grace: ms before a higher class takes from a lower one
 * @turn: ms of a turn with ARBITER_WEIGHT
 * @rts_min, @fragment_min: bytes; @retry_min, @retry_max: no guest's wish
 *	goes past these, so that none can spoil the radio for the others
 */
struct arbiter_settings {
	uint32_t grace;
	uint32_t turn;
	uint32_t rts_min;
	uint32_t fragment_min;
	uint8_t retry_min;
	uint8_t retry_max;
};

/** arbiter_policy_default - of a guest about which nothing is said */
void arbiter_policy_default(struct arbiter_policy *policy);

void arbiter_settings_default(struct arbiter_settings *settings);

/** arbiter_policy_turn - ms that its turns last */
uint32_t arbiter_policy_turn(const struct arbiter_policy *policy,
			     const struct arbiter_settings *settings);

/** arbiter_policy_ssid - may it join, and see, a network of this name? */
bool arbiter_policy_ssid(const struct arbiter_policy *policy,
			 const struct vwlan_ssid *ssid);

/** arbiter_policy_band - may it use this frequency's band? */
bool arbiter_policy_band(const struct arbiter_policy *policy,
			 uint32_t frequency);

#endif
