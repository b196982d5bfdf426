// SPDX-License-Identifier: GPL-2.0-or-later
/* A native station's life: what goes to the kernel, the table, the guest. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "relay_scene.h"

static struct relay_scene scene;

static struct vwlan_control authenticate(void)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHENTICATE);

	air_bss(&c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	return c;
}

static int give(uint16_t id, uint64_t now)
{
	struct vwlan_control c = air_command(id);

	return air_give(&scene, &c, now);
}

static void frame_from(uint8_t command, uint8_t type, uint16_t code_at,
		       uint8_t code, const uint8_t *bssid)
{
	uint8_t frame[30] = { type };

	memcpy(frame + 16, bssid, 6);
	frame[24 + code_at] = code;
	air_frame(&scene, command, frame, sizeof(frame), 0);
}

static void deauthenticated_by(const uint8_t *bssid)
{
	frame_from(NL80211_CMD_DEAUTHENTICATE, 0xc0, 0, 7, bssid);
}

/* ------------------------------------------------------------------ */

Test(relay, an_open_connection_is_there_once_it_is_associated)
{
	air_open(&scene);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	air_associate(&scene, false, 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.entry.frequency, 2412);
	cr_assert_arr_eq(scene.entry.bssid, air_bssid, 6);
	cr_assert_arr_eq(scene.entry.ssid.bytes, "net", 3);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_AUTHENTICATED), 1);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_ASSOCIATED), 1);
	air_close(&scene);
}

Test(relay, a_controlled_port_is_opened_by_the_guest)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHORIZE);

	air_open(&scene);
	air_associate(&scene, true, 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	vwlan_control_set_mac(&c, air_bssid);
	vwlan_control_set(&c, VWLAN_TLV_AUTHORIZED, 1);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	vwlan_control_set(&c, VWLAN_TLV_AUTHORIZED, 0);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	air_close(&scene);
}

Test(relay, the_table_has_suites_and_key_indexes)
{
	struct vwlan_control c = air_command(VWLAN_CMD_ASSOCIATE);
	const struct vwlan_association wish = {
		.cipher = 0x000fac04, .group_cipher = 0x000fac04,
		.akm = 0x000fac08,
	};
	struct vwlan_control key = air_command(VWLAN_CMD_ADD_KEY);

	air_open(&scene);
	air_associate(&scene, true, 0);
	air_bss(&c);
	vwlan_control_set_bytes(&c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(scene.entry.cipher, 0x000fac04);
	cr_assert_eq(scene.entry.akm, 0x000fac08);
	vwlan_control_set(&key, VWLAN_TLV_KEY_INDEX, 2);
	vwlan_control_set(&key, VWLAN_TLV_CIPHER, 0x000fac04);
	vwlan_control_set_bytes(&key, VWLAN_TLV_KEY, air_mac, 6);
	cr_assert_eq(air_give(&scene, &key, 0), VWLAN_BAD_VALUE);
	cr_assert_eq(scene.entry.key_index, 0);
	key = air_command(VWLAN_CMD_ADD_KEY);
	vwlan_control_set(&key, VWLAN_TLV_KEY_INDEX, 2);
	vwlan_control_set(&key, VWLAN_TLV_CIPHER, 0x000fac04);
	vwlan_control_set_bytes(&key, VWLAN_TLV_KEY, "0123456789abcdef", 16);
	cr_assert_eq(air_give(&scene, &key, 0), VWLAN_OK);
	cr_assert_eq(scene.entry.key_index, 1u << 2);
	key.id = VWLAN_CMD_DELETE_KEY;
	cr_assert_eq(air_give(&scene, &key, 0), VWLAN_OK);
	cr_assert_eq(scene.entry.key_index, 0);
	air_close(&scene);
}

Test(relay, each_attempt_has_a_generation_of_its_own)
{
	struct vwlan_control c = authenticate();
	uint32_t before;

	air_open(&scene);
	before = scene.entry.generation;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(air_last_sent(&scene)->generation, before + 1);
	scene.refuse[NL80211_CMD_AUTHENTICATE] = -EBUSY;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_CHANNEL);
	/* What there was goes on, under its number. */
	cr_assert_eq(air_last_sent(&scene)->generation, before + 1);
	air_close(&scene);
}

