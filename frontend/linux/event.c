// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/etherdevice.h>
#include <linux/slab.h>

#include "command.h"
#include "compat.h"
#include "event.h"
#include "join.h"
#include "scan.h"
#include "station.h"

#define KEY_INDEX_MAX 3u	/* of keys whose misuse TKIP tells */
#define REMAIN_MAX 10000u	/* ms */

/* ------------------------------------------------------------------ */
/* Reasons                                                             */

/* What others, or the administrator, keep it from; not its own mistakes. */
static bool reason_told(u32 status)
{
	switch (status) {
	case VWLAN_RATE:
	case VWLAN_POLICY:
	case VWLAN_CHANNEL:
	case VWLAN_SLOT:
	case VWLAN_RADAR:
	case VWLAN_RFKILL:
		return true;
	}
	return false;
}

void vwlan_event_refused(void *user, u16 id, u8 status)
{
	struct vwlan_device *d = user;

	if (reason_told(status))
		dev_info_ratelimited(&d->xdev->dev, "refused: %s (%u)\n",
				     vwlan_status_text(status), id);
}

static void reason_log(struct vwlan_device *d,
		       const struct vwlan_control *event)
{
	u32 status = event->number[VWLAN_TLV_STATUS];

	if (reason_told(status))
		dev_info_ratelimited(&d->xdev->dev, "%s: %s\n",
			vwlan_state_text(event->number[VWLAN_TLV_STATE]),
			vwlan_status_text(status));
}

/* ------------------------------------------------------------------ */
/* Managed and uplink mode                                             */

/* Without a wireless interface of its own, all there is is a carrier. */
static void carrier_set(struct vwlan_device *d, u32 state)
{
	/* Parked: it will be connected again, and addresses are to stay. */
	if (state == VWLAN_STATE_CONNECTED || state == VWLAN_STATE_PARKED)
		netif_carrier_on(d->netdev);
	else
		netif_carrier_off(d->netdev);
}

int vwlan_event_refresh(struct vwlan_device *d)
{
	u32 state, generation;
	int rc = vwlan_command_get_state(d, &state, &generation);

	if (rc == 0)
		carrier_set(d, state);
	return rc;
}

static void plain_event(struct vwlan_device *d,
			const struct vwlan_control *event)
{
	if (event->id == VWLAN_EVT_STATE) {
		reason_log(d, event);
		carrier_set(d, event->number[VWLAN_TLV_STATE]);
	} else if (event->id == VWLAN_EVT_OVERRUN) {
		vwlan_event_lost(d);
	}
}

/* ------------------------------------------------------------------ */
/* EAPOL                                                               */

/* An EAPOL frame as it would have come among the others. */
static struct sk_buff *eapol_build(struct net_device *netdev,
				   const struct vwlan_control *event)
{
	size_t length;
	const u8 *bytes = vwlan_control_bytes(event, VWLAN_TLV_FRAME,
					      &length);
	struct sk_buff *skb = netdev_alloc_skb_ip_align(netdev,
							ETH_HLEN + length);
	struct ethhdr *header;

	if (!skb)
		return NULL;
	header = skb_put(skb, ETH_HLEN);
	memcpy(header->h_dest, netdev->dev_addr, ETH_ALEN);
	memcpy(header->h_source, event->mac, ETH_ALEN);
	header->h_proto = htons(event->number[VWLAN_TLV_ETHERTYPE]);
	skb_put_data(skb, bytes, length);
	skb->protocol = eth_type_trans(skb, netdev);
	return skb;
}

static void event_eapol(struct vwlan_station_state *s,
			const struct vwlan_control *event)
{
	struct net_device *netdev = s->wdev.netdev;
	u32 ethertype = event->number[VWLAN_TLV_ETHERTYPE];
	bool clear = event->number[VWLAN_TLV_FRAME_FLAGS] &
		     VWLAN_SEND_UNENCRYPTED;
	struct sk_buff *skb;

	if (ethertype != VWLAN_ETH_EAPOL && ethertype != VWLAN_ETH_PREAUTH)
		return;
	skb = eapol_build(netdev, event);
	if (!skb)
		return;
	/* A supplicant that does not take it from nl80211 has a socket. */
	if (compat_rx_control_port(netdev, skb, clear))
		consume_skb(skb);
	else
		netif_rx(skb);
}

static void event_sent(struct vwlan_station_state *s,
		       const struct vwlan_control *event)
{
	struct vwlan_sent *sent =
		vwlan_sent_take(s, event->number[VWLAN_TLV_COOKIE]);
	bool ack = event->number[VWLAN_TLV_ACK];

	if (!sent)
		return;
	if (event->id == VWLAN_EVT_EAPOL_STATUS && sent->length > 0)
		cfg80211_control_port_tx_status(&s->wdev, sent->cookie,
						sent->bytes, sent->length,
						ack, GFP_KERNEL);
	else if (event->id == VWLAN_EVT_FRAME_STATUS)
		cfg80211_mgmt_tx_status(&s->wdev, sent->cookie, sent->bytes,
					sent->length, ack, GFP_KERNEL);
	kfree(sent);
}

