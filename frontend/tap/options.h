/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line.  Pure, but for what getopt_long() keeps.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Which options a verb has, beside --help and --device. */
enum option_mask {
	OPTION_SOCKET = 1u << 0,
	OPTION_JSON = 1u << 1,
	OPTION_WAIT = 1u << 2,
	OPTION_CONNECT = 1u << 3,	/* --bssid and how to authenticate */
	OPTION_RUN = 1u << 4,		/* all that only the daemon has */
};

enum option_secret {
	SECRET_ASK,		/* from a terminal, if one is needed */
	SECRET_FILE,
	SECRET_STDIN,
	SECRET_NONE,		/* --open */
	SECRET_PROFILE,		/* --profile: the administrator's */
};

#define OPTION_PATH_MAX 108	/* bytes; what a socket's address can hold */

/**
 * struct options - what was on a verb's command line
 * @help: show it, and nothing else
 * @devid: device number
 * @socket: path of the control socket
 * @json: print JSON
 * @wait: seconds to wait for a result; 0: don't
 * @secret: where a passphrase comes from
 * @passphrase_file: its path
 * @bssid: text, or NULL
 * @interface: name of the TAP interface
 * @user: that the daemon becomes
 * @pidfile: path, or NULL
 * @foreground: don't become a daemon
 * @debug: log more
 * @batched: use io_uring
 * @first: index of the first argument that is no option
 * @problem: what is wrong, when something is
 */
struct options {
	bool help;
	unsigned int devid;
	char socket[OPTION_PATH_MAX];
	bool json;
	unsigned int wait;
	enum option_secret secret;
	const char *passphrase_file;
	const char *bssid;
	char interface[16];
	const char *user;
	const char *pidfile;
	bool foreground;
	bool debug;
	bool batched;
	int first;
	char problem[128];
};

/**
 * options_parse - take a verb's command line apart
 *
 * @argv: argv[0] is the verb
 * @mask: OPTION_* that the verb has
 * @arguments_max: how many arguments it takes at most
 *
 * Returns 0; or -EINVAL, and then @options->problem says why.
 */
int options_parse(struct options *options, int argc, char **argv,
		  unsigned int mask, int arguments_max);

#endif