Test(relay, a_deauthentication_ends_it_and_says_why)
{
	air_open(&scene);
	air_associate(&scene, false, 0);
	deauthenticated_by(air_bssid);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(scene.entry.reason, 7);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_DEAUTHENTICATED), 1);
	air_close(&scene);
}

Test(relay, an_earlier_access_points_farewell_ends_nothing)
{
	air_open(&scene);
	air_associate(&scene, false, 0);
	deauthenticated_by(air_stranger);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	/* The guest is told: it knows what to make of it. */
	cr_assert_eq(air_events(&scene, VWLAN_EVT_DEAUTHENTICATED), 1);
	air_close(&scene);
}

Test(relay, from_one_access_point_to_another)
{
	struct vwlan_control c = air_command(VWLAN_CMD_ASSOCIATE);
	const struct vwlan_association wish = { .flags = 0 };

	air_open(&scene);
	air_associate(&scene, false, 0);
	vwlan_control_set_bssid(&c, air_stranger);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2437);
	vwlan_control_add_ssid(&c, "net", 3);
	vwlan_control_set_bytes(&c, VWLAN_TLV_PREVIOUS_BSSID, air_bssid, 6);
	vwlan_control_set_bytes(&c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_arr_eq(scene.entry.bssid, air_stranger, 6);
	/* The kernel's farewell to the first. */
	deauthenticated_by(air_bssid);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	frame_from(NL80211_CMD_ASSOCIATE, 0x30, 2, 0, air_stranger);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.entry.frequency, 2437);
	air_close(&scene);
}

Test(relay, refusals_by_the_access_point)
{
	struct vwlan_control c = authenticate();

	air_open(&scene);
	air_give(&scene, &c, 0);
	frame_from(NL80211_CMD_AUTHENTICATE, 0xb0, 4, 126, air_bssid);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	frame_from(NL80211_CMD_AUTHENTICATE, 0xb0, 4, 15, air_bssid);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(scene.entry.status, VWLAN_AUTH_FAILED);
	air_associate(&scene, false, 0);
	frame_from(NL80211_CMD_ASSOCIATE, 0x10, 2, 17, air_bssid);
	cr_assert_eq(scene.entry.status, VWLAN_FAILED);
	air_close(&scene);
}

/* Our own station's, as the kernel tells it. */
static void farewell(void)
{
	uint8_t frame[26] = { 0xc0 };

	memcpy(frame + 4, air_bssid, 6);
	memcpy(frame + 10, air_mac, 6);
	memcpy(frame + 16, air_bssid, 6);
	air_frame(&scene, NL80211_CMD_DEAUTHENTICATE, frame, 26, 0);
}

Test(relay, a_connection_that_the_kernel_still_has_is_dropped)
{
	struct vwlan_control c = authenticate();

	air_open(&scene);
	scene.refuse_once[NL80211_CMD_AUTHENTICATE] = -EALREADY;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(scene.asked_count, 3);
	cr_assert_eq(scene.asked[1], NL80211_CMD_DEAUTHENTICATE);
	cr_assert_eq(scene.asked[2], NL80211_CMD_AUTHENTICATE);
	/* Its farewell is none to the new connection. */
	farewell();
	cr_assert_eq(air_events(&scene, VWLAN_EVT_DEAUTHENTICATED), 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	farewell();
	cr_assert_eq(air_events(&scene, VWLAN_EVT_DEAUTHENTICATED), 1);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	scene.refuse[NL80211_CMD_AUTHENTICATE] = -EALREADY;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_IS_CONNECTED);
	cr_assert_eq(scene.asked_count, 6);
	air_close(&scene);
}

/* ------------------------------------------------------------------ */

static void scan_news(uint8_t command, uint64_t now)
{
	struct nlattr *none[NL80211_ATTR_MAX + 1] = { NULL };

	relay_news(&scene.relay, command, none, now);
}

