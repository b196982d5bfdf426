// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * run: the daemon's outer shell: log, background, pidfile.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "options.h"
#include "verb.h"

/* The folder of the socket and the pidfile, where others may look in. */
static int folder_make(const char *path)
{
	char folder[OPTION_PATH_MAX];
	char *slash;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (!slash || slash == folder)
		return 0;
	*slash = '\0';
	return mkdir(folder, 0755) && errno != EEXIST ? -errno : 0;
}

/*
 * The lock lives as long as the process; a file that was left behind is
 * not locked.  Returns a descriptor, or a negative errno.
 */
static int pidfile_lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	int rc = 0;

	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB))
		rc = -errno;
	if (rc)
		close(fd);
	return rc ? rc : fd;
}

static void pidfile_write(int fd)
{
	if (fd >= 0 && (ftruncate(fd, 0) || dprintf(fd, "%d\n", getpid()) < 0))
		syslog(LOG_WARNING, "pidfile: %s", strerror(errno));
}

/* In the daemon: lets go of the terminal, then of who waits for it. */
static void ready_tell(int fd)
{
	if (fd < 0)
		return;
	if (write(fd, "", 1) < 0)
		syslog(LOG_WARNING, "nobody waited for the daemon");
	close(fd);
	/* From now on to syslog alone: standard output is /dev/null. */
	dup2(STDOUT_FILENO, STDERR_FILENO);
}

/* Returns in the child with a descriptor; the parent ends in here. */
static int background(void)
{
	int pipes[2], null, status;
	char byte;
	pid_t child;

	if (pipe2(pipes, O_CLOEXEC))
		return -errno;
	child = fork();
	if (child < 0)
		return -errno;
	if (child > 0) {
		close(pipes[1]);
		if (read(pipes[0], &byte, 1) == 1)
			_exit(EXIT_OK);
		waitpid(child, &status, 0);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_REFUSED);
	}
	close(pipes[0]);
	setsid();
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (chdir("/") || null < 0)
		return -errno;
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	return pipes[1];
}

static void log_begin(const struct options *o)
{
	/* The descriptor is opened now: later there is no right to. */
	openlog("vwlan-frontend", LOG_NDELAY | LOG_PERROR, LOG_DAEMON);
	setlogmask(LOG_UPTO(o->debug ? LOG_DEBUG : LOG_INFO));
	/* Reads the time zone's file, for the same reason. */
	tzset();
}

static int daemon_begin(const struct options *o, int pidfile)
{
	struct daemon_config config = {
		.devid = o->devid,
		.interface = o->interface,
		.user = o->user,
		.socket = o->socket,
		.batched = o->batched,
	};
	int ready = -1, rc;

	if (!o->foreground) {
		ready = background();
		if (ready < 0)
			return ready;
	}
	pidfile_write(pidfile);
	rc = daemon_run(&config, ready_tell, ready);
	if (pidfile >= 0 && ftruncate(pidfile, 0))
		syslog(LOG_WARNING, "pidfile: %s", strerror(errno));
	return rc;
}

static int run(const struct options *o, int argc, char **argv)
{
	int pidfile = -1, rc;

	(void)argc;
	(void)argv;
	log_begin(o);
	rc = folder_make(o->socket);
	if (rc) {
		syslog(LOG_ERR, "%s: %s", o->socket, strerror(-rc));
		return EXIT_REFUSED;
	}
	if (o->pidfile) {
		pidfile = pidfile_lock(o->pidfile);
		if (pidfile < 0) {
			syslog(LOG_ERR, "%s: %s", o->pidfile,
			       pidfile == -EWOULDBLOCK ?
			       "another daemon has it" : strerror(-pidfile));
			return EXIT_REFUSED;
		}
	}
	return daemon_begin(o, pidfile) ? EXIT_REFUSED : EXIT_OK;
}

const struct verb verb_run = {
	.name = "run",
	.options = OPTION_RUN | OPTION_SOCKET,
	.run = run,
	.summary = "serve a device: TAP interface and control socket",
	.help = "[OPTION...]\n\n"
		"Connects device N to its backend, whichever domain that "
		"is, and makes a TAP\ninterface of it.  Needs root to "
		"begin, and gives it up.\n\n"
		"  --interface NAME  name of the interface; default vwlanN\n"
		"  --user USER   who to become; default vwlan\n"
		"  --foreground  don't become a daemon\n"
		"  --pidfile FILE  where to write the process ID\n"
		"  --no-io-uring  one system call a frame\n"
		"  --debug       log more",
};
