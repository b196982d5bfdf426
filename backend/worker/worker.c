// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <xen/xen.h>
#include <xen/sys/evtchn.h>

#include "log.h"
#include "sandbox.h"
#include "worker.h"

#define PORTS 2
#define BUSY_TURNS 16		/* between looks at the engine's messages */
#define EMPTY_WAKEUPS 16	/* in a row: then the guest has to wait */
#define STORM_PAUSE_MS 10

/**
 * struct sleeper - when and how the worker sleeps
 * @ports: that were reported, and are masked until they are written back
 * @count: how many
 * @empty: notifications in a row that brought no work
 */
struct sleeper {
	uint32_t ports[PORTS];
	unsigned int count;
	unsigned int empty;
};

void worker_break(struct worker *worker, enum worker_broken broken)
{
	if (worker->broken)
		return;
	worker->broken = broken;
	worker->setup->shared->broken = broken;
}

static void broken_tell(struct worker *worker)
{
	struct worker_message message = {
		.op = WORKER_BROKEN, .broken = worker->broken,
	};

	if (worker->told)
		return;
	worker->told = worker_message_send(worker->setup->engine_fd,
					   &message) == 0;
}

static void port_notify(struct worker *worker, uint32_t port)
{
	struct ioctl_evtchn_notify notify = { .port = port };

	/* Fails only when the guest is gone: the engine will hear of it. */
	ioctl(worker->setup->evtchn_fd, IOCTL_EVTCHN_NOTIFY, &notify);
	worker_count(&worker->setup->shared->notifications, 1);
}

static void guest_notify(struct worker *worker)
{
	if (worker->notify_control)
		port_notify(worker, worker->setup->port_control);
	if (worker->notify_data)
		port_notify(worker, worker->setup->port_data);
	worker->notify_control = false;
	worker->notify_data = false;
}

/* @again: the turn before had work too */
static bool rings_turn(struct worker *worker, bool again)
{
	bool work = false, sent;

	if (!worker->broken)
		work |= messages_from_guest(worker);
	if (!worker->broken)
		work |= messages_flush(worker);
	sent = !worker->broken && transmit_turn(worker);
	/* It won't be poll() that has a look. */
	if (sent && again)
		receive_look(worker);
	work |= sent;
	if (!worker->broken)
		work |= receive_turn(worker);
	guest_notify(worker);
	return work;
}

/* Ask to be woken; returns true if there is work already. */
static bool rings_arm(struct worker *worker)
{
	bool work = false;

	if (worker->broken)
		return false;
	if (worker->stalled || worker->setup->shared->overrun)
		work |= vwlan_producer_arm(&worker->event, worker->event.size);
	else if (!worker->congested &&
		 worker->setup->shared->unanswered < VWLAN_COMMAND_WINDOW)
		work |= vwlan_consumer_arm(&worker->command);
	if (!transmit_blocked(worker) && !transmit_held(worker) &&
	    !transmit_refused(worker))
		work |= vwlan_consumer_arm(&worker->tx);
	if (receive_full(worker))
		work |= receive_arm(worker);
	return work;
}

static void ports_take(struct worker *worker, struct sleeper *sleeper)
{
	ssize_t got = read(worker->setup->evtchn_fd, sleeper->ports,
			   sizeof(sleeper->ports));

	if (got <= 0)
		return;
	sleeper->count = got / sizeof(sleeper->ports[0]);
	sleeper->empty++;
	worker_count(&worker->setup->shared->wakeups, 1);
}

static void ports_unmask(struct worker *worker, struct sleeper *sleeper)
{
	size_t bytes = sleeper->count * sizeof(sleeper->ports[0]);

	if (sleeper->count > 0 &&
	    write(worker->setup->evtchn_fd, sleeper->ports, bytes) < 0)
		return;
	sleeper->count = 0;
}

/*
 * Sleep until there is something to do.  A guest that notifies without
 * giving work is not listened to for a while: its ports stay masked.
 */
