// SPDX-License-Identifier: GPL-2.0-or-later
/* The description of a radio, in parts, whole and hostile. */
#include <criterion/criterion.h>
#include <string.h>

#include "random.h"
#include "relay_scene.h"

static void put_channel(struct nl_msg *m, int n, uint32_t frequency,
			int flag)
{
	struct nlattr *channel = nla_nest_start(m, n);

	nla_put_u32(m, NL80211_FREQUENCY_ATTR_FREQ, frequency);
	nla_put_u32(m, NL80211_FREQUENCY_ATTR_MAX_TX_POWER, 2000);
	if (flag)
		nla_put_flag(m, flag);
	nla_nest_end(m, channel);
}

/* Channels @from to @to of a band, @n of them already told of. */
static void phy_band(struct relay_phy *phy, int number, uint32_t from,
		     unsigned int count, int flag)
{
	struct air_message m;
	struct nlattr *bands, *band, *list;
	unsigned int i;

	air_message_open(&m);
	nla_put_u32(m.message, NL80211_ATTR_WIPHY, 3);
	nla_put_string(m.message, NL80211_ATTR_WIPHY_NAME, "phy3");
	bands = nla_nest_start(m.message, NL80211_ATTR_WIPHY_BANDS);
	band = nla_nest_start(m.message, number);
	list = nla_nest_start(m.message, NL80211_BAND_ATTR_FREQS);
	for (i = 0; i < count; i++)
		put_channel(m.message, i, from + 5 * i, flag);
	nla_nest_end(m.message, list);
	nla_nest_end(m.message, band);
	nla_nest_end(m.message, bands);
	air_message_parse(&m);
	relay_phy_read(phy, m.attributes);
	air_message_close(&m);
}

Test(relay_phy, a_band_comes_in_parts)
{
	struct relay_phy phy;

	relay_phy_begin(&phy);
	phy_band(&phy, 0, 2412, 2, 0);
	phy_band(&phy, 0, 2422, 1, NL80211_FREQUENCY_ATTR_NO_IR);
	phy_band(&phy, 1, 5180, 1, NL80211_FREQUENCY_ATTR_DISABLED);
	cr_assert(phy.there);
	cr_assert_eq(phy.index, 3);
	cr_assert_str_eq(phy.name, "phy3");
	cr_assert_eq(phy.band[0].channels, 3);
	cr_assert_eq(phy.band[0].channel[2].flags, VWLAN_CHANNEL_NO_IR);
	cr_assert_eq(phy.band[0].channel[0].max_power, 2000);
	cr_assert(relay_phy_usable(&phy, 2417));
	cr_assert(relay_phy_usable(&phy, 2422));
	cr_assert_not(relay_phy_usable(&phy, 5180));
	cr_assert_not_null(relay_phy_channel(&phy, 5180));
	cr_assert_null(relay_phy_channel(&phy, 5200));
	cr_assert_not(relay_phy_usable(&phy, 0));
}

Test(relay_phy, a_station_looks_on_its_radio_s_channels)
{
	char text[RELAY_FREQUENCIES_TEXT];
	struct vwlan_policy policy = { .bands = 0 };
	struct relay_phy phy;
	unsigned int i;

	relay_phy_begin(&phy);
	relay_phy_frequencies(&phy, &policy, text);
	cr_assert_str_eq(text, "");
	phy_band(&phy, 0, 2412, 2, NL80211_FREQUENCY_ATTR_DISABLED);
	phy_band(&phy, 1, 5180, 1, 0);
	relay_phy_frequencies(&phy, &policy, text);
	cr_assert_str_eq(text, "2412 2417 5180");
	policy.bands = 2;
	relay_phy_frequencies(&phy, &policy, text);
	cr_assert_str_eq(text, "5180");
	/* A list that is cut off would name half a channel. */
	policy.bands = 0;
	for (i = 0; i < VWLAN_BANDS; i++)
		phy_band(&phy, i, 5180 + 1000 * i, VWLAN_CHANNELS_MAX, 0);
	relay_phy_frequencies(&phy, &policy, text);
	cr_assert_str_eq(text, "");
}

