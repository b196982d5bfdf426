// SPDX-License-Identifier: GPL-2.0-or-later
/* One managed station's scans. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "join_scene.h"

static const uint8_t seen[] = "\x00\x04seen";
static const uint8_t secret[] = "\x00\x06secret";
static const uint8_t unheard[] = "\x00\x07unheard";
static const uint8_t nameless[] = { 0, 0 };
static const uint8_t bssid[] = { 2, 0, 0, 0, 1, 0 };

/* @probe and @beacon: elements, or NULL. */
static void list_add(struct scene *scene, const uint8_t *probe,
		     const uint8_t *beacon)
{
	struct relay_bss *bss = &scene->list[scene->listed++];

	bss->bssid = bssid;
	bss->frequency = 2412;
	bss->signal = -30;
	bss->age = 200;
	bss->probe = probe;
	bss->probe_length = probe ? 2u + probe[1] : 0;
	bss->beacon = beacon;
	bss->beacon_length = beacon ? 2u + beacon[1] : 0;
}

static void scan_open(struct scene *scene)
{
	scene_ready(scene, NULL, true);
	list_add(scene, NULL, seen);
	list_add(scene, secret, nameless);
	list_add(scene, unheard, NULL);
}

static void over(struct scene *scene, enum vwlan_status status)
{
	join_scan_over(&scene->join, scene->scan_number, status, scene->now);
}

static uint32_t done_status(const struct scene *scene)
{
	cr_assert_eq(scene_sent_last(scene)->id, VWLAN_EVT_SCAN_DONE);
	return scene_sent_last(scene)->number[VWLAN_TLV_STATUS];
}

/* Was an access point of this name told of? */
static bool told(const struct scene *scene, const char *name)
{
	const struct vwlan_control *event;
	unsigned int i;

	for (i = 0; i < scene->sends; i++) {
		event = &scene->sent[i];
		if (event->type == VWLAN_EVENT && event->id == VWLAN_EVT_BSS &&
		    event->ssid[0].length == strlen(name) &&
		    memcmp(event->ssid[0].bytes, name, strlen(name)) == 0)
			return true;
	}
	return false;
}

Test(join, scan_asks_for_any_network)
{
	struct scene scene;

	scan_open(&scene);
	scene_scan(&scene, NULL);
	cr_assert_eq(scene_response(&scene, 0), VWLAN_OK);
	cr_assert_eq(scene.scan.ssids, 1);
	cr_assert_eq(scene.scan.ssid[0].length, 0);
	cr_assert_eq(scene.asks, 2);
	over(&scene, VWLAN_OK);
	cr_assert_eq(done_status(&scene), VWLAN_OK);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 3);
	cr_assert(told(&scene, "seen"));
	cr_assert(told(&scene, "unheard"));
	/* What it is called isn't told, that it is there is. */
	cr_assert_not(told(&scene, "secret"));
	cr_assert(told(&scene, ""));
	join_close(&scene.join);
}

Test(join, scan_hides_what_another_guest_looked_for)
{
	struct scene scene;

	scan_open(&scene);
	scene.sought = true;
	scene_scan(&scene, NULL);
	over(&scene, VWLAN_OK);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 2);
	cr_assert_not(told(&scene, "unheard"));
	join_close(&scene.join);
}

Test(join, scan_shows_the_hidden_network_that_was_asked_for)
{
	struct scene scene;

	scan_open(&scene);
	scene.sought = true;
	scene_scan(&scene, "secret");
	cr_assert_eq(scene.scan.ssids, 1);
	cr_assert_eq(scene.scan.ssid[0].length, 6);
	over(&scene, VWLAN_OK);
	cr_assert(told(&scene, "secret"));
	join_close(&scene.join);
}

Test(join, one_scan_at_a_time)
{
	struct scene scene;
	unsigned int from;

	scan_open(&scene);
	scene_scan(&scene, NULL);
	from = scene.sends;
	scene_scan(&scene, NULL);
	cr_assert_eq(scene_response(&scene, from), VWLAN_BUSY);
	join_close(&scene.join);
}

Test(join, scan_that_is_refused_has_no_end)
{
	struct scene scene;

	scan_open(&scene);
	scene.scan_verdict = VWLAN_RATE;
	scene_scan(&scene, NULL);
	cr_assert_eq(scene_response(&scene, 0), VWLAN_RATE);
	over(&scene, VWLAN_OK);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_SCAN_DONE), 0);
	join_close(&scene.join);
}

Test(join, scan_tells_what_was_heard_however_it_ends)
{
	struct scene scene;

	scan_open(&scene);
	scene_scan(&scene, NULL);
	over(&scene, VWLAN_TIMEOUT);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 3);
	cr_assert_eq(done_status(&scene), VWLAN_TIMEOUT);
	scene_scan(&scene, NULL);
	scene.list_error = -EIO;
	over(&scene, VWLAN_OK);
	cr_assert_eq(done_status(&scene), VWLAN_FAILED);
	join_close(&scene.join);
}

Test(join, scan_results_come_in_portions)
{
	struct scene scene;
	unsigned int i;

	scene_ready(&scene, NULL, true);
	for (i = 0; i < LISTED_MAX; i++)
		list_add(&scene, NULL, seen);
	scene_scan(&scene, NULL);
	over(&scene, VWLAN_OK);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 16);
	scene.join.status_at = JOIN_NEVER;
	while (scene_count(&scene, VWLAN_EVT_SCAN_DONE) == 0) {
		scene.now = join_deadline(&scene.join);
		join_timeout(&scene.join, scene.now);
	}
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_BSS), 128);
	cr_assert_eq(join_deadline(&scene.join), JOIN_NEVER);
	join_close(&scene.join);
}

Test(join, scan_ends_with_the_supplicant)
{
	struct scene scene;

	scan_open(&scene);
	scene_scan(&scene, NULL);
	join_down(&scene.join, scene.now);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_SCAN_DONE), 1);
	cr_assert_eq(scene.scan_aborts, 1);
	cr_assert_eq(join_deadline(&scene.join), JOIN_NEVER);
	/* And then has had its end. */
	over(&scene, VWLAN_FAILED);
	cr_assert_eq(scene_count(&scene, VWLAN_EVT_SCAN_DONE), 1);
	join_close(&scene.join);
}
