// SPDX-License-Identifier: GPL-2.0-or-later
/* What a radio can do at once: from nl80211's description to the arbiter. */
#include <linux/nl80211.h>
#include <stdlib.h>
#include <string.h>

#include "relay_attribute.h"
#include "relay_phy.h"

static uint16_t types_read(struct nlattr *nested)
{
	struct nlattr *item;
	uint16_t types = 0;
	int left;

	if (!nested)
		return 0;
	/* A flag for each type. */
	nla_for_each_nested(item, nested, left)
		if (nla_type(item) < (int)ARBITER_IFTYPES)
			types |= 1u << nla_type(item);
	return types;
}

static bool limit_read(struct arbiter_combination *combination,
		       struct nlattr *nested)
{
	struct nlattr *l[MAX_NL80211_IFACE_LIMIT + 1];
	struct arbiter_limit *limit;
	uint32_t max;

	attribute_nested(nested, MAX_NL80211_IFACE_LIMIT, l);
	if (combination->limits == ARBITER_LIMITS_MAX ||
	    !attribute_u32(l[NL80211_IFACE_LIMIT_MAX], &max))
		return false;
	limit = &combination->limit[combination->limits++];
	limit->max = max < UINT16_MAX ? max : UINT16_MAX;
	limit->types = types_read(l[NL80211_IFACE_LIMIT_TYPES]);
	return true;
}

static bool combination_read(struct arbiter_combination *to,
			     struct nlattr *nested)
{
	struct nlattr *c[MAX_NL80211_IFACE_COMB + 1], *item;
	uint32_t interfaces, channels;
	int left;

	attribute_nested(nested, MAX_NL80211_IFACE_COMB, c);
	if (!attribute_u32(c[NL80211_IFACE_COMB_MAXNUM], &interfaces) ||
	    !attribute_u32(c[NL80211_IFACE_COMB_NUM_CHANNELS], &channels) ||
	    !c[NL80211_IFACE_COMB_LIMITS])
		return false;
	memset(to, 0, sizeof(*to));
	to->interfaces = interfaces < UINT16_MAX ? interfaces : UINT16_MAX;
	to->channels = channels < UINT8_MAX ? channels : UINT8_MAX;
	nla_for_each_nested(item, c[NL80211_IFACE_COMB_LIMITS], left)
		if (!limit_read(to, item))
			return false;
	return true;
}

void relay_phy_combinations(struct relay_phy *phy, struct nlattr *list)
{
	struct arbiter_combination combination;
	struct nlattr *item;
	int left;

	nla_for_each_nested(item, list, left)
		if (phy->combinations < ARBITER_COMBINATIONS_MAX &&
		    combination_read(&combination, item))
			/* Padding too: it is compared. */
			memcpy(&phy->combination[phy->combinations++],
			       &combination, sizeof(combination));
}

/* ------------------------------------------------------------------ */
/* For the arbiter                                                     */

static int channel_compare(const void *a, const void *b)
{
	const struct arbiter_phy_channel *first = a, *second = b;

	return (first->frequency > second->frequency) -
	       (first->frequency < second->frequency);
}

static void channels_sort(struct arbiter_phy *phy)
{
	unsigned int i, kept = 0;

	qsort(phy->channel, phy->channels, sizeof(phy->channel[0]),
	      channel_compare);
	for (i = 0; i < phy->channels; i++)
		if (i == 0 || phy->channel[i].frequency !=
				      phy->channel[kept - 1].frequency)
			phy->channel[kept++] = phy->channel[i];
	phy->channels = kept;
}

static void band_add(struct arbiter_phy *phy, const struct relay_band *band)
{
	const struct relay_channel *from;
	struct arbiter_phy_channel *to;
	unsigned int i;

	for (i = 0; i < band->channels; i++) {
		if (phy->channels == ARBITER_CHANNELS_MAX)
			return;
		from = &band->channel[i];
		to = &phy->channel[phy->channels++];
		to->frequency = from->frequency;
		to->flags = from->flags;
		to->max_power = from->max_power < INT16_MAX ?
				from->max_power : INT16_MAX;
	}
}

void relay_phy_arbiter(const struct relay_phy *phy, struct arbiter_phy *to)
{
	unsigned int i;

	memset(to, 0, sizeof(*to));
	to->combinations = phy->combinations;
	memcpy(to->combination, phy->combination, sizeof(to->combination));
	to->scan_ssids = phy->scan_ssids;
	to->scan_ie_max = phy->scan_ie_max;
	for (i = 0; i < VWLAN_BANDS; i++)
		band_add(to, &phy->band[i]);
	channels_sort(to);
}
