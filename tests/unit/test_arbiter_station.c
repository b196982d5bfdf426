// SPDX-License-Identifier: GPL-2.0-or-later
/* R1, R3, R10, A11: stations. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "arbiter_stage.h"

Test(arbiter_station, r1_no_more_than_the_radio_has)
{
	struct stage s;

	stage_init(&s, 2, 1);
	stage_open(&s, 0);
	stage_open(&s, 1);
	stage_open(&s, 2);
	cr_assert_eq(stage_up(&s, 0), ARBITER_ACCEPT);
	cr_assert_eq(stage_up(&s, 1), ARBITER_ACCEPT);
	cr_assert_eq(stage_up(&s, 2), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_SLOT);
	stage_kind(&s, 0, ARBITER_DOWN);
	cr_assert_eq(stage_up(&s, 2), ARBITER_ACCEPT);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_station, a11_the_first_one_begins_the_radio)
{
	struct stage s;

	stage_init(&s, 2, 1);
	stage_open(&s, 0);
	stage_open(&s, 1);
	stage_up(&s, 0);
	cr_assert(s.answer.first);
	stage_up(&s, 1);
	cr_assert_not(s.answer.first);
	stage_free(&s);
}

Test(arbiter_station, up_twice_takes_one_station)
{
	struct stage s;

	stage_init(&s, 2, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(stage_up(&s, 0), ARBITER_ACCEPT);
	cr_assert_eq(s.arbiter.stations, 1);
	stage_kind(&s, 0, ARBITER_DOWN);
	cr_assert_eq(stage_kind(&s, 0, ARBITER_DOWN), ARBITER_ACCEPT);
	cr_assert_eq(s.arbiter.stations, 0);
	stage_free(&s);
}

static enum arbiter_verdict set_mac(struct stage *s, unsigned int i,
				    uint8_t first, uint8_t last)
{
	const struct arbiter_request request = {
		.kind = ARBITER_SET_MAC,
		.mac = { first, 0x16, 0x3e, 0, 0, last },
	};

	return stage_ask(s, i, request);
}

Test(arbiter_station, r3_addresses_are_the_policys)
{
	struct stage s;

	stage_init(&s, 2, 1);
	stage_open(&s, 0);
	s.policy.mac = ARBITER_MAC_LOCAL;
	stage_open(&s, 1);
	s.policy.mac = ARBITER_MAC_ANY;
	stage_open(&s, 2);
	cr_assert_eq(set_mac(&s, 0, 2, 99), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_POLICY);
	cr_assert_eq(set_mac(&s, 0, 0, 0), ARBITER_ACCEPT);
	cr_assert_eq(set_mac(&s, 1, 0, 99), ARBITER_REFUSE);
	cr_assert_eq(set_mac(&s, 1, 2, 99), ARBITER_ACCEPT);
	cr_assert_eq(set_mac(&s, 2, 0, 99), ARBITER_ACCEPT);
	cr_assert_eq(set_mac(&s, 2, 1, 99), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BAD_VALUE);
	stage_free(&s);
}

Test(arbiter_station, r3_addresses_are_unique)
{
	const uint8_t taken[] = { 0, 0x16, 0x3e, 0, 0, 0 };
	struct stage s;

	stage_init(&s, 2, 1);
	s.policy.mac = ARBITER_MAC_ANY;
	stage_open(&s, 0);
	stage_open(&s, 1);
	cr_assert_eq(set_mac(&s, 1, 0, 0), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BAD_VALUE);
	cr_assert_eq(set_mac(&s, 0, 0, 50), ARBITER_ACCEPT);
	cr_assert_eq(set_mac(&s, 1, 0, 0), ARBITER_ACCEPT);
	cr_assert_eq(arbiter_guest_open(&s.arbiter, &s.guest[2], &s.policy,
					taken, &s, s.now), -EEXIST);
	stage_free(&s);
}

Test(arbiter_station, r3_an_address_is_changed_while_down)
{
	struct stage s;

	stage_init(&s, 2, 1);
	s.policy.mac = ARBITER_MAC_ANY;
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(set_mac(&s, 0, 2, 99), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_BUSY);
	stage_kind(&s, 0, ARBITER_DOWN);
	cr_assert_eq(set_mac(&s, 0, 2, 99), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_station, r10_a_higher_class_takes_a_station_after_grace)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_connect(&s, 0, 2412);
	s.policy.priority = 5;
	stage_open(&s, 1);
	cr_assert_eq(stage_up(&s, 1), ARBITER_PREEMPT);
	cr_assert_eq(s.answer.status, VWLAN_SLOT);
	cr_assert_eq(s.answer.other, &s.guest[0]);
	cr_assert_eq(s.answer.until, s.now + 2000);
	stage_expect(&s, "warn 0 by 1\n");
	stage_wait(&s, 1999);
	stage_expect(&s, "");
	stage_wait(&s, 1);
	stage_expect(&s, "down 0 by 1\naccept 1\n");
	stage_free(&s);
}

Test(arbiter_station, r10_what_was_taken_comes_back_connected)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_connect(&s, 0, 2412);
	s.policy.priority = 5;
	stage_open(&s, 1);
	stage_up(&s, 1);
	stage_wait(&s, 2000);
	s.log[0] = '\0';
	stage_kind(&s, 1, ARBITER_DOWN);
	stage_expect(&s, "up 0\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_station, r10_a_station_that_becomes_free_ends_the_wait)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	s.policy.priority = 5;
	stage_open(&s, 1);
	stage_up(&s, 1);
	s.log[0] = '\0';
	stage_kind(&s, 0, ARBITER_DOWN);
	stage_expect(&s, "accept 1\n");
	stage_wait(&s, 5000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_station, r10_equal_classes_never_preempt)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_connect(&s, 0, 2412);
	stage_open(&s, 1);
	cr_assert_eq(stage_up(&s, 1), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_SLOT);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_station, r10_the_lowest_class_goes_and_of_it_the_idle)
{
	struct stage s;

	stage_init(&s, 3, 1);
	s.policy.priority = 2;
	stage_connect(&s, 0, 2412);
	s.policy.priority = 1;
	stage_connect(&s, 1, 2412);
	stage_open(&s, 2);
	stage_up(&s, 2);
	s.policy.priority = 5;
	stage_open(&s, 3);
	stage_up(&s, 3);
	stage_wait(&s, 2000);
	stage_expect(&s, "warn 2 by 3\ndown 2 by 3\naccept 3\n");
	stage_open(&s, 4);
	stage_up(&s, 4);
	stage_wait(&s, 2000);
	stage_expect(&s, "warn 1 by 4\ndown 1 by 4\naccept 4\n");
	stage_free(&s);
}

/* Two of class 5 in turn would else keep guest 0 off for ever. */
Test(arbiter_station, r10_who_came_back_is_immune_for_a_while)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	s.policy.priority = 5;
	stage_open(&s, 1);
	stage_up(&s, 1);
	stage_wait(&s, 2000);
	stage_kind(&s, 1, ARBITER_DOWN);
	s.log[0] = '\0';
	cr_assert_eq(stage_up(&s, 1), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_SLOT);
	stage_wait(&s, 30000);
	cr_assert_eq(stage_up(&s, 1), ARBITER_PREEMPT);
	stage_free(&s);
}