static int worker_sleep(struct worker *worker, struct sleeper *sleeper)
{
	const struct worker_setup *setup = worker->setup;
	bool storm = sleeper->empty > EMPTY_WAKEUPS || worker->broken;
	int wait = worker->broken ? -1 : limits_wait(worker);
	struct pollfd fds[] = {
		{ .fd = setup->engine_fd, .events = POLLIN },
		{ .fd = setup->packet_fd },
		{ .fd = storm ? -1 : setup->evtchn_fd, .events = POLLIN },
	};

	if (worker->broken ? !worker->told : worker->congested)
		fds[0].events |= POLLOUT;
	if (!worker->broken && !receive_full(worker) && !receive_held(worker))
		fds[1].events |= POLLIN;
	if (!worker->broken && transmit_blocked(worker))
		fds[1].events |= POLLOUT;
	if (fds[1].events == 0)
		fds[1].fd = -1;
	if (!storm)
		ports_unmask(worker, sleeper);
	if (storm && !worker->broken)
		wait = STORM_PAUSE_MS;
	poll(fds, 3, wait);
	worker_count(&setup->shared->system_calls, 1);
	if (storm)
		sleeper->empty = 0;
	if (fds[1].revents)
		receive_look(worker);
	if (fds[2].revents & POLLIN)
		ports_take(worker, sleeper);
	if (fds[0].revents)
		return messages_from_engine(worker);
	return 0;
}

static int worker_loop(struct worker *worker)
{
	struct sleeper sleeper = {
		.ports = { worker->setup->port_control,
			   worker->setup->port_data },
		.count = PORTS,	/* a predecessor may have left them masked */
	};
	unsigned int busy = 0;
	bool again = false;

	for (;;) {
		if (rings_turn(worker, again)) {
			sleeper.empty = 0;
			/* Others have their turn before the next batch. */
			if (again)
				sched_yield();
			again = true;
			/* However busy the guest is, controls get through. */
			if (++busy % BUSY_TURNS == 0 &&
			    messages_from_engine(worker))
				return 0;
			continue;
		}
		if (worker->broken)
			broken_tell(worker);
		if (rings_arm(worker))
			continue;
		again = false;
		if (worker_sleep(worker, &sleeper))
			return 0;
	}
}

static int rings_open(struct worker *worker)
{
	const struct worker_setup *setup = worker->setup;
	const struct vwlan_layout *layout = &setup->layout;
	struct vwlan_backend_page *own = setup->backend_area;
	const struct vwlan_guest_page *peer = setup->guest_area;
	int rc;

	vwlan_consumer_init(&worker->command, &own->command, &peer->command,
			    1u << layout->command_order);
	vwlan_producer_init(&worker->event, &own->event, &peer->event,
			    1u << layout->event_order);
	vwlan_consumer_init(&worker->tx, &own->tx, &peer->tx,
			    1u << layout->tx_order);
	vwlan_producer_init(&worker->rx, &own->rx, &peer->rx,
			    1u << layout->rx_order);
	worker->broken = setup->shared->broken;
	limits_set(worker, &setup->shared->limits);
	rc = transmit_open(worker);
	if (rc == 0)
		rc = receive_open(worker);
	if (rc == -EPROTO) {
		worker_break(worker, BROKEN_RX_INDEX);
		rc = 0;
	}
	return rc;
}

/* What a worker does all its life, and nothing else. */
static int worker_confine(const struct worker_setup *setup)
{
	static const struct sandbox_call calls[] = {
		{ __NR_poll, 0 },	 { __NR_read, 0 },
		{ __NR_write, 0 },	 { __NR_recvmsg, 0 },
		{ __NR_sendmsg, 0 },	 { __NR_recvmmsg, 0 },
		{ __NR_sendmmsg, 0 },	 { __NR_exit_group, 0 },
		{ __NR_clock_gettime, 0 }, { __NR_sched_yield, 0 },
		{ __NR_rt_sigreturn, 0 }, { __NR_restart_syscall, 0 },
		{ __NR_ioctl, IOCTL_EVTCHN_NOTIFY },
	};
	int rc = sandbox_identity(setup->user, NULL, false);

	if (rc)
		return rc;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* The daemon's own log is not for whoever takes this process over. */
	if (close_range(STDIN_FILENO, STDERR_FILENO, 0))
		return -errno;
	return sandbox_filter(calls, sizeof(calls) / sizeof(calls[0]));
}

int worker_run(const struct worker_setup *setup)
{
	struct worker worker = { .setup = setup };
	char name[32];
	int rc;

	memcpy(worker.mac, setup->mac, sizeof(worker.mac));
	snprintf(name, sizeof(name), "vwland-%u.%u", setup->domid,
		 setup->devid);
	prctl(PR_SET_NAME, name);
	rc = rings_open(&worker);
	if (rc == 0)
		rc = worker_confine(setup);
	if (rc) {
		log_device(LOG_ERR, setup->domid, setup->devid,
			   "can't start worker: %s", strerror(-rc));
		return 1;
	}
	return worker_loop(&worker);
}
