// SPDX-License-Identifier: GPL-2.0-or-later
#include <endian.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <stdio.h>
#include <string.h>

#include "policy.h"
#include "relay_attribute.h"
#include "relay_phy.h"

#define HT_MCS_LENGTH 16u
#define VHT_MCS_LENGTH 8u
#define HE_MAC_LENGTH 6u
#define HE_PHY_LENGTH 11u
#define HE_MCS_LENGTH 12u
#define HE_FIXED (HE_MAC_LENGTH + HE_PHY_LENGTH + HE_MCS_LENGTH)
#define NONE 0xffffffffu	/* of a threshold */
#define CIPHER_WEP40 0x000fac01u	/* IEEE 802.11-2020, table 9-149 */
#define CIPHER_WEP104 0x000fac05u

void relay_phy_begin(struct relay_phy *phy)
{
	memset(phy, 0, sizeof(*phy));
	phy->fragment = NONE;
	phy->rts = NONE;
	phy->retry_short = 7;
	phy->retry_long = 4;
}

/* ------------------------------------------------------------------ */
/* Bands                                                               */

static uint16_t channel_flags(struct nlattr **f)
{
	static const struct {
		uint16_t attribute, flag;
	} flags[] = {
		{ NL80211_FREQUENCY_ATTR_DISABLED, VWLAN_CHANNEL_DISABLED },
		{ NL80211_FREQUENCY_ATTR_NO_IR, VWLAN_CHANNEL_NO_IR },
		{ NL80211_FREQUENCY_ATTR_RADAR, VWLAN_CHANNEL_RADAR },
		{ NL80211_FREQUENCY_ATTR_NO_HT40_MINUS,
		  VWLAN_CHANNEL_NO_HT40_MINUS },
		{ NL80211_FREQUENCY_ATTR_NO_HT40_PLUS,
		  VWLAN_CHANNEL_NO_HT40_PLUS },
		{ NL80211_FREQUENCY_ATTR_NO_80MHZ, VWLAN_CHANNEL_NO_80MHZ },
		{ NL80211_FREQUENCY_ATTR_NO_160MHZ,
		  VWLAN_CHANNEL_NO_160MHZ },
		{ NL80211_FREQUENCY_ATTR_NO_HE, VWLAN_CHANNEL_NO_HE },
		{ NL80211_FREQUENCY_ATTR_INDOOR_ONLY,
		  VWLAN_CHANNEL_INDOOR_ONLY },
	};
	uint16_t mask = 0;
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (f[flags[i].attribute])
			mask |= flags[i].flag;
	return mask;
}

static void channel_read(struct relay_band *band, struct nlattr *nested)
{
	struct nlattr *f[NL80211_FREQUENCY_ATTR_MAX + 1];
	struct relay_channel *channel = &band->channel[band->channels];
	uint32_t frequency, power = 0;

	attribute_nested(nested, NL80211_FREQUENCY_ATTR_MAX, f);
	/* What doesn't fit into 16 bits is beyond 65 GHz. */
	if (band->channels == VWLAN_CHANNELS_MAX ||
	    !attribute_u32(f[NL80211_FREQUENCY_ATTR_FREQ], &frequency) ||
	    frequency == 0 || frequency > UINT16_MAX)
		return;
	attribute_u32(f[NL80211_FREQUENCY_ATTR_MAX_TX_POWER], &power);
	channel->frequency = frequency;
	channel->flags = channel_flags(f);
	channel->max_power = power > UINT16_MAX ? UINT16_MAX : power;
	band->channels++;
}

static void rate_read(struct relay_band *band, struct nlattr *nested)
{
	struct nlattr *r[NL80211_BITRATE_ATTR_MAX + 1];
	uint32_t rate;

	attribute_nested(nested, NL80211_BITRATE_ATTR_MAX, r);
	if (band->rates == VWLAN_RATES_MAX ||
	    !attribute_u32(r[NL80211_BITRATE_ATTR_RATE], &rate) ||
	    rate == 0 || rate >= VWLAN_RATE_SHORT)
		return;
	if (r[NL80211_BITRATE_ATTR_2GHZ_SHORTPREAMBLE])
		rate |= VWLAN_RATE_SHORT;
	band->rate[band->rates++] = rate;
}

