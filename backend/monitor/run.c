// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The run-time directory: what the other processes find each other by.
 *
 *   control          vwlanctl's socket
 *   supplicant       wpa_supplicant's global control socket
 *   supplicant.conf  what it reads for each station
 *   client/          the engine's ends towards the supplicant
 *   state/           the engine's: what outlives the daemon, without keys
 *   radio            the radio's address (phy.c)
 *   run/vwland       leads to the directory itself
 *
 * The last is there because the engine's root is this directory: a path
 * such as /run/vwland/client/x must mean the same file to the engine inside
 * and to the supplicant outside.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "log.h"
#include "monitor.h"

static int directory_make(const char *path, mode_t mode, uid_t uid, gid_t gid)
{
	if (mkdir(path, mode) && errno != EEXIST)
		return -errno;
	if (chown(path, uid, gid) || chmod(path, mode))
		return -errno;
	return 0;
}

/* RUN/run/vwland -> /, one directory for each part of RUN's path. */
static int loop_make(const char *run)
{
	char path[PATH_MAX];
	size_t length = strlen(run), i;

	snprintf(path, sizeof(path), "%s%s", run, run);
	for (i = length + 1; path[i]; i++) {
		if (path[i] != '/')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0755) && errno != EEXIST)
			return -errno;
		path[i] = '/';
	}
	if (symlink("/", path) && errno != EEXIST)
		return -errno;
	return 0;
}

static int directories_make(const struct config *config,
			    const struct passwd *user)
{
	char client[PATH_MAX], state[PATH_MAX];
	int rc = directory_make(config->run, 0755, 0, 0);

	snprintf(client, sizeof(client), "%s/client", config->run);
	if (rc == 0)
		rc = directory_make(client, 0700, user->pw_uid,
				    user->pw_gid);
	snprintf(state, sizeof(state), "%s/" CONFIG_STATE, config->run);
	if (rc == 0)
		rc = directory_make(state, 0700, user->pw_uid, user->pw_gid);
	return rc ? rc : loop_make(config->run);
}

/* A station is a station: no P2P device beside it on the phy. */
static int supplicant_configure(const struct config *config)
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/supplicant.conf", config->run);
	file = fopen(path, "we");
	if (!file)
		return -errno;
	fputs("p2p_disabled=1\n", file);
	return fclose(file) ? -errno : 0;
}

/* One daemon at a time: held until this process ends, however it does. */
static int lock_take(const struct config *config)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/lock", config->run);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	close(fd);
	return -EALREADY;
}

static int control_listen(const struct config *config,
			  const struct passwd *user)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int rc;

	if (fd < 0)
		return -errno;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/control",
		 config->run);
	unlink(address.sun_path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
	    chmod(address.sun_path, 0660) ||
	    chown(address.sun_path, 0, user->pw_gid) || listen(fd, 8)) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

int run_directory_make(const struct config *config)
{
	const struct passwd *user = getpwnam(config->user);
	int rc;

	if (!user || !getpwnam(config->worker_user)) {
		log_daemon(LOG_ERR, "there is no user \"%s\"",
			   user ? config->worker_user : config->user);
		return -ENOENT;
	}
	user = getpwnam(config->user);
	rc = directories_make(config, user);
	if (rc == 0)
		rc = lock_take(config);
	if (rc == 0)
		rc = supplicant_configure(config);
	if (rc == 0)
		rc = control_listen(config, user);
	if (rc == -EALREADY)
		log_daemon(LOG_ERR, "vwland is running already");
	else if (rc < 0)
		log_daemon(LOG_ERR, "can't make %s: %s", config->run,
			   strerror(-rc));
	return rc;
}
