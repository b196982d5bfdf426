// SPDX-License-Identifier: GPL-2.0-or-later
/* What the arbiter decides about a managed station. */
#include <criterion/criterion.h>
#include <string.h>

#include "join_scene.h"

static struct scene scene;

static unsigned int asked(const char *text)
{
	unsigned int i, count = 0;

	for (i = 0; i < scene.asks; i++)
		count += strcmp(scene.asked[i], text) == 0;
	return count;
}

static const struct table_entry *entry(void)
{
	return &scene.entry;
}

Test(join_judge, R9_a_network_that_may_not_be_joined_is_not_told_of)
{
	scene_ready(&scene, NULL, true);
	scene.verdict = VWLAN_CHANNEL;
	scene_connect(&scene, "corp", "secret \"1");
	cr_assert_eq(asked("ADD_NETWORK"), 0);
	cr_assert_eq(entry()->state, VWLAN_STATE_CONNECTING);
	cr_assert_eq(entry()->status, VWLAN_CHANNEL);
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_STATUS],
		     VWLAN_CHANNEL);
	/* Tried again, some time later. */
	scene.verdict = VWLAN_OK;
	scene.now = join_deadline(&scene.join);
	while (asked("ADD_NETWORK") == 0 && scene.now < 60000) {
		join_timeout(&scene.join, scene.now);
		scene.now = join_deadline(&scene.join);
	}
	cr_assert_eq(asked("ADD_NETWORK"), 1);
	cr_assert_eq(entry()->status, VWLAN_OK);
}

Test(join_judge, a_verdict_that_comes_later)
{
	scene_ready(&scene, NULL, true);
	scene.verdict = JOIN_LATER;
	scene_connect(&scene, "corp", "secret \"1");
	cr_assert_eq(asked("ADD_NETWORK"), 0);
	join_judged(&scene.join, VWLAN_OK, scene.now);
	cr_assert_eq(asked("ADD_NETWORK"), 1);
	join_judged(&scene.join, VWLAN_OK, scene.now);
	cr_assert_eq(asked("ADD_NETWORK"), 1);
}

Test(join_judge, a_verdict_on_what_is_no_longer_wanted)
{
	struct vwlan_control leave = scene_command_make(VWLAN_CMD_DISCONNECT);

	scene_ready(&scene, NULL, true);
	scene.verdict = JOIN_LATER;
	scene_connect(&scene, "corp", "secret \"1");
	scene_command(&scene, &leave);
	join_judged(&scene.join, VWLAN_OK, scene.now);
	cr_assert_eq(asked("ADD_NETWORK"), 0);
	cr_assert_eq(entry()->state, VWLAN_STATE_DISCONNECTED);
}

Test(join_judge, R1_without_a_station_it_waits_and_is_told)
{
	scene_open(&scene, &scene_corp, true);
	join_park(&scene.join, VWLAN_SLOT, scene.now);
	cr_assert_eq(entry()->state, VWLAN_STATE_DOWN);
	cr_assert_eq(entry()->status, VWLAN_SLOT);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_STATE), 1);
	/* The supplicant is no help, and what the guest wants is kept. */
	join_up(&scene.join, scene.now);
	cr_assert_eq(scene.asks, 0);
	scene_connect(&scene, "corp", NULL);
	cr_assert_eq(entry()->status, VWLAN_SLOT);
	join_unpark(&scene.join);
	join_up(&scene.join, scene.now);
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	scene_answer(&scene, "OK\n");
	cr_assert_eq(asked("ADD_NETWORK"), 1);
	cr_assert_eq(entry()->state, VWLAN_STATE_CONNECTING);
}

Test(join_judge, R10_a_station_is_taken_and_given_back)
{
	scene_connected(&scene);
	scene.answered = scene.asks;
	join_park(&scene.join, VWLAN_SLOT, scene.now);
	cr_assert_eq(asked("INTERFACE_REMOVE vw5.0"), 1);
	cr_assert_eq(entry()->state, VWLAN_STATE_DOWN);
	cr_assert_eq(entry()->status, VWLAN_SLOT);
	cr_assert_eq(join_deadline(&scene.join), JOIN_NEVER);
	scene.answered = scene.asks;
	join_unpark(&scene.join);
	join_up(&scene.join, scene.now);
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	scene_answer(&scene, "OK\n");
	cr_assert_eq(asked("ADD_NETWORK"), 2);
}

Test(join_judge, R10_a_connection_is_cut_and_comes_back)
{
	scene_connected(&scene);
	join_cut(&scene.join, VWLAN_CHANNEL, JOIN_NEVER, scene.now);
	cr_assert_eq(asked("DISCONNECT"), 1);
	cr_assert_eq(entry()->state, VWLAN_STATE_CONNECTING);
	cr_assert_eq(entry()->status, VWLAN_CHANNEL);
	join_free_again(&scene.join, scene.now);
	cr_assert_eq(asked("ADD_NETWORK"), 2);
	cr_assert_eq(entry()->status, VWLAN_OK);
}

Test(join_judge, what_the_guest_left_is_not_cut)
{
	struct vwlan_control leave = scene_command_make(VWLAN_CMD_DISCONNECT);

	scene_connected(&scene);
	scene_command(&scene, &leave);
	join_cut(&scene.join, VWLAN_CHANNEL, JOIN_NEVER, scene.now);
	cr_assert_eq(entry()->state, VWLAN_STATE_DISCONNECTED);
	join_free_again(&scene.join, scene.now);
	cr_assert_eq(asked("ADD_NETWORK"), 1);
}