static void ht_read(struct relay_band *band, struct nlattr **b)
{
	const struct nlattr *mcs = b[NL80211_BAND_ATTR_HT_MCS_SET];
	uint8_t factor = 0, density = 0;
	uint16_t capability;

	if (!attribute_u16(b[NL80211_BAND_ATTR_HT_CAPA], &capability) ||
	    !attribute_holds(mcs, HT_MCS_LENGTH))
		return;
	attribute_u8(b[NL80211_BAND_ATTR_HT_AMPDU_FACTOR], &factor);
	attribute_u8(b[NL80211_BAND_ATTR_HT_AMPDU_DENSITY], &density);
	band->ht = true;
	band->ht_body[0] = capability & 0xff;
	band->ht_body[1] = capability >> 8;
	band->ht_body[2] = (factor & 3) | (density & 7) << 2;
	memcpy(band->ht_body + 3, nla_data(mcs), HT_MCS_LENGTH);
}

static void vht_read(struct relay_band *band, struct nlattr **b)
{
	const struct nlattr *mcs = b[NL80211_BAND_ATTR_VHT_MCS_SET];
	uint32_t capability;

	if (!attribute_u32(b[NL80211_BAND_ATTR_VHT_CAPA], &capability) ||
	    !attribute_holds(mcs, VHT_MCS_LENGTH))
		return;
	band->vht = true;
	capability = htole32(capability);
	memcpy(band->vht_body, &capability, sizeof(capability));
	memcpy(band->vht_body + 4, nla_data(mcs), VHT_MCS_LENGTH);
}

static void he_fill(struct relay_band *band, struct nlattr **d)
{
	const struct nlattr *mcs = d[NL80211_BAND_IFTYPE_ATTR_HE_CAP_MCS_SET];
	const struct nlattr *ppe = d[NL80211_BAND_IFTYPE_ATTR_HE_CAP_PPE];
	size_t length = attribute_holds(mcs, 0) ? nla_len(mcs) : 0;
	uint8_t *to = band->he_body;

	memset(to, 0, sizeof(band->he_body));
	memcpy(to, nla_data(d[NL80211_BAND_IFTYPE_ATTR_HE_CAP_MAC]),
	       HE_MAC_LENGTH);
	memcpy(to + HE_MAC_LENGTH,
	       nla_data(d[NL80211_BAND_IFTYPE_ATTR_HE_CAP_PHY]),
	       HE_PHY_LENGTH);
	memcpy(to + HE_MAC_LENGTH + HE_PHY_LENGTH, nla_data(mcs),
	       length < HE_MCS_LENGTH ? length : HE_MCS_LENGTH);
	band->he_length = HE_FIXED;
	length = ppe ? nla_len(ppe) : 0;
	if (length > RELAY_HE_MAX - HE_FIXED)
		length = RELAY_HE_MAX - HE_FIXED;
	if (length > 0)
		memcpy(to + HE_FIXED, nla_data(ppe), length);
	band->he_length += length;
}

/* HE capabilities are said for each type of interface. */
static void he_read(struct relay_band *band, struct nlattr *nested)
{
	struct nlattr *d[NL80211_BAND_IFTYPE_ATTR_MAX + 1];
	struct nlattr *types[NUM_NL80211_IFTYPES];

	attribute_nested(nested, NL80211_BAND_IFTYPE_ATTR_MAX, d);
	attribute_nested(d[NL80211_BAND_IFTYPE_ATTR_IFTYPES],
			 NUM_NL80211_IFTYPES - 1, types);
	if (types[NL80211_IFTYPE_STATION] &&
	    attribute_holds(d[NL80211_BAND_IFTYPE_ATTR_HE_CAP_MAC],
			    HE_MAC_LENGTH) &&
	    attribute_holds(d[NL80211_BAND_IFTYPE_ATTR_HE_CAP_PHY],
			    HE_PHY_LENGTH) &&
	    attribute_holds(d[NL80211_BAND_IFTYPE_ATTR_HE_CAP_MCS_SET], 4))
		he_fill(band, d);
}

