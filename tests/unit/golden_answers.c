// SPDX-License-Identifier: GPL-2.0-or-later
/* Golden bytes: responses of native mode. */
#include "golden.h"


static const uint8_t ht[] = {
	0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a,
	0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13,
};

static const uint8_t vht[] = {
	0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a,
	0x0b, 0x0c,
};

static const uint8_t he[] = {
	0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a,
	0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14,
	0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d,
};

static const struct vwlan_phy phy[] = { {
	.features = VWLAN_PHY_SAE | VWLAN_PHY_RANDOM_SCAN | VWLAN_PHY_CQM |
		    VWLAN_PHY_CQM_LIST | VWLAN_PHY_POWER_SAVE |
		    VWLAN_PHY_EAPOL,
	.scan_ie_max = 0x0203,
	.remain_max = 5000,
	.scan_ssids = 4,
	.bands = 0x0b,
	.antennas_tx = 3,
	.antennas_rx = 1,
	.retry_short = 7,
	.retry_long = 4,
	.fragment = 0xffffffff,
	.rts = 2347,
} };

static const __le32 ciphers[] = { 0x000fac04, 0x000fac02, 0x000fac06 };

static const struct vwlan_channel channels[] = {
	{ .frequency = 5180,
	  .flags = VWLAN_CHANNEL_NO_HT40_MINUS | VWLAN_CHANNEL_INDOOR_ONLY,
	  .max_power = 2300 },
	{ .frequency = 5260,
	  .flags = VWLAN_CHANNEL_NO_IR | VWLAN_CHANNEL_RADAR,
	  .max_power = 2000 },
};

static const __le16 rates[] = { 10, 20 | VWLAN_RATE_SHORT, 60, 540 };

static const struct vwlan_channel_definition channel[] = { {
	.frequency = 5180,
	.width = 3,
	.center1 = 5210,
} };

static const struct vwlan_station station[] = { {
	.rx_bytes = 0x0102030405060708,
	.tx_bytes = 0x1112131415161718,
	.rx_packets = 1001,
	.tx_packets = 1002,
	.tx_retries = 1003,
	.tx_failed = 1004,
	.beacon_loss = 5,
	.connected_time = 3600,
	.inactive_time = 20,
	.signal = -50,
	.signal_average = -52,
	.beacon_signal_average = -55,
	.dtim_period = 2,
	.beacon_interval = 100,
	.tx_rate = { .value = 9, .kind = VWLAN_BITRATE_VHT, .nss = 2,
		     .width = 80, .guard = 1 },
	.rx_rate = { .value = 540, .kind = VWLAN_BITRATE_LEGACY,
		     .width = 20 },
} };