Test(relay, a_forgotten_access_point_is_looked_for_once)
{
	struct nlattr *a[NL80211_ATTR_MAX + 1];
	struct vwlan_control c = authenticate();

	air_open(&scene);
	scene.refuse_once[NL80211_CMD_AUTHENTICATE] = -ENOENT;
	cr_assert_eq(air_give(&scene, &c, 0), -ENOENT);	/* not yet */
	cr_assert_eq(scene.sent_count, 0);
	cr_assert_eq(scene.asked[1], NL80211_CMD_TRIGGER_SCAN);
	air_request(&scene, a);
	cr_assert_not_null(a[NL80211_ATTR_SCAN_FREQUENCIES]);
	/* Another one has to wait. */
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BUSY);
	/* The end of a scan that went before it is none of ours. */
	scan_news(NL80211_CMD_NEW_SCAN_RESULTS, 40);
	cr_assert_eq(scene.asked_count, 2);
	scan_news(NL80211_CMD_TRIGGER_SCAN, 50);
	scan_news(NL80211_CMD_NEW_SCAN_RESULTS, 100);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_CMD_AUTHENTICATE);
	cr_assert_eq(air_last_sent(&scene)->status, VWLAN_OK);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	air_close(&scene);
}

Test(relay, one_that_is_not_there_is_not_found)
{
	struct vwlan_control c = authenticate();

	air_open(&scene);
	scene.refuse[NL80211_CMD_AUTHENTICATE] = -ENOENT;
	air_give(&scene, &c, 0);
	scan_news(NL80211_CMD_TRIGGER_SCAN, 50);
	scan_news(NL80211_CMD_SCAN_ABORTED, 100);
	cr_assert_eq(air_last_sent(&scene)->status, VWLAN_NOT_FOUND);
	/* Nor is a scan that never ends waited for. */
	air_give(&scene, &c, 200);
	cr_assert_leq(relay_deadline(&scene.relay), 200 + 3000);
	relay_timeout(&scene.relay, 200 + 3000);
	cr_assert_eq(air_last_sent(&scene)->status, VWLAN_NOT_FOUND);
	cr_assert_eq(relay_deadline(&scene.relay), RELAY_NEVER);
	air_close(&scene);
}

Test(relay, it_is_looked_for_when_another_scan_has_ended)
{
	struct vwlan_control c = authenticate();

	air_open(&scene);
	scene.refuse_once[NL80211_CMD_AUTHENTICATE] = -ENOENT;
	scene.refuse_once[NL80211_CMD_TRIGGER_SCAN] = -EBUSY;
	air_give(&scene, &c, 0);
	cr_assert_eq(relay_deadline(&scene.relay), 200);
	relay_timeout(&scene.relay, 200);
	cr_assert_eq(scene.asked_count, 3);
	cr_assert_eq(scene.asked[2], NL80211_CMD_TRIGGER_SCAN);
	cr_assert_eq(relay_deadline(&scene.relay), 3000);
	scan_news(NL80211_CMD_TRIGGER_SCAN, 250);
	scan_news(NL80211_CMD_NEW_SCAN_RESULTS, 300);
	cr_assert_eq(air_last_sent(&scene)->status, VWLAN_OK);
	cr_assert_eq(relay_deadline(&scene.relay), RELAY_NEVER);
	air_close(&scene);
}

Test(relay, nor_for_ever_if_the_radio_stays_busy)
{
	struct vwlan_control c = authenticate();
	uint64_t now = 0;

	air_open(&scene);
	scene.refuse[NL80211_CMD_AUTHENTICATE] = -ENOENT;
	scene.refuse[NL80211_CMD_TRIGGER_SCAN] = -EBUSY;
	air_give(&scene, &c, 0);
	while (relay_deadline(&scene.relay) != RELAY_NEVER) {
		now = relay_deadline(&scene.relay);
		relay_timeout(&scene.relay, now);
	}
	cr_assert_eq(now, 3000);
	cr_assert_eq(air_last_sent(&scene)->status, VWLAN_NOT_FOUND);
	air_close(&scene);
}

