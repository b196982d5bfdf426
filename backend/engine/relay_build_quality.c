// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests about how frames are sent: at which rates, and how urgently. */
#include <linux/nl80211.h>

#include "bitrates.h"
#include "qos_map.h"
#include "relay_build.h"
#include "relay_check.h"

enum vwlan_status build_bitrates(struct nl_msg *to,
				 const struct relay_view *view,
				 const struct vwlan_control *c)
{
	struct bitrates rates;
	const uint8_t *bytes;
	size_t length;

	if (!(relay_phy_features(view->phy) & VWLAN_PHY_BITRATES))
		return VWLAN_UNSUPPORTED;
	bytes = vwlan_control_bytes(c, VWLAN_TLV_BITRATE_MASKS, &length);
	if (!bitrates_take(&rates, view->phy, bytes, length))
		return VWLAN_BAD_VALUE;
	bitrates_put(to, view->phy, &rates);
	return VWLAN_OK;
}

enum vwlan_status build_qos_map(struct nl_msg *to,
				const struct relay_view *view,
				const struct vwlan_control *c)
{
	const uint8_t *bytes;
	struct qos_map map;
	size_t length;

	if (!(relay_phy_features(view->phy) & VWLAN_PHY_QOS_MAP))
		return VWLAN_UNSUPPORTED;
	if (view->link != RELAY_ASSOCIATED || !relay_check_current(view, c))
		return VWLAN_NOT_CONNECTED;
	bytes = vwlan_control_bytes(c, VWLAN_TLV_QOS_MAP, &length);
	if (!qos_map_take(&map, bytes, length))
		return VWLAN_BAD_VALUE;
	if (map.length)
		nla_put(to, NL80211_ATTR_QOS_MAP, map.length, map.bytes);
	return VWLAN_OK;
}
