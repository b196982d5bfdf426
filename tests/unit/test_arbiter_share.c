// SPDX-License-Identifier: GPL-2.0-or-later
/* Time sharing: turns on a station, and on a channel. */
#include <criterion/criterion.h>
#include <string.h>

#include "arbiter_stage.h"

/* Two that share one station; the first is connected. */
static void share_init(struct stage *s)
{
	stage_init(s, 1, 1);
	s->policy.share = true;
	stage_connect(s, 0, 2412);
	stage_open(s, 1);
}

Test(arbiter_share, who_shares_is_accepted_and_waits_for_its_turn)
{
	struct stage s;

	share_init(&s);
	cr_assert_eq(stage_up(&s, 1), ARBITER_ACCEPT);
	cr_assert(s.answer.parked);
	stage_wait(&s, 4999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "down 0 by 1\nup 1\n");
	stage_free(&s);
}

Test(arbiter_share, a_connection_is_saved_and_applied_again)
{
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	stage_wait(&s, 5000);
	s.log[0] = '\0';
	stage_join(&s, 1, 5180);
	stage_kind(&s, 1, ARBITER_AUTHORIZED);
	stage_wait(&s, 5000);
	stage_expect(&s, "down 1 by 0\nup 0\nconnect 0 2412\n");
	cr_assert(vwlan_ssid_same(&s.guest[0].connection.ssid,
				  &s.guest[1].target.ssid));
	cr_assert_eq(s.guest[1].target.frequency, 5180);
	stage_join(&s, 0, 2412);
	stage_kind(&s, 0, ARBITER_AUTHORIZED);
	stage_wait(&s, 5000);
	stage_expect(&s, "down 0 by 1\nup 1\nconnect 1 5180\n");
	stage_free(&s);
}

Test(arbiter_share, who_is_refused_stays_where_it_is)
{
	struct arbiter_request elsewhere = { .kind = ARBITER_JOIN };
	struct stage s;

	stage_init(&s, 2, 1);
	s.policy.share = true;
	stage_connect(&s, 0, 2412);
	stage_connect(&s, 1, 2412);
	elsewhere.connection = stage_network(5180);
	cr_assert_eq(stage_ask(&s, 0, elsewhere), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	/* No turn elsewhere ends the connection that it has. */
	stage_wait(&s, 100000);
	stage_expect(&s, "");
	cr_assert_eq(s.guest[0].link, ARBITER_JOINED);
	cr_assert_eq(s.guest[0].wait_for, ARBITER_NOTHING);
	stage_free(&s);
}

Test(arbiter_share, alone_there_are_no_turns)
{
	struct stage s;

	share_init(&s);
	stage_wait(&s, 100000);
	stage_expect(&s, "");
	/* Its turn has been over for long. */
	cr_assert_eq(stage_up(&s, 1), ARBITER_ACCEPT);
	cr_assert_not(s.answer.parked);
	stage_expect(&s, "down 0 by 1\n");
	stage_free(&s);
}

Test(arbiter_share, weights_are_lengths_of_turns)
{
	struct stage s;

	stage_init(&s, 1, 1);
	s.policy.share = true;
	stage_open(&s, 0);
	s.policy.weight = 300;
	stage_open(&s, 1);
	stage_up(&s, 0);
	stage_up(&s, 1);
	stage_wait(&s, 5000);
	stage_expect(&s, "down 0 by 1\nup 1\n");
	stage_wait(&s, 14999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "down 1 by 0\nup 0\n");
	stage_free(&s);
}

Test(arbiter_share, a_guests_own_turn_has_bounds)
{
	struct arbiter_settings settings;
	struct arbiter_policy policy;

	arbiter_settings_default(&settings);
	arbiter_policy_default(&policy);
	policy.turn = 1;
	cr_assert_eq(arbiter_policy_turn(&policy, &settings),
		     ARBITER_TURN_MIN);
	policy.turn = UINT32_MAX;
	policy.weight = UINT16_MAX;
	cr_assert_eq(arbiter_policy_turn(&policy, &settings),
		     ARBITER_TURN_MAX);
}

Test(arbiter_share, who_does_not_share_keeps_what_it_has)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_connect(&s, 0, 2412);
	s.policy.share = true;
	stage_open(&s, 1);
	cr_assert_eq(stage_up(&s, 1), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_SLOT);
	stage_free(&s);
}

