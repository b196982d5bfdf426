// SPDX-License-Identifier: GPL-2.0-or-later
/* Scans in native mode: asking, results, and whose they are. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "relay_scene.h"

static struct relay_scene scene;

/* What the kernel's list has: names, and whether beacons have them. */
static struct {
	const char *name;
	bool probe;
	const char *beacon;
	uint32_t frequency;
	uint32_t age;
} list[200];
static unsigned int listed;

static int elements(char *to, const char *name)
{
	to[0] = 0;
	to[1] = strlen(name);
	memcpy(to + 2, name, strlen(name));
	return 2 + strlen(name);
}

static void bss_put(struct nl_msg *message, unsigned int i)
{
	uint8_t bssid[6] = { 2, 0, 0, 0, 1, i };
	struct nlattr *bss = nla_nest_start(message, NL80211_ATTR_BSS);
	char bytes[64];

	nla_put(message, NL80211_BSS_BSSID, 6, bssid);
	nla_put_u32(message, NL80211_BSS_FREQUENCY, list[i].frequency);
	nla_put_u16(message, NL80211_BSS_BEACON_INTERVAL, 100);
	nla_put_u32(message, NL80211_BSS_SEEN_MS_AGO, list[i].age);
	if (list[i].probe) {
		nla_put_flag(message, NL80211_BSS_PRESP_DATA);
		nla_put(message, NL80211_BSS_INFORMATION_ELEMENTS,
			elements(bytes, list[i].name), bytes);
	}
	if (list[i].beacon)
		nla_put(message, NL80211_BSS_BEACON_IES,
			elements(bytes, list[i].beacon), bytes);
	nla_nest_end(message, bss);
}

static void answer_list(struct relay_scene *s, uint8_t command,
			relay_answer_fn *answer, void *context)
{
	struct air_message m;
	unsigned int i;

	(void)s;
	for (i = 0; command == NL80211_CMD_GET_SCAN && i < listed; i++) {
		air_message_open(&m);
		bss_put(m.message, i);
		air_message_parse(&m);
		answer(context, NL80211_CMD_NEW_SCAN_RESULTS, m.attributes);
		air_message_close(&m);
	}
}

static void list_add(const char *name, bool probe, const char *beacon)
{
	list[listed].name = name;
	list[listed].probe = probe;
	list[listed].beacon = beacon;
	list[listed].frequency = 2412;
	list[listed++].age = 0;
}

static int scan(const char *ssid, uint32_t flags, uint64_t now)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);

	if (ssid)
		vwlan_control_add_ssid(&c, ssid, strlen(ssid));
	if (flags)
		vwlan_control_set(&c, VWLAN_TLV_SCAN_FLAGS, flags);
	return air_give(&scene, &c, now);
}

static void over(enum vwlan_status status, uint64_t since, uint64_t now)
{
	relay_scan_over(&scene.relay, scene.scan_number, status, since, now);
}

static void scan_open(void)
{
	listed = 0;
	air_open(&scene);
	scene.answer = answer_list;
}

static uint32_t done_status(void)
{
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_SCAN_DONE);
	return air_last_sent(&scene)->number[VWLAN_TLV_STATUS];
}

/* ------------------------------------------------------------------ */

Test(relay_scan, results_and_then_the_end)
{
	scan_open();
	list_add("one", true, "one");
	list_add("two", false, "two");
	cr_assert_eq(scan("", 0, 0), VWLAN_OK);
	cr_assert_eq(scene.asked_count, 0);
	cr_assert_eq(scan("", 0, 0), VWLAN_BUSY);
	over(VWLAN_OK, 0, 100);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 2);
	cr_assert_eq(done_status(), VWLAN_OK);
	over(VWLAN_OK, 0, 200);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 1);
	cr_assert_eq(scan("", 0, 300), VWLAN_OK);
	air_close(&scene);
}

Test(relay_scan, what_is_known_is_told_however_it_ends)
{
	static const enum vwlan_status ends[] = {
		VWLAN_FAILED, VWLAN_TIMEOUT, VWLAN_BUSY,
	};
	unsigned int i;

	scan_open();
	list_add("one", true, "one");
	for (i = 0; i < 3; i++) {
		cr_assert_eq(scan("", 0, 0), VWLAN_OK);
		over(ends[i], 0, 100);
		cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), i + 1);
		cr_assert_eq(done_status(), ends[i]);
	}
	air_close(&scene);
}

Test(relay_scan, a_list_that_fails_is_no_success)
{
	scan_open();
	scan("", 0, 0);
	scene.refuse[NL80211_CMD_GET_SCAN] = -ENODEV;
	over(VWLAN_OK, 0, 100);
	cr_assert_eq(done_status(), VWLAN_NO_RADIO);
	air_close(&scene);
}

Test(relay_scan, what_makes_no_sense_is_not_asked_for)
{
	static const uint8_t broken[] = { 1, 200, 0 };
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);

	scan_open();
	vwlan_control_set_bytes(&c, VWLAN_TLV_IE, broken, sizeof(broken));
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_BAD_VALUE);
	cr_assert_eq(scene.scan_number, 0);
	scene.scan_verdict = VWLAN_RATE;
	cr_assert_eq(scan("", 0, 0), VWLAN_RATE);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 0);
	scene.scan_verdict = VWLAN_OK;
	cr_assert_eq(scan("", 0, 0), VWLAN_OK);
	air_close(&scene);
}

Test(relay_scan, the_guest_stops_waiting)
{
	struct vwlan_control c = air_command(VWLAN_CMD_ABORT_SCAN);

	scan_open();
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(scene.scan_aborts, 0);
	scan("", 0, 0);
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(scene.scan_aborts, 1);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 0);
	over(VWLAN_FAILED, 0, 110);
	cr_assert_eq(done_status(), VWLAN_FAILED);
	air_close(&scene);
}

