// SPDX-License-Identifier: GPL-2.0-or-later
/* R9 to R12: channels. */
#include <criterion/criterion.h>
#include <string.h>

#include "arbiter_stage.h"

/* Guest 0 is connected on 2412; guest 1 is up. */
static void channel_init(struct stage *s, unsigned int channels)
{
	stage_init(s, 8, channels);
	stage_connect(s, 0, 2412);
	stage_open(s, 1);
	stage_up(s, 1);
}

Test(arbiter_channel, r9_a_second_channel_is_refused_at_once)
{
	struct stage s;

	channel_init(&s, 1);
	cr_assert_eq(stage_join(&s, 1, 2437), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	cr_assert_eq(s.answer.frequencies, 1);
	cr_assert_eq(s.answer.frequency[0], 2412);
	cr_assert_eq(stage_join(&s, 1, 2412), ARBITER_ACCEPT);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_channel, r9_and_accepted_if_the_radio_can)
{
	struct stage s;

	channel_init(&s, 2);
	cr_assert_eq(stage_join(&s, 1, 2437), ARBITER_ACCEPT);
	stage_open(&s, 2);
	stage_up(&s, 2);
	cr_assert_eq(stage_join(&s, 2, 2462), ARBITER_REFUSE);
	cr_assert_eq(s.answer.frequencies, 2);
	stage_free(&s);
}

Test(arbiter_channel, r9_an_override_lowers_what_the_radio_can)
{
	struct arbiter_phy phy;
	struct stage s;

	channel_init(&s, 2);
	phy = s.phy;
	phy.max_channels = 1;
	cr_assert_eq(arbiter_radio_changed(&s.arbiter, &phy, s.now), 0);
	cr_assert_eq(stage_join(&s, 1, 2437), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	stage_free(&s);
}

Test(arbiter_channel, r9_a_channel_that_is_free_again_may_be_another)
{
	struct stage s;

	channel_init(&s, 1);
	stage_kind(&s, 0, ARBITER_LEAVE);
	cr_assert_eq(stage_join(&s, 1, 2437), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_channel, r9_an_open_choice_is_narrowed_to_what_fits)
{
	struct stage s;

	channel_init(&s, 1);
	cr_assert_eq(stage_join(&s, 1, 0), ARBITER_ACCEPT);
	cr_assert_eq(s.answer.frequencies, 1);
	cr_assert_eq(s.answer.frequency[0], 2412);
	stage_free(&s);
	channel_init(&s, 2);
	cr_assert_eq(stage_join(&s, 1, 0), ARBITER_ACCEPT);
	cr_assert_eq(s.answer.frequencies, 0);
	stage_free(&s);
}

Test(arbiter_channel, r9_an_open_choice_of_nothing_is_none)
{
	struct stage s;

	channel_init(&s, 1);
	s.policy.bands = 2;
	stage_open(&s, 2);
	stage_up(&s, 2);
	cr_assert_eq(stage_join(&s, 2, 0), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	stage_free(&s);
}

Test(arbiter_channel, who_is_looked_for_takes_nothing_from_others)
{
	struct stage s;

	channel_init(&s, 1);
	stage_join(&s, 1, 0);
	stage_scan(&s, 0, "net");
	stage_wait(&s, 50);
	stage_expect(&s, "scan 0 'net'\n");
	stage_wait(&s, 20000);
	cr_assert_eq(s.guest[1].link, ARBITER_JOINING);
	stage_free(&s);
}

Test(arbiter_channel, r9_a_supplicant_that_goes_elsewhere_is_cut)
{
	const struct arbiter_connection elsewhere = stage_network(2437);
	const struct arbiter_connection here = stage_network(2412);
	struct stage s;

	channel_init(&s, 1);
	stage_join(&s, 1, 0);
	arbiter_trying(&s.arbiter, &s.guest[1], &elsewhere, s.now);
	stage_expect(&s, "disconnect 1 by -1\n");
	arbiter_trying(&s.arbiter, &s.guest[1], &here, s.now);
	arbiter_joined(&s.arbiter, &s.guest[1], &here, s.now);
	stage_expect(&s, "");
	cr_assert_eq(s.guest[1].link, ARBITER_JOINED);
	stage_free(&s);
}

Test(arbiter_channel, r9_a_narrow_view_follows_what_is_in_use)
{
	struct stage s;

	stage_init(&s, 8, 1);
	s.policy.narrow = true;
	stage_open(&s, 1);
	stage_up(&s, 1);
	s.policy.narrow = false;
	cr_assert(arbiter_channel_open(&s.arbiter, &s.guest[1], 2437, 0));
	stage_open(&s, 0);
	stage_up(&s, 0);
	stage_join(&s, 0, 2412);
	stage_expect(&s, "channels 1\n");
	cr_assert_not(arbiter_channel_open(&s.arbiter, &s.guest[1], 2437,
					   s.now));
	cr_assert(arbiter_channel_open(&s.arbiter, &s.guest[1], 2412,
				       s.now));
	cr_assert(arbiter_channel_open(&s.arbiter, &s.guest[0], 2437,
				       s.now));
	stage_kind(&s, 0, ARBITER_LEAVE);
	stage_expect(&s, "channels 1\n");
	stage_free(&s);
}

Test(arbiter_channel, r9_others_interfaces_keep_their_channel)
{
	struct arbiter_phy phy;
	struct stage s;

	stage_init(&s, 8, 1);
	phy = s.phy;
	phy.others[ARBITER_IFTYPE_STATION] = 1;
	phy.channel[1].others = 1;
	arbiter_radio_changed(&s.arbiter, &phy, s.now);
	s.policy.priority = 7;
	stage_open(&s, 0);
	stage_up(&s, 0);
	cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_REFUSE);
	cr_assert_eq(s.answer.frequency[0], 2437);
	cr_assert_eq(stage_join(&s, 0, 2437), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_channel, policy_limits_networks_and_bands)
{
	struct stage s;

	stage_init(&s, 8, 1);
	s.policy.bands = 1;
	stage_open(&s, 0);
	s.policy.bands = 0;
	s.policy.ssids = 1;
	s.policy.ssid[0] = stage_ssid("office");
	stage_open(&s, 1);
	stage_up(&s, 0);
	stage_up(&s, 1);
	cr_assert_eq(stage_join(&s, 0, 5180), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_POLICY);
	cr_assert_eq(stage_join(&s, 1, 2412), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_POLICY);
	cr_assert_eq(stage_join(&s, 0, 2412), ARBITER_ACCEPT);
	stage_free(&s);
}

Test(arbiter_channel, a_policy_that_forbids_a_network_ends_it)
{
	struct stage s;

	channel_init(&s, 1);
	s.policy.ssids = 1;
	s.policy.ssid[0] = stage_ssid("office");
	arbiter_guest_policy(&s.arbiter, &s.guest[0], &s.policy, s.now);
	stage_expect(&s, "disconnect 0 by -1\n");
	cr_assert_eq(s.arbiter.used_channels, 0);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_channel, r10_a_higher_class_takes_the_channel_after_grace)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	stage_connect(&s, 1, 2412);
	s.policy.priority = 5;
	stage_open(&s, 2);
	stage_up(&s, 2);
	cr_assert_eq(stage_join(&s, 2, 2437), ARBITER_PREEMPT);
	stage_expect(&s, "warn 1 by 2\nwarn 0 by 2\n");
	stage_wait(&s, 2000);
	stage_expect(&s, "disconnect 1 by 2\ndisconnect 0 by 2\naccept 2\n");
	cr_assert_eq(s.arbiter.used_channels, 1);
	cr_assert_eq(s.arbiter.stations, 3);
	stage_kind(&s, 2, ARBITER_LEAVE);
	stage_expect(&s, "connect 1 2412\nconnect 0 2412\n");
	stage_free(&s);
}

Test(arbiter_channel, r10_one_equal_among_the_users_protects_all)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	s.policy.priority = 5;
	stage_connect(&s, 1, 2412);
	stage_open(&s, 2);
	stage_up(&s, 2);
	cr_assert_eq(stage_join(&s, 2, 2437), ARBITER_REFUSE);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_channel, r10_who_came_back_is_immune_for_a_while)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	s.policy.priority = 5;
	stage_open(&s, 1);
	stage_up(&s, 1);
	stage_join(&s, 1, 2437);
	stage_wait(&s, 2000);
	stage_kind(&s, 1, ARBITER_LEAVE);
	cr_assert_eq(s.guest[0].link, ARBITER_RESERVED);
	stage_join(&s, 0, 2412);
	stage_kind(&s, 0, ARBITER_AUTHORIZED);
	cr_assert_eq(stage_join(&s, 1, 2437), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	stage_wait(&s, 30000);
	cr_assert_eq(stage_join(&s, 1, 2437), ARBITER_PREEMPT);
	stage_free(&s);
}

Test(arbiter_channel, r10_a_channel_is_kept_for_a_while_only)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	s.policy.priority = 5;
	stage_open(&s, 1);
	stage_up(&s, 1);
	stage_join(&s, 1, 2437);
	stage_wait(&s, 2000);
	stage_kind(&s, 1, ARBITER_LEAVE);
	s.log[0] = '\0';
	stage_wait(&s, 9999);
	cr_assert_eq(s.arbiter.used_channels, 1);
	stage_wait(&s, 1);
	cr_assert_eq(s.arbiter.used_channels, 0);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_channel, r11_roaming_alone_may_go_anywhere)
{
	struct stage s;

	channel_init(&s, 1);
	cr_assert_eq(stage_join(&s, 0, 5180), ARBITER_ACCEPT);
	cr_assert_eq(s.arbiter.used_channels, 1);
	stage_free(&s);
}

Test(arbiter_channel, r11_not_if_it_breaks_anothers_connection)
{
	struct stage s;

	channel_init(&s, 1);
	stage_join(&s, 1, 2412);
	stage_kind(&s, 1, ARBITER_AUTHORIZED);
	cr_assert_eq(stage_join(&s, 0, 5180), ARBITER_REFUSE);
	cr_assert_eq(s.answer.status, VWLAN_CHANNEL);
	/* What it had, it keeps. */
	cr_assert_eq(s.guest[0].link, ARBITER_JOINED);
	cr_assert_eq(s.guest[0].connection.frequency, 2412);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_channel, r11_a_higher_class_may_roam_over_a_lower)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	s.policy.priority = 5;
	stage_connect(&s, 1, 2412);
	cr_assert_eq(stage_join(&s, 1, 5180), ARBITER_PREEMPT);
	stage_expect(&s, "warn 0 by 1\n");
	stage_wait(&s, 2000);
	stage_expect(&s, "disconnect 0 by 1\naccept 1\n");
	cr_assert_eq(s.guest[1].connection.frequency, 5180);
	stage_free(&s);
}

