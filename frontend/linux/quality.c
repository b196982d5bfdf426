// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How frames are sent: at which rates, and how urgently.  The radio is the
 * backend's: it is told, and remembers the rates.
 */
#include "command.h"
#include "quality.h"
#include "station.h"

static void mask_fill(struct vwlan_bitrate_mask *to,
		      const struct ieee80211_supported_band *band,
		      const struct cfg80211_bitrate_mask *from)
{
	const typeof(from->control[0]) *control = &from->control[band->band];
	u32 i;

	BUILD_BUG_ON(sizeof(to->ht) != sizeof(control->ht_mcs));
	memset(to, 0, sizeof(*to));
	to->band = band->band;
	to->guard = control->gi;
	to->legacy = cpu_to_le32(control->legacy);
	memcpy(to->ht, control->ht_mcs, sizeof(to->ht));
	for (i = 0; i < ARRAY_SIZE(to->vht); i++)
		to->vht[i] = cpu_to_le16(control->vht_mcs[i]);
	for (i = 0; i < ARRAY_SIZE(to->he); i++)
		to->he[i] = cpu_to_le16(control->he_mcs[i]);
	to->he_guard = VWLAN_GUARD_ANY;
	to->he_ltf = VWLAN_GUARD_ANY;
	/* Of other bands cfg80211 leaves them 0, which is a value. */
	if (ieee80211_get_he_iftype_cap(band, NL80211_IFTYPE_STATION)) {
		to->he_guard = control->he_gi;
		to->he_ltf = control->he_ltf;
	}
}

static bool mask_has_rates(const struct vwlan_bitrate_mask *mask)
{
	return mask->legacy ||
	       memchr_inv(mask->ht, 0, sizeof(mask->ht)) ||
	       memchr_inv(mask->vht, 0, sizeof(mask->vht)) ||
	       memchr_inv(mask->he, 0, sizeof(mask->he));
}

int vwlan_quality_set_bitrates(struct wiphy *wiphy,
			       struct net_device *netdev,
			       unsigned int link_id, const u8 *peer,
			       const struct cfg80211_bitrate_mask *mask)
{
	struct vwlan_bitrate_mask masks[VWLAN_BANDS];
	u32 band, count = 0;

	if (peer)
		return -EOPNOTSUPP;
	for (band = 0; band < VWLAN_BANDS; band++) {
		if (!wiphy->bands[band])
			continue;
		mask_fill(&masks[count], wiphy->bands[band], mask);
		/* What iwconfig wants is said of one band; all is free then. */
		if (mask_has_rates(&masks[count]))
			count++;
	}
	if (count == 0)
		return -EINVAL;
	return vwlan_command_set_bitrates(vwlan_station_of(wiphy)->device,
					  masks, count);
}

int vwlan_quality_set_qos_map(struct wiphy *wiphy, struct net_device *netdev,
			      struct cfg80211_qos_map *map)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	u8 bytes[VWLAN_QOS_MAP_MAX];
	u32 length;
	int rc;

	BUILD_BUG_ON(sizeof(map->dscp_exception) + sizeof(map->up) !=
		     sizeof(bytes));
	if (!map) {
		/* cfg80211 says so at the end of each connection. */
		if (!s->mapped)
			return 0;
		s->mapped = false;
		return vwlan_command_set_qos_map(s->device, s->generation,
						 NULL, 0);
	}
	length = map->num_des * sizeof(map->dscp_exception[0]);
	if (length > sizeof(map->dscp_exception))
		return -EINVAL;
	memcpy(bytes, map->dscp_exception, length);
	memcpy(bytes + length, map->up, sizeof(map->up));
	rc = vwlan_command_set_qos_map(s->device, s->generation, bytes,
				       length + sizeof(map->up));
	if (rc == 0)
		s->mapped = true;
	return rc;
}
