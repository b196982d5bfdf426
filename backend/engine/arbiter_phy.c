// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>

#include "arbiter_phy.h"

int arbiter_phy_check(const struct arbiter_phy *phy)
{
	unsigned int i;

	if (phy->combinations > ARBITER_COMBINATIONS_MAX ||
	    phy->channels > ARBITER_CHANNELS_MAX)
		return -EINVAL;
	for (i = 0; i < phy->combinations; i++)
		if (phy->combination[i].limits > ARBITER_LIMITS_MAX)
			return -EINVAL;
	for (i = 1; i < phy->channels; i++)
		if (phy->channel[i].frequency <=
		    phy->channel[i - 1].frequency)
			return -EINVAL;
	return 0;
}

static unsigned int interfaces_of(const struct arbiter_phy *phy,
				  unsigned int stations, unsigned int type)
{
	return phy->others[type] +
	       (type == ARBITER_IFTYPE_STATION ? stations : 0);
}

static unsigned int interfaces_all(const struct arbiter_phy *phy,
				   unsigned int stations)
{
	unsigned int type, sum = 0;

	for (type = 0; type < ARBITER_IFTYPES; type++)
		sum += interfaces_of(phy, stations, type);
	return sum;
}

/*
 * As the kernel counts: each limit that names a type has to hold all the
 * interfaces of that type, and those of the other types it names besides.
 */
static bool limits_hold(const struct arbiter_phy *phy,
			const struct arbiter_combination *combination,
			unsigned int stations)
{
	unsigned int type, i, sum, known = 0, used = 0;

	for (type = 0; type < ARBITER_IFTYPES; type++)
		if (interfaces_of(phy, stations, type))
			used |= 1u << type;
	for (i = 0; i < combination->limits; i++) {
		known |= combination->limit[i].types;
		sum = 0;
		for (type = 0; type < ARBITER_IFTYPES; type++)
			if (combination->limit[i].types & 1u << type)
				sum += interfaces_of(phy, stations, type);
		if (sum > combination->limit[i].max)
			return false;
	}
	return (used & ~known) == 0;
}

static bool overrides_hold(const struct arbiter_phy *phy,
			   unsigned int stations, unsigned int channels)
{
	return (!phy->max_stations || stations <= phy->max_stations) &&
	       (!phy->max_channels || channels <= phy->max_channels);
}

bool arbiter_phy_fits(const struct arbiter_phy *phy, unsigned int stations,
		      unsigned int channels)
{
	const struct arbiter_combination *combination;
	unsigned int all = interfaces_all(phy, stations), i;

	if (!overrides_hold(phy, stations, channels))
		return false;
	/* One interface alone needs no combination. */
	if (all <= 1 && channels <= 1)
		return true;
	for (i = 0; i < phy->combinations; i++) {
		combination = &phy->combination[i];
		if (all <= combination->interfaces &&
		    channels <= combination->channels &&
		    limits_hold(phy, combination, stations))
			return true;
	}
	return false;
}

int arbiter_phy_find(const struct arbiter_phy *phy, uint32_t frequency)
{
	unsigned int low = 0, high = phy->channels, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (phy->channel[middle].frequency == frequency)
			return middle;
		if (phy->channel[middle].frequency < frequency)
			low = middle + 1;
		else
			high = middle;
	}
	return -ENOENT;
}

bool arbiter_phy_address_fits(const struct arbiter_phy *phy,
			      const uint8_t *mac)
{
	unsigned int i, mask = 0;

	for (i = 0; i < VWLAN_MAC_LEN; i++)
		mask |= phy->address_mask[i];
	if (mask == 0)
		return true;
	for (i = 0; i < VWLAN_MAC_LEN; i++)
		if ((mac[i] ^ phy->address[i]) & ~phy->address_mask[i])
			return false;
	return true;
}

unsigned int arbiter_band(uint32_t frequency)
{
	if (frequency < 3000)
		return 0;
	if (frequency < 5925)
		return 1;
	return frequency < 10000 ? 3 : 2;
}
