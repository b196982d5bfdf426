// SPDX-License-Identifier: GPL-2.0-or-later
/* The connection table, for people: one paragraph a device. */
#include <stdio.h>
#include <string.h>

#include "verb.h"

struct suite {
	const char *selector;
	const char *name;
};

/* IEEE 802.11-2020, tables 9-149 and 9-151. */
static const struct suite ciphers[] = {
	{ "00-0f-ac:1", "WEP-40" }, { "00-0f-ac:2", "TKIP" },
	{ "00-0f-ac:4", "CCMP-128" }, { "00-0f-ac:5", "WEP-104" },
	{ "00-0f-ac:8", "GCMP-128" }, { "00-0f-ac:9", "GCMP-256" },
	{ "00-0f-ac:10", "CCMP-256" }, { NULL, NULL },
};

static const struct suite akms[] = {
	{ "00-0f-ac:1", "802.1X" }, { "00-0f-ac:2", "PSK" },
	{ "00-0f-ac:3", "FT-802.1X" }, { "00-0f-ac:4", "FT-PSK" },
	{ "00-0f-ac:5", "802.1X-SHA256" }, { "00-0f-ac:6", "PSK-SHA256" },
	{ "00-0f-ac:8", "SAE" }, { "00-0f-ac:9", "FT-SAE" },
	{ "00-0f-ac:18", "OWE" }, { "00-50-f2:1", "WPA-802.1X" },
	{ "00-50-f2:2", "WPA-PSK" }, { NULL, NULL },
};

static const char *suite_name(const struct suite *suites,
			      const char *selector)
{
	if (!selector[0])
		return "none";
	for (; suites->selector; suites++)
		if (strcmp(suites->selector, selector) == 0)
			return suites->name;
	return selector;
}

/* IEEE 802.11-2020, annex E: channel starting frequencies. */
static unsigned int channel_of(unsigned int mhz)
{
	if (mhz == 2484)
		return 14;
	if (mhz > 2407 && mhz < 2484)
		return (mhz - 2407) / 5;
	if (mhz > 5000 && mhz < 5950)
		return (mhz - 5000) / 5;
	if (mhz > 5950 && mhz < 7125)
		return (mhz - 5950) / 5;
	return 0;
}

static void head_print(const cJSON *device)
{
	const char *profile = text_of(device, "network");
	const char *uplink = text_of(device, "uplink");

	printf("%.0f.%.0f %s  virtual radio %.0f  %s\n",
	       number_of(device, "domid"), number_of(device, "devid"),
	       text_of(device, "name"), number_of(device, "virtual_radio"),
	       text_of(device, "mac"));
	printf("  mode        %s", text_of(device, "mode"));
	if (profile[0])
		printf(", network profile %s", profile);
	if (uplink[0])
		printf(", uplink %s", uplink);
	printf("\n  xenbus      backend %s, frontend %s\n",
	       text_of(device, "backend_state"),
	       text_of(device, "frontend_state"));
	if (text_of(device, "error")[0])
		printf("  error       %s\n", text_of(device, "error"));
	printf("  interface   %s\n", text_of(device, "interface")[0] ?
	       text_of(device, "interface") : "none");
}

static void state_print(const cJSON *device)
{
	printf("  state       %s", text_of(device, "state"));
	if (text_of(device, "status")[0])
		printf(": %s", text_of(device, "status"));
	if (number_of(device, "reason"))
		printf(" (802.11 reason %.0f)", number_of(device, "reason"));
	putchar('\n');
}

static void turn_print(const cJSON *device)
{
	const char *waits = text_of(device, "waits_for");

	if (!waits[0] && !number_of(device, "turns"))
		return;
	printf("  turns       %.0f have ended", number_of(device, "turns"));
	if (waits[0])
		printf(", waits for a %s", waits);
	if (number_of(device, "back_in_ms"))
		printf(" for %.1f s at least",
		       number_of(device, "back_in_ms") / 1000);
	if (number_of(device, "switch_ms"))
		printf("; the last change took %.0f ms",
		       number_of(device, "switch_ms"));
	putchar('\n');
}

