/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One guest's device, as the monitor knows it: what is kept open for it.
 */
#ifndef MONITOR_GUEST_H
#define MONITOR_GUEST_H

#include <ev.h>
#include <sys/queue.h>
#include <xenevtchn.h>

#include "interface.h"
#include "pages.h"
#include "worker/worker.h"

/**
 * struct guest
 * @request: the OPEN that it was opened with; with the answer's fields
 *	filled in, it is also what a new engine is told
 * @limit_refused: traffic control has another limit than @request
 * @open: between OPEN and STOP
 * @pages: kept from the first OPEN to RELEASE
 * @evtchn: its own handle, so that a worker inherits its own ports alone
 * @interface: its network interface
 * @engine_end: the engine's end of the worker's socket
 * @worker_end: the worker's
 * @shared_fd: memory of @shared
 * @shared: mapped; not copied by a fork but for the worker's; kept with
 *	the pages, so that counters go on
 * @worker: its process, or 0
 * @started: when it was last started, as of clock_seconds()
 * @quick: how often in a row it died soon after its start
 * @again: starts the worker again
 * @monitor: whose it is
 */
struct guest {
	TAILQ_ENTRY(guest) link;
	struct monitor_message request;
	bool limit_refused;
	bool open;
	struct pages pages;
	xenevtchn_handle *evtchn;
	struct interface interface;
	int engine_end;
	int worker_end;
	int shared_fd;
	struct worker_shared *shared;
	pid_t worker;
	double started;
	unsigned int quick;
	ev_timer again;
	ev_child child;
	struct monitor *monitor;
};

TAILQ_HEAD(guests, guest);

/**
 * guest_open - all that @guest->request asks for, up to a running worker
 *
 * Returns 0 or a negative errno, with @guest->request.where saying what
 * failed; then only the pages are left.
 */
int guest_open(struct guest *guest);

/**
 * guest_renew - its interface went with the radio: make it again
 *
 * Returns 0, or a negative errno with @guest->request.where saying what
 * failed; then all is as before.
 */
int guest_renew(struct guest *guest);

/** guest_stop - all but the pages goes; nothing if it is not open */
void guest_stop(struct guest *guest);

/** guest_release - the pages as well */
void guest_release(struct guest *guest);

#endif
