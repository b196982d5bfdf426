// SPDX-License-Identifier: GPL-2.0-or-later
#include <endian.h>
#include <linux/nl80211.h>
#include <string.h>

#include "relay_answer.h"
#include "relay_attribute.h"

#define ELEMENT_SSID 0u
#define DBM_PER_MBM 100

/* ------------------------------------------------------------------ */
/* Station                                                             */

static uint8_t width_of(struct nlattr **r)
{
	if (r[NL80211_RATE_INFO_160_MHZ_WIDTH])
		return 160;
	if (r[NL80211_RATE_INFO_80_MHZ_WIDTH])
		return 80;
	return r[NL80211_RATE_INFO_40_MHZ_WIDTH] ? 40 : 20;
}

static void streams_read(struct vwlan_bitrate *to, const struct nlattr *nss)
{
	attribute_u8(nss, &to->nss);
	if (to->nss < 1 || to->nss > 8)
		to->nss = 1;
}

static void bitrate_read(struct vwlan_bitrate *to, struct nlattr *nested)
{
	struct nlattr *r[NL80211_RATE_INFO_MAX + 1];
	uint32_t legacy = 0;
	uint16_t rate;
	uint8_t mcs;

	attribute_nested(nested, NL80211_RATE_INFO_MAX, r);
	to->width = width_of(r);
	to->guard = !!r[NL80211_RATE_INFO_SHORT_GI];
	if (attribute_u8(r[NL80211_RATE_INFO_HE_MCS], &mcs)) {
		to->kind = VWLAN_BITRATE_HE;
		to->value = htole16(mcs < 13 ? mcs : 13);
		to->guard = 0;
		attribute_u8(r[NL80211_RATE_INFO_HE_GI], &to->guard);
		to->guard = to->guard > 2 ? 0 : to->guard;
		streams_read(to, r[NL80211_RATE_INFO_HE_NSS]);
	} else if (attribute_u8(r[NL80211_RATE_INFO_VHT_MCS], &mcs)) {
		to->kind = VWLAN_BITRATE_VHT;
		to->value = htole16(mcs < 11 ? mcs : 11);
		streams_read(to, r[NL80211_RATE_INFO_VHT_NSS]);
	} else if (attribute_u8(r[NL80211_RATE_INFO_MCS], &mcs)) {
		to->kind = VWLAN_BITRATE_HT;
		to->value = htole16(mcs < 76 ? mcs : 76);
	} else {
		if (!attribute_u32(r[NL80211_RATE_INFO_BITRATE32], &legacy) &&
		    attribute_u16(r[NL80211_RATE_INFO_BITRATE], &rate))
			legacy = rate;
		to->kind = VWLAN_BITRATE_LEGACY;
		to->value = htole16(legacy < UINT16_MAX ? legacy :
							  UINT16_MAX);
	}
}

static __le32 le32_of(const struct nlattr *attribute)
{
	uint32_t value = 0;

	attribute_u32(attribute, &value);
	return htole32(value);
}

static __le64 bytes_of(struct nlattr **info, int wide, int narrow)
{
	uint64_t value = 0;
	uint32_t low = 0;

	if (attribute_u64(info[wide], &value))
		return htole64(value);
	attribute_u32(info[narrow], &low);
	return htole64(low);
}

static __s8 signal_of(const struct nlattr *attribute)
{
	uint8_t value = 0;

	attribute_u8(attribute, &value);
	return (__s8)value;
}

static void beacons_read(struct vwlan_station *to, struct nlattr *nested)
{
	struct nlattr *b[NL80211_STA_BSS_PARAM_MAX + 1];
	uint16_t interval = 0;

	attribute_nested(nested, NL80211_STA_BSS_PARAM_MAX, b);
	attribute_u8(b[NL80211_STA_BSS_PARAM_DTIM_PERIOD], &to->dtim_period);
	attribute_u16(b[NL80211_STA_BSS_PARAM_BEACON_INTERVAL], &interval);
	to->beacon_interval = htole16(interval);
}

