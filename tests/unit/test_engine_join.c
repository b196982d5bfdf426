// SPDX-License-Identifier: GPL-2.0-or-later
/* One station and its network. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "join_scene.h"

Test(join, profile_is_joined_by_itself)
{
	struct scene scene;

	scene_ready(&scene, &scene_corp, false);
	cr_assert_str_eq(scene.asked[2], "REMOVE_NETWORK all");
	cr_assert_str_eq(scene.asked[3], "ADD_NETWORK");
	scene_join(&scene);
	cr_assert(scene_was_asked(&scene, "SET_NETWORK 0 ssid 636f7270"));
	cr_assert(scene_was_asked(&scene, "SET_NETWORK 0 psk \"secret \"1\""));
	cr_assert(scene_was_asked(&scene, "SET_NETWORK 0 ieee80211w 1"));
	cr_assert_str_eq(scene_asked_last(&scene), "SELECT_NETWORK 0");
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	cr_assert_eq(scene.entry.generation, 1);
	scene_complete(&scene, "corp");
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.entry.akm, 0x000fac08);
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_STATE],
		     VWLAN_STATE_CONNECTED);
	cr_assert_str_eq(scene_asked_last(&scene),
			 "BSS 02:00:00:00:01:00 MASK=402");
	scene_answer(&scene, "bssid=02:00:00:00:01:00\nie=010282 84\n");
	cr_assert_eq(scene.entry.rate_count, 0);
}

Test(join, nothing_is_joined_without_a_profile)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	cr_assert_eq(scene.asks, 2);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
}

Test(join, guest_connects_to_an_open_network)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene_connect(&scene, "cafe", NULL);
	cr_assert_eq(scene_response(&scene, 0), VWLAN_OK);
	scene_join(&scene);
	cr_assert(scene_was_asked(&scene, "SET_NETWORK 0 key_mgmt NONE"));
	scene_complete(&scene, "cafe");
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
}

Test(join, policy)
{
	struct scene scene;
	unsigned int from;

	scene_ready(&scene, &scene_corp, false);
	from = scene.sends;
	scene_connect(&scene, "cafe", NULL);
	cr_assert_eq(scene_response(&scene, from), VWLAN_POLICY);
	from = scene.sends;
	scene_connect(&scene, "corp", "my own secret");
	cr_assert_eq(scene_response(&scene, from), VWLAN_POLICY);
	from = scene.sends;
	scene_connect(&scene, "corp", NULL);
	cr_assert_eq(scene_response(&scene, from), VWLAN_OK);
	cr_assert_eq(scene.join.wanted.passphrase_length, 9);
}

Test(join, profiles_passphrase_goes_to_no_other_network)
{
	struct scene scene;

	scene_ready(&scene, &scene_corp, true);
	scene_connect(&scene, "cafe", NULL);
	cr_assert_eq(scene.join.wanted.passphrase_length, 0);
}

Test(join, hostile_connects)
{
	struct vwlan_control control = scene_command_make(VWLAN_CMD_CONNECT);
	struct scene scene;
	unsigned int from;

	scene_ready(&scene, NULL, true);
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_BAD_MESSAGE);
	from = scene.sends;
	scene_connect(&scene, "", NULL);
	cr_assert_eq(scene_response(&scene, from), VWLAN_BAD_VALUE);
	vwlan_control_add_ssid(&control, "cafe", 4);
	control.ssid[0].length = 200;
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_BAD_VALUE);
	control.ssid[0].length = 4;
	control.present[VWLAN_TLV_PASSPHRASE] = 1;
	strcpy(control.passphrase, "line\nSET_NETWORK");
	control.passphrase_length = strlen(control.passphrase);
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_BAD_VALUE);
	control.passphrase_length = 255;
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_BAD_VALUE);
	control.id = 999;
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_UNSUPPORTED);
	cr_assert_eq(scene.asks, 2);
}

Test(join, wrong_passphrase_is_told_and_tried_again)
{
	struct wpatext_event event = { .id = WPATEXT_DISCONNECTED,
				       .reason = 15 };
	struct scene scene;

	scene_ready(&scene, &scene_corp, false);
	scene_join(&scene);
	join_event(&scene.join, &event, scene.now);
	event = (struct wpatext_event){ .id = WPATEXT_TEMP_DISABLED,
					.wrong_key = true };
	join_event(&scene.join, &event, scene.now);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_STATUS],
		     VWLAN_AUTH_FAILED);
	event.wrong_key = false;
	join_event(&scene.join, &event, scene.now);
	cr_assert_eq(scene.entry.status, VWLAN_AUTH_FAILED);
}

Test(join, sae_confirmation_refused_is_a_wrong_passphrase)
{
	const struct wpatext_event event = { .id = WPATEXT_AUTH_REJECT,
					     .auth_type = 3,
					     .status_code = 15 };
	struct scene scene;

	scene_ready(&scene, &scene_corp, false);
	join_event(&scene.join, &event, scene.now);
	cr_assert_eq(scene.entry.status, VWLAN_AUTH_FAILED);
}

Test(join, not_found_is_told_after_a_while)
{
	const struct wpatext_event event = { .id = WPATEXT_NOT_FOUND };
	struct scene scene;

	scene_ready(&scene, &scene_corp, false);
	scene_join(&scene);
	scene.now = 5000;
	join_event(&scene.join, &event, scene.now);
	cr_assert_eq(scene.entry.status, VWLAN_OK);
	scene.now = 10000;
	join_timeout(&scene.join, scene.now);
	cr_assert_eq(scene.entry.status, VWLAN_NOT_FOUND);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
}

Test(join, not_found_is_told_when_the_first_scan_was_slow)
{
	const struct wpatext_event event = { .id = WPATEXT_NOT_FOUND };
	struct scene scene;

	scene_ready(&scene, &scene_corp, false);
	scene_join(&scene);
	scene.now = 10000;
	join_timeout(&scene.join, scene.now);
	cr_assert_eq(scene.entry.status, VWLAN_OK);
	scene.now = 12000;
	join_event(&scene.join, &event, scene.now);
	cr_assert_eq(scene.entry.status, VWLAN_NOT_FOUND);
}

Test(join, loss_is_told_once)
{
	const struct wpatext_event event = { .id = WPATEXT_DISCONNECTED,
					     .reason = 3 };
	struct scene scene;
	unsigned int sends;

	scene_connected(&scene);
	sends = scene.sends;
	join_event(&scene.join, &event, scene.now);
	cr_assert_eq(scene.sends, sends + 1);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	cr_assert_eq(scene.entry.reason, 3);
	cr_assert_eq(scene.entry.frequency, 0);
}

Test(join, disconnect)
{
	struct vwlan_control control = scene_command_make(VWLAN_CMD_DISCONNECT);
	const struct wpatext_event late = { .id = WPATEXT_CONNECTED };
	struct scene scene;
	unsigned int from, asks;

	scene_connected(&scene);
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_OK);
	cr_assert_str_eq(scene_asked_last(&scene), "DISCONNECT");
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(scene.join.wanted.passphrase_length, 0);
	asks = scene.asks;
	join_event(&scene.join, &late, scene.now);
	cr_assert_eq(scene.asks, asks);
}

Test(join, supplicant_dies_and_comes_again)
{
	struct scene scene;

	scene_connected(&scene);
	join_down(&scene.join, scene.now);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene.entry.status, VWLAN_NO_RADIO);
	scene.answered = scene.asks;
	join_up(&scene.join, scene.now);
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	scene_answer(&scene, "OK\n");
	scene_join(&scene);
	/* Where it was last. */
	cr_assert_str_eq(scene_asked_last(&scene),
			 "SELECT_NETWORK 0 freq=2412");
	scene_complete(&scene, "corp");
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	/* The same connection as before, as far as the guest goes. */
	cr_assert_eq(scene.entry.generation, 1);
}

