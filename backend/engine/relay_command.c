// SPDX-License-Identifier: GPL-2.0-or-later
#include <endian.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <netlink/genl/genl.h>
#include <string.h>

#include "relay_check.h"
#include "relay_command.h"

/*
 * Bytes of a request.  It holds at most a control's memory and a few
 * attributes around it, so nothing that is put into it finds no room.
 */
#define REQUEST_MAX (2 * VWLAN_CONTROL_MEMORY)

#define EAPOL_TYPE 0x888eu	/* what an access point's port is closed for */
#define REMAIN_MIN 10u		/* ms, NL80211_MIN_REMAIN_ON_CHANNEL_TIME */
#define DWELL_MAX 1000u		/* time units on each channel of a scan */
#define POWER_MAX 10000u	/* 1/100 dBm */
#define WPA_VERSIONS (NL80211_WPA_VERSION_1 | NL80211_WPA_VERSION_2 | \
		      NL80211_WPA_VERSION_3)

struct nl_msg *relay_request(void)
{
	return nlmsg_alloc_size(REQUEST_MAX);
}

void relay_request_free(struct nl_msg *request)
{
	if (!request)
		return;
	explicit_bzero(nlmsg_hdr(request), nlmsg_get_max_size(request));
	nlmsg_free(request);
}

void relay_request_begin(struct nl_msg *to, const struct relay_view *view,
			 uint8_t command)
{
	genlmsg_put(to, 0, 0, view->family, 0, 0, command, 0);
	nla_put_u32(to, NL80211_ATTR_IFINDEX, view->ifindex);
}

/* ------------------------------------------------------------------ */
/* Values                                                              */

static uint32_t number(const struct vwlan_control *c,
		       enum vwlan_tlv_type tlv)
{
	return vwlan_control_has(c, tlv) ? c->number[tlv] : 0;
}

static bool unicast(const uint8_t *mac)
{
	static const uint8_t none[VWLAN_MAC_LEN];

	return !(mac[0] & 1) && memcmp(mac, none, sizeof(none));
}

static void put_bytes(struct nl_msg *to, int attribute,
		      const struct vwlan_control *c, enum vwlan_tlv_type tlv)
{
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(c, tlv, &length);
	if (bytes)
		nla_put(to, attribute, length, bytes);
}

static void put_flag(struct nl_msg *to, int attribute, bool set)
{
	if (set)
		nla_put_flag(to, attribute);
}

static enum vwlan_status put_elements(struct nl_msg *to,
				      const struct vwlan_control *c)
{
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(c, VWLAN_TLV_IE, &length);
	if (length > VWLAN_SENT_IE_MAX ||
	    (bytes && !relay_check_elements(bytes, length)))
		return VWLAN_BAD_VALUE;
	if (length > 0)
		nla_put(to, NL80211_ATTR_IE, length, bytes);
	return VWLAN_OK;
}

/* The access point that AUTHENTICATE and ASSOCIATE name. */
static enum vwlan_status put_bss(struct nl_msg *to,
				 const struct relay_view *view,
				 const struct vwlan_control *c)
{
	uint32_t frequency = number(c, VWLAN_TLV_FREQUENCY);

	if (!unicast(c->bssid) || c->ssids != 1 ||
	    c->ssid[0].length > VWLAN_SSID_MAX ||
	    !relay_phy_usable(view->phy, frequency))
		return VWLAN_BAD_VALUE;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->bssid);
	nla_put_u32(to, NL80211_ATTR_WIPHY_FREQ, frequency);
	nla_put(to, NL80211_ATTR_SSID, c->ssid[0].length, c->ssid[0].bytes);
	return VWLAN_OK;
}

/* ------------------------------------------------------------------ */
/* Scan                                                                */

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

static enum vwlan_status put_random(struct nl_msg *to,
				    const struct relay_view *view,
				    const struct vwlan_control *c)
{
	size_t length;

	vwlan_control_bytes(c, VWLAN_TLV_MAC_MASK, &length);
	if (length != VWLAN_MAC_LEN || !vwlan_control_has(c, VWLAN_TLV_MAC))
		return VWLAN_BAD_VALUE;
	if (!(relay_phy_features(view->phy) & VWLAN_PHY_RANDOM_SCAN))
		return VWLAN_UNSUPPORTED;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->mac);
	put_bytes(to, NL80211_ATTR_MAC_MASK, c, VWLAN_TLV_MAC_MASK);
	return VWLAN_OK;
}

