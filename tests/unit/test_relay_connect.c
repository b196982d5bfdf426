// SPDX-License-Identifier: GPL-2.0-or-later
/* CONNECT's profile: what the kernel is asked, and what it tells. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "engine/relay_event_connect.h"
#include "relay_scene.h"

#define NOWHERE 0u	/* of a frequency: not said */

static struct relay_scene scene;
static struct nlattr *asked[NL80211_ATTR_MAX + 1];

static int give(uint16_t id)
{
	struct vwlan_control c = air_command(id);

	return air_give(&scene, &c, 0);
}

static void fixture_open(void)
{
	air_open(&scene);
	scene.phy.connect = true;
	relay_phy_profile(&scene.phy, CONFIG_PROFILE_CONNECT);
	cr_assert_eq(give(VWLAN_CMD_UP), VWLAN_OK);
}

static void fixture_close(void)
{
	air_close(&scene);
}

TestSuite(relay_connect, .init = fixture_open, .fini = fixture_close);

static void wish_set(struct vwlan_control *c, uint32_t flags)
{
	const struct vwlan_association wish = {
		.flags = flags, .wpa_versions = flags ? 2 : 0,
		.cipher = flags ? 0x000fac04 : 0,
		.group_cipher = flags ? 0x000fac04 : 0,
		.akm = flags ? 0x000fac02 : 0,
	};

	vwlan_control_set_bytes(c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
}

/* What is needed, and nothing else. */
static struct vwlan_control connect_any(uint32_t flags)
{
	struct vwlan_control c = air_command(VWLAN_CMD_CONNECT);

	vwlan_control_add_ssid(&c, "net", 3);
	wish_set(&c, flags);
	return c;
}

static struct vwlan_control connect_there(uint32_t flags)
{
	struct vwlan_control c = air_command(VWLAN_CMD_CONNECT);

	air_bss(&c);
	wish_set(&c, flags);
	return c;
}

static int give_connect(uint32_t flags)
{
	struct vwlan_control c = connect_any(flags);

	return air_give(&scene, &c, 0);
}

/* ------------------------------------------------------------------ */
/* The kernel's side                                                   */

struct told {
	const uint8_t *bssid;
	bool timeout;
	uint16_t status, reason;
	bool by_ap;
};

static void tell(uint8_t command, const struct told *told)
{
	struct air_message m;

	air_message_open(&m);
	if (told->bssid)
		nla_put(m.message, NL80211_ATTR_MAC, 6, told->bssid);
	if (told->timeout)
		nla_put_flag(m.message, NL80211_ATTR_TIMED_OUT);
	nla_put_u16(m.message, NL80211_ATTR_STATUS_CODE, told->status);
	if (told->reason)
		nla_put_u16(m.message, NL80211_ATTR_REASON_CODE,
			    told->reason);
	if (told->by_ap)
		nla_put_flag(m.message, NL80211_ATTR_DISCONNECTED_BY_AP);
	nla_put(m.message, NL80211_ATTR_RESP_IE, 4, "\1\2\x82\x84");
	air_message_parse(&m);
	relay_news(&scene.relay, command, m.attributes, 0);
	air_message_close(&m);
}

static void tell_connected(const uint8_t *bssid)
{
	const struct told told = { .bssid = bssid };

	tell(NL80211_CMD_CONNECT, &told);
}

static void tell_disconnected(bool by_ap)
{
	const struct told told = { .reason = 6, .by_ap = by_ap };

	tell(NL80211_CMD_DISCONNECT, &told);
}

static void bss_answer(const uint8_t *bssid, uint32_t frequency,
		       bool associated, relay_answer_fn *answer,
		       void *context)
{
	struct air_message m;
	struct nlattr *bss;

	air_message_open(&m);
	bss = nla_nest_start(m.message, NL80211_ATTR_BSS);
	nla_put(m.message, NL80211_BSS_BSSID, 6, bssid);
	nla_put_u32(m.message, NL80211_BSS_FREQUENCY, frequency);
	nla_put_u16(m.message, NL80211_BSS_BEACON_INTERVAL, 100);
	nla_put(m.message, NL80211_BSS_BEACON_IES, 5, "\0\3net");
	if (associated)
		nla_put_u32(m.message, NL80211_BSS_STATUS,
			    NL80211_BSS_STATUS_ASSOCIATED);
	nla_nest_end(m.message, bss);
	air_message_parse(&m);
	answer(context, NL80211_CMD_NEW_SCAN_RESULTS, m.attributes);
	air_message_close(&m);
}

/* Another's, one from where it was before, and the one that it is with. */
static void answer_list(struct relay_scene *s, uint8_t command,
			relay_answer_fn *answer, void *context)
{
	(void)s;
	if (command != NL80211_CMD_GET_SCAN)
		return;
	bss_answer(air_stranger, 2412, false, answer, context);
	bss_answer(air_bssid, 2412, false, answer, context);
	bss_answer(air_bssid, 2437, true, answer, context);
	bss_answer(air_bssid, 2412, false, answer, context);
}

static void connect_to(uint32_t flags)
{
	scene.answer = answer_list;
	cr_assert_eq(give_connect(flags), VWLAN_OK);
	tell_connected(air_bssid);
}

/* ------------------------------------------------------------------ */
/* Requests                                                            */

Test(relay_connect, a_network_and_nothing_else_is_left_to_the_radio)
{
	cr_assert_eq(give_connect(0), VWLAN_OK);
	air_request(&scene, asked);
	cr_assert_eq(scene.asked[scene.asked_count - 1], NL80211_CMD_CONNECT);
	cr_assert_eq(nla_len(asked[NL80211_ATTR_SSID]), 3);
	cr_assert_arr_eq(nla_data(asked[NL80211_ATTR_SSID]), "net", 3);
	cr_assert_null(asked[NL80211_ATTR_MAC]);
	cr_assert_null(asked[NL80211_ATTR_WIPHY_FREQ]);
	cr_assert_null(asked[NL80211_ATTR_AUTH_TYPE]);
	cr_assert_null(asked[NL80211_ATTR_PRIVACY]);
	cr_assert_null(asked[NL80211_ATTR_USE_MFP]);
	cr_assert_null(asked[NL80211_ATTR_PREV_BSSID]);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	cr_assert_eq(scene.entry.frequency, NOWHERE);
}

Test(relay_connect, all_that_the_guest_says_reaches_the_radio)
{
	struct vwlan_control c = connect_there(
		VWLAN_ASSOCIATION_MFP | VWLAN_ASSOCIATION_PRIVACY |
		VWLAN_ASSOCIATION_CONTROL_PORT);

	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE,
			  NL80211_AUTHTYPE_OPEN_SYSTEM);
	vwlan_control_set_bytes(&c, VWLAN_TLV_IE, "\x30\2\1\0", 4);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	air_request(&scene, asked);
	cr_assert_arr_eq(nla_data(asked[NL80211_ATTR_MAC]), air_bssid, 6);
	cr_assert_eq(nla_get_u32(asked[NL80211_ATTR_WIPHY_FREQ]), 2412);
	cr_assert_eq(nla_get_u32(asked[NL80211_ATTR_AUTH_TYPE]),
		     NL80211_AUTHTYPE_OPEN_SYSTEM);
	cr_assert_not_null(asked[NL80211_ATTR_PRIVACY]);
	cr_assert_eq(nla_get_u32(asked[NL80211_ATTR_USE_MFP]),
		     NL80211_MFP_REQUIRED);
	cr_assert_eq(nla_get_u32(asked[NL80211_ATTR_AKM_SUITES]), 0x000fac02);
	cr_assert_arr_eq(nla_data(asked[NL80211_ATTR_IE]), "\x30\2\1\0", 4);
	/* Its EAPOL comes to this socket, and to nobody else. */
	cr_assert_not_null(asked[NL80211_ATTR_SOCKET_OWNER]);
	cr_assert_not_null(asked[NL80211_ATTR_CONTROL_PORT]);
	cr_assert_not_null(asked[NL80211_ATTR_CONTROL_PORT_OVER_NL80211]);
	cr_assert_eq(scene.entry.akm, 0x000fac02);
	cr_assert_eq(scene.entry.frequency, 2412);
}

