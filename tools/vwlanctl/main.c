// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "verb.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static const struct verb verbs[] = {
	{ "status", status_run, "print the connection table",
	  "[--json] [--watch [SECONDS]]\n\n"
	  "  --json   print it as JSON\n"
	  "  --watch  print it again every SECONDS (2)\n" },
	{ "policy", policy_run, "show or change what devices may do",
	  "[DEVICE [set KEY=VALUE...]]\n\n"
	  "  DEVICE     a guest's name or domain ID, and /DEVID if it has\n"
	  "             several devices\n"
	  "  set        change it, until the device goes\n"
	  "  KEY=VALUE  as in the guest's xl configuration, see vwlan(1):\n"
	  "             priority, mac-policy, networks, bands, rate,\n"
	  "             txpower-max, share, weight, turn\n" },
	{ "processes", processes_run,
	  "print vwland's processes and what each may do",
	  "[--json]\n\n"
	  "  --json   print them as JSON\n" },
	{ "schema-check", schema_check_run,
	  "check the live xenstore against the contract",
	  "[PATH...]\n\n"
	  "  PATH     a device's backend or frontend directory;\n"
	  "           without any, all devices of this driver domain\n" },
};

int complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("vwlanctl: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return 1;
}

int verb_help(const struct verb *verb)
{
	printf("usage: vwlanctl %s %s", verb->name, verb->help);
	return 0;
}

int verb_misused(const struct verb *verb)
{
	return complain("see \"vwlanctl %s --help\"", verb->name);
}

static int help(void)
{
	size_t i;

	puts("usage: vwlanctl VERB [--help] [ARGUMENT...]\n\nverbs:");
	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		printf("  %-14s%s\n", verbs[i].name, verbs[i].summary);
	return 0;
}

static const struct verb *verb_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const struct verb *verb;

	if (argc < 2)
		return complain("no verb given; see \"vwlanctl --help\"");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return help();
	verb = verb_find(argv[1]);
	if (!verb)
		return complain("\"%s\" is no verb; see \"vwlanctl --help\"",
				argv[1]);
	return verb->run(verb, argc - 1, argv + 1);
}
