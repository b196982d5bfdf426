// SPDX-License-Identifier: GPL-2.0-or-later
/* A station's rates and priorities: told, kept, told again. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "relay_scene.h"

static struct relay_scene scene;

/* DSCP 10 is voice; the rest as ever. */
static const uint8_t map[] = {
	10, 6, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	255, 255, 255, 255,
};

static void quality_open(void)
{
	air_open(&scene);
	scene.phy.features |= VWLAN_PHY_BITRATES | VWLAN_PHY_QOS_MAP;
	scene.phy.band[0].rate[0] = 10;
	scene.phy.band[0].rate[1] = 60;
	scene.phy.band[0].rates = 2;
}

static int bitrates_give(uint32_t legacy)
{
	const struct vwlan_bitrate_mask mask = {
		.he_guard = VWLAN_GUARD_ANY,
		.he_ltf = VWLAN_GUARD_ANY,
		.legacy = htole32(legacy),
	};
	struct vwlan_control c = air_command(VWLAN_CMD_SET_BITRATES);

	if (legacy)
		vwlan_control_set_bytes(&c, VWLAN_TLV_BITRATE_MASKS, &mask,
					sizeof(mask));
	return air_give(&scene, &c, 0);
}

static int give(uint16_t id)
{
	struct vwlan_control command = air_command(id);

	return air_give(&scene, &command, 0);
}

static int map_give(const void *bytes, size_t length)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SET_QOS_MAP);

	if (length)
		vwlan_control_set_bytes(&c, VWLAN_TLV_QOS_MAP, bytes,
					length);
	return air_give(&scene, &c, 0);
}

/* How often nl80211 was asked for it. */
static unsigned int asked(uint8_t command)
{
	unsigned int i, count = 0;

	for (i = 0; i < scene.asked_count; i++)
		count += scene.asked[i] == command;
	return count;
}

#define MASKS_ASKED asked(NL80211_CMD_SET_TX_BITRATE_MASK)

/* The last request: the only legacy rate in it, or 0 for all of them. */
static unsigned int rate_asked(void)
{
	struct nlattr *a[NL80211_ATTR_MAX + 1];
	struct nlattr *bands[VWLAN_BANDS], *r[NL80211_TXRATE_MAX + 1];

	cr_assert_eq(scene.asked[scene.asked_count - 1],
		     NL80211_CMD_SET_TX_BITRATE_MASK);
	air_request(&scene, a);
	if (!a[NL80211_ATTR_TX_RATES])
		return 0;
	nla_parse_nested(bands, VWLAN_BANDS - 1, a[NL80211_ATTR_TX_RATES],
			 NULL);
	nla_parse_nested(r, NL80211_TXRATE_MAX, bands[0], NULL);
	cr_assert_eq(nla_len(r[NL80211_TXRATE_LEGACY]), 1);
	return *(uint8_t *)nla_data(r[NL80211_TXRATE_LEGACY]);
}

static const char *rates_text(void)
{
	static char rates[BITRATES_TEXT];
	char qos_map[QOS_MAP_TEXT];

	relay_quality_text(&scene.relay, rates, qos_map);
	return rates;
}

static const char *map_text(void)
{
	static char qos_map[QOS_MAP_TEXT];
	char rates[BITRATES_TEXT];

	relay_quality_text(&scene.relay, rates, qos_map);
	return qos_map;
}

/* ------------------------------------------------------------------ */

Test(relay_quality, rates_reach_the_own_interface_at_once)
{
	quality_open();
	cr_assert_eq(give(VWLAN_CMD_UP), VWLAN_OK);
	cr_assert_eq(bitrates_give(2), VWLAN_OK);
	cr_assert_eq(rate_asked(), 12);
	cr_assert_str_eq(rates_text(), "2.4 GHz: 6 Mb/s");
	cr_assert_eq(bitrates_give(0), VWLAN_OK);
	cr_assert_eq(rate_asked(), 0);
	cr_assert_str_eq(rates_text(), "any");
	cr_assert_eq(MASKS_ASKED, 2);
	air_close(&scene);
}

Test(relay_quality, rates_are_kept_while_it_is_down)
{
	quality_open();
	cr_assert_eq(bitrates_give(2), VWLAN_OK);
	cr_assert_eq(MASKS_ASKED, 0);
	cr_assert_str_eq(rates_text(), "any");
	give(VWLAN_CMD_UP);
	cr_assert_eq(rate_asked(), 12);
	cr_assert_str_eq(rates_text(), "2.4 GHz: 6 Mb/s");
	give(VWLAN_CMD_DOWN);
	cr_assert_eq(bitrates_give(0), VWLAN_OK);
	give(VWLAN_CMD_UP);
	cr_assert_eq(rate_asked(), 0);
	air_close(&scene);
}

Test(relay_quality, who_says_nothing_costs_nothing)
{
	quality_open();
	give(VWLAN_CMD_UP);
	air_associate(&scene, true, 0);
	cr_assert_eq(MASKS_ASKED, 0);
	air_close(&scene);
}