Test(relay_connect, a_type_that_nl80211_does_not_know_is_not_said)
{
	struct vwlan_control c = connect_any(0);

	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE,
			  NL80211_AUTHTYPE_AUTOMATIC);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	air_request(&scene, asked);
	cr_assert_null(asked[NL80211_ATTR_AUTH_TYPE]);
}

Test(relay_connect, no_secret_is_taken_let_alone_handed_on)
{
	struct vwlan_control c = connect_any(0);

	vwlan_control_set_passphrase(&c, "correct horse", 13);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	c = connect_any(0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_KEY, "12345", 5);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	c = connect_any(0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_AUTH_DATA, "1234", 4);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	c = connect_any(0);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, NL80211_AUTHTYPE_SAE);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	cr_assert_eq(scene.entry.generation, 0);
}

Test(relay_connect, what_makes_no_sense_is_refused)
{
	struct vwlan_control c = air_command(VWLAN_CMD_CONNECT);

	vwlan_control_add_ssid(&c, "net", 3);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_MESSAGE);
	c.ssid[0].length = 0;
	wish_set(&c, 0);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_VALUE);
	c = connect_there(0);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2484);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_VALUE);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 0);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_VALUE);
	c = connect_there(0);
	c.bssid[0] = 0xff;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_VALUE);
	c = connect_any(0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_IE, "\x30\2\1", 3);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_VALUE);
	c = connect_any(0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_PREVIOUS_BSSID, air_bssid, 6);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_NOT_CONNECTED);
	c = air_command(VWLAN_CMD_DISCONNECT);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 0);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_VALUE);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 65536);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_VALUE);
	cr_assert_eq(scene.entry.generation, 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
}

