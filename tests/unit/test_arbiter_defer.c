// SPDX-License-Identifier: GPL-2.0-or-later
/* R6: scans that are asked for too soon. */
#include <criterion/criterion.h>
#include <string.h>

#include "arbiter_stage.h"

#define FULL_EACH 10000u	/* ms between a guest's scans of everything */

static void ended(struct stage *s)
{
	arbiter_scan_ended(&s->arbiter, VWLAN_OK, s->now);
	stage_wait(s, 0);
}

/*
 * Guests 0 to 2 are up, 3 is connected; 0 has scanned for "net", which took
 * 50 ms, and asks again @after ms from when it asked for that.
 */
static enum arbiter_verdict too_soon(struct stage *s, uint64_t after)
{
	uint64_t asked;
	unsigned int i;

	stage_init(s, 4, 1);
	for (i = 0; i < 3; i++) {
		stage_open(s, i);
		stage_up(s, i);
	}
	stage_connect(s, 3, 2412);
	asked = s->now;
	stage_scan(s, 0, "net");
	stage_wait(s, 50);
	stage_wait(s, 50);
	ended(s);
	s->log[0] = '\0';
	stage_wait(s, asked + after - s->now);
	return stage_scan(s, 0, "net");
}

Test(arbiter_defer, r6_a_scan_is_put_off_until_it_may_begin)
{
	struct stage s;

	cr_assert_eq(too_soon(&s, FULL_EACH - 5000), ARBITER_DEFER);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	cr_assert_eq(s.answer.until, s.now + 5000);
	stage_wait(&s, 4999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "scan 0 'net'\n");
	ended(&s);
	stage_expect(&s, "over 0: ok\n");
	stage_free(&s);
}

