// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <stdio.h>
#include <string.h>

#include "engine/record.h"
#include "join_scene.h"
#include "random.h"

#define DEVICE "device=5.0 vr=3 given=00:16:3e:00:00:01 " \
	       "mac=02:00:00:00:00:09 mode=native"

/* Four of them are longer than any value. */
#define LONG "0123456789012345678901234567890;" \
	     "0123456789012345678901234567890;"

static struct record records[RECORDS_MAX];

static int decode(const char *text)
{
	return records_decode(text, strlen(text), records);
}

static size_t encode(char *text, size_t size, const struct record *all,
		     unsigned int count)
{
	size_t length = records_begin(text, size);
	unsigned int i;

	for (i = 0; i < count; i++)
		length = record_encode(text, size, length, &all[i]);
	return records_end(text, size, length, count);
}

Test(record, is_read_as_it_was_written)
{
	static char text[RECORDS_TEXT];
	const struct record *r = &records[0];
	size_t length;

	cr_assert_eq(decode("vwland table 1\n" DEVICE " network=corp "
			    "ssid=636f7270 bssid=02:00:00:00:01:00 "
			    "frequency=2412 up=1 power-save=0 rts=500 "
			    "retry-short=9 qos-map=0a06"
			    "00010203040506070809101112131415\n"
			    "end 1\n"), 1);
	cr_assert_eq(r->domid, 5);
	cr_assert_eq(r->devid, 0);
	cr_assert_eq(r->vr, 3);
	cr_assert_eq(r->mode, VWLAN_MODE_NATIVE);
	cr_assert_str_eq(r->network, "corp");
	cr_assert_arr_eq(r->ssid.bytes, "corp", 4);
	cr_assert_eq(r->frequency, 2412);
	cr_assert(r->up && !r->apart);
	cr_assert_eq(r->power_save, 0);
	cr_assert_eq(r->rts, 500);
	cr_assert_eq(r->fragment, UINT32_MAX);
	cr_assert_eq(r->retry_short, 9);
	cr_assert_eq(r->qos_map.length, 18);
	cr_assert_eq(r->qos_map.bytes[17], 0x15);
	length = encode(text, sizeof(text), records, 1);
	text[length] = '\0';
	cr_assert_str_eq(text, "vwland table 1\n" DEVICE " network=corp "
			 "ssid=636f7270 bssid=02:00:00:00:01:00 "
			 "frequency=2412 up=1 power-save=0 rts=500 "
			 "retry-short=9 qos-map=0a06"
			 "00010203040506070809101112131415\n"
			 "end 1\n");
}

Test(record, a_changed_policy_is_read_as_it_was_written)
{
	static const char table[] = "vwland table 1\n" DEVICE
		" policy-networks=red%20network;50%25;hex:00ff"
		" policy-rate=tx:any;rx:2Mb/s@50000us policy-share=yes\n"
		"end 1\n";
	const struct vwlan_policy *p = &records[0].policy;
	static char text[RECORDS_TEXT];
	size_t length;

	cr_assert_eq(decode(table), 1);
	cr_assert_eq(records[0].policy_changed, 1u << VWLAN_POLICY_NETWORKS |
		     1u << VWLAN_POLICY_RATE | 1u << VWLAN_POLICY_SHARE);
	cr_assert_eq(p->ssids, 3);
	cr_assert_eq(p->ssid[0].length, 11);
	cr_assert_arr_eq(p->ssid[0].bytes, "red network", 11);
	cr_assert_arr_eq(p->ssid[1].bytes, "50%", 3);
	cr_assert(p->share && p->tx.rate == 0 && p->rx.rate == 2000);
	length = encode(text, sizeof(text), records, 1);
	text[length] = '\0';
	cr_assert_str_eq(text, table);
}

Test(record, an_empty_table_is_a_table)
{
	cr_assert_eq(decode("vwland table 1\nend 0\n"), 0);
}

Test(record, words_of_later_ones_are_passed_over)
{
	cr_assert_eq(decode("vwland table 1\n" DEVICE " tomorrow=42 "
			    "policy-tomorrow=%%\nend 1\n"), 1);
	cr_assert_eq(records[0].policy_changed, 0);
}

