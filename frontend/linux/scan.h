/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Scans: one at a time, each ended by the backend, or by a watchdog.
 */
#ifndef VWLANFRONT_SCAN_H
#define VWLANFRONT_SCAN_H

#include "station.h"

void vwlan_scan_init(struct vwlan_station_state *s);

/** vwlan_scan_begin - cfg80211's operation */
int vwlan_scan_begin(struct wiphy *wiphy,
		     struct cfg80211_scan_request *request);

/** vwlan_scan_abort - cfg80211's operation */
void vwlan_scan_abort(struct wiphy *wiphy, struct wireless_dev *wdev);

/** vwlan_scan_finish - tell cfg80211 that it is over, if one is under way */
void vwlan_scan_finish(struct vwlan_station_state *s, bool aborted);

/** vwlan_scan_result - VWLAN_EVT_SCAN_RESULT */
void vwlan_scan_result(struct vwlan_station_state *s,
		       const struct vwlan_control *event);

#endif
