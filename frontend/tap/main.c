// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vwlan-frontend: a guest's wireless device, without a driver of ours.
 */
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "verb.h"

static const struct verb *const verbs[] = {
	&verb_run, &verb_scan, &verb_connect, &verb_disconnect,
	&verb_status, &verb_monitor,
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

static void program_help(FILE *to)
{
	size_t i;

	fputs("Usage: vwlan-frontend VERB [OPTION...] [ARGUMENT...]\n\n", to);
	for (i = 0; i < VERBS; i++)
		fprintf(to, "  %-12s%s\n", verbs[i]->name,
			verbs[i]->summary);
	fputs("\nvwlan-frontend VERB --help tells more about one.\n", to);
}

static void verb_help(const struct verb *verb)
{
	printf("Usage: vwlan-frontend %s %s\n", verb->name, verb->help);
	puts("  --device N    device number, 0 to 15; default 0");
	if (verb->options & OPTION_JSON)
		puts("  --json        print JSON, one object a line");
	if (verb->options & OPTION_SOCKET)
		puts("  --socket PATH control socket; default "
		     "/run/vwlan/N.sock");
	puts("  --help        this text");
}

static int verb_do(const struct verb *verb, int argc, char **argv)
{
	struct options o;

	if (options_parse(&o, argc, argv, verb->options,
			  verb->arguments_max)) {
		fprintf(stderr, "vwlan-frontend %s: %s\n", verb->name,
			o.problem);
		return EXIT_USAGE;
	}
	if (o.help) {
		verb_help(verb);
		return EXIT_OK;
	}
	return verb->run(&o, argc - o.first, argv + o.first);
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc < 2) {
		program_help(stderr);
		return EXIT_USAGE;
	}
	for (i = 0; i < VERBS; i++)
		if (strcmp(argv[1], verbs[i]->name) == 0)
			return verb_do(verbs[i], argc - 1, argv + 1);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		program_help(stdout);
		return EXIT_OK;
	}
	fprintf(stderr, "vwlan-frontend: unknown verb: %.32s\n", argv[1]);
	return EXIT_USAGE;
}
