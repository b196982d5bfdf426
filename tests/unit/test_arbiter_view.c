// SPDX-License-Identifier: GPL-2.0-or-later
/* R8: what is shown to whom. */
#include <criterion/criterion.h>

#include "arbiter_stage.h"

/* Three guests that are up, and idle. */
static void view_init(struct stage *s)
{
	unsigned int i;

	stage_init(s, 4, 1);
	for (i = 0; i < 3; i++) {
		stage_open(s, i);
		stage_up(s, i);
	}
}

static bool shows(const struct stage *s, unsigned int i, const char *name,
		  enum arbiter_hidden hidden, uint32_t frequency)
{
	const struct vwlan_ssid ssid = stage_ssid(name);

	return arbiter_shows(&s->arbiter, &s->guest[i], &ssid, hidden,
			     frequency, s->now);
}

Test(arbiter_view, r8_a_hidden_network_is_shown_to_who_asked_for_it)
{
	struct stage s;

	view_init(&s);
	stage_scan(&s, 0, "secret");
	cr_assert(shows(&s, 0, "secret", ARBITER_HIDDEN, 2412));
	cr_assert_not(shows(&s, 1, "secret", ARBITER_HIDDEN, 2412));
	cr_assert_not(shows(&s, 1, "secret", ARBITER_UNKNOWN, 2412));
	cr_assert(shows(&s, 1, "secret", ARBITER_SHOWN, 2412));
	cr_assert(shows(&s, 1, "other", ARBITER_UNKNOWN, 2412));
	cr_assert(shows(&s, 1, "", ARBITER_HIDDEN, 2412));
	stage_free(&s);
}

Test(arbiter_view, r8_also_if_one_scan_found_it_for_both)
{
	struct stage s;

	view_init(&s);
	stage_scan(&s, 0, "mine");
	cr_assert_eq(stage_scan(&s, 1, "yours"), ARBITER_MERGE);
	cr_assert_not(shows(&s, 0, "yours", ARBITER_HIDDEN, 2412));
	cr_assert_not(shows(&s, 1, "mine", ARBITER_HIDDEN, 2412));
	stage_free(&s);
}

Test(arbiter_view, r8_joining_and_a_profile_are_asking)
{
	const struct vwlan_ssid profile = stage_ssid("profile");
	struct stage s;

	view_init(&s);
	stage_join(&s, 0, 2412);
	arbiter_seek(&s.arbiter, &s.guest[1], &profile);
	cr_assert(shows(&s, 0, "net", ARBITER_HIDDEN, 2412));
	cr_assert(shows(&s, 1, "profile", ARBITER_HIDDEN, 2412));
	cr_assert_not(shows(&s, 1, "net", ARBITER_HIDDEN, 2412));
	stage_free(&s);
}

Test(arbiter_view, r8_what_was_asked_for_last_is_remembered)
{
	char name[] = "a";
	struct stage s;

	view_init(&s);
	for (; name[0] < 'a' + (int)ARBITER_SOUGHT + 1; name[0]++) {
		const struct vwlan_ssid ssid = stage_ssid(name);

		arbiter_seek(&s.arbiter, &s.guest[0], &ssid);
	}
	cr_assert_not(shows(&s, 0, "a", ARBITER_HIDDEN, 2412));
	cr_assert(shows(&s, 0, "b", ARBITER_HIDDEN, 2412));
	cr_assert_eq(HASH_CNT(by_ssid, s.arbiter.names), ARBITER_SOUGHT);
	stage_free(&s);
	cr_assert_null(s.arbiter.names);
}

Test(arbiter_view, r8_only_channels_and_networks_that_it_may_use)
{
	struct stage s;

	stage_init(&s, 4, 1);
	s.policy.bands = 1;
	s.policy.ssids = 1;
	s.policy.ssid[0] = stage_ssid("net");
	stage_open(&s, 0);
	cr_assert(shows(&s, 0, "net", ARBITER_SHOWN, 2412));
	cr_assert_not(shows(&s, 0, "net", ARBITER_SHOWN, 5180));
	cr_assert_not(shows(&s, 0, "cafe", ARBITER_SHOWN, 2412));
	cr_assert_not(shows(&s, 0, "net", ARBITER_SHOWN, 5825));
	cr_assert_not(shows(&s, 0, "net", ARBITER_SHOWN, 9999));
	stage_free(&s);
}