const struct golden golden_answers[] = {
	{ "get_phy_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_GET_PHY,
	  { BYTES(PHY, phy), BYTES(CIPHERS, ciphers) },
	  "02000600 02010403 3c000605 0a090807"
	  "13001800 6321000003028813040b030107040000ffffffff2b090000"
	  "14000c00 04ac0f0002ac0f0006ac0f00" },
	{ "get_band_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_GET_BAND,
	  { BYTES(CHANNELS, channels), BYTES(RATES, rates),
	    BYTES(HT_CAPABILITY, ht), BYTES(VHT_CAPABILITY, vht),
	    BYTES(HE_CAPABILITY, he) },
	  "02000700 02010403 7c000605 0a090807"
	  "16001000 3c140801fc0800008c140600d0070000"
	  "17000800 0a0014803c001c02"
	  "18001300 0102030405060708090a0b0c0d0e0f1011121300"
	  "19000c00 0102030405060708090a0b0c"
	  "1a001d00 0102030405060708090a0b0c0d0e0f101112131415161718"
	  "191a1b1c1d000000" },
	{ "get_band_refused", VWLAN_RESPONSE, VWLAN_NOT_FOUND,
	  VWLAN_CMD_GET_BAND,
	  { NOTHING },
	  "02070700 02010403 10000605 0a090807" },
	{ "up_refused", VWLAN_RESPONSE, VWLAN_SLOT, VWLAN_CMD_UP,
	  { NOTHING },
	  "02090800 02010403 10000605 0a090807" },
	{ "down_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_DOWN,
	  { NOTHING },
	  "02000900 02010403 10000605 0a090807" },
	{ "set_mac_refused", VWLAN_RESPONSE, VWLAN_BUSY, VWLAN_CMD_SET_MAC,
	  { NOTHING },
	  "02040a00 02010403 10000605 0a090807" },
	{ "abort_scan_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_ABORT_SCAN,
	  { NOTHING },
	  "02000b00 02010403 10000605 0a090807" },
	{ "authenticate_refused", VWLAN_RESPONSE, VWLAN_CHANNEL,
	  VWLAN_CMD_AUTHENTICATE,
	  { NOTHING },
	  "02080c00 02010403 10000605 0a090807" },
	{ "associate_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_ASSOCIATE,
	  { NOTHING },
	  "02000d00 02010403 10000605 0a090807" },
	{ "deauthenticate_refused", VWLAN_RESPONSE, VWLAN_NOT_CONNECTED,
	  VWLAN_CMD_DEAUTHENTICATE,
	  { NOTHING },
	  "02100e00 02010403 10000605 0a090807" },
	{ "disassociate_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_DISASSOCIATE,
	  { NOTHING },
	  "02000f00 02010403 10000605 0a090807" },
	{ "add_key_refused", VWLAN_RESPONSE, VWLAN_BAD_VALUE, VWLAN_CMD_ADD_KEY,
	  { NOTHING },
	  "02031000 02010403 10000605 0a090807" },
	{ "delete_key_refused", VWLAN_RESPONSE, VWLAN_NOT_FOUND,
	  VWLAN_CMD_DELETE_KEY,
	  { NOTHING },
	  "02071100 02010403 10000605 0a090807" },
	{ "default_key_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_DEFAULT_KEY,
	  { NOTHING },
	  "02001200 02010403 10000605 0a090807" },
	{ "authorize_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_AUTHORIZE,
	  { NOTHING },
	  "02001300 02010403 10000605 0a090807" },
	{ "send_eapol_refused", VWLAN_RESPONSE, VWLAN_RATE,
	  VWLAN_CMD_SEND_EAPOL,
	  { NOTHING },
	  "02051400 02010403 10000605 0a090807" },
	{ "send_frame_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_SEND_FRAME,
	  { NOTHING },
	  "02001500 02010403 10000605 0a090807" },
	{ "cancel_frame_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_CANCEL_FRAME,
	  { NOTHING },
	  "02001600 02010403 10000605 0a090807" },
	{ "remain_refused", VWLAN_RESPONSE, VWLAN_IS_CONNECTED,
	  VWLAN_CMD_REMAIN,
	  { NOTHING },
	  "02111700 02010403 10000605 0a090807" },
	{ "cancel_remain_done", VWLAN_RESPONSE, VWLAN_OK,
	  VWLAN_CMD_CANCEL_REMAIN,
	  { NOTHING },
	  "02001800 02010403 10000605 0a090807" },
	{ "get_station_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_GET_STATION,
	  { BYTES(STATION, station) },
	  "02001900 02010403 5c000605 0a090807"
	  "41004800 08070605040302011817161514131211e9030000ea030000"
	  "eb030000ec03000005000000100e000014000000ceccc90264000000"
	  "0000000009000202500100001c02000014000000" },
	{ "power_save_refused", VWLAN_RESPONSE, VWLAN_UNSUPPORTED,
	  VWLAN_CMD_POWER_SAVE,
	  { NOTHING },
	  "02021a00 02010403 10000605 0a090807" },
	{ "set_cqm_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_SET_CQM,
	  { NOTHING },
	  "02001b00 02010403 10000605 0a090807" },
	{ "set_tx_power_refused", VWLAN_RESPONSE, VWLAN_POLICY,
	  VWLAN_CMD_SET_TX_POWER,
	  { NOTHING },
	  "02061c00 02010403 10000605 0a090807" },
	{ "get_tx_power_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_GET_TX_POWER,
	  { NUMBER(TX_POWER, 2000) },
	  "02001d00 02010403 18000605 0a090807"
	  "3b000400 d0070000" },
	{ "set_phy_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_SET_PHY,
	  { NOTHING },
	  "02001e00 02010403 10000605 0a090807" },
	{ "get_channel_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_GET_CHANNEL,
	  { BYTES(CHANNEL, channel) },
	  "02001f00 02010403 24000605 0a090807"
	  "3e001000 3c140000030000005a14000000000000" },
	{ "set_bitrates_refused", VWLAN_RESPONSE, VWLAN_BAD_VALUE,
	  VWLAN_CMD_SET_BITRATES,
	  { NOTHING },
	  "02032000 02010403 10000605 0a090807" },
	{ "set_qos_map_done", VWLAN_RESPONSE, VWLAN_OK, VWLAN_CMD_SET_QOS_MAP,
	  { NOTHING },
	  "02002100 02010403 10000605 0a090807" },
	{ .name = NULL }
};
