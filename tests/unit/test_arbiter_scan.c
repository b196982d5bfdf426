// SPDX-License-Identifier: GPL-2.0-or-later
/* R4 to R8: scans. */
#include <criterion/criterion.h>
#include <string.h>

#include "arbiter_stage.h"

/* Three guests that are up, and idle. */
static void scan_init(struct stage *s)
{
	unsigned int i;

	stage_init(s, 4, 1);
	for (i = 0; i < 3; i++) {
		stage_open(s, i);
		stage_up(s, i);
	}
}

static enum arbiter_verdict scan(struct stage *s, unsigned int i,
				 const struct arbiter_scan_request *from)
{
	const struct arbiter_request request = {
		.kind = ARBITER_SCAN, .scan = from,
	};

	return stage_ask(s, i, request);
}

static void ended(struct stage *s, enum vwlan_status status)
{
	arbiter_scan_ended(&s->arbiter, status, s->now);
	stage_wait(s, 0);
}

Test(arbiter_scan, r4_requests_within_50_ms_are_one_scan)
{
	struct stage s;

	scan_init(&s);
	cr_assert_eq(stage_scan(&s, 0, NULL), ARBITER_ACCEPT);
	stage_wait(&s, 49);
	cr_assert_eq(stage_scan(&s, 1, "other"), ARBITER_MERGE);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "scan 0 '' 'other'\n");
	stage_wait(&s, 3000);
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 0: ok\nover 1: ok\n");
	stage_free(&s);
}

Test(arbiter_scan, r4_a_running_scan_serves_what_it_covers)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 0, NULL);
	stage_wait(&s, 1000);
	s.log[0] = '\0';
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_MERGE);
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 0: ok\nover 1: ok\n");
	stage_wait(&s, 60000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_scan, r4_others_follow_it_together)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 0, NULL);
	stage_wait(&s, 1000);
	s.log[0] = '\0';
	cr_assert_eq(stage_scan(&s, 1, "a"), ARBITER_ACCEPT);
	cr_assert_eq(stage_scan(&s, 2, "b"), ARBITER_MERGE);
	stage_wait(&s, 1000);
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 0: ok\nscan 1 'a' 'b'\n");
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 1: ok\nover 2: ok\n");
	stage_free(&s);
}

Test(arbiter_scan, r4_no_more_names_than_the_radio_takes)
{
	const struct arbiter_scan_request three = {
		.ssids = 3,
		.ssid = { { 1, "a" }, { 1, "b" }, { 1, "c" } },
	};
	const struct arbiter_scan_request two = {
		.ssids = 2, .ssid = { { 1, "d" }, { 1, "e" } },
	};
	struct stage s;

	scan_init(&s);
	cr_assert_eq(scan(&s, 0, &three), ARBITER_ACCEPT);
	cr_assert_eq(scan(&s, 1, &two), ARBITER_ACCEPT);
	cr_assert_eq(stage_scan(&s, 2, "f"), ARBITER_MERGE);
	stage_wait(&s, 50);
	stage_expect(&s, "scan 0 'a' 'b' 'c' 'f'\n");
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 0: ok\nover 2: ok\nscan 1 'd' 'e'\n");
	stage_free(&s);
}

Test(arbiter_scan, r4_elements_are_one_guests_at_a_time)
{
	const struct arbiter_scan_request first = {
		.ssids = 1, .ie_hash = 1, .ie_length = 10,
	};
	const struct arbiter_scan_request second = {
		.ssids = 1, .ie_hash = 2, .ie_length = 10,
	};
	struct stage s;

	scan_init(&s);
	cr_assert_eq(scan(&s, 0, &first), ARBITER_ACCEPT);
	cr_assert_eq(scan(&s, 1, &second), ARBITER_ACCEPT);
	cr_assert_eq(scan(&s, 2, &first), ARBITER_MERGE);
	cr_assert_eq(s.answer.other, &s.guest[0]);
	stage_free(&s);
}

Test(arbiter_scan, r4_elements_go_with_who_has_them)
{
	const struct arbiter_scan_request with = {
		.ssids = 1, .ie_hash = 1, .ie_length = 10,
	};
	const struct arbiter_scan_request without = { .ssids = 1 };
	struct stage s;

	scan_init(&s);
	scan(&s, 0, &with);
	scan(&s, 1, &with);
	scan(&s, 2, &without);
	arbiter_guest_close(&s.arbiter, &s.guest[0], s.now);
	s.guest[0].user = NULL;
	stage_wait(&s, 50);
	stage_expect(&s, "scan 1 ''\n");
	cr_assert_eq(s.arbiter.running->scan.ie_from, &s.guest[1]);
	ended(&s, VWLAN_OK);
	scan(&s, 1, &with);
	stage_kind(&s, 2, ARBITER_DOWN);
	stage_up(&s, 2);
	scan(&s, 2, &without);
	stage_kind(&s, 1, ARBITER_ABORT_SCAN);
	s.log[0] = '\0';
	stage_wait(&s, 6000);
	cr_assert(!s.arbiter.running || !s.arbiter.running->scan.ie_from);
	stage_free(&s);
}

