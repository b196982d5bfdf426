// SPDX-License-Identifier: GPL-2.0-or-later
/* CONNECT and DISCONNECT, for radios that do what lies between. */
#include <endian.h>
#include <linux/nl80211.h>
#include <string.h>

#include "relay_build.h"

#define REASON_LEAVING 3u	/* IEEE 802.11-2020, table 9-49 */

/*
 * Whoever makes the connection would know these: they are the guest's.  nl80211
 * has keys in CONNECT for WEP, and passphrases for firmware that does SAE.
 */
static bool secret_free(const struct vwlan_control *c)
{
	return !vwlan_control_has(c, VWLAN_TLV_PASSPHRASE) &&
	       !vwlan_control_has(c, VWLAN_TLV_KEY) &&
	       !vwlan_control_has(c, VWLAN_TLV_AUTH_DATA);
}

/* The network; access point and channel only if the guest insists on them. */
static enum vwlan_status put_network(struct nl_msg *to,
				     const struct relay_view *view,
				     const struct vwlan_control *c)
{
	uint32_t frequency = build_number(c, VWLAN_TLV_FREQUENCY);
	const struct vwlan_ssid *ssid = &c->ssid[0];

	if (c->ssids != 1 || ssid->length < 1 ||
	    ssid->length > VWLAN_SSID_MAX)
		return VWLAN_BAD_VALUE;
	nla_put(to, NL80211_ATTR_SSID, ssid->length, ssid->bytes);
	if (vwlan_control_has(c, VWLAN_TLV_BSSID)) {
		if (!build_unicast(c->bssid))
			return VWLAN_BAD_VALUE;
		nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->bssid);
	}
	if (vwlan_control_has(c, VWLAN_TLV_FREQUENCY)) {
		if (!relay_phy_usable(view->phy, frequency))
			return VWLAN_BAD_VALUE;
		nla_put_u32(to, NL80211_ATTR_WIPHY_FREQ, frequency);
	}
	return VWLAN_OK;
}

static enum vwlan_status put_auth_type(struct nl_msg *to,
				       const struct vwlan_control *c)
{
	uint32_t type = build_number(c, VWLAN_TLV_AUTH_TYPE);

	/* nl80211 has no such type in its messages: it is what it assumes. */
	if (!vwlan_control_has(c, VWLAN_TLV_AUTH_TYPE) ||
	    type == NL80211_AUTHTYPE_AUTOMATIC)
		return VWLAN_OK;
	if (type != NL80211_AUTHTYPE_OPEN_SYSTEM)
		return VWLAN_UNSUPPORTED;
	nla_put_u32(to, NL80211_ATTR_AUTH_TYPE, type);
	return VWLAN_OK;
}

/* Reassociation is from the access point that it is with. */
static enum vwlan_status put_previous(struct nl_msg *to,
				      const struct relay_view *view,
				      const struct vwlan_control *c)
{
	const uint8_t *previous;
	size_t length;

	previous = vwlan_control_bytes(c, VWLAN_TLV_PREVIOUS_BSSID, &length);
	if (!previous)
		return VWLAN_OK;
	if (view->link != RELAY_ASSOCIATED ||
	    memcmp(previous, view->bssid, VWLAN_MAC_LEN))
		return VWLAN_NOT_CONNECTED;
	nla_put(to, NL80211_ATTR_PREV_BSSID, length, previous);
	return VWLAN_OK;
}

static enum vwlan_status put_security(struct nl_msg *to,
				      const struct relay_view *view,
				      const struct vwlan_control *c)
{
	struct vwlan_association wish;
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(c, VWLAN_TLV_ASSOCIATION, &length);
	if (!bytes)
		return VWLAN_BAD_MESSAGE;
	memcpy(&wish, bytes, sizeof(wish));
	/* Else nl80211 looks for access points that do without. */
	build_flag(to, NL80211_ATTR_PRIVACY,
		   le32toh(wish.flags) & VWLAN_ASSOCIATION_PRIVACY);
	return build_association(to, view, c);
}

enum vwlan_status build_connect(struct nl_msg *to,
				const struct relay_view *view,
				const struct vwlan_control *c)
{
	enum vwlan_status status;

	if (!secret_free(c))
		return VWLAN_UNSUPPORTED;
	status = put_network(to, view, c);
	if (status == VWLAN_OK)
		status = put_auth_type(to, c);
	if (status == VWLAN_OK)
		status = put_previous(to, view, c);
	if (status == VWLAN_OK)
		status = build_elements(to, c);
	return status == VWLAN_OK ? put_security(to, view, c) : status;
}

enum vwlan_status build_disconnect(struct nl_msg *to,
				   const struct relay_view *view,
				   const struct vwlan_control *c)
{
	uint32_t reason = build_number(c, VWLAN_TLV_REASON);

	(void)view;
	if (!vwlan_control_has(c, VWLAN_TLV_REASON))
		reason = REASON_LEAVING;
	if (reason == 0 || reason > UINT16_MAX)
		return VWLAN_BAD_VALUE;
	nla_put_u16(to, NL80211_ATTR_REASON_CODE, reason);
	return VWLAN_OK;
}
