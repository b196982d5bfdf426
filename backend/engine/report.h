/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The connection table for the administrator: docs/man/vwlanctl.1 has the
 * format.  Never a key or a passphrase.
 */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include <sys/types.h>

struct cJSON;
struct engine;

/**
 * report_status - everything; NULL without memory
 *
 * @monitor: our parent's process ID
 */
struct cJSON *report_status(const struct engine *engine, pid_t monitor);

#endif
