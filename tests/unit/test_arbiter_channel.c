// SPDX-License-Identifier: GPL-2.0-or-later
/* R9 to R12: channels. */
#include <criterion/criterion.h>
#include <string.h>

#include "arbiter_scene.h"

/* Guest 0 is connected on 2412; guest 1 is up. */
static void channel_init(struct scene *s, unsigned int channels)
{
	scene_init(s, 8, channels);
	scene_connect(s, 0, 2412);
	scene_open(s, 1);
	scene_up(s, 1);
}

Test(arbiter_channel, r9_a_second_channel_is_refused_at_once)
{
	struct scene s;

	channel_init(&s, 1);
	cr_assert_eq(scene_join(&s, 1, 2437), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	cr_assert_eq(s.answer.frequencies, 1);
	cr_assert_eq(s.answer.frequency[0], 2412);
	cr_assert_eq(scene_join(&s, 1, 2412), ARBITER_ACCEPT);
	scene_expect(&s, "");
	scene_free(&s);
}

Test(arbiter_channel, r9_and_accepted_if_the_radio_can)
{
	struct scene s;

	channel_init(&s, 2);
	cr_assert_eq(scene_join(&s, 1, 2437), ARBITER_ACCEPT);
	scene_open(&s, 2);
	scene_up(&s, 2);
	cr_assert_eq(scene_join(&s, 2, 2462), ARBITER_REFUSE);
	cr_assert_eq(s.answer.frequencies, 2);
	scene_free(&s);
}

Test(arbiter_channel, r9_an_override_lowers_what_the_radio_can)
{
	struct arbiter_phy phy;
	struct scene s;

	channel_init(&s, 2);
	phy = s.phy;
	phy.max_channels = 1;
	cr_assert_eq(arbiter_radio_changed(&s.arbiter, &phy, s.now), 0);
	cr_assert_eq(scene_join(&s, 1, 2437), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	scene_free(&s);
}

Test(arbiter_channel, r9_a_channel_that_is_free_again_may_be_another)
{
	struct scene s;

	channel_init(&s, 1);
	scene_kind(&s, 0, ARBITER_LEAVE);
	cr_assert_eq(scene_join(&s, 1, 2437), ARBITER_ACCEPT);
	scene_free(&s);
}

Test(arbiter_channel, r9_an_open_choice_is_narrowed_to_what_fits)
{
	struct scene s;

	channel_init(&s, 1);
	cr_assert_eq(scene_join(&s, 1, 0), ARBITER_ACCEPT);
	cr_assert_eq(s.answer.frequencies, 1);
	cr_assert_eq(s.answer.frequency[0], 2412);
	scene_free(&s);
	channel_init(&s, 2);
	cr_assert_eq(scene_join(&s, 1, 0), ARBITER_ACCEPT);
	cr_assert_eq(s.answer.frequencies, 0);
	scene_free(&s);
}

Test(arbiter_channel, r9_a_supplicant_that_goes_elsewhere_is_cut)
{
	const struct arbiter_connection elsewhere = scene_network(2437);
	const struct arbiter_connection here = scene_network(2412);
	struct scene s;

	channel_init(&s, 1);
	scene_join(&s, 1, 0);
	arbiter_trying(&s.arbiter, &s.guest[1], &elsewhere, s.now);
	scene_expect(&s, "disconnect 1 by -1\n");
	arbiter_trying(&s.arbiter, &s.guest[1], &here, s.now);
	arbiter_joined(&s.arbiter, &s.guest[1], &here, s.now);
	scene_expect(&s, "");
	cr_assert_eq(s.guest[1].link, ARBITER_JOINED);
	scene_free(&s);
}

Test(arbiter_channel, r9_a_narrow_view_follows_what_is_in_use)
{
	struct scene s;

	scene_init(&s, 8, 1);
	s.policy.narrow = true;
	scene_open(&s, 1);
	scene_up(&s, 1);
	s.policy.narrow = false;
	cr_assert(arbiter_channel_open(&s.arbiter, &s.guest[1], 2437, 0));
	scene_open(&s, 0);
	scene_up(&s, 0);
	scene_join(&s, 0, 2412);
	scene_expect(&s, "channels 1\n");
	cr_assert_not(arbiter_channel_open(&s.arbiter, &s.guest[1], 2437,
					   s.now));
	cr_assert(arbiter_channel_open(&s.arbiter, &s.guest[1], 2412,
				       s.now));
	cr_assert(arbiter_channel_open(&s.arbiter, &s.guest[0], 2437,
				       s.now));
	scene_kind(&s, 0, ARBITER_LEAVE);
	scene_expect(&s, "channels 1\n");
	scene_free(&s);
}

Test(arbiter_channel, r9_others_interfaces_keep_their_channel)
{
	struct arbiter_phy phy;
	struct scene s;

	scene_init(&s, 8, 1);
	phy = s.phy;
	phy.others[ARBITER_IFTYPE_STATION] = 1;
	phy.channel[1].others = 1;
	arbiter_radio_changed(&s.arbiter, &phy, s.now);
	s.policy.priority = 7;
	scene_open(&s, 0);
	scene_up(&s, 0);
	cr_assert_eq(scene_join(&s, 0, 2412), ARBITER_REFUSE);
	cr_assert_eq(s.answer.frequency[0], 2437);
	cr_assert_eq(scene_join(&s, 0, 2437), ARBITER_ACCEPT);
	scene_free(&s);
}

Test(arbiter_channel, policy_limits_networks_and_bands)
{
	struct scene s;

	scene_init(&s, 8, 1);
	s.policy.bands = 1;
	scene_open(&s, 0);
	s.policy.bands = 0;
	s.policy.ssids = 1;
	s.policy.ssid[0] = scene_ssid("office");
	scene_open(&s, 1);
	scene_up(&s, 0);
	scene_up(&s, 1);
	cr_assert_eq(scene_join(&s, 0, 5180), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_POLICY);
	cr_assert_eq(scene_join(&s, 1, 2412), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_POLICY);
	cr_assert_eq(scene_join(&s, 0, 2412), ARBITER_ACCEPT);
	scene_free(&s);
}

Test(arbiter_channel, a_policy_that_forbids_a_network_ends_it)
{
	struct scene s;

	channel_init(&s, 1);
	s.policy.ssids = 1;
	s.policy.ssid[0] = scene_ssid("office");
	arbiter_guest_policy(&s.arbiter, &s.guest[0], &s.policy, s.now);
	scene_expect(&s, "disconnect 0 by -1\n");
	cr_assert_eq(s.arbiter.used_channels, 0);
	scene_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_channel, r10_a_higher_class_takes_the_channel_after_grace)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	scene_connect(&s, 1, 2412);
	s.policy.priority = 5;
	scene_open(&s, 2);
	scene_up(&s, 2);
	cr_assert_eq(scene_join(&s, 2, 2437), ARBITER_PREEMPT);
	scene_expect(&s, "warn 1 by 2\nwarn 0 by 2\n");
	scene_wait(&s, 2000);
	scene_expect(&s, "disconnect 1 by 2\ndisconnect 0 by 2\naccept 2\n");
	cr_assert_eq(s.arbiter.used_channels, 1);
	cr_assert_eq(s.arbiter.stations, 3);
	scene_kind(&s, 2, ARBITER_LEAVE);
	scene_expect(&s, "connect 1 2412\nconnect 0 2412\n");
	scene_free(&s);
}

Test(arbiter_channel, r10_one_equal_among_the_users_protects_all)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	s.policy.priority = 5;
	scene_connect(&s, 1, 2412);
	scene_open(&s, 2);
	scene_up(&s, 2);
	cr_assert_eq(scene_join(&s, 2, 2437), ARBITER_REFUSE);
	scene_expect(&s, "");
	scene_free(&s);
}

