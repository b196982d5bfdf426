// SPDX-License-Identifier: GPL-2.0-or-later
/* A managed station's connection, while others have their turn. */
#include <criterion/criterion.h>
#include <string.h>

#include "join_scene.h"

static struct scene scene;

static void told(enum vwlan_state state, enum vwlan_status status)
{
	const struct vwlan_control *last = &scene.sent[scene.sends - 1];

	cr_assert_eq(scene.entry.state, state);
	cr_assert_eq(last->id, VWLAN_EVT_STATE);
	cr_assert_eq(last->number[VWLAN_TLV_STATE], state);
	cr_assert_eq(last->number[VWLAN_TLV_STATUS], status);
}

static unsigned int asked(const char *text)
{
	unsigned int i, count = 0;

	for (i = 0; i < scene.asks; i++)
		count += strcmp(scene.asked[i], text) == 0;
	return count;
}

static void heard(enum wpatext_event_id id)
{
	const struct wpatext_event event = { .id = id, .local = true };

	join_event(&scene.join, &event, scene.now);
}

/* Connected, and then another's turn. */
static void rest(bool station)
{
	scene_connected(&scene);
	cr_assert(join_rest(&scene.join, station, station ? VWLAN_SLOT :
			    VWLAN_CHANNEL, scene.now));
	scene_answer_all(&scene, "OK\n");
}

/* And then its own turn; returns what the guest was sent until then. */
static unsigned int wake(void)
{
	unsigned int before;

	rest(true);
	before = scene.sends;
	join_wake(&scene.join, scene.now);
	scene_answer_all(&scene, "OK\n");
	return before;
}

Test(join_turn, who_rests_is_told_that_it_is_parked)
{
	unsigned int before;

	rest(true);
	told(VWLAN_STATE_PARKED, VWLAN_SLOT);
	cr_assert(join_resting(&scene.join));
	cr_assert_eq(scene.entry.ssid.length, 4);
	/* What the supplicant says of how it ended is no news. */
	before = scene.sends;
	heard(WPATEXT_DISCONNECTED);
	heard(WPATEXT_NOT_FOUND);
	cr_assert_eq(scene.sends, before);
}

Test(join_turn, the_supplicant_keeps_what_it_knows)
{
	rest(true);
	cr_assert_str_eq(scene_asked_last(&scene), "DISCONNECT");
	cr_assert_eq(asked("INTERFACE_REMOVE vw5.0"), 0);
	cr_assert_eq(asked("REMOVE_NETWORK all"), 1);
	cr_assert(join_wake(&scene.join, scene.now));
	cr_assert_str_eq(scene_asked_last(&scene),
			 "SELECT_NETWORK 0 freq=2412");
	scene_answer(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
	cr_assert_eq(asked("ADD_NETWORK"), 1);
	cr_assert_not(join_wake(&scene.join, scene.now));
}

Test(join_turn, it_counts_as_parked_until_it_is_back)
{
	unsigned int before;

	rest(true);
	before = scene.sends;
	scene.now += 3000;
	join_wake(&scene.join, scene.now);
	/* Its station is there, and then its channel: one turn. */
	cr_assert(join_wake(&scene.join, scene.now));
	heard(WPATEXT_DISCONNECTED);
	heard(WPATEXT_TRYING);
	cr_assert_eq(scene.sends, before);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_PARKED);
}