static enum vwlan_status put_scan_flags(struct nl_msg *to,
					const struct relay_view *view,
					const struct vwlan_control *c)
{
	uint32_t wanted = number(c, VWLAN_TLV_SCAN_FLAGS), flags = 0;
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
	uint32_t duration = number(c, VWLAN_TLV_DURATION);
	uint32_t flags = number(c, VWLAN_TLV_SCAN_FLAGS);

	if (duration == 0)
		return VWLAN_OK;
	if (duration > DWELL_MAX)
		return VWLAN_BAD_VALUE;
	if (!(relay_phy_features(view->phy) & VWLAN_PHY_SCAN_DWELL))
		return VWLAN_UNSUPPORTED;
	nla_put_u16(to, NL80211_ATTR_MEASUREMENT_DURATION, duration);
	put_flag(to, NL80211_ATTR_MEASUREMENT_DURATION_MANDATORY,
		 flags & VWLAN_SCAN_DURATION_EXACT);
	return VWLAN_OK;
}

static enum vwlan_status scan_build(struct nl_msg *to,
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
		status = put_elements(to, c);
	if (status == VWLAN_OK)
		status = put_scan_flags(to, view, c);
	return status == VWLAN_OK ? put_dwell(to, view, c) : status;
}

/* ------------------------------------------------------------------ */
/* Joining                                                             */

