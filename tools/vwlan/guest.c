// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "guest.h"

/*
 * xl gets a process group of its own: an interrupt from the terminal would
 * otherwise stop it halfway.  It takes itself back when it fails; the
 * interrupt is looked at when it is done.
 */
static int xl_run(struct tool *tool, char **arguments, int *status)
{
	extern char **environ;
	posix_spawnattr_t how;
	sigset_t none;
	pid_t pid;
	int rc;

	sigemptyset(&none);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP |
				       POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&how, &none);
	rc = posix_spawnp(&pid, arguments[0], NULL, &how, arguments, environ);
	posix_spawnattr_destroy(&how);
	if (rc)
		return tool_refuse(tool, -rc, "can't run xl: %s",
				   strerror(rc));
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return tool_refuse(tool, -errno, "xl: %s",
					   strerror(errno));
	return 0;
}

/* xl create -q -p -f FILE SETTINGS... */
static char **xl_arguments(const char *file, char **settings)
{
	const char *const fixed[] = { "xl", "create", "-q", "-p", "-f", file };
	size_t count = 0, known = sizeof(fixed) / sizeof(fixed[0]);
	char **arguments;

	while (settings[count])
		count++;
	arguments = calloc(known + count + 1, sizeof(*arguments));
	if (!arguments)
		return NULL;
	memcpy(arguments, fixed, sizeof(fixed));
	memcpy(arguments + known, settings, count * sizeof(*settings));
	return arguments;
}

int guest_start(struct tool *tool, const char *file, char **settings,
		const char *name, uint32_t *domid)
{
	char **arguments = xl_arguments(file, settings);
	int rc, status = -1;

	if (!arguments)
		return tool_refuse(tool, -ENOMEM, "out of memory");
	rc = xl_run(tool, arguments, &status);
	free(arguments);
	if (rc)
		return rc;
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		return tool_refuse(tool, -ECHILD, "%s: xl create failed",
				   file);
	if (libxl_name_to_domid(tool->xl, name, domid))
		return tool_refuse(tool, -ENOENT, "%s: xl create made no "
				   "domain \"%s\"", file, name);
	return 0;
}

int guest_unpause(struct tool *tool, uint32_t domid)
{
	if (libxl_domain_unpause(tool->xl, domid, NULL))
		return tool_refuse(tool, -EIO, "domain %u can't be unpaused",
				   domid);
	return 0;
}

int guest_destroy(struct tool *tool, uint32_t domid)
{
	return libxl_domain_destroy(tool->xl, domid, NULL) ? -EIO : 0;
}
