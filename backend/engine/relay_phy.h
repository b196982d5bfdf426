/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a radio can do: from nl80211's description to the guest's.  Pure.
 */
#ifndef ENGINE_RELAY_PHY_H
#define ENGINE_RELAY_PHY_H

#include <netlink/attr.h>

#include "arbiter_phy.h"
#include "config.h"
#include "vwlan_message.h"
#include "vwlan_policy.h"

#define RELAY_REMAIN_MAX 200u	/* ms: the others wait so long (R16) */
#define RELAY_HE_MAX 54u	/* bytes of HE capabilities */
#define RELAY_FREQUENCIES_TEXT 960u	/* bytes, NUL included */
#define RELAY_NAME_MAX 32u	/* bytes of a phy's name, NUL included */

/** struct relay_channel - as struct vwlan_channel */
struct relay_channel {
	uint16_t frequency;
	uint16_t flags;
	uint16_t max_power;
};

/**
 * struct relay_band - a band; capabilities are as in the elements
 * @channels: how many of @channel there are; none: no such band
 * @rates: how many of @rate there are
 * @ht: there are HT capabilities
 * @vht: there are VHT capabilities
 * @he_length: bytes of HE capabilities, or 0
 */
struct relay_band {
	unsigned int channels;
	struct relay_channel channel[VWLAN_CHANNELS_MAX];
	unsigned int rates;
	uint16_t rate[VWLAN_RATES_MAX];
	bool ht;
	uint8_t ht_body[19];
	bool vht;
	uint8_t vht_body[12];
	uint8_t he_length;
	uint8_t he_body[RELAY_HE_MAX];
};

/**
 * struct relay_phy
 * @there: something has been read
 * @index: nl80211's number of it
 * @name: its name
 * @authenticate: the driver leaves authentication to its user
 * @associate: and association
 * @connect: it takes CONNECT, and does both by itself or has them done
 * @connects: the profile is CONNECT's; see relay_phy_profile()
 * @eapol: EAPOL goes through nl80211
 * @eapol_status: and what became of it is told
 * @remain: it can stay on a channel
 * @offchannel: and send there
 * @info: of all bands; @bands and @features are made when it is described,
 *	numbers are as the processor has them
 * @features: VWLAN_PHY_* that it said itself
 * @narrow: some channels are disabled by the guest's policy alone
 * @ciphers: how many of @cipher there are
 * @combinations: how many of @combination there are
 */
struct relay_phy {
	bool there;
	uint32_t index;
	char name[RELAY_NAME_MAX];
	bool authenticate;
	bool associate;
	bool connect;
	bool connects;
	bool eapol;
	bool eapol_status;
	bool remain;
	bool offchannel;
	bool narrow;
	uint32_t features;
	uint16_t scan_ie_max;
	uint16_t remain_max;
	uint8_t scan_ssids;
	uint8_t antennas_tx;
	uint8_t antennas_rx;
	uint8_t retry_short;
	uint8_t retry_long;
	uint32_t fragment;
	uint32_t rts;
	unsigned int ciphers;
	uint32_t cipher[VWLAN_CIPHERS_MAX];
	struct relay_band band[VWLAN_BANDS];
	uint8_t combinations;
	struct arbiter_combination combination[ARBITER_COMBINATIONS_MAX];
};

/** relay_phy_begin - nothing is known yet */
void relay_phy_begin(struct relay_phy *phy);

/**
 * relay_phy_read - one message of the description, which is in parts
 *
 * @attributes: by type, up to NL80211_ATTR_MAX; lengths unchecked
 */
void relay_phy_read(struct relay_phy *phy, struct nlattr **attributes);

/**
 * relay_phy_combinations - which interfaces work together
 *
 * @list: NL80211_ATTR_INTERFACE_COMBINATIONS, unchecked.  What has more
 *	parts than there is room for is left out: a limit that is not known
 *	must not be broken.
 */
void relay_phy_combinations(struct relay_phy *phy, struct nlattr *list);

/**
 * relay_phy_narrow - the radio as one guest may use it
 *
 * @policy: its device's; channels of other bands become disabled
 */
void relay_phy_narrow(struct relay_phy *to, const struct relay_phy *from,
		      const struct vwlan_policy *policy);

/**
 * relay_phy_frequencies - where a guest's station may look, in MHz
 *
 * @policy: its device's; channels of other bands are left out
 * @to: RELAY_FREQUENCIES_TEXT bytes: numbers with spaces between.  "" if there
 *	are none, or more than there is room for.
 */
void relay_phy_frequencies(const struct relay_phy *phy,
			   const struct vwlan_policy *policy, char *to);

/** relay_phy_arbiter - the same radio, as the arbiter sees it */
void relay_phy_arbiter(const struct relay_phy *phy, struct arbiter_phy *to);

/**
 * relay_phy_profile - how a guest's supplicant will drive it
 *
 * By AUTHENTICATE and ASSOCIATE if the driver leaves these to its user, else
 * by CONNECT; unless the administrator wants one of them.
 */
void relay_phy_profile(struct relay_phy *phy, enum config_profile wanted);

/** relay_phy_takes - is this one of the profile's commands? */
bool relay_phy_takes(const struct relay_phy *phy, uint16_t command);

/** relay_phy_native - can a guest's supplicant drive it? */
bool relay_phy_native(const struct relay_phy *phy);

/**
 * relay_phy_capabilities - VWLAN_CAP_* that a frontend needs to drive it
 *
 * 0 if none can.
 */
uint32_t relay_phy_capabilities(const struct relay_phy *phy);

/** relay_phy_features - VWLAN_PHY_* of the radio, but for SET_MAC */
uint32_t relay_phy_features(const struct relay_phy *phy);

/** relay_phy_channel - by frequency in MHz; NULL if there is none */
const struct relay_channel *relay_phy_channel(const struct relay_phy *phy,
					      uint32_t frequency);

/** relay_phy_usable - is there such a channel, and is it allowed? */
bool relay_phy_usable(const struct relay_phy *phy, uint32_t frequency);

/** relay_phy_cipher - can a guest use this cipher suite? */
bool relay_phy_cipher(const struct relay_phy *phy, uint32_t cipher);

/**
 * relay_phy_describe - the answer to GET_PHY
 *
 * @features: VWLAN_PHY_* beyond the radio's own
 */
void relay_phy_describe(const struct relay_phy *phy, uint32_t features,
			struct vwlan_control *to);

/**
 * relay_phy_describe_band - the answer to GET_BAND
 *
 * Returns 0, or -ENOENT if there is no such band.
 */
int relay_phy_describe_band(const struct relay_phy *phy, uint32_t band,
			    struct vwlan_control *to);

#endif