static enum vwlan_status put_auth_key(struct nl_msg *to,
				      const struct vwlan_control *c)
{
	uint32_t index = number(c, VWLAN_TLV_KEY_INDEX);
	struct nlattr *key;
	size_t length;

	if (!vwlan_control_has(c, VWLAN_TLV_KEY))
		return VWLAN_OK;
	vwlan_control_bytes(c, VWLAN_TLV_KEY, &length);
	if (index > 3 || (length != 5 && length != 13))
		return VWLAN_BAD_VALUE;
	key = nla_nest_start(to, NL80211_ATTR_KEY);
	put_bytes(to, NL80211_KEY_DATA, c, VWLAN_TLV_KEY);
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

static enum vwlan_status authenticate_build(struct nl_msg *to,
					    const struct relay_view *view,
					    const struct vwlan_control *c)
{
	uint32_t type = number(c, VWLAN_TLV_AUTH_TYPE);
	enum vwlan_status status = put_bss(to, view, c);

	if (!auth_type_known(view, type,
			     vwlan_control_has(c, VWLAN_TLV_AUTH_DATA)))
		return VWLAN_UNSUPPORTED;
	nla_put_u32(to, NL80211_ATTR_AUTH_TYPE, type);
	put_bytes(to, NL80211_ATTR_AUTH_DATA, c, VWLAN_TLV_AUTH_DATA);
	if (status == VWLAN_OK)
		status = put_elements(to, c);
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
	put_flag(to, NL80211_ATTR_CONTROL_PORT,
		 flags & VWLAN_ASSOCIATION_CONTROL_PORT);
	nla_put_u16(to, NL80211_ATTR_CONTROL_PORT_ETHERTYPE, EAPOL_TYPE);
	put_flag(to, NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT,
		 flags & VWLAN_ASSOCIATION_NO_ENCRYPT);
	nla_put_flag(to, NL80211_ATTR_CONTROL_PORT_OVER_NL80211);
	put_flag(to, NL80211_ATTR_CONTROL_PORT_NO_PREAUTH,
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

static enum vwlan_status put_association(struct nl_msg *to,
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
	put_flag(to, NL80211_ATTR_DISABLE_HT,
		 flags & VWLAN_ASSOCIATION_DISABLE_HT);
	put_flag(to, NL80211_ATTR_DISABLE_VHT,
		 flags & VWLAN_ASSOCIATION_DISABLE_VHT);
	put_flag(to, NL80211_ATTR_DISABLE_HE,
		 flags & VWLAN_ASSOCIATION_DISABLE_HE);
	put_flag(to, NL80211_ATTR_USE_RRM,
		 flags & VWLAN_ASSOCIATION_RRM &&
		 relay_phy_features(view->phy) & VWLAN_PHY_RRM);
	put_port(to, flags);
	return VWLAN_OK;
}

static enum vwlan_status associate_build(struct nl_msg *to,
					 const struct relay_view *view,
					 const struct vwlan_control *c)
{
	enum vwlan_status status;

	if (view->link == RELAY_APART ||
	    memcmp(c->bssid, view->bssid, VWLAN_MAC_LEN))
		return VWLAN_NOT_CONNECTED;
	status = put_bss(to, view, c);
	if (status == VWLAN_OK)
		status = put_elements(to, c);
	if (status == VWLAN_OK)
		status = put_association(to, view, c);
	put_bytes(to, NL80211_ATTR_PREV_BSSID, c, VWLAN_TLV_PREVIOUS_BSSID);
	put_override(to, c, VWLAN_TLV_HT_OVERRIDE,
		     NL80211_ATTR_HT_CAPABILITY,
		     NL80211_ATTR_HT_CAPABILITY_MASK);
	put_override(to, c, VWLAN_TLV_VHT_OVERRIDE,
		     NL80211_ATTR_VHT_CAPABILITY,
		     NL80211_ATTR_VHT_CAPABILITY_MASK);
	return status;
}

static enum vwlan_status leave_build(struct nl_msg *to,
				     const struct relay_view *view,
				     const struct vwlan_control *c)
{
	uint32_t reason = number(c, VWLAN_TLV_REASON);

	(void)view;
	if (!unicast(c->bssid) || reason == 0 || reason > UINT16_MAX)
		return VWLAN_BAD_VALUE;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->bssid);
	nla_put_u16(to, NL80211_ATTR_REASON_CODE, reason);
	put_flag(to, NL80211_ATTR_LOCAL_STATE_CHANGE,
		 number(c, VWLAN_TLV_LOCAL));
	return put_elements(to, c);
}

/* ------------------------------------------------------------------ */
/* Keys                                                                */

static void put_pairwise(struct nl_msg *to, const struct vwlan_control *c)
{
	if (vwlan_control_has(c, VWLAN_TLV_MAC))
		nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->mac);
}

static enum vwlan_status add_key_build(struct nl_msg *to,
				       const struct relay_view *view,
				       const struct vwlan_control *c)
{
	uint32_t mode = number(c, VWLAN_TLV_KEY_MODE);
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
	nla_put_u8(to, NL80211_KEY_IDX, number(c, VWLAN_TLV_KEY_INDEX));
	if (mode != NL80211_KEY_RX_TX)
		nla_put_u8(to, NL80211_KEY_MODE, mode);
	if (mode != NL80211_KEY_SET_TX) {
		put_bytes(to, NL80211_KEY_DATA, c, VWLAN_TLV_KEY);
		put_bytes(to, NL80211_KEY_SEQ, c, VWLAN_TLV_KEY_SEQUENCE);
		nla_put_u32(to, NL80211_KEY_CIPHER,
			    number(c, VWLAN_TLV_CIPHER));
		nla_put_u32(to, NL80211_KEY_TYPE, pairwise ?
			    NL80211_KEYTYPE_PAIRWISE : NL80211_KEYTYPE_GROUP);
	}
	nla_nest_end(to, key);
	/* A key that is there already begins to be used. */
	if (mode == NL80211_KEY_SET_TX)
		genlmsg_hdr(nlmsg_hdr(to))->cmd = NL80211_CMD_SET_KEY;
	return VWLAN_OK;
}

static enum vwlan_status delete_key_build(struct nl_msg *to,
					  const struct relay_view *view,
					  const struct vwlan_control *c)
{
	uint32_t index = number(c, VWLAN_TLV_KEY_INDEX);
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
		put_flag(to, NL80211_KEY_DEFAULT_TYPE_UNICAST,
			 uses & VWLAN_KEY_DEFAULT_UNICAST);
		put_flag(to, NL80211_KEY_DEFAULT_TYPE_MULTICAST,
			 uses & VWLAN_KEY_DEFAULT_MULTICAST);
		nla_nest_end(to, types);
	}
}

static enum vwlan_status default_key_build(struct nl_msg *to,
					   const struct relay_view *view,
					   const struct vwlan_control *c)
{
	uint32_t index = number(c, VWLAN_TLV_KEY_INDEX);
	uint32_t uses = number(c, VWLAN_TLV_KEY_DEFAULT);
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

static enum vwlan_status authorize_build(struct nl_msg *to,
					 const struct relay_view *view,
					 const struct vwlan_control *c)
{
	struct nl80211_sta_flag_update flags = {
		.mask = 1u << NL80211_STA_FLAG_AUTHORIZED,
	};

	if (view->link != RELAY_ASSOCIATED)
		return VWLAN_NOT_CONNECTED;
	if (memcmp(c->mac, view->bssid, VWLAN_MAC_LEN))
		return VWLAN_POLICY;
	if (number(c, VWLAN_TLV_AUTHORIZED))
		flags.set = flags.mask;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->mac);
	nla_put(to, NL80211_ATTR_STA_FLAGS2, sizeof(flags), &flags);
	return VWLAN_OK;
}