Test(record, other_versions_are_told_from_other_files)
{
	cr_assert_eq(decode("vwland table 2\nend 0\n"), -ENOTSUP);
	cr_assert_eq(decode("#!/bin/sh\nend 0\n"), -EBADMSG);
	cr_assert_eq(decode(""), -EBADMSG);
	cr_assert_eq(decode("vwland table 1"), -EBADMSG);
}

/* Wherever it was cut off. */
Test(record, an_incomplete_file_is_none)
{
	static const char whole[] = "vwland table 1\n" DEVICE "\n"
		"device=6.1 vr=4 given=00:16:3e:00:00:02 "
		"mac=00:16:3e:00:00:02 mode=managed\nend 2\n";
	size_t length;

	cr_assert_eq(decode(whole), 2);
	for (length = 0; length < sizeof(whole) - 1; length++)
		cr_assert_lt(records_decode(whole, length, records), 0,
			     "%zu bytes of it", length);
	cr_assert_lt(decode("vwland table 1\n" DEVICE "\nend 1\nmore\n"), 0);
	cr_assert_lt(decode("vwland table 1\n" DEVICE "\nend 2\n"), 0);
}

Test(record, what_cannot_be_is_refused)
{
	static const char *const lines[] = {
		"",
		" " DEVICE,
		DEVICE " ",
		DEVICE " nonsense",
		"vr=3 given=00:16:3e:00:00:01 mac=02:00:00:00:00:09",
		"device=5.0 given=00:16:3e:00:00:01 mac=02:00:00:00:00:09",
		"device=5.0 vr=3 mac=02:00:00:00:00:09",
		"device=5.0 vr=3 given=00:16:3e:00:00:01",
		DEVICE " device=0.0",
		DEVICE " device=40000.0",
		DEVICE " device=5",
		DEVICE " device=5.-1",
		DEVICE " vr=0",
		DEVICE " vr=65536",
		DEVICE " mac=01:00:00:00:00:09",
		DEVICE " mode=",
		DEVICE " mode=other",
		DEVICE " network=",
		DEVICE " network=a/b",
		DEVICE " network=012345678901234567890123456789012",
		DEVICE " ssid= bssid=02:00:00:00:01:00 frequency=2412",
		DEVICE " ssid=6 bssid=02:00:00:00:01:00 frequency=2412",
		DEVICE " ssid=6G bssid=02:00:00:00:01:00 frequency=2412",
		DEVICE " ssid=61 frequency=2412",
		DEVICE " ssid=61 bssid=02:00:00:00:01:00",
		DEVICE " frequency=2412",
		DEVICE " bssid=02:00:00:00:01:00",
		DEVICE " up=2",
		DEVICE " retry-long=256",
		DEVICE " rts=4294967295",
		DEVICE " policy-bands=",
		DEVICE " policy-bands=7",
		DEVICE " policy-bands",
		DEVICE " policy-networks=a%",
		DEVICE " policy-networks=a%2",
		DEVICE " policy-networks=a%41",
		DEVICE " policy-networks=a\001",
		DEVICE " policy-weight=10%20",
		DEVICE " policy-networks=" LONG LONG LONG LONG,
		DEVICE " bitrates=",
		DEVICE " bitrates=00",
		DEVICE " qos-map=",
		DEVICE " qos-map=000102030405060708091011121314",
		DEVICE " qos-map=00080001020304050607080910111213141516",
		DEVICE " qos-map=0a0800010203040506070809101112131415",
		DEVICE " qos-map=0a0g00010203040506070809101112131415",
	};
	char text[512];
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(text, sizeof(text), "vwland table 1\n%s\nend 1\n",
			 lines[i]);
		cr_assert_eq(decode(text), -EBADMSG, "%s", lines[i]);
	}
}

Test(record, one_device_is_not_two)
{
	cr_assert_lt(decode("vwland table 1\n" DEVICE "\n" DEVICE " vr=4\n"
			    "end 2\n"), 0);
	cr_assert_lt(decode("vwland table 1\n" DEVICE "\n"
			    DEVICE " device=5.1\nend 2\n"), 0);
	cr_assert_eq(decode("vwland table 1\n" DEVICE "\n"
			    DEVICE " device=5.1 vr=4\nend 2\n"), 2);
}

