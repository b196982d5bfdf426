// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/nl80211.h>

#include "relay_attribute.h"
#include "relay_event_connect.h"

/* IEEE 802.11-2020, tables 9-49 and 9-50: what is said when nothing is. */
#define REASON_UNSPECIFIED 1u
#define STATUS_UNSPECIFIED 1u

static void event_begin(struct vwlan_control *event, enum vwlan_event_id id)
{
	vwlan_control_clear(event);
	event->type = VWLAN_EVENT;
	event->id = id;
}

static bool bssid_take(struct vwlan_control *event, struct nlattr **a)
{
	const struct nlattr *mac = a[NL80211_ATTR_MAC];

	if (!attribute_holds(mac, VWLAN_MAC_LEN))
		return false;
	vwlan_control_set_bssid(event, nla_data(mac));
	return true;
}

/* The guest can do without them, if there is no room. */
static void elements_take(struct vwlan_control *event, struct nlattr **a)
{
	const struct nlattr *request = a[NL80211_ATTR_REQ_IE];
	const struct nlattr *answer = a[NL80211_ATTR_RESP_IE];

	if (request)
		vwlan_control_set_bytes(event, VWLAN_TLV_REQUEST_IE,
					nla_data(request), nla_len(request));
	if (answer)
		vwlan_control_set_bytes(event, VWLAN_TLV_IE,
					nla_data(answer), nla_len(answer));
}

static bool connect_event(struct vwlan_control *event, struct nlattr **a)
{
	uint16_t status = STATUS_UNSPECIFIED;
	bool there;

	if (a[NL80211_ATTR_TIMED_OUT]) {
		event_begin(event, VWLAN_EVT_CONNECT_TIMEOUT);
		return true;
	}
	event_begin(event, VWLAN_EVT_CONNECTED);
	attribute_u16(a[NL80211_ATTR_STATUS_CODE], &status);
	vwlan_control_set(event, VWLAN_TLV_STATUS_CODE, status);
	there = bssid_take(event, a);
	elements_take(event, a);
	return there || status;
}

static bool roam_event(struct vwlan_control *event, struct nlattr **a)
{
	event_begin(event, VWLAN_EVT_ROAMED);
	elements_take(event, a);
	return bssid_take(event, a);
}

static bool disconnect_event(struct vwlan_control *event, struct nlattr **a)
{
	uint16_t reason = 0;

	event_begin(event, VWLAN_EVT_DISCONNECTED);
	attribute_u16(a[NL80211_ATTR_REASON_CODE], &reason);
	vwlan_control_set(event, VWLAN_TLV_REASON,
			  reason ? reason : REASON_UNSPECIFIED);
	if (!a[NL80211_ATTR_DISCONNECTED_BY_AP])
		vwlan_control_set(event, VWLAN_TLV_LOCAL, 1);
	return true;
}

bool relay_event_connect_read(struct vwlan_control *event, uint8_t command,
			      struct nlattr **a)
{
	switch (command) {
	case NL80211_CMD_CONNECT:
		return connect_event(event, a);
	case NL80211_CMD_ROAM:
		return roam_event(event, a);
	case NL80211_CMD_DISCONNECT:
		return disconnect_event(event, a);
	default:
		return false;
	}
}