Test(relay_connect, the_other_profile_s_commands_are_none)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHENTICATE);
	unsigned int before = scene.asked_count;

	air_bss(&c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	c = air_command(VWLAN_CMD_ASSOCIATE);
	air_bss(&c);
	wish_set(&c, 0);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	c = air_command(VWLAN_CMD_DEAUTHENTICATE);
	vwlan_control_set_bssid(&c, air_bssid);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 3);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	c.id = VWLAN_CMD_DISASSOCIATE;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_UNSUPPORTED);
	cr_assert_eq(scene.judged, 1, "only UP");
	cr_assert_eq(scene.asked_count, before);
	cr_assert_eq(scene.entry.generation, 0);
}

Test(relay_connect, a_connection_that_outlived_the_guest_s_is_left_first)
{
	unsigned int count;

	scene.refuse_once[NL80211_CMD_CONNECT] = -EALREADY;
	cr_assert_eq(give_connect(0), VWLAN_OK);
	count = scene.asked_count;
	cr_assert_eq(scene.asked[count - 3], NL80211_CMD_CONNECT);
	cr_assert_eq(scene.asked[count - 2], NL80211_CMD_DISCONNECT);
	cr_assert_eq(scene.asked[count - 1], NL80211_CMD_CONNECT);
	cr_assert_eq(scene.entry.generation, 1);
	scene.refuse[NL80211_CMD_CONNECT] = -EALREADY;
	cr_assert_eq(give_connect(0), VWLAN_IS_CONNECTED);
	cr_assert_eq(scene.entry.generation, 1);
}

/* ------------------------------------------------------------------ */
/* What became of it                                                   */

Test(relay_connect, the_guest_hears_of_the_access_point_before_it_is_there)
{
	const struct vwlan_control *told, *result;

	connect_to(0);
	told = air_last_sent(&scene);
	result = told - 1;
	cr_assert_eq(result->id, VWLAN_EVT_SCAN_RESULT);
	cr_assert_arr_eq(result->bssid, air_bssid, 6);
	cr_assert_eq(result->number[VWLAN_TLV_FREQUENCY], 2437);
	cr_assert_eq(told->id, VWLAN_EVT_CONNECTED);
	cr_assert_eq(told->number[VWLAN_TLV_STATUS_CODE], 0);
	cr_assert_eq(told->number[VWLAN_TLV_FREQUENCY], 2437);
	cr_assert_arr_eq(told->bssid, air_bssid, 6);
	cr_assert_eq(told->generation, 1);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 1);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.entry.frequency, 2437);
	cr_assert_eq(scene.entry.rate_count, 2);
}

Test(relay_connect, the_handshake_is_the_guest_s_and_begins_after_that)
{
	struct vwlan_control key = air_command(VWLAN_CMD_ADD_KEY);
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHORIZE);

	vwlan_control_set(&key, VWLAN_TLV_KEY_INDEX, 0);
	vwlan_control_set(&key, VWLAN_TLV_CIPHER, 0x000fac04);
	vwlan_control_set_bytes(&key, VWLAN_TLV_KEY, "0123456789abcdef", 16);
	vwlan_control_set_mac(&key, air_bssid);
	vwlan_control_set_mac(&c, air_bssid);
	vwlan_control_set(&c, VWLAN_TLV_AUTHORIZED, 1);
	scene.answer = answer_list;
	cr_assert_eq(give_connect(VWLAN_ASSOCIATION_CONTROL_PORT), VWLAN_OK);
	cr_assert_eq(air_give(&scene, &key, 0), VWLAN_NOT_CONNECTED);
	tell_connected(air_bssid);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	cr_assert_eq(air_give(&scene, &key, 0), VWLAN_OK);
	vwlan_control_set_mac(&key, air_stranger);
	cr_assert_eq(air_give(&scene, &key, 0), VWLAN_POLICY);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
}