static void mac_random(struct random *r, uint8_t *mac)
{
	random_fill(r, mac, VWLAN_MAC_LEN);
	mac[0] &= 0xfe;
	mac[5] |= 1;
}

static void policy_random(struct random *r, struct record *record)
{
	static const char *const values[VWLAN_POLICY_KEYS][2] = {
		[VWLAN_POLICY_PRIORITY] = { "0", "7" },
		[VWLAN_POLICY_MAC] = { "fixed", "any" },
		[VWLAN_POLICY_NETWORKS] = { "any", "hex:20;% %;a b" },
		[VWLAN_POLICY_BANDS] = { "any", "2.4;6" },
		[VWLAN_POLICY_RATE] = { "any", "rx:3Kb/s@1ms" },
		[VWLAN_POLICY_TXPOWER] = { "any", "0" },
		[VWLAN_POLICY_SHARE] = { "no", "yes" },
		[VWLAN_POLICY_WEIGHT] = { "10", "1000" },
		[VWLAN_POLICY_TURN] = { "500", "60000" },
	};
	char why[VWLAN_POLICY_WHY_MAX];
	enum vwlan_policy_key key;
	const char *value;

	for (key = 0; key < VWLAN_POLICY_KEYS; key++) {
		value = values[key][random_below(r, 2)];
		if (random_below(r, 2) ||
		    vwlan_policy_take(&record->policy, key, value,
				      strlen(value), why))
			continue;
		record->policy_changed |= 1u << key;
	}
}

static void qos_map_random(struct random *r, struct qos_map *map)
{
	uint8_t bytes[VWLAN_QOS_MAP_MAX];
	size_t i;

	random_fill(r, bytes, sizeof(bytes));
	for (i = 1; i < sizeof(bytes); i += 2)
		bytes[i] %= 8;
	cr_assert(qos_map_take(map, bytes, random_below(r, 2) ? 0 :
			       VWLAN_QOS_MAP_MIN + 2 * random_below(r, 22)));
}

static void record_random(struct random *r, unsigned int i,
			  struct record *record)
{
	record_begin(record);
	record->domid = 1 + random_below(r, 0x7fef);
	record->devid = i;
	record->vr = 1 + i * 7;
	record->mode = VWLAN_MODE_MANAGED + random_below(r, 2);
	mac_random(r, record->given);
	mac_random(r, record->mac);
	if (random_below(r, 2))
		strcpy(record->network, "some-network_1.a");
	if (random_below(r, 2)) {
		record->ssid.length = 1 + random_below(r, VWLAN_SSID_MAX);
		random_fill(r, record->ssid.bytes, record->ssid.length);
		mac_random(r, record->bssid);
		record->frequency = 2412 + random_below(r, 5000);
	}
	record->up = random_below(r, 2);
	record->apart = random_below(r, 2);
	record->power_save = (int)random_below(r, 3) - 1;
	record->rts = random_below(r, 3) ? random_below(r, 2348) : UINT32_MAX;
	record->fragment = random_below(r, 3) ? 256 : UINT32_MAX;
	record->retry_short = random_below(r, 256);
	record->retry_long = random_below(r, 256);
	policy_random(r, record);
	record->bitrates.count = random_below(r, VWLAN_BANDS + 1);
	random_fill(r, record->bitrates.mask, record->bitrates.count *
		    sizeof(record->bitrates.mask[0]));
	qos_map_random(r, &record->qos_map);
}

Test(record, random_tables_are_read_as_they_were_written)
{
	static char text[RECORDS_TEXT];
	struct record all[8];
	unsigned int round, i, count;
	struct random r;
	size_t length;

	random_init(&r);
	for (round = 0; round < 2000; round++) {
		count = random_below(&r, 9);
		for (i = 0; i < count; i++)
			record_random(&r, i, &all[i]);
		length = encode(text, sizeof(text), all, count);
		cr_assert_eq(records_decode(text, length, records),
			     (int)count, "seed %#lx", (long)r.seed);
		cr_assert_arr_eq(records, all, count * sizeof(all[0]),
				 "seed %#lx", (long)r.seed);
	}
}

