/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Authentication, association, and how they end.
 *
 * cfg80211 waits for an end to all that it begins: each of them has a
 * watchdog, and whatever becomes of the backend, cfg80211 is told one.
 * Each connection, and each attempt at one, has a generation number, so
 * that what is told of an earlier one does no harm.
 */
#ifndef VWLANFRONT_JOIN_H
#define VWLANFRONT_JOIN_H

#include "station.h"

void vwlan_join_init(struct vwlan_station_state *s);

/* cfg80211's operations, called under the station's lock. */
int vwlan_join_authenticate(struct wiphy *wiphy, struct net_device *netdev,
			    struct cfg80211_auth_request *request);
int vwlan_join_associate(struct wiphy *wiphy, struct net_device *netdev,
			 struct cfg80211_assoc_request *request);
int vwlan_join_deauthenticate(struct wiphy *wiphy, struct net_device *netdev,
			      struct cfg80211_deauth_request *request);
int vwlan_join_disassociate(struct wiphy *wiphy, struct net_device *netdev,
			    struct cfg80211_disassoc_request *request);

/**
 * vwlan_join_event - one that is about a connection
 *
 * Takes the station's lock, and drops events about another connection.
 */
void vwlan_join_event(struct vwlan_station_state *s,
		      const struct vwlan_control *event);

/**
 * vwlan_join_current - is an event about the connection there is?
 *
 * Under the station's lock.
 */
bool vwlan_join_current(const struct vwlan_station_state *s,
			const struct vwlan_control *event);

/** vwlan_join_adopt - the connection lasts, maybe under another number */
void vwlan_join_adopt(struct vwlan_station_state *s, u32 generation);

/** vwlan_join_lost - the connection, and any attempt at one, is over */
void vwlan_join_lost(struct vwlan_station_state *s);

/**
 * vwlan_frame_is - a management frame of a type, long enough?
 *
 * @subtype: IEEE80211_STYPE_*
 * @body: bytes that have to follow the header
 */
bool vwlan_frame_is(const u8 *frame, size_t length, u16 subtype,
		    size_t body);

#endif
