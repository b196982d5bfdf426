// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "vwlan_nodes.h"

#define WAIT_DEFAULT 30u	/* seconds */
#define WAIT_MAX 3600u

enum {
	OPT_HELP = 256,
	OPT_DEVICE,
	OPT_SOCKET,
	OPT_JSON,
	OPT_WAIT,
	OPT_FILE,
	OPT_STDIN,
	OPT_OPEN,
	OPT_PROFILE,
	OPT_BSSID,
	OPT_INTERFACE,
	OPT_USER,
	OPT_PIDFILE,
	OPT_FOREGROUND,
	OPT_DEBUG,
	OPT_NO_URING,
};

static const struct option names[] = {
	{ "help", no_argument, NULL, OPT_HELP },
	{ "device", required_argument, NULL, OPT_DEVICE },
	{ "socket", required_argument, NULL, OPT_SOCKET },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "wait", required_argument, NULL, OPT_WAIT },
	{ "passphrase-file", required_argument, NULL, OPT_FILE },
	{ "passphrase-stdin", no_argument, NULL, OPT_STDIN },
	{ "open", no_argument, NULL, OPT_OPEN },
	{ "profile", no_argument, NULL, OPT_PROFILE },
	{ "bssid", required_argument, NULL, OPT_BSSID },
	{ "interface", required_argument, NULL, OPT_INTERFACE },
	{ "user", required_argument, NULL, OPT_USER },
	{ "pidfile", required_argument, NULL, OPT_PIDFILE },
	{ "foreground", no_argument, NULL, OPT_FOREGROUND },
	{ "debug", no_argument, NULL, OPT_DEBUG },
	{ "no-io-uring", no_argument, NULL, OPT_NO_URING },
	{ NULL, 0, NULL, 0 },
};

static unsigned int option_group(int option)
{
	switch (option) {
	case OPT_SOCKET:
		return OPTION_SOCKET;
	case OPT_JSON:
		return OPTION_JSON;
	case OPT_WAIT:
		return OPTION_WAIT;
	case OPT_FILE:
	case OPT_STDIN:
	case OPT_OPEN:
	case OPT_PROFILE:
	case OPT_BSSID:
		return OPTION_CONNECT;
	case OPT_HELP:
	case OPT_DEVICE:
		return 0;	/* every verb's */
	}
	return OPTION_RUN;
}

static int problem_set(struct options *o, const char *text, const char *about)
{
	snprintf(o->problem, sizeof(o->problem), "%s%s%.64s", text,
		 about ? ": " : "", about ? about : "");
	return -EINVAL;
}

static int number_take(struct options *o, uint32_t max, unsigned int *to)
{
	uint32_t value;

	if (vwlan_number_parse(optarg, strlen(optarg), 0, max, &value))
		return problem_set(o, "not a number in range", optarg);
	*to = value;
	return 0;
}

static int text_take(struct options *o, char *to, size_t size)
{
	if (strlen(optarg) == 0 || strlen(optarg) >= size)
		return problem_set(o, "empty or too long", optarg);
	strcpy(to, optarg);
	return 0;
}

static int secret_take(struct options *o, enum option_secret secret)
{
	if (o->secret != SECRET_ASK)
		return problem_set(o, "give one of --passphrase-file, "
				   "--passphrase-stdin, --open, --profile",
				   NULL);
	o->secret = secret;
	if (secret == SECRET_FILE)
		o->passphrase_file = optarg;
	return 0;
}

static int bssid_take(struct options *o)
{
	uint8_t bssid[6];

	if (vwlan_mac_parse(optarg, strlen(optarg), bssid))
		return problem_set(o, "not a BSSID", optarg);
	o->bssid = optarg;
	return 0;
}

static int run_take(struct options *o, int option)
{
	switch (option) {
	case OPT_INTERFACE:
		return text_take(o, o->interface, sizeof(o->interface));
	case OPT_USER:
		o->user = optarg;
		break;
	case OPT_PIDFILE:
		o->pidfile = optarg;
		break;
	case OPT_FOREGROUND:
		o->foreground = true;
		break;
	case OPT_DEBUG:
		o->debug = true;
		break;
	case OPT_NO_URING:
		o->batched = false;
		break;
	}
	return 0;
}

static int option_take(struct options *o, int option)
{
	switch (option) {
	case OPT_HELP:
		o->help = true;
		return 0;
	case OPT_DEVICE:
		return number_take(o, VWLAN_DEVID_MAX, &o->devid);
	case OPT_SOCKET:
		return text_take(o, o->socket, sizeof(o->socket));
	case OPT_JSON:
		o->json = true;
		return 0;
	case OPT_WAIT:
		return number_take(o, WAIT_MAX, &o->wait);
	case OPT_FILE:
		return secret_take(o, SECRET_FILE);
	case OPT_STDIN:
		return secret_take(o, SECRET_STDIN);
	case OPT_OPEN:
		return secret_take(o, SECRET_NONE);
	case OPT_PROFILE:
		return secret_take(o, SECRET_PROFILE);
	case OPT_BSSID:
		return bssid_take(o);
	}
	return run_take(o, option);
}

static void defaults_set(struct options *o)
{
	if (!o->socket[0])
		snprintf(o->socket, sizeof(o->socket), "/run/vwlan/%u.sock",
			 o->devid);
	if (!o->interface[0])
		snprintf(o->interface, sizeof(o->interface), "vwlan%u",
			 o->devid);
}

int options_parse(struct options *o, int argc, char **argv,
		  unsigned int mask, int arguments_max)
{
	int option, index = 0, rc = 0;

	memset(o, 0, sizeof(*o));
	o->wait = WAIT_DEFAULT;
	o->user = "vwlan";
	o->batched = true;
	/* To getopt_long(), 0 says: an argv that it has not seen before. */
	optind = 0;
	opterr = 0;
	while (rc == 0) {
		option = getopt_long(argc, argv, ":", names, &index);
		if (option == -1)
			break;
		if (option == ':')
			return problem_set(o, "needs a value",
					   argv[optind - 1]);
		if (option == '?')
			return problem_set(o, "unknown option",
					   argv[optind - 1]);
		if (option_group(option) & ~mask)
			return problem_set(o, "not an option of this verb",
					   names[index].name);
		rc = option_take(o, option);
	}
	if (rc)
		return rc;
	o->first = optind;
	if (!o->help && argc - optind > arguments_max)
		return problem_set(o, "one argument too many",
				   argv[optind + arguments_max]);
	defaults_set(o);
	return 0;
}
