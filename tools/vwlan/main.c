// SPDX-License-Identifier: GPL-2.0-or-later
/* vwlan: gives guests their wireless devices.  Runs in dom0. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verb.h"
#include "vwlan_nodes.h"

#define EXIT_USAGE 2

/**
 * struct verb - a verb of the command
 * @options: letters of those that it takes
 * @least: arguments that there must be
 * @most: arguments that there may be; -1: any number
 */
static const struct verb {
	const char *name;
	verb_fn *run;
	const char *options;
	int least, most;
	const char *arguments;
	const char *help;
	const char *more;
} verbs[] = {
	{ "create", create_run, "tv", 1, -1, "CONFIG [KEY=VALUE...]",
	  "start a guest with the devices that its xl config names",
	  "Each entry of vwlan = [ \"SPEC\", ... ] is one device.  The guest "
	  "runs once all\nof them are there; if one can't be, there is no "
	  "guest.\n" },
	{ "attach", attach_run, "tv", 2, 2, "DOMAIN SPEC",
	  "give a running guest one more device",
	  "Prints the device's ID.\n" },
	{ "detach", detach_run, "ftv", 2, 2, "DOMAIN DEVID",
	  "take a device away from a running guest", "" },
	{ "list", list_run, "jv", 0, 1, "[DOMAIN]",
	  "show the devices of all guests, or of one", "" },
	{ "sweep", sweep_run, "v", 0, 0, "",
	  "remove what guests that are gone left in xenstore", "" },
	{ "watch", watch_run, "tv", 0, 0, "",
	  "give guests their devices again, whenever they lose them",
	  "Runs until it is stopped; see vwlan(1).\n" },
};

static const struct option_help {
	struct option option;
	const char *help;
} options_known[] = {
	{ { "timeout", required_argument, NULL, 't' },
	  "  -t, --timeout SECONDS  how long to wait for the backend (10)\n" },
	{ { "force", no_argument, NULL, 'f' },
	  "  -f, --force            don't wait for the backend\n" },
	{ { "json", no_argument, NULL, 'j' },
	  "  -j, --json             print JSON\n" },
	{ { "verbose", no_argument, NULL, 'v' },
	  "  -v, --verbose          show what libxl has to say\n" },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void usage_print(FILE *to)
{
	size_t i;

	fputs("Usage: vwlan VERB [OPTION...] [ARGUMENT...]\n\n"
	      "Gives Xen guests wireless devices; runs in dom0.\n\n", to);
	for (i = 0; i < COUNT(verbs); i++)
		fprintf(to, "  %-8s %s\n", verbs[i].name, verbs[i].help);
	fputs("\nvwlan VERB --help says more; so does vwlan(1).\n", to);
}

static void verb_usage_print(FILE *to, const struct verb *verb)
{
	const struct option_help *o;

	fprintf(to, "Usage: vwlan %s [OPTION...] %s\n\n%s.\n%s\n", verb->name,
		verb->arguments, verb->help, verb->more);
	for (o = options_known; o < options_known + COUNT(options_known); o++)
		if (strchr(verb->options, o->option.val))
			fputs(o->help, to);
	fputs("  -h, --help             show this\n", to);
	if (strstr(verb->arguments, "CONFIG") ||
	    strstr(verb->arguments, "SPEC"))
		fputs("\nSPEC is KEY=VALUE,...:\n"
		      "  backend=DOMAIN    the driver domain, by name or ID\n"
		      "  mac=ADDRESS       default: a random one of Xen's\n"
		      "  network=NAME      a network profile of the backend\n"
		      "  uplink=NAME       an uplink of it, and no radio\n"
		      "  devid=NUMBER      0 to 15, default: the first free\n"
		      "and, by default as the backend's configuration says:\n"
		      "  priority=NUMBER   class, 0 to 7\n"
		      "  mac-policy=fixed|local|any\n"
		      "  networks=SSID;... that it may join and see\n"
		      "  bands=2.4;5;6     that it may use\n"
		      "  rate=20Mb/s       or tx:RATE;rx:RATE, or any\n"
		      "  txpower-max=DBM   0 to 100\n"
		      "  share=yes|no      take turns with others\n"
		      "  weight=PERCENT    of a common share, 10 to 1000\n"
		      "  turn=MS           length of a turn, 500 to 60000\n",
		      to);
}

static const struct verb *verb_find(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

static int timeout_parse(const char *text, int *ms)
{
	uint32_t seconds;

	if (vwlan_number_parse(text, strlen(text), 1, 3600, &seconds)) {
		fputs("vwlan: --timeout is 1 to 3600 seconds\n", stderr);
		return -1;
	}
	*ms = seconds * 1000;
	return 0;
}

static int option_take(const struct verb *verb, int letter,
		       struct verb_options *options)
{
	if (letter == '?')
		return -1;
	if (!strchr(verb->options, letter)) {
		fprintf(stderr, "vwlan: %s has no option -%c\n", verb->name,
			letter);
		return -1;
	}
	if (letter == 't')
		return timeout_parse(optarg, &options->timeout);
	options->force |= letter == 'f';
	options->json |= letter == 'j';
	options->verbose |= letter == 'v';
	return 0;
}

/* Returns 0; 1 if help was asked for, and given; -1 if nonsense was. */
static int options_parse(const struct verb *verb, int argc, char **argv,
			 struct verb_options *options)
{
	struct option table[COUNT(options_known) + 2] = {
		{ "help", no_argument, NULL, 'h' },
	};
	int letter;
	size_t i;

	for (i = 0; i < COUNT(options_known); i++)
		table[i + 1] = options_known[i].option;
	while ((letter = getopt_long(argc, argv, "+ht:fjv", table, NULL)) !=
	       -1) {
		if (letter == 'h') {
			verb_usage_print(stdout, verb);
			return 1;
		}
		if (option_take(verb, letter, options))
			return -1;
	}
	if (argc - optind < verb->least ||
	    (verb->most >= 0 && argc - optind > verb->most)) {
		fprintf(stderr, "vwlan: usage: vwlan %s [OPTION...] %s\n",
			verb->name, verb->arguments);
		return -1;
	}
	return 0;
}

static int verb_run(const struct verb *verb, int argc, char **argv)
{
	struct verb_options options = { .timeout = VERB_TIMEOUT_DEFAULT };
	struct tool tool;
	int rc = options_parse(verb, argc, argv, &options);

	if (rc)
		return rc > 0 ? EXIT_SUCCESS : EXIT_USAGE;
	rc = tool_open(&tool, options.verbose);
	if (rc == 0)
		rc = verb->run(&tool, &options, argv + optind);
	if (rc)
		fprintf(stderr, "vwlan: %s\n", tool.why);
	tool_close(&tool);
	if (fflush(stdout) || ferror(stdout))
		rc = -1;
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	const struct verb *verb;

	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 ||
			  strcmp(argv[1], "-h") == 0)) {
		usage_print(stdout);
		return EXIT_SUCCESS;
	}
	if (argc < 2) {
		usage_print(stderr);
		return EXIT_USAGE;
	}
	verb = verb_find(argv[1]);
	if (!verb) {
		fprintf(stderr, "vwlan: no verb \"%s\"; see vwlan --help\n",
			argv[1]);
		return EXIT_USAGE;
	}
	return verb_run(verb, argc - 1, argv + 1);
}
