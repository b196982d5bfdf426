// SPDX-License-Identifier: GPL-2.0-or-later
/* R17 to R19: what guests wish for. */
#include <criterion/criterion.h>

#include "arbiter_stage.h"

static enum arbiter_verdict rts(struct stage *s, unsigned int i,
				uint32_t value)
{
	const struct arbiter_request request = {
		.kind = ARBITER_SET_PHY,
		.settings = { .rts = value },
		.changed = VWLAN_SETTING_RTS,
	};

	return stage_ask(s, i, request);
}

static void wish_init(struct stage *s)
{
	stage_init(s, 4, 1);
	stage_open(s, 0);
	stage_open(s, 1);
	stage_up(s, 0);
	stage_up(s, 1);
}

Test(arbiter_wish, r17_the_strictest_wish_counts)
{
	struct stage s;

	wish_init(&s);
	rts(&s, 0, 1000);
	stage_expect(&s, "phy 1000 -1 0 0\n");
	rts(&s, 1, 500);
	cr_assert_eq(s.answer.settings.rts, 500);
	stage_expect(&s, "phy 500 -1 0 0\n");
	rts(&s, 0, 800);
	cr_assert_eq(s.answer.settings.rts, 500);
	stage_expect(&s, "");
	rts(&s, 1, ARBITER_UNSET);
	stage_expect(&s, "phy 800 -1 0 0\n");
	stage_free(&s);
}

Test(arbiter_wish, r17_of_those_who_are_up)
{
	struct stage s;

	wish_init(&s);
	rts(&s, 0, 1000);
	rts(&s, 1, 500);
	s.log[0] = '\0';
	stage_kind(&s, 1, ARBITER_DOWN);
	stage_expect(&s, "phy 1000 -1 0 0\n");
	stage_up(&s, 1);
	stage_expect(&s, "phy 500 -1 0 0\n");
	arbiter_guest_close(&s.arbiter, &s.guest[1], s.now);
	s.guest[1].user = NULL;
	stage_expect(&s, "phy 1000 -1 0 0\n");
	stage_free(&s);
}

Test(arbiter_wish, r17_no_wish_spoils_the_radio_for_others)
{
	const struct arbiter_request request = {
		.kind = ARBITER_SET_PHY,
		.settings = { .fragment = 256, .retry_short = 1,
			      .retry_long = 255 },
		.changed = VWLAN_SETTING_FRAGMENT |
			   VWLAN_SETTING_RETRY_SHORT |
			   VWLAN_SETTING_RETRY_LONG,
	};
	struct stage s;

	wish_init(&s);
	rts(&s, 0, 0);
	stage_expect(&s, "phy 256 -1 0 0\n");
	stage_ask(&s, 0, request);
	stage_expect(&s, "phy 256 1024 4 15\n");
	stage_free(&s);
}

Test(arbiter_wish, r17_some_guests_wishes_do_not_count)
{
	struct stage s;

	wish_init(&s);
	s.policy.phy_wide = false;
	stage_open(&s, 2);
	stage_up(&s, 2);
	rts(&s, 0, 1000);
	s.log[0] = '\0';
	cr_assert_eq(rts(&s, 2, 300), ARBITER_ACCEPT);
	cr_assert_eq(s.answer.settings.rts, 1000);
	stage_expect(&s, "");
	s.policy.phy_wide = true;
	arbiter_guest_policy(&s.arbiter, &s.guest[2], &s.policy, s.now);
	stage_expect(&s, "phy 300 -1 0 0\n");
	stage_free(&s);
}

Test(arbiter_wish, r17_only_what_is_meant_changes)
{
	const struct arbiter_request request = {
		.kind = ARBITER_SET_PHY,
		.settings = { .rts = 300, .retry_short = 8 },
		.changed = VWLAN_SETTING_RETRY_SHORT,
	};
	struct stage s;

	wish_init(&s);
	rts(&s, 0, 1000);
	stage_ask(&s, 0, request);
	cr_assert_eq(s.answer.settings.rts, 1000);
	cr_assert_eq(s.answer.settings.retry_short, 8);
	stage_free(&s);
}

