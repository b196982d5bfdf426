// SPDX-License-Identifier: GPL-2.0-or-later
/* Device specifications, as administrators write them. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "../../tools/vwlan/spec.h"

Test(vwlan_spec, full)
{
	char why[SPEC_WHY_MAX];
	struct spec spec;

	cr_assert_eq(spec_parse("backend=wifi,mac=00:16:3e:00:00:01,"
				"network=corp,devid=15", &spec, why), 0);
	cr_assert_str_eq(spec.backend, "wifi");
	cr_assert(spec.has_mac);
	cr_assert_arr_eq(spec.mac, "\x00\x16\x3e\x00\x00\x01", 6);
	cr_assert_str_eq(spec.network, "corp");
	cr_assert_str_eq(spec.uplink, "");
	cr_assert_eq(spec.devid, 15);
	cr_assert_str_eq(why, "");
}

Test(vwlan_spec, least)
{
	char why[SPEC_WHY_MAX];
	struct spec spec;

	cr_assert_eq(spec_parse("backend=3", &spec, why), 0);
	cr_assert_str_eq(spec.backend, "3");
	cr_assert_not(spec.has_mac);
	cr_assert_eq(spec.devid, SPEC_DEVID_ANY);
	cr_assert_str_eq(spec.network, "");
	cr_assert_str_eq(spec.policy[VWLAN_POLICY_PRIORITY], "");
	cr_assert_eq(spec_parse("uplink=eth0,backend=wifi", &spec, why), 0);
	cr_assert_str_eq(spec.uplink, "eth0");
}

Test(vwlan_spec, a_policy)
{
	char why[SPEC_WHY_MAX];
	struct spec spec;

	cr_assert_eq(spec_parse("backend=wifi,networks= Corp ;Corp guest,"
				"rate=tx:5Mb/s;rx:20Mb/s@20ms,weight=200",
				&spec, why), 0, "%s", why);
	cr_assert_str_eq(spec.policy[VWLAN_POLICY_NETWORKS],
			 "Corp ;Corp guest");
	cr_assert_str_eq(spec.policy[VWLAN_POLICY_RATE],
			 "tx:5Mb/s;rx:20Mb/s@20ms");
	cr_assert_str_eq(spec.policy[VWLAN_POLICY_WEIGHT], "200");
	cr_assert_str_eq(spec.policy[VWLAN_POLICY_SHARE], "");
	/* An uplink's frames can be limited as well. */
	cr_assert_eq(spec_parse("backend=wifi,uplink=lan,rate=5Mb/s",
				&spec, why), 0, "%s", why);
}

Test(vwlan_spec, blanks_around_do_not_count)
{
	char why[SPEC_WHY_MAX];
	struct spec spec;

	cr_assert_eq(spec_parse(" backend = wifi ,\tnetwork =  Guest net ",
				&spec, why), 0);
	cr_assert_str_eq(spec.backend, "wifi");
	cr_assert_str_eq(spec.network, "Guest net");
}

Test(vwlan_spec, longest_names)
{
	static const char name[] = "0123456789abcdef0123456789abcdef";
	char text[200], why[SPEC_WHY_MAX];
	struct spec spec;

	snprintf(text, sizeof(text), "backend=%s%.31s,network=%s", name, name,
		 name);
	cr_assert_eq(spec_parse(text, &spec, why), 0, "%s", why);
	cr_assert_eq(strlen(spec.backend), 63);
	cr_assert_str_eq(spec.network, name);
}

