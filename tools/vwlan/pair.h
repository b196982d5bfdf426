/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A device's two ends in xenstore, and the registry's entry: made together,
 * removed together.
 */
#ifndef PAIR_H
#define PAIR_H

#include "registry.h"
#include "spec.h"
#include "wait.h"

/**
 * struct pair - whose device it is
 * @backend: domain ID of the driver domain
 */
struct pair {
	unsigned int guest;
	unsigned int devid;
	unsigned int backend;
};

/**
 * pair_make - make both directories and the entry, and remember the device,
 *	in one transaction
 *
 * @spec: without a MAC address it is given a random one that's free
 * @name: the guest's
 *
 * Returns 0 or a negative errno, with @tool->why; then nothing was made.
 */
int pair_make(struct tool *tool, const struct pair *pair, struct spec *spec,
	      const char *name);

/** pair_make_again - the same; -ENOENT if it isn't remembered any more */
int pair_make_again(struct tool *tool, const struct pair *pair,
		    struct spec *spec, const char *name);

/** pair_offline - tell the backend to close the device */
int pair_offline(struct tool *tool, const struct pair *pair);

/** pair_remove - remove all three, as far as they are there */
int pair_remove(struct tool *tool, const struct pair *pair);

/** pair_forget - the same, for good: it isn't remembered either */
int pair_forget(struct tool *tool, const struct pair *pair, const char *name);

/**
 * pair_wait_ready - until the backend offers the device
 *
 * @deadline: of clock_now_ms()
 *
 * Returns 0; -ECONNREFUSED if the backend has closed it, -ETIMEDOUT, -EINTR
 * or another error, with @tool->why.
 */
int pair_wait_ready(struct tool *tool, const struct pair *pair,
		    int64_t deadline);

/** pair_wait_closed - until the backend is done with it; as above */
int pair_wait_closed(struct tool *tool, const struct pair *pair,
		     int64_t deadline);

#endif