Test(relay_connect, a_refusal_and_a_timeout_are_told_as_such)
{
	const struct told refused = { .status = 17, .bssid = air_bssid };
	const struct told timeout = { .timeout = true, .status = 1 };

	give_connect(0);
	tell(NL80211_CMD_CONNECT, &refused);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_CONNECTED);
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_STATUS_CODE],
		     17);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(scene.entry.status, VWLAN_FAILED);
	give_connect(0);
	tell(NL80211_CMD_CONNECT, &timeout);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_CONNECT_TIMEOUT);
	cr_assert_eq(scene.entry.status, VWLAN_TIMEOUT);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 0);
}

Test(relay_connect, what_nobody_waits_for_is_not_told)
{
	const struct told timeout = { .timeout = true };
	unsigned int before = scene.sent_count;

	tell_connected(air_bssid);
	tell(NL80211_CMD_CONNECT, &timeout);
	tell_disconnected(true);
	tell(NL80211_CMD_ROAM, &(struct told){ .bssid = air_stranger });
	cr_assert_eq(scene.sent_count, before);
	give_connect(0);
	before = scene.sent_count;
	/* The end of an earlier one. */
	tell_disconnected(true);
	cr_assert_eq(scene.sent_count, before);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
}

Test(relay_connect, how_the_kernel_gets_there_is_its_own_affair)
{
	uint8_t frame[30] = { 0xb0 };
	unsigned int before;

	connect_to(0);
	before = scene.sent_count;
	memcpy(frame + 16, air_bssid, 6);
	air_frame(&scene, NL80211_CMD_AUTHENTICATE, frame, 30, 0);
	frame[0] = 0x10;
	air_frame(&scene, NL80211_CMD_ASSOCIATE, frame, 30, 0);
	frame[0] = 0xc0;
	air_frame(&scene, NL80211_CMD_DEAUTHENTICATE, frame, 30, 0);
	air_frame(&scene, NL80211_CMD_UNPROT_DEAUTHENTICATE, frame, 30, 0);
	cr_assert_eq(scene.sent_count, before);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	frame[0] = 0xd0;
	air_frame(&scene, NL80211_CMD_FRAME, frame, 30, 0);
	cr_assert_eq(scene.sent_count, before, "no frequency in it");
}

Test(relay_connect, the_other_profile_does_not_hear_of_connect)
{
	relay_phy_profile(&scene.phy, CONFIG_PROFILE_AUTHENTICATE);
	air_associate(&scene, false, 0);
	tell_connected(air_bssid);
	tell_disconnected(true);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_CONNECTED), 0);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_DISCONNECTED), 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
}

/* ------------------------------------------------------------------ */
/* Afterwards                                                          */

Test(relay_connect, the_access_point_s_end_is_told_with_its_reason)
{
	const struct vwlan_control *told;

	connect_to(0);
	tell_disconnected(true);
	told = air_last_sent(&scene);
	cr_assert_eq(told->id, VWLAN_EVT_DISCONNECTED);
	cr_assert_eq(told->number[VWLAN_TLV_REASON], 6);
	cr_assert_not(vwlan_control_has(told, VWLAN_TLV_LOCAL));
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(scene.entry.reason, 6);
	connect_to(0);
	tell_disconnected(false);
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_LOCAL], 1);
}

Test(relay_connect, the_guest_s_own_end_is_told_once)
{
	connect_to(0);
	cr_assert_eq(give(VWLAN_CMD_DISCONNECT), VWLAN_OK);
	cr_assert_eq(scene.asked[scene.asked_count - 1],
		     NL80211_CMD_DISCONNECT);
	air_request(&scene, asked);
	cr_assert_eq(nla_get_u16(asked[NL80211_ATTR_REASON_CODE]), 3);
	tell_disconnected(false);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_DISCONNECTED), 1);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	/* An attempt ends with the response. */
	give_connect(0);
	cr_assert_eq(give(VWLAN_CMD_DISCONNECT), VWLAN_OK);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_DISCONNECTED), 1);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_CONNECT_TIMEOUT), 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
}

Test(relay_connect, the_radio_roams_and_keys_follow_it)
{
	struct vwlan_control c = air_command(VWLAN_CMD_GET_STATION);
	const struct told told = { .bssid = air_stranger };

	connect_to(VWLAN_ASSOCIATION_CONTROL_PORT);
	tell(NL80211_CMD_ROAM, &told);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_ROAMED);
	cr_assert_arr_eq(air_last_sent(&scene)->bssid, air_stranger, 6);
	cr_assert_eq((air_last_sent(&scene) - 1)->id, VWLAN_EVT_SCAN_RESULT);
	cr_assert_arr_eq(scene.entry.bssid, air_stranger, 6);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTING);
	cr_assert_eq(scene.entry.generation, 1);
	vwlan_control_set_bssid(&c, air_bssid);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_NOT_FOUND);
}

