/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a radio can do at once: its interface combinations and its channels,
 * as the kernel tells of them.  Pure: no netlink; who asks the kernel fills
 * these structures in.
 *
 * Channels are told apart by their primary frequency: the kernel lets
 * stations share one whatever their widths, and narrows a newcomer that
 * wouldn't fit.
 */
#ifndef ENGINE_ARBITER_PHY_H
#define ENGINE_ARBITER_PHY_H

#include <stdbool.h>
#include <stdint.h>

#include "vwlan_message.h"

#define ARBITER_IFTYPES 16u		/* enum nl80211_iftype has 13 */
#define ARBITER_IFTYPE_STATION 2u
#define ARBITER_LIMITS_MAX 8u		/* of one combination */
#define ARBITER_COMBINATIONS_MAX 32u
#define ARBITER_CHANNELS_MAX 256u

/** struct arbiter_limit - so many interfaces of these types together */
struct arbiter_limit {
	uint16_t max;
	uint16_t types;		/* bit n: enum nl80211_iftype's n */
};

/**
 * struct arbiter_combination - one set of interfaces that work together
 * @interfaces: of all types together, at most
 * @channels: different ones, at most
 */
struct arbiter_combination {
	uint16_t interfaces;
	uint8_t channels;
	uint8_t limits;
	struct arbiter_limit limit[ARBITER_LIMITS_MAX];
};

/**
 * struct arbiter_phy_channel - a channel and what may be done on it
 * @frequency: MHz
 * @flags: VWLAN_CHANNEL_*
 * @max_power: 1/100 dBm
 * @others: interfaces on it that are none of ours
 */
struct arbiter_phy_channel {
	uint16_t frequency;
	uint16_t flags;
	int16_t max_power;
	uint16_t others;
};

/**
 * struct arbiter_phy - a radio
 * @combinations: none: it can do one interface at a time
 * @others: interfaces that are up and none of ours, by type
 * @max_stations: of ours, at most; 0: as many as the combinations allow.
 *	An override, to lower what a simulated radio can do.
 * @max_channels: likewise, different channels
 * @address: the radio's own
 * @address_mask: bits in which an interface's address may differ from
 *	@address; all zeros: all of them
 * @scan_ssids: names looked for in one scan, at most
 * @scan_ie_max: bytes of elements in one scan, at most
 * @channel: in rising order of frequency, without doubles
 */
struct arbiter_phy {
	uint8_t combinations;
	struct arbiter_combination combination[ARBITER_COMBINATIONS_MAX];
	uint16_t others[ARBITER_IFTYPES];
	uint16_t max_stations;
	uint16_t max_channels;
	uint8_t address[VWLAN_MAC_LEN];
	uint8_t address_mask[VWLAN_MAC_LEN];
	uint8_t scan_ssids;
	uint16_t scan_ie_max;
	uint16_t channels;
	struct arbiter_phy_channel channel[ARBITER_CHANNELS_MAX];
};

/**
 * arbiter_phy_check - is this what a radio can be?
 *
 * Returns 0, or -EINVAL if counts or the order of channels make no sense.
 */
int arbiter_phy_check(const struct arbiter_phy *phy);

/**
 * arbiter_phy_fits - do these work at once?
 *
 * @stations: of ours
 * @channels: different ones, those of other interfaces included
 *
 * The cost is the number of combinations, which guests have no part in.
 */
bool arbiter_phy_fits(const struct arbiter_phy *phy, unsigned int stations,
		      unsigned int channels);

/** arbiter_phy_find - index of a channel by frequency, or -ENOENT */
int arbiter_phy_find(const struct arbiter_phy *phy, uint32_t frequency);

/** arbiter_phy_address_fits - can an interface have this address? */
bool arbiter_phy_address_fits(const struct arbiter_phy *phy,
			      const uint8_t *mac);

/** arbiter_band - 0 to VWLAN_BANDS - 1, as enum nl80211_band */
unsigned int arbiter_band(uint32_t frequency);

#endif
