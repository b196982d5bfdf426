// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "config_item.h"

static void network_bad(const char *item, const char *expected)
{
	struct config_network network = { .name = "as it was" };
	char why[CONFIG_WHY_MAX] = "";

	cr_assert_eq(config_network_parse(&network, item, why), -EINVAL,
		     "%s", item);
	cr_assert(strstr(why, expected), "%s: %s", item, why);
	cr_assert_str_eq(network.name, "as it was");
}

static void uplink_bad(const char *item, const char *expected)
{
	struct config_uplink uplink;
	char why[CONFIG_WHY_MAX] = "";

	cr_assert_eq(config_uplink_parse(&uplink, item, why), -EINVAL, "%s",
		     item);
	cr_assert(strstr(why, expected), "%s: %s", item, why);
}

Test(config, a_network)
{
	struct config_network network;
	char why[CONFIG_WHY_MAX];

	cr_assert_eq(config_network_parse(&network,
		"name=corp,ssid=Our Corp,passphrase-file=/etc/corp.psk",
		why), 0);
	cr_assert_str_eq(network.name, "corp");
	cr_assert_eq(network.ssid.length, 8);
	cr_assert_arr_eq(network.ssid.bytes, "Our Corp", 8);
	cr_assert_str_eq(network.passphrase_file, "/etc/corp.psk");
}

Test(config, an_open_network_in_hexadecimal)
{
	struct config_network network;
	char why[CONFIG_WHY_MAX];

	cr_assert_eq(config_network_parse(&network,
		" name=a.b-c_d , ssid-hex=00fF2c20", why), -EINVAL);
	cr_assert_eq(config_network_parse(&network,
		"ssid-hex=00fF2c20,name=a.b-c_d", why), 0);
	cr_assert_str_eq(network.name, "a.b-c_d");
	cr_assert_eq(network.ssid.length, 4);
	cr_assert_arr_eq(network.ssid.bytes, "\x00\xff, ", 4);
	cr_assert_str_eq(network.passphrase_file, "");
}

Test(config, values_keep_their_spaces_and_equals_signs)
{
	struct config_network network;
	char why[CONFIG_WHY_MAX];

	cr_assert_eq(config_network_parse(&network, "name=x, ssid= a=b ",
					  why), 0);
	cr_assert_eq(network.ssid.length, 5);
	cr_assert_arr_eq(network.ssid.bytes, " a=b ", 5);
}

Test(config, networks_that_are_wrong)
{
	network_bad("", "key=value");
	network_bad("name", "key=value");
	network_bad("name=a,,ssid=b", "key=value");
	network_bad("ssid=b", "name= is missing");
	network_bad("name=,ssid=b", "1 to 32");
	network_bad("name=a b,ssid=b", "letters");
	network_bad("name=a/b,ssid=b", "letters");
	network_bad("name=a", "ssid");
	network_bad("name=a,ssid=b,ssid-hex=00", "one of");
	network_bad("name=a,ssid=", "1 to 32");
	network_bad("name=a,ssid=123456789012345678901234567890123",
		    "1 to 32");
	network_bad("name=a,ssid-hex=123", "pairs");
	network_bad("name=a,ssid-hex=", "pairs");
	network_bad("name=a,ssid-hex=zz", "hexadecimal");
	network_bad("name=a,ssid-hex=@1", "hexadecimal");
	network_bad("name=a,ssid=b,passphrase-file=psk", "absolute path");
	network_bad("name=a,ssid=b,passphrase-file=", "absolute path");
	network_bad("name=a,ssid=b,passphrase=secret", "unknown key "
		    "\"passphrase\"");
	network_bad("name=a,ssid=b,nam=c", "unknown key \"nam\"");
	network_bad("name=a,ssid=b,name=c", "name is given twice");
}

Test(config, a_name_of_33_characters)
{
	network_bad("name=123456789012345678901234567890123,ssid=b",
		    "1 to 32");
}

Test(config, a_path_that_is_too_long)
{
	char item[512] = "name=a,ssid=b,passphrase-file=/";

	memset(item + strlen(item), 'x', 255);
	network_bad(item, "less than 256");
}

Test(config, uplinks)
{
	struct config_uplink uplink;
	char why[CONFIG_WHY_MAX];

	cr_assert_eq(config_uplink_parse(&uplink, "name=lan,device=eth1",
					 why), 0);
	cr_assert_str_eq(uplink.name, "lan");
	cr_assert_str_eq(uplink.device, "eth1");
	uplink_bad("name=lan", "device= is missing");
	uplink_bad("name=lan,device=", "network interface");
	uplink_bad("name=lan,device=1234567890123456", "network interface");
	uplink_bad("name=lan,device=a/b", "network interface");
	uplink_bad("name=lan,device=..", "network interface");
	uplink_bad("name=lan,device=eth1,ssid=x", "unknown key");
}

Test(config, slots)
{
	long slots;

	for (slots = -2; slots <= 1024; slots++)
		cr_assert_eq(config_slots_check(slots) == 0,
			     slots == 64 || slots == 128 || slots == 256 ||
			     slots == 512);
}

Test(config, finding_by_name)
{
	struct config config = {
		.networks = 2,
		.network = { { .name = "a" }, { .name = "b" } },
		.uplinks = 1,
		.uplink = { { .name = "lan" } },
	};

	cr_assert_eq(config_network_find(&config, "b"), &config.network[1]);
	cr_assert_null(config_network_find(&config, "c"));
	cr_assert_null(config_network_find(&config, ""));
	cr_assert_eq(config_uplink_find(&config, "lan"), 0);
	cr_assert_eq(config_uplink_find(&config, "wan"), -ENOENT);
}