/* ------------------------------------------------------------------ */

Test(arbiter_channel, r12_an_access_point_that_moves_is_followed)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	stage_connect(&s, 1, 2412);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	arbiter_switching(&s.arbiter, &s.guest[1], 2437, s.now);
	stage_expect(&s, "");
	cr_assert_eq(s.arbiter.used_channels, 1);
	cr_assert_eq(s.guest[0].connection.frequency, 2437);
	cr_assert_eq(s.guest[1].connection.frequency, 2437);
	stage_free(&s);
}

static void other_network(struct stage *s, unsigned int i)
{
	struct arbiter_request request = {
		.kind = ARBITER_JOIN, .patience = 4000,
		.connection = stage_network(2412),
	};

	request.connection.bssid[3] = 9;
	stage_open(s, i);
	stage_up(s, i);
	cr_assert_eq(stage_ask(s, i, request), ARBITER_ACCEPT);
	stage_kind(s, i, ARBITER_AUTHORIZED);
}

Test(arbiter_channel, r12_not_if_another_one_stays)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	other_network(&s, 1);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	stage_expect(&s, "disconnect 0 by -1\n");
	cr_assert_eq(s.guest[1].link, ARBITER_JOINED);
	stage_wait(&s, 10000);
	stage_expect(&s, "");
	stage_kind(&s, 1, ARBITER_LEAVE);
	stage_expect(&s, "connect 0 2437\n");
	stage_free(&s);
}