Test(arbiter_share, who_does_not_share_gets_no_turn)
{
	struct stage s;

	share_init(&s);
	s.policy.share = false;
	stage_open(&s, 2);
	cr_assert_eq(stage_up(&s, 2), ARBITER_REFUSE);
	stage_wait(&s, 20000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_share, a_policy_that_says_so_begins_turns)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_connect(&s, 0, 2412);
	s.policy.priority = 5;
	stage_open(&s, 1);
	stage_up(&s, 1);
	stage_wait(&s, 2000);
	s.log[0] = '\0';
	s.policy.share = true;
	arbiter_guest_policy(&s.arbiter, &s.guest[1], &s.policy, s.now);
	stage_wait(&s, 20000);
	stage_expect(&s, "");
	arbiter_guest_policy(&s.arbiter, &s.guest[0], &s.policy, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "down 1 by 0\nup 0\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_share, three_take_turns_in_order)
{
	struct stage s;

	share_init(&s);
	stage_open(&s, 2);
	stage_up(&s, 1);
	stage_up(&s, 2);
	stage_wait(&s, 15000);
	stage_expect(&s, "down 0 by 1\nup 1\n"
			 "down 1 by 2\nup 2\n"
			 "down 2 by 0\nup 0\nconnect 0 2412\n");
	stage_free(&s);
}

/* A guest that asks again and again has no more turns than others. */
Test(arbiter_share, asking_again_gains_nothing)
{
	unsigned int i;
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	for (i = 0; i < 49; i++) {
		stage_wait(&s, 100);
		stage_up(&s, 0);
		stage_join(&s, 0, 2412);
		stage_kind(&s, 0, ARBITER_AUTHORIZED);
	}
	s.log[0] = '\0';
	stage_wait(&s, 100);
	stage_expect(&s, "down 0 by 1\nup 1\n");
	stage_free(&s);
}

Test(arbiter_share, a_parked_guest_joins_when_its_turn_comes)
{
	struct arbiter_request request = {
		.kind = ARBITER_JOIN, .patience = ARBITER_PATIENT,
		.connection = stage_network(5180),
	};
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	cr_assert_eq(stage_ask(&s, 1, request), ARBITER_DEFER);
	cr_assert_eq(s.answer.status, VWLAN_SLOT);
	stage_wait(&s, 5000);
	stage_expect(&s, "down 0 by 1\nup 1\naccept 1\n");
	stage_free(&s);
}

Test(arbiter_share, an_impatient_one_is_told_when_it_may)
{
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	cr_assert_eq(stage_join(&s, 1, 5180), ARBITER_DEFER);
	stage_wait(&s, 4000);
	stage_expect(&s, "refuse 1: radio has no station to spare\n");
	stage_wait(&s, 1000);
	stage_expect(&s, "down 0 by 1\nup 1\nconnect 1 5180\n");
	stage_free(&s);
}

/* Guest 1 has its turn, and the network is still being looked for. */
static void settle_init(struct stage *s, struct arbiter_connection *to)
{
	share_init(s);
	stage_up(s, 1);
	stage_wait(s, 5000);
	*to = stage_network(5180);
	arbiter_trying(&s->arbiter, &s->guest[1], to, s->now);
	s->log[0] = '\0';
}

Test(arbiter_share, a_turn_counts_from_when_it_is_connected)
{
	struct arbiter_connection to;
	struct stage s;

	settle_init(&s, &to);
	stage_wait(&s, 7000);
	stage_expect(&s, "");
	arbiter_joined(&s.arbiter, &s.guest[1], &to, s.now);
	/* Once only: connecting again prolongs nothing. */
	stage_wait(&s, 4000);
	arbiter_left(&s.arbiter, &s.guest[1], s.now);
	arbiter_joined(&s.arbiter, &s.guest[1], &to, s.now);
	stage_wait(&s, 999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "down 1 by 0\nup 0\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_share, who_does_not_get_connected_has_twenty_seconds)
{
	struct arbiter_connection to;
	struct stage s;

	settle_init(&s, &to);
	stage_wait(&s, 19999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "down 1 by 0\nup 0\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_share, who_does_not_come_back_has_twenty_seconds)
{
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	stage_wait(&s, 10000);
	stage_expect(&s, "down 0 by 1\nup 1\n"
			 "down 1 by 0\nup 0\nconnect 0 2412\n");
	stage_wait(&s, 19999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "down 0 by 1\nup 1\n");
	stage_free(&s);
}

Test(arbiter_share, who_connects_late_has_a_turn_and_no_more)
{
	struct arbiter_connection to;
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	stage_wait(&s, 5000);
	s.log[0] = '\0';
	/* It was idle, so others had a right to its station; nobody came. */
	stage_kind(&s, 0, ARBITER_DOWN);
	stage_wait(&s, 60000);
	to = stage_network(5180);
	arbiter_joined(&s.arbiter, &s.guest[1], &to, s.now);
	cr_assert_eq(stage_up(&s, 0), ARBITER_ACCEPT);
	cr_assert_not(s.answer.parked);
	stage_expect(&s, "down 1 by 0\n");
	stage_free(&s);
}

Test(arbiter_share, a_parked_guest_sees_what_others_scan)
{
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_SLOT);
	stage_scan(&s, 0, NULL);
	stage_wait(&s, 50);
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_MERGE);
	arbiter_scan_ended(&s.arbiter, VWLAN_OK, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "scan 0 ''\nover 0: ok\nover 1: ok\n");
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_MERGE);
	stage_expect(&s, "over 1: ok\n");
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

/* Stations for all, one channel; the first two are connected on one. */
static void channel_init(struct stage *s)
{
	stage_init(s, 8, 1);
	s->policy.share = true;
	stage_connect(s, 0, 2412);
	stage_connect(s, 1, 2412);
	stage_open(s, 2);
	stage_up(s, 2);
}

Test(arbiter_share, a_channel_is_given_up_by_all_its_users_together)
{
	struct arbiter_request request = {
		.kind = ARBITER_JOIN, .patience = ARBITER_PATIENT,
		.connection = stage_network(5180),
	};
	struct stage s;

	channel_init(&s);
	cr_assert_eq(stage_ask(&s, 2, request), ARBITER_DEFER);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	stage_wait(&s, 5000);
	stage_expect(&s, "disconnect 1 by 2\ndisconnect 0 by 2\naccept 2\n");
	cr_assert_eq(s.arbiter.stations, 3);
	stage_kind(&s, 2, ARBITER_AUTHORIZED);
	stage_wait(&s, 5000);
	stage_expect(&s, "disconnect 2 by 1\n"
			 "connect 1 2412\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_share, one_who_does_not_share_keeps_the_channel_for_all)
{
	struct stage s;

	channel_init(&s);
	s.policy.share = false;
	stage_connect(&s, 3, 2412);
	cr_assert_eq(stage_join(&s, 2, 5180), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	stage_free(&s);
}

Test(arbiter_share, who_comes_late_to_a_channel_does_not_prolong_it)
{
	struct stage s;

	channel_init(&s);
	stage_join(&s, 2, 5180);
	stage_wait(&s, 4000);
	s.log[0] = '\0';
	stage_connect(&s, 3, 2412);
	stage_wait(&s, 1000);
	stage_expect(&s, "disconnect 3 by 2\ndisconnect 1 by 2\n"
			 "disconnect 0 by 2\nconnect 2 5180\n");
	stage_free(&s);
}

Test(arbiter_share, who_roams_in_vain_stays_where_it_is)
{
	struct stage s;

	channel_init(&s);
	cr_assert_eq(stage_join(&s, 0, 5180), ARBITER_DEFER);
	stage_wait(&s, 4000);
	stage_expect(&s, "refuse 0: channel conflicts with other guests\n");
	cr_assert_eq(s.guest[0].link, ARBITER_JOINED);
	stage_wait(&s, 20000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_share, what_a_preempted_guest_gets_back_is_its_turn)
{
	struct stage s;

	share_init(&s);
	s.policy.priority = 5;
	stage_open(&s, 2);
	cr_assert_eq(stage_up(&s, 2), ARBITER_PREEMPT);
	stage_wait(&s, 2000);
	stage_expect(&s, "warn 0 by 2\ndown 0 by 2\naccept 2\n");
	stage_wait(&s, 5000);
	stage_expect(&s, "down 2 by 0\nup 0\nconnect 0 2412\n");
	stage_free(&s);
}

/* A guest of a higher class, which keeps what it has. */
static void higher_open(struct stage *s, unsigned int i)
{
	s->policy.priority = 5;
	s->policy.share = false;
	stage_open(s, i);
}

Test(arbiter_share, without_anybody_to_take_turns_with_those_in_line_are_told)
{
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	higher_open(&s, 2);
	cr_assert_eq(stage_up(&s, 2), ARBITER_PREEMPT);
	stage_wait(&s, 1999);
	stage_expect(&s, "warn 0 by 2\n");
	stage_wait(&s, 1);
	stage_expect(&s, "down 0 by 2\naccept 2\n"
			 "stranded 0\nstranded 1\n");
	/* Once; and what they wait for comes all the same. */
	stage_wait(&s, 600000);
	stage_expect(&s, "");
	stage_kind(&s, 2, ARBITER_DOWN);
	stage_expect(&s, "up 1\n");
	stage_wait(&s, 20000);
	stage_expect(&s, "down 1 by 0\nup 0\nconnect 0 2412\n");
	stage_free(&s);
}

/* Of two stations, one still goes round. */
Test(arbiter_share, one_station_is_enough_for_turns)
{
	struct stage s;

	stage_init(&s, 2, 1);
	s.policy.share = true;
	stage_connect(&s, 0, 2412);
	stage_connect(&s, 1, 2412);
	stage_open(&s, 2);
	stage_up(&s, 2);
	higher_open(&s, 3);
	stage_up(&s, 3);
	stage_wait(&s, 2000);
	stage_expect(&s, "warn 0 by 3\ndown 0 by 3\naccept 3\n");
	stage_wait(&s, 3000);
	stage_expect(&s, "down 1 by 2\nup 2\n");
	/* Until it is said to share no more. */
	s.policy.priority = 3;
	arbiter_guest_policy(&s.arbiter, &s.guest[2], &s.policy, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "stranded 1\nstranded 0\n");
	stage_free(&s);
}

Test(arbiter_share, without_turns_on_a_channel_those_in_line_are_told)
{
	struct arbiter_request request = {
		.kind = ARBITER_JOIN, .patience = ARBITER_PATIENT,
		.connection = stage_network(5180),
	};
	struct stage s;

	channel_init(&s);
	stage_ask(&s, 2, request);
	stage_wait(&s, 5000);
	stage_kind(&s, 2, ARBITER_AUTHORIZED);
	s.log[0] = '\0';
	higher_open(&s, 3);
	stage_up(&s, 3);
	request.connection = stage_network(2437);
	cr_assert_eq(stage_ask(&s, 3, request), ARBITER_PREEMPT);
	stage_wait(&s, 2000);
	stage_expect(&s, "warn 2 by 3\ndisconnect 2 by 3\naccept 3\n"
			 "stranded 2\nstranded 0\nstranded 1\n");
	stage_free(&s);
}

/* Guests 0 and 1 wait for their channel, while 2 has its turn on another. */
static void channel_turn_init(struct stage *s)
{
	channel_init(s);
	stage_join(s, 2, 5180);
	stage_wait(s, 5000);
	stage_kind(s, 2, ARBITER_AUTHORIZED);
	s->log[0] = '\0';
}

Test(arbiter_share, a_channel_that_cannot_come_back_is_told)
{
	struct stage s;

	channel_turn_init(&s);
	arbiter_radar(&s.arbiter, 2412, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "disconnect 1 by -1\ndisconnect 0 by -1\n");
	stage_wait(&s, 20000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_share, a_network_that_is_forbidden_meanwhile_is_told)
{
	struct stage s;

	channel_turn_init(&s);
	s.policy.bands = 2;
	arbiter_guest_policy(&s.arbiter, &s.guest[1], &s.policy, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "disconnect 1 by -1\n");
	stage_wait(&s, 5000);
	stage_expect(&s, "disconnect 2 by 0\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_share, without_a_radio_there_are_no_turns)
{
	struct stage s;

	share_init(&s);
	stage_up(&s, 1);
	arbiter_radio_left(&s.arbiter, VWLAN_RFKILL, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "down 0 by -1\nstranded 1\n");
	stage_free(&s);
}

/*
 * Two stations on one channel: guest 2 has its turn on a station, while the
 * channel's turn goes on.  It keeps the station until it has the channel, and
 * its turn begins then.
 */
Test(arbiter_share, waiting_for_a_channel_uses_up_no_turn)
{
	struct arbiter_request request = {
		.kind = ARBITER_JOIN, .patience = ARBITER_PATIENT,
		.connection = stage_network(5180),
	};
	struct stage s;

	stage_init(&s, 2, 1);
	s.policy.share = true;
	s.policy.turn = 9000;
	stage_connect(&s, 0, 2412);
	s.policy.turn = 2000;
	stage_connect(&s, 1, 2412);
	stage_open(&s, 2);
	stage_up(&s, 2);
	stage_ask(&s, 2, request);
	stage_wait(&s, 2000);
	stage_expect(&s, "down 1 by 2\nup 2\n");
	stage_wait(&s, 6999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "down 0 by 1\naccept 2\nup 1\n");
	stage_kind(&s, 2, ARBITER_AUTHORIZED);
	stage_wait(&s, 1999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "down 2 by 0\nconnect 1 2412\n"
			 "up 0\nconnect 0 2412\n");
	stage_free(&s);
}
