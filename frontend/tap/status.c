// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "client.h"
#include "show.h"
#include "verb.h"

#define STATUS_S 5

static void counters_show(const cJSON *status)
{
	const cJSON *list, *item;

	list = cJSON_GetObjectItemCaseSensitive(status, "counters");
	cJSON_ArrayForEach(item, list)
		printf("%-14s%.0f\n", item->string, item->valuedouble);
}

static void status_show(const cJSON *status)
{
	const char *error = show_text(status, "backend_error");

	printf("%-14s%.0f\n", "device", show_number(status, "device", 0));
	printf("%-14s%s\n", "interface", show_text(status, "interface"));
	printf("%-14s%s\n", "mac", show_text(status, "mac"));
	printf("%-14sdomain %.0f, %s\n", "backend",
	       show_number(status, "backend", 0),
	       show_text(status, "backend_state"));
	if (error[0] != '-')
		printf("%-14s%s\n", "backend error", error);
	show_connection(status);
	counters_show(status);
}

static int status_do(const struct options *o, int argc, char **argv)
{
	struct client client;
	cJSON *status = NULL;
	int rc = client_open(&client, o, STATUS_S);

	(void)argc;
	(void)argv;
	if (rc)
		return rc;
	rc = client_ask(&client, client_request("status"), NULL,
			o->json ? NULL : &status);
	if (rc == EXIT_OK && status)
		status_show(status);
	cJSON_Delete(status);
	client_close(&client);
	return rc;
}

const struct verb verb_status = {
	.name = "status",
	.options = OPTION_SOCKET | OPTION_JSON,
	.run = status_do,
	.summary = "show the device, its connection and its counters",
	.help = "[OPTION...]\n",
};
