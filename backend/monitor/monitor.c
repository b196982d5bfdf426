// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "engine/engine.h"
#include "log.h"
#include "monitor.h"

#define GNTALLOC_LIMIT "/sys/module/xen_gntalloc/parameters/limit"
#define STOP_TIME 8.0		/* seconds that the engine has to close all */
#define RESTART_SOON 0.1	/* seconds */
#define RESTART_LATER 2.0	/* if it ran for less than this */

void monitor_tell(struct monitor *monitor,
		  const struct monitor_message *message, const int *fds,
		  size_t count)
{
	int rc;

	if (monitor->engine_fd < 0)
		return;
	rc = ipc_send(monitor->engine_fd, message, sizeof(*message), fds,
		      count);
	/* A new engine is told everything that matters anyway. */
	if (rc && rc != -EPIPE)
		log_daemon(LOG_ERR, "can't tell the engine: %s",
			   strerror(-rc));
}

/* The engine may look at the worker's counters, not change them. */
static int shared_readonly(const struct guest *guest)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", guest->shared_fd);
	return open(path, O_RDONLY | O_CLOEXEC);
}

void monitor_tell_open(struct monitor *monitor, const struct guest *guest)
{
	struct monitor_message failed;
	int fds[MONITOR_OPENED_FDS];
	size_t count = 2;

	if (guest->request.error) {
		monitor_tell(monitor, &guest->request, NULL, 0);
		return;
	}
	fds[0] = guest->engine_end;
	fds[1] = shared_readonly(guest);
	if (fds[1] < 0) {
		failed = guest->request;
		failed.error = -errno;
		failed.where = MONITOR_STAGE_SOCKET;
		log_daemon(LOG_ERR, "can't reopen shared counters: %s",
			   strerror(errno));
		monitor_tell(monitor, &failed, NULL, 0);
		return;
	}
	if (guest->request.mode == VWLAN_MODE_NATIVE)
		fds[count++] = nl_socket_get_fd(guest->interface.owner);
	monitor_tell(monitor, &guest->request, fds, count);
	close(fds[1]);
}

static void engine_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct monitor *monitor = io->data;
	struct monitor_message request;
	int rc;

	(void)events;
	rc = ipc_receive(monitor->engine_fd, &request, sizeof(request), NULL,
			 0);
	if (rc == 1)
		monitor_request(monitor, &request);
	else if (rc != -EAGAIN)
		ev_io_stop(loop, io);	/* its end is seen to elsewhere */
}

static void engine_child(struct monitor *monitor, int fd)
{
	/* libev lets a signal be watched by one loop of a process only. */
	ev_signal_stop(monitor->loop, &monitor->term);
	ev_signal_stop(monitor->loop, &monitor->interrupt);
	log_process("engine");
	_exit(engine_run(monitor->config, fd, monitor->control_fd));
}

static void child_ended(struct ev_loop *loop, ev_child *watch, int events);

static void child_watch(struct monitor *monitor, struct child *child,
			pid_t pid)
{
	child->pid = pid;
	child->started = clock_seconds();
	ev_child_init(&child->watch, child_ended, pid, 0);
	child->watch.data = monitor;
	ev_child_start(monitor->loop, &child->watch);
}

static void guest_tell(struct monitor *monitor, const struct guest *guest)
{
	struct monitor_message message = guest->request;

	if (guest->open) {
		monitor_tell_open(monitor, guest);
		return;
	}
	message.op = MONITOR_STOPPED;
	monitor_tell(monitor, &message, NULL, 0);
}

static void engine_tell_all(struct monitor *monitor)
{
	struct monitor_message sync = { .op = MONITOR_SYNC };
	struct guest *guest;

	/* First: what there is of stations is judged by it. */
	monitor_tell_radio(monitor);
	TAILQ_FOREACH(guest, &monitor->guests, link)
		guest_tell(monitor, guest);
	monitor_tell(monitor, &sync, NULL, 0);
}

