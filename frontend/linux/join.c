// SPDX-License-Identifier: GPL-2.0-or-later
#include "command.h"
#include "compat.h"
#include "connect.h"
#include "join.h"

/* A little more than the backend's kernel takes itself, SAE included. */
#define AUTH_TIMEOUT (6 * HZ)
#define ASSOC_TIMEOUT (5 * HZ)
#define HEADER 24u		/* bytes of a management frame's header */
#define AUTH_BODY 6u
#define ASSOC_BODY 6u
#define LEAVE_BODY 2u

bool vwlan_frame_is(const u8 *frame, size_t length, u16 subtype, size_t body)
{
	const struct ieee80211_hdr *header = (const void *)frame;
	__le16 mask = cpu_to_le16(IEEE80211_FCTL_VERS |
				  IEEE80211_FCTL_FTYPE |
				  IEEE80211_FCTL_STYPE |
				  IEEE80211_FCTL_ORDER);

	return length >= HEADER + body &&
	       (header->frame_control & mask) ==
	       cpu_to_le16(IEEE80211_FTYPE_MGMT | subtype);
}

/* ------------------------------------------------------------------ */
/* Ends                                                                */

static void authentication_timeout(struct vwlan_station_state *s)
{
	if (!s->authenticating)
		return;
	s->authenticating = false;
	cfg80211_auth_timeout(s->wdev.netdev, s->bssid);
}

static void association_failed(struct vwlan_station_state *s, bool timeout)
{
	struct cfg80211_assoc_failure failure = {
		.bss[0] = s->associating,
		.timeout = timeout,
	};

	if (!s->associating)
		return;
	s->associating = NULL;
	cfg80211_assoc_failure(s->wdev.netdev, &failure);
}

static void join_expired(struct work_struct *work)
{
	struct vwlan_station_state *s =
		container_of(to_delayed_work(work),
			     struct vwlan_station_state, join_watchdog);

	compat_station_lock(&s->wdev);
	authentication_timeout(s);
	association_failed(s, true);
	vwlan_connect_expired(s);
	compat_station_unlock(&s->wdev);
}

void vwlan_join_init(struct vwlan_station_state *s)
{
	INIT_DELAYED_WORK(&s->join_watchdog, join_expired);
}

static bool connected_to(const struct vwlan_station_state *s,
			 const u8 *bssid)
{
	return s->wdev.connected &&
	       ether_addr_equal(s->wdev.u.client.connected_addr, bssid);
}

/* Tells cfg80211 that we left, with the frame that says so. */
static void leave_tell(struct vwlan_station_state *s, u16 subtype,
		       const u8 *bssid, u16 reason)
{
	struct {
		struct ieee80211_hdr_3addr header;
		__le16 reason;
	} __packed frame = {
		.header.frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT |
						    subtype),
		.reason = cpu_to_le16(reason),
	};

	memcpy(frame.header.addr1, bssid, ETH_ALEN);
	memcpy(frame.header.addr2, s->wdev.netdev->dev_addr, ETH_ALEN);
	memcpy(frame.header.addr3, bssid, ETH_ALEN);
	netif_carrier_off(s->wdev.netdev);
	s->left = true;
	cfg80211_tx_mlme_mgmt(s->wdev.netdev, (u8 *)&frame, sizeof(frame),
			      false);
}

void vwlan_join_lost(struct vwlan_station_state *s)
{
	u8 bssid[ETH_ALEN];

	compat_station_lock(&s->wdev);
	authentication_timeout(s);
	association_failed(s, true);
	vwlan_connect_lost(s);
	if (s->wdev.connected && !vwlan_station_connects(s)) {
		memcpy(bssid, s->wdev.u.client.connected_addr, ETH_ALEN);
		leave_tell(s, IEEE80211_STYPE_DEAUTH, bssid,
			   WLAN_REASON_UNSPECIFIED);
	}
	compat_station_unlock(&s->wdev);
}

/* ------------------------------------------------------------------ */
/* Operations                                                          */

