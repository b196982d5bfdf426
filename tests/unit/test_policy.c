// SPDX-License-Identifier: GPL-2.0-or-later
/* Policies, as administrators write them. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "vwlan_policy.h"

static struct vwlan_policy taken(enum vwlan_policy_key key, const char *text)
{
	char why[VWLAN_POLICY_WHY_MAX] = "";
	struct vwlan_policy policy;

	vwlan_policy_default(&policy);
	cr_assert_eq(vwlan_policy_take(&policy, key, text, strlen(text), why),
		     0, "%s: %s", text, why);
	return policy;
}

static void written_as(enum vwlan_policy_key key, const char *text,
		       const char *expected)
{
	struct vwlan_policy policy = taken(key, text), again;
	char written[VWLAN_NODE_MAX];

	vwlan_policy_format(&policy, key, written);
	cr_assert_str_eq(written, expected);
	again = taken(key, written);
	cr_assert_eq(memcmp(&again, &policy, sizeof(policy)), 0, "%s", text);
}

static void bad(enum vwlan_policy_key key, const char *text,
		const char *expected)
{
	char why[VWLAN_POLICY_WHY_MAX];
	struct vwlan_policy policy, before;

	memset(&policy, 0x5e, sizeof(policy));
	before = policy;
	cr_assert_eq(vwlan_policy_take(&policy, key, text, strlen(text), why),
		     -EINVAL, "%s", text);
	cr_assert_str_eq(why, expected, "%s: %s", text, why);
	cr_assert_eq(memcmp(&policy, &before, sizeof(policy)), 0, "%s", text);
}

Test(policy, names_are_found)
{
	enum vwlan_policy_key key;
	const char *name;

	for (key = 0; key < VWLAN_POLICY_KEYS; key++) {
		name = vwlan_policy_name(key);
		cr_assert_eq(vwlan_policy_find(name, strlen(name)),
			     (int)key);
		cr_assert_lt(vwlan_policy_find(name, strlen(name) - 1), 0);
		cr_assert_str_eq(vwlan_nodes[vwlan_policy_node(key)].name,
				 name);
	}
	cr_assert_eq(vwlan_policy_find("", 0), -ENOENT);
}

Test(policy, numbers)
{
	cr_assert_eq(taken(VWLAN_POLICY_PRIORITY, "7").priority, 7);
	cr_assert_eq(taken(VWLAN_POLICY_WEIGHT, "10").weight, 10);
	cr_assert_eq(taken(VWLAN_POLICY_WEIGHT, "1000").weight, 1000);
	cr_assert_eq(taken(VWLAN_POLICY_TURN, "500").turn, 500);
	bad(VWLAN_POLICY_PRIORITY, "8",
	    "priority is not a number from 0 to 7");
	bad(VWLAN_POLICY_PRIORITY, "-1",
	    "priority is not a number from 0 to 7");
	bad(VWLAN_POLICY_PRIORITY, "", "priority has no value");
	bad(VWLAN_POLICY_WEIGHT, "9",
	    "weight is not a number from 10 to 1000");
	bad(VWLAN_POLICY_WEIGHT, "1001",
	    "weight is not a number from 10 to 1000");
	bad(VWLAN_POLICY_TURN, "499",
	    "turn is not a number from 500 to 60000");
	bad(VWLAN_POLICY_TURN, "4294967796",
	    "turn is not a number from 500 to 60000");
	bad(VWLAN_POLICY_TURN, "500ms",
	    "turn is not a number from 500 to 60000");
}

Test(policy, words)
{
	cr_assert_eq(taken(VWLAN_POLICY_MAC, "fixed").mac,
		     VWLAN_MAC_POLICY_FIXED);
	cr_assert_eq(taken(VWLAN_POLICY_MAC, "any").mac,
		     VWLAN_MAC_POLICY_ANY);
	cr_assert(taken(VWLAN_POLICY_SHARE, "yes").share);
	cr_assert_not(taken(VWLAN_POLICY_SHARE, "no").share);
	bad(VWLAN_POLICY_MAC, "fixe",
	    "mac-policy is none of fixed, local and any");
	bad(VWLAN_POLICY_MAC, "Any",
	    "mac-policy is none of fixed, local and any");
	bad(VWLAN_POLICY_SHARE, "true", "share is neither yes nor no");
	bad(VWLAN_POLICY_SHARE, "yes\n", "share has unprintable characters");
}

Test(policy, networks)
{
	struct vwlan_policy p =
		taken(VWLAN_POLICY_NETWORKS, "Corp; Corp guest ;hex:00fF3b");
	struct vwlan_ssid same = { 4, "Corp" }, shorter = { 3, "Cor" };

	cr_assert_eq(p.ssids, 3);
	cr_assert_eq(p.ssid[1].length, 10);
	cr_assert_arr_eq(p.ssid[1].bytes, "Corp guest", 10);
	cr_assert_eq(p.ssid[2].length, 3);
	cr_assert_arr_eq(p.ssid[2].bytes, "\x00\xff;", 3);
	cr_assert(vwlan_policy_allows(&p, &same));
	cr_assert_not(vwlan_policy_allows(&p, &shorter));
	p = taken(VWLAN_POLICY_NETWORKS, "any");
	cr_assert_eq(p.ssids, 0);
	cr_assert(vwlan_policy_allows(&p, &shorter));
}

Test(policy, networks_are_written_so_that_they_can_be_read)
{
	written_as(VWLAN_POLICY_NETWORKS, "any", "any");
	written_as(VWLAN_POLICY_NETWORKS, " a b ; c", "a b;c");
	written_as(VWLAN_POLICY_NETWORKS, "hex:4142", "AB");
	written_as(VWLAN_POLICY_NETWORKS, "hex:2041", "hex:2041");
	written_as(VWLAN_POLICY_NETWORKS, "hex:616E79", "hex:616e79");
	written_as(VWLAN_POLICY_NETWORKS, "hex:6865783a", "hex:6865783a");
	written_as(VWLAN_POLICY_NETWORKS, "hex:3b;hex:2c;hex:c3af",
		   "hex:3b;hex:2c;hex:c3af");
}

Test(policy, networks_that_are_wrong)
{
	char text[300];

	bad(VWLAN_POLICY_NETWORKS, ";",
	    "networks has a name that is not 1 to 32 bytes");
	bad(VWLAN_POLICY_NETWORKS, "a;",
	    "networks has a name that is not 1 to 32 bytes");
	bad(VWLAN_POLICY_NETWORKS, "a; ;b",
	    "networks has a name that is not 1 to 32 bytes");
	bad(VWLAN_POLICY_NETWORKS, "123456789012345678901234567890123",
	    "networks has a name that is not 1 to 32 bytes");
	bad(VWLAN_POLICY_NETWORKS, "a,b",
	    "networks has a comma in a name; write it as hex:");
	bad(VWLAN_POLICY_NETWORKS, "a;any", "networks has any beside names");
	bad(VWLAN_POLICY_NETWORKS, "hex:", "networks has a hex: without 1 to "
	    "32 pairs of hexadecimal digits");
	bad(VWLAN_POLICY_NETWORKS, "hex:123", "networks has a hex: without 1 "
	    "to 32 pairs of hexadecimal digits");
	bad(VWLAN_POLICY_NETWORKS, "hex:4g", "networks has a hex: with "
	    "something else than hexadecimal digits");
	bad(VWLAN_POLICY_NETWORKS, "a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q",
	    "networks has more than 16 names");
	bad(VWLAN_POLICY_NETWORKS, "a\033[2J",
	    "networks has unprintable characters");
	memset(text, 'x', sizeof(text));
	text[VWLAN_NODE_MAX] = '\0';
	bad(VWLAN_POLICY_NETWORKS, text, "networks is longer than 255 bytes");
}

Test(policy, bands)
{
	cr_assert_eq(taken(VWLAN_POLICY_BANDS, "2.4").bands, 1u << 0);
	cr_assert_eq(taken(VWLAN_POLICY_BANDS, "6; 5").bands,
		     1u << 3 | 1u << 1);
	cr_assert_eq(taken(VWLAN_POLICY_BANDS, "any").bands, 0);
	written_as(VWLAN_POLICY_BANDS, "6;2.4;5;6", "2.4;5;6");
	written_as(VWLAN_POLICY_BANDS, "any", "any");
	bad(VWLAN_POLICY_BANDS, "2",
	    "bands has something else than 2.4, 5 and 6");
	bad(VWLAN_POLICY_BANDS, "5;",
	    "bands has something else than 2.4, 5 and 6");
	bad(VWLAN_POLICY_BANDS, "5,6",
	    "bands has something else than 2.4, 5 and 6");
}

Test(policy, power)
{
	cr_assert_eq(taken(VWLAN_POLICY_TXPOWER, "15").power_max, 1500);
	cr_assert_eq(taken(VWLAN_POLICY_TXPOWER, "any").power_max,
		     VWLAN_POLICY_POWER_ANY);
	written_as(VWLAN_POLICY_TXPOWER, "0", "0");
	written_as(VWLAN_POLICY_TXPOWER, "any", "any");
	bad(VWLAN_POLICY_TXPOWER, "101",
	    "txpower-max is neither a number of dBm from 0 to 100 nor any");
	bad(VWLAN_POLICY_TXPOWER, "-1",
	    "txpower-max is neither a number of dBm from 0 to 100 nor any");
	bad(VWLAN_POLICY_TXPOWER, "15dBm",
	    "txpower-max is neither a number of dBm from 0 to 100 nor any");
}

Test(policy, rates)
{
	struct vwlan_policy p = taken(VWLAN_POLICY_RATE, "20Mb/s");

	cr_assert_eq(p.tx.rate, 20000);
	cr_assert_eq(p.tx.interval, 50000);
	cr_assert_eq(p.rx.rate, 20000);
	cr_assert_eq(vwlan_rate_burst(&p.tx), 125000);
	p = taken(VWLAN_POLICY_RATE, "tx:500KB/s@20ms; rx:1Gb/s@1s");
	cr_assert_eq(p.tx.rate, 4000);
	cr_assert_eq(p.tx.interval, 20000);
	cr_assert_eq(p.rx.rate, 1000000);
	cr_assert_eq(vwlan_rate_burst(&p.rx), 125000000);
	p = taken(VWLAN_POLICY_RATE, "rx:1MB/s");
	cr_assert_eq(p.tx.rate, 0);
	cr_assert_eq(p.rx.rate, 8000);
	cr_assert_eq(taken(VWLAN_POLICY_RATE, "any").rx.rate, 0);
	cr_assert_eq(taken(VWLAN_POLICY_RATE, "8001b/s").rx.rate, 9);
	written_as(VWLAN_POLICY_RATE, "20Mb/s", "20Mb/s@50000us");
	written_as(VWLAN_POLICY_RATE, "tx:1500Kb/s@1ms",
		   "tx:1500Kb/s@1000us;rx:any");
	written_as(VWLAN_POLICY_RATE, "tx:any;rx:any", "any");
}

Test(policy, rates_that_are_wrong)
{
	bad(VWLAN_POLICY_RATE, "fast",
	    "rate is not like 20Mb/s, 500KB/s@20ms or any");
	bad(VWLAN_POLICY_RATE, "-1Mb/s",
	    "rate is not like 20Mb/s, 500KB/s@20ms or any");
	bad(VWLAN_POLICY_RATE, "9999999999Mb/s",
	    "rate is not like 20Mb/s, 500KB/s@20ms or any");
	bad(VWLAN_POLICY_RATE, "20",
	    "rate has neither b/s nor B/s after a number");
	bad(VWLAN_POLICY_RATE, "20mb/s",
	    "rate has neither b/s nor B/s after a number");
	bad(VWLAN_POLICY_RATE, "0Mb/s",
	    "rate is not between 8Kb/s and 100Gb/s");
	bad(VWLAN_POLICY_RATE, "999999999GB/s",
	    "rate is not between 8Kb/s and 100Gb/s");
	bad(VWLAN_POLICY_RATE, "20Mb/s@", "rate has no number after @");
	bad(VWLAN_POLICY_RATE, "20Mb/s@5",
	    "rate has neither s, ms nor us at its end");
	bad(VWLAN_POLICY_RATE, "20Mb/s@2s",
	    "rate has an interval that is not 1ms to 1s");
	bad(VWLAN_POLICY_RATE, "20Mb/s@999us",
	    "rate has an interval that is not 1ms to 1s");
	bad(VWLAN_POLICY_RATE, "tx:5Mb/s;5Mb/s",
	    "rate has an item without tx: or rx:");
	bad(VWLAN_POLICY_RATE, "tx:", "rate is not like 20Mb/s, "
	    "500KB/s@20ms or any");
	bad(VWLAN_POLICY_RATE, "5Mb/s;tx:5Mb/s",
	    "rate has neither b/s nor B/s after a number");
}

Test(policy, one_key_is_copied)
{
	struct vwlan_policy from = taken(VWLAN_POLICY_RATE, "5Mb/s"), to;

	from.priority = 7;
	vwlan_policy_default(&to);
	vwlan_policy_copy(&to, &from, VWLAN_POLICY_RATE);
	cr_assert_eq(to.rx.rate, 5000);
	cr_assert_eq(to.priority, 3);
}
