// SPDX-License-Identifier: GPL-2.0-or-later
/* From AUTHENTICATE to DISASSOCIATE. */
#include <endian.h>
#include <linux/nl80211.h>
#include <string.h>

#include "relay_build.h"

#define EAPOL_TYPE 0x888eu	/* what an access point's port is closed for */
#define WPA_VERSIONS (NL80211_WPA_VERSION_1 | NL80211_WPA_VERSION_2 | \
		      NL80211_WPA_VERSION_3)

/* The access point that AUTHENTICATE and ASSOCIATE name. */
static enum vwlan_status put_bss(struct nl_msg *to,
				 const struct relay_view *view,
				 const struct vwlan_control *c)
{
	uint32_t frequency = build_number(c, VWLAN_TLV_FREQUENCY);

	if (!build_unicast(c->bssid) || c->ssids != 1 ||
	    c->ssid[0].length > VWLAN_SSID_MAX ||
	    !relay_phy_usable(view->phy, frequency))
		return VWLAN_BAD_VALUE;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->bssid);
	nla_put_u32(to, NL80211_ATTR_WIPHY_FREQ, frequency);
	nla_put(to, NL80211_ATTR_SSID, c->ssid[0].length, c->ssid[0].bytes);
	return VWLAN_OK;
}

static enum vwlan_status put_auth_key(struct nl_msg *to,
				      const struct vwlan_control *c)
{
	uint32_t index = build_number(c, VWLAN_TLV_KEY_INDEX);
	struct nlattr *key;
	size_t length;

	if (!vwlan_control_has(c, VWLAN_TLV_KEY))
		return VWLAN_OK;
	vwlan_control_bytes(c, VWLAN_TLV_KEY, &length);
	if (index > 3 || (length != 5 && length != 13))
		return VWLAN_BAD_VALUE;
	key = nla_nest_start(to, NL80211_ATTR_KEY);
	build_bytes(to, NL80211_KEY_DATA, c, VWLAN_TLV_KEY);
	nla_put_u8(to, NL80211_KEY_IDX, index);
	nla_put_u32(to, NL80211_KEY_CIPHER,
		    length == 5 ? 0x000fac01 : 0x000fac05);
	nla_nest_end(to, key);
	return VWLAN_OK;
}

/* FILS isn't relayed: it would hand the key encryption key over. */
static bool auth_type_known(const struct relay_view *view, uint32_t type,
			    bool data)
{
	switch (type) {
	case NL80211_AUTHTYPE_OPEN_SYSTEM:
	case NL80211_AUTHTYPE_SHARED_KEY:
	case NL80211_AUTHTYPE_FT:
	case NL80211_AUTHTYPE_NETWORK_EAP:
		return !data;
	case NL80211_AUTHTYPE_SAE:
		return data && relay_phy_features(view->phy) & VWLAN_PHY_SAE;
	default:
		return false;
	}
}

enum vwlan_status build_authenticate(struct nl_msg *to,
				     const struct relay_view *view,
				     const struct vwlan_control *c)
{
	uint32_t type = build_number(c, VWLAN_TLV_AUTH_TYPE);
	enum vwlan_status status = put_bss(to, view, c);

	if (!auth_type_known(view, type,
			     vwlan_control_has(c, VWLAN_TLV_AUTH_DATA)))
		return VWLAN_UNSUPPORTED;
	nla_put_u32(to, NL80211_ATTR_AUTH_TYPE, type);
	build_bytes(to, NL80211_ATTR_AUTH_DATA, c, VWLAN_TLV_AUTH_DATA);
	if (status == VWLAN_OK)
		status = build_elements(to, c);
	return status == VWLAN_OK ? put_auth_key(to, c) : status;
}

static void put_suite(struct nl_msg *to, int attribute, uint32_t suite)
{
	if (suite)
		nla_put_u32(to, attribute, suite);
}

/*
 * The station's socket owns the connection and gets its EAPOL: nobody
 * else, the driver domain's own programs included.
 */
static void put_port(struct nl_msg *to, uint32_t flags)
{
	nla_put_flag(to, NL80211_ATTR_SOCKET_OWNER);
	build_flag(to, NL80211_ATTR_CONTROL_PORT,
		   flags & VWLAN_ASSOCIATION_CONTROL_PORT);
	nla_put_u16(to, NL80211_ATTR_CONTROL_PORT_ETHERTYPE, EAPOL_TYPE);
	build_flag(to, NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT,
		   flags & VWLAN_ASSOCIATION_NO_ENCRYPT);
	nla_put_flag(to, NL80211_ATTR_CONTROL_PORT_OVER_NL80211);
	build_flag(to, NL80211_ATTR_CONTROL_PORT_NO_PREAUTH,
		   flags & VWLAN_ASSOCIATION_NO_PREAUTH);
}

