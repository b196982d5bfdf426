// SPDX-License-Identifier: GPL-2.0-or-later
/* What the arbiter decides about a native station. */
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/nl80211.h>

#include "relay_scene.h"

static struct relay_scene scene;

static void fixture_open(void)
{
	air_open(&scene);
}

static void fixture_close(void)
{
	air_close(&scene);
}

TestSuite(relay_judge, .init = fixture_open, .fini = fixture_close);

static int up(uint64_t now)
{
	struct vwlan_control c = air_command(VWLAN_CMD_UP);

	return air_give(&scene, &c, now);
}

static struct vwlan_control authenticate(void)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHENTICATE);

	air_bss(&c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	return c;
}

static bool was_asked(uint8_t command)
{
	unsigned int i;

	for (i = 0; i < scene.asked_count; i++)
		if (scene.asked[i] == command)
			return true;
	return false;
}

Test(relay_judge, R1_without_a_station_up_is_refused)
{
	scene.verdict = VWLAN_SLOT;
	cr_assert_eq(up(0), VWLAN_SLOT);
	cr_assert_not(scene.link_up);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene.entry.status, VWLAN_SLOT);
	scene.verdict = VWLAN_OK;
	cr_assert_eq(up(1), VWLAN_OK);
	cr_assert(scene.link_up);
	cr_assert_eq(scene.entry.status, VWLAN_OK);
}

Test(relay_judge, who_takes_turns_is_up_and_waits_for_its_own)
{
	scene.verdict = RELAY_PARKED;
	cr_assert_eq(up(0), VWLAN_OK);
	cr_assert_not(scene.link_up);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene.entry.status, VWLAN_SLOT);
	relay_unpark(&scene.relay, 1);
	cr_assert(scene.link_up);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
}

Test(relay_judge, who_waits_for_its_turn_can_go_down)
{
	struct vwlan_control c = air_command(VWLAN_CMD_DOWN);

	scene.verdict = RELAY_PARKED;
	up(0);
	cr_assert_eq(air_give(&scene, &c, 1), VWLAN_OK);
	relay_unpark(&scene.relay, 2);
	cr_assert_not(scene.link_up);
}

Test(relay_judge, a_verdict_that_comes_late_can_be_a_place_in_line)
{
	struct vwlan_control c = air_command(VWLAN_CMD_UP);

	scene.verdict = RELAY_LATER;
	relay_command(&scene.relay, &c, 0);
	relay_judged(&scene.relay, c.seq, RELAY_PARKED, 1);
	cr_assert_not(scene.link_up);
	cr_assert_eq(scene.entry.status, VWLAN_SLOT);
	relay_unpark(&scene.relay, 2);
	cr_assert(scene.link_up);
}

Test(relay_judge, up_twice_is_judged_once)
{
	up(0);
	up(1);
	cr_assert_eq(scene.judged, 1);
}

Test(relay_judge, R9_a_channel_that_conflicts_is_refused)
{
	struct vwlan_control c = authenticate();

	up(0);
	scene.verdict = VWLAN_CHANNEL;
	cr_assert_eq(air_give(&scene, &c, 1), VWLAN_CHANNEL);
	cr_assert_not(was_asked(NL80211_CMD_AUTHENTICATE));
	cr_assert_eq(scene.entry.status, VWLAN_CHANNEL);
}

Test(relay_judge, what_makes_no_sense_needs_no_verdict)
{
	struct vwlan_control c = authenticate();

	up(0);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2484);
	cr_assert_eq(air_give(&scene, &c, 1), VWLAN_BAD_VALUE);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 1);
	cr_assert_eq(air_give(&scene, &c, 1), VWLAN_BAD_VALUE);
	cr_assert_eq(scene.judged, 1);
}

