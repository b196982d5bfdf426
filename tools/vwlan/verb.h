/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs, one file each; main.c has their table. */
#ifndef VERB_H
#define VERB_H

#include "tool.h"

#define VERB_TIMEOUT_DEFAULT 10000	/* ms */

/**
 * struct verb_options - what was said before the arguments
 * @timeout: ms to wait for a backend
 */
struct verb_options {
	int timeout;
	bool force;
	bool json;
	bool verbose;
};

/**
 * verb_fn - do it
 *
 * @arguments: NULL-terminated, as many as the verb's table entry allows
 *
 * Returns 0 or a negative errno, with @tool->why.
 */
typedef int verb_fn(struct tool *tool, const struct verb_options *options,
		    char **arguments);

verb_fn attach_run, create_run, detach_run, list_run, sweep_run,
	watch_run;

/** sweep_stale - remove what was left by guests that are gone */
int sweep_stale(struct tool *tool);

#endif
