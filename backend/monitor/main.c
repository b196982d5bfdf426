// SPDX-License-Identifier: GPL-2.0-or-later
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "monitor.h"
#include "version.h"
#include "weight.h"

static const char usage[] =
	"Usage: vwland [OPTION]...\n"
	"The backend of vwlan: gives Xen guests stations on this driver\n"
	"domain's wireless NIC.\n"
	"\n"
	"  -c, --config FILE    configuration (" CONFIG_PATH ")\n"
	"  -f, --foreground     don't become a daemon; log to stderr too\n"
	"  -l, --level LEVEL    error, warning, notice, info or debug (info)\n"
	"  -t, --test           check the configuration, and end\n"
	"  -h, --help           this text\n"
	"  -V, --version        the version\n";

struct options {
	const char *config;
	bool foreground;
	bool test;
	int level;
};

static int level_parse(const char *text)
{
	static const struct {
		const char *name;
		int level;
	} levels[] = {
		{ "error", LOG_ERR },	{ "warning", LOG_WARNING },
		{ "notice", LOG_NOTICE }, { "info", LOG_INFO },
		{ "debug", LOG_DEBUG },
	};
	size_t i;

	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (strcmp(levels[i].name, text) == 0)
			return levels[i].level;
	fprintf(stderr, "vwland: unknown level \"%s\"\n", text);
	exit(2);
}

static void options_parse(struct options *options, int argc, char **argv)
{
	static const struct option names[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "foreground", no_argument, NULL, 'f' },
		{ "level", required_argument, NULL, 'l' },
		{ "test", no_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "c:fl:thV", names, NULL)) != -1) {
		if (c == 'c') {
			options->config = optarg;
		} else if (c == 'f') {
			options->foreground = true;
		} else if (c == 'l') {
			options->level = level_parse(optarg);
		} else if (c == 't') {
			options->test = true;
		} else if (c == 'h') {
			fputs(usage, stdout);
			exit(0);
		} else if (c == 'V') {
			puts("vwland " VWLAN_VERSION);
			exit(0);
		} else {
			fputs(usage, stderr);
			exit(2);
		}
	}
	if (optind == argc)
		return;
	fprintf(stderr, "vwland: unexpected \"%s\"\n", argv[optind]);
	exit(2);
}

int main(int argc, char **argv)
{
	struct options options = { .config = CONFIG_PATH, .level = LOG_INFO };
	static struct config config;
	int rc;

	options_parse(&options, argc, argv);
	if (config_read(&config, options.config))
		return 1;
	if (options.test)
		return 0;
	if (geteuid() != 0) {
		fputs("vwland: must be started by root\n", stderr);
		return 1;
	}
	if (!options.foreground && daemon(0, 0)) {
		perror("vwland: can't become a daemon");
		return 1;
	}
	log_open(options.level, options.foreground);
	/* The engine and the supplicant inherit it. */
	rc = weight_apply(getpid(), WEIGHT_COMMON);
	if (rc)
		log_daemon(LOG_WARNING, "can't run before other programs: %s",
			   strerror(-rc));
	return monitor_run(&config);
}