Test(arbiter_defer, r6_one_whose_owner_has_left_counts_for_who_stays)
{
	uint64_t begin;
	struct stage s;

	too_soon(&s, FULL_EACH);
	begin = s.now;
	stage_wait(&s, 100);
	ended(&s);
	stage_wait(&s, 5200);
	stage_scan(&s, 1, "net");
	stage_wait(&s, 100);
	ended(&s);
	cr_assert_eq(stage_scan(&s, 0, "net"), ARBITER_DEFER);
	/* Too soon to be put off, but the other's will do. */
	cr_assert_eq(stage_scan(&s, 1, "net"), ARBITER_MERGE);
	stage_kind(&s, 0, ARBITER_ABORT_SCAN);
	s.log[0] = '\0';
	stage_wait(&s, begin + FULL_EACH + 1000 - s.now);
	stage_expect(&s, "scan 1 'net'\n");
	ended(&s);
	stage_wait(&s, 5000);
	cr_assert_neq(stage_scan(&s, 1, "net"), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_defer, r6_five_seconds_and_no_longer)
{
	struct stage s;

	cr_assert_eq(too_soon(&s, FULL_EACH - 5001), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	cr_assert_eq(s.answer.until, s.now + 5001);
	stage_wait(&s, 20000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_defer, r6_one_at_a_time)
{
	struct stage s;

	too_soon(&s, FULL_EACH - 1000);
	cr_assert_eq(stage_scan(&s, 0, "net"), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BUSY);
	stage_free(&s);
}

/* It counts from when it was no longer put off. */
Test(arbiter_defer, r6_the_next_one_is_as_far_off)
{
	struct stage s;

	too_soon(&s, FULL_EACH - 1000);
	stage_wait(&s, 1000);
	ended(&s);
	cr_assert_eq(stage_scan(&s, 0, "net"), ARBITER_REFUSE);
	cr_assert_eq(s.answer.until, s.now + FULL_EACH);
	stage_free(&s);
}

Test(arbiter_defer, r6_anothers_scan_does_for_it)
{
	struct stage s;

	too_soon(&s, FULL_EACH - 5000);
	cr_assert_eq(stage_scan(&s, 1, "net"), ARBITER_ACCEPT);
	stage_wait(&s, 50);
	stage_expect(&s, "scan 1 'net'\n");
	ended(&s);
	stage_expect(&s, "over 1: ok\nover 0: ok\n");
	/* That was not its own. */
	stage_wait(&s, 4950);
	stage_expect(&s, "");
	cr_assert_eq(stage_scan(&s, 0, "net"), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_defer, r6_anothers_that_has_less_does_not)
{
	const struct arbiter_scan_request brief = {
		.ssids = 1, .frequencies = 1, .frequency = { 2437 },
		.ssid = { { 3, "net" } },
	};
	const struct arbiter_request request = {
		.kind = ARBITER_SCAN, .scan = &brief,
	};
	struct stage s;

	too_soon(&s, FULL_EACH - 5000);
	/* Nor does that wait for the one put off. */
	cr_assert_eq(stage_ask(&s, 1, request), ARBITER_ACCEPT);
	stage_expect(&s, "scan 1 'net'\n");
	ended(&s);
	stage_expect(&s, "over 1: ok\n");
	stage_wait(&s, 5000);
	stage_expect(&s, "scan 0 'net'\n");
	stage_free(&s);
}

Test(arbiter_defer, r6_what_waits_already_does_for_it)
{
	struct stage s;

	too_soon(&s, 100);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	stage_scan(&s, 1, "net");
	cr_assert_eq(stage_scan(&s, 0, "net"), ARBITER_MERGE);
	stage_wait(&s, 50);
	ended(&s);
	stage_expect(&s, "scan 1 'net'\nover 1: ok\nover 0: ok\n");
	stage_free(&s);
}

Test(arbiter_defer, r6_it_joins_whoever_waits_when_its_time_has_come)
{
	struct stage s;

	too_soon(&s, FULL_EACH - 1000);
	stage_wait(&s, 970);
	stage_scan(&s, 1, "other");
	stage_wait(&s, 50);
	stage_expect(&s, "scan 1 'other' 'net'\n");
	ended(&s);
	stage_expect(&s, "over 1: ok\nover 0: ok\n");
	stage_free(&s);
}

Test(arbiter_defer, r6_it_can_be_given_up)
{
	struct stage s;

	too_soon(&s, FULL_EACH - 1000);
	stage_kind(&s, 0, ARBITER_ABORT_SCAN);
	stage_expect(&s, "over 0: failed\n");
	stage_wait(&s, 20000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_defer, r6_it_ends_with_its_guest_and_with_the_radio)
{
	struct stage s;

	too_soon(&s, FULL_EACH - 1000);
	stage_kind(&s, 0, ARBITER_DOWN);
	stage_expect(&s, "over 0: failed\n");
	stage_free(&s);
	too_soon(&s, FULL_EACH - 1000);
	arbiter_radio_left(&s.arbiter, VWLAN_NO_RADIO, s.now);
	cr_assert_eq(strncmp(s.log, "over 0: ", 8), 0);
	s.log[0] = '\0';
	stage_wait(&s, 20000);
	stage_expect(&s, "");
	stage_free(&s);
}

/* Two are put off at most, and none of them is in anybody's way. */
Test(arbiter_defer, r6_those_put_off_take_no_places)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	struct stage s;
	unsigned int i;

	stage_init(&s, 8, 1);
	stage_connect(&s, 7, 2412);
	for (i = 0; i < 7; i++) {
		stage_open(&s, i);
		stage_up(&s, i);
	}
	for (i = 0; i < 3; i++)
		stage_scan(&s, i, names[i]);
	stage_wait(&s, 50);
	ended(&s);
	stage_wait(&s, 7000);
	s.log[0] = '\0';
	cr_assert_eq(stage_scan(&s, 0, "a"), ARBITER_DEFER);
	cr_assert_eq(stage_scan(&s, 1, "b"), ARBITER_DEFER);
	cr_assert_eq(stage_scan(&s, 2, "c"), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	for (i = 3; i < 7; i++)
		cr_assert_neq(stage_scan(&s, i, names[i - 3]),
			      ARBITER_REFUSE);
	stage_wait(&s, 50);
	stage_expect(&s, "scan 3 'a' 'b' 'c' 'd'\n");
	ended(&s);
	stage_expect(&s, "over 3: ok\nover 4: ok\nover 5: ok\nover 6: ok\n"
			 "over 0: ok\nover 1: ok\n");
	stage_free(&s);
}