Test(arbiter_channel, r12_unless_the_radio_can_do_both)
{
	struct stage s;

	stage_init(&s, 8, 2);
	stage_connect(&s, 0, 2412);
	other_network(&s, 1);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	stage_expect(&s, "");
	cr_assert_eq(s.arbiter.used_channels, 2);
	stage_free(&s);
}

Test(arbiter_channel, r12_nowhere_is_not_followed)
{
	struct stage s;

	stage_init(&s, 8, 2);
	stage_connect(&s, 0, 2412);
	arbiter_switching(&s.arbiter, &s.guest[0], 5825, s.now);
	stage_expect(&s, "disconnect 0 by -1\n");
	stage_wait(&s, 10000);
	stage_expect(&s, "");
	stage_free(&s);
}

Test(arbiter_channel, r12_nor_into_a_band_that_is_forbidden)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	s.policy.bands = 1;
	stage_connect(&s, 1, 2412);
	arbiter_switching(&s.arbiter, &s.guest[0], 5180, s.now);
	stage_expect(&s, "disconnect 1 by -1\n");
	cr_assert_eq(s.guest[0].connection.frequency, 5180);
	cr_assert_eq(s.arbiter.used_channels, 1);
	stage_free(&s);
}

Test(arbiter_channel, r12_a_switch_keeps_the_others_waiting)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	stage_open(&s, 1);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	cr_assert_eq(stage_up(&s, 1), ARBITER_DEFER);
	stage_wait(&s, 500);
	stage_expect(&s, "");
	arbiter_switched(&s.arbiter, &s.guest[0], 2437, s.now);
	stage_wait(&s, 0);
	stage_expect(&s, "accept 1\n");
	stage_free(&s);
}

Test(arbiter_channel, r12_not_for_ever_and_not_again_and_again)
{
	struct stage s;

	stage_init(&s, 8, 1);
	stage_connect(&s, 0, 2412);
	stage_open(&s, 1);
	arbiter_switching(&s.arbiter, &s.guest[0], 2437, s.now);
	stage_up(&s, 1);
	stage_wait(&s, 3000);
	stage_expect(&s, "accept 1\n");
	arbiter_switching(&s.arbiter, &s.guest[0], 2412, s.now);
	stage_open(&s, 2);
	cr_assert_eq(stage_up(&s, 2), ARBITER_ACCEPT);
	stage_free(&s);
}