Test(arbiter_wish, a11_the_first_one_up_brings_the_settings_back)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_open(&s, 0);
	rts(&s, 0, 700);
	stage_expect(&s, "");
	stage_up(&s, 0);
	stage_expect(&s, "phy 700 -1 0 0\n");
	arbiter_radio_left(&s.arbiter, VWLAN_NO_RADIO, s.now);
	stage_expect(&s, "down 0 by -1\n");
	arbiter_radio_came(&s.arbiter, &s.phy, s.now);
	stage_expect(&s, "phy 700 -1 0 0\nup 0\n");
	stage_free(&s);
}

/* Of a guest that was gone by the time the radio was back. */
Test(arbiter_wish, r17_a_radio_does_not_keep_a_wish_for_ever)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_open(&s, 0);
	stage_open(&s, 1);
	stage_up(&s, 0);
	rts(&s, 0, 700);
	arbiter_radio_left(&s.arbiter, VWLAN_RFKILL, s.now);
	stage_kind(&s, 0, ARBITER_DOWN);
	s.log[0] = '\0';
	arbiter_radio_came(&s.arbiter, &s.phy, s.now);
	stage_up(&s, 1);
	stage_expect(&s, "phy -1 -1 0 0\n");
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

static int32_t power(struct stage *s, unsigned int i, int32_t value)
{
	const struct arbiter_request request = {
		.kind = ARBITER_TX_POWER, .power = value,
	};

	cr_assert_eq(stage_ask(s, i, request), ARBITER_ACCEPT);
	return s->answer.power;
}

Test(arbiter_wish, r18_power_is_each_stations_own)
{
	struct stage s;

	wish_init(&s);
	cr_assert_eq(power(&s, 0, 1000), 1000);
	stage_expect(&s, "power 0 1000\n");
	cr_assert_eq(power(&s, 1, 500), 500);
	stage_expect(&s, "power 1 500\n");
	stage_free(&s);
}

Test(arbiter_wish, r18_policy_and_channel_cap_it)
{
	struct stage s;

	stage_init(&s, 4, 1);
	s.policy.power_max = 2200;
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(power(&s, 0, 3000), 2200);
	s.log[0] = '\0';
	stage_join(&s, 0, 2412);
	stage_expect(&s, "power 0 2000\n");
	cr_assert_eq(power(&s, 0, ARBITER_POWER_ANY), 2000);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

static void save(struct stage *s, unsigned int i, bool on)
{
	const struct arbiter_request request = {
		.kind = ARBITER_POWER_SAVE, .power_save = on,
	};

	cr_assert_eq(stage_ask(s, i, request), ARBITER_ACCEPT);
}

Test(arbiter_wish, r19_power_is_saved_only_alone)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_open(&s, 0);
	stage_open(&s, 1);
	stage_up(&s, 0);
	save(&s, 0, true);
	stage_expect(&s, "save 0 1\n");
	stage_up(&s, 1);
	stage_expect(&s, "save 0 0\n");
	save(&s, 1, true);
	stage_expect(&s, "");
	stage_kind(&s, 0, ARBITER_DOWN);
	stage_expect(&s, "save 1 1\n");
	save(&s, 1, false);
	stage_expect(&s, "save 1 0\n");
	stage_free(&s);
}

Test(arbiter_wish, r19_not_beside_a_station_that_is_none_of_ours)
{
	struct arbiter_phy phy;
	struct stage s;

	stage_init(&s, 4, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	save(&s, 0, true);
	s.log[0] = '\0';
	phy = s.phy;
	phy.others[ARBITER_IFTYPE_STATION] = 1;
	arbiter_radio_changed(&s.arbiter, &phy, s.now);
	stage_expect(&s, "save 0 0\n");
	stage_free(&s);
}
