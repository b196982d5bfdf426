// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/slab.h>

#include "command.h"
#include "phy.h"

#define RULES_MAX 32u		/* as many as cfg80211 takes, at least */
#define RATES_MAX 31u
#define HALF_CHANNEL 10u	/* MHz */

/* ------------------------------------------------------------------ */
/* What the backend tells                                              */

static bool band_usable(u32 band)
{
	return band == NL80211_BAND_2GHZ || band == NL80211_BAND_5GHZ ||
	       band == NL80211_BAND_6GHZ;
}

static bool frequency_valid(u32 band, u32 frequency)
{
	switch (band) {
	case NL80211_BAND_2GHZ:
		return frequency == 2484 ||
		       (frequency >= 2412 && frequency <= 2472 &&
			(frequency - 2407) % 5 == 0);
	case NL80211_BAND_5GHZ:
		return frequency >= 4915 && frequency <= 5925 &&
		       frequency % 5 == 0;
	case NL80211_BAND_6GHZ:
		return frequency == 5935 ||
		       (frequency >= 5955 && frequency <= 7115 &&
			(frequency - 5950) % 5 == 0);
	}
	return false;
}

static int channels_check(u32 band, const struct vwlan_band_data *b)
{
	u32 i, j;

	if (b->channel_count == 0)
		return -EPROTO;
	for (i = 0; i < b->channel_count; i++) {
		if (!frequency_valid(band,
				     le16_to_cpu(b->channels[i].frequency)))
			return -EPROTO;
		for (j = 0; j < i; j++)
			if (b->channels[i].frequency ==
			    b->channels[j].frequency)
				return -EPROTO;
	}
	return 0;
}

static u32 rate_value(__le16 rate)
{
	return le16_to_cpu(rate) & ~VWLAN_RATE_SHORT;
}

static bool rate_has(const struct vwlan_band_data *b, u32 wanted)
{
	u32 i;

	for (i = 0; i < b->rate_count; i++)
		if (rate_value(b->rates[i]) == wanted)
			return true;
	return false;
}

/* Those of IEEE 802.11-2020, 17.2.3.3 and 18.2.3.3: each of them once. */
static int rates_check(u32 band, const struct vwlan_band_data *b)
{
	static const u16 dsss[] = { 10, 20, 55, 110 };
	static const u16 ofdm[] = { 60, 120, 240 };
	u32 i, j, have = 0;

	/* cfg80211 has a bit for each in a number with a sign. */
	if (b->rate_count > RATES_MAX)
		return -EPROTO;
	for (i = 0; i < b->rate_count; i++)
		for (j = 0; j <= i; j++)
			if (rate_value(b->rates[i]) == 0 ||
			    (i != j && rate_value(b->rates[i]) ==
				       rate_value(b->rates[j])))
				return -EPROTO;
	for (i = 0; i < ARRAY_SIZE(ofdm); i++)
		have += rate_has(b, ofdm[i]);
	if (band != NL80211_BAND_2GHZ)
		return have == ARRAY_SIZE(ofdm) ? 0 : -EPROTO;
	if (have != 0 && have != ARRAY_SIZE(ofdm))
		return -EPROTO;
	for (i = 0; i < ARRAY_SIZE(dsss); i++)
		if (!rate_has(b, dsss[i]))
			return -EPROTO;
	return 0;
}

static int band_check(u32 band, const struct vwlan_band_data *b)
{
	int rc = channels_check(band, b);

	if (rc == 0)
		rc = rates_check(band, b);
	/* A 6 GHz band is for HE stations, and has nothing older. */
	if (band == NL80211_BAND_6GHZ &&
	    (b->he_length == 0 || b->has_ht || b->has_vht))
		rc = -EPROTO;
	return rc;
}

static int bands_read(struct vwlan_device *d, struct vwlan_phy_data *data)
{
	u32 band, count = 0;
	int rc;

	for (band = 0; band < VWLAN_BANDS; band++) {
		if (!(data->phy.bands & 1u << band) || !band_usable(band))
			continue;
		count++;
		rc = vwlan_command_get_band(d, band, &data->bands[band]);
		if (rc == 0)
			rc = band_check(band, &data->bands[band]);
		if (rc)
			return rc;
	}
	return count > 0 ? 0 : -EPROTO;
}