/* ------------------------------------------------------------------ */
/* Frames                                                              */

static enum vwlan_status eapol_build(struct nl_msg *to,
				     const struct relay_view *view,
				     const struct vwlan_control *c)
{
	enum vwlan_status status = relay_check_eapol(view, c);

	if (status != VWLAN_OK)
		return status;
	put_bytes(to, NL80211_ATTR_FRAME, c, VWLAN_TLV_FRAME);
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->mac);
	nla_put_u16(to, NL80211_ATTR_CONTROL_PORT_ETHERTYPE,
		    number(c, VWLAN_TLV_ETHERTYPE));
	put_flag(to, NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT,
		 number(c, VWLAN_TLV_FRAME_FLAGS) & VWLAN_SEND_UNENCRYPTED);
	return VWLAN_OK;
}

static enum vwlan_status duration_check(const struct relay_view *view,
					uint32_t frequency, uint32_t duration)
{
	if (!(relay_phy_features(view->phy) & VWLAN_PHY_OFFCHANNEL))
		return VWLAN_UNSUPPORTED;
	if (!relay_phy_usable(view->phy, frequency) ||
	    duration < REMAIN_MIN || duration > view->phy->remain_max)
		return VWLAN_BAD_VALUE;
	return VWLAN_OK;
}

static enum vwlan_status put_channel(struct nl_msg *to,
				     const struct relay_view *view,
				     const struct vwlan_control *c)
{
	uint32_t frequency = number(c, VWLAN_TLV_FREQUENCY);
	uint32_t duration = number(c, VWLAN_TLV_DURATION);
	uint32_t flags = number(c, VWLAN_TLV_FRAME_FLAGS);
	enum vwlan_status status = VWLAN_OK;

	if (flags & VWLAN_SEND_OFFCHANNEL || duration)
		status = duration_check(view, frequency, duration);
	else if (frequency && !relay_phy_usable(view->phy, frequency))
		status = VWLAN_BAD_VALUE;
	if (frequency)
		nla_put_u32(to, NL80211_ATTR_WIPHY_FREQ, frequency);
	if (duration)
		nla_put_u32(to, NL80211_ATTR_DURATION, duration);
	put_flag(to, NL80211_ATTR_OFFCHANNEL_TX_OK,
		 flags & VWLAN_SEND_OFFCHANNEL);
	return status;
}

static enum vwlan_status frame_build(struct nl_msg *to,
				     const struct relay_view *view,
				     const struct vwlan_control *c)
{
	uint32_t flags = number(c, VWLAN_TLV_FRAME_FLAGS);
	enum vwlan_status status;
	const uint8_t *frame;
	size_t length;

	frame = vwlan_control_bytes(c, VWLAN_TLV_FRAME, &length);
	status = relay_check_frame(view, frame, length);
	if (status != VWLAN_OK)
		return status;
	nla_put(to, NL80211_ATTR_FRAME, length, frame);
	put_flag(to, NL80211_ATTR_TX_NO_CCK_RATE, flags & VWLAN_SEND_NO_CCK);
	put_flag(to, NL80211_ATTR_DONT_WAIT_FOR_ACK,
		 flags & VWLAN_SEND_NO_ACK_WAIT);
	return put_channel(to, view, c);
}

static enum vwlan_status remain_build(struct nl_msg *to,
				      const struct relay_view *view,
				      const struct vwlan_control *c)
{
	uint32_t frequency = number(c, VWLAN_TLV_FREQUENCY);
	uint32_t duration = number(c, VWLAN_TLV_DURATION);

	nla_put_u32(to, NL80211_ATTR_WIPHY_FREQ, frequency);
	nla_put_u32(to, NL80211_ATTR_DURATION, duration);
	return duration_check(view, frequency, duration);
}

static enum vwlan_status cancel_build(struct nl_msg *to,
				      const struct relay_view *view,
				      const struct vwlan_control *c)
{
	(void)c;
	nla_put_u64(to, NL80211_ATTR_COOKIE, view->cookie);
	return VWLAN_OK;
}