Test(join, a_new_engine_leaves_the_connection_alone)
{
	char text[256];
	struct scene scene;

	scene_open(&scene, &scene_corp, true);
	join_up(&scene.join, scene.now);
	snprintf(text, sizeof(text),
		 "bssid=02:00:00:00:01:00\nfreq=2412\nssid=guests own\n"
		 "wpa_state=COMPLETED\n%s", scene_address);
	scene_answer(&scene, text);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.entry.ssid.length, 10);
	cr_assert_eq(scene.asks, 2);
	cr_assert_eq(scene.step[1], JOIN_RATES);
	/* The guest isn't told that it was ever gone. */
	cr_assert_eq(scene.sends, 1);
}

Test(join, a_missing_supplicant_is_told_after_a_while)
{
	struct scene scene;

	scene_open(&scene, NULL, true);
	cr_assert_eq(scene.sends, 0);
	scene.now = join_deadline(&scene.join);
	cr_assert_eq(scene.now, 3000);
	join_timeout(&scene.join, scene.now);
	cr_assert_eq(scene.sends, 1);
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_STATUS],
		     VWLAN_NO_RADIO);
	cr_assert_eq(join_deadline(&scene.join), JOIN_NEVER);
}

Test(join, a_new_engine_respects_that_the_guest_disconnected)
{
	char text[256];
	struct scene scene;

	scene_open(&scene, &scene_corp, true);
	join_up(&scene.join, scene.now);
	snprintf(text, sizeof(text), "wpa_state=DISCONNECTED\n%s",
		 scene_address);
	scene_answer(&scene, text);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(scene.asks, 1);
}

