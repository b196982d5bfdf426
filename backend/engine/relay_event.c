// SPDX-License-Identifier: GPL-2.0-or-later
#include <endian.h>
#include <linux/nl80211.h>
#include <string.h>

#include "relay_attribute.h"
#include "relay_event.h"

/* Fixed fields of bodies, bytes. */
#define AUTH_BODY 6u	/* algorithm, transaction, status */
#define AUTH_STATUS 4u
#define ASSOC_BODY 6u	/* capability, status, association ID */
#define ASSOC_STATUS 2u
#define REASON_BODY 2u

#define TYPE_MASK 0xfcu	/* of frame control: type and subtype */
#define TYPE_AUTH 0xb0u
#define TYPE_ASSOC 0x10u
#define TYPE_REASSOC 0x30u
#define TYPE_DEAUTH 0xc0u
#define TYPE_DISASSOC 0xa0u
#define TYPE_ACTION 0xd0u

static void event_begin(struct vwlan_control *event, enum vwlan_event_id id)
{
	vwlan_control_clear(event);
	event->type = VWLAN_EVENT;
	event->id = id;
}

/* Returns the frame if it is one of two types and has @body bytes. */
static const uint8_t *frame_take(struct nlattr **a, uint8_t type,
				 uint8_t other, size_t body, size_t *length)
{
	const struct nlattr *frame = a[NL80211_ATTR_FRAME];
	const uint8_t *bytes;

	if (!attribute_holds(frame, RELAY_FRAME_BODY + body) ||
	    nla_len(frame) > (int)VWLAN_MANAGEMENT_MAX)
		return NULL;
	bytes = nla_data(frame);
	*length = nla_len(frame);
	return (bytes[0] & TYPE_MASK) == type ||
	       (bytes[0] & TYPE_MASK) == other ? bytes : NULL;
}

static bool frame_event(struct vwlan_control *event, enum vwlan_event_id id,
			struct nlattr **a, uint8_t type, uint8_t other,
			size_t body)
{
	const uint8_t *frame;
	size_t length;

	frame = frame_take(a, type, other, body, &length);
	if (!frame)
		return false;
	event_begin(event, id);
	return vwlan_control_set_bytes(event, VWLAN_TLV_FRAME, frame,
				       length) == 0;
}

static bool timeout_event(struct vwlan_control *event,
			  enum vwlan_event_id id, struct nlattr **a)
{
	if (!attribute_holds(a[NL80211_ATTR_MAC], VWLAN_MAC_LEN))
		return false;
	event_begin(event, id);
	vwlan_control_set_bssid(event, nla_data(a[NL80211_ATTR_MAC]));
	return true;
}

static bool authenticate_event(struct vwlan_control *event,
			       struct nlattr **a)
{
	if (a[NL80211_ATTR_TIMED_OUT])
		return timeout_event(event, VWLAN_EVT_AUTH_TIMEOUT, a);
	return frame_event(event, VWLAN_EVT_AUTHENTICATED, a, TYPE_AUTH,
			   TYPE_AUTH, AUTH_BODY);
}

static bool associate_event(struct vwlan_control *event, struct nlattr **a)
{
	const struct nlattr *request = a[NL80211_ATTR_REQ_IE];

	if (a[NL80211_ATTR_TIMED_OUT])
		return timeout_event(event, VWLAN_EVT_ASSOC_TIMEOUT, a);
	if (!frame_event(event, VWLAN_EVT_ASSOCIATED, a, TYPE_ASSOC,
			 TYPE_REASSOC, ASSOC_BODY))
		return false;
	/* The guest can do without it, if there is no room. */
	if (request)
		vwlan_control_set_bytes(event, VWLAN_TLV_REQUEST_IE,
					nla_data(request), nla_len(request));
	return true;
}

static bool leave_event(struct vwlan_control *event, enum vwlan_event_id id,
			struct nlattr **a)
{
	return frame_event(event, id, a, TYPE_DEAUTH, TYPE_DISASSOC,
			   REASON_BODY);
}