static const struct refusal {
	const char *text, *why;
} refusals[] = {
	{ "", "a key is missing" },
	{ ",", "a key is missing" },
	{ "backend=wifi,", "a key is missing" },
	{ "backend=wifi,,devid=1", "a key is missing" },
	{ "=wifi", "a key is missing" },
	{ "network=corp", "backend is missing" },
	{ "wifi", "unknown key \"wifi\"" },
	{ "backend=wifi,bridge=xenbr0", "unknown key \"bridge\"" },
	{ "Backend=wifi", "unknown key \"Backend\"" },
	{ "backen=wifi", "unknown key \"backen\"" },
	{ "backends=wifi", "unknown key \"backends\"" },
	{ "backend=wifi,\033[2J=1", "key has unprintable characters" },
	{ "backend=wifi,abcdefghijklmnopqrstuvwxyz0123456789=1",
	  "key is longer than 31 bytes" },
	{ "backend", "backend has no value" },
	{ "backend=", "backend has no value" },
	{ "backend= ", "backend has no value" },
	{ "backend=wifi,mac=", "mac has no value" },
	{ "backend=wifi,network=", "network has no value" },
	{ "backend=wifi,backend=wifi", "backend is there twice" },
	{ "backend=wifi,devid=1,devid=2", "devid is there twice" },
	{ "backend=wifi,priority=8", "priority is not a number from 0 to 7" },
	{ "backend=wifi,priority=-1",
	  "priority is not a number from 0 to 7" },
	{ "backend=wifi,priority=1,priority=1", "priority is there twice" },
	{ "backend=wifi,bands=", "bands has no value" },
	{ "backend=wifi,mac_policy=any", "unknown key \"mac_policy\"" },
	{ "backend=wifi,mac-policy=none",
	  "mac-policy is none of fixed, local and any" },
	{ "backend=wifi,share=1", "share is neither yes nor no" },
	{ "backend=wifi,rate=5", "rate has neither b/s nor B/s after a "
	  "number" },
	{ "backend=wifi,uplink=lan,bands=5",
	  "bands and uplink exclude each other" },
	{ "backend=wifi,networks=a,uplink=lan",
	  "networks and uplink exclude each other" },
	{ "backend=wi\nfi", "backend has unprintable characters" },
	{ "backend=w\xc3\xaf" "fi", "backend has unprintable characters" },
	{ "backend=0123456789012345678901234567890123456789012345678901234567"
	  "890123", "backend is longer than 63 bytes" },
	{ "backend=wifi,network=012345678901234567890123456789012",
	  "network is longer than 32 bytes" },
	{ "backend=wifi,uplink=012345678901234567890123456789012",
	  "uplink is longer than 32 bytes" },
	{ "backend=wifi,mac=00:16:3e:00:00", "mac is not six pairs of "
	  "hexadecimal digits with colons between" },
	{ "backend=wifi,mac=00-16-3e-00-00-01", "mac is not six pairs of "
	  "hexadecimal digits with colons between" },
	{ "backend=wifi,mac=01:16:3e:00:00:01", "mac is a group address or "
	  "zero: no station can have it" },
	{ "backend=wifi,mac=ff:ff:ff:ff:ff:ff", "mac is a group address or "
	  "zero: no station can have it" },
	{ "backend=wifi,mac=00:00:00:00:00:00", "mac is a group address or "
	  "zero: no station can have it" },
	{ "backend=wifi,devid=16", "devid is not a number from 0 to 15" },
	{ "backend=wifi,devid=-1", "devid is not a number from 0 to 15" },
	{ "backend=wifi,devid=+1", "devid is not a number from 0 to 15" },
	{ "backend=wifi,devid=4294967296",
	  "devid is not a number from 0 to 15" },
	{ "backend=wifi,network=corp,uplink=eth0",
	  "network and uplink exclude each other" },
};

Test(vwlan_spec, mistakes_are_named)
{
	struct spec spec, before;
	char why[SPEC_WHY_MAX];
	size_t i;

	memset(&before, 0x5e, sizeof(before));
	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		spec = before;
		cr_assert_eq(spec_parse(refusals[i].text, &spec, why),
			     -EINVAL, "%s", refusals[i].text);
		cr_assert_str_eq(why, refusals[i].why);
		cr_assert_eq(memcmp(&spec, &before, sizeof(spec)), 0);
	}
}

Test(vwlan_spec, numbers_are_given_around_those_asked_for)
{
	struct spec specs[4] = { { .devid = SPEC_DEVID_ANY }, { .devid = 0 },
				 { .devid = SPEC_DEVID_ANY }, { .devid = 3 } };
	char why[SPEC_WHY_MAX];
	size_t which;

	cr_assert_eq(specs_number(specs, 4, 1u << 1, &which, why), 0);
	cr_assert_eq(specs[0].devid, 2);
	cr_assert_eq(specs[1].devid, 0);
	cr_assert_eq(specs[2].devid, 4);
	cr_assert_eq(specs[3].devid, 3);
}

