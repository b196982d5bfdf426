/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for what happens in xenstore. */
#ifndef WAIT_H
#define WAIT_H

#include "tool.h"

#define WAIT_DOMAINS "domains"	/* token of watches for domains */

/** clock_now_ms - monotonic */
int64_t clock_now_ms(void);

/**
 * wait_event - sleep until something that is watched happened
 *
 * @deadline: of clock_now_ms(), or INT64_MAX
 *
 * What happened has been taken note of: the caller looks at all it wants to
 * know; @tool->stirred says if it concerns domains.
 *
 * Returns 0; -ETIMEDOUT; -EINTR if this process is to stop; or another
 * negative errno.
 */
int wait_event(struct tool *tool, int64_t deadline);

#endif