Test(relay_connect, the_guest_roams_from_where_it_is)
{
	struct vwlan_control c = connect_there(0);

	connect_to(0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_PREVIOUS_BSSID, air_stranger,
				6);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_NOT_CONNECTED);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	c = connect_there(0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_PREVIOUS_BSSID, air_bssid, 6);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	air_request(&scene, asked);
	cr_assert_arr_eq(nla_data(asked[NL80211_ATTR_PREV_BSSID]), air_bssid,
			 6);
	cr_assert_eq(scene.entry.generation, 2);
	tell_connected(air_bssid);
	cr_assert_eq(air_last_sent(&scene)->generation, 2);
}

Test(relay_connect, who_has_to_leave_hears_of_it_and_once)
{
	connect_to(0);
	relay_cut(&scene.relay, VWLAN_CHANNEL);
	cr_assert_eq(scene.asked[scene.asked_count - 1],
		     NL80211_CMD_DISCONNECT);
	tell_disconnected(false);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_DISCONNECTED), 1);
	cr_assert_eq(scene.entry.status, VWLAN_CHANNEL);
	give_connect(0);
	relay_cut(&scene.relay, VWLAN_TIMEOUT);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_CONNECT_TIMEOUT), 1);
}

/* ------------------------------------------------------------------ */
/* Beside other guests                                                 */

Test(relay_connect, R9_it_is_judged_with_a_channel_and_without)
{
	struct vwlan_control there = connect_there(0);
	unsigned int before = scene.asked_count;

	scene.verdict = VWLAN_CHANNEL;
	cr_assert_eq(air_give(&scene, &there, 0), VWLAN_CHANNEL);
	cr_assert_eq(scene.judged_id, VWLAN_CMD_CONNECT);
	cr_assert_eq(give_connect(0), VWLAN_CHANNEL);
	cr_assert_eq(scene.judged, 3);
	cr_assert_eq(scene.asked_count, before);
	cr_assert_eq(scene.entry.status, VWLAN_CHANNEL);
}

Test(relay_connect, it_waits_for_its_verdict_and_may_be_taken_back)
{
	scene.verdict = RELAY_LATER;
	cr_assert_eq(give_connect(0), -ENOENT);
	relay_judged(&scene.relay, 7, VWLAN_OK, 1);
	cr_assert_eq(scene.asked[scene.asked_count - 1], NL80211_CMD_CONNECT);
	cr_assert_eq(scene.entry.generation, 1);
	cr_assert_eq(give_connect(0), -ENOENT);
	cr_assert_eq(give(VWLAN_CMD_DISCONNECT), VWLAN_OK);
	cr_assert_null(scene.relay.held);
	relay_judged(&scene.relay, 7, VWLAN_OK, 2);
	cr_assert_eq(scene.entry.generation, 1);
}

/* ------------------------------------------------------------------ */
/* News that make no sense                                             */

static bool reads(uint8_t command, int attribute, int length)
{
	static const uint8_t zeros[4096];
	struct vwlan_control event;
	struct air_message m;
	bool taken;

	air_message_open(&m);
	if (attribute)
		nla_put(m.message, attribute, length, zeros);
	air_message_parse(&m);
	taken = relay_event_connect_read(&event, command, m.attributes);
	air_message_close(&m);
	if (taken)
		cr_assert_eq(vwlan_control_check(&event), 0);
	return taken;
}

Test(relay_connect, news_too_short_are_no_news)
{
	/* Without a status it is taken for a failure. */
	cr_assert(reads(NL80211_CMD_CONNECT, 0, 0));
	cr_assert(reads(NL80211_CMD_CONNECT, NL80211_ATTR_STATUS_CODE, 1));
	cr_assert_not(reads(NL80211_CMD_CONNECT, NL80211_ATTR_STATUS_CODE,
			    2));
	cr_assert_not(reads(NL80211_CMD_ROAM, 0, 0));
	cr_assert_not(reads(NL80211_CMD_ROAM, NL80211_ATTR_MAC, 5));
	cr_assert(reads(NL80211_CMD_ROAM, NL80211_ATTR_MAC, 6));
	cr_assert(reads(NL80211_CMD_DISCONNECT, NL80211_ATTR_REASON_CODE, 1));
	cr_assert_not(reads(NL80211_CMD_AUTHENTICATE, 0, 0));
	/* Elements that are too many are left out. */
	cr_assert(reads(NL80211_CMD_CONNECT, NL80211_ATTR_RESP_IE, 2049));
}