static void each_nested(struct nlattr *nested, struct relay_band *band,
			void (*read)(struct relay_band *band,
				     struct nlattr *item))
{
	struct nlattr *item;
	int left;

	if (!nested)
		return;
	nla_for_each_nested(item, nested, left)
		read(band, item);
}

/* A band comes in parts as well: its channels, one by one. */
static void band_read(struct relay_phy *phy, struct nlattr *nested)
{
	struct nlattr *b[NL80211_BAND_ATTR_MAX + 1];
	struct relay_band *band;

	if (nla_type(nested) >= (int)VWLAN_BANDS)
		return;
	band = &phy->band[nla_type(nested)];
	attribute_nested(nested, NL80211_BAND_ATTR_MAX, b);
	each_nested(b[NL80211_BAND_ATTR_FREQS], band, channel_read);
	each_nested(b[NL80211_BAND_ATTR_RATES], band, rate_read);
	ht_read(band, b);
	vht_read(band, b);
	each_nested(b[NL80211_BAND_ATTR_IFTYPE_DATA], band, he_read);
}

/* ------------------------------------------------------------------ */
/* The rest                                                            */

static void commands_read(struct relay_phy *phy, struct nlattr *nested)
{
	struct nlattr *item;
	uint32_t command;
	int left;

	nla_for_each_nested(item, nested, left) {
		if (!attribute_u32(item, &command))
			continue;
		if (command == NL80211_CMD_AUTHENTICATE)
			phy->authenticate = true;
		else if (command == NL80211_CMD_ASSOCIATE)
			phy->associate = true;
		else if (command == NL80211_CMD_CONNECT)
			phy->connect = true;
		else if (command == NL80211_CMD_REMAIN_ON_CHANNEL)
			phy->remain = true;
		else if (command == NL80211_CMD_SET_TX_BITRATE_MASK)
			phy->features |= VWLAN_PHY_BITRATES;
		else if (command == NL80211_CMD_SET_QOS_MAP)
			phy->features |= VWLAN_PHY_QOS_MAP;
	}
}

static void features_read(struct relay_phy *phy, uint32_t mask)
{
	static const struct {
		uint32_t bit, feature;
	} features[] = {
		{ NL80211_FEATURE_SAE, VWLAN_PHY_SAE },
		{ NL80211_FEATURE_SCAN_RANDOM_MAC_ADDR,
		  VWLAN_PHY_RANDOM_SCAN },
		{ NL80211_FEATURE_VIF_TXPOWER, VWLAN_PHY_TX_POWER },
		{ NL80211_FEATURE_LOW_PRIORITY_SCAN, VWLAN_PHY_LOW_PRIORITY },
		{ NL80211_FEATURE_DS_PARAM_SET_IE_IN_PROBES,
		  VWLAN_PHY_DS_PARAM },
		{ NL80211_FEATURE_QUIET, VWLAN_PHY_QUIET },
	};
	size_t i;

	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		if (mask & features[i].bit)
			phy->features |= features[i].feature;
}

static bool extended(const struct nlattr *bits, unsigned int feature)
{
	const uint8_t *bytes = nla_data(bits);

	return attribute_holds(bits, feature / 8 + 1) &&
	       bytes[feature / 8] & 1u << feature % 8;
}