/* iw would miss its end, and wait for ever. */
Test(relay_scan, an_end_comes_no_sooner_than_a_brief_scans)
{
	scan_open();
	list_add("one", true, "one");
	scan("", 0, 1000);
	over(VWLAN_OK, 0, 1001);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 1);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 0);
	cr_assert_eq(relay_deadline(&scene.relay), 1100);
	relay_timeout(&scene.relay, 1100);
	cr_assert_eq(done_status(), VWLAN_OK);
	cr_assert_eq(relay_deadline(&scene.relay), RELAY_NEVER);
	air_close(&scene);
}

/* What is on its way when the guest goes down is for no later scan. */
Test(relay_scan, an_earlier_scans_end_is_none)
{
	struct vwlan_control c = air_command(VWLAN_CMD_DOWN);
	uint32_t first;

	scan_open();
	scan("", 0, 0);
	first = scene.scan_number;
	cr_assert_eq(air_give(&scene, &c, 0), VWLAN_OK);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 1);
	cr_assert_eq(scene.scan_aborts, 1);
	scan("", 0, 20);
	relay_scan_over(&scene.relay, first, VWLAN_FAILED, 0, 30);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 1);
	over(VWLAN_OK, 0, 140);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 2);
	air_close(&scene);
}

Test(relay_scan, many_results_come_in_portions)
{
	unsigned int i;

	scan_open();
	for (i = 0; i < 200; i++)
		list_add("n", false, "n");
	scan("", 0, 0);
	over(VWLAN_OK, 0, 100);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 16);
	cr_assert_eq(scan("", 0, 100), VWLAN_BUSY);
	for (i = 110; relay_deadline(&scene.relay) != RELAY_NEVER; i += 10)
		relay_timeout(&scene.relay, i);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 128);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 1);
	cr_assert_eq(done_status(), VWLAN_OK);
	air_close(&scene);
}

Test(relay_scan, going_down_amid_the_results)
{
	struct vwlan_control c = air_command(VWLAN_CMD_DOWN);
	unsigned int i;

	scan_open();
	for (i = 0; i < 50; i++)
		list_add("n", false, "n");
	scan("", 0, 0);
	over(VWLAN_OK, 0, 100);
	cr_assert_eq(air_give(&scene, &c, 105), VWLAN_OK);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_DONE), 1);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 16);
	cr_assert_eq(relay_deadline(&scene.relay), RELAY_NEVER);
	air_close(&scene);
}

Test(relay_scan, flushed_means_heard_since)
{
	scan_open();
	list_add("old", true, "old");
	list_add("new", true, "new");
	list[0].age = 5000;
	list[1].age = 50;
	scan("", VWLAN_SCAN_FLUSH, 1000);
	over(VWLAN_OK, 1000, 1500);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 1);
	scan("", 0, 2000);
	over(VWLAN_OK, 0, 2500);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 3);
	air_close(&scene);
}

Test(relay_scan, R8_only_channels_that_the_guest_has)
{
	scan_open();
	list_add("a", true, "a");
	list_add("b", true, "b");
	list_add("c", true, "c");
	list[1].frequency = 2484;	/* disabled */
	list[2].frequency = 5180;	/* unknown */
	scan("", 0, 0);
	over(VWLAN_OK, 0, 100);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 1);
	air_close(&scene);
}

static const struct vwlan_control *result(void)
{
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 1);
	return &scene.sent[scene.sent_count - 2];
}

Test(relay_scan, R8_a_hidden_name_is_for_those_who_asked)
{
	scan_open();
	list_add("secret", true, "");
	scan("", 0, 0);
	over(VWLAN_OK, 0, 100);
	cr_assert_not(vwlan_control_has(result(), VWLAN_TLV_IE));
	cr_assert(vwlan_control_has(result(), VWLAN_TLV_BEACON_IE));
	scene.sent_count = 0;
	scan("secret", 0, 200);
	over(VWLAN_OK, 0, 300);
	cr_assert(vwlan_control_has(result(), VWLAN_TLV_IE));
	air_close(&scene);
}

Test(relay_scan, R8_without_a_beacon_others_questions_decide)
{
	scan_open();
	list_add("secret", true, NULL);
	scan("", 0, 0);
	over(VWLAN_OK, 0, 100);
	cr_assert(vwlan_control_has(result(), VWLAN_TLV_IE));
	scene.sent_count = 0;
	scene.sought_elsewhere = true;
	scan("", 0, 200);
	over(VWLAN_OK, 0, 300);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 0);
	air_close(&scene);
}

Test(relay_scan, R8_an_attempt_to_join_counts_as_asking)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHENTICATE);
	const struct vwlan_ssid net = { 3, "net" };

	scan_open();
	air_bss(&c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	air_give(&scene, &c, 0);
	cr_assert(vwlan_ssid_same(&scene.known, &net));
	air_close(&scene);
}

Test(relay_scan, R8_networks_that_the_guest_may_not_join_are_not_shown)
{
	static const struct vwlan_ssid own = { 3, "own" };

	scan_open();
	scene.entry.policy.ssids = 1;
	scene.entry.policy.ssid[0] = own;
	list_add("own", true, "own");
	list_add("other", true, "other");
	list_add("silent", true, NULL);
	list_add("beacon", false, "beacon");
	/* It hides its name, and the guest has asked for it all the same. */
	list_add("secret", true, "");
	scan("secret", 0, 0);
	over(VWLAN_OK, 0, 100);
	cr_assert_eq(air_events(&scene, VWLAN_EVT_SCAN_RESULT), 2);
	cr_assert_eq(done_status(), VWLAN_OK);
	cr_assert_eq(scene.relay.scan.count, 2);
}