Test(arbiter_station, r10_without_patience_there_is_no_preemption)
{
	const struct arbiter_request request = {
		.kind = ARBITER_UP, .patience = 100,
	};
	struct stage s;

	stage_init(&s, 1, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	s.policy.priority = 5;
	stage_open(&s, 1);
	cr_assert_eq(stage_ask(&s, 1, request), ARBITER_REFUSE);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_station, down_answers_what_was_pending)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_open(&s, 0);
	stage_up(&s, 0);
	s.policy.priority = 5;
	stage_open(&s, 1);
	stage_up(&s, 1);
	s.log[0] = '\0';
	stage_kind(&s, 1, ARBITER_DOWN);
	stage_expect(&s, "refuse 1: failed\n");
	stage_wait(&s, 5000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_station, a_guest_that_goes_makes_room)
{
	struct stage s;

	stage_init(&s, 1, 1);
	stage_connect(&s, 0, 2412);
	s.policy.priority = 5;
	stage_open(&s, 1);
	stage_up(&s, 1);
	stage_wait(&s, 2000);
	s.log[0] = '\0';
	arbiter_guest_close(&s.arbiter, &s.guest[1], s.now);
	s.guest[1].user = NULL;
	stage_wait(&s, 0);
	stage_expect(&s, "up 0\nconnect 0 2412\n");
	stage_free(&s);
}
