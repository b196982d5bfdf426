// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "secret.h"
#include "show.h"
#include "ssid.h"
#include "verb.h"

#define QUESTION_S 5	/* for what takes the daemon no time */

static bool security_has(const cJSON *network, const char *name)
{
	const cJSON *list, *item;

	list = cJSON_GetObjectItemCaseSensitive(network, "security");
	cJSON_ArrayForEach(item, list)
		if (strcmp(item->valuestring, name) == 0)
			return true;
	return false;
}

static bool network_secret(const cJSON *network, const char *ssid)
{
	return strcmp(show_text(network, "ssid"), ssid) == 0 &&
	       (security_has(network, "psk") || security_has(network, "sae"));
}

/* Did the last scan find this network, and does it want a passphrase? */
static int secret_needed(const struct options *o, const char *ssid,
			 bool *needed)
{
	const cJSON *list, *network;
	struct client client;
	cJSON *answer;
	int rc = client_open(&client, o, QUESTION_S);

	*needed = false;
	if (rc)
		return rc;
	rc = client_ask(&client, client_request("networks"), NULL, &answer);
	client_close(&client);
	list = cJSON_GetObjectItemCaseSensitive(answer, "networks");
	cJSON_ArrayForEach(network, list)
		*needed = *needed || network_secret(network, ssid);
	cJSON_Delete(answer);
	return rc;
}

static int secret_add(const struct options *o, const char *ssid,
		      cJSON *request)
{
	char secret[SECRET_SIZE] = "";
	bool needed;
	int rc;

	if (o->secret == SECRET_PROFILE)
		return EXIT_OK;
	rc = secret_needed(o, ssid, &needed);
	if (rc)
		return rc;
	if (o->secret == SECRET_NONE && needed) {
		fputs("vwlan-frontend: that network is not open\n", stderr);
		return EXIT_REFUSED;
	}
	if (o->secret == SECRET_NONE || (o->secret == SECRET_ASK && !needed))
		return EXIT_OK;
	rc = secret_read(o, secret) ? EXIT_USAGE : EXIT_OK;
	if (rc == EXIT_OK)
		cJSON_AddStringToObject(request, "passphrase", secret);
	explicit_bzero(secret, sizeof(secret));
	return rc;
}

static void progress(const cJSON *event)
{
	const char *why = show_text(event, "why");

	fprintf(stderr, "%s%s%s\n", show_text(event, "state"),
		why[0] == '-' ? "" : ": ", why[0] == '-' ? "" : why);
}

static int request_do(const struct options *o, cJSON *request)
{
	struct client client;
	cJSON *status = NULL;
	int rc = client_open(&client, o, o->wait ? (int)o->wait : QUESTION_S);

	if (rc) {
		cJSON_Delete(request);
		return rc;
	}
	rc = client_ask(&client, request, progress, o->json ? NULL : &status);
	if (rc == EXIT_OK && status && o->wait)
		show_connection(status);
	cJSON_Delete(status);
	client_close(&client);
	return rc;
}

static int connect_do(const struct options *o, int argc, char **argv)
{
	struct vwlan_ssid ssid;
	char text[SSID_TEXT];
	cJSON *request;
	int rc;

	if (argc != 1 || ssid_parse(argv[0], &ssid)) {
		fputs("vwlan-frontend: connect wants one SSID\n", stderr);
		return EXIT_USAGE;
	}
	ssid_format(&ssid, text);
	request = client_request("connect");
	cJSON_AddStringToObject(request, "ssid", text);
	if (o->bssid)
		cJSON_AddStringToObject(request, "bssid", o->bssid);
	cJSON_AddBoolToObject(request, "wait", o->wait != 0);
	rc = secret_add(o, text, request);
	if (rc) {
		cJSON_Delete(request);
		return rc;
	}
	return request_do(o, request);
}

const struct verb verb_connect = {
	.name = "connect",
	.options = OPTION_SOCKET | OPTION_JSON | OPTION_WAIT | OPTION_CONNECT,
	.arguments_max = 1,
	.run = connect_do,
	.summary = "join a network",
	.help = "[OPTION...] SSID\n\n"
		"Waits until the device is connected, or says why it isn't. "
		" Where the last scan\nfound that the network wants a "
		"passphrase, it is asked for.\n\n"
		"  --passphrase-file FILE  its first line\n"
		"  --passphrase-stdin  first line of standard input\n"
		"  --open        the network is open\n"
		"  --profile     the administrator's profile says how\n"
		"  --bssid BSSID  this access point and no other\n"
		"  --wait SECONDS  default 30; 0: don't wait",
};