Test(join_turn, an_access_point_that_answers_late_is_looked_for_again)
{
	unsigned int before;

	before = wake();
	heard(WPATEXT_NOT_FOUND);
	cr_assert_eq(asked("SELECT_NETWORK 0 freq=2412"), 2);
	cr_assert_eq(scene.sends, before);
	scene_answer_all(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, an_access_point_that_is_gone_is_told)
{
	unsigned int looks;

	rest(true);
	join_wake(&scene.join, scene.now);
	scene_answer_all(&scene, "OK\n");
	for (looks = 1; looks < 5; looks++)
		heard(WPATEXT_NOT_FOUND);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_PARKED);
	heard(WPATEXT_NOT_FOUND);
	cr_assert_eq(asked("SELECT_NETWORK 0 freq=2412"), 5);
	told(VWLAN_STATE_CONNECTING, VWLAN_OK);
	/* The supplicant looks for another one by itself. */
	scene_answer_all(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, one_that_refuses_has_until_then)
{
	unsigned int before;

	before = wake();
	heard(WPATEXT_AUTH_REJECT);
	heard(WPATEXT_ASSOC_REJECT);
	cr_assert_eq(scene.sends, before);
	scene.now = join_deadline(&scene.join);
	cr_assert_leq(scene.now, 6000);
	join_timeout(&scene.join, scene.now);
	told(VWLAN_STATE_CONNECTING, VWLAN_OK);
}

Test(join_turn, one_that_does_not_answer_is_told)
{
	rest(true);
	join_wake(&scene.join, scene.now);
	scene.now = join_deadline(&scene.join);
	cr_assert_leq(scene.now, 6000);
	join_timeout(&scene.join, scene.now);
	told(VWLAN_STATE_CONNECTING, VWLAN_OK);
}

Test(join_turn, a_guest_that_is_away_for_long_is_told)
{
	rest(true);
	scene.now = join_deadline(&scene.join);
	cr_assert_eq(scene.now, 300000);
	join_timeout(&scene.join, scene.now);
	told(VWLAN_STATE_DOWN, VWLAN_SLOT);
	cr_assert_eq(join_deadline(&scene.join), JOIN_NEVER);
	cr_assert(join_wake(&scene.join, scene.now));
	scene_answer_all(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, a_guest_for_whom_no_turn_is_to_come_is_told)
{
	rest(true);
	join_strand(&scene.join, VWLAN_SLOT, scene.now);
	told(VWLAN_STATE_DOWN, VWLAN_SLOT);
	cr_assert_eq(join_deadline(&scene.join), JOIN_NEVER);
	/* The supplicant was asked nothing, and knows the way back. */
	cr_assert_str_eq(scene_asked_last(&scene), "DISCONNECT");
	cr_assert(join_wake(&scene.join, scene.now));
	cr_assert_str_eq(scene_asked_last(&scene),
			 "SELECT_NETWORK 0 freq=2412");
	scene_answer_all(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, who_does_not_rest_counts_on_no_turn)
{
	scene_connected(&scene);
	join_strand(&scene.join, VWLAN_SLOT, scene.now);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	rest(true);
	join_wake(&scene.join, scene.now);
	join_strand(&scene.join, VWLAN_SLOT, scene.now);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_PARKED);
}

Test(join_turn, what_it_rests_for_can_be_given_up)
{
	rest(false);
	join_cut(&scene.join, VWLAN_RADAR, scene.now + 20000, scene.now);
	told(VWLAN_STATE_CONNECTING, VWLAN_RADAR);
	cr_assert_not(join_resting(&scene.join));
	scene_answer_all(&scene, "OK\n");
	cr_assert_eq(join_deadline(&scene.join), 20000);
	scene.now = 20000;
	join_timeout(&scene.join, scene.now);
	scene_join(&scene);
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, for_a_channel_it_is_told_to_leave_and_to_come_back)
{
	rest(false);
	told(VWLAN_STATE_PARKED, VWLAN_CHANNEL);
	cr_assert_eq(asked("DISCONNECT"), 1);
	cr_assert_eq(asked("SELECT_NETWORK 0 freq=2412"), 0);
	join_wake(&scene.join, scene.now);
	cr_assert_str_eq(scene_asked_last(&scene),
			 "SELECT_NETWORK 0 freq=2412");
	scene_answer_all(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, who_has_lost_its_channel_can_lose_its_station)
{
	rest(false);
	cr_assert(join_rest(&scene.join, true, VWLAN_SLOT, scene.now));
	told(VWLAN_STATE_PARKED, VWLAN_SLOT);
	cr_assert_eq(asked("DISCONNECT"), 1);
	join_wake(&scene.join, scene.now);
	cr_assert_eq(asked("SELECT_NETWORK 0 freq=2412"), 1);
}

Test(join_turn, a_turn_can_be_too_short)
{
	rest(true);
	join_wake(&scene.join, scene.now);
	cr_assert(join_rest(&scene.join, true, VWLAN_SLOT, scene.now));
	cr_assert_eq(scene.entry.state, VWLAN_STATE_PARKED);
	cr_assert_eq(asked("DISCONNECT"), 2);
	join_wake(&scene.join, scene.now);
	cr_assert_eq(asked("SELECT_NETWORK 0 freq=2412"), 2);
}

Test(join_turn, who_was_not_connected_yet_goes_on_looking)
{
	scene_ready(&scene, &scene_corp, false);
	scene_join(&scene);
	cr_assert(join_rest(&scene.join, true, VWLAN_SLOT, scene.now));
	told(VWLAN_STATE_DOWN, VWLAN_SLOT);
	cr_assert_str_eq(scene_asked_last(&scene), "DISCONNECT");
	scene_answer(&scene, "OK\n");
	cr_assert(join_wake(&scene.join, scene.now));
	told(VWLAN_STATE_CONNECTING, VWLAN_OK);
	cr_assert_str_eq(scene_asked_last(&scene), "SELECT_NETWORK 0");
	scene_answer(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, without_a_network_there_is_none_to_come_back_to)
{
	scene_ready(&scene, NULL, true);
	cr_assert_not(join_rest(&scene.join, true, VWLAN_SLOT, 0));
	cr_assert_not(join_resting(&scene.join));
}

Test(join_turn, another_network_is_joined_in_the_next_turn)
{
	scene.entry.state = VWLAN_STATE_DOWN;
	scene_ready(&scene, &scene_corp, true);
	scene_join(&scene);
	scene_complete(&scene, "corp");
	join_rest(&scene.join, true, VWLAN_SLOT, scene.now);
	scene_connect(&scene, "other", "another one");
	told(VWLAN_STATE_DOWN, VWLAN_SLOT);
	cr_assert_str_eq(scene_asked_last(&scene), "INTERFACE_REMOVE vw5.0");
	cr_assert_not(join_resting(&scene.join));
	join_unpark(&scene.join);
	join_up(&scene.join, scene.now);
	scene.answered = scene.asks - 1;
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	scene_answer(&scene, "OK\n");
	scene_join(&scene);
	scene_complete(&scene, "other");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

/* Its station is back before its channel: it has an interface to use. */
Test(join_turn, with_a_station_again_it_may_choose_another_network)
{
	scene_ready(&scene, &scene_corp, true);
	scene_join(&scene);
	scene_complete(&scene, "corp");
	join_rest(&scene.join, true, VWLAN_SLOT, scene.now);
	scene_answer_all(&scene, "OK\n");
	join_unpark(&scene.join);
	scene_connect(&scene, "other", "another one");
	cr_assert_eq(asked("INTERFACE_REMOVE vw5.0"), 0);
	told(VWLAN_STATE_CONNECTING, VWLAN_OK);
	scene_join(&scene);
	scene_complete(&scene, "other");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, a_guest_that_was_parked_once_is_not_brought_back_for_ever)
{
	struct vwlan_control c = scene_command_make(VWLAN_CMD_DISCONNECT);
	char text[128];

	snprintf(text, sizeof(text), "wpa_state=DISCONNECTED\n%s",
		 scene_address);
	scene_connected(&scene);
	scene.join.was_parked = true;
	join_rest_adopt(&scene.join, scene.now);
	join_wake(&scene.join, scene.now);
	scene_answer_all(&scene, "OK\n");
	scene_complete(&scene, "corp");
	scene_command(&scene, &c);
	scene_answer_all(&scene, "OK\n");
	told(VWLAN_STATE_DISCONNECTED, VWLAN_OK);
	/* Its control connection was lost, and is there again. */
	join_down(&scene.join, scene.now);
	join_up(&scene.join, scene.now);
	scene_answer(&scene, text);
	cr_assert_eq(asked("RECONNECT"), 0);
	told(VWLAN_STATE_DISCONNECTED, VWLAN_OK);
}

Test(join_turn, who_no_longer_wants_a_network_does_not_come_back)
{
	struct vwlan_control c = scene_command_make(VWLAN_CMD_DISCONNECT);

	rest(false);
	scene_command(&scene, &c);
	told(VWLAN_STATE_DISCONNECTED, VWLAN_OK);
	cr_assert_not(join_wake(&scene.join, scene.now));
	cr_assert_eq(asked("SELECT_NETWORK 0 freq=2412"), 0);
}

Test(join_turn, a_parked_guest_does_not_scan)
{
	unsigned int before;

	rest(true);
	before = scene.sends;
	scene_scan(&scene, NULL);
	cr_assert_eq(scene_response(&scene, before), VWLAN_SLOT);
}

Test(join_turn, a_supplicant_that_ends_forgets)
{
	rest(true);
	join_down(&scene.join, scene.now);
	told(VWLAN_STATE_DOWN, VWLAN_SLOT);
	cr_assert_not(join_wake(&scene.join, scene.now));
}

/* ------------------------------------------------------------------ */
/* Another engine                                                      */

Test(join_turn, another_engine_finds_it_parked)
{
	scene_open(&scene, &scene_corp, false);
	scene.join.was_parked = true;
	join_rest_adopt(&scene.join, scene.now);
	told(VWLAN_STATE_PARKED, VWLAN_SLOT);
	/* The supplicant has come, and knows it still. */
	join_up(&scene.join, scene.now);
	cr_assert_eq(scene.asks, 0);
	join_wake(&scene.join, scene.now);
	cr_assert_str_eq(scene_asked_last(&scene), "SELECT_NETWORK any");
	scene_answer(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
	cr_assert_eq(asked("ADD_NETWORK"), 0);
}

Test(join_turn, another_engine_finds_its_supplicant_gone)
{
	unsigned int i;

	scene_open(&scene, &scene_corp, false);
	join_rest_adopt(&scene.join, scene.now);
	join_wake(&scene.join, scene.now);
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	for (i = 0; i < 3 && scene.asks == 1; i++) {
		scene.now = join_deadline(&scene.join);
		join_timeout(&scene.join, scene.now);
	}
	cr_assert_str_eq(scene_asked_last(&scene), "STATUS");
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	cr_assert_str_eq(scene_asked_last(&scene),
			 "INTERFACE_ADD vw5.0\t\tnl80211");
}

/* The guest was on its way back when the engine died: @state. */
static void adopt_waking(const char *state)
{
	char text[96];

	scene_open(&scene, NULL, true);
	scene.join.was_parked = true;
	join_up(&scene.join, scene.now);
	snprintf(text, sizeof(text), "wpa_state=%s\n"
		 "address=00:16:3e:00:00:01\n", state);
	scene_answer(&scene, text);
}

Test(join_turn, another_engine_goes_back_to_where_it_was_told_to_leave)
{
	adopt_waking("DISCONNECTED");
	cr_assert_str_eq(scene_asked_last(&scene), "RECONNECT");
	told(VWLAN_STATE_PARKED, VWLAN_SLOT);
	scene_answer(&scene, "OK\n");
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
}

Test(join_turn, another_engine_finds_it_on_its_way_back)
{
	adopt_waking("SCANNING");
	cr_assert_eq(asked("RECONNECT"), 0);
	told(VWLAN_STATE_PARKED, VWLAN_SLOT);
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
	cr_assert_eq(asked("ADD_NETWORK"), 0);
}

Test(join_turn, another_engine_does_not_wait_for_ever_for_it)
{
	unsigned int i, before;

	adopt_waking("SCANNING");
	for (i = 0; i < 20 && scene.entry.state == VWLAN_STATE_PARKED; i++) {
		before = scene.asks;
		scene.now = join_deadline(&scene.join);
		join_timeout(&scene.join, scene.now);
		if (scene.asks > before)
			scene_answer(&scene, "wpa_state=SCANNING\n"
				     "address=00:16:3e:00:00:01\n");
	}
	told(VWLAN_STATE_CONNECTING, VWLAN_OK);
}

Test(join_turn, another_engine_finds_it_back)
{
	scene_open(&scene, NULL, true);
	scene.join.was_parked = true;
	join_up(&scene.join, scene.now);
	scene_complete(&scene, "corp");
	told(VWLAN_STATE_CONNECTED, VWLAN_OK);
	cr_assert_eq(asked("RECONNECT"), 0);
}