static void put_override(struct nl_msg *to, const struct vwlan_control *c,
			 enum vwlan_tlv_type tlv, int capability, int mask)
{
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(c, tlv, &length);
	if (!bytes)
		return;
	nla_put(to, capability, length / 2, bytes);
	nla_put(to, mask, length / 2, bytes + length / 2);
}

enum vwlan_status build_association(struct nl_msg *to,
				    const struct relay_view *view,
				    const struct vwlan_control *c)
{
	struct vwlan_association wish;
	const uint8_t *bytes;
	uint32_t flags, versions;
	size_t length;

	bytes = vwlan_control_bytes(c, VWLAN_TLV_ASSOCIATION, &length);
	memcpy(&wish, bytes, sizeof(wish));
	flags = le32toh(wish.flags);
	versions = le32toh(wish.wpa_versions);
	if (versions & ~(uint32_t)WPA_VERSIONS)
		return VWLAN_BAD_VALUE;
	if (versions)
		nla_put_u32(to, NL80211_ATTR_WPA_VERSIONS, versions);
	put_suite(to, NL80211_ATTR_CIPHER_SUITES_PAIRWISE,
		  le32toh(wish.cipher));
	put_suite(to, NL80211_ATTR_CIPHER_SUITE_GROUP,
		  le32toh(wish.group_cipher));
	put_suite(to, NL80211_ATTR_AKM_SUITES, le32toh(wish.akm));
	if (flags & VWLAN_ASSOCIATION_MFP)
		nla_put_u32(to, NL80211_ATTR_USE_MFP, NL80211_MFP_REQUIRED);
	build_flag(to, NL80211_ATTR_DISABLE_HT,
		   flags & VWLAN_ASSOCIATION_DISABLE_HT);
	build_flag(to, NL80211_ATTR_DISABLE_VHT,
		   flags & VWLAN_ASSOCIATION_DISABLE_VHT);
	build_flag(to, NL80211_ATTR_DISABLE_HE,
		   flags & VWLAN_ASSOCIATION_DISABLE_HE);
	build_flag(to, NL80211_ATTR_USE_RRM,
		   flags & VWLAN_ASSOCIATION_RRM &&
		   relay_phy_features(view->phy) & VWLAN_PHY_RRM);
	put_port(to, flags);
	put_override(to, c, VWLAN_TLV_HT_OVERRIDE,
		     NL80211_ATTR_HT_CAPABILITY,
		     NL80211_ATTR_HT_CAPABILITY_MASK);
	put_override(to, c, VWLAN_TLV_VHT_OVERRIDE,
		     NL80211_ATTR_VHT_CAPABILITY,
		     NL80211_ATTR_VHT_CAPABILITY_MASK);
	return VWLAN_OK;
}

/*
 * With whom it has authenticated; or from the present access point to
 * another, if that was done through the wire (FT over the DS).
 */
static bool association_due(const struct relay_view *view,
			    const struct vwlan_control *c)
{
	const uint8_t *previous;
	size_t length;

	if (view->link == RELAY_APART)
		return false;
	previous = vwlan_control_bytes(c, VWLAN_TLV_PREVIOUS_BSSID, &length);
	return memcmp(c->bssid, view->bssid, VWLAN_MAC_LEN) == 0 ||
	       (view->link == RELAY_ASSOCIATED && previous &&
		memcmp(previous, view->bssid, VWLAN_MAC_LEN) == 0);
}

enum vwlan_status build_associate(struct nl_msg *to,
				  const struct relay_view *view,
				  const struct vwlan_control *c)
{
	enum vwlan_status status;

	if (!association_due(view, c))
		return VWLAN_NOT_CONNECTED;
	status = put_bss(to, view, c);
	if (status == VWLAN_OK)
		status = build_elements(to, c);
	if (status == VWLAN_OK)
		status = build_association(to, view, c);
	build_bytes(to, NL80211_ATTR_PREV_BSSID, c, VWLAN_TLV_PREVIOUS_BSSID);
	return status;
}

enum vwlan_status build_leave(struct nl_msg *to,
			      const struct relay_view *view,
			      const struct vwlan_control *c)
{
	uint32_t reason = build_number(c, VWLAN_TLV_REASON);

	(void)view;
	if (!build_unicast(c->bssid) || reason == 0 || reason > UINT16_MAX)
		return VWLAN_BAD_VALUE;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->bssid);
	nla_put_u16(to, NL80211_ATTR_REASON_CODE, reason);
	build_flag(to, NL80211_ATTR_LOCAL_STATE_CHANGE,
		   build_number(c, VWLAN_TLV_LOCAL));
	return build_elements(to, c);
}