Test(record, what_has_no_room_is_left_out_whole)
{
	struct record record;
	char text[200];
	size_t length, before;

	record_begin(&record);
	record.domid = record.vr = 1;
	length = records_begin(text, sizeof(text));
	do {
		before = length;
		length = record_encode(text, sizeof(text), length, &record);
	} while (length > before);
	cr_assert_lt(length, sizeof(text));
	cr_assert_eq(text[length - 1], '\n');
}

/* ------------------------------------------------------------------ */
/* Managed stations                                                    */

static const struct record corp_at_2462 = {
	.ssid = { .length = 4, .bytes = "corp" }, .frequency = 2462,
};

static void scene_remember(struct scene *scene, const struct record *record)
{
	scene_open(scene, &scene_corp, true);
	join_restore(&scene->join, record);
	join_up(&scene->join, scene->now);
	scene_answer(scene, "FAIL-NO-IFNAME-MATCH\n");
	scene_answer(scene, "OK\n");
}

Test(record, a_network_is_looked_for_where_it_was)
{
	const struct wpatext_event missing = { .id = WPATEXT_NOT_FOUND };
	struct scene scene;

	scene_remember(&scene, &corp_at_2462);
	scene_join(&scene);
	cr_assert_str_eq(scene_asked_last(&scene),
			 "SELECT_NETWORK 0 freq=2462");
	/* Three times; then everywhere. */
	join_event(&scene.join, &missing, scene.now);
	join_event(&scene.join, &missing, scene.now);
	cr_assert_str_eq(scene_asked_last(&scene),
			 "SELECT_NETWORK 0 freq=2462");
	join_event(&scene.join, &missing, scene.now);
	cr_assert_str_eq(scene_asked_last(&scene), "SELECT_NETWORK 0");
	scene_answer_all(&scene, "OK\n");
	join_event(&scene.join, &missing, scene.now + 1);
	cr_assert_eq(scene.answered, scene.asks);
}

Test(record, a_network_is_looked_for_where_others_have_it)
{
	const struct wpatext_event missing = { .id = WPATEXT_NOT_FOUND };
	struct scene scene;

	scene_ready(&scene, &scene_corp, true);
	scene.place = 5180;
	scene_join(&scene);
	cr_assert_str_eq(scene_asked_last(&scene),
			 "SELECT_NETWORK 0 freq=5180");
	join_event(&scene.join, &missing, scene.now);
	join_event(&scene.join, &missing, scene.now);
	join_event(&scene.join, &missing, scene.now);
	cr_assert_str_eq(scene_asked_last(&scene), "SELECT_NETWORK 0");
}

Test(record, others_places_are_not_for_a_network_of_the_guests_own)
{
	struct scene scene;

	scene_ready(&scene, NULL, true);
	scene.place = 5180;
	scene_connect(&scene, "corp", "secret \"1");
	scene_join(&scene);
	cr_assert_str_eq(scene_asked_last(&scene), "SELECT_NETWORK 0");
}

Test(record, nor_are_those_of_bands_that_it_may_not_use)
{
	struct scene scene;

	scene_ready(&scene, &scene_corp, true);
	scene.place = 5180;
	scene.entry.policy.bands = 1u << NL80211_BAND_2GHZ;
	scene_join(&scene);
	cr_assert_str_eq(scene_asked_last(&scene), "SELECT_NETWORK 0");
}

Test(record, another_network_is_looked_for_everywhere)
{
	struct scene scene;

	scene_remember(&scene, &corp_at_2462);
	scene_connect(&scene, "own", "a passphrase");
	scene.answered = scene.asks - 2;
	scene_join(&scene);
	cr_assert_str_eq(scene_asked_last(&scene), "SELECT_NETWORK 0");
}

Test(record, who_wanted_to_be_apart_stays_apart)
{
	struct record apart = corp_at_2462, to = { 0 };
	struct scene scene;

	apart.apart = true;
	scene_remember(&scene, &apart);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DISCONNECTED);
	cr_assert_not(scene_was_asked(&scene, "ADD_NETWORK"));
	join_record(&scene.join, &to);
	cr_assert(to.apart);
	scene_connect(&scene, "corp", NULL);
	join_record(&scene.join, &to);
	cr_assert_not(to.apart);
}
