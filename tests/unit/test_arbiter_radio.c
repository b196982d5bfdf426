// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R20 to R24: keys, the radio's comings and goings, and reasons.
 *
 * Not here, as it isn't the arbiter's: R2 (one socket for each guest: the
 * monitor), R13 (frames: the worker), R15 (which frames a guest may send:
 * the relay that reads them), R20's half that no command asks for another
 * regulatory domain, R21's half that keys are wiped.
 */
#include <criterion/criterion.h>
#include <errno.h>

#include "arbiter_stage.h"

Test(arbiter_radio, r20_a_channel_that_is_forbidden_is_left)
{
	struct arbiter_phy phy;
	struct stage s;

	stage_init(&s, 4, 2);
	stage_connect(&s, 0, 2412);
	stage_connect(&s, 1, 5180);
	phy = s.phy;
	phy.channel[3].flags = VWLAN_CHANNEL_DISABLED;
	cr_assert_eq(arbiter_radio_changed(&s.arbiter, &phy, s.now), 0);
	stage_expect(&s, "disconnect 1 by -1\n");
	cr_assert_eq(s.arbiter.used_channels, 1);
	cr_assert_eq(stage_join(&s, 1, 5180), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	stage_free(&s);
}

Test(arbiter_radio, limits_that_are_lowered_hold_for_those_there_are)
{
	struct arbiter_phy phy;
	struct stage s;

	stage_init(&s, 4, 2);
	s.policy.priority = 5;
	stage_connect(&s, 0, 2412);
	s.policy.priority = 2;
	stage_connect(&s, 1, 5180);
	phy = s.phy;
	phy.max_channels = 1;
	arbiter_radio_changed(&s.arbiter, &phy, s.now);
	stage_expect(&s, "disconnect 1 by -1\n");
	phy.max_stations = 1;
	arbiter_radio_changed(&s.arbiter, &phy, s.now);
	stage_expect(&s, "down 1 by -1\n");
	arbiter_radio_changed(&s.arbiter, &s.phy, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "up 1\nconnect 1 5180\n");
	stage_free(&s);
}

Test(arbiter_radio, another_radio_does_not_come_by_a_change)
{
	struct arbiter_phy phy;
	struct stage s;

	stage_init(&s, 4, 2);
	phy = s.phy;
	phy.channels--;
	cr_assert_eq(arbiter_radio_changed(&s.arbiter, &phy, s.now), -EINVAL);
	phy.channels = 60000;
	cr_assert_eq(arbiter_radio_came(&s.arbiter, &phy, s.now), -EINVAL);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

static enum arbiter_verdict key(struct stage *s, uint32_t generation,
				uint8_t last)
{
	struct arbiter_request request = {
		.kind = ARBITER_KEY,
		.generation = generation,
		.connection = stage_network(2412),
	};

	request.connection.bssid[5] ^= last;
	return stage_ask(s, 0, request);
}

Test(arbiter_radio, r21_keys_are_for_this_connection)
{
	struct arbiter_request join = {
		.kind = ARBITER_JOIN, .generation = 7,
		.connection = stage_network(2412),
	};
	struct stage s;

	stage_init(&s, 4, 2);
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(key(&s, 0, 0), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_NOT_CONNECTED);
	stage_ask(&s, 0, join);
	cr_assert_eq(key(&s, 7, 0), ARBITER_ACCEPT);
	cr_assert_eq(key(&s, 6, 0), ARBITER_REFUSE);
	cr_assert_eq(key(&s, 7, 1), ARBITER_REFUSE);
	arbiter_left(&s.arbiter, &s.guest[0], s.now);
	cr_assert_eq(key(&s, 7, 0), ARBITER_REFUSE);
	stage_free(&s);
}

Test(arbiter_radio, associating_needs_the_same_access_point)
{
	struct arbiter_request request = {
		.kind = ARBITER_ASSOCIATE,
		.connection = stage_network(2412),
	};
	struct stage s;

	stage_init(&s, 4, 2);
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(stage_ask(&s, 0, request), ARBITER_REFUSE);
	stage_join(&s, 0, 2412);
	cr_assert_eq(stage_ask(&s, 0, request), ARBITER_ACCEPT);
	request.connection.bssid[3] = 1;
	cr_assert_eq(stage_ask(&s, 0, request), ARBITER_REFUSE);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_radio, r22_all_that_was_is_brought_back)
{
	struct stage s;

	stage_init(&s, 4, 2);
	stage_connect(&s, 0, 2412);
	stage_open(&s, 1);
	stage_up(&s, 1);
	stage_open(&s, 2);
	arbiter_radio_left(&s.arbiter, VWLAN_NO_RADIO, s.now);
	stage_expect(&s, "down 1 by -1\ndown 0 by -1\n");
	cr_assert_eq(s.arbiter.stations, 0);
	cr_assert_eq(s.arbiter.connected, 0);
	arbiter_radio_came(&s.arbiter, &s.phy, s.now);
	stage_expect(&s, "up 1\nup 0\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_radio, r22_high_classes_first_and_who_had_before_who_waited)
{
	struct stage s;

	stage_init(&s, 2, 1);
	s.policy.priority = 2;
	stage_connect(&s, 0, 2412);
	stage_connect(&s, 1, 2412);
	s.policy.priority = 5;
	stage_open(&s, 2);
	stage_up(&s, 2);
	stage_wait(&s, 2000);
	/* 0 waits, 1 and 2 have stations. */
	arbiter_radio_left(&s.arbiter, VWLAN_NO_RADIO, s.now);
	s.log[0] = '\0';
	arbiter_radio_came(&s.arbiter, &s.phy, s.now);
	stage_expect(&s, "up 2\nup 1\nconnect 1 2412\n");
	stage_kind(&s, 2, ARBITER_DOWN);
	stage_expect(&s, "up 0\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_radio, r22_turns_go_on_afterwards)
{
	struct stage s;

	stage_init(&s, 1, 1);
	s.policy.share = true;
	stage_connect(&s, 0, 2412);
	stage_open(&s, 1);
	stage_up(&s, 1);
	arbiter_radio_came(&s.arbiter, &s.phy, s.now);
	stage_expect(&s, "down 0 by -1\nstranded 1\nup 0\nconnect 0 2412\n");
	stage_join(&s, 0, 2412);
	stage_kind(&s, 0, ARBITER_AUTHORIZED);
	stage_wait(&s, 5000);
	stage_expect(&s, "down 0 by 1\nup 1\n");
	stage_free(&s);
}

Test(arbiter_radio, r22_what_was_asked_is_answered)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	stage_open(&s, 1);
	stage_up(&s, 1);
	stage_scan(&s, 0, NULL);
	stage_wait(&s, 50);
	stage_join(&s, 1, 2412);
	s.log[0] = '\0';
	arbiter_radio_left(&s.arbiter, VWLAN_NO_RADIO, s.now);
	stage_expect(&s, "over 0: no radio\nrefuse 1: no radio\n"
			 "down 1 by -1\ndown 0 by -1\n");
	stage_wait(&s, 60000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_radio, r22_a_new_engine_takes_over_what_there_is)
{
	const struct arbiter_connection net = stage_network(2412);
	struct stage s;

	stage_init(&s, 1, 1);
	stage_open(&s, 0);
	stage_open(&s, 1);
	arbiter_guest_adopt(&s.arbiter, &s.guest[0], true, &net, s.now);
	arbiter_guest_adopt(&s.arbiter, &s.guest[1], false, &net, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "");
	cr_assert_eq(s.guest[0].link, ARBITER_JOINED);
	cr_assert_eq(s.arbiter.used_channels, 1);
	stage_kind(&s, 0, ARBITER_DOWN);
	stage_expect(&s, "up 1\nconnect 1 2412\n");
	stage_free(&s);
}

/* The one that waits is known first: what the other has isn't free. */
Test(arbiter_radio, r22_a_new_engine_waits_until_it_knows_who_has_what)
{
	const struct arbiter_connection net = stage_network(2412);
	struct stage s;

	stage_init(&s, 1, 1);
	arbiter_give_from(&s.arbiter, s.now + 3000);
	stage_open(&s, 0);
	stage_open(&s, 1);
	arbiter_guest_adopt(&s.arbiter, &s.guest[1], false, &net, s.now);
	stage_wait(&s, 1000);
	arbiter_guest_adopt(&s.arbiter, &s.guest[0], true, &net, s.now);
	stage_wait(&s, 5000);
	stage_expect(&s, "");
	cr_assert(!s.guest[1].placed);
	stage_kind(&s, 0, ARBITER_DOWN);
	stage_expect(&s, "up 1\nconnect 1 2412\n");
	stage_free(&s);
}

Test(arbiter_radio, r23_a_switched_off_radio_is_off_for_all)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_connect(&s, 0, 2412);
	arbiter_radio_left(&s.arbiter, VWLAN_RFKILL, s.now);
	stage_expect(&s, "down 0 by -1\n");
	stage_open(&s, 1);
	cr_assert_eq(stage_up(&s, 1), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RFKILL);
	cr_assert_eq(stage_scan(&s, 0, NULL), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RFKILL);
	cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_REFUSE);
	/* Giving up is possible even so. */
	cr_assert_eq(stage_kind(&s, 0, ARBITER_DOWN), ARBITER_ACCEPT);
	arbiter_radio_came(&s.arbiter, &s.phy, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_radio, r23_a_guests_own_switch_is_its_own)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_connect(&s, 0, 2412);
	stage_connect(&s, 1, 2412);
	stage_kind(&s, 0, ARBITER_DOWN);
	stage_expect(&s, "");
	cr_assert_eq(s.guest[1].link, ARBITER_JOINED);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_radio, r24_radar_keeps_all_away_for_half_an_hour)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(stage_join(&s, 0, 5260), ARBITER_ACCEPT);
	stage_kind(&s, 0, ARBITER_LEAVE);
	arbiter_radar(&s.arbiter, 5260, s.now);
	cr_assert_eq(stage_join(&s, 0, 5260), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RADAR);
	stage_wait(&s, 1800000);
	cr_assert_eq(stage_join(&s, 0, 5260), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_radio, r24_unknown_requests_have_a_reason_too)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_open(&s, 0);
	cr_assert_eq(stage_kind(&s, 0, ARBITER_KIND_COUNT), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_UNSUPPORTED);
	cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_SLOT);
	stage_up(&s, 0);
	cr_assert_eq(stage_join(&s, 0, 1234), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BAD_VALUE);
	stage_free(&s);
}

Test(arbiter_radio, a_connection_that_gets_nowhere_is_given_up)
{
	struct stage s;

	stage_init(&s, 4, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	stage_join(&s, 0, 2412);
	stage_wait(&s, 59999);
	cr_assert_eq(s.arbiter.used_channels, 1);
	stage_wait(&s, 1);
	stage_expect(&s, "disconnect 0 by -1\n");
	cr_assert_eq(s.arbiter.used_channels, 0);
	stage_free(&s);
}
