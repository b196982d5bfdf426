// SPDX-License-Identifier: GPL-2.0-or-later
#include "tlv_shape.h"

static const struct tlv_shape shapes[VWLAN_TLV_COUNT] = {
	[VWLAN_TLV_MAC] = { 6, 6, 1 },
	[VWLAN_TLV_SSID] = { 0, 32, 1 },
	[VWLAN_TLV_BSSID] = { 6, 6, 1 },
	[VWLAN_TLV_PASSPHRASE] = { 8, 63, 1 },
	[VWLAN_TLV_PHY] = { 24, 24, 1 },
	[VWLAN_TLV_CIPHERS] = { 0, 64, 4 },
	[VWLAN_TLV_CHANNELS] = { 0, 512, 8 },
	[VWLAN_TLV_RATES] = { 0, 64, 2 },
	[VWLAN_TLV_HT_CAPABILITY] = { 19, 19, 1 },
	[VWLAN_TLV_VHT_CAPABILITY] = { 12, 12, 1 },
	[VWLAN_TLV_HE_CAPABILITY] = { 29, 54, 1 },
	[VWLAN_TLV_IE] = { 0, 2048, 1 },
	[VWLAN_TLV_FREQUENCIES] = { 2, 256, 2 },
	[VWLAN_TLV_MAC_MASK] = { 6, 6, 1 },
	[VWLAN_TLV_AUTH_DATA] = { 4, 1024, 1 },
	[VWLAN_TLV_ASSOCIATION] = { 20, 20, 1 },
	[VWLAN_TLV_PREVIOUS_BSSID] = { 6, 6, 1 },
	[VWLAN_TLV_HT_OVERRIDE] = { 52, 52, 1 },
	[VWLAN_TLV_VHT_OVERRIDE] = { 24, 24, 1 },
	[VWLAN_TLV_KEY] = { 5, 32, 1 },
	[VWLAN_TLV_KEY_SEQUENCE] = { 6, 16, 1 },
	[VWLAN_TLV_FRAME] = { 1, 2304, 1 },
	[VWLAN_TLV_REQUEST_IE] = { 0, 1024, 1 },
	[VWLAN_TLV_TSF] = { 8, 8, 1 },
	[VWLAN_TLV_BEACON_IE] = { 0, 2048, 1 },
	[VWLAN_TLV_THRESHOLDS] = { 0, 32, 4 },
	[VWLAN_TLV_PHY_SETTINGS] = { 12, 12, 1 },
	[VWLAN_TLV_CHANNEL] = { 16, 16, 1 },
	[VWLAN_TLV_STATION] = { 72, 72, 1 },
	[VWLAN_TLV_BITRATE_MASKS] = { 52, 208, 52 },
	[VWLAN_TLV_QOS_MAP] = { 16, 58, 2 },
};

/* Those that aren't listed are numbers. */
struct tlv_shape tlv_shape_of(unsigned int type)
{
	static const struct tlv_shape number = { 4, 4, 4 };

	return shapes[type].each ? shapes[type] : number;
}