Test(arbiter_scan, r4_the_longest_stay_does_for_all_but_an_exact_one)
{
	const struct arbiter_scan_request brief = {
		.ssids = 1, .duration = 20,
	};
	const struct arbiter_scan_request slow = {
		.ssids = 1, .duration = 60,
	};
	const struct arbiter_scan_request exact = {
		.ssids = 1, .duration = 20,
		.flags = VWLAN_SCAN_DURATION_EXACT,
	};
	struct stage s;

	scan_init(&s);
	cr_assert_eq(scan(&s, 0, &brief), ARBITER_ACCEPT);
	cr_assert_eq(scan(&s, 1, &slow), ARBITER_MERGE);
	cr_assert_eq(scan(&s, 2, &exact), ARBITER_ACCEPT);
	stage_wait(&s, 50);
	cr_assert_eq(s.arbiter.running->scan.duration, 60);
	stage_free(&s);
}

Test(arbiter_scan, r4_who_hides_its_address_shares_with_such_only)
{
	const struct arbiter_scan_request plain = { .ssids = 1 };
	const struct arbiter_scan_request random = {
		.ssids = 1, .flags = VWLAN_SCAN_RANDOM_ADDRESS,
		.mac_hash = 7,
	};
	const struct arbiter_scan_request other = {
		.ssids = 1, .flags = VWLAN_SCAN_RANDOM_ADDRESS,
		.mac_hash = 8,
	};
	struct stage s;

	scan_init(&s);
	stage_open(&s, 3);
	stage_up(&s, 3);
	scan(&s, 0, &plain);
	cr_assert_eq(scan(&s, 1, &random), ARBITER_ACCEPT);
	cr_assert_eq(scan(&s, 2, &random), ARBITER_MERGE);
	cr_assert_eq(s.answer.other, &s.guest[1]);
	cr_assert_eq(scan(&s, 3, &other), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_scan, r4_who_scans_passively_sends_nothing)
{
	const struct arbiter_scan_request passive = { 0 };
	struct stage s;

	scan_init(&s);
	scan(&s, 0, &passive);
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_MERGE);
	stage_wait(&s, 50);
	stage_expect(&s, "scan 1 ''\n");
	stage_free(&s);
}

Test(arbiter_scan, r4_a_leader_that_goes_does_not_take_the_others_along)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 0, NULL);
	stage_scan(&s, 1, NULL);
	stage_wait(&s, 100);
	s.log[0] = '\0';
	stage_kind(&s, 0, ARBITER_DOWN);
	stage_expect(&s, "over 0: failed\n");
	/* The kernel says that it has ended, with the interface. */
	ended(&s, VWLAN_FAILED);
	stage_expect(&s, "scan 1 ''\n");
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 1: ok\n");
	stage_free(&s);
}

Test(arbiter_scan, r4_only_the_last_one_aborts_a_scan)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 0, NULL);
	stage_scan(&s, 1, NULL);
	stage_wait(&s, 100);
	s.log[0] = '\0';
	stage_kind(&s, 0, ARBITER_ABORT_SCAN);
	stage_expect(&s, "over 0: failed\n");
	stage_kind(&s, 1, ARBITER_ABORT_SCAN);
	stage_expect(&s, "abort 0\nover 1: failed\n");
	ended(&s, VWLAN_FAILED);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_scan, r4_a_brief_scan_waits_for_no_company)
{
	const struct arbiter_scan_request brief = {
		.ssids = 1, .frequencies = 1, .frequency = { 2437 },
	};
	struct stage s;

	scan_init(&s);
	cr_assert_eq(scan(&s, 0, &brief), ARBITER_ACCEPT);
	stage_wait(&s, 0);
	stage_expect(&s, "scan 0 ''\n");
	cr_assert_eq(scan(&s, 1, &brief), ARBITER_MERGE);
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 0: ok\nover 1: ok\n");
	stage_free(&s);
}

