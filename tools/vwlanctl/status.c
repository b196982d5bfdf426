// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verb.h"

struct options {
	bool json;
	unsigned int every;	/* s; 0: once */
};

static int options_read(struct options *options, int argc, char **argv)
{
	char *end;
	long every;
	int i;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			options->json = true;
		} else if (strcmp(argv[i], "--watch") == 0) {
			options->every = 2;
		} else if (options->every && !strcmp(argv[i - 1], "--watch")) {
			every = strtol(argv[i], &end, 10);
			if (*end || every < 1 || every > 3600)
				return -1;
			options->every = every;
		} else {
			return -1;
		}
	}
	return 0;
}

static int status_print(const struct options *options)
{
	cJSON *status = daemon_status();

	if (!status)
		return 1;
	processes_examine(status);
	if (options->json) {
		json_print(status);
	} else {
		/* Only a terminal can be wiped. */
		if (options->every && isatty(STDOUT_FILENO))
			fputs("\033[H\033[2J", stdout);
		table_print(status);
		processes_print(status);
	}
	fflush(stdout);
	cJSON_Delete(status);
	return ferror(stdout) ? complain("can't write") : 0;
}

int status_run(const struct verb *verb, int argc, char **argv)
{
	struct options options = { 0 };
	int rc;

	if (argc > 1 && strcmp(argv[1], "--help") == 0)
		return verb_help(verb);
	if (options_read(&options, argc, argv))
		return verb_misused(verb);
	rc = status_print(&options);
	while (rc == 0 && options.every) {
		sleep(options.every);
		rc = status_print(&options);
	}
	return rc;
}