/* ------------------------------------------------------------------ */
/* Settings and questions                                              */

static enum vwlan_status station_build(struct nl_msg *to,
				       const struct relay_view *view,
				       const struct vwlan_control *c)
{
	if (view->link == RELAY_APART)
		return VWLAN_NOT_CONNECTED;
	if (memcmp(c->bssid, view->bssid, VWLAN_MAC_LEN))
		return VWLAN_NOT_FOUND;
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->bssid);
	return VWLAN_OK;
}

static enum vwlan_status power_save_build(struct nl_msg *to,
					  const struct relay_view *view,
					  const struct vwlan_control *c)
{
	(void)view;
	nla_put_u32(to, NL80211_ATTR_PS_STATE,
		    number(c, VWLAN_TLV_POWER_SAVE) ? NL80211_PS_ENABLED :
						      NL80211_PS_DISABLED);
	return VWLAN_OK;
}

static enum vwlan_status put_thresholds(struct nl_msg *to,
					const struct vwlan_control *c)
{
	int32_t thresholds[VWLAN_THRESHOLDS_MAX] = { 0 };
	size_t length, count, i;
	const uint8_t *bytes;

	bytes = vwlan_control_bytes(c, VWLAN_TLV_THRESHOLDS, &length);
	count = length / sizeof(thresholds[0]);
	for (i = 0; i < count; i++) {
		memcpy(&thresholds[i], bytes + 4 * i, 4);
		thresholds[i] = (int32_t)le32toh((uint32_t)thresholds[i]);
		if (thresholds[i] >= 0 || thresholds[i] < -128 ||
		    (i > 0 && thresholds[i] <= thresholds[i - 1]))
			return VWLAN_BAD_VALUE;
	}
	/* A single 0 ends it. */
	nla_put(to, NL80211_ATTR_CQM_RSSI_THOLD,
		(count ? count : 1) * sizeof(thresholds[0]), thresholds);
	return VWLAN_OK;
}

static enum vwlan_status cqm_build(struct nl_msg *to,
				   const struct relay_view *view,
				   const struct vwlan_control *c)
{
	enum vwlan_status status;
	struct nlattr *cqm;
	size_t length;

	vwlan_control_bytes(c, VWLAN_TLV_THRESHOLDS, &length);
	if (length > sizeof(int32_t) &&
	    !(relay_phy_features(view->phy) & VWLAN_PHY_CQM_LIST))
		return VWLAN_UNSUPPORTED;
	cqm = nla_nest_start(to, NL80211_ATTR_CQM);
	status = put_thresholds(to, c);
	nla_put_u32(to, NL80211_ATTR_CQM_RSSI_HYST,
		    number(c, VWLAN_TLV_HYSTERESIS) & 0xff);
	nla_nest_end(to, cqm);
	return status;
}

static enum vwlan_status tx_power_build(struct nl_msg *to,
					const struct relay_view *view,
					const struct vwlan_control *c)
{
	uint32_t type = number(c, VWLAN_TLV_POWER_TYPE);
	uint32_t power = number(c, VWLAN_TLV_TX_POWER);

	/* Else it would be the other guests' as well. */
	if (!(relay_phy_features(view->phy) & VWLAN_PHY_TX_POWER))
		return VWLAN_UNSUPPORTED;
	if (type > NL80211_TX_POWER_FIXED || power > POWER_MAX ||
	    (type != NL80211_TX_POWER_AUTOMATIC &&
	     !vwlan_control_has(c, VWLAN_TLV_TX_POWER)))
		return VWLAN_BAD_VALUE;
	nla_put_u32(to, NL80211_ATTR_WIPHY_TX_POWER_SETTING, type);
	if (type != NL80211_TX_POWER_AUTOMATIC)
		nla_put_u32(to, NL80211_ATTR_WIPHY_TX_POWER_LEVEL, power);
	return VWLAN_OK;
}

static enum vwlan_status plain_build(struct nl_msg *to,
				     const struct relay_view *view,
				     const struct vwlan_control *c)
{
	(void)to;
	(void)view;
	(void)c;
	return VWLAN_OK;
}

/* ------------------------------------------------------------------ */