static void extended_read(struct relay_phy *phy, const struct nlattr *bits)
{
	static const struct {
		unsigned int bit;
		uint32_t feature;
	} features[] = {
		{ NL80211_EXT_FEATURE_CAN_REPLACE_PTK0,
		  VWLAN_PHY_REPLACE_PTK0 },
		{ NL80211_EXT_FEATURE_EXT_KEY_ID, VWLAN_PHY_EXT_KEY_ID },
		{ NL80211_EXT_FEATURE_RRM, VWLAN_PHY_RRM },
		{ NL80211_EXT_FEATURE_CQM_RSSI_LIST, VWLAN_PHY_CQM_LIST },
		{ NL80211_EXT_FEATURE_SET_SCAN_DWELL, VWLAN_PHY_SCAN_DWELL },
		{ NL80211_EXT_FEATURE_BEACON_PROTECTION,
		  VWLAN_PHY_BEACON_PROTECTION },
		{ NL80211_EXT_FEATURE_BEACON_PROTECTION_CLIENT,
		  VWLAN_PHY_BEACON_PROTECTION },
	};
	size_t i;

	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		if (extended(bits, features[i].bit))
			phy->features |= features[i].feature;
	phy->eapol |= extended(
		bits, NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211);
	phy->eapol_status |= extended(
		bits, NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS);
}

static void ciphers_read(struct relay_phy *phy, const struct nlattr *list)
{
	size_t i, count = nla_len(list) / sizeof(phy->cipher[0]);

	phy->ciphers = count < VWLAN_CIPHERS_MAX ? count : VWLAN_CIPHERS_MAX;
	for (i = 0; i < phy->ciphers; i++)
		memcpy(&phy->cipher[i],
		       (const uint8_t *)nla_data(list) + 4 * i, 4);
}

static void limits_read(struct relay_phy *phy, struct nlattr **a)
{
	uint16_t ie_max;
	uint32_t mask, remain;
	uint8_t ssids;

	if (attribute_u8(a[NL80211_ATTR_MAX_NUM_SCAN_SSIDS], &ssids))
		phy->scan_ssids = ssids < VWLAN_SCAN_SSIDS ?
				  ssids : VWLAN_SCAN_SSIDS;
	if (attribute_u16(a[NL80211_ATTR_MAX_SCAN_IE_LEN], &ie_max))
		phy->scan_ie_max = ie_max < VWLAN_SENT_IE_MAX ?
				   ie_max : VWLAN_SENT_IE_MAX;
	if (attribute_u32(a[NL80211_ATTR_MAX_REMAIN_ON_CHANNEL_DURATION],
			  &remain))
		phy->remain_max = remain < RELAY_REMAIN_MAX ?
				  remain : RELAY_REMAIN_MAX;
	if (attribute_u32(a[NL80211_ATTR_WIPHY_ANTENNA_AVAIL_TX], &mask))
		phy->antennas_tx = mask;
	if (attribute_u32(a[NL80211_ATTR_WIPHY_ANTENNA_AVAIL_RX], &mask))
		phy->antennas_rx = mask;
	attribute_u8(a[NL80211_ATTR_WIPHY_RETRY_SHORT], &phy->retry_short);
	attribute_u8(a[NL80211_ATTR_WIPHY_RETRY_LONG], &phy->retry_long);
	attribute_u32(a[NL80211_ATTR_WIPHY_FRAG_THRESHOLD], &phy->fragment);
	attribute_u32(a[NL80211_ATTR_WIPHY_RTS_THRESHOLD], &phy->rts);
}

static void name_read(struct relay_phy *phy, struct nlattr **a)
{
	if (!attribute_u32(a[NL80211_ATTR_WIPHY], &phy->index))
		return;
	phy->there = true;
	if (a[NL80211_ATTR_WIPHY_NAME])
		snprintf(phy->name, sizeof(phy->name), "%.*s",
			 nla_len(a[NL80211_ATTR_WIPHY_NAME]),
			 (char *)nla_data(a[NL80211_ATTR_WIPHY_NAME]));
}