Test(relay, going_down_answers_the_attempt_that_waits)
{
	struct vwlan_control c = authenticate();

	air_open(&scene);
	scene.refuse[NL80211_CMD_AUTHENTICATE] = -ENOENT;
	air_give(&scene, &c, 0);
	cr_assert_eq(give(VWLAN_CMD_DOWN, 1), VWLAN_OK);
	cr_assert_eq(scene.sent_count, 2);
	cr_assert_eq(scene.sent[0].id, VWLAN_CMD_AUTHENTICATE);
	cr_assert_eq(scene.sent[0].status, VWLAN_FAILED);
	cr_assert_eq(relay_deadline(&scene.relay), RELAY_NEVER);
	air_close(&scene);
}

/* ------------------------------------------------------------------ */

Test(relay, up_registers_for_frames_and_says_slot_when_full)
{
	air_open(&scene);
	scene.link_error = -EBUSY;
	cr_assert_eq(give(VWLAN_CMD_UP, 0), VWLAN_SLOT);
	scene.link_error = 0;
	cr_assert_eq(give(VWLAN_CMD_UP, 0), VWLAN_OK);
	cr_assert(scene.link_up);
	cr_assert_eq(scene.asked[0], NL80211_CMD_REGISTER_FRAME);
	cr_assert_eq(give(VWLAN_CMD_DOWN, 0), VWLAN_OK);
	cr_assert_not(scene.link_up);
	air_close(&scene);
}

Test(relay, R23_a_radio_that_is_switched_off_is_told_of)
{
	air_open(&scene);
	give(VWLAN_CMD_UP, 0);
	air_associate(&scene, false, 0);
	scene.link_up = false;
	scene.link_error = -ERFKILL;
	relay_link_news(&scene.relay, 1000);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene.entry.status, VWLAN_RFKILL);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_STATE);
	cr_assert_eq(relay_deadline(&scene.relay), 3000);
	relay_timeout(&scene.relay, 3000);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_STATE), 1);
	scene.link_error = 0;
	relay_timeout(&scene.relay, 5000);
	cr_assert(scene.link_up);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_STATE), 2);
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_STATE],
		     VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(relay_deadline(&scene.relay), RELAY_NEVER);
	air_close(&scene);
}

Test(relay, an_interface_that_somebody_else_took_down)
{
	air_open(&scene);
	give(VWLAN_CMD_UP, 0);
	air_associate(&scene, false, 0);
	scene.link_up = false;
	relay_link_news(&scene.relay, 1000);
	/* The connection is gone, and it can begin anew at once. */
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_STATE],
		     VWLAN_STATE_DOWN);
	cr_assert_eq(relay_deadline(&scene.relay), 1000);
	relay_timeout(&scene.relay, 1000);
	cr_assert(scene.link_up);
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_STATE],
		     VWLAN_STATE_DISCONNECTED);
	air_close(&scene);
}

Test(relay, old_news_of_the_interface_mean_nothing)
{
	air_open(&scene);
	relay_link_news(&scene.relay, 0);
	give(VWLAN_CMD_UP, 0);
	relay_link_news(&scene.relay, 0);
	give(VWLAN_CMD_DOWN, 0);
	relay_link_news(&scene.relay, 0);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_STATE), 0);
	air_close(&scene);
}

Test(relay, without_its_interface_there_is_no_radio)
{
	air_open(&scene);
	give(VWLAN_CMD_UP, 0);
	scene.link_gone = true;
	relay_link_news(&scene.relay, 0);
	relay_link_news(&scene.relay, 0);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_STATE), 1);
	cr_assert_eq(scene.entry.status, VWLAN_NO_RADIO);
	cr_assert_eq(give(VWLAN_CMD_SCAN, 0), VWLAN_NO_RADIO);
	cr_assert_eq(give(VWLAN_CMD_UP, 0), VWLAN_NO_RADIO);
	cr_assert_eq(give(VWLAN_CMD_GET_STATE, 0), VWLAN_OK);
	air_close(&scene);
}

/* ------------------------------------------------------------------ */

static int mac_give(const char *mac)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SET_MAC);

	vwlan_control_set_mac(&c, (const uint8_t *)mac);
	return air_give(&scene, &c, 0);
}