/* wpa_supplicant gives its first one 10 s, and begins again from the start. */
Test(arbiter_scan, r4_a_scan_that_has_come_far_goes_on_by_itself)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 0, NULL);
	stage_wait(&s, 50);
	s.log[0] = '\0';
	stage_wait(&s, 5000);
	stage_kind(&s, 0, ARBITER_ABORT_SCAN);
	stage_expect(&s, "over 0: failed\n");
	cr_assert_eq(stage_scan(&s, 0, NULL), ARBITER_MERGE);
	stage_kind(&s, 0, ARBITER_ABORT_SCAN);
	stage_expect(&s, "over 0: failed\n");
	ended(&s, VWLAN_OK);
	stage_expect(&s, "");
	/* It has been done, and its results are known. */
	cr_assert_neq(s.arbiter.channel[0].heard_at, ARBITER_NEVER);
	stage_free(&s);
}

Test(arbiter_scan, r4_nor_does_it_keep_a_guest_from_joining)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 0, NULL);
	stage_wait(&s, 50);
	stage_wait(&s, 5000);
	stage_kind(&s, 0, ARBITER_ABORT_SCAN);
	s.log[0] = '\0';
	cr_assert_eq(stage_join(&s, 1, 2412), ARBITER_DEFER);
	stage_expect(&s, "abort 0\n");
	ended(&s, VWLAN_FAILED);
	stage_expect(&s, "accept 1\n");
	stage_free(&s);
}

Test(arbiter_scan, r4_a_failure_is_the_leaders_and_not_the_others)
{
	const struct arbiter_scan_request with = {
		.ssids = 1, .ie_hash = 1, .ie_length = 10,
	};
	struct stage s;

	scan_init(&s);
	scan(&s, 0, &with);
	stage_scan(&s, 1, NULL);
	stage_wait(&s, 50);
	stage_expect(&s, "scan 0 ''\n");
	ended(&s, VWLAN_BAD_VALUE);
	stage_expect(&s, "over 0: value out of range\nscan 1 ''\n");
	cr_assert_null(s.arbiter.running->scan.ie_from);
	/* Whose fault the second one is nobody asks. */
	ended(&s, VWLAN_FAILED);
	stage_expect(&s, "over 1: failed\n");
	stage_free(&s);
}

Test(arbiter_scan, nobody_waits_for_a_scans_begin_for_ever)
{
	const struct arbiter_scan_request flush = {
		.ssids = 1, .flags = VWLAN_SCAN_FLUSH,
	};
	struct stage s;

	scan_init(&s);
	arbiter_scan_foreign(&s.arbiter, true, s.now);
	scan(&s, 0, &flush);
	stage_wait(&s, 29999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "over 0: busy with the same request, new\n");
	arbiter_scan_foreign(&s.arbiter, false, s.now);
	stage_wait(&s, 1000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_scan, one_scan_of_a_guests_at_a_time)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 0, NULL);
	cr_assert_eq(stage_scan(&s, 0, NULL), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BUSY);
	stage_free(&s);
}

Test(arbiter_scan, a_scan_that_never_ends_is_given_up)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 0, NULL);
	stage_wait(&s, 50);
	s.log[0] = '\0';
	stage_wait(&s, 59999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "over 0: timed out\n");
	stage_free(&s);
}

Test(arbiter_scan, somebody_elses_scan_is_waited_for)
{
	struct stage s;

	scan_init(&s);
	arbiter_scan_foreign(&s.arbiter, true, s.now);
	stage_scan(&s, 0, NULL);
	stage_wait(&s, 2000);
	stage_expect(&s, "");
	arbiter_scan_foreign(&s.arbiter, false, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "scan 0 ''\n");
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

static void scan_done(struct stage *s)
{
	stage_scan(s, 0, NULL);
	stage_wait(s, 50);
	stage_wait(s, 1000);
	ended(s, VWLAN_OK);
	s->log[0] = '\0';
}

Test(arbiter_scan, r5_an_idle_guest_gets_what_is_known)
{
	struct stage s;

	scan_init(&s);
	scan_done(&s);
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_MERGE);
	stage_expect(&s, "over 1: ok\n");
	/* Five seconds after it began. */
	stage_wait(&s, 4001);
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_scan, r5_not_if_it_asks_for_a_network_or_for_new_results)
{
	const struct arbiter_scan_request flush = {
		.ssids = 1, .flags = VWLAN_SCAN_FLUSH,
	};
	struct stage s;

	scan_init(&s);
	scan_done(&s);
	cr_assert_eq(stage_scan(&s, 1, "net"), ARBITER_ACCEPT);
	cr_assert_eq(scan(&s, 2, &flush), ARBITER_MERGE);
	stage_wait(&s, 50);
	stage_expect(&s, "scan 1 'net' ''\n");
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 1: ok\nover 2: ok, new\n");
	stage_free(&s);
}

