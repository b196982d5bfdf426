// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "client.h"
#include "show.h"
#include "verb.h"

static void event_show(const cJSON *event)
{
	const char *name = show_text(event, "event");

	if (strcmp(name, "bss") == 0)
		show_network(event);
	else if (strcmp(name, "state") == 0)
		printf("%s  ssid %s  bssid %s  why %s\n",
		       show_text(event, "state"), show_text(event, "ssid"),
		       show_text(event, "bssid"), show_text(event, "why"));
	else
		puts(name);
	fflush(stdout);
}

static int monitor(const struct options *o, int argc, char **argv)
{
	struct client client;
	int rc = client_open(&client, o, CLIENT_FOREVER);

	(void)argc;
	(void)argv;
	if (rc)
		return rc;
	rc = client_ask(&client, client_request("monitor"), event_show, NULL);
	client_close(&client);
	return rc;
}

const struct verb verb_monitor = {
	.name = "monitor",
	.options = OPTION_SOCKET | OPTION_JSON,
	.run = monitor,
	.summary = "show events as they come",
	.help = "[OPTION...]\n\n"
		"Shows changes of the connection and access points that a "
		"scan finds, until it is\nstopped.\n",
};