Test(relay, R3_addresses_by_policy)
{
	air_open(&scene);
	cr_assert_eq(mac_give("\x00\x16\x3e\0\0\x09"), VWLAN_POLICY);
	cr_assert_eq(mac_give("\x03\x16\x3e\0\0\x09"), VWLAN_POLICY);
	cr_assert_eq(mac_give("\0\0\0\0\0\0"), VWLAN_POLICY);
	scene.mac_taken = true;
	cr_assert_eq(mac_give("\x02\x16\x3e\0\0\x09"), VWLAN_POLICY);
	scene.mac_taken = false;
	cr_assert_eq(mac_give("\x02\x16\x3e\0\0\x09"), -ENOENT);
	cr_assert_arr_eq(scene.mac_asked, "\x02\x16\x3e\0\0\x09", 6);
	cr_assert_eq(give(VWLAN_CMD_UP, 0), VWLAN_BUSY);
	relay_mac_set(&scene.relay, 0);
	cr_assert_eq(air_last_sent(&scene)->status, VWLAN_OK);
	cr_assert_eq(air_last_sent(&scene)->seq, 7);
	cr_assert_arr_eq(scene.entry.mac, scene.mac_asked, 6);
	/* Back to its own, whatever the policy. */
	scene.entry.policy.mac = VWLAN_MAC_POLICY_FIXED;
	cr_assert_eq(mac_give("\x02\x16\x3e\0\0\x0a"), VWLAN_POLICY);
	cr_assert_eq(mac_give("\x00\x16\x3e\0\0\1"), -ENOENT);
	relay_mac_set(&scene.relay, -EBUSY);
	cr_assert_arr_eq(scene.entry.mac, "\x02\x16\x3e\0\0\x09", 6);
	scene.entry.policy.mac = VWLAN_MAC_POLICY_ANY;
	cr_assert_eq(mac_give("\x00\x16\x3e\0\0\x09"), -ENOENT);
	relay_mac_set(&scene.relay, 0);
	give(VWLAN_CMD_UP, 0);
	cr_assert_eq(mac_give("\x02\x16\x3e\0\0\x0b"), VWLAN_BUSY);
	air_close(&scene);
}

Test(relay, an_answer_that_nobody_waits_for)
{
	air_open(&scene);
	relay_mac_set(&scene.relay, 0);
	cr_assert_eq(scene.sent_count, 0);
	cr_assert_arr_eq(scene.entry.mac, air_mac, 6);
	air_close(&scene);
}

/* ------------------------------------------------------------------ */

Test(relay, R14_a_flood_is_refused_and_each_command_answered)
{
	unsigned int i, ok = 0, rate = 0;

	air_open(&scene);
	for (i = 0; i < 200; i++) {
		if (give(VWLAN_CMD_GET_STATE, 0) == VWLAN_OK)
			ok++;
		else if (air_last_sent(&scene)->status == VWLAN_RATE)
			rate++;
	}
	cr_assert_eq(ok, 64);
	cr_assert_eq(rate, 136);
	cr_assert_eq(give(VWLAN_CMD_GET_STATE, 49), VWLAN_RATE);
	cr_assert_eq(give(VWLAN_CMD_GET_STATE, 50), VWLAN_OK);
	air_close(&scene);
}

Test(relay, R14_a_handshake_goes_on_beside_a_flood)
{
	unsigned int i;

	air_open(&scene);
	for (i = 0; i < 100; i++)
		give(VWLAN_CMD_GET_STATE, 0);
	air_associate(&scene, true, 0);
	for (i = 0; i < 98; i++)
		cr_assert_neq(give(VWLAN_CMD_DOWN, 0), VWLAN_RATE);
	cr_assert_eq(give(VWLAN_CMD_DOWN, 0), VWLAN_RATE);
	air_close(&scene);
}

