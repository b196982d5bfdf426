/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest itself: xl starts it, libxl does the rest. */
#ifndef GUEST_H
#define GUEST_H

#include "tool.h"

/**
 * guest_start - start a guest with xl, paused
 *
 * @name: that the configuration gives it; nobody may have it yet
 * @settings: NULL-terminated list of further lines for xl
 *
 * Returns 0 or a negative errno, with @tool->why; then there is no guest.
 */
int guest_start(struct tool *tool, const char *file, char **settings,
		const char *name, uint32_t *domid);

/** guest_unpause - returns 0 or a negative errno, with @tool->why */
int guest_unpause(struct tool *tool, uint32_t domid);

/** guest_destroy - returns 0 or a negative errno; @tool->why stays */
int guest_destroy(struct tool *tool, uint32_t domid);

#endif
