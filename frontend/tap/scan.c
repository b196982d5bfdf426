// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "client.h"
#include "show.h"
#include "ssid.h"
#include "verb.h"

#define SCAN_S 95	/* 30 until the radio has time, and 60 for it */

static void network_heard(const cJSON *event)
{
	show_network(event);
}

static cJSON *request_make(int argc, char **argv)
{
	cJSON *request = client_request("scan"), *list;
	struct vwlan_ssid ssid;
	char text[SSID_TEXT];
	int i;

	list = cJSON_AddArrayToObject(request, "ssids");
	for (i = 0; i < argc; i++) {
		if (ssid_parse(argv[i], &ssid)) {
			fprintf(stderr, "vwlan-frontend: SSID %d makes no "
				"sense\n", i + 1);
			cJSON_Delete(request);
			return NULL;
		}
		ssid_format(&ssid, text);
		cJSON_AddItemToArray(list, cJSON_CreateString(text));
	}
	return request;
}

static int scan(const struct options *o, int argc, char **argv)
{
	cJSON *request = request_make(argc, argv);
	struct client client;
	int rc;

	if (!request)
		return EXIT_USAGE;
	rc = client_open(&client, o, SCAN_S);
	if (rc) {
		cJSON_Delete(request);
		return rc;
	}
	rc = client_ask(&client, request, network_heard, NULL);
	client_close(&client);
	return rc;
}

const struct verb verb_scan = {
	.name = "scan",
	.options = OPTION_SOCKET | OPTION_JSON,
	.arguments_max = VWLAN_SCAN_SSIDS,
	.run = scan,
	.summary = "look for networks",
	.help = "[OPTION...] [SSID...]\n\n"
		"Lists access points as they are found.  Up to 4 SSIDs of "
		"hidden networks can be\nasked for.  An SSID is typed as it "
		"is, or with escapes (\\xNN, \\\\), or as\nhex:NN...; it is "
		"shown with escapes.\n",
};
