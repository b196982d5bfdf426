/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections where driver or firmware of the radio make them (CONNECT's
 * profile).  As in join.h, all that cfg80211 begins is ended.
 *
 * All of these are called under the station's lock.
 */
#ifndef VWLANFRONT_CONNECT_H
#define VWLANFRONT_CONNECT_H

#include "station.h"

/* cfg80211's operations. */
int vwlan_connect_begin(struct wiphy *wiphy, struct net_device *netdev,
			struct cfg80211_connect_params *request);
int vwlan_connect_end(struct wiphy *wiphy, struct net_device *netdev,
		      u16 reason);

/** vwlan_connect_event - one that is about the connection that there is */
void vwlan_connect_event(struct vwlan_station_state *s,
			 const struct vwlan_control *event);

/** vwlan_connect_expired - CONNECTED did not come in time, if it was due */
void vwlan_connect_expired(struct vwlan_station_state *s);

/** vwlan_connect_lost - the connection, and any attempt at one, is over */
void vwlan_connect_lost(struct vwlan_station_state *s);

#endif