/* ------------------------------------------------------------------ */
/* Action frames and other channels                                    */

static void event_frame(struct vwlan_station_state *s,
			const struct vwlan_control *event)
{
	u32 frequency = event->number[VWLAN_TLV_FREQUENCY];
	s32 signal = (s32)event->number[VWLAN_TLV_SIGNAL];
	size_t length;
	const u8 *frame = vwlan_control_bytes(event, VWLAN_TLV_FRAME,
					      &length);

	/* Category and action. */
	if (!vwlan_frame_is(frame, length, IEEE80211_STYPE_ACTION, 2) ||
	    !ieee80211_get_channel(s->wiphy, frequency))
		return;
	cfg80211_rx_mgmt(&s->wdev, frequency, clamp(signal, -128, 0), frame,
			 length, 0);
}

/* The channel that the cookie is about; NULL if it isn't about ours. */
static struct ieee80211_channel *remaining(struct vwlan_station_state *s,
					   u32 number, bool over,
					   u64 *cookie)
{
	struct ieee80211_channel *channel = NULL;

	spin_lock(&s->sent_lock);
	*cookie = s->remaining_cookie;
	if (s->remaining && (u32)*cookie == number) {
		channel = s->remaining;
		if (over)
			s->remaining = NULL;
	}
	spin_unlock(&s->sent_lock);
	return channel;
}

static void event_remain(struct vwlan_station_state *s,
			 const struct vwlan_control *event)
{
	bool over = event->id == VWLAN_EVT_REMAIN_END;
	struct ieee80211_channel *channel;
	u64 cookie;

	channel = remaining(s, event->number[VWLAN_TLV_COOKIE], over, &cookie);
	if (!channel)
		return;
	if (over)
		cfg80211_remain_on_channel_expired(&s->wdev, cookie, channel,
						   GFP_KERNEL);
	else
		cfg80211_ready_on_channel(&s->wdev, cookie, channel,
					  min(event->number[VWLAN_TLV_DURATION],
					      REMAIN_MAX), GFP_KERNEL);
}

/* ------------------------------------------------------------------ */
/* The connection's quality, channel and keys                          */

static void event_cqm(struct vwlan_station_state *s,
		      const struct vwlan_control *event)
{
	struct net_device *netdev = s->wdev.netdev;
	s32 signal = (s32)event->number[VWLAN_TLV_SIGNAL];

	switch (event->number[VWLAN_TLV_CQM_EVENT]) {
	case VWLAN_CQM_LOW:
		cfg80211_cqm_rssi_notify(netdev,
					 NL80211_CQM_RSSI_THRESHOLD_EVENT_LOW,
					 clamp(signal, -128, 0), GFP_KERNEL);
		break;
	case VWLAN_CQM_HIGH:
		cfg80211_cqm_rssi_notify(netdev,
					 NL80211_CQM_RSSI_THRESHOLD_EVENT_HIGH,
					 clamp(signal, -128, 0), GFP_KERNEL);
		break;
	case VWLAN_CQM_BEACON_LOSS:
		cfg80211_cqm_beacon_loss_notify(netdev, GFP_KERNEL);
		break;
	}
}

static void event_channel_switch(struct vwlan_station_state *s,
				 const struct vwlan_control *event)
{
	struct vwlan_channel_definition channel;
	struct cfg80211_chan_def definition;
	size_t length;
	const u8 *bytes = vwlan_control_bytes(event, VWLAN_TLV_CHANNEL,
					      &length);

	memcpy(&channel, bytes, sizeof(channel));
	if (!vwlan_chandef_fill(s->wiphy, &definition, &channel))
		return;
	if (vwlan_control_has(event, VWLAN_TLV_COUNT_DOWN))
		compat_switch_started(
			s->wdev.netdev, &definition,
			min(event->number[VWLAN_TLV_COUNT_DOWN],
			    (u32)U8_MAX));
	else
		compat_switched(s->wdev.netdev, &definition);
}

static void event_mic_failure(struct vwlan_station_state *s,
			      const struct vwlan_control *event)
{
	u32 index = event->number[VWLAN_TLV_KEY_INDEX];

	if (index > KEY_INDEX_MAX)
		return;
	cfg80211_michael_mic_failure(s->wdev.netdev, event->mac,
				     event->number[VWLAN_TLV_KEY_TYPE] ?
				     NL80211_KEYTYPE_PAIRWISE :
				     NL80211_KEYTYPE_GROUP, index, NULL,
				     GFP_KERNEL);
}

