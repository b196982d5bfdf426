/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cfg80211's operations about how frames are sent. */
#ifndef VWLANFRONT_QUALITY_H
#define VWLANFRONT_QUALITY_H

#include <net/cfg80211.h>

/** vwlan_quality_set_bitrates - .set_bitrate_mask, where the radio can */
int vwlan_quality_set_bitrates(struct wiphy *wiphy,
			       struct net_device *netdev,
			       unsigned int link_id, const u8 *peer,
			       const struct cfg80211_bitrate_mask *mask);

/** vwlan_quality_set_qos_map - .set_qos_map, where the radio can */
int vwlan_quality_set_qos_map(struct wiphy *wiphy, struct net_device *netdev,
			      struct cfg80211_qos_map *map);

#endif