Test(relay_phy, more_channels_or_bands_than_there_can_be)
{
	struct relay_phy phy;

	relay_phy_begin(&phy);
	phy_band(&phy, 0, 2412, 100, 0);
	cr_assert_eq(phy.band[0].channels, VWLAN_CHANNELS_MAX);
	phy_band(&phy, VWLAN_BANDS, 2412, 1, 0);
	phy_band(&phy, 200, 2412, 1, 0);
	phy_band(&phy, 2, 70200, 1, 0);
	cr_assert_eq(phy.band[2].channels, 0);
}

static void put_capabilities(struct nl_msg *m)
{
	static const uint8_t he[16] = { 0xaa };
	struct nlattr *bands, *band, *data, *one, *types;

	bands = nla_nest_start(m, NL80211_ATTR_WIPHY_BANDS);
	band = nla_nest_start(m, 0);
	nla_put_u16(m, NL80211_BAND_ATTR_HT_CAPA, 0x1234);
	nla_put_u8(m, NL80211_BAND_ATTR_HT_AMPDU_FACTOR, 3);
	nla_put_u8(m, NL80211_BAND_ATTR_HT_AMPDU_DENSITY, 5);
	nla_put(m, NL80211_BAND_ATTR_HT_MCS_SET, 16,
		"\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\1");
	nla_put_u32(m, NL80211_BAND_ATTR_VHT_CAPA, 0x11223344);
	nla_put(m, NL80211_BAND_ATTR_VHT_MCS_SET, 8, "abcdefgh");
	data = nla_nest_start(m, NL80211_BAND_ATTR_IFTYPE_DATA);
	one = nla_nest_start(m, 1);
	types = nla_nest_start(m, NL80211_BAND_IFTYPE_ATTR_IFTYPES);
	nla_put_flag(m, NL80211_IFTYPE_STATION);
	nla_nest_end(m, types);
	nla_put(m, NL80211_BAND_IFTYPE_ATTR_HE_CAP_MAC, 6, he);
	nla_put(m, NL80211_BAND_IFTYPE_ATTR_HE_CAP_PHY, 11, he);
	nla_put(m, NL80211_BAND_IFTYPE_ATTR_HE_CAP_MCS_SET, 4, he);
	nla_put(m, NL80211_BAND_IFTYPE_ATTR_HE_CAP_PPE, 16, he);
	nla_nest_end(m, one);
	nla_nest_end(m, data);
	nla_nest_end(m, band);
	nla_nest_end(m, bands);
}

Test(relay_phy, capabilities_are_as_in_their_elements)
{
	const struct relay_band *band;
	struct relay_phy phy;
	struct air_message m;

	air_message_open(&m);
	put_capabilities(m.message);
	air_message_parse(&m);
	relay_phy_begin(&phy);
	relay_phy_read(&phy, m.attributes);
	air_message_close(&m);
	band = &phy.band[0];
	cr_assert(band->ht && band->vht);
	cr_assert_arr_eq(band->ht_body, "\x34\x12\x17\xff\xff", 5);
	cr_assert_eq(band->ht_body[18], 1);
	cr_assert_arr_eq(band->vht_body, "\x44\x33\x22\x11" "abcdefgh", 12);
	cr_assert_eq(band->he_length, 29 + 16);
	cr_assert_eq(band->he_body[0], 0xaa);
	cr_assert_eq(band->he_body[17], 0xaa);
	cr_assert_eq(band->he_body[29], 0xaa);
	cr_assert_eq(band->he_body[21], 0);
}

static void put_limits(struct nl_msg *m)
{
	const uint32_t suites[] = { 0x000fac04, 0x000fac06 };
	struct nlattr *commands;

	nla_put_u8(m, NL80211_ATTR_MAX_NUM_SCAN_SSIDS, 20);
	nla_put_u16(m, NL80211_ATTR_MAX_SCAN_IE_LEN, 5000);
	nla_put_u32(m, NL80211_ATTR_MAX_REMAIN_ON_CHANNEL_DURATION, 5000);
	nla_put_u32(m, NL80211_ATTR_FEATURE_FLAGS, NL80211_FEATURE_SAE);
	nla_put(m, NL80211_ATTR_CIPHER_SUITES, sizeof(suites), suites);
	nla_put_flag(m, NL80211_ATTR_OFFCHANNEL_TX_OK);
	commands = nla_nest_start(m, NL80211_ATTR_SUPPORTED_COMMANDS);
	nla_put_u32(m, 1, NL80211_CMD_AUTHENTICATE);
	nla_put_u32(m, 2, NL80211_CMD_ASSOCIATE);
	nla_put_u32(m, 3, NL80211_CMD_REMAIN_ON_CHANNEL);
	nla_put_u16(m, 4, NL80211_CMD_CONNECT);
	nla_nest_end(m, commands);
}