Test(relay_judge, a_verdict_that_comes_later)
{
	struct vwlan_control c = authenticate();

	up(0);
	scene.verdict = RELAY_LATER;
	cr_assert_eq(air_give(&scene, &c, 1), -ENOENT);
	cr_assert_eq(air_give(&scene, &c, 2), VWLAN_BUSY);
	/* Another command's verdict is none of this one's. */
	relay_judged(&scene.relay, c.seq + 1u, VWLAN_OK, 3);
	cr_assert_not(was_asked(NL80211_CMD_AUTHENTICATE));
	relay_judged(&scene.relay, c.seq, VWLAN_OK, 3);
	cr_assert(was_asked(NL80211_CMD_AUTHENTICATE));
	cr_assert_eq(air_last_sent(&scene)->status, VWLAN_OK);
	cr_assert_eq(scene.relay.link, RELAY_JOINING);
	cr_assert_null(scene.relay.held);
}

Test(relay_judge, a_refusal_that_comes_later)
{
	struct vwlan_control c = authenticate();
	unsigned int sent;

	up(0);
	scene.verdict = RELAY_LATER;
	air_give(&scene, &c, 1);
	relay_judged(&scene.relay, c.seq, VWLAN_CHANNEL, 3);
	cr_assert_eq(air_last_sent(&scene)->status, VWLAN_CHANNEL);
	cr_assert_not(was_asked(NL80211_CMD_AUTHENTICATE));
	sent = scene.sent_count;
	relay_judged(&scene.relay, c.seq, VWLAN_OK, 4);
	cr_assert_eq(scene.sent_count, sent);
}

/* Fast transition over the DS: the access point that it is with speaks. */
static struct vwlan_control associate_elsewhere(void)
{
	struct vwlan_control c = air_command(VWLAN_CMD_ASSOCIATE);
	const struct vwlan_association wish = { .flags = 0 };

	vwlan_control_set_bssid(&c, air_stranger);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2437);
	vwlan_control_add_ssid(&c, "net", 3);
	vwlan_control_set_bytes(&c, VWLAN_TLV_PREVIOUS_BSSID, air_bssid, 6);
	vwlan_control_set_bytes(&c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
	return c;
}

Test(relay_judge, an_association_is_judged_once)
{
	up(0);
	air_associate(&scene, false, 1);
	/* UP and AUTHENTICATE. */
	cr_assert_eq(scene.judged, 2);
}

Test(relay_judge, R9_nor_is_a_channel_reached_through_the_wire)
{
	struct vwlan_control c = associate_elsewhere();

	up(0);
	air_associate(&scene, false, 1);
	scene.asked_count = 0;
	scene.verdict = VWLAN_CHANNEL;
	cr_assert_eq(air_give(&scene, &c, 2), VWLAN_CHANNEL);
	cr_assert_not(was_asked(NL80211_CMD_ASSOCIATE));
	/* The connection that there is goes on. */
	cr_assert_eq(scene.relay.link, RELAY_ASSOCIATED);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_CONNECTED);
	cr_assert_eq(scene.entry.frequency, 2412);
	cr_assert_eq(scene.entry.status, VWLAN_OK);
}

Test(relay_judge, R11_a_transition_through_the_wire_may_wait)
{
	struct vwlan_control c = associate_elsewhere();

	up(0);
	air_associate(&scene, false, 1);
	scene.asked_count = 0;
	scene.verdict = RELAY_LATER;
	cr_assert_eq(air_give(&scene, &c, 2), -ENOENT);
	cr_assert_not(was_asked(NL80211_CMD_ASSOCIATE));
	relay_judged(&scene.relay, c.seq, VWLAN_OK, 3);
	cr_assert(was_asked(NL80211_CMD_ASSOCIATE));
	cr_assert_eq(scene.relay.link, RELAY_ASSOCIATING);
	cr_assert_eq(scene.entry.frequency, 2437);
}

Test(relay_judge, going_down_answers_what_waits)
{
	struct vwlan_control c = air_command(VWLAN_CMD_DOWN);

	scene.verdict = RELAY_LATER;
	cr_assert_eq(up(0), -ENOENT);
	cr_assert_eq(air_give(&scene, &c, 1), VWLAN_OK);
	cr_assert_eq(scene.sent[0].id, VWLAN_CMD_UP);
	cr_assert_eq(scene.sent[0].status, VWLAN_FAILED);
	cr_assert_null(scene.relay.held);
}

