// SPDX-License-Identifier: GPL-2.0-or-later
#include "client.h"
#include "verb.h"

#define DISCONNECT_S 5

static int disconnect(const struct options *o, int argc, char **argv)
{
	struct client client;
	int rc = client_open(&client, o, DISCONNECT_S);

	(void)argc;
	(void)argv;
	if (rc)
		return rc;
	rc = client_ask(&client, client_request("disconnect"), NULL, NULL);
	client_close(&client);
	return rc;
}

const struct verb verb_disconnect = {
	.name = "disconnect",
	.options = OPTION_SOCKET | OPTION_JSON,
	.run = disconnect,
	.summary = "leave the network",
	.help = "[OPTION...]\n\n"
		"Leaves the network and forgets the passphrase.\n",
};