struct vwlan_phy_data *vwlan_phy_read(struct vwlan_device *d)
{
	struct vwlan_phy_data *data = kzalloc(sizeof(*data), GFP_KERNEL);
	int rc;

	if (!data)
		return ERR_PTR(-ENOMEM);
	rc = vwlan_command_get_phy(d, data);
	if (rc == 0)
		rc = bands_read(d, data);
	if (rc) {
		kfree(data);
		return ERR_PTR(rc);
	}
	return data;
}

/* ------------------------------------------------------------------ */
/* What cfg80211 wants                                                 */

static u32 channel_flags(u16 flags)
{
	static const struct {
		u16 from;
		u32 to;
	} map[] = {
		{ VWLAN_CHANNEL_DISABLED, IEEE80211_CHAN_DISABLED },
		{ VWLAN_CHANNEL_NO_IR, IEEE80211_CHAN_NO_IR },
		{ VWLAN_CHANNEL_RADAR, IEEE80211_CHAN_RADAR },
		{ VWLAN_CHANNEL_NO_HT40_MINUS, IEEE80211_CHAN_NO_HT40MINUS },
		{ VWLAN_CHANNEL_NO_HT40_PLUS, IEEE80211_CHAN_NO_HT40PLUS },
		{ VWLAN_CHANNEL_NO_80MHZ, IEEE80211_CHAN_NO_80MHZ },
		{ VWLAN_CHANNEL_NO_160MHZ, IEEE80211_CHAN_NO_160MHZ },
		{ VWLAN_CHANNEL_NO_HE, IEEE80211_CHAN_NO_HE },
		{ VWLAN_CHANNEL_INDOOR_ONLY, IEEE80211_CHAN_INDOOR_ONLY },
	};
	u32 i, to = 0;

	for (i = 0; i < ARRAY_SIZE(map); i++)
		if (flags & map[i].from)
			to |= map[i].to;
	return to;
}

static void channel_fill(struct ieee80211_channel *to, u32 band,
			 const struct vwlan_channel *from)
{
	to->band = band;
	to->center_freq = le16_to_cpu(from->frequency);
	to->hw_value = to->center_freq;
	to->flags = channel_flags(le16_to_cpu(from->flags));
	to->max_power = le16_to_cpu(from->max_power) / 100;
}

static int channels_fill(struct ieee80211_supported_band *to,
			 const struct vwlan_band_data *from)
{
	u32 i;

	to->channels = kcalloc(from->channel_count, sizeof(*to->channels),
			       GFP_KERNEL);
	if (!to->channels)
		return -ENOMEM;
	to->n_channels = from->channel_count;
	for (i = 0; i < from->channel_count; i++)
		channel_fill(&to->channels[i], to->band, &from->channels[i]);
	return 0;
}

static int rates_fill(struct ieee80211_supported_band *to,
		      const struct vwlan_band_data *from)
{
	u32 i;

	to->bitrates = kcalloc(from->rate_count, sizeof(*to->bitrates),
			       GFP_KERNEL);
	if (!to->bitrates)
		return -ENOMEM;
	to->n_bitrates = from->rate_count;
	for (i = 0; i < from->rate_count; i++) {
		to->bitrates[i].bitrate = rate_value(from->rates[i]);
		to->bitrates[i].hw_value = i;
		if (from->rates[i] & cpu_to_le16(VWLAN_RATE_SHORT))
			to->bitrates[i].flags = IEEE80211_RATE_SHORT_PREAMBLE;
	}
	return 0;
}

static void ht_fill(struct ieee80211_sta_ht_cap *to,
		    const struct vwlan_band_data *from)
{
	BUILD_BUG_ON(3 + sizeof(to->mcs) != sizeof(from->ht));
	if (!from->has_ht)
		return;
	to->ht_supported = true;
	to->cap = from->ht[0] | from->ht[1] << 8;
	to->ampdu_factor = from->ht[2] & IEEE80211_HT_AMPDU_PARM_FACTOR;
	to->ampdu_density = (from->ht[2] & IEEE80211_HT_AMPDU_PARM_DENSITY) >>
			    IEEE80211_HT_AMPDU_PARM_DENSITY_SHIFT;
	memcpy(&to->mcs, from->ht + 3, sizeof(to->mcs));
}