static void put_extended(struct nl_msg *m, unsigned int feature)
{
	uint8_t bits[16] = { 0 };

	bits[feature / 8] |= 1u << feature % 8;
	nla_put(m, NL80211_ATTR_EXT_FEATURES, feature / 8 + 1, bits);
}

Test(relay_phy, limits_are_ours_at_most)
{
	struct relay_phy phy;
	struct air_message m;

	air_message_open(&m);
	put_limits(m.message);
	put_extended(m.message,
		     NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211);
	air_message_parse(&m);
	relay_phy_begin(&phy);
	relay_phy_read(&phy, m.attributes);
	air_message_close(&m);
	cr_assert_eq(phy.scan_ssids, VWLAN_SCAN_SSIDS);
	cr_assert_eq(phy.scan_ie_max, VWLAN_SENT_IE_MAX);
	cr_assert_eq(phy.remain_max, RELAY_REMAIN_MAX);
	cr_assert_eq(phy.ciphers, 2);
	cr_assert(relay_phy_cipher(&phy, 0x000fac06));
	cr_assert_not(relay_phy_cipher(&phy, 0x000fac08));
	cr_assert(relay_phy_features(&phy) & VWLAN_PHY_SAE);
	cr_assert(relay_phy_features(&phy) & VWLAN_PHY_EAPOL);
	cr_assert(relay_phy_features(&phy) & VWLAN_PHY_OFFCHANNEL);
	cr_assert_not(relay_phy_features(&phy) & VWLAN_PHY_EXT_KEY_ID);
	/* It has said all that counts, but not which radio it is. */
	cr_assert_not(relay_phy_native(&phy));
	phy.there = true;
	cr_assert(relay_phy_native(&phy));
	phy.eapol = false;
	cr_assert_not(relay_phy_native(&phy));
}

Test(relay_phy, the_profile_is_what_the_driver_leaves_to_its_user)
{
	struct relay_phy phy;

	air_phy(&phy);
	phy.connect = true;
	relay_phy_profile(&phy, CONFIG_PROFILE_AUTO);
	cr_assert_not(phy.connects);
	cr_assert_eq(relay_phy_capabilities(&phy), VWLAN_CAP_NATIVE);
	cr_assert(relay_phy_takes(&phy, VWLAN_CMD_AUTHENTICATE));
	cr_assert_not(relay_phy_takes(&phy, VWLAN_CMD_CONNECT));
	phy.authenticate = false;
	relay_phy_profile(&phy, CONFIG_PROFILE_AUTO);
	cr_assert(phy.connects);
	cr_assert_eq(relay_phy_capabilities(&phy),
		     VWLAN_CAP_NATIVE | VWLAN_CAP_CONNECT);
	cr_assert_not(relay_phy_takes(&phy, VWLAN_CMD_DEAUTHENTICATE));
	cr_assert(relay_phy_takes(&phy, VWLAN_CMD_DISCONNECT));
	cr_assert(relay_phy_takes(&phy, VWLAN_CMD_SCAN));
	relay_phy_profile(&phy, CONFIG_PROFILE_AUTHENTICATE);
	cr_assert_eq(relay_phy_capabilities(&phy), 0);
	phy.eapol = false;
	relay_phy_profile(&phy, CONFIG_PROFILE_AUTO);
	cr_assert_eq(relay_phy_capabilities(&phy), 0);
}

Test(relay_phy, connect_can_be_forced_where_there_is_one)
{
	struct relay_phy phy;

	air_phy(&phy);
	relay_phy_profile(&phy, CONFIG_PROFILE_CONNECT);
	cr_assert_eq(relay_phy_capabilities(&phy), 0);
	phy.connect = true;
	relay_phy_profile(&phy, CONFIG_PROFILE_CONNECT);
	cr_assert_eq(relay_phy_capabilities(&phy),
		     VWLAN_CAP_NATIVE | VWLAN_CAP_CONNECT);
}

