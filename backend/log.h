/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Logging: one line each to stderr and to syslog, with its level and, for
 * what concerns a guest, "d<domid>.<devid>".
 */
#ifndef BACKEND_LOG_H
#define BACKEND_LOG_H

#include <stdbool.h>
#include <syslog.h>

/**
 * log_open - once, before any other call and before any chroot
 *
 * @level: LOG_ERR to LOG_DEBUG; less important lines are left out
 * @use_stderr: write to stderr too
 */
void log_open(int level, bool use_stderr);

/** log_process - which process speaks: "monitor", "engine"; not copied */
void log_process(const char *name);

/** log_daemon - about no guest in particular */
void log_daemon(int level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** log_device - about one guest's device */
void log_device(int level, unsigned int domid, unsigned int devid,
		const char *format, ...)
	__attribute__((format(printf, 4, 5)));

#endif
