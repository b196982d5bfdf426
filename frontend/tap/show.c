// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "show.h"

const char *show_text(const cJSON *json, const char *name)
{
	const char *text = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(json, name));

	return text ? text : "-";
}

double show_number(const cJSON *json, const char *name, double otherwise)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);

	return cJSON_IsNumber(item) ? item->valuedouble : otherwise;
}

static void security_show(const cJSON *network)
{
	const cJSON *list, *item;
	const char *before = "";

	list = cJSON_GetObjectItemCaseSensitive(network, "security");
	if (cJSON_GetArraySize(list) == 0)
		fputs("open", stdout);
	cJSON_ArrayForEach(item, list) {
		printf("%s%s", before, item->valuestring);
		before = ",";
	}
}

void show_network(const cJSON *network)
{
	printf("%s  %5.0f MHz  %4.0f dBm  %-32s  ",
	       show_text(network, "bssid"),
	       show_number(network, "frequency", 0),
	       show_number(network, "signal", 0),
	       show_text(network, "ssid"));
	security_show(network);
	putchar('\n');
}

static void line_show(const cJSON *json, const char *name)
{
	if (cJSON_GetObjectItemCaseSensitive(json, name))
		printf("%-14s%s\n", name, show_text(json, name));
}

static void number_show(const cJSON *json, const char *name,
			const char *label, double scale, const char *unit)
{
	if (cJSON_GetObjectItemCaseSensitive(json, name))
		printf("%-14s%.*f %s\n", label, scale == 1 ? 0 : 1,
		       show_number(json, name, 0) * scale, unit);
}

void show_connection(const cJSON *status)
{
	line_show(status, "state");
	line_show(status, "why");
	line_show(status, "ssid");
	line_show(status, "bssid");
	number_show(status, "frequency", "frequency", 1, "MHz");
	number_show(status, "signal", "signal", 1, "dBm");
	number_show(status, "tx_rate", "tx rate", 0.1, "Mb/s");
	number_show(status, "rx_rate", "rx rate", 0.1, "Mb/s");
	line_show(status, "cipher");
	line_show(status, "akm");
}