Test(arbiter_scan, r5_who_is_not_in_a_hurry_takes_older_results)
{
	const struct arbiter_scan_request low = {
		.ssids = 1, .flags = VWLAN_SCAN_LOW_PRIORITY,
	};
	struct stage s;

	scan_init(&s);
	scan_done(&s);
	stage_wait(&s, 8000);
	cr_assert_eq(scan(&s, 1, &low), ARBITER_MERGE);
	stage_expect(&s, "over 1: ok\n");
	stage_free(&s);
}

Test(arbiter_scan, r5_who_is_connected_scans)
{
	struct stage s;

	scan_init(&s);
	scan_done(&s);
	stage_join(&s, 1, 2412);
	stage_kind(&s, 1, ARBITER_AUTHORIZED);
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_scan, r5_a_probed_channel_is_no_listened_one)
{
	const struct arbiter_scan_request passive = { 0 };
	struct stage s;

	scan_init(&s);
	scan(&s, 0, &passive);
	stage_wait(&s, 50);
	ended(&s, VWLAN_OK);
	cr_assert_eq(stage_scan(&s, 1, NULL), ARBITER_ACCEPT);
	cr_assert_eq(scan(&s, 2, &passive), ARBITER_MERGE);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_scan, r6_ten_seconds_between_scans_if_somebody_is_connected)
{
	struct stage s;

	scan_init(&s);
	stage_connect(&s, 3, 2412);
	scan_done(&s);
	stage_wait(&s, 3949);
	cr_assert_eq(stage_scan(&s, 0, "other"), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_RATE);
	cr_assert_eq(s.answer.until, s.now + 10000 - 4999);
	s.now = s.answer.until;
	cr_assert_eq(stage_scan(&s, 0, NULL), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_scan, r6_not_if_nobody_is)
{
	struct stage s;

	scan_init(&s);
	scan_done(&s);
	cr_assert_eq(stage_scan(&s, 0, "net"), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_scan, r6_a_look_at_few_channels_may_be_more_often)
{
	const struct arbiter_scan_request brief = {
		.ssids = 1, .frequencies = 1, .frequency = { 2437 },
		.ssid = { { 3, "net" } },
	};
	struct stage s;

	scan_init(&s);
	stage_connect(&s, 3, 2412);
	cr_assert_eq(scan(&s, 3, &brief), ARBITER_ACCEPT);
	stage_wait(&s, 100);
	ended(&s, VWLAN_OK);
	cr_assert_eq(scan(&s, 3, &brief), ARBITER_DEFER);
	cr_assert_eq(s.answer.until, s.now + 1900);
	stage_kind(&s, 3, ARBITER_ABORT_SCAN);
	stage_wait(&s, 1900);
	cr_assert_eq(scan(&s, 3, &brief), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_scan, r6_looks_at_few_channels_leave_time_too)
{
	const struct arbiter_scan_request brief = {
		.ssids = 1, .frequencies = 1, .frequency = { 2437 },
		.ssid = { { 3, "net" } },
	};
	struct stage s;

	scan_init(&s);
	stage_connect(&s, 3, 2412);
	scan(&s, 0, &brief);
	stage_wait(&s, 0);
	stage_wait(&s, 400);
	ended(&s, VWLAN_OK);
	scan(&s, 1, &brief);
	s.log[0] = '\0';
	stage_wait(&s, 399);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "scan 1 'net'\n");
	stage_free(&s);
}

/* Many guests that aren't connected would scan without end. */
Test(arbiter_scan, r6_the_connected_get_as_much_time_as_scans)
{
	struct stage s;

	scan_init(&s);
	stage_connect(&s, 3, 2412);
	stage_scan(&s, 0, "a");
	stage_wait(&s, 50);
	stage_scan(&s, 1, "b");
	stage_wait(&s, 3000);
	s.log[0] = '\0';
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 0: ok\n");
	stage_wait(&s, 2999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "scan 1 'b'\n");
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_scan, r7_no_scan_while_a_guest_joins)
{
	struct stage s;

	scan_init(&s);
	stage_join(&s, 0, 2412);
	stage_scan(&s, 1, NULL);
	stage_wait(&s, 2000);
	stage_expect(&s, "");
	stage_kind(&s, 0, ARBITER_AUTHORIZED);
	stage_expect(&s, "scan 1 ''\n");
	stage_free(&s);
}

Test(arbiter_scan, r7_for_three_seconds_at_most)
{
	struct stage s;

	scan_init(&s);
	stage_join(&s, 0, 2412);
	stage_scan(&s, 1, NULL);
	stage_wait(&s, 2999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "scan 1 ''\n");
	stage_free(&s);
}

Test(arbiter_scan, r7_sae_prolongs_nothing)
{
	struct stage s;

	scan_init(&s);
	stage_join(&s, 0, 2412);
	stage_scan(&s, 1, NULL);
	stage_wait(&s, 2500);
	cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_ACCEPT);
	stage_wait(&s, 499);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "scan 1 ''\n");
	stage_free(&s);
}