static void vht_fill(struct ieee80211_sta_vht_cap *to,
		     const struct vwlan_band_data *from)
{
	BUILD_BUG_ON(4 + sizeof(to->vht_mcs) != sizeof(from->vht));
	if (!from->has_vht)
		return;
	to->vht_supported = true;
	to->cap = from->vht[0] | from->vht[1] << 8 | from->vht[2] << 16 |
		  (u32)from->vht[3] << 24;
	memcpy(&to->vht_mcs, from->vht + 4, sizeof(to->vht_mcs));
}

static int he_fill(struct ieee80211_supported_band *to,
		   const struct vwlan_band_data *from)
{
	struct ieee80211_sband_iftype_data *data;
	struct ieee80211_sta_he_cap *cap;
	u32 at = 0;

	if (from->he_length == 0)
		return 0;
	data = kzalloc(sizeof(*data), GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	data->types_mask = BIT(NL80211_IFTYPE_STATION);
	cap = &data->he_cap;
	cap->has_he = true;
	memcpy(&cap->he_cap_elem, from->he, sizeof(cap->he_cap_elem));
	at += sizeof(cap->he_cap_elem);
	memcpy(&cap->he_mcs_nss_supp, from->he + at,
	       sizeof(cap->he_mcs_nss_supp));
	at += sizeof(cap->he_mcs_nss_supp);
	memcpy(cap->ppe_thres, from->he + at, from->he_length - at);
	to->iftype_data = data;
	to->n_iftype_data = 1;
	return 0;
}

static int band_fill(struct wiphy *wiphy, u32 band,
		     const struct vwlan_band_data *from)
{
	struct ieee80211_supported_band *to = kzalloc(sizeof(*to),
						      GFP_KERNEL);
	int rc;

	BUILD_BUG_ON(29 != sizeof(struct ieee80211_he_cap_elem) +
			   sizeof(struct ieee80211_he_mcs_nss_supp));
	BUILD_BUG_ON(IEEE80211_HE_PPE_THRES_MAX_LEN < 54 - 29);
	if (!to)
		return -ENOMEM;
	to->band = band;
	wiphy->bands[band] = to;
	ht_fill(&to->ht_cap, from);
	vht_fill(&to->vht_cap, from);
	rc = channels_fill(to, from);
	if (rc == 0)
		rc = rates_fill(to, from);
	if (rc == 0)
		rc = he_fill(to, from);
	return rc;
}

static void features_fill(struct wiphy *wiphy,
			  const struct vwlan_phy_data *data)
{
	static const struct {
		u32 from, feature;
	} features[] = {
		{ VWLAN_PHY_SAE, NL80211_FEATURE_SAE },
		{ VWLAN_PHY_RANDOM_SCAN, NL80211_FEATURE_SCAN_RANDOM_MAC_ADDR },
		{ VWLAN_PHY_LOW_PRIORITY, NL80211_FEATURE_LOW_PRIORITY_SCAN },
		{ VWLAN_PHY_TX_POWER, NL80211_FEATURE_VIF_TXPOWER },
		{ VWLAN_PHY_DS_PARAM,
		  NL80211_FEATURE_DS_PARAM_SET_IE_IN_PROBES },
		{ VWLAN_PHY_QUIET, NL80211_FEATURE_QUIET },
	};
	u32 i;

	/* Its results are cfg80211's own to forget. */
	wiphy->features = NL80211_FEATURE_SCAN_FLUSH;
	for (i = 0; i < ARRAY_SIZE(features); i++)
		if (vwlan_phy_can(data, features[i].from))
			wiphy->features |= features[i].feature;
}

static void extensions_fill(struct wiphy *wiphy,
			    const struct vwlan_phy_data *data)
{
	static const struct {
		u32 from, extension;
	} extensions[] = {
		{ VWLAN_PHY_EAPOL,
		  NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211 },
		{ VWLAN_PHY_EAPOL,
		  NL80211_EXT_FEATURE_CONTROL_PORT_NO_PREAUTH },
		{ VWLAN_PHY_EAPOL,
		  NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS },
		{ VWLAN_PHY_REPLACE_PTK0,
		  NL80211_EXT_FEATURE_CAN_REPLACE_PTK0 },
		{ VWLAN_PHY_RRM, NL80211_EXT_FEATURE_RRM },
		{ VWLAN_PHY_CQM_LIST, NL80211_EXT_FEATURE_CQM_RSSI_LIST },
		{ VWLAN_PHY_SCAN_DWELL, NL80211_EXT_FEATURE_SET_SCAN_DWELL },
		{ VWLAN_PHY_BEACON_PROTECTION,
		  NL80211_EXT_FEATURE_BEACON_PROTECTION_CLIENT },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(extensions); i++)
		if (vwlan_phy_can(data, extensions[i].from))
			wiphy_ext_feature_set(wiphy, extensions[i].extension);
}

static void limits_fill(struct wiphy *wiphy,
			const struct vwlan_phy_data *data)
{
	const struct vwlan_phy *phy = &data->phy;

	wiphy->max_scan_ssids = clamp_t(u32, phy->scan_ssids, 1,
					VWLAN_SCAN_SSIDS);
	wiphy->max_scan_ie_len = min_t(u32, le16_to_cpu(phy->scan_ie_max),
				       VWLAN_SENT_IE_MAX);
	wiphy->available_antennas_tx = phy->antennas_tx;
	wiphy->available_antennas_rx = phy->antennas_rx;
	wiphy->retry_short = phy->retry_short ? phy->retry_short : 7;
	wiphy->retry_long = phy->retry_long ? phy->retry_long : 4;
	wiphy->frag_threshold = le32_to_cpu(phy->fragment);
	wiphy->rts_threshold = le32_to_cpu(phy->rts);
	wiphy->cipher_suites = data->ciphers;
	wiphy->n_cipher_suites = data->cipher_count;
	if (vwlan_phy_can(data, VWLAN_PHY_OFFCHANNEL)) {
		wiphy->flags |= WIPHY_FLAG_HAS_REMAIN_ON_CHANNEL |
				WIPHY_FLAG_OFFCHAN_TX;
		wiphy->max_remain_on_channel_duration =
			le16_to_cpu(phy->remain_max);
	}
}

/* Action frames, which a supplicant in the guest may send and get. */
static const struct ieee80211_txrx_stypes
frame_types[NUM_NL80211_IFTYPES] = {
	[NL80211_IFTYPE_STATION] = {
		.tx = BIT(IEEE80211_STYPE_ACTION >> 4),
		.rx = BIT(IEEE80211_STYPE_ACTION >> 4),
	},
};

int vwlan_phy_fill(struct wiphy *wiphy, const struct vwlan_phy_data *data)
{
	u32 band;
	int rc;

	for (band = 0; band < VWLAN_BANDS; band++) {
		if (data->bands[band].channel_count == 0)
			continue;
		rc = band_fill(wiphy, band, &data->bands[band]);
		if (rc)
			return rc;
	}
	wiphy->interface_modes = BIT(NL80211_IFTYPE_STATION);
	wiphy->signal_type = CFG80211_SIGNAL_TYPE_MBM;
	wiphy->flags |= WIPHY_FLAG_NETNS_OK;
	wiphy->regulatory_flags |= REGULATORY_WIPHY_SELF_MANAGED;
	wiphy->mgmt_stypes = frame_types;
	features_fill(wiphy, data);
	extensions_fill(wiphy, data);
	limits_fill(wiphy, data);
	return 0;
}

void vwlan_phy_free(struct wiphy *wiphy)
{
	struct ieee80211_supported_band *b;
	u32 band;

	for (band = 0; band < VWLAN_BANDS; band++) {
		b = wiphy->bands[band];
		if (!b)
			continue;
		kfree(b->channels);
		kfree(b->bitrates);
		kfree((void *)b->iftype_data);
		kfree(b);
		wiphy->bands[band] = NULL;
	}
}

/* ------------------------------------------------------------------ */
/* Rules of the place                                                  */

static u32 rule_flags(u16 flags)
{
	u32 to = NL80211_RRF_AUTO_BW;

	if (flags & VWLAN_CHANNEL_NO_IR)
		to |= NL80211_RRF_NO_IR;
	if (flags & VWLAN_CHANNEL_RADAR)
		to |= NL80211_RRF_DFS;
	if (flags & VWLAN_CHANNEL_INDOOR_ONLY)
		to |= NL80211_RRF_NO_OUTDOOR;
	if (flags & VWLAN_CHANNEL_NO_HE)
		to |= NL80211_RRF_NO_HE;
	return to;
}

/* The widest channel that fits; no rule may be narrower than it says. */
static u32 rule_width(u32 start, u32 end)
{
	u32 width = 20;

	while (width < 160 && 2 * width <= end - start)
		width *= 2;
	return MHZ_TO_KHZ(width);
}

static bool rule_extend(struct ieee80211_reg_rule *rule, u32 start, u32 end,
			u32 flags, u32 power)
{
	u32 before = KHZ_TO_MHZ(rule->freq_range.start_freq_khz);

	if (rule->flags != flags || rule->power_rule.max_eirp != power ||
	    MHZ_TO_KHZ(start) > rule->freq_range.end_freq_khz ||
	    start <= before)
		return false;
	rule->freq_range.end_freq_khz = MHZ_TO_KHZ(end);
	rule->freq_range.max_bandwidth_khz = rule_width(before, end);
	return true;
}

/* Channels side by side, with the same rules, are one range. */
static void rule_add(struct ieee80211_regdomain *domain,
		     const struct vwlan_channel *channel)
{
	u32 start = le16_to_cpu(channel->frequency) - HALF_CHANNEL;
	u32 end = start + 2 * HALF_CHANNEL;
	u32 flags = rule_flags(le16_to_cpu(channel->flags));
	u32 power = le16_to_cpu(channel->max_power);
	struct ieee80211_reg_rule *rule;

	if (domain->n_reg_rules > 0 &&
	    rule_extend(&domain->reg_rules[domain->n_reg_rules - 1], start,
			end, flags, power))
		return;
	if (domain->n_reg_rules == RULES_MAX)
		return;
	rule = &domain->reg_rules[domain->n_reg_rules++];
	rule->freq_range.start_freq_khz = MHZ_TO_KHZ(start);
	rule->freq_range.end_freq_khz = MHZ_TO_KHZ(end);
	rule->freq_range.max_bandwidth_khz = MHZ_TO_KHZ(20);
	rule->power_rule.max_eirp = power;
	rule->flags = flags;
}

int vwlan_phy_rules(struct wiphy *wiphy, const struct vwlan_phy_data *data)
{
	const struct vwlan_channel *channel;
	struct ieee80211_regdomain *domain;
	u32 band, i;
	int rc;

	domain = kzalloc(struct_size(domain, reg_rules, RULES_MAX),
			 GFP_KERNEL);
	if (!domain)
		return -ENOMEM;
	/* "99": made by a driver for the place where it happens to be. */
	memcpy(domain->alpha2, "99", 2);
	for (band = 0; band < VWLAN_BANDS; band++) {
		for (i = 0; i < data->bands[band].channel_count; i++) {
			channel = &data->bands[band].channels[i];
			if (!(channel->flags &
			      cpu_to_le16(VWLAN_CHANNEL_DISABLED)))
				rule_add(domain, channel);
		}
	}
	/* cfg80211 takes it for a bug if there is nothing to tell of. */
	rc = domain->n_reg_rules > 0 ?
		regulatory_set_wiphy_regd(wiphy, domain) : -EPROTO;
	kfree(domain);
	return rc;
}

static const struct vwlan_channel *
channel_find(const struct vwlan_band_data *b, u32 frequency)
{
	u32 i;

	for (i = 0; i < b->channel_count; i++)
		if (le16_to_cpu(b->channels[i].frequency) == frequency)
			return &b->channels[i];
	return NULL;
}

void vwlan_phy_update(struct wiphy *wiphy, const struct vwlan_phy_data *data)
{
	struct ieee80211_supported_band *b;
	const struct vwlan_channel *from;
	u32 band;
	int i;

	for (band = 0; band < VWLAN_BANDS; band++) {
		b = wiphy->bands[band];
		for (i = 0; b && i < b->n_channels; i++) {
			from = channel_find(&data->bands[band],
					    b->channels[i].center_freq);
			b->channels[i].orig_flags = from ?
				channel_flags(le16_to_cpu(from->flags)) :
				IEEE80211_CHAN_DISABLED;
			b->channels[i].flags = b->channels[i].orig_flags;
		}
	}
	vwlan_phy_rules(wiphy, data);
}