Test(relay_phy, connect_has_neither_sae_nor_wep)
{
	struct vwlan_control to = { .type = VWLAN_RESPONSE,
				    .id = VWLAN_CMD_GET_PHY };
	struct relay_phy phy;
	const uint8_t *ciphers;
	size_t length;

	air_phy(&phy);
	phy.connect = true;
	phy.cipher[phy.ciphers++] = 0x000fac01;
	phy.cipher[phy.ciphers++] = 0x000fac05;
	cr_assert(relay_phy_cipher(&phy, 0x000fac01));
	cr_assert_not(relay_phy_features(&phy) & VWLAN_PHY_CONNECT);
	relay_phy_profile(&phy, CONFIG_PROFILE_CONNECT);
	cr_assert_not(relay_phy_cipher(&phy, 0x000fac01));
	cr_assert_not(relay_phy_cipher(&phy, 0x000fac05));
	cr_assert(relay_phy_features(&phy) & VWLAN_PHY_CONNECT);
	cr_assert_not(relay_phy_features(&phy) & VWLAN_PHY_SAE);
	relay_phy_describe(&phy, 0, &to);
	ciphers = vwlan_control_bytes(&to, VWLAN_TLV_CIPHERS, &length);
	cr_assert_eq(length, 8);
	cr_assert_arr_eq(ciphers, "\4\xac\x0f\0\6\xac\x0f\0", 8);
}

Test(relay_phy, a_description_for_the_guest)
{
	struct vwlan_control to = { .type = VWLAN_RESPONSE,
				    .id = VWLAN_CMD_GET_PHY };
	struct vwlan_phy info;
	struct relay_phy phy;
	size_t length;

	air_phy(&phy);
	relay_phy_describe(&phy, VWLAN_PHY_SET_MAC, &to);
	cr_assert_eq(vwlan_control_check(&to), 0);
	memcpy(&info, vwlan_control_bytes(&to, VWLAN_TLV_PHY, &length),
	       sizeof(info));
	cr_assert_eq(info.bands, 1);
	cr_assert(info.features & VWLAN_PHY_SET_MAC);
	cr_assert_eq(info.rts, 0xffffffff);
	vwlan_control_bytes(&to, VWLAN_TLV_CIPHERS, &length);
	cr_assert_eq(length, 8);
}

Test(relay_phy, a_band_for_the_guest_fits_into_a_response)
{
	struct vwlan_control to = { .type = VWLAN_RESPONSE,
				    .id = VWLAN_CMD_GET_BAND };
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	struct relay_phy phy;

	air_phy(&phy);
	cr_assert_neq(relay_phy_describe_band(&phy, 1, &to), 0);
	cr_assert_neq(relay_phy_describe_band(&phy, VWLAN_BANDS, &to), 0);
	cr_assert_neq(relay_phy_describe_band(&phy, UINT32_MAX, &to), 0);
	phy.band[0].channels = VWLAN_CHANNELS_MAX;
	phy.band[0].rates = VWLAN_RATES_MAX;
	phy.band[0].ht = phy.band[0].vht = true;
	phy.band[0].he_length = RELAY_HE_MAX;
	cr_assert_eq(relay_phy_describe_band(&phy, 0, &to), 0);
	cr_assert_eq(vwlan_control_check(&to), 0);
	cr_assert_leq(vwlan_message_encode(&to, bytes),
		      (int)VWLAN_RESPONSE_MAX);
}

/* Attributes of any type and length, nested or not. */
static void put_limit(struct nl_msg *m, int n, uint32_t max, int type)
{
	struct nlattr *limit = nla_nest_start(m, n), *types;

	nla_put_u32(m, NL80211_IFACE_LIMIT_MAX, max);
	types = nla_nest_start(m, NL80211_IFACE_LIMIT_TYPES);
	nla_put_flag(m, type);
	nla_nest_end(m, types);
	nla_nest_end(m, limit);
}

