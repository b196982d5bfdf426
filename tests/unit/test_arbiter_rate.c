// SPDX-License-Identifier: GPL-2.0-or-later
/* R14, R16: how often, and how long away. */
#include <criterion/criterion.h>

#include "arbiter_stage.h"

static void rate_init(struct stage *s)
{
	stage_init(s, 4, 1);
	stage_connect(s, 0, 2412);
	stage_connect(s, 1, 2412);
	stage_wait(s, 10000);
}

static enum arbiter_verdict remain(struct stage *s, unsigned int i,
				   uint32_t frequency, uint32_t duration)
{
	const struct arbiter_request request = {
		.kind = ARBITER_REMAIN,
		.frequency = frequency,
		.duration = duration,
	};

	return stage_ask(s, i, request);
}

Test(arbiter_rate, r14_a_burst_and_then_twenty_a_second)
{
	unsigned int i;
	struct stage s;

	rate_init(&s);
	for (i = 0; i < 64; i++)
		cr_assert_eq(stage_kind(&s, 0, ARBITER_OTHER),
			     ARBITER_ACCEPT);
	cr_assert_eq(stage_kind(&s, 0, ARBITER_OTHER), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	cr_assert_eq(s.answer.until, s.now + 51);
	stage_wait(&s, 1000);
	for (i = 0; i < 20; i++)
		cr_assert_eq(stage_kind(&s, 0, ARBITER_OTHER),
			     ARBITER_ACCEPT);
	cr_assert_eq(stage_kind(&s, 0, ARBITER_OTHER), ARBITER_REFUSE);
	/* Another guest has its own. */
	cr_assert_eq(stage_kind(&s, 1, ARBITER_OTHER), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_rate, r14_giving_back_is_always_allowed)
{
	struct stage s;

	rate_init(&s);
	while (stage_kind(&s, 0, ARBITER_OTHER) == ARBITER_ACCEPT)
		;
	while (stage_kind(&s, 0, ARBITER_EAPOL) == ARBITER_ACCEPT)
		;
	cr_assert_eq(stage_kind(&s, 0, ARBITER_LEAVE), ARBITER_ACCEPT);
	cr_assert_eq(stage_kind(&s, 0, ARBITER_DOWN), ARBITER_ACCEPT);
	cr_assert_eq(stage_kind(&s, 0, ARBITER_DOWN), ARBITER_REFUSE);
	stage_free(&s);
}

/* What a handshake needs goes on when curiosity has used up its share. */
Test(arbiter_rate, r14_handshakes_have_tokens_of_their_own)
{
	unsigned int i;
	struct stage s;

	rate_init(&s);
	while (stage_kind(&s, 0, ARBITER_OTHER) == ARBITER_ACCEPT)
		;
	for (i = 0; i < 50; i++) {
		cr_assert_eq(stage_kind(&s, 0, ARBITER_EAPOL),
			     ARBITER_ACCEPT);
		cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_ACCEPT);
	}
	cr_assert_eq(stage_kind(&s, 0, ARBITER_EAPOL), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_REFUSE);
	stage_free(&s);
}

Test(arbiter_rate, r14_a_policy_without_tokens_allows_nothing)
{
	struct stage s;

	stage_init(&s, 4, 1);
	s.policy.frames = (struct tokens_rate) { 0, 0 };
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(remain(&s, 0, 2437, 100), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	stage_wait(&s, 1000000);
	cr_assert_eq(remain(&s, 0, 2437, 100), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	stage_free(&s);
}

Test(arbiter_rate, r14_a_long_time_is_no_more_than_a_burst)
{
	unsigned int i, taken = 0;
	struct stage s;

	rate_init(&s);
	s.now += UINT64_C(1) << 40;
	for (i = 0; i < 100; i++)
		taken += stage_kind(&s, 0, ARBITER_OTHER) == ARBITER_ACCEPT;
	cr_assert_eq(taken, 64);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_rate, r16_away_for_200_ms_at_most)
{
	struct stage s;

	rate_init(&s);
	cr_assert_eq(remain(&s, 0, 2437, 5000), ARBITER_ACCEPT);
	cr_assert_eq(s.answer.duration, 200);
	cr_assert_eq(s.arbiter.away_until, s.now + 200);
	stage_wait(&s, 200);
	cr_assert_null(s.arbiter.away);
	stage_free(&s);
}

Test(arbiter_rate, r16_one_at_a_time_and_a_fifth_of_the_time)
{
	struct stage s;

	rate_init(&s);
	cr_assert_eq(remain(&s, 0, 2437, 200), ARBITER_ACCEPT);
	cr_assert_eq(remain(&s, 1, 2437, 200), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BUSY);
	stage_wait(&s, 999);
	cr_assert_eq(remain(&s, 1, 2437, 200), ARBITER_REFUSE);
	cr_assert_eq(s.answer.until, s.now + 1);
	stage_wait(&s, 1);
	cr_assert_eq(remain(&s, 1, 2437, 200), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_rate, r16_not_while_anothers_traffic_must_not_wait)
{
	struct stage s;

	rate_init(&s);
	arbiter_realtime(&s.arbiter, &s.guest[1], true);
	cr_assert_eq(remain(&s, 0, 2437, 100), ARBITER_REFUSE);
	cr_assert_eq(remain(&s, 1, 2437, 100), ARBITER_ACCEPT);
	stage_wait(&s, 1000);
	arbiter_realtime(&s.arbiter, &s.guest[1], false);
	cr_assert_eq(remain(&s, 0, 2437, 100), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_rate, r16_on_its_own_channel_it_disturbs_nobody)
{
	struct stage s;

	rate_init(&s);
	arbiter_realtime(&s.arbiter, &s.guest[1], true);
	cr_assert_eq(remain(&s, 0, 2412, 100), ARBITER_ACCEPT);
	cr_assert_null(s.arbiter.away);
	cr_assert_eq(stage_kind(&s, 0, ARBITER_SEND_FRAME), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_rate, r16_nobody_waits_for_who_is_alone)
{
	struct stage s;

	rate_init(&s);
	stage_kind(&s, 1, ARBITER_DOWN);
	cr_assert_eq(remain(&s, 0, 2437, 200), ARBITER_ACCEPT);
	cr_assert_eq(remain(&s, 0, 2437, 200), ARBITER_ACCEPT);
	stage_up(&s, 1);
	cr_assert_eq(remain(&s, 0, 2437, 200), ARBITER_REFUSE);
	stage_free(&s);
}

Test(arbiter_rate, r16_nothing_is_sent_where_only_listening_is_allowed)
{
	struct stage s;

	rate_init(&s);
	cr_assert_eq(remain(&s, 0, 5260, 100), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RADAR);
	cr_assert_eq(remain(&s, 0, 5825, 100), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	cr_assert_eq(remain(&s, 0, 1, 100), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BAD_VALUE);
	stage_free(&s);
}

Test(arbiter_rate, r7_nobody_goes_away_while_a_guest_joins)
{
	struct stage s;

	rate_init(&s);
	stage_open(&s, 2);
	stage_up(&s, 2);
	stage_join(&s, 2, 2412);
	cr_assert_eq(remain(&s, 0, 2437, 100), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BUSY);
	stage_kind(&s, 2, ARBITER_AUTHORIZED);
	cr_assert_eq(remain(&s, 0, 2437, 100), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_rate, r16_a_scan_waits_until_the_radio_is_back)
{
	struct stage s;

	rate_init(&s);
	stage_scan(&s, 1, NULL);
	cr_assert_eq(remain(&s, 0, 2437, 200), ARBITER_ACCEPT);
	stage_wait(&s, 199);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "scan 1 ''\n");
	stage_free(&s);
}