static int frame_give_flags(uint32_t flags, uint64_t now)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SEND_FRAME);
	uint8_t frame[28] = { 0xd0 };

	memcpy(frame + 4, air_bssid, 6);
	memcpy(frame + 10, air_mac, 6);
	memcpy(frame + 16, air_bssid, 6);
	frame[24] = 10;
	vwlan_control_set_bytes(&c, VWLAN_TLV_FRAME, frame, sizeof(frame));
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, 1234);
	vwlan_control_set(&c, VWLAN_TLV_FRAME_FLAGS, flags);
	return air_give(&scene, &c, now);
}

static int frame_give(uint64_t now)
{
	return frame_give_flags(0, now);
}

/* As wpa_supplicant sends all of them. */
Test(relay, a_frame_that_may_go_off_channel_needs_no_duration)
{
	air_open(&scene);
	air_associate(&scene, false, 0);
	cr_assert_eq(frame_give_flags(VWLAN_SEND_OFFCHANNEL, 0), VWLAN_OK);
	scene.phy.offchannel = false;
	cr_assert_eq(frame_give_flags(VWLAN_SEND_OFFCHANNEL, 0),
		     VWLAN_UNSUPPORTED);
	cr_assert_eq(frame_give(0), VWLAN_OK);
	air_close(&scene);
}

Test(relay, R14_frames_are_fewer_still)
{
	unsigned int i;

	air_open(&scene);
	air_associate(&scene, false, 0);
	for (i = 0; i < 10; i++)
		cr_assert_eq(frame_give(0), VWLAN_OK);
	cr_assert_eq(frame_give(0), VWLAN_RATE);
	cr_assert_eq(frame_give(199), VWLAN_RATE);
	cr_assert_eq(frame_give(200), VWLAN_OK);
	air_close(&scene);
}

/* ------------------------------------------------------------------ */

static void status_news(uint8_t command, uint64_t cookie)
{
	struct air_message m;

	air_message_open(&m);
	nla_put_u64(m.message, NL80211_ATTR_COOKIE, cookie);
	nla_put_flag(m.message, NL80211_ATTR_ACK);
	air_message_parse(&m);
	relay_news(&scene.relay, command, m.attributes, 0);
	air_message_close(&m);
}

Test(relay, what_became_of_a_frame_has_the_guests_cookie)
{
	struct vwlan_control c = air_command(VWLAN_CMD_CANCEL_FRAME);
	struct nlattr *a[NL80211_ATTR_MAX + 1];

	air_open(&scene);
	air_associate(&scene, false, 0);
	scene.answer = air_answer_cookie;
	cr_assert_eq(frame_give(0), VWLAN_OK);
	status_news(NL80211_CMD_FRAME_TX_STATUS, AIR_COOKIE);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_FRAME_STATUS);
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_COOKIE], 1234);
	/* Of another's frame, or of an earlier engine's, nothing is told. */
	status_news(NL80211_CMD_FRAME_TX_STATUS, 5);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_FRAME_STATUS), 1);
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, 1234);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	air_request(&scene, a);
	cr_assert_eq(nla_get_u64(a[NL80211_ATTR_COOKIE]), AIR_COOKIE);
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, 1235);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_NOT_FOUND);
	c.id = VWLAN_CMD_CANCEL_REMAIN;
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, 1234);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_NOT_FOUND);
	air_close(&scene);
}

static int eapol_give(void)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SEND_EAPOL);

	vwlan_control_set_mac(&c, air_bssid);
	vwlan_control_set(&c, VWLAN_TLV_ETHERTYPE, 0x888e);
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, 77);
	vwlan_control_set_bytes(&c, VWLAN_TLV_FRAME, "\2\3\0", 3);
	return air_give(&scene, &c, 0);
}

Test(relay, a_driver_that_tells_no_status_is_spoken_for)
{
	air_open(&scene);
	air_associate(&scene, true, 0);
	scene.answer = air_answer_cookie;
	cr_assert_eq(eapol_give(), VWLAN_OK);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_EAPOL_STATUS), 0);
	scene.phy.eapol_status = false;
	cr_assert_eq(eapol_give(), VWLAN_OK);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_EAPOL_STATUS);
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_COOKIE], 77);
	air_close(&scene);
}

/* ------------------------------------------------------------------ */