static int engine_start(struct monitor *monitor)
{
	int ends[2], keep[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -errno;
	keep[0] = ends[1];
	keep[1] = monitor->control_fd;
	pid = process_fork(keep, 2);
	if (pid == 0)
		engine_child(monitor, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return -errno;
	}
	monitor->engine_fd = ends[0];
	ev_io_init(&monitor->engine_io, engine_readable, ends[0], EV_READ);
	monitor->engine_io.data = monitor;
	ev_io_start(monitor->loop, &monitor->engine_io);
	child_watch(monitor, &monitor->engine, pid);
	engine_tell_all(monitor);
	return 0;
}

static void supplicant_child(const struct config *config)
{
	const struct passwd *user = getpwnam(config->user);
	const struct group *group = user ? getgrgid(user->pw_gid) : NULL;
	char path[128];

	snprintf(path, sizeof(path), "%s/supplicant", config->run);
	/* One that was killed leaves its socket behind. */
	unlink(path);
	if (group)
		execl(config->supplicant, config->supplicant, "-s", "-g", path,
		      "-G", group->gr_name, NULL);
	log_daemon(LOG_ERR, "can't start %s: %s", config->supplicant,
		   strerror(errno));
	_exit(127);
}

static int supplicant_start(struct monitor *monitor)
{
	pid_t pid = process_fork(NULL, 0);

	if (pid == 0)
		supplicant_child(monitor->config);
	if (pid < 0)
		return -errno;
	child_watch(monitor, &monitor->supplicant, pid);
	return 0;
}

static void child_again(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct monitor *monitor = timer->data;
	bool engine = timer == &monitor->engine.again;
	int rc = engine ? engine_start(monitor) : supplicant_start(monitor);

	(void)events;
	if (rc == 0)
		return;
	log_daemon(LOG_ERR, "can't start the %s again: %s",
		   engine ? "engine" : "supplicant", strerror(-rc));
	ev_timer_set(timer, RESTART_LATER, 0);
	ev_timer_start(loop, timer);
}

static void child_end_log(const char *name, pid_t pid, int status)
{
	if (WIFSIGNALED(status))
		log_daemon(LOG_ERR, "%s %d was killed by signal %d (%s)",
			   name, pid, WTERMSIG(status),
			   strsignal(WTERMSIG(status)));
	else
		log_daemon(LOG_ERR, "%s %d ended with status %d", name, pid,
			   WEXITSTATUS(status));
}

static void child_ended(struct ev_loop *loop, ev_child *watch, int events)
{
	struct monitor *monitor = watch->data;
	bool engine = watch == &monitor->engine.watch;
	struct child *child = engine ? &monitor->engine :
				       &monitor->supplicant;
	bool quick = clock_seconds() - child->started < RESTART_LATER;

	(void)events;
	ev_child_stop(loop, watch);
	child->pid = 0;
	if (engine) {
		ev_io_stop(loop, &monitor->engine_io);
		close(monitor->engine_fd);
		monitor->engine_fd = -1;
	}
	if (monitor->stopping) {
		if (engine)
			ev_break(loop, EVBREAK_ALL);
		return;
	}
	child_end_log(engine ? "engine" : "supplicant", watch->rpid,
		      watch->rstatus);
	ev_timer_init(&child->again, child_again,
		      quick ? RESTART_LATER : RESTART_SOON, 0);
	child->again.data = monitor;
	ev_timer_start(loop, &child->again);
}

static void deadline_passed(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)timer;
	(void)events;
	log_daemon(LOG_WARNING, "the engine did not stop in time");
	ev_break(loop, EVBREAK_ALL);
}

static void stop_asked(struct ev_loop *loop, ev_signal *watch, int events)
{
	struct monitor *monitor = watch->data;

	(void)events;
	if (monitor->stopping)
		return;
	monitor->stopping = true;
	log_daemon(LOG_INFO, "stopping");
	if (!monitor->engine.pid) {
		ev_break(loop, EVBREAK_ALL);
		return;
	}
	kill(monitor->engine.pid, SIGTERM);
	ev_timer_init(&monitor->deadline, deadline_passed, STOP_TIME, 0);
	ev_timer_start(loop, &monitor->deadline);
}