static void rates_print(const cJSON *device)
{
	const cJSON *rates, *rate;

	rates = cJSON_GetObjectItemCaseSensitive(device, "ap_rates");
	if (!rates)
		return;
	fputs("  AP's rates ", stdout);
	cJSON_ArrayForEach(rate, rates)
		printf(" %g%s", number_of(rate, "mbps"),
		       cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(
			       rate, "basic")) ? "*" : "");
	puts(" Mb/s (* basic)");
}

static void air_print(const cJSON *device)
{
	unsigned int mhz = number_of(device, "frequency");

	if (text_of(device, "ssid")[0])
		printf("  network     \"%s\"\n", text_of(device, "ssid"));
	if (!text_of(device, "bssid")[0])
		return;
	printf("  AP          %s on channel %u (%u MHz)\n",
	       text_of(device, "bssid"), channel_of(mhz), mhz);
	if (number_of(device, "signal"))
		printf("  signal      %.0f dBm\n",
		       number_of(device, "signal"));
	printf("  rates       send %g Mb/s, receive %g Mb/s\n",
	       number_of(device, "tx_mbps"), number_of(device, "rx_mbps"));
	rates_print(device);
}

/* What is in effect of what its guest, or its access point, wants. */
static void quality_print(const cJSON *device)
{
	const cJSON *now = cJSON_GetObjectItemCaseSensitive(device,
							    "effective");

	if (!now)
		return;
	if (text_of(now, "bitrates")[0])
		printf("  bit rates   %s\n", text_of(now, "bitrates"));
	if (text_of(now, "qos-map")[0])
		printf("  QoS map     %s\n", text_of(now, "qos-map"));
}

static void security_print(const cJSON *device)
{
	const cJSON *keys, *key;

	if (!text_of(device, "bssid")[0])
		return;
	printf("  security    %s, cipher %s, group cipher %s",
	       suite_name(akms, text_of(device, "akm")),
	       suite_name(ciphers, text_of(device, "cipher")),
	       suite_name(ciphers, text_of(device, "group_cipher")));
	keys = cJSON_GetObjectItemCaseSensitive(device, "key_indexes");
	if (cJSON_GetArraySize(keys))
		fputs(", key indexes", stdout);
	cJSON_ArrayForEach(key, keys)
		printf(" %d", key->valueint);
	putchar('\n');
}

static void direction_print(const cJSON *device, const char *name,
			    const char *title)
{
	const cJSON *direction, *drop;
	const char *between = "; dropped: ";

	direction = cJSON_GetObjectItemCaseSensitive(device, name);
	if (!direction)
		return;
	printf("  %-11s %.0f frames, %.0f bytes", title,
	       number_of(direction, "frames"), number_of(direction, "bytes"));
	if (number_of(direction, "held"))
		printf("; held back %.0f times", number_of(direction, "held"));
	cJSON_ArrayForEach(drop, cJSON_GetObjectItemCaseSensitive(direction,
								  "drops")) {
		if (drop->valuedouble == 0)
			continue;
		printf("%s%s %.0f", between, drop->string, drop->valuedouble);
		between = ", ";
	}
	putchar('\n');
}

static void worker_print(const cJSON *device)
{
	if (!number_of(device, "worker_pid"))
		return;
	printf("  worker      pid %.0f", number_of(device, "worker_pid"));
	if (number_of(device, "worker_restarts"))
		printf(", restarted %.0f times",
		       number_of(device, "worker_restarts"));
	printf("; %.0f system calls, %.0f notifications, %.0f wakeups\n",
	       number_of(device, "system_calls"),
	       number_of(device, "notifications"),
	       number_of(device, "wakeups"));
}

void table_print(const cJSON *status)
{
	const cJSON *devices, *device;

	devices = cJSON_GetObjectItemCaseSensitive(status, "devices");
	if (cJSON_GetArraySize(devices) == 0)
		puts("no devices");
	cJSON_ArrayForEach(device, devices) {
		head_print(device);
		state_print(device);
		turn_print(device);
		air_print(device);
		quality_print(device);
		security_print(device);
		direction_print(device, "tx", "sent");
		direction_print(device, "rx", "received");
		worker_print(device);
		putchar('\n');
	}
}
