/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Domains: which one is meant, and may it be a backend? */
#ifndef DOMAIN_H
#define DOMAIN_H

#include "tool.h"

#define DOMAIN_NAME_MAX 256	/* bytes, NUL included */

/**
 * domain_find - the running domain of this name or domain ID
 *
 * Returns 0, or -ENOENT with @tool->why.
 */
int domain_find(struct tool *tool, const char *text, uint32_t *domid);

/** domain_exists - is it there, if only to die? */
bool domain_exists(struct tool *tool, uint32_t domid);

/** domain_runs - is there such a domain, and is it not on its way out? */
bool domain_runs(struct tool *tool, uint32_t domid);

/** domain_name - or its domain ID, if it has no name; to[DOMAIN_NAME_MAX] */
void domain_name(struct tool *tool, uint32_t domid, char *to);

/**
 * domain_find_backend - the driver domain of this name or domain ID
 *
 * Returns 0; or a negative errno, with @tool->why, if it doesn't run, is
 * no driver domain, or vwland doesn't run in it.
 */
int domain_find_backend(struct tool *tool, const char *text,
			uint32_t *domid);

#endif