void relay_phy_read(struct relay_phy *phy, struct nlattr **a)
{
	struct nlattr *bands = a[NL80211_ATTR_WIPHY_BANDS], *item;
	uint32_t mask;
	int left;

	name_read(phy, a);
	limits_read(phy, a);
	if (a[NL80211_ATTR_SUPPORTED_COMMANDS])
		commands_read(phy, a[NL80211_ATTR_SUPPORTED_COMMANDS]);
	if (a[NL80211_ATTR_OFFCHANNEL_TX_OK])
		phy->offchannel = true;
	if (attribute_u32(a[NL80211_ATTR_FEATURE_FLAGS], &mask))
		features_read(phy, mask);
	if (a[NL80211_ATTR_EXT_FEATURES])
		extended_read(phy, a[NL80211_ATTR_EXT_FEATURES]);
	if (a[NL80211_ATTR_CIPHER_SUITES])
		ciphers_read(phy, a[NL80211_ATTR_CIPHER_SUITES]);
	if (a[NL80211_ATTR_INTERFACE_COMBINATIONS])
		relay_phy_combinations(
			phy, a[NL80211_ATTR_INTERFACE_COMBINATIONS]);
	if (bands)
		nla_for_each_nested(item, bands, left)
			band_read(phy, item);
}

/* ------------------------------------------------------------------ */
/* Questions                                                           */

uint32_t relay_phy_features(const struct relay_phy *phy)
{
	/* Power saving is remembered at the least: it never fails (R19). */
	uint32_t features = phy->features | VWLAN_PHY_POWER_SAVE |
			    VWLAN_PHY_CQM;

	if (phy->eapol)
		features |= VWLAN_PHY_EAPOL;
	/* SAE would have to be done by the firmware, with the passphrase. */
	if (phy->connects)
		features = (features & ~VWLAN_PHY_SAE) | VWLAN_PHY_CONNECT;
	if (phy->remain && phy->offchannel && phy->remain_max > 0)
		features |= VWLAN_PHY_OFFCHANNEL;
	return features;
}

void relay_phy_narrow(struct relay_phy *to, const struct relay_phy *from,
		      const struct vwlan_policy *policy)
{
	struct relay_band *band;
	unsigned int i, n;

	/* Padding too: such structures are compared. */
	memcpy(to, from, sizeof(*to));
	to->narrow = policy->bands != 0;
	for (n = 0; n < VWLAN_BANDS && to->narrow; n++) {
		band = &to->band[n];
		for (i = 0; i < band->channels; i++)
			if (!(policy->bands & 1u << n))
				band->channel[i].flags |=
					VWLAN_CHANNEL_DISABLED;
	}
}

void relay_phy_frequencies(const struct relay_phy *phy,
			   const struct vwlan_policy *policy, char *to)
{
	const struct relay_band *band;
	unsigned int i, n;
	size_t used = 0;

	to[0] = '\0';
	for (n = 0; n < VWLAN_BANDS; n++) {
		band = &phy->band[n];
		for (i = 0; i < band->channels; i++) {
			if (!policy_band(policy, band->channel[i].frequency))
				continue;
			used += snprintf(to + used,
					 RELAY_FREQUENCIES_TEXT - used,
					 used > 0 ? " %u" : "%u",
					 band->channel[i].frequency);
			if (used >= RELAY_FREQUENCIES_TEXT) {
				to[0] = '\0';
				return;
			}
		}
	}
}

const struct relay_channel *relay_phy_channel(const struct relay_phy *phy,
					      uint32_t frequency)
{
	const struct relay_band *band;
	unsigned int i, n;

	for (n = 0; n < VWLAN_BANDS; n++) {
		band = &phy->band[n];
		for (i = 0; i < band->channels; i++)
			if (band->channel[i].frequency == frequency)
				return &band->channel[i];
	}
	return NULL;
}