Test(vwlan_spec, numbers_are_taken_once)
{
	struct spec specs[3] = { { .devid = SPEC_DEVID_ANY }, { .devid = 7 },
				 { .devid = 7 } };
	char why[SPEC_WHY_MAX];
	size_t which;

	cr_assert_eq(specs_number(specs, 3, 0, &which, why), -EEXIST);
	cr_assert_eq(which, 2);
	cr_assert_str_eq(why, "devid 7 is taken");
	cr_assert_eq(specs_number(specs, 2, 1u << 7, &which, why), -EEXIST);
	cr_assert_eq(which, 1);
}

Test(vwlan_spec, numbers_come_to_an_end)
{
	struct spec specs[2] = { { .devid = SPEC_DEVID_ANY },
				 { .devid = SPEC_DEVID_ANY } };
	char why[SPEC_WHY_MAX];
	size_t which;

	cr_assert_eq(specs_number(specs, 1, 0x7fff, &which, why), 0);
	cr_assert_eq(specs[0].devid, 15);
	specs[0].devid = SPEC_DEVID_ANY;
	cr_assert_eq(specs_number(specs, 2, 0x7fff, &which, why), -ENOSPC);
	cr_assert_eq(which, 1);
	cr_assert_str_eq(why, "the guest has 16 devices already");
}

Test(vwlan_spec, no_address_is_given_twice)
{
	struct spec specs[3] = {
		{ .has_mac = true, .mac = { 0, 0x16, 0x3e, 0, 0, 1 } },
		{ .has_mac = false },
		{ .has_mac = true, .mac = { 0, 0x16, 0x3e, 0, 0, 2 } },
	};
	char why[SPEC_WHY_MAX];
	size_t which;

	cr_assert_eq(specs_check_macs(specs, 3, &which, why), 0);
	specs[2].mac[5] = 1;
	cr_assert_eq(specs_check_macs(specs, 3, &which, why), -EEXIST);
	cr_assert_eq(which, 2);
	cr_assert_str_eq(why, "mac 00:16:3e:00:00:01 is that of vwlan[0] "
			 "too");
	/* Two that were not given are not the same one. */
	specs[2].has_mac = false;
	cr_assert_eq(specs_check_macs(specs, 3, &which, why), 0);
}

Test(vwlan_spec, what_was_chosen_is_added)
{
	static const uint8_t mac[] = { 0x00, 0x16, 0x3e, 1, 2, 3 };
	char text[SPEC_TEXT_MAX], same[SPEC_TEXT_MAX], why[SPEC_WHY_MAX];
	struct spec spec, again;

	cr_assert_eq(spec_parse("backend=wifi, network=a b", &spec, why), 0);
	spec.devid = 15;
	memcpy(spec.mac, mac, sizeof(mac));
	spec.has_mac = true;
	spec_complete(&spec, text);
	cr_assert_str_eq(text, "backend=wifi, network=a b,devid=15,"
			 "mac=00:16:3e:01:02:03");
	cr_assert_eq(spec_parse(text, &again, why), 0, "%s", why);
	cr_assert_eq(again.devid, 15);
	cr_assert_arr_eq(again.mac, mac, sizeof(mac));
	cr_assert_str_eq(again.network, "a b");
	spec_complete(&again, same);
	cr_assert_str_eq(same, text);
}

Test(vwlan_spec, longest_text_has_room_for_what_is_chosen)
{
	char text[SPEC_TEXT_MAX], blanks[SPEC_TEXT_MAX], why[SPEC_WHY_MAX];
	struct spec spec, again;
	int length;

	memset(blanks, ' ', sizeof(blanks));
	for (length = 450; length < (int)SPEC_TEXT_MAX; length++) {
		snprintf(text, sizeof(text), "backend=%.*swifi",
			 length - 12, blanks);
		if (spec_parse(text, &spec, why))
			break;
		spec.devid = 15;
		spec.mac[5] = 1;
		spec.has_mac = true;
		spec_complete(&spec, text);
		cr_assert_eq(spec_parse(text, &again, why), 0, "%s", why);
		cr_assert_eq(again.devid, 15);
		cr_assert_eq(again.mac[5], 1);
	}
	cr_assert_eq(length, SPEC_TEXT_MAX - 9 - 22);
}