Test(relay_quality, rates_that_the_radio_does_not_have_are_refused)
{
	quality_open();
	give(VWLAN_CMD_UP);
	cr_assert_eq(bitrates_give(2), VWLAN_OK);
	cr_assert_eq(bitrates_give(4), VWLAN_BAD_VALUE);
	cr_assert_eq(bitrates_give(6), VWLAN_BAD_VALUE);
	cr_assert_eq(MASKS_ASKED, 1);
	cr_assert_str_eq(rates_text(), "2.4 GHz: 6 Mb/s");
	scene.phy.features &= ~VWLAN_PHY_BITRATES;
	cr_assert_eq(bitrates_give(2), VWLAN_UNSUPPORTED);
	air_close(&scene);
}

/* The kernel says so if none is one of the access point's basic rates. */
Test(relay_quality, what_the_kernel_refuses_changes_nothing)
{
	quality_open();
	give(VWLAN_CMD_UP);
	cr_assert_eq(bitrates_give(2), VWLAN_OK);
	scene.refuse[NL80211_CMD_SET_TX_BITRATE_MASK] = -EINVAL;
	cr_assert_eq(bitrates_give(1), VWLAN_BAD_VALUE);
	cr_assert_str_eq(rates_text(), "2.4 GHz: 6 Mb/s");
	scene.refuse[NL80211_CMD_SET_TX_BITRATE_MASK] = 0;
	give(VWLAN_CMD_DOWN);
	give(VWLAN_CMD_UP);
	cr_assert_eq(rate_asked(), 12);
	air_close(&scene);
}

Test(relay_quality, an_access_point_may_leave_no_use_for_them)
{
	quality_open();
	give(VWLAN_CMD_UP);
	cr_assert_eq(bitrates_give(2), VWLAN_OK);
	scene.refuse_once[NL80211_CMD_SET_TX_BITRATE_MASK] = -EINVAL;
	air_associate(&scene, false, 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	/* All of them, then; and the wish is kept for the next one. */
	cr_assert_eq(rate_asked(), 0);
	cr_assert_str_eq(rates_text(), "any");
	air_associate(&scene, false, 0);
	cr_assert_eq(rate_asked(), 12);
	air_close(&scene);
}

Test(relay_quality, a_new_interface_gets_them_too)
{
	quality_open();
	give(VWLAN_CMD_UP);
	cr_assert_eq(bitrates_give(2), VWLAN_OK);
	scene.link_gone = true;
	relay_link_news(&scene.relay, 0);
	scene.link_gone = false;
	relay_renewed(&scene.relay, 0);
	cr_assert_eq(MASKS_ASKED, 2);
	cr_assert_eq(rate_asked(), 12);
	air_close(&scene);
}

Test(relay_quality, another_engine_tells_them_again)
{
	struct record record;

	quality_open();
	give(VWLAN_CMD_UP);
	cr_assert_eq(bitrates_give(2), VWLAN_OK);
	record_begin(&record);
	relay_record(&scene.relay, &record);
	air_close(&scene);

	quality_open();
	scene.link_up = true;
	relay_adopt(&scene.relay);
	relay_restore(&scene.relay, &record, true);
	cr_assert_eq(rate_asked(), 12);
	cr_assert_str_eq(rates_text(), "2.4 GHz: 6 Mb/s");
	air_close(&scene);

	/* Or, with a new interface, when that comes up. */
	quality_open();
	relay_restore(&scene.relay, &record, false);
	cr_assert_eq(MASKS_ASKED, 0);
	give(VWLAN_CMD_UP);
	cr_assert_eq(rate_asked(), 12);
	air_close(&scene);
}

/* It may have died between the kernel's yes and the file. */
Test(relay_quality, another_engine_does_not_guess)
{
	struct record record;

	quality_open();
	record_begin(&record);
	scene.link_up = true;
	relay_adopt(&scene.relay);
	relay_restore(&scene.relay, &record, true);
	cr_assert_eq(rate_asked(), 0);
	air_close(&scene);
}

Test(relay_quality, another_radio_may_not_have_them)
{
	quality_open();
	give(VWLAN_CMD_UP);
	cr_assert_eq(bitrates_give(2), VWLAN_OK);
	scene.phy.band[0].rates = 1;
	scene.link_gone = true;
	relay_link_news(&scene.relay, 0);
	scene.link_gone = false;
	relay_renewed(&scene.relay, 0);
	cr_assert_eq(rate_asked(), 0);
	cr_assert_str_eq(rates_text(), "any");
	air_close(&scene);
}

/* ------------------------------------------------------------------ */

Test(relay_quality, a_map_is_told_and_cleared)
{
	struct nlattr *a[NL80211_ATTR_MAX + 1];

	quality_open();
	give(VWLAN_CMD_UP);
	air_associate(&scene, true, 0);
	cr_assert_str_eq(map_text(), "none");
	cr_assert_eq(map_give(map, sizeof(map)), VWLAN_OK);
	cr_assert_eq(scene.asked[scene.asked_count - 1],
		     NL80211_CMD_SET_QOS_MAP);
	air_request(&scene, a);
	cr_assert_eq(nla_len(a[NL80211_ATTR_QOS_MAP]), sizeof(map));
	cr_assert_arr_eq(nla_data(a[NL80211_ATTR_QOS_MAP]), map,
			 sizeof(map));
	cr_assert_str_eq(map_text(), "10=6");
	cr_assert_eq(map_give(NULL, 0), VWLAN_OK);
	air_request(&scene, a);
	cr_assert_null(a[NL80211_ATTR_QOS_MAP]);
	cr_assert_str_eq(map_text(), "none");
	air_close(&scene);
}

Test(relay_quality, a_map_ends_with_its_connection)
{
	struct vwlan_control c = air_command(VWLAN_CMD_DEAUTHENTICATE);

	quality_open();
	give(VWLAN_CMD_UP);
	cr_assert_eq(map_give(map, sizeof(map)), VWLAN_NOT_CONNECTED);
	cr_assert_eq(map_give(NULL, 0), VWLAN_OK);
	cr_assert_eq(asked(NL80211_CMD_SET_QOS_MAP), 0);
	air_associate(&scene, true, 0);
	cr_assert_eq(map_give(map, sizeof(map)), VWLAN_OK);
	vwlan_control_set_bssid(&c, air_bssid);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 3);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_str_eq(map_text(), "none");
	air_close(&scene);
}

