/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's configuration: the same file that xl reads. */
#ifndef CONFIG_H
#define CONFIG_H

#include "spec.h"
#include "tool.h"

/**
 * struct config - what matters here
 * @name: of the guest
 * @entry: text of each entry of vwlan = [...]
 * @specs: the same, taken apart
 */
struct config {
	char *name;
	size_t count;
	char *entry[SPEC_COUNT_MAX];
	struct spec specs[SPEC_COUNT_MAX];
};

/**
 * config_read - read and check a guest's configuration
 *
 * @settings: NULL-terminated list of further lines, as xl takes them
 *
 * Returns 0 or a negative errno, with @tool->why; config_free() anyway.
 */
int config_read(struct tool *tool, const char *file, char **settings,
		struct config *config);

void config_free(struct config *config);

/** config_refuse - note that entry @which of @file is wrong; returns @rc */
int config_refuse(struct tool *tool, int rc, const char *file, size_t which,
		  const char *why);

#endif