/* @limits of them; more than there is room for, perhaps. */
static void phy_combination(struct relay_phy *phy, unsigned int limits)
{
	struct nlattr *list, *combination, *nested;
	struct air_message m;
	unsigned int i;

	air_message_open(&m);
	nla_put_u32(m.message, NL80211_ATTR_WIPHY, 3);
	list = nla_nest_start(m.message, NL80211_ATTR_INTERFACE_COMBINATIONS);
	combination = nla_nest_start(m.message, 1);
	nla_put_u32(m.message, NL80211_IFACE_COMB_MAXNUM, 5);
	nla_put_u32(m.message, NL80211_IFACE_COMB_NUM_CHANNELS, 2);
	nested = nla_nest_start(m.message, NL80211_IFACE_COMB_LIMITS);
	put_limit(m.message, 1, 3, NL80211_IFTYPE_STATION);
	for (i = 1; i < limits; i++)
		put_limit(m.message, i + 1, 1, NL80211_IFTYPE_AP);
	nla_nest_end(m.message, nested);
	nla_nest_end(m.message, combination);
	nla_nest_end(m.message, list);
	air_message_parse(&m);
	relay_phy_read(phy, m.attributes);
	air_message_close(&m);
}

Test(relay_phy, R1_what_works_together_is_for_the_arbiter)
{
	struct arbiter_phy phy;
	struct relay_phy from;

	relay_phy_begin(&from);
	/* 5 GHz first, and a channel twice. */
	phy_band(&from, 1, 5180, 2, 0);
	phy_band(&from, 0, 2412, 2, 0);
	phy_band(&from, 0, 2417, 1, 0);
	phy_combination(&from, 2);
	relay_phy_arbiter(&from, &phy);
	cr_assert_eq(arbiter_phy_check(&phy), 0);
	cr_assert_eq(phy.channels, 4);
	cr_assert_geq(arbiter_phy_find(&phy, 5185), 0);
	cr_assert(arbiter_phy_fits(&phy, 3, 2));
	cr_assert_not(arbiter_phy_fits(&phy, 4, 1));
	cr_assert_not(arbiter_phy_fits(&phy, 2, 3));
}

Test(relay_phy, R1_a_combination_that_is_not_understood_does_not_count)
{
	struct arbiter_phy phy;
	struct relay_phy from;

	relay_phy_begin(&from);
	phy_combination(&from, ARBITER_LIMITS_MAX + 1);
	cr_assert_eq(from.combinations, 0);
	relay_phy_arbiter(&from, &phy);
	cr_assert_not(arbiter_phy_fits(&phy, 2, 1));
}

Test(relay_phy, R1_more_combinations_than_there_is_room_for)
{
	struct relay_phy from;
	unsigned int i;

	relay_phy_begin(&from);
	for (i = 0; i < ARBITER_COMBINATIONS_MAX + 2; i++)
		phy_combination(&from, 1);
	cr_assert_eq(from.combinations, ARBITER_COMBINATIONS_MAX);
}

Test(relay_phy, noise_is_survived)
{
	static uint8_t noise[2048];
	struct relay_phy phy;
	struct air_message m;
	struct random seed;
	unsigned int i, n;

	random_init(&seed);
	relay_phy_begin(&phy);
	for (i = 0; i < 3000; i++) {
		air_message_open(&m);
		for (n = 0; n < sizeof(noise); n++)
			noise[n] = random_next(&seed) % 8 ? 0 :
				   random_next(&seed);
		for (n = 0; n < 4; n++)
			nla_put(m.message,
				random_next(&seed) % NL80211_ATTR_MAX,
				random_next(&seed) % 300, noise + 300 * n);
		nla_put(m.message, NL80211_ATTR_WIPHY_BANDS, 500, noise);
		nla_put(m.message, NL80211_ATTR_SUPPORTED_COMMANDS, 50,
			noise + 7);
		air_message_parse(&m);
		relay_phy_read(&phy, m.attributes);
		air_message_close(&m);
	}
	for (i = 0; i < VWLAN_BANDS; i++)
		cr_assert_leq(phy.band[i].channels, VWLAN_CHANNELS_MAX,
			      "TEST_SEED=%llu",
			      (unsigned long long)seed.seed);
	cr_assert_leq(phy.ciphers, VWLAN_CIPHERS_MAX);
}
