// SPDX-License-Identifier: GPL-2.0-or-later
/* SCAN. */
#include <linux/nl80211.h>

#include "relay_build.h"

#define RANDOM_MIN 24u		/* bits of a random address */
#define DWELL_MAX 1000u		/* time units on each channel of a scan */

static void put_ssids(struct nl_msg *to, const struct vwlan_control *c)
{
	struct nlattr *list;
	unsigned int i;

	/* Without this attribute the radio only listens. */
	if (c->ssids == 0)
		return;
	list = nla_nest_start(to, NL80211_ATTR_SCAN_SSIDS);
	for (i = 0; i < c->ssids; i++)
		nla_put(to, i + 1, c->ssid[i].length, c->ssid[i].bytes);
	nla_nest_end(to, list);
}

/* All channels, for a guest that may not use all that the radio has. */
static enum vwlan_status put_usable(struct nl_msg *to,
				    const struct relay_phy *phy)
{
	unsigned int i, n, used = 0;
	const struct relay_band *band;
	struct nlattr *list;

	list = nla_nest_start(to, NL80211_ATTR_SCAN_FREQUENCIES);
	for (n = 0; n < VWLAN_BANDS; n++) {
		band = &phy->band[n];
		for (i = 0; i < band->channels; i++)
			if (!(band->channel[i].flags &
			      VWLAN_CHANNEL_DISABLED))
				nla_put_u32(to, ++used,
					    band->channel[i].frequency);
	}
	nla_nest_end(to, list);
	return used ? VWLAN_OK : VWLAN_POLICY;
}

static enum vwlan_status put_frequencies(struct nl_msg *to,
					 const struct relay_view *view,
					 const struct vwlan_control *c)
{
	unsigned int i, count, used = 0;
	struct nlattr *list;
	const uint8_t *bytes;
	uint32_t frequency;
	size_t length;

	bytes = vwlan_control_bytes(c, VWLAN_TLV_FREQUENCIES, &length);
	if (!bytes && view->phy->narrow)
		return put_usable(to, view->phy);
	if (!bytes)
		return VWLAN_OK;
	count = length / 2;
	list = nla_nest_start(to, NL80211_ATTR_SCAN_FREQUENCIES);
	for (i = 0; i < count; i++) {
		frequency = bytes[2 * i] | bytes[2 * i + 1] << 8;
		if (!relay_phy_channel(view->phy, frequency))
			return VWLAN_BAD_VALUE;
		if (!relay_phy_usable(view->phy, frequency))
			continue;
		nla_put_u32(to, i + 1, frequency);
		used++;
	}
	nla_nest_end(to, list);
	return used ? VWLAN_OK : VWLAN_BAD_VALUE;
}

/* With fewer, a guest could choose whose address it uses. */
static bool random_enough(const uint8_t *mask)
{
	unsigned int i, random = 0;

	for (i = 0; i < VWLAN_MAC_LEN; i++)
		random += 8 - __builtin_popcount(mask[i]);
	return random >= RANDOM_MIN;
}

static enum vwlan_status put_random(struct nl_msg *to,
				    const struct relay_view *view,
				    const struct vwlan_control *c)
{
	const uint8_t *mask;
	size_t length;

	mask = vwlan_control_bytes(c, VWLAN_TLV_MAC_MASK, &length);
	if (!mask || !vwlan_control_has(c, VWLAN_TLV_MAC))
		return VWLAN_BAD_VALUE;
	if (!random_enough(mask))
		return VWLAN_POLICY;
	if (!(relay_phy_features(view->phy) & VWLAN_PHY_RANDOM_SCAN))
		return VWLAN_UNSUPPORTED;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->mac);
	build_bytes(to, NL80211_ATTR_MAC_MASK, c, VWLAN_TLV_MAC_MASK);
	return VWLAN_OK;
}

static enum vwlan_status put_scan_flags(struct nl_msg *to,
					const struct relay_view *view,
					const struct vwlan_control *c)
{
	uint32_t wanted = build_number(c, VWLAN_TLV_SCAN_FLAGS), flags = 0;
	uint32_t features = relay_phy_features(view->phy);
	enum vwlan_status status = VWLAN_OK;

	/*
	 * The list of access points is everybody's: what FLUSH asks to be
	 * forgotten is not shown to this guest, and kept for the others.
	 */
	if (wanted & VWLAN_SCAN_LOW_PRIORITY &&
	    features & VWLAN_PHY_LOW_PRIORITY)
		flags |= NL80211_SCAN_FLAG_LOW_PRIORITY;
	if (wanted & VWLAN_SCAN_RANDOM_ADDRESS) {
		status = put_random(to, view, c);
		flags |= NL80211_SCAN_FLAG_RANDOM_ADDR;
	}
	if (flags)
		nla_put_u32(to, NL80211_ATTR_SCAN_FLAGS, flags);
	return status;
}

static enum vwlan_status put_dwell(struct nl_msg *to,
				   const struct relay_view *view,
				   const struct vwlan_control *c)
{
	uint32_t duration = build_number(c, VWLAN_TLV_DURATION);
	uint32_t flags = build_number(c, VWLAN_TLV_SCAN_FLAGS);

	if (duration == 0)
		return VWLAN_OK;
	if (duration > DWELL_MAX)
		return VWLAN_BAD_VALUE;
	if (!(relay_phy_features(view->phy) & VWLAN_PHY_SCAN_DWELL))
		return VWLAN_UNSUPPORTED;
	nla_put_u16(to, NL80211_ATTR_MEASUREMENT_DURATION, duration);
	build_flag(to, NL80211_ATTR_MEASUREMENT_DURATION_MANDATORY,
		   flags & VWLAN_SCAN_DURATION_EXACT);
	return VWLAN_OK;
}

enum vwlan_status build_scan(struct nl_msg *to,
			     const struct relay_view *view,
			     const struct vwlan_control *c)
{
	enum vwlan_status status;
	size_t elements;

	vwlan_control_bytes(c, VWLAN_TLV_IE, &elements);
	if (c->ssids > view->phy->scan_ssids ||
	    elements > view->phy->scan_ie_max)
		return VWLAN_BAD_VALUE;
	put_ssids(to, c);
	if (vwlan_control_has(c, VWLAN_TLV_BSSID))
		nla_put(to, NL80211_ATTR_BSSID, VWLAN_MAC_LEN, c->bssid);
	status = put_frequencies(to, view, c);
	if (status == VWLAN_OK)
		status = build_elements(to, c);
	if (status == VWLAN_OK)
		status = put_scan_flags(to, view, c);
	return status == VWLAN_OK ? put_dwell(to, view, c) : status;
}
