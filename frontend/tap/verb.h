/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The verbs of the command, one main function each.
 */
#ifndef VERB_H
#define VERB_H

enum verb_exit {
	EXIT_OK = 0,
	EXIT_REFUSED = 1,	/* refused or failed; the reason was printed */
	EXIT_USAGE = 2,		/* the command line makes no sense */
	EXIT_NO_DAEMON = 3,	/* nobody listens at the control socket */
	EXIT_TIMEOUT = 4,	/* no result in time */
	EXIT_WRONG_SECRET = 5,	/* the network did not accept the passphrase */
};

struct options;

/**
 * struct verb - one of them
 * @name: on the command line
 * @options: OPTION_*
 * @arguments_max: how many it takes at most
 * @run: does it, and returns enum verb_exit
 * @summary: a line
 * @help: the rest of what --help shows
 */
struct verb {
	const char *name;
	unsigned int options;
	int arguments_max;
	int (*run)(const struct options *o, int argc, char **argv);
	const char *summary;
	const char *help;
};

extern const struct verb verb_run, verb_scan, verb_connect, verb_disconnect,
	verb_status, verb_monitor;

#endif