Test(relay_quality, a_map_for_an_earlier_connection_is_late)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SET_QOS_MAP);

	quality_open();
	give(VWLAN_CMD_UP);
	air_associate(&scene, true, 0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_QOS_MAP, map, sizeof(map));
	c.generation = scene.entry.generation + 1;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_NOT_CONNECTED);
	c.generation = scene.entry.generation;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	c = air_command(VWLAN_CMD_SET_QOS_MAP);
	c.generation = scene.entry.generation + 1;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_str_eq(map_text(), "10=6");
	air_close(&scene);
}

Test(relay_quality, a_priority_that_there_is_not_is_refused)
{
	uint8_t bad[sizeof(map)];

	quality_open();
	give(VWLAN_CMD_UP);
	air_associate(&scene, true, 0);
	memcpy(bad, map, sizeof(map));
	bad[1] = 8;
	cr_assert_eq(map_give(bad, sizeof(bad)), VWLAN_BAD_VALUE);
	cr_assert_eq(asked(NL80211_CMD_SET_QOS_MAP), 0);
	scene.refuse[NL80211_CMD_SET_QOS_MAP] = -ENOLINK;
	cr_assert_eq(map_give(map, sizeof(map)), VWLAN_NOT_CONNECTED);
	cr_assert_str_eq(map_text(), "none");
	scene.phy.features &= ~VWLAN_PHY_QOS_MAP;
	cr_assert_eq(map_give(map, sizeof(map)), VWLAN_UNSUPPORTED);
	air_close(&scene);
}

/* The kernel kept it: the connection outlived the engine. */
Test(relay_quality, another_engine_knows_the_map_of_that_connection_alone)
{
	struct record record;

	quality_open();
	record_begin(&record);
	memcpy(record.bssid, air_bssid, sizeof(record.bssid));
	cr_assert(qos_map_take(&record.qos_map, map, sizeof(map)));
	relay_restore(&scene.relay, &record, true);
	cr_assert_str_eq(map_text(), "none");
	give(VWLAN_CMD_UP);
	air_associate(&scene, true, 0);
	relay_restore(&scene.relay, &record, true);
	cr_assert_str_eq(map_text(), "10=6");
	cr_assert_eq(asked(NL80211_CMD_SET_QOS_MAP), 0);
	record.qos_map.length = 0;
	memcpy(record.bssid, air_stranger, sizeof(record.bssid));
	relay_restore(&scene.relay, &record, true);
	cr_assert_str_eq(map_text(), "10=6");
	air_close(&scene);
}

Test(qos_map, has_room_for_the_longest_one)
{
	uint8_t bytes[VWLAN_QOS_MAP_MAX];
	char text[QOS_MAP_TEXT];
	struct qos_map longest;
	size_t i;

	for (i = 0; i < sizeof(bytes); i += 2) {
		bytes[i] = 254;
		bytes[i + 1] = i < 2 * VWLAN_QOS_EXCEPTIONS_MAX ? 7 : 255;
	}
	cr_assert(qos_map_take(&longest, bytes, sizeof(bytes)));
	qos_map_text(text, &longest);
	cr_assert_str_eq(text + strlen(text) - 9, "254-255=7");
	cr_assert_not(qos_map_take(&longest, bytes, 14));
	cr_assert_not(qos_map_take(&longest, bytes, 17));
	cr_assert_not(qos_map_take(&longest, bytes, 60));
	cr_assert(qos_map_take(&longest, bytes + 42, 16));
	cr_assert(qos_map_take(&longest, NULL, 0));
	cr_assert_eq(longest.length, 0);
}