bool relay_answer_station(struct vwlan_control *to, struct nlattr **a)
{
	struct nlattr *i[NL80211_STA_INFO_MAX + 1];
	struct vwlan_station s = { 0 };

	if (!a[NL80211_ATTR_STA_INFO])
		return false;
	attribute_nested(a[NL80211_ATTR_STA_INFO], NL80211_STA_INFO_MAX, i);
	s.rx_bytes = bytes_of(i, NL80211_STA_INFO_RX_BYTES64,
			      NL80211_STA_INFO_RX_BYTES);
	s.tx_bytes = bytes_of(i, NL80211_STA_INFO_TX_BYTES64,
			      NL80211_STA_INFO_TX_BYTES);
	s.rx_packets = le32_of(i[NL80211_STA_INFO_RX_PACKETS]);
	s.tx_packets = le32_of(i[NL80211_STA_INFO_TX_PACKETS]);
	s.tx_retries = le32_of(i[NL80211_STA_INFO_TX_RETRIES]);
	s.tx_failed = le32_of(i[NL80211_STA_INFO_TX_FAILED]);
	s.beacon_loss = le32_of(i[NL80211_STA_INFO_BEACON_LOSS]);
	s.connected_time = le32_of(i[NL80211_STA_INFO_CONNECTED_TIME]);
	s.inactive_time = le32_of(i[NL80211_STA_INFO_INACTIVE_TIME]);
	s.signal = signal_of(i[NL80211_STA_INFO_SIGNAL]);
	s.signal_average = signal_of(i[NL80211_STA_INFO_SIGNAL_AVG]);
	s.beacon_signal_average =
		signal_of(i[NL80211_STA_INFO_BEACON_SIGNAL_AVG]);
	beacons_read(&s, i[NL80211_STA_INFO_BSS_PARAM]);
	bitrate_read(&s.tx_rate, i[NL80211_STA_INFO_TX_BITRATE]);
	bitrate_read(&s.rx_rate, i[NL80211_STA_INFO_RX_BITRATE]);
	return vwlan_control_set_bytes(to, VWLAN_TLV_STATION, &s,
				       sizeof(s)) == 0;
}

/* ------------------------------------------------------------------ */
/* Interface                                                           */

bool relay_answer_tx_power(struct vwlan_control *to, struct nlattr **a)
{
	uint32_t power;

	if (!attribute_u32(a[NL80211_ATTR_WIPHY_TX_POWER_LEVEL], &power))
		return false;
	vwlan_control_set(to, VWLAN_TLV_TX_POWER, power);
	return true;
}

bool relay_answer_channel(struct vwlan_control *to, struct nlattr **a)
{
	struct vwlan_channel_definition channel = { 0 };

	if (!attribute_holds(a[NL80211_ATTR_WIPHY_FREQ], 4))
		return false;
	channel.frequency = le32_of(a[NL80211_ATTR_WIPHY_FREQ]);
	channel.width = le32_of(a[NL80211_ATTR_CHANNEL_WIDTH]);
	channel.center1 = le32_of(a[NL80211_ATTR_CENTER_FREQ1]);
	channel.center2 = le32_of(a[NL80211_ATTR_CENTER_FREQ2]);
	return vwlan_control_set_bytes(to, VWLAN_TLV_CHANNEL, &channel,
				       sizeof(channel)) == 0;
}

/* ------------------------------------------------------------------ */
/* Access points                                                       */

static void elements_read(struct relay_bss *bss, struct nlattr **b)
{
	const struct nlattr *any = b[NL80211_BSS_INFORMATION_ELEMENTS];
	const struct nlattr *beacon = b[NL80211_BSS_BEACON_IES];

	if (any && b[NL80211_BSS_PRESP_DATA]) {
		bss->probe = nla_data(any);
		bss->probe_length = nla_len(any);
	} else if (!beacon) {
		beacon = any;
	}
	if (beacon) {
		bss->beacon = nla_data(beacon);
		bss->beacon_length = nla_len(beacon);
	}
}

