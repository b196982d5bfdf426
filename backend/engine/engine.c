// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "engine/device.h"
#include "engine/record_file.h"
#include "log.h"

#define STOP_PATIENCE 3.0	/* s, for the guests to let go */
#define WATCH_BUDGET 4096	/* events taken in one turn of the loop */

/* ------------------------------------------------------------------ */
/* What happens                                                        */

/*
 * All that is there is taken, however much a guest has caused: what is
 * left would pile up in libxenstore's memory.  What follows from it is
 * paced, device by device.
 */
static void xenstore_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct engine *engine = io->data;
	struct table_key key = { 0 };
	struct device *device;
	bool scan = false, asked = false;
	int budget, rc = 1;

	(void)loop;
	(void)events;
	for (budget = WATCH_BUDGET; budget > 0 && rc > 0; budget--) {
		rc = xenstore_event(engine->xs, &key);
		if (rc <= 0)
			break;
		device = rc == 1 ? device_find(engine, key.domid, key.devid) :
				   NULL;
		if (device)
			device_wake(device);
		else if (rc == 3)
			asked = true;
		else
			scan = true;
	}
	if (asked && !engine->stopping)
		xenstore_answer(engine->xs);
	if (scan)
		devices_scan(engine);
}

static void monitor_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct engine *engine = io->data;
	int rc = monitor_read(engine);

	(void)events;
	if (rc == 0)
		return;
	log_daemon(LOG_ERR, "the monitor is gone: %s", strerror(-rc));
	engine->status = 1;
	ev_break(loop, EVBREAK_ALL);
}

static void stop_overdue(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)timer;
	(void)events;
	log_daemon(LOG_WARNING, "not every guest let go in time");
	ev_break(loop, EVBREAK_ALL);
}

static void stop_asked(struct ev_loop *loop, ev_signal *io, int events)
{
	struct engine *engine = io->data;

	(void)events;
	if (engine->stopping)
		return;
	log_daemon(LOG_INFO, "stopping");
	engine->stopping = true;
	records_stop(engine);
	xenstore_announce(engine->xs, false);
	devices_wake(engine);
	ev_timer_start(loop, &engine->give_up);
}

/* Before the loop waits: has everything been closed by now? */
static void stop_check(struct ev_loop *loop, ev_prepare *prepare, int events)
{
	struct engine *engine = prepare->data;

	(void)events;
	if (engine->stopping && devices_closed(engine))
		ev_break(loop, EVBREAK_ALL);
}

/* ------------------------------------------------------------------ */
/* Start and end                                                       */

/* The monitor's dispositions, mask and connection to syslog are its own. */
static void process_reset(void)
{
	sigset_t none;

	/* The descriptor it had may be gone, and another's by now. */
	closelog();
	openlog("vwland", LOG_NDELAY | LOG_PID, LOG_DAEMON);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	/* A terminal tells all processes; the monitor tells us. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int xenstore_start(struct engine *engine)
{
	int rc;

	engine->xs = xs_open(0);
	if (!engine->xs) {
		rc = -errno;
		log_daemon(LOG_ERR, "can't reach xenstore: %s",
			   strerror(-rc));
		return rc;
	}
	rc = xenstore_own_domid(engine->xs, &engine->domid);
	if (rc) {
		log_daemon(LOG_ERR, "can't read our own domain ID: %s",
			   strerror(-rc));
		return rc;
	}
	/* Starts libxenstore's thread, which the sandbox must hold as well. */
	rc = xenstore_watch_backend(engine->xs);
	if (rc)
		log_daemon(LOG_ERR, "can't watch for devices: %s",
			   strerror(-rc));
	return rc;
}

static void watchers_init(struct engine *engine)
{
	ev_io_init(&engine->xs_io, xenstore_readable, xs_fileno(engine->xs),
		   EV_READ);
	ev_io_init(&engine->monitor_io, monitor_readable, engine->monitor_fd,
		   EV_READ);
	ev_signal_init(&engine->terminate, stop_asked, SIGTERM);
	ev_timer_init(&engine->give_up, stop_overdue, STOP_PATIENCE, 0);
	ev_prepare_init(&engine->before_wait, stop_check);
	engine->xs_io.data = engine;
	engine->monitor_io.data = engine;
	engine->terminate.data = engine;
	engine->before_wait.data = engine;
	ev_io_start(engine->loop, &engine->xs_io);
	ev_io_start(engine->loop, &engine->monitor_io);
	ev_signal_start(engine->loop, &engine->terminate);
	ev_prepare_start(engine->loop, &engine->before_wait);
}

/* With privileges: everything that needs opening. */
static int engine_open(struct engine *engine, int control_fd)
{
	int rc;

	engine->loop = ev_loop_new(EVFLAG_AUTO | EVFLAG_NOENV);
	if (!engine->loop)
		return -ENOMEM;
	engine->started = clock_seconds();
	rc = xenstore_start(engine);
	if (rc)
		return rc;
	watchers_init(engine);
	rc = stations_open(engine);
	if (rc) {
		log_daemon(LOG_ERR, "can't prepare for stations: %s",
			   strerror(-rc));
		return rc;
	}
	rc = control_open(engine, control_fd);
	if (rc)
		log_daemon(LOG_ERR, "can't serve the administrator: %s",
			   strerror(-rc));
	return rc;
}

/* Without. */
static int engine_start(struct engine *engine)
{
	int rc = engine_sandbox(engine->config);

	if (rc) {
		log_daemon(LOG_ERR, "can't give up privileges: %s",
			   strerror(-rc));
		return rc;
	}
	rc = records_open(engine);
	if (rc == 0)
		rc = stations_start(engine);
	if (rc) {
		log_daemon(LOG_ERR, "can't start with stations: %s",
			   strerror(-rc));
		return rc;
	}
	rc = xenstore_announce(engine->xs, true);
	if (rc)
		log_daemon(LOG_WARNING, "can't announce ourselves to dom0: "
			   "%s", strerror(-rc));
	return 0;
}

/*
 * Xenstore's handle stays open to the process's end: closing it cancels
 * libxenstore's thread, for which libc loads a library that is not in the
 * engine's root.
 */
static void engine_close(struct engine *engine)
{
	devices_destroy(engine);
	if (engine->control)
		control_close(engine);
	if (engine->stations)
		stations_close(engine);
	records_close(engine);
	if (engine->loop)
		ev_loop_destroy(engine->loop);
}

int engine_run(const struct config *config, int monitor_fd, int control_fd)
{
	struct engine engine = { .config = config, .monitor_fd = monitor_fd };
	int rc;

	log_process("engine");
	process_reset();
	rc = engine_open(&engine, control_fd);
	if (rc == 0)
		rc = engine_start(&engine);
	if (rc == 0) {
		log_daemon(LOG_INFO, "ready in domain %u", engine.domid);
		ev_run(engine.loop, 0);
	} else {
		engine.status = 1;
	}
	engine_close(&engine);
	return engine.status;
}