static int settings_give(uint32_t rts, uint32_t fragment, uint16_t changed)
{
	const struct vwlan_phy_settings s = { rts, fragment, 1, 2, changed };
	struct vwlan_control c = air_command(VWLAN_CMD_SET_PHY);

	vwlan_control_set_bytes(&c, VWLAN_TLV_PHY_SETTINGS, &s, sizeof(s));
	return air_give(&scene, &c, 0);
}

Test(relay, R17_wishes_are_checked_and_the_arbiters)
{
	air_open(&scene);
	cr_assert_eq(settings_give(500, 7, VWLAN_SETTING_RTS), VWLAN_OK);
	cr_assert_eq(scene.settings, 1);
	cr_assert_eq(scene.wish.rts, 500);
	cr_assert_eq(scene.wish_changed, VWLAN_SETTING_RTS);
	cr_assert_eq(settings_give(2348, 0, VWLAN_SETTING_RTS),
		     VWLAN_BAD_VALUE);
	cr_assert_eq(settings_give(0, 255, VWLAN_SETTING_FRAGMENT),
		     VWLAN_BAD_VALUE);
	cr_assert_eq(settings_give(0, 0, 0x10), VWLAN_BAD_VALUE);
	cr_assert_eq(scene.settings, 1);
	air_close(&scene);
}

Test(relay, R19_power_save_never_fails_and_is_the_arbiters)
{
	struct vwlan_control c = air_command(VWLAN_CMD_POWER_SAVE);

	air_open(&scene);
	vwlan_control_set(&c, VWLAN_TLV_POWER_SAVE, 1);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert(scene.saving);
	vwlan_control_set(&c, VWLAN_TLV_POWER_SAVE, 0);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_not(scene.saving);
	cr_assert_eq(scene.asked_count, 0);
	air_close(&scene);
}

static int power_give(uint32_t type, uint32_t power)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SET_TX_POWER);

	vwlan_control_set(&c, VWLAN_TLV_POWER_TYPE, type);
	if (type != NL80211_TX_POWER_AUTOMATIC)
		vwlan_control_set(&c, VWLAN_TLV_TX_POWER, power);
	return air_give(&scene, &c, 0);
}

static void power_told(uint32_t type, uint32_t power)
{
	struct nlattr *a[NL80211_ATTR_MAX + 1];

	air_request(&scene, a);
	cr_assert_eq(nla_get_u32(a[NL80211_ATTR_WIPHY_TX_POWER_SETTING]),
		     type);
	cr_assert_eq(!a[NL80211_ATTR_WIPHY_TX_POWER_LEVEL],
		     type == NL80211_TX_POWER_AUTOMATIC);
	if (type != NL80211_TX_POWER_AUTOMATIC)
		cr_assert_eq(nla_get_u32(
			a[NL80211_ATTR_WIPHY_TX_POWER_LEVEL]), power);
}

Test(relay, R18_power_is_the_least_of_wish_and_policy)
{
	air_open(&scene);
	cr_assert_eq(power_give(NL80211_TX_POWER_FIXED, 1500), VWLAN_OK);
	power_told(NL80211_TX_POWER_FIXED, 1500);
	scene.power_max = 1000;
	cr_assert_eq(power_give(NL80211_TX_POWER_FIXED, 1500), VWLAN_OK);
	cr_assert_eq(scene.power_asked, 1500);
	power_told(NL80211_TX_POWER_LIMITED, 1000);
	cr_assert_eq(power_give(NL80211_TX_POWER_AUTOMATIC, 0), VWLAN_OK);
	cr_assert_eq(scene.power_asked, ARBITER_POWER_ANY);
	power_told(NL80211_TX_POWER_LIMITED, 1000);
	scene.power_max = ARBITER_POWER_ANY;
	cr_assert_eq(power_give(NL80211_TX_POWER_AUTOMATIC, 0), VWLAN_OK);
	power_told(NL80211_TX_POWER_AUTOMATIC, 0);
	air_close(&scene);
}