Test(relay_judge, R10_a_station_is_taken_and_given_back)
{
	up(0);
	air_associate(&scene, false, 1);
	relay_park(&scene.relay, VWLAN_SLOT, 2);
	cr_assert_not(scene.link_up);
	cr_assert_eq(scene.relay.link, RELAY_APART);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene.entry.status, VWLAN_SLOT);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_STATE), 1);
	/* It doesn't take it back by itself, nor when it asks. */
	relay_link_news(&scene.relay, 3);
	relay_timeout(&scene.relay, 60000);
	cr_assert_eq(up(60000), VWLAN_SLOT);
	cr_assert_not(scene.link_up);
	relay_unpark(&scene.relay, 60001);
	cr_assert(scene.link_up);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(scene.entry.status, VWLAN_OK);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_STATE), 2);
}

Test(relay_judge, a_guest_that_went_down_gets_nothing_back)
{
	struct vwlan_control c = air_command(VWLAN_CMD_DOWN);

	up(0);
	relay_park(&scene.relay, VWLAN_SLOT, 1);
	cr_assert_eq(air_give(&scene, &c, 2), VWLAN_OK);
	relay_unpark(&scene.relay, 3);
	cr_assert_not(scene.link_up);
}

Test(relay_judge, R10_a_connection_is_cut)
{
	up(0);
	air_associate(&scene, false, 1);
	relay_cut(&scene.relay, VWLAN_CHANNEL);
	cr_assert(was_asked(NL80211_CMD_DEAUTHENTICATE));
	cr_assert_eq(scene.relay.link, RELAY_APART);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(scene.entry.status, VWLAN_CHANNEL);
	cr_assert(scene.link_up);
	relay_free_again(&scene.relay);
	cr_assert_eq(scene.entry.status, VWLAN_OK);
}

/* ------------------------------------------------------------------ */
/* R16: other channels, for a moment                                   */

static int remain(uint32_t frequency)
{
	struct vwlan_control c = air_command(VWLAN_CMD_REMAIN);

	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, frequency);
	vwlan_control_set(&c, VWLAN_TLV_DURATION, 100);
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, 9);
	return air_give(&scene, &c, 0);
}

Test(relay_judge, R16_others_may_keep_it_from_going_away)
{
	up(0);
	scene.verdict = VWLAN_BUSY;
	cr_assert_eq(remain(2437), VWLAN_BUSY);
	cr_assert_eq(scene.judged_id, VWLAN_CMD_REMAIN);
	cr_assert_not(was_asked(NL80211_CMD_REMAIN_ON_CHANNEL));
	scene.verdict = VWLAN_OK;
	cr_assert_eq(remain(2437), VWLAN_OK);
	cr_assert(was_asked(NL80211_CMD_REMAIN_ON_CHANNEL));
	cr_assert_eq(scene.backs, 0);
}

Test(relay_judge, R16_what_cannot_be_needs_no_verdict)
{
	unsigned int judged;

	up(0);
	judged = scene.judged;
	cr_assert_eq(remain(2484), VWLAN_BAD_VALUE);
	cr_assert_eq(scene.judged, judged);
}

Test(relay_judge, R16_the_radio_is_back_when_the_kernel_refuses)
{
	up(0);
	scene.refuse[NL80211_CMD_REMAIN_ON_CHANNEL] = -EBUSY;
	cr_assert_neq(remain(2437), VWLAN_OK);
	cr_assert_eq(scene.backs, 1);
}

Test(relay_judge, R16_the_radio_is_back_at_the_end_or_when_it_is_cancelled)
{
	struct vwlan_control c = air_command(VWLAN_CMD_CANCEL_REMAIN);
	struct air_message m;

	up(0);
	scene.answer = air_answer_cookie;
	cr_assert_eq(remain(2437), VWLAN_OK);
	air_message_open(&m);
	nla_put_u64(m.message, NL80211_ATTR_COOKIE, AIR_COOKIE);
	nla_put_u32(m.message, NL80211_ATTR_WIPHY_FREQ, 2437);
	air_message_parse(&m);
	relay_news(&scene.relay, NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL,
		   m.attributes, 0);
	air_message_close(&m);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_REMAIN_END);
	cr_assert_eq(scene.backs, 1);
	cr_assert_eq(remain(2437), VWLAN_OK);
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, 9);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(scene.backs, 2);
}