Test(arbiter_channel, r10_who_came_back_is_immune_for_a_while)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	s.policy.priority = 5;
	scene_open(&s, 1);
	scene_up(&s, 1);
	scene_join(&s, 1, 2437);
	scene_wait(&s, 2000);
	scene_kind(&s, 1, ARBITER_LEAVE);
	cr_assert_eq(s.guest[0].link, ARBITER_RESERVED);
	scene_join(&s, 0, 2412);
	scene_kind(&s, 0, ARBITER_AUTHORIZED);
	cr_assert_eq(scene_join(&s, 1, 2437), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	scene_wait(&s, 30000);
	cr_assert_eq(scene_join(&s, 1, 2437), ARBITER_PREEMPT);
	scene_free(&s);
}

Test(arbiter_channel, r10_a_channel_is_kept_for_a_while_only)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	s.policy.priority = 5;
	scene_open(&s, 1);
	scene_up(&s, 1);
	scene_join(&s, 1, 2437);
	scene_wait(&s, 2000);
	scene_kind(&s, 1, ARBITER_LEAVE);
	s.log[0] = '\0';
	scene_wait(&s, 9999);
	cr_assert_eq(s.arbiter.used_channels, 1);
	scene_wait(&s, 1);
	cr_assert_eq(s.arbiter.used_channels, 0);
	scene_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_channel, r11_roaming_alone_may_go_anywhere)
{
	struct scene s;

	channel_init(&s, 1);
	cr_assert_eq(scene_join(&s, 0, 5180), ARBITER_ACCEPT);
	cr_assert_eq(s.arbiter.used_channels, 1);
	scene_free(&s);
}

