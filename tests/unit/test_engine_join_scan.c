// SPDX-License-Identifier: GPL-2.0-or-later
/* One station's scans. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "join_scene.h"

static void scan_results(struct scene *scene, uint32_t number)
{
	const struct wpatext_event event = { .id = WPATEXT_SCAN_RESULTS,
					     .scan = number };

	join_event(&scene->join, &event, scene->now);
}

static const char listing[] =
	"id=4\nbssid=02:00:00:00:01:00\nfreq=2412\nlevel=-30\nage=0\n"
	"flags=[ESS]\nssid=seen\nbeacon_ie=00047365656e\n====\n"
	"id=5\nbssid=02:00:00:00:02:00\nfreq=2412\nlevel=-30\nage=0\n"
	"flags=[ESS]\nssid=secret\nbeacon_ie=0000\n====\n"
	"id=6\nbssid=02:00:00:00:03:00\nfreq=2412\nlevel=-30\nage=0\n"
	"flags=[ESS]\nssid=unheard\nbeacon_ie=\n####\n";

static void list(struct scene *scene)
{
	scene_answer(scene, "3\n");
	scan_results(scene, 3);
	cr_assert_str_eq(scene_asked_last(scene), "BSS RANGE=0- MASK=821a87");
	scene_answer(scene, listing);
	cr_assert_str_eq(scene_asked_last(scene), "BSS RANGE=7- MASK=821a87");
	scene_answer(scene, "");
	cr_assert_str_eq(scene_asked_last(scene), "BSS RANGE=7- MASK=21a87");
	scene_answer(scene, "");
	cr_assert_eq(scene_sent_last(scene)->id, VWLAN_EVT_SCAN_DONE);
	cr_assert_eq(scene_sent_last(scene)->number[VWLAN_TLV_STATUS],
		     VWLAN_OK);
}

Test(join, scan_shows_what_is_told_unasked)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene_scan(&scene, NULL);
	cr_assert_eq(scene_response(&scene, 0), VWLAN_OK);
	cr_assert_str_eq(scene_asked_last(&scene), "SCAN use_id=1");
	list(&scene);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 2);
}

Test(join, scan_hides_what_another_guest_looked_for)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene.sought = true;
	scene_scan(&scene, NULL);
	list(&scene);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 1);
}

Test(join, scan_shows_the_hidden_network_that_was_asked_for)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene.sought = true;
	scene_scan(&scene, "secret");
	cr_assert_str_eq(scene_asked_last(&scene),
			 "SCAN use_id=1 ssid 736563726574");
	list(&scene);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 2);
}

Test(join, scan_passes_a_beacon_that_is_too_long)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene_scan(&scene, NULL);
	scene_answer(&scene, "1\n");
	scan_results(&scene, 1);
	scene_answer(&scene, "");
	scene_answer(&scene, "id=9\nbssid=02:00:00:00:01:00\nssid=long\n====\n"
		       "id=10\nbssid=02:00:00:00:02:00\nssid=b\n####\n");
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 1);
	cr_assert_str_eq(scene_asked_last(&scene), "BSS RANGE=10- MASK=821a87");
}

Test(join, scan_results_of_another_scan_are_not_ours)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene_scan(&scene, NULL);
	scene_answer(&scene, "3\n");
	scan_results(&scene, 0);
	scan_results(&scene, 2);
	cr_assert_str_eq(scene_asked_last(&scene), "SCAN use_id=1");
}

Test(join, one_scan_at_a_time)
{
	struct scene scene;
	unsigned int from;

	scene_ready(&scene, NULL, true);
	scene_scan(&scene, NULL);
	from = scene.sends;
	scene_scan(&scene, NULL);
	cr_assert_eq(scene_response(&scene, from), VWLAN_BUSY);
}

/* What a supplicant says to any question while it is busy. */
static void answer_busy(struct scene *scene)
{
	bool status_asked;
	char status[64];

	snprintf(status, sizeof(status), "wpa_state=INACTIVE\n%s",
		 scene_address);
	while (scene->answered < scene->asks) {
		status_asked = scene->step[scene->answered] == JOIN_STATUS;
		scene_answer(scene, status_asked ? status : "FAIL-BUSY\n");
	}
	scene->asks = 0;
	scene->answered = 0;
}

Test(join, scan_ends_when_the_supplicant_stays_busy)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene_scan(&scene, NULL);
	while (scene_count(&scene, VWLAN_EVT_SCAN_DONE) == 0) {
		answer_busy(&scene);
		scene.now = join_deadline(&scene.join);
		cr_assert_leq(scene.now, 60000);
		join_timeout(&scene.join, scene.now);
	}
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_STATUS],
		     VWLAN_BUSY);
}

Test(join, scan_that_does_not_end_tells_what_was_heard)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene_scan(&scene, NULL);
	scene_answer(&scene, "3\n");
	scene.join.status_at = JOIN_NEVER;
	scene.now = join_deadline(&scene.join);
	cr_assert_eq(scene.now, 60000);
	join_timeout(&scene.join, scene.now);
	scene_answer(&scene, listing);
	scene_answer(&scene, "");
	scene_answer(&scene, "");
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 2);
	cr_assert_eq(scene_sent_last(&scene)->number[VWLAN_TLV_STATUS],
		     VWLAN_TIMEOUT);
}

Test(join, scan_ends_with_the_supplicant)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene_scan(&scene, NULL);
	join_down(&scene.join, scene.now);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_SCAN_DONE), 1);
	cr_assert_eq(join_deadline(&scene.join), JOIN_NEVER);
}

Test(join, scan_shows_no_network_that_the_guest_may_not_join)
{
	static const struct vwlan_ssid unheard = { 7, "unheard" };
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene.entry.policy.ssids = 1;
	scene.entry.policy.ssid[0] = unheard;
	scene_scan(&scene, NULL);
	list(&scene);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 1);
	cr_assert_eq(scene.sent[scene.sends - 2].ssid[0].length, 7);
}

Test(join, scan_keeps_to_the_bands_that_the_guest_may_use)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene.entry.policy.bands = 1u << 1;
	scene_scan(&scene, NULL);
	cr_assert_not_null(strstr(scene_asked_last(&scene),
				  "use_id=1 freq=5180,5200,"));
	list(&scene);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 0);
}