int vwlan_join_authenticate(struct wiphy *wiphy, struct net_device *netdev,
			    struct cfg80211_auth_request *request)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	int rc;

	if (s->associating)
		return -EBUSY;
	rc = vwlan_command_authenticate(s->device, request, &s->generation);
	if (rc)
		return rc;
	/* Events wait for the lock: none can have come yet. */
	s->left = false;
	s->authenticating = true;
	memcpy(s->bssid, request->bss->bssid, ETH_ALEN);
	mod_delayed_work(system_wq, &s->join_watchdog, AUTH_TIMEOUT);
	return 0;
}

int vwlan_join_associate(struct wiphy *wiphy, struct net_device *netdev,
			 struct cfg80211_assoc_request *request)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	int rc;

	if (s->associating)
		return -EBUSY;
	if (!request->bss)
		return -EOPNOTSUPP;
	rc = vwlan_command_associate(s->device, s->generation, request);
	if (rc)
		return rc;
	s->left = false;
	s->authenticating = false;
	s->associating = request->bss;
	mod_delayed_work(system_wq, &s->join_watchdog, ASSOC_TIMEOUT);
	return 0;
}

/*
 * Whatever the backend says to it: we have left, and cfg80211 is told at
 * once.  The backend's own event of it is passed over.
 */
int vwlan_join_deauthenticate(struct wiphy *wiphy, struct net_device *netdev,
			      struct cfg80211_deauth_request *request)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	const struct vwlan_leave leave = {
		.id = VWLAN_CMD_DEAUTHENTICATE,
		.bssid = request->bssid,
		.ie = request->ie,
		.ie_length = request->ie_len,
		.reason = request->reason_code,
		.local = request->local_state_change,
	};

	vwlan_command_leave(s->device, s->generation, &leave);
	s->authenticating = false;
	association_failed(s, false);
	leave_tell(s, IEEE80211_STYPE_DEAUTH, request->bssid,
		   request->reason_code);
	return 0;
}

int vwlan_join_disassociate(struct wiphy *wiphy, struct net_device *netdev,
			    struct cfg80211_disassoc_request *request)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	const struct vwlan_leave leave = {
		.id = VWLAN_CMD_DISASSOCIATE,
		.bssid = request->ap_addr,
		.ie = request->ie,
		.ie_length = request->ie_len,
		.reason = request->reason_code,
		.local = request->local_state_change,
	};

	if (!connected_to(s, request->ap_addr))
		return -ENOLINK;
	vwlan_command_leave(s->device, s->generation, &leave);
	leave_tell(s, IEEE80211_STYPE_DISASSOC, request->ap_addr,
		   request->reason_code);
	return 0;
}

/* ------------------------------------------------------------------ */
/* Events                                                              */

bool vwlan_join_current(const struct vwlan_station_state *s,
			const struct vwlan_control *event)
{
	/* Numbers only rise, and a backend that began anew begins higher. */
	return (s32)(event->generation - s->generation) >= 0;
}

void vwlan_join_adopt(struct vwlan_station_state *s, u32 generation)
{
	compat_station_lock(&s->wdev);
	if (s->wdev.connected || s->connected)
		s->generation = generation;
	compat_station_unlock(&s->wdev);
}

static bool frame_from(const u8 *frame, const u8 *bssid)
{
	const struct ieee80211_mgmt *mgmt = (const void *)frame;

	return ether_addr_equal(mgmt->bssid, bssid) &&
	       ether_addr_equal(mgmt->sa, bssid);
}

static void event_authenticated(struct vwlan_station_state *s,
				const u8 *frame, size_t length)
{
	if (!s->authenticating ||
	    !vwlan_frame_is(frame, length, IEEE80211_STYPE_AUTH, AUTH_BODY) ||
	    !frame_from(frame, s->bssid))
		return;
	s->authenticating = false;
	cfg80211_rx_mlme_mgmt(s->wdev.netdev, frame, length);
}

