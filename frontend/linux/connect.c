// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/etherdevice.h>

#include "command.h"
#include "connect.h"

/* The radio may have to look for the network first, on all channels. */
#define CONNECT_TIMEOUT (30 * HZ)

/* ------------------------------------------------------------------ */
/* Ends                                                                */

static void attempt_failed(struct vwlan_station_state *s)
{
	s->connecting = false;
	s->connected = false;
	netif_carrier_off(s->wdev.netdev);
	cfg80211_connect_timeout(s->wdev.netdev, NULL, NULL, 0, GFP_KERNEL,
				 NL80211_TIMEOUT_UNSPECIFIED);
}

static void connection_ended(struct vwlan_station_state *s, u16 reason,
			     bool local)
{
	s->connected = false;
	netif_carrier_off(s->wdev.netdev);
	cfg80211_disconnected(s->wdev.netdev, reason, NULL, 0, local,
			      GFP_KERNEL);
}

void vwlan_connect_expired(struct vwlan_station_state *s)
{
	if (!s->connecting)
		return;
	vwlan_command_disconnect(s->device, s->generation, 0);
	attempt_failed(s);
}

void vwlan_connect_lost(struct vwlan_station_state *s)
{
	/* If it was connected before the attempt, this ends that as well. */
	if (s->connecting)
		attempt_failed(s);
	else if (s->connected)
		connection_ended(s, WLAN_REASON_UNSPECIFIED, true);
}

/* ------------------------------------------------------------------ */
/* Operations                                                          */

int vwlan_connect_begin(struct wiphy *wiphy, struct net_device *netdev,
			struct cfg80211_connect_params *request)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	int rc;

	/* WEP: its keys would be in the command. */
	if (request->key_len > 0)
		return -EOPNOTSUPP;
	rc = vwlan_command_connect(s->device, request, &s->generation);
	if (rc)
		return rc;
	/* Events wait for the lock: none can have come yet. */
	s->connecting = true;
	s->ssid_length = request->ssid_len;
	memcpy(s->ssid, request->ssid, request->ssid_len);
	mod_delayed_work(system_wq, &s->join_watchdog, CONNECT_TIMEOUT);
	return 0;
}

/* Whatever the backend says to it: that was it. */
int vwlan_connect_end(struct wiphy *wiphy, struct net_device *netdev,
		      u16 reason)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	vwlan_command_disconnect(s->device, s->generation, reason);
	/* An attempt's end is of no interest to cfg80211 then. */
	s->connecting = false;
	if (s->connected)
		connection_ended(s, reason, true);
	return 0;
}

/* ------------------------------------------------------------------ */
/* Events                                                              */

/* cfg80211 takes it for a bug of ours if it does not know the place. */
static struct cfg80211_bss *bss_find(struct vwlan_station_state *s,
				     const struct vwlan_control *event)
{
	if (!is_valid_ether_addr(event->bssid))
		return NULL;
	return cfg80211_get_bss(s->wiphy, NULL, event->bssid, s->ssid,
				s->ssid_length, IEEE80211_BSS_TYPE_ESS,
				IEEE80211_PRIVACY_ANY);
}

static void event_refused(struct vwlan_station_state *s, u16 status)
{
	s->connecting = false;
	s->connected = false;
	netif_carrier_off(s->wdev.netdev);
	cfg80211_connect_result(s->wdev.netdev, NULL, NULL, 0, NULL, 0,
				status, GFP_KERNEL);
}

static void event_connected(struct vwlan_station_state *s,
			    const struct vwlan_control *event)
{
	u32 status = event->number[VWLAN_TLV_STATUS_CODE];
	struct cfg80211_connect_resp_params result = { 0 };

	if (!s->connecting)
		return;
	if (status) {
		event_refused(s, min_t(u32, status, U16_MAX));
		return;
	}
	result.links[0].bss = bss_find(s, event);
	if (!result.links[0].bss) {
		vwlan_connect_expired(s);
		return;
	}
	result.req_ie = vwlan_control_bytes(event, VWLAN_TLV_REQUEST_IE,
					    &result.req_ie_len);
	result.resp_ie = vwlan_control_bytes(event, VWLAN_TLV_IE,
					     &result.resp_ie_len);
	/* Without it 6.1 follows a null pointer. */
	result.links[0].bssid = result.links[0].bss->bssid;
	s->connecting = false;
	s->connected = true;
	netif_carrier_on(s->wdev.netdev);
	/* From here on cfg80211 holds the BSS for itself. */
	cfg80211_connect_done(s->wdev.netdev, &result, GFP_KERNEL);
}

static void event_roamed(struct vwlan_station_state *s,
			 const struct vwlan_control *event)
{
	struct cfg80211_roam_info info = { 0 };

	if (s->connecting || !s->connected)
		return;
	info.links[0].bss = bss_find(s, event);
	if (!info.links[0].bss) {
		vwlan_command_disconnect(s->device, s->generation, 0);
		connection_ended(s, WLAN_REASON_UNSPECIFIED, true);
		return;
	}
	info.links[0].bssid = info.links[0].bss->bssid;
	info.req_ie = vwlan_control_bytes(event, VWLAN_TLV_REQUEST_IE,
					  &info.req_ie_len);
	info.resp_ie = vwlan_control_bytes(event, VWLAN_TLV_IE,
					   &info.resp_ie_len);
	cfg80211_roamed(s->wdev.netdev, &info, GFP_KERNEL);
}

static void event_disconnected(struct vwlan_station_state *s,
			       const struct vwlan_control *event)
{
	u32 reason = event->number[VWLAN_TLV_REASON];

	if (s->connecting || !s->connected)
		return;
	connection_ended(s, min_t(u32, reason, U16_MAX),
			 vwlan_control_has(event, VWLAN_TLV_LOCAL));
}

void vwlan_connect_event(struct vwlan_station_state *s,
			 const struct vwlan_control *event)
{
	switch (event->id) {
	case VWLAN_EVT_CONNECTED:
		event_connected(s, event);
		break;
	case VWLAN_EVT_CONNECT_TIMEOUT:
		if (s->connecting)
			attempt_failed(s);
		break;
	case VWLAN_EVT_ROAMED:
		event_roamed(s, event);
		break;
	case VWLAN_EVT_DISCONNECTED:
		event_disconnected(s, event);
		break;
	}
}
