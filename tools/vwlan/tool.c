// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "tool.h"

int tool_refuse(struct tool *tool, int rc, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(tool->why, sizeof(tool->why), format, args);
	va_end(args);
	return rc;
}

static int interrupt_open(struct tool *tool)
{
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	tool->interrupt = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
	if (tool->interrupt < 0)
		return tool_refuse(tool, -errno, "signalfd: %s",
				   strerror(errno));
	return 0;
}

int tool_open(struct tool *tool, bool verbose)
{
	int rc;

	*tool = (struct tool){ .interrupt = -1 };
	rc = interrupt_open(tool);
	if (rc)
		return rc;
	/* What libxl has to say repeats ours, in more lines. */
	tool->log = xtl_createlogger_stdiostream(stderr, verbose ?
						 XTL_DEBUG : XTL_CRITICAL, 0);
	if (!tool->log)
		return tool_refuse(tool, -ENOMEM, "out of memory");
	if (libxl_ctx_alloc(&tool->xl, LIBXL_VERSION, 0,
			    (xentoollog_logger *)tool->log))
		return tool_refuse(tool, -ENODEV, "can't talk to Xen: this "
				   "has to be run by root, in dom0");
	tool->xs = xs_open(XS_UNWATCH_FILTER);
	if (!tool->xs)
		return tool_refuse(tool, -errno, "can't talk to xenstore: %s",
				   strerror(errno));
	return 0;
}

void tool_close(struct tool *tool)
{
	xs_close(tool->xs);
	libxl_ctx_free(tool->xl);
	if (tool->log)
		xtl_logger_destroy((xentoollog_logger *)tool->log);
	if (tool->interrupt >= 0)
		close(tool->interrupt);
}