static void event_associated(struct vwlan_station_state *s,
			     const struct vwlan_control *event,
			     const u8 *frame, size_t length)
{
	const struct ieee80211_mgmt *mgmt = (const void *)frame;
	struct compat_assoc_response response = {
		.buf = frame,
		.len = length,
		.uapsd_queues = -1,
	};

	if (!s->associating ||
	    !(vwlan_frame_is(frame, length, IEEE80211_STYPE_ASSOC_RESP,
			     ASSOC_BODY) ||
	      vwlan_frame_is(frame, length, IEEE80211_STYPE_REASSOC_RESP,
			     ASSOC_BODY)) ||
	    !frame_from(frame, s->associating->bssid))
		return;
	response.req_ies = vwlan_control_bytes(event, VWLAN_TLV_REQUEST_IE,
					       &response.req_ies_len);
	response.links[0].bss = s->associating;
	s->associating = NULL;
	if (mgmt->u.assoc_resp.status_code ==
	    cpu_to_le16(WLAN_STATUS_SUCCESS))
		netif_carrier_on(s->wdev.netdev);
	/* From here on cfg80211 holds the BSS for itself. */
	cfg80211_rx_assoc_resp(s->wdev.netdev, &response);
}

/* The access point's, or what the backend's kernel did for us. */
static void event_left(struct vwlan_station_state *s, const u8 *frame,
		       size_t length)
{
	const struct ieee80211_mgmt *mgmt = (const void *)frame;
	struct net_device *netdev = s->wdev.netdev;
	bool deauth = vwlan_frame_is(frame, length, IEEE80211_STYPE_DEAUTH,
				     LEAVE_BODY);

	if (!deauth && !vwlan_frame_is(frame, length,
				       IEEE80211_STYPE_DISASSOC, LEAVE_BODY))
		return;
	if (s->associating && frame_from(frame, s->associating->bssid))
		association_failed(s, false);
	/* cfg80211 takes it for a bug of ours when nobody is associated. */
	if (!deauth && !connected_to(s, mgmt->bssid))
		return;
	if (connected_to(s, mgmt->bssid))
		netif_carrier_off(netdev);
	if (ether_addr_equal(mgmt->sa, netdev->dev_addr)) {
		if (!s->left)
			cfg80211_tx_mlme_mgmt(netdev, frame, length, false);
	} else {
		cfg80211_rx_mlme_mgmt(netdev, frame, length);
	}
}

static void event_unprotected(struct vwlan_station_state *s, const u8 *frame,
			      size_t length)
{
	if (vwlan_frame_is(frame, length, IEEE80211_STYPE_DEAUTH,
			   LEAVE_BODY) ||
	    vwlan_frame_is(frame, length, IEEE80211_STYPE_DISASSOC,
			   LEAVE_BODY))
		cfg80211_rx_unprot_mlme_mgmt(s->wdev.netdev, frame, length);
}

static void event_do(struct vwlan_station_state *s,
		     const struct vwlan_control *event)
{
	size_t length;
	const u8 *frame = vwlan_control_bytes(event, VWLAN_TLV_FRAME,
					      &length);

	switch (event->id) {
	case VWLAN_EVT_AUTHENTICATED:
		event_authenticated(s, frame, length);
		break;
	case VWLAN_EVT_AUTH_TIMEOUT:
		authentication_timeout(s);
		break;
	case VWLAN_EVT_ASSOCIATED:
		event_associated(s, event, frame, length);
		break;
	case VWLAN_EVT_ASSOC_TIMEOUT:
		association_failed(s, true);
		break;
	case VWLAN_EVT_DEAUTHENTICATED:
		event_left(s, frame, length);
		break;
	case VWLAN_EVT_UNPROTECTED:
		event_unprotected(s, frame, length);
		break;
	}
}

void vwlan_join_event(struct vwlan_station_state *s,
		      const struct vwlan_control *event)
{
	compat_station_lock(&s->wdev);
	if (vwlan_join_current(s, event)) {
		if (vwlan_station_connects(s))
			vwlan_connect_event(s, event);
		else
			event_do(s, event);
	}
	compat_station_unlock(&s->wdev);
}