static const struct builder {
	enum vwlan_status (*build)(struct nl_msg *to,
				   const struct relay_view *view,
				   const struct vwlan_control *c);
	uint8_t command;
} builders[VWLAN_CMD_COUNT] = {
	[VWLAN_CMD_SCAN] = { scan_build, NL80211_CMD_TRIGGER_SCAN },
	[VWLAN_CMD_ABORT_SCAN] = { plain_build, NL80211_CMD_ABORT_SCAN },
	[VWLAN_CMD_AUTHENTICATE] = { authenticate_build,
				     NL80211_CMD_AUTHENTICATE },
	[VWLAN_CMD_ASSOCIATE] = { associate_build, NL80211_CMD_ASSOCIATE },
	[VWLAN_CMD_DEAUTHENTICATE] = { leave_build,
				       NL80211_CMD_DEAUTHENTICATE },
	[VWLAN_CMD_DISASSOCIATE] = { leave_build, NL80211_CMD_DISASSOCIATE },
	[VWLAN_CMD_ADD_KEY] = { add_key_build, NL80211_CMD_NEW_KEY },
	[VWLAN_CMD_DELETE_KEY] = { delete_key_build, NL80211_CMD_DEL_KEY },
	[VWLAN_CMD_DEFAULT_KEY] = { default_key_build, NL80211_CMD_SET_KEY },
	[VWLAN_CMD_AUTHORIZE] = { authorize_build, NL80211_CMD_SET_STATION },
	[VWLAN_CMD_SEND_EAPOL] = { eapol_build,
				   NL80211_CMD_CONTROL_PORT_FRAME },
	[VWLAN_CMD_SEND_FRAME] = { frame_build, NL80211_CMD_FRAME },
	[VWLAN_CMD_CANCEL_FRAME] = { cancel_build,
				     NL80211_CMD_FRAME_WAIT_CANCEL },
	[VWLAN_CMD_REMAIN] = { remain_build, NL80211_CMD_REMAIN_ON_CHANNEL },
	[VWLAN_CMD_CANCEL_REMAIN] = { cancel_build,
				      NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL },
	[VWLAN_CMD_GET_STATION] = { station_build, NL80211_CMD_GET_STATION },
	[VWLAN_CMD_POWER_SAVE] = { power_save_build,
				   NL80211_CMD_SET_POWER_SAVE },
	[VWLAN_CMD_SET_CQM] = { cqm_build, NL80211_CMD_SET_CQM },
	[VWLAN_CMD_SET_TX_POWER] = { tx_power_build, NL80211_CMD_SET_WIPHY },
	[VWLAN_CMD_GET_TX_POWER] = { plain_build, NL80211_CMD_GET_INTERFACE },
	[VWLAN_CMD_GET_CHANNEL] = { plain_build, NL80211_CMD_GET_INTERFACE },
};

enum vwlan_status relay_command_build(struct nl_msg *to,
				      const struct relay_view *view,
				      const struct vwlan_control *command)
{
	const struct builder *builder;

	if (command->id >= VWLAN_CMD_COUNT)
		return VWLAN_UNSUPPORTED;
	builder = &builders[command->id];
	if (!builder->build)
		return VWLAN_UNSUPPORTED;
	relay_request_begin(to, view, builder->command);
	return builder->build(to, view, command);
}

static enum vwlan_status busy_status(uint16_t command)
{
	switch (command) {
	case VWLAN_CMD_UP:
		return VWLAN_SLOT;
	case VWLAN_CMD_AUTHENTICATE:
	case VWLAN_CMD_ASSOCIATE:
	case VWLAN_CMD_REMAIN:
		return VWLAN_CHANNEL;
	default:
		return VWLAN_BUSY;
	}
}

enum vwlan_status relay_command_status(uint16_t command, int error)
{
	switch (error < 0 ? -error : error) {
	case 0:
		return VWLAN_OK;
	case EBUSY:
		return busy_status(command);
	case ENOENT:
		return VWLAN_NOT_FOUND;
	case ENOTCONN:
	case ENOLINK:
	case ENETDOWN:
		return VWLAN_NOT_CONNECTED;
	case EOPNOTSUPP:
		return VWLAN_UNSUPPORTED;
	case ERFKILL:
		return VWLAN_RFKILL;
	case EALREADY:
		return VWLAN_IS_CONNECTED;
	case EINVAL:
	case ERANGE:
		return VWLAN_BAD_VALUE;
	case ENODEV:
	case ENXIO:
		return VWLAN_NO_RADIO;
	case EPERM:
	case EACCES:
		return VWLAN_POLICY;
	case ETIMEDOUT:
		return VWLAN_TIMEOUT;
	default:
		return VWLAN_FAILED;
	}
}