Test(relay, R18_power_that_makes_no_sense_is_not_remembered)
{
	air_open(&scene);
	cr_assert_eq(power_give(3, 1500), VWLAN_BAD_VALUE);
	cr_assert_eq(power_give(NL80211_TX_POWER_FIXED, 1u << 31),
		     VWLAN_BAD_VALUE);
	scene.phy.features &= ~VWLAN_PHY_TX_POWER;
	cr_assert_eq(power_give(NL80211_TX_POWER_FIXED, 1500),
		     VWLAN_UNSUPPORTED);
	cr_assert_eq(scene.power_asked, 0);
	air_close(&scene);
}

/* ------------------------------------------------------------------ */

static void answer_connected(struct relay_scene *s, uint8_t command,
			     relay_answer_fn *answer, void *context)
{
	struct nl80211_sta_flag_update flags = {
		.mask = ~0u,
		.set = 1u << NL80211_STA_FLAG_ASSOCIATED |
		       1u << NL80211_STA_FLAG_AUTHORIZED,
	};
	struct air_message m;
	struct nlattr *info;

	(void)s;
	air_message_open(&m);
	nla_put(m.message, NL80211_ATTR_MAC, 6, air_bssid);
	nla_put(m.message, NL80211_ATTR_SSID, 3, "net");
	nla_put_u32(m.message, NL80211_ATTR_WIPHY_FREQ, 2437);
	info = nla_nest_start(m.message, NL80211_ATTR_STA_INFO);
	nla_put(m.message, NL80211_STA_INFO_STA_FLAGS, sizeof(flags),
		&flags);
	nla_nest_end(m.message, info);
	air_message_parse(&m);
	answer(context, command == NL80211_CMD_GET_STATION ?
	       NL80211_CMD_NEW_STATION : NL80211_CMD_NEW_INTERFACE,
	       m.attributes);
	air_message_close(&m);
}

Test(relay, another_engine_finds_the_connection)
{
	air_open(&scene);
	scene.link_up = true;
	scene.answer = answer_connected;
	relay_adopt(&scene.relay);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.entry.frequency, 2437);
	cr_assert_arr_eq(scene.entry.bssid, air_bssid, 6);
	cr_assert_eq(scene.entry.ssid.length, 3);
	deauthenticated_by(air_bssid);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	air_close(&scene);
}

Test(relay, lost_news_are_made_good_and_told)
{
	air_open(&scene);
	air_associate(&scene, false, 0);
	relay_lost(&scene.relay);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_OVERRUN);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	air_close(&scene);
}

Test(relay, hello_says_native)
{
	struct vwlan_control c = air_command(VWLAN_CMD_HELLO);

	air_open(&scene);
	vwlan_control_set(&c, VWLAN_TLV_VERSION, VWLAN_ABI_MAJOR << 16);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_MODE],
		     VWLAN_MODE_NATIVE);
	cr_assert(air_last_sent(&scene)->number[VWLAN_TLV_CAPABILITIES] &
		  VWLAN_CAP_NATIVE);
	vwlan_control_set(&c, VWLAN_TLV_VERSION, 9 << 16);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	cr_assert_eq(give(VWLAN_CMD_CONNECT, 0), VWLAN_UNSUPPORTED);
	cr_assert_eq(give(VWLAN_CMD_GET_PHY, 0), VWLAN_OK);
	air_close(&scene);
}

Test(relay, questions_are_answered_or_not_found)
{
	struct vwlan_control c = air_command(VWLAN_CMD_GET_STATION);

	air_open(&scene);
	air_associate(&scene, false, 0);
	vwlan_control_set_bssid(&c, air_bssid);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_NOT_FOUND);
	scene.answer = answer_connected;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert(vwlan_control_has(air_last_sent(&scene),
				    VWLAN_TLV_STATION));
	cr_assert_eq(give(VWLAN_CMD_GET_CHANNEL, 0), VWLAN_OK);
	cr_assert(vwlan_control_has(air_last_sent(&scene),
				    VWLAN_TLV_CHANNEL));
	cr_assert_eq(give(VWLAN_CMD_GET_TX_POWER, 0), VWLAN_NOT_FOUND);
	air_close(&scene);
}
