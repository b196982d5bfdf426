// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys, and the port that they open. */
#include <linux/nl80211.h>
#include <netlink/genl/genl.h>
#include <string.h>

#include "relay_build.h"
#include "relay_check.h"

static void put_pairwise(struct nl_msg *to, const struct vwlan_control *c)
{
	if (vwlan_control_has(c, VWLAN_TLV_MAC))
		nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->mac);
}

enum vwlan_status build_add_key(struct nl_msg *to,
				const struct relay_view *view,
				const struct vwlan_control *c)
{
	uint32_t mode = build_number(c, VWLAN_TLV_KEY_MODE);
	bool pairwise = vwlan_control_has(c, VWLAN_TLV_MAC);
	enum vwlan_status status = relay_check_key(view, c);
	struct nlattr *key;

	if (status != VWLAN_OK)
		return status;
	if (mode != NL80211_KEY_RX_TX &&
	    (!pairwise || mode > NL80211_KEY_SET_TX))
		return VWLAN_BAD_VALUE;
	if (mode != NL80211_KEY_RX_TX &&
	    !(relay_phy_features(view->phy) & VWLAN_PHY_EXT_KEY_ID))
		return VWLAN_UNSUPPORTED;
	put_pairwise(to, c);
	key = nla_nest_start(to, NL80211_ATTR_KEY);
	nla_put_u8(to, NL80211_KEY_IDX, build_number(c, VWLAN_TLV_KEY_INDEX));
	if (mode != NL80211_KEY_RX_TX)
		nla_put_u8(to, NL80211_KEY_MODE, mode);
	if (mode != NL80211_KEY_SET_TX) {
		build_bytes(to, NL80211_KEY_DATA, c, VWLAN_TLV_KEY);
		build_bytes(to, NL80211_KEY_SEQ, c, VWLAN_TLV_KEY_SEQUENCE);
		nla_put_u32(to, NL80211_KEY_CIPHER,
			    build_number(c, VWLAN_TLV_CIPHER));
		nla_put_u32(to, NL80211_KEY_TYPE, pairwise ?
			    NL80211_KEYTYPE_PAIRWISE : NL80211_KEYTYPE_GROUP);
	}
	nla_nest_end(to, key);
	/* A key that is there already begins to be used. */
	if (mode == NL80211_KEY_SET_TX)
		genlmsg_hdr(nlmsg_hdr(to))->cmd = NL80211_CMD_SET_KEY;
	return VWLAN_OK;
}

enum vwlan_status build_delete_key(struct nl_msg *to,
				   const struct relay_view *view,
				   const struct vwlan_control *c)
{
	uint32_t index = build_number(c, VWLAN_TLV_KEY_INDEX);
	bool pairwise = vwlan_control_has(c, VWLAN_TLV_MAC);
	struct nlattr *key;

	if (view->link == RELAY_APART)
		return VWLAN_NOT_CONNECTED;
	if (index > 7)
		return VWLAN_BAD_VALUE;
	if (pairwise && memcmp(c->mac, view->bssid, VWLAN_MAC_LEN))
		return VWLAN_POLICY;
	put_pairwise(to, c);
	key = nla_nest_start(to, NL80211_ATTR_KEY);
	nla_put_u8(to, NL80211_KEY_IDX, index);
	nla_put_u32(to, NL80211_KEY_TYPE, pairwise ?
		    NL80211_KEYTYPE_PAIRWISE : NL80211_KEYTYPE_GROUP);
	nla_nest_end(to, key);
	return VWLAN_OK;
}

static void put_default(struct nl_msg *to, uint32_t uses)
{
	struct nlattr *types;

	if (uses == VWLAN_KEY_DEFAULT_MANAGEMENT) {
		nla_put_flag(to, NL80211_KEY_DEFAULT_MGMT);
	} else if (uses == VWLAN_KEY_DEFAULT_BEACON) {
		nla_put_flag(to, NL80211_KEY_DEFAULT_BEACON);
	} else {
		nla_put_flag(to, NL80211_KEY_DEFAULT);
		types = nla_nest_start(to, NL80211_KEY_DEFAULT_TYPES);
		build_flag(to, NL80211_KEY_DEFAULT_TYPE_UNICAST,
			   uses & VWLAN_KEY_DEFAULT_UNICAST);
		build_flag(to, NL80211_KEY_DEFAULT_TYPE_MULTICAST,
			   uses & VWLAN_KEY_DEFAULT_MULTICAST);
		nla_nest_end(to, types);
	}
}

enum vwlan_status build_default_key(struct nl_msg *to,
				    const struct relay_view *view,
				    const struct vwlan_control *c)
{
	uint32_t index = build_number(c, VWLAN_TLV_KEY_INDEX);
	uint32_t uses = build_number(c, VWLAN_TLV_KEY_DEFAULT);
	uint32_t data = VWLAN_KEY_DEFAULT_UNICAST |
			VWLAN_KEY_DEFAULT_MULTICAST;
	struct nlattr *key;

	if (view->link < RELAY_ASSOCIATING)
		return VWLAN_NOT_CONNECTED;
	if (index > 7 || uses == 0 ||
	    (uses & ~data && uses != VWLAN_KEY_DEFAULT_MANAGEMENT &&
	     uses != VWLAN_KEY_DEFAULT_BEACON))
		return VWLAN_BAD_VALUE;
	key = nla_nest_start(to, NL80211_ATTR_KEY);
	nla_put_u8(to, NL80211_KEY_IDX, index);
	put_default(to, uses);
	nla_nest_end(to, key);
	return VWLAN_OK;
}

enum vwlan_status build_authorize(struct nl_msg *to,
				  const struct relay_view *view,
				  const struct vwlan_control *c)
{
	struct nl80211_sta_flag_update flags = {
		.mask = 1u << NL80211_STA_FLAG_AUTHORIZED,
	};

	if (view->link != RELAY_ASSOCIATED || !relay_check_current(view, c))
		return VWLAN_NOT_CONNECTED;
	if (memcmp(c->mac, view->bssid, VWLAN_MAC_LEN))
		return VWLAN_POLICY;
	if (build_number(c, VWLAN_TLV_AUTHORIZED))
		flags.set = flags.mask;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->mac);
	nla_put(to, NL80211_ATTR_STA_FLAGS2, sizeof(flags), &flags);
	return VWLAN_OK;
}