static void reap_due(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct monitor *monitor = timer->data;

	(void)events;
	pages_reap(monitor->gntshr);
	if (--monitor->reaps == 0)
		ev_timer_stop(loop, timer);
}

/* gntalloc's own limit is for the whole domain, and low by default. */
static void gntalloc_raise(unsigned int pages)
{
	FILE *file = fopen(GNTALLOC_LIMIT, "r+e");
	unsigned int limit;

	if (!file || fscanf(file, "%u", &limit) != 1) {
		log_daemon(LOG_WARNING, "can't read %s", GNTALLOC_LIMIT);
	} else if (limit < pages) {
		rewind(file);
		fprintf(file, "%u", pages);
	}
	if (file && fclose(file))
		log_daemon(LOG_WARNING, "can't write %s", GNTALLOC_LIMIT);
}

static bool interface_ours(const void *user, int ifindex)
{
	const struct monitor *monitor = user;
	const struct guest *guest;

	TAILQ_FOREACH(guest, &monitor->guests, link)
		if (guest->interface.ifindex == ifindex)
			return true;
	return false;
}

static int guard_start(struct monitor *monitor)
{
	int rc = guard_open(&monitor->guard, monitor->loop, interface_ours,
			    monitor);

	if (rc)
		log_daemon(LOG_ERR, "can't guard interfaces: %s",
			   strerror(-rc));
	return rc;
}

static int monitor_open(struct monitor *monitor)
{
	const struct config *config = monitor->config;
	int rc;

	monitor->control_fd = run_directory_make(config);
	if (monitor->control_fd < 0)
		return monitor->control_fd;
	phy_open(&monitor->phy, config);
	gntalloc_raise(config->max_pages + 1);
	monitor->gntshr = xengntshr_open(NULL, 0);
	if (!monitor->gntshr) {
		rc = -errno;
		log_daemon(LOG_ERR, "can't open gntalloc: %s",
			   strerror(errno));
		return rc;
	}
	rc = guard_start(monitor);
	if (rc == 0)
		rc = supplicant_start(monitor);
	return rc ? rc : engine_start(monitor);
}

static void watch_signal(struct monitor *monitor, ev_signal *watch, int number)
{
	ev_signal_init(watch, stop_asked, number);
	watch->data = monitor;
	ev_signal_start(monitor->loop, watch);
}

static void monitor_close(struct monitor *monitor)
{
	struct guest *guest;

	if (monitor->engine.pid)
		kill(monitor->engine.pid, SIGKILL);
	while ((guest = TAILQ_FIRST(&monitor->guests))) {
		TAILQ_REMOVE(&monitor->guests, guest, link);
		guest_release(guest);
		free(guest);
	}
	guard_close(&monitor->guard);
	if (monitor->supplicant.pid) {
		kill(monitor->supplicant.pid, SIGTERM);
		waitpid(monitor->supplicant.pid, NULL, 0);
	}
	if (monitor->gntshr)
		xengntshr_close(monitor->gntshr);
	if (monitor->control_fd >= 0)
		close(monitor->control_fd);
}

int monitor_run(const struct config *config)
{
	struct monitor monitor = {
		.loop = ev_default_loop(0),
		.config = config,
		.engine_fd = -1,
		.control_fd = -1,
	};
	int rc;

	if (!monitor.loop)
		return 1;
	log_process("monitor");
	signal(SIGPIPE, SIG_IGN);
	TAILQ_INIT(&monitor.guests);
	ev_timer_init(&monitor.reap, reap_due, 0, 0);
	monitor.reap.data = &monitor;
	watch_signal(&monitor, &monitor.term, SIGTERM);
	watch_signal(&monitor, &monitor.interrupt, SIGINT);
	rc = monitor_open(&monitor);
	if (rc == 0) {
		log_daemon(LOG_NOTICE, "started");
		ev_run(monitor.loop, 0);
	}
	monitor_close(&monitor);
	log_daemon(LOG_NOTICE, "stopped");
	return rc ? 1 : 0;
}
