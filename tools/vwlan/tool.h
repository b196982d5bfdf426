/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every verb needs: Xen, xenstore, and how to say what went wrong. */
#ifndef TOOL_H
#define TOOL_H

#include <libxl.h>
#include <libxl_utils.h>
#include <stdbool.h>
#include <xenstore.h>
#include <xentoollog.h>

#define TOOL_WHY_MAX 512	/* bytes of a reason, NUL included */

/**
 * struct tool - open handles
 * @interrupt: becomes readable when somebody wants this process to stop;
 *	the signals themselves are blocked, so that nothing stays half done
 * @stirred: domains came or went while something was waited for
 * @why: the reason of the last failure, for a person
 */
struct tool {
	libxl_ctx *xl;
	struct xs_handle *xs;
	xentoollog_logger_stdiostream *log;
	int interrupt;
	bool stirred;
	char why[TOOL_WHY_MAX];
};

/**
 * tool_open - connect to Xen and xenstore
 *
 * @verbose: let libxl speak too
 *
 * Returns 0 or a negative errno, with @tool->why; tool_close() in any case.
 */
int tool_open(struct tool *tool, bool verbose);

void tool_close(struct tool *tool);

/** tool_refuse - note why; returns @rc */
int tool_refuse(struct tool *tool, int rc, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
