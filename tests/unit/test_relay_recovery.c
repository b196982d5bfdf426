// SPDX-License-Identifier: GPL-2.0-or-later
/* R22, R23: a native station whose radio goes and comes back. */
#include <criterion/criterion.h>
#include <errno.h>

#include "relay_scene.h"

static struct relay_scene scene;

static int give(uint16_t id)
{
	struct vwlan_control command = air_command(id);

	return air_give(&scene, &command, 0);
}

static void interface_goes(void)
{
	scene.link_gone = true;
	scene.link_up = false;
	relay_link_news(&scene.relay, 0);
}

static void interface_comes(void)
{
	scene.link_gone = false;
	relay_renewed(&scene.relay, 0);
}

Test(relay_recovery, r22_a_new_interface_is_up_as_the_old_one_was)
{
	air_open(&scene);
	give(VWLAN_CMD_UP);
	air_associate(&scene, true, 0);
	interface_goes();
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene.entry.status, VWLAN_NO_RADIO);
	interface_comes();
	cr_assert(scene.link_up);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_STATE);
	air_associate(&scene, true, 0);
	cr_assert_eq(scene.relay.link, RELAY_ASSOCIATED);
	air_close(&scene);
}

Test(relay_recovery, r22_a_station_that_was_down_stays_down)
{
	air_open(&scene);
	interface_goes();
	interface_comes();
	cr_assert_not(scene.link_up);
	cr_assert_eq(give(VWLAN_CMD_UP), VWLAN_OK);
	cr_assert(scene.link_up);
	air_close(&scene);
}

Test(relay_recovery, r22_a_guest_may_change_its_mind_meanwhile)
{
	air_open(&scene);
	give(VWLAN_CMD_UP);
	interface_goes();
	cr_assert_eq(give(VWLAN_CMD_DOWN), VWLAN_OK);
	interface_comes();
	cr_assert_not(scene.link_up);
	air_close(&scene);
}

/* The arbiter's word and the new interface come in any order. */
Test(relay_recovery, r22_both_interface_and_verdict_are_needed)
{
	air_open(&scene);
	give(VWLAN_CMD_UP);
	interface_goes();
	relay_park(&scene.relay, VWLAN_NO_RADIO, 0);
	relay_unpark(&scene.relay, 0);
	cr_assert_not(scene.link_up);
	interface_comes();
	cr_assert(scene.link_up);

	relay_park(&scene.relay, VWLAN_NO_RADIO, 0);
	cr_assert_not(scene.link_up);
	interface_goes();
	interface_comes();
	cr_assert_not(scene.link_up);
	relay_unpark(&scene.relay, 0);
	cr_assert(scene.link_up);
	air_close(&scene);
}

Test(relay_recovery, r23_who_is_switched_off_is_told_so)
{
	air_open(&scene);
	give(VWLAN_CMD_UP);
	relay_park(&scene.relay, VWLAN_RFKILL, 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene.entry.status, VWLAN_RFKILL);
	cr_assert_eq(relay_deadline(&scene.relay), RELAY_NEVER);
	relay_unpark(&scene.relay, 0);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	air_close(&scene);
}

Test(relay_recovery, wishes_outlive_the_engine)
{
	struct vwlan_control command = air_command(VWLAN_CMD_POWER_SAVE);
	struct record record;

	record_begin(&record);
	air_open(&scene);
	vwlan_control_set(&command, VWLAN_TLV_POWER_SAVE, 1);
	air_give(&scene, &command, 0);
	give(VWLAN_CMD_UP);
	relay_record(&scene.relay, &record);
	cr_assert_eq(record.power_save, 1);
	cr_assert(record.up);
	air_close(&scene);

	record.rts = 700;
	air_open(&scene);
	relay_restore(&scene.relay, &record, false);
	cr_assert_eq(scene.relay.wish.rts, 700);
	/* The arbiter is told anew. */
	cr_assert_eq(scene.settings, 1);
	cr_assert_eq(scene.wish.rts, 700);
	cr_assert(scene.saving);
	air_close(&scene);
}

/* Up, as an earlier engine knew, and without an interface by now. */
static void adopt_gone(void)
{
	struct record record;

	record_begin(&record);
	record.up = true;
	air_open(&scene);
	scene.link_gone = true;
	relay_adopt(&scene.relay);
	relay_restore(&scene.relay, &record, true);
}

Test(relay_recovery, a_new_engine_brings_up_what_went_before_it_came)
{
	adopt_gone();
	/* It needs both: a station of the radio's, and its interface. */
	interface_comes();
	cr_assert_not(scene.link_up);
	relay_unpark(&scene.relay, 0);
	cr_assert(scene.link_up);
	air_close(&scene);

	scene.link_up = false;
	adopt_gone();
	relay_unpark(&scene.relay, 0);
	cr_assert_not(scene.link_up);
	interface_comes();
	cr_assert(scene.link_up);
	air_close(&scene);
}

Test(relay_recovery, a_new_engine_knows_who_waited_for_a_station)
{
	struct record record;

	record_begin(&record);
	record.up = true;
	air_open(&scene);
	relay_adopt(&scene.relay);
	relay_restore(&scene.relay, &record, true);
	cr_assert_not(scene.link_up);
	relay_unpark(&scene.relay, 0);
	cr_assert(scene.link_up);
	air_close(&scene);

	/* A guest that begins anew says itself what it wants. */
	scene.link_up = false;
	air_open(&scene);
	relay_restore(&scene.relay, &record, false);
	cr_assert_not(scene.relay.up);
	air_close(&scene);
}