static void numbers_read(struct relay_bss *bss, struct nlattr **b)
{
	uint32_t status = 0, signal;
	uint8_t percent;

	if (attribute_u32(b[NL80211_BSS_SIGNAL_MBM], &signal))
		bss->signal = (int32_t)signal / DBM_PER_MBM;
	else if (attribute_u8(b[NL80211_BSS_SIGNAL_UNSPEC], &percent))
		bss->signal = percent / 2 - 100;
	attribute_u16(b[NL80211_BSS_CAPABILITY], &bss->capability);
	attribute_u64(b[NL80211_BSS_TSF], &bss->tsf);
	attribute_u32(b[NL80211_BSS_SEEN_MS_AGO], &bss->age);
	bss->associated = attribute_u32(b[NL80211_BSS_STATUS], &status) &&
			  status == NL80211_BSS_STATUS_ASSOCIATED;
}

bool relay_bss_read(struct relay_bss *bss, struct nlattr **a)
{
	struct nlattr *b[NL80211_BSS_MAX + 1];

	memset(bss, 0, sizeof(*bss));
	attribute_nested(a[NL80211_ATTR_BSS], NL80211_BSS_MAX, b);
	if (!attribute_holds(b[NL80211_BSS_BSSID], VWLAN_MAC_LEN) ||
	    !attribute_u32(b[NL80211_BSS_FREQUENCY], &bss->frequency) ||
	    !attribute_u16(b[NL80211_BSS_BEACON_INTERVAL], &bss->interval) ||
	    bss->interval == 0)
		return false;
	bss->bssid = nla_data(b[NL80211_BSS_BSSID]);
	numbers_read(bss, b);
	elements_read(bss, b);
	return bss->probe || bss->beacon;
}

const uint8_t *relay_bss_ssid(const uint8_t *elements, size_t length,
			      size_t *ssid_length)
{
	size_t at = 0, bytes;

	while (elements && length - at >= 2) {
		bytes = elements[at + 1];
		if (bytes > length - at - 2)
			break;
		if (elements[at] == ELEMENT_SSID && bytes <= VWLAN_SSID_MAX) {
			*ssid_length = bytes;
			return elements + at + 2;
		}
		at += 2 + bytes;
	}
	*ssid_length = 0;
	return NULL;
}

/* A name of no bytes, or of zeros alone, is none. */
static bool named(const uint8_t *elements, size_t length)
{
	const uint8_t *ssid = relay_bss_ssid(elements, length, &length);
	size_t i;

	for (i = 0; ssid && i < length; i++)
		if (ssid[i])
			return true;
	return false;
}

bool relay_bss_hidden(const struct relay_bss *bss)
{
	return bss->beacon && !named(bss->beacon, bss->beacon_length);
}

bool relay_bss_event(struct vwlan_control *to, const struct relay_bss *bss)
{
	uint64_t tsf = htole64(bss->tsf);
	bool elements = false;

	vwlan_control_clear(to);
	to->type = VWLAN_EVENT;
	to->id = VWLAN_EVT_SCAN_RESULT;
	vwlan_control_set_bssid(to, bss->bssid);
	vwlan_control_set(to, VWLAN_TLV_FREQUENCY, bss->frequency);
	vwlan_control_set(to, VWLAN_TLV_SIGNAL, (uint32_t)bss->signal);
	vwlan_control_set(to, VWLAN_TLV_CAPABILITY, bss->capability);
	vwlan_control_set(to, VWLAN_TLV_BEACON_INTERVAL, bss->interval);
	vwlan_control_set(to, VWLAN_TLV_AGE, bss->age);
	vwlan_control_set_bytes(to, VWLAN_TLV_TSF, &tsf, sizeof(tsf));
	if (bss->probe)
		elements = vwlan_control_set_bytes(to, VWLAN_TLV_IE,
						   bss->probe,
						   bss->probe_length) == 0;
	if (bss->beacon && vwlan_control_set_bytes(to, VWLAN_TLV_BEACON_IE,
						   bss->beacon,
						   bss->beacon_length) == 0)
		elements = true;
	return elements;
}
