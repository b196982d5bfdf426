// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "log.h"

/* One process, one log: the only state that files share. */
static struct {
	int level;
	bool use_stderr;
	const char *process;
} log_state = { LOG_INFO, true, "vwland" };

static const char *const level_names[] = {
	"emergency", "alert", "critical", "error",
	"warning", "notice", "info", "debug",
};

void log_open(int level, bool use_stderr)
{
	log_state.level = level;
	log_state.use_stderr = use_stderr;
	/* After a chroot neither the socket nor the zone could be found. */
	tzset();
	openlog("vwland", LOG_NDELAY | LOG_PID, LOG_DAEMON);
}

void log_process(const char *name)
{
	log_state.process = name;
}

static void log_line(int level, const char *about, const char *format,
		     va_list args)
{
	char text[512];

	if (level > log_state.level)
		return;
	vsnprintf(text, sizeof(text), format, args);
	if (log_state.use_stderr)
		fprintf(stderr, "vwland %s %s: %s%s\n", log_state.process,
			level_names[level & LOG_PRIMASK], about, text);
	syslog(level, "%s %s: %s%s", log_state.process,
	       level_names[level & LOG_PRIMASK], about, text);
}

void log_daemon(int level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(level, "", format, args);
	va_end(args);
}

void log_device(int level, unsigned int domid, unsigned int devid,
		const char *format, ...)
{
	char about[32];
	va_list args;

	snprintf(about, sizeof(about), "d%u.%u: ", domid, devid);
	va_start(args, format);
	log_line(level, about, format, args);
	va_end(args);
}