static bool eapol_event(struct vwlan_control *event, struct nlattr **a)
{
	const struct nlattr *frame = a[NL80211_ATTR_FRAME];
	uint16_t type;

	if (!attribute_holds(frame, 1) ||
	    !attribute_holds(a[NL80211_ATTR_MAC], VWLAN_MAC_LEN) ||
	    !attribute_u16(a[NL80211_ATTR_CONTROL_PORT_ETHERTYPE], &type))
		return false;
	event_begin(event, VWLAN_EVT_EAPOL);
	vwlan_control_set_mac(event, nla_data(a[NL80211_ATTR_MAC]));
	vwlan_control_set(event, VWLAN_TLV_ETHERTYPE, type);
	if (a[NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT])
		vwlan_control_set(event, VWLAN_TLV_FRAME_FLAGS,
				  VWLAN_SEND_UNENCRYPTED);
	return vwlan_control_set_bytes(event, VWLAN_TLV_FRAME,
				       nla_data(frame), nla_len(frame)) == 0;
}

static bool status_event(struct vwlan_control *event, uint64_t *cookie,
			 enum vwlan_event_id id, struct nlattr **a)
{
	if (!attribute_u64(a[NL80211_ATTR_COOKIE], cookie))
		return false;
	event_begin(event, id);
	vwlan_control_set(event, VWLAN_TLV_ACK, !!a[NL80211_ATTR_ACK]);
	return true;
}

static bool action_event(struct vwlan_control *event, struct nlattr **a)
{
	uint32_t frequency, signal = 0;

	if (!attribute_u32(a[NL80211_ATTR_WIPHY_FREQ], &frequency) ||
	    !frame_event(event, VWLAN_EVT_FRAME, a, TYPE_ACTION, TYPE_ACTION,
			 1))
		return false;
	attribute_u32(a[NL80211_ATTR_RX_SIGNAL_DBM], &signal);
	vwlan_control_set(event, VWLAN_TLV_FREQUENCY, frequency);
	vwlan_control_set(event, VWLAN_TLV_SIGNAL, signal);
	return true;
}

static bool remain_event(struct vwlan_control *event, uint64_t *cookie,
			 enum vwlan_event_id id, struct nlattr **a)
{
	uint32_t frequency, duration = 0;

	if (!attribute_u64(a[NL80211_ATTR_COOKIE], cookie) ||
	    !attribute_u32(a[NL80211_ATTR_WIPHY_FREQ], &frequency))
		return false;
	event_begin(event, id);
	vwlan_control_set(event, VWLAN_TLV_FREQUENCY, frequency);
	attribute_u32(a[NL80211_ATTR_DURATION], &duration);
	if (id == VWLAN_EVT_REMAIN_BEGIN)
		vwlan_control_set(event, VWLAN_TLV_DURATION, duration);
	return true;
}

static bool cqm_event(struct vwlan_control *event, struct nlattr **a)
{
	struct nlattr *cqm[NL80211_ATTR_CQM_MAX + 1];
	uint32_t what, level;

	attribute_nested(a[NL80211_ATTR_CQM], NL80211_ATTR_CQM_MAX, cqm);
	if (cqm[NL80211_ATTR_CQM_BEACON_LOSS_EVENT])
		what = VWLAN_CQM_BEACON_LOSS;
	else if (cqm[NL80211_ATTR_CQM_PKT_LOSS_EVENT])
		what = VWLAN_CQM_PACKET_LOSS;
	else if (!attribute_u32(cqm[NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT],
				&what) || what > VWLAN_CQM_BEACON_LOSS)
		return false;
	event_begin(event, VWLAN_EVT_CQM);
	vwlan_control_set(event, VWLAN_TLV_CQM_EVENT, what);
	if (attribute_u32(cqm[NL80211_ATTR_CQM_RSSI_LEVEL], &level))
		vwlan_control_set(event, VWLAN_TLV_SIGNAL, level);
	return true;
}

static bool switch_event(struct vwlan_control *event, struct nlattr **a,
			 bool started)
{
	struct vwlan_channel_definition channel = { 0 };
	uint32_t frequency, width = 0, center1 = 0, center2 = 0, count = 0;

	if (!attribute_u32(a[NL80211_ATTR_WIPHY_FREQ], &frequency))
		return false;
	attribute_u32(a[NL80211_ATTR_CHANNEL_WIDTH], &width);
	attribute_u32(a[NL80211_ATTR_CENTER_FREQ1], &center1);
	attribute_u32(a[NL80211_ATTR_CENTER_FREQ2], &center2);
	attribute_u32(a[NL80211_ATTR_CH_SWITCH_COUNT], &count);
	channel.frequency = htole32(frequency);
	channel.width = htole32(width);
	channel.center1 = htole32(center1 ? center1 : frequency);
	channel.center2 = htole32(center2);
	event_begin(event, VWLAN_EVT_CHANNEL_SWITCH);
	vwlan_control_set_bytes(event, VWLAN_TLV_CHANNEL, &channel,
				sizeof(channel));
	if (started)
		vwlan_control_set(event, VWLAN_TLV_COUNT_DOWN, count);
	return true;
}