/* A guest that joins again and again doesn't keep others from scanning. */
Test(arbiter_scan, r7_holds_do_not_follow_one_another_for_ever)
{
	uint64_t begun;
	struct stage s;

	scan_init(&s);
	stage_join(&s, 0, 2412);
	stage_scan(&s, 1, NULL);
	begun = s.now;
	while (s.log[0] == '\0') {
		stage_wait(&s, 100);
		stage_kind(&s, 0, ARBITER_LEAVE);
		stage_join(&s, 0, 2412);
		cr_assert_lt(s.now, begun + 7000);
	}
	stage_free(&s);
}

/* Supplicants in the driver domain don't wait for scans, but scans for them. */
Test(arbiter_scan, r7_a_scan_begins_in_any_case_in_the_end)
{
	struct arbiter_connection network = stage_network(2412);
	uint64_t begun;
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 1, NULL);
	begun = s.now;
	while (s.log[0] == '\0') {
		network.bssid[4]++;
		arbiter_trying(&s.arbiter, &s.guest[0], &network, s.now);
		stage_wait(&s, 50);
		cr_assert_leq(s.now, begun + 6200);
	}
	cr_assert_geq(s.now, begun + 6000);
	stage_expect(&s, "scan 1 ''\n");
	stage_free(&s);
}

Test(arbiter_scan, r7_who_joins_waits_for_a_scan_four_seconds_at_most)
{
	struct stage s;

	scan_init(&s);
	stage_scan(&s, 1, NULL);
	stage_wait(&s, 50);
	s.log[0] = '\0';
	cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_DEFER);
	cr_assert_eq(s.answer.status, VWLAN_BUSY);
	cr_assert_eq(s.answer.until, s.now + 4000);
	stage_wait(&s, 1000);
	ended(&s, VWLAN_OK);
	stage_expect(&s, "over 1: ok\naccept 0\n");
	stage_kind(&s, 0, ARBITER_LEAVE);
	stage_scan(&s, 1, "net");
	stage_wait(&s, 50);
	s.log[0] = '\0';
	cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_DEFER);
	stage_wait(&s, 3999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "accept 0\n");
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_scan, r8_channels_of_other_bands_are_not_scanned)
{
	const struct arbiter_scan_request five = {
		.ssids = 1, .frequencies = 1, .frequency = { 5180 },
	};
	const struct arbiter_scan_request none = {
		.ssids = 1, .frequencies = 1, .frequency = { 1234 },
	};
	const struct arbiter_scan_request off = {
		.ssids = 1, .frequencies = 1, .frequency = { 5825 },
	};
	struct stage s;

	stage_init(&s, 4, 1);
	s.policy.bands = 1;
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(scan(&s, 0, &five), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_POLICY);
	cr_assert_eq(scan(&s, 0, &none), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BAD_VALUE);
	cr_assert_eq(scan(&s, 0, &off), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	stage_free(&s);
}

Test(arbiter_scan, hostile_sizes_are_refused)
{
	struct arbiter_scan_request from = { .ssids = 255 };
	struct stage s;

	scan_init(&s);
	cr_assert_eq(scan(&s, 0, &from), ARBITER_REFUSE);
	from.ssids = 1;
	from.ssid[0].length = 255;
	cr_assert_eq(scan(&s, 0, &from), ARBITER_REFUSE);
	from.ssid[0].length = 0;
	from.frequencies = 65535;
	cr_assert_eq(scan(&s, 0, &from), ARBITER_REFUSE);
	from.frequencies = 0;
	from.ie_length = 501;
	cr_assert_eq(scan(&s, 0, &from), ARBITER_REFUSE);
	from.ie_length = 500;
	cr_assert_eq(scan(&s, 0, &from), ARBITER_ACCEPT);
	stage_free(&s);
}