bool relay_phy_usable(const struct relay_phy *phy, uint32_t frequency)
{
	const struct relay_channel *channel;

	channel = relay_phy_channel(phy, frequency);
	return channel && !(channel->flags & VWLAN_CHANNEL_DISABLED);
}

/* With CONNECT, WEP's keys would have to be in it. */
static bool cipher_usable(const struct relay_phy *phy, uint32_t cipher)
{
	return !phy->connects ||
	       (cipher != CIPHER_WEP40 && cipher != CIPHER_WEP104);
}

bool relay_phy_cipher(const struct relay_phy *phy, uint32_t cipher)
{
	unsigned int i;

	if (!cipher_usable(phy, cipher))
		return false;
	for (i = 0; i < phy->ciphers; i++)
		if (phy->cipher[i] == cipher)
			return true;
	return false;
}

/* ------------------------------------------------------------------ */
/* Answers                                                             */

void relay_phy_describe(const struct relay_phy *phy, uint32_t features,
			struct vwlan_control *to)
{
	struct vwlan_phy info = {
		.features = htole32(relay_phy_features(phy) | features),
		.scan_ie_max = htole16(phy->scan_ie_max),
		.remain_max = htole16(phy->remain_max),
		.scan_ssids = phy->scan_ssids,
		.antennas_tx = phy->antennas_tx,
		.antennas_rx = phy->antennas_rx,
		.retry_short = phy->retry_short,
		.retry_long = phy->retry_long,
		.fragment = htole32(phy->fragment),
		.rts = htole32(phy->rts),
	};
	uint32_t ciphers[VWLAN_CIPHERS_MAX];
	unsigned int i, count = 0;

	for (i = 0; i < VWLAN_BANDS; i++)
		if (phy->band[i].channels > 0)
			info.bands |= 1u << i;
	for (i = 0; i < phy->ciphers; i++)
		if (cipher_usable(phy, phy->cipher[i]))
			ciphers[count++] = htole32(phy->cipher[i]);
	vwlan_control_set_bytes(to, VWLAN_TLV_PHY, &info, sizeof(info));
	vwlan_control_set_bytes(to, VWLAN_TLV_CIPHERS, ciphers,
				count * sizeof(ciphers[0]));
}

static void channels_describe(const struct relay_band *band,
			      struct vwlan_control *to)
{
	struct vwlan_channel channels[VWLAN_CHANNELS_MAX] = { 0 };
	uint16_t rates[VWLAN_RATES_MAX];
	unsigned int i;

	for (i = 0; i < band->channels; i++) {
		channels[i].frequency = htole16(band->channel[i].frequency);
		channels[i].flags = htole16(band->channel[i].flags);
		channels[i].max_power = htole16(band->channel[i].max_power);
	}
	for (i = 0; i < band->rates; i++)
		rates[i] = htole16(band->rate[i]);
	vwlan_control_set_bytes(to, VWLAN_TLV_CHANNELS, channels,
				band->channels * sizeof(channels[0]));
	vwlan_control_set_bytes(to, VWLAN_TLV_RATES, rates,
				band->rates * sizeof(rates[0]));
}

int relay_phy_describe_band(const struct relay_phy *phy, uint32_t number,
			    struct vwlan_control *to)
{
	const struct relay_band *band;

	if (number >= VWLAN_BANDS || phy->band[number].channels == 0)
		return -ENOENT;
	band = &phy->band[number];
	channels_describe(band, to);
	if (band->ht)
		vwlan_control_set_bytes(to, VWLAN_TLV_HT_CAPABILITY,
					band->ht_body, sizeof(band->ht_body));
	if (band->vht)
		vwlan_control_set_bytes(to, VWLAN_TLV_VHT_CAPABILITY,
					band->vht_body,
					sizeof(band->vht_body));
	if (band->he_length)
		vwlan_control_set_bytes(to, VWLAN_TLV_HE_CAPABILITY,
					band->he_body, band->he_length);
	return 0;
}