/* In CONNECT's profile cfg80211 takes note of a connection a moment later. */
static bool connected(const struct vwlan_station_state *s, u16 id)
{
	return s->wdev.connected || (s->connected && id == VWLAN_EVT_EAPOL);
}

/* What only a connection has. */
static void event_connection(struct vwlan_station_state *s,
			     const struct vwlan_control *event)
{
	compat_station_lock(&s->wdev);
	if (!vwlan_join_current(s, event) || !connected(s, event->id))
		goto out;
	switch (event->id) {
	case VWLAN_EVT_EAPOL:
		event_eapol(s, event);
		break;
	case VWLAN_EVT_CQM:
		event_cqm(s, event);
		break;
	case VWLAN_EVT_CHANNEL_SWITCH:
		event_channel_switch(s, event);
		break;
	case VWLAN_EVT_MIC_FAILURE:
		event_mic_failure(s, event);
		break;
	}
out:
	compat_station_unlock(&s->wdev);
}

/* ------------------------------------------------------------------ */
/* The radio                                                           */

static void event_phy_changed(struct vwlan_station_state *s)
{
	struct vwlan_phy_data *phy = vwlan_phy_read(s->device);

	/* There is none just now, perhaps. */
	if (IS_ERR(phy))
		return;
	if (vwlan_phy_fits(s->phy, phy))
		vwlan_phy_update(s->wiphy, phy);
	else
		vwlan_device_fail(s->device, "the radio is another one");
	kfree(phy);
}

static void event_state(struct vwlan_station_state *s,
			const struct vwlan_control *event)
{
	reason_log(s->device, event);
	if (event->number[VWLAN_TLV_STATE] == VWLAN_STATE_DOWN)
		vwlan_station_reset(s);
}

static void radio_event(struct vwlan_station_state *s,
			const struct vwlan_control *event)
{
	switch (event->id) {
	case VWLAN_EVT_STATE:
		event_state(s, event);
		break;
	case VWLAN_EVT_OVERRUN:
		vwlan_event_lost(s->device);
		break;
	case VWLAN_EVT_SCAN_RESULT:
		vwlan_scan_result(s, event);
		break;
	case VWLAN_EVT_SCAN_DONE:
		vwlan_scan_finish(s, event->number[VWLAN_TLV_STATUS]);
		break;
	case VWLAN_EVT_PHY_CHANGED:
		event_phy_changed(s);
		break;
	}
}

static void native_event(struct vwlan_station_state *s,
			 const struct vwlan_control *event)
{
	switch (event->id) {
	case VWLAN_EVT_AUTHENTICATED:
	case VWLAN_EVT_AUTH_TIMEOUT:
	case VWLAN_EVT_ASSOCIATED:
	case VWLAN_EVT_ASSOC_TIMEOUT:
	case VWLAN_EVT_DEAUTHENTICATED:
	case VWLAN_EVT_UNPROTECTED:
	case VWLAN_EVT_CONNECTED:
	case VWLAN_EVT_CONNECT_TIMEOUT:
	case VWLAN_EVT_ROAMED:
	case VWLAN_EVT_DISCONNECTED:
		vwlan_join_event(s, event);
		break;
	case VWLAN_EVT_EAPOL:
	case VWLAN_EVT_CQM:
	case VWLAN_EVT_CHANNEL_SWITCH:
	case VWLAN_EVT_MIC_FAILURE:
		event_connection(s, event);
		break;
	case VWLAN_EVT_EAPOL_STATUS:
	case VWLAN_EVT_FRAME_STATUS:
		event_sent(s, event);
		break;
	case VWLAN_EVT_FRAME:
		event_frame(s, event);
		break;
	case VWLAN_EVT_REMAIN_BEGIN:
	case VWLAN_EVT_REMAIN_END:
		event_remain(s, event);
		break;
	default:
		radio_event(s, event);
	}
}

void vwlan_event_heard(void *user, struct vwlan_control *event)
{
	struct vwlan_device *d = user;

	if (d->station)
		native_event(d->station, event);
	else
		plain_event(d, event);
}

/* What was lost may have been the end of anything. */
static void native_lost(struct vwlan_station_state *s)
{
	u32 state, generation;

	vwlan_scan_finish(s, true);
	if (vwlan_command_get_state(s->device, &state, &generation) ||
	    state != VWLAN_STATE_CONNECTED)
		vwlan_join_lost(s);
	else
		vwlan_join_adopt(s, generation);
}

void vwlan_event_lost(void *user)
{
	struct vwlan_device *d = user;

	if (d->station)
		native_lost(d->station);
	else
		vwlan_event_refresh(d);
}