static bool mic_event(struct vwlan_control *event, struct nlattr **a)
{
	uint32_t type = 0;
	uint8_t index = 0;

	if (!attribute_holds(a[NL80211_ATTR_MAC], VWLAN_MAC_LEN))
		return false;
	attribute_u32(a[NL80211_ATTR_KEY_TYPE], &type);
	attribute_u8(a[NL80211_ATTR_KEY_IDX], &index);
	event_begin(event, VWLAN_EVT_MIC_FAILURE);
	vwlan_control_set_mac(event, nla_data(a[NL80211_ATTR_MAC]));
	vwlan_control_set(event, VWLAN_TLV_KEY_INDEX, index & 7u);
	vwlan_control_set(event, VWLAN_TLV_KEY_TYPE,
			  type == NL80211_KEYTYPE_PAIRWISE);
	return true;
}

bool relay_event_read(struct vwlan_control *event, uint64_t *cookie,
		      uint8_t command, struct nlattr **a)
{
	*cookie = 0;
	switch (command) {
	case NL80211_CMD_AUTHENTICATE:
		return authenticate_event(event, a);
	case NL80211_CMD_ASSOCIATE:
		return associate_event(event, a);
	case NL80211_CMD_DEAUTHENTICATE:
	case NL80211_CMD_DISASSOCIATE:
		return leave_event(event, VWLAN_EVT_DEAUTHENTICATED, a);
	case NL80211_CMD_UNPROT_DEAUTHENTICATE:
	case NL80211_CMD_UNPROT_DISASSOCIATE:
		return leave_event(event, VWLAN_EVT_UNPROTECTED, a);
	case NL80211_CMD_CONTROL_PORT_FRAME:
		return eapol_event(event, a);
	case NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS:
		return status_event(event, cookie, VWLAN_EVT_EAPOL_STATUS, a);
	case NL80211_CMD_FRAME:
		return action_event(event, a);
	case NL80211_CMD_FRAME_TX_STATUS:
		return status_event(event, cookie, VWLAN_EVT_FRAME_STATUS, a);
	case NL80211_CMD_REMAIN_ON_CHANNEL:
		return remain_event(event, cookie, VWLAN_EVT_REMAIN_BEGIN, a);
	case NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL:
		return remain_event(event, cookie, VWLAN_EVT_REMAIN_END, a);
	case NL80211_CMD_NOTIFY_CQM:
		return cqm_event(event, a);
	case NL80211_CMD_CH_SWITCH_STARTED_NOTIFY:
		return switch_event(event, a, true);
	case NL80211_CMD_CH_SWITCH_NOTIFY:
		return switch_event(event, a, false);
	case NL80211_CMD_MICHAEL_MIC_FAILURE:
		return mic_event(event, a);
	default:
		return false;
	}
}

/* ------------------------------------------------------------------ */

static const uint8_t *frame_of(const struct vwlan_control *event)
{
	size_t length;

	return vwlan_control_bytes(event, VWLAN_TLV_FRAME, &length);
}

static uint16_t field(const struct vwlan_control *event, size_t offset)
{
	const uint8_t *at = frame_of(event) + RELAY_FRAME_BODY + offset;

	return at[0] | at[1] << 8;
}

uint16_t relay_event_status(const struct vwlan_control *event)
{
	return field(event, event->id == VWLAN_EVT_AUTHENTICATED ?
			    AUTH_STATUS : ASSOC_STATUS);
}

uint16_t relay_event_reason(const struct vwlan_control *event)
{
	return field(event, 0);
}

const uint8_t *relay_event_bssid(const struct vwlan_control *event)
{
	const uint8_t *frame = frame_of(event);

	return frame ? frame + RELAY_FRAME_BSSID : event->bssid;
}