Test(join, an_interface_left_over_is_replaced)
{
	struct scene scene;

	scene_open(&scene, NULL, true);
	join_up(&scene.join, scene.now);
	scene_answer(&scene, "wpa_state=COMPLETED\n"
			     "address=02:00:00:00:00:09\n");
	cr_assert_str_eq(scene.asked[1], "INTERFACE_REMOVE vw5.0");
	cr_assert_str_eq(scene.asked[2], "INTERFACE_ADD vw5.0\t\tnl80211");
}

Test(join, a_refused_interface_is_tried_again)
{
	struct scene scene;

	scene_open(&scene, NULL, true);
	join_up(&scene.join, scene.now);
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	scene_answer(&scene, "FAIL\n");
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	scene.now = join_deadline(&scene.join);
	cr_assert_leq(scene.now, 10000);
	join_timeout(&scene.join, scene.now);
	cr_assert_str_eq(scene_asked_last(&scene), "STATUS");
}

Test(join, a_connect_while_the_supplicant_is_away_is_kept)
{
	struct scene scene;

	scene_open(&scene, NULL, true);
	scene_connect(&scene, "cafe", "password 1");
	cr_assert_eq(scene_response(&scene, 0), VWLAN_OK);
	cr_assert_eq(scene.asks, 0);
	join_up(&scene.join, scene.now);
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	scene_answer(&scene, "OK\n");
	cr_assert_str_eq(scene_asked_last(&scene), "ADD_NETWORK");
}

Test(join, answers_about_an_earlier_network_are_passed_over)
{
	struct scene scene;
	unsigned int asks;

	scene_ready(&scene, NULL, true);
	scene_connect(&scene, "one", NULL);
	scene_connect(&scene, "two", NULL);
	asks = scene.asks;
	scene_answer(&scene, "OK\n");
	scene_answer(&scene, "0\n");
	cr_assert_eq(scene.asks, asks);
	scene_answer(&scene, "OK\n");
	scene_answer(&scene, "0\n");
	cr_assert(scene_was_asked(&scene, "SET_NETWORK 0 ssid 74776f"));
	cr_assert_not(scene_was_asked(&scene, "SET_NETWORK 0 ssid 6f6e65"));
}

Test(join, too_many_commands_are_refused)
{
	struct vwlan_control control = scene_command_make(VWLAN_CMD_GET_STATE);
	struct scene scene;
	unsigned int i, from;

	scene_ready(&scene, NULL, true);
	for (i = 0; i < 64; i++) {
		from = scene.sends;
		scene_command(&scene, &control);
		cr_assert_eq(scene_response(&scene, from), VWLAN_OK);
	}
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_RATE);
	scene.now += 50;
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_OK);
}

Test(join, hello)
{
	struct vwlan_control control = scene_command_make(VWLAN_CMD_HELLO);
	struct scene scene;
	unsigned int from;

	scene_ready(&scene, NULL, true);
	vwlan_control_set(&control, VWLAN_TLV_VERSION,
			  VWLAN_ABI_MAJOR << 16);
	vwlan_control_set(&control, VWLAN_TLV_CAPABILITIES, 0);
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_OK);
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_MODE],
		     VWLAN_MODE_MANAGED);
	cr_assert_arr_eq(scene_sent_last(&scene)->mac, scene.entry.mac, 6);
	vwlan_control_set(&control, VWLAN_TLV_VERSION, 99u << 16);
	from = scene.sends;
	scene_command(&scene, &control);
	cr_assert_eq(scene_response(&scene, from), VWLAN_UNSUPPORTED);
}