Test(arbiter_channel, r11_not_if_it_breaks_anothers_connection)
{
	struct scene s;

	channel_init(&s, 1);
	scene_join(&s, 1, 2412);
	scene_kind(&s, 1, ARBITER_AUTHORIZED);
	cr_assert_eq(scene_join(&s, 0, 5180), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	/* What it had, it keeps. */
	cr_assert_eq(s.guest[0].link, ARBITER_JOINED);
	cr_assert_eq(s.guest[0].connection.frequency, 2412);
	scene_expect(&s, "");
	scene_free(&s);
}

Test(arbiter_channel, r11_a_higher_class_may_roam_over_a_lower)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	s.policy.priority = 5;
	scene_connect(&s, 1, 2412);
	cr_assert_eq(scene_join(&s, 1, 5180), ARBITER_PREEMPT);
	scene_expect(&s, "warn 0 by 1\n");
	scene_wait(&s, 2000);
	scene_expect(&s, "disconnect 0 by 1\naccept 1\n");
	cr_assert_eq(s.guest[1].connection.frequency, 5180);
	scene_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_channel, r12_an_access_point_that_moves_is_followed)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	scene_connect(&s, 1, 2412);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	arbiter_switching(&s.arbiter, &s.guest[1], 2437, s.now);
	scene_expect(&s, "");
	cr_assert_eq(s.arbiter.used_channels, 1);
	cr_assert_eq(s.guest[0].connection.frequency, 2437);
	cr_assert_eq(s.guest[1].connection.frequency, 2437);
	scene_free(&s);
}

static void other_network(struct scene *s, unsigned int i)
{
	struct arbiter_request request = {
		.kind = ARBITER_JOIN, .patience = 4000,
		.connection = scene_network(2412),
	};

	request.connection.bssid[3] = 9;
	scene_open(s, i);
	scene_up(s, i);
	cr_assert_eq(scene_ask(s, i, request), ARBITER_ACCEPT);
	scene_kind(s, i, ARBITER_AUTHORIZED);
}

Test(arbiter_channel, r12_not_if_another_one_stays)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	other_network(&s, 1);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	scene_expect(&s, "disconnect 0 by -1\n");
	cr_assert_eq(s.guest[1].link, ARBITER_JOINED);
	scene_kind(&s, 1, ARBITER_LEAVE);
	scene_expect(&s, "connect 0 2437\n");
	scene_free(&s);
}

Test(arbiter_channel, r12_unless_the_radio_can_do_both)
{
	struct scene s;

	scene_init(&s, 8, 2);
	scene_connect(&s, 0, 2412);
	other_network(&s, 1);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	scene_expect(&s, "");
	cr_assert_eq(s.arbiter.used_channels, 2);
	scene_free(&s);
}

Test(arbiter_channel, r12_nowhere_is_not_followed)
{
	struct scene s;

	scene_init(&s, 8, 2);
	scene_connect(&s, 0, 2412);
	arbiter_switching(&s.arbiter, &s.guest[0], 5825, s.now);
	scene_expect(&s, "disconnect 0 by -1\n");
	scene_wait(&s, 10000);
	scene_expect(&s, "");
	scene_free(&s);
}

Test(arbiter_channel, r12_a_switch_keeps_the_others_waiting)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	scene_open(&s, 1);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	cr_assert_eq(scene_up(&s, 1), ARBITER_DEFER);
	scene_wait(&s, 500);
	scene_expect(&s, "");
	arbiter_switched(&s.arbiter, &s.guest[0], 2437, s.now);
	scene_wait(&s, 0);
	scene_expect(&s, "accept 1\n");
	scene_free(&s);
}

Test(arbiter_channel, r12_not_for_ever_and_not_again_and_again)
{
	struct scene s;

	scene_init(&s, 8, 1);
	scene_connect(&s, 0, 2412);
	scene_open(&s, 1);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	scene_up(&s, 1);
	scene_wait(&s, 3000);
	scene_expect(&s, "accept 1\n");
	arbiter_switching(&s.arbiter, &s.guest[0], 2412, s.now);
	scene_open(&s, 2);
	cr_assert_eq(scene_up(&s, 2), ARBITER_ACCEPT);
	scene_free(&s);
}
