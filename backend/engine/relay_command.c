// SPDX-License-Identifier: GPL-2.0-or-later
#include <endian.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <netlink/genl/genl.h>
#include <string.h>

#include "relay_build.h"

/*
 * Bytes of a request.  It holds at most a control's memory and a few
 * attributes around it, so nothing that is put into it finds no room.
 */
#define REQUEST_MAX (2 * VWLAN_CONTROL_MEMORY)

#define POWER_MAX 10000u	/* 1/100 dBm */

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
		    build_number(c, VWLAN_TLV_POWER_SAVE) ?
			    NL80211_PS_ENABLED : NL80211_PS_DISABLED);
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
		    build_number(c, VWLAN_TLV_HYSTERESIS) & 0xff);
	nla_nest_end(to, cqm);
	return status;
}

static enum vwlan_status tx_power_build(struct nl_msg *to,
					const struct relay_view *view,
					const struct vwlan_control *c)
{
	uint32_t type = build_number(c, VWLAN_TLV_POWER_TYPE);
	uint32_t power = build_number(c, VWLAN_TLV_TX_POWER);

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
	[VWLAN_CMD_SCAN] = { build_scan, NL80211_CMD_TRIGGER_SCAN },
	[VWLAN_CMD_ABORT_SCAN] = { plain_build, NL80211_CMD_ABORT_SCAN },
	[VWLAN_CMD_AUTHENTICATE] = { build_authenticate,
				     NL80211_CMD_AUTHENTICATE },
	[VWLAN_CMD_ASSOCIATE] = { build_associate, NL80211_CMD_ASSOCIATE },
	[VWLAN_CMD_DEAUTHENTICATE] = { build_leave,
				       NL80211_CMD_DEAUTHENTICATE },
	[VWLAN_CMD_DISASSOCIATE] = { build_leave, NL80211_CMD_DISASSOCIATE },
	[VWLAN_CMD_CONNECT] = { build_connect, NL80211_CMD_CONNECT },
	[VWLAN_CMD_DISCONNECT] = { build_disconnect, NL80211_CMD_DISCONNECT },
	[VWLAN_CMD_ADD_KEY] = { build_add_key, NL80211_CMD_NEW_KEY },
	[VWLAN_CMD_DELETE_KEY] = { build_delete_key, NL80211_CMD_DEL_KEY },
	[VWLAN_CMD_DEFAULT_KEY] = { build_default_key, NL80211_CMD_SET_KEY },
	[VWLAN_CMD_AUTHORIZE] = { build_authorize, NL80211_CMD_SET_STATION },
	[VWLAN_CMD_SEND_EAPOL] = { build_eapol,
				   NL80211_CMD_CONTROL_PORT_FRAME },
	[VWLAN_CMD_SEND_FRAME] = { build_frame, NL80211_CMD_FRAME },
	[VWLAN_CMD_CANCEL_FRAME] = { build_cancel,
				     NL80211_CMD_FRAME_WAIT_CANCEL },
	[VWLAN_CMD_REMAIN] = { build_remain, NL80211_CMD_REMAIN_ON_CHANNEL },
	[VWLAN_CMD_CANCEL_REMAIN] = { build_cancel,
				      NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL },
	[VWLAN_CMD_GET_STATION] = { station_build, NL80211_CMD_GET_STATION },
	[VWLAN_CMD_POWER_SAVE] = { power_save_build,
				   NL80211_CMD_SET_POWER_SAVE },
	[VWLAN_CMD_SET_CQM] = { cqm_build, NL80211_CMD_SET_CQM },
	[VWLAN_CMD_SET_TX_POWER] = { tx_power_build, NL80211_CMD_SET_WIPHY },
	[VWLAN_CMD_GET_TX_POWER] = { plain_build, NL80211_CMD_GET_INTERFACE },
	[VWLAN_CMD_GET_CHANNEL] = { plain_build, NL80211_CMD_GET_INTERFACE },
	[VWLAN_CMD_SET_BITRATES] = { build_bitrates,
				     NL80211_CMD_SET_TX_BITRATE_MASK },
	[VWLAN_CMD_SET_QOS_MAP] = { build_qos_map, NL80211_CMD_SET_QOS_MAP },
};

enum vwlan_status relay_command_build(struct nl_msg *to,
				      const struct relay_view *view,
				      const struct vwlan_control *command)
{
	const struct builder *builder;

	if (command->id >= VWLAN_CMD_COUNT)
		return VWLAN_UNSUPPORTED;
	builder = &builders[command->id];
	if (!builder->build || !relay_phy_takes(view->phy, command->id))
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