Test(join, uplink)
{
	struct scene scene;
	unsigned int from;

	memset(&scene, 0, sizeof(scene));
	scene.entry.mode = VWLAN_MODE_UPLINK;
	join_open(&scene.join, &scene_effects, &scene, &scene.entry, NULL,
		  true, 0);
	join_up(&scene.join, 0);
	cr_assert_eq(scene.asks, 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	from = scene.sends;
	scene_connect(&scene, "cafe", NULL);
	cr_assert_eq(scene_response(&scene, from), VWLAN_UNSUPPORTED);
	from = scene.sends;
	scene_scan(&scene, NULL);
	cr_assert_eq(scene_response(&scene, from), VWLAN_UNSUPPORTED);
	join_down(&scene.join, 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	/* With the network device below it. */
	join_lost(&scene.join, 1);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene_sent_last(&scene)->id, VWLAN_EVT_STATE);
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_STATUS],
		     VWLAN_FAILED);
	cr_assert_eq(join_deadline(&scene.join), JOIN_NEVER);
	join_found(&scene.join, 2);
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_STATE],
		     VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.asks, 0);
}

Test(join, signal_is_told_in_steps)
{
	struct join_measure measure = { -40, 540, 540 };
	struct scene scene;
	unsigned int sends;

	scene_connected(&scene);
	sends = scene.sends;
	join_measured(&scene.join, &measure);
	cr_assert_eq(scene.entry.signal, -40);
	cr_assert_eq(scene.sends, sends);
	measure.signal = -44;
	join_measured(&scene.join, &measure);
	cr_assert_eq(scene.sends, sends);
	measure.signal = -45;
	join_measured(&scene.join, &measure);
	cr_assert_eq(scene.sends, sends + 1);
}

Test(join, closing_wipes_secrets)
{
	struct scene scene;

	scene_connected(&scene);
	join_close(&scene.join);
	cr_assert_eq(scene.join.wanted.passphrase[0], '\0');
	cr_assert_eq(scene.join.profile.passphrase[0], '\0');
}

static void scene_wait(struct scene *scene)
{
	scene->now = join_deadline(&scene->join);
	cr_assert_neq(scene->now, JOIN_NEVER);
	join_timeout(&scene->join, scene->now);
}

/* What finds no room in the supplicant's line is never answered. */
Test(join, unanswered_interface_is_given_again)
{
	struct scene scene;
	unsigned int i;

	scene_open(&scene, &scene_corp, false);
	join_up(&scene.join, scene.now);
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	cr_assert_str_eq(scene_asked_last(&scene),
			 "INTERFACE_ADD vw5.0\t\tnl80211");
	scene.answered = scene.asks;
	for (i = 0; i < 5 && scene.answered == scene.asks; i++)
		scene_wait(&scene);
	cr_assert_leq(scene.now, 6000);
	cr_assert_str_eq(scene_asked_last(&scene), "STATUS");
	scene_answer(&scene, "FAIL-NO-IFNAME-MATCH\n");
	cr_assert_str_eq(scene_asked_last(&scene),
			 "INTERFACE_ADD vw5.0\t\tnl80211");
	scene_answer(&scene, "OK\n");
	cr_assert_eq(scene.join.link, JOIN_READY);
}

Test(join, unanswered_network_is_told_again)
{
	struct scene scene;
	unsigned int i;

	scene_ready(&scene, &scene_corp, false);
	cr_assert_str_eq(scene_asked_last(&scene), "ADD_NETWORK");
	scene.answered = scene.asks;
	for (i = 0; i < 5 && scene.answered == scene.asks; i++)
		scene_wait(&scene);
	cr_assert_str_eq(scene_asked_last(&scene), "STATUS");
	scene_answer(&scene, "wpa_state=INACTIVE\n"
		     "address=00:16:3e:00:00:01\n");
	cr_assert_str_eq(scene_asked_last(&scene), "ADD_NETWORK");
	scene_join(&scene);
	scene_complete(&scene, "corp");
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.join.retry_at, JOIN_NEVER);
}
