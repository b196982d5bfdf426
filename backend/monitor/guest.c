// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "monitor.h"
#include "weight.h"

#define MESSAGE_ORDER 15u	/* control rings of 32 KiB */
#define RESTART_PAUSE 0.05	/* seconds */
#define RESTART_LATER 1.0	/* after that failed */
#define QUICK 2.0		/* a worker that dies sooner dies quickly */
#define QUICK_MAX 5u		/* in a row: then the device is given up */

static int pages_open(struct guest *guest)
{
	struct monitor_message *request = &guest->request;
	struct monitor *monitor = guest->monitor;
	struct vwlan_layout layout;
	int rc;

	if (guest->pages.shared)
		goto out;
	rc = vwlan_layout_make(&layout, MESSAGE_ORDER, MESSAGE_ORDER,
			       request->tx_order, request->rx_order);
	if (rc)
		return rc;
	if (monitor->pages + pages_count(&layout) >
	    monitor->config->max_pages)
		return -ENOSPC;
	rc = pages_share(&guest->pages, monitor->gntshr, request->domid,
			 &layout);
	if (rc)
		return rc;
	monitor->pages += pages_count(&layout);
out:
	pages_reset(&guest->pages, request->domid, request->vr, request->mac);
	request->ring_ref = guest->pages.ring_ref;
	request->tx_order = guest->pages.layout.tx_order;
	request->rx_order = guest->pages.layout.rx_order;
	return 0;
}

static int ports_open(struct guest *guest)
{
	xenevtchn_port_or_error_t control, data;

	guest->evtchn = xenevtchn_open(NULL, 0);
	if (!guest->evtchn)
		return -errno;
	control = xenevtchn_bind_unbound_port(guest->evtchn,
					      guest->request.domid);
	if (control < 0)
		return -errno;
	data = xenevtchn_bind_unbound_port(guest->evtchn,
					   guest->request.domid);
	if (data < 0)
		return -errno;
	guest->request.port_control = control;
	guest->request.port_data = data;
	return fcntl(xenevtchn_fd(guest->evtchn), F_SETFL, O_NONBLOCK) ?
	       -errno : 0;
}

static void descriptor_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Counters and the like: they outlive the worker, and the engine reads. */
static int shared_open(struct guest *guest)
{
	void *memory;

	if (guest->shared) {
		guest->shared->unanswered = 0;
		guest->shared->overrun = 0;
		guest->shared->broken = 0;
		guest->shared->generation = 0;
		guest->shared->limits = (struct worker_limits){ 0 };
		guest->shared->lost = 0;
		return 0;
	}
	descriptor_close(&guest->shared_fd);
	guest->shared_fd = memfd_create("vwlan-worker", MFD_CLOEXEC);
	if (guest->shared_fd < 0 ||
	    ftruncate(guest->shared_fd, VWLAN_PAGE_SIZE))
		return -errno;
	memory = mmap(NULL, VWLAN_PAGE_SIZE, PROT_READ | PROT_WRITE,
		      MAP_SHARED, guest->shared_fd, 0);
	if (memory == MAP_FAILED)
		return -errno;
	guest->shared = memory;
	return madvise(memory, VWLAN_PAGE_SIZE, MADV_DONTFORK) ? -errno : 0;
}

static int sockets_open(struct guest *guest)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -errno;
	guest->engine_end = ends[0];
	guest->worker_end = ends[1];
	return shared_open(guest);
}

static void worker_child(const struct guest *guest)
{
	const struct worker_setup setup = {
		.domid = guest->request.domid,
		.devid = guest->request.devid,
		.vr = guest->request.vr,
		.capabilities = guest->request.capabilities,
		.layout = guest->pages.layout,
		.backend_area = guest->pages.backend_area,
		.guest_area = guest->pages.guest_area,
		.shared = guest->shared,
		.evtchn_fd = xenevtchn_fd(guest->evtchn),
		.port_control = guest->request.port_control,
		.port_data = guest->request.port_data,
		.packet_fd = guest->interface.packet_fd,
		.engine_fd = guest->worker_end,
		.user = guest->monitor->config->worker_user,
		.mac = {
			guest->request.mac[0], guest->request.mac[1],
			guest->request.mac[2], guest->request.mac[3],
			guest->request.mac[4], guest->request.mac[5],
		},
	};

	log_process("worker");
	if (weight_apply(getpid(), guest->request.weight) || weight_batch())
		log_device(LOG_WARNING, setup.domid, setup.devid,
			   "can't give its worker its weight");
	_exit(worker_run(&setup));
}

static void worker_ended(struct ev_loop *loop, ev_child *child, int events);

/*
 * The one moment in which this guest's pages may be copied into a child.
 * The monitor has one thread: no other fork can happen in between.
 */
static int worker_start(struct guest *guest)
{
	const int keep[] = { xenevtchn_fd(guest->evtchn),
			     guest->interface.packet_fd, guest->worker_end };
	pid_t pid = -1;
	int rc;

	rc = pages_inherit(&guest->pages, true);
	if (rc == 0 && madvise(guest->shared, VWLAN_PAGE_SIZE, MADV_DOFORK))
		rc = -errno;
	if (rc == 0) {
		pid = process_fork(keep, sizeof(keep) / sizeof(keep[0]));
		rc = pid < 0 ? -errno : 0;
	}
	if (pid == 0)
		worker_child(guest);
	pages_inherit(&guest->pages, false);
	madvise(guest->shared, VWLAN_PAGE_SIZE, MADV_DONTFORK);
	if (rc)
		return rc;
	guest->worker = pid;
	guest->request.pid = pid;
	guest->started = clock_seconds();
	ev_child_init(&guest->child, worker_ended, pid, 0);
	guest->child.data = guest;
	ev_child_start(guest->monitor->loop, &guest->child);
	return 0;
}

static void worker_tell(struct guest *guest)
{
	struct monitor_message message = guest->request;

	message.op = MONITOR_WORKER;
	monitor_tell(guest->monitor, &message, NULL, 0);
}

static void worker_again(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct guest *guest = timer->data;
	int rc;

	(void)events;
	rc = worker_start(guest);
	if (rc == 0) {
		worker_tell(guest);
		return;
	}
	log_device(LOG_ERR, guest->request.domid, guest->request.devid,
		   "can't start its worker again: %s", strerror(-rc));
	ev_timer_set(timer, RESTART_LATER, 0);
	ev_timer_start(loop, timer);
}

static void end_log(const struct guest *guest, int status)
{
	unsigned int domid = guest->request.domid;
	unsigned int devid = guest->request.devid;

	if (WIFSIGNALED(status))
		log_device(LOG_WARNING, domid, devid,
			   "worker %d was killed by signal %d (%s)",
			   guest->worker, WTERMSIG(status),
			   strsignal(WTERMSIG(status)));
	else
		log_device(LOG_WARNING, domid, devid,
			   "worker %d ended with status %d", guest->worker,
			   WEXITSTATUS(status));
}

static void worker_ended(struct ev_loop *loop, ev_child *child, int events)
{
	struct guest *guest = child->data;

	(void)events;
	ev_child_stop(loop, child);
	end_log(guest, child->rstatus);
	guest->quick = clock_seconds() - guest->started < QUICK ?
		       guest->quick + 1 : 0;
	guest->worker = 0;
	guest->request.pid = 0;
	guest->request.restarts++;
	if (guest->quick >= QUICK_MAX) {
		log_device(LOG_ERR, guest->request.domid,
			   guest->request.devid,
			   "its worker keeps dying: given up");
		worker_tell(guest);
		return;
	}
	ev_timer_init(&guest->again, worker_again, RESTART_PAUSE, 0);
	guest->again.data = guest;
	ev_timer_start(loop, &guest->again);
}

static int stage_run(struct guest *guest, enum monitor_stage stage)
{
	struct monitor_message *request = &guest->request;

	request->where = stage;
	switch (stage) {
	case MONITOR_STAGE_PAGES:
		return pages_open(guest);
	case MONITOR_STAGE_PORTS:
		return ports_open(guest);
	case MONITOR_STAGE_INTERFACE:
		return interface_open(&guest->interface, &guest->monitor->phy,
				      request);
	case MONITOR_STAGE_SOCKET:
		return interface_socket(&guest->interface, request);
	case MONITOR_STAGE_WORKER:
		return worker_start(guest);
	case MONITOR_STAGE_REQUEST:
	case MONITOR_STAGE_COUNT:
		break;
	}
	return -EINVAL;
}

int guest_open(struct guest *guest)
{
	struct monitor_message *request = &guest->request;
	int stage, rc;

	guest->open = true;
	guest->quick = 0;
	guest->interface.packet_fd = -1;
	rc = sockets_open(guest);
	for (stage = MONITOR_STAGE_PAGES;
	     stage <= MONITOR_STAGE_WORKER && rc == 0; stage++)
		rc = stage_run(guest, stage);
	request->error = rc;
	if (rc) {
		guest_stop(guest);
		return rc;
	}
	request->ifindex = guest->interface.ifindex;
	memcpy(request->ifname, guest->interface.name,
	       sizeof(request->ifname));
	return 0;
}

static void worker_stop(struct guest *guest)
{
	struct ev_loop *loop = guest->monitor->loop;

	ev_timer_stop(loop, &guest->again);
	if (!guest->worker)
		return;
	ev_child_stop(loop, &guest->child);
	kill(guest->worker, SIGKILL);
	/* It has no privilege and nothing to wait for: it ends at once. */
	waitpid(guest->worker, NULL, 0);
	guest->worker = 0;
	guest->request.pid = 0;
}

/* Into @guest->interface, but only once it is complete. */
static int interface_again(struct guest *guest)
{
	struct monitor_message *request = &guest->request;
	struct interface fresh;
	int rc;

	request->where = MONITOR_STAGE_INTERFACE;
	rc = interface_open(&fresh, &guest->monitor->phy, request);
	if (rc)
		return rc;
	request->where = MONITOR_STAGE_SOCKET;
	rc = interface_socket(&fresh, request);
	if (rc) {
		interface_close(&fresh);
		return rc;
	}
	interface_close(&guest->interface);
	guest->interface = fresh;
	request->ifindex = fresh.ifindex;
	return 0;
}

/*
 * The worker has the old packet socket: its successor gets the new one,
 * and goes on from the rings as if the worker had died.
 */
int guest_renew(struct guest *guest)
{
	int rc = guest->open ? interface_again(guest) : -ENODEV;

	if (rc)
		return rc;
	worker_stop(guest);
	guest->quick = 0;
	/* The new interface's packet socket counts from 0. */
	guest->shared->lost = 0;
	rc = worker_start(guest);
	if (rc == 0)
		return 0;
	log_device(LOG_ERR, guest->request.domid, guest->request.devid,
		   "can't start its worker: %s", strerror(-rc));
	ev_timer_init(&guest->again, worker_again, RESTART_LATER, 0);
	guest->again.data = guest;
	ev_timer_start(guest->monitor->loop, &guest->again);
	return 0;
}

void guest_stop(struct guest *guest)
{
	if (!guest->open)
		return;
	guest->open = false;
	worker_stop(guest);
	interface_close(&guest->interface);
	if (guest->evtchn)
		xenevtchn_close(guest->evtchn);
	guest->evtchn = NULL;
	descriptor_close(&guest->engine_end);
	descriptor_close(&guest->worker_end);
	guest->request.restarts = 0;
}

void guest_release(struct guest *guest)
{
	guest_stop(guest);
	if (guest->shared)
		munmap(guest->shared, VWLAN_PAGE_SIZE);
	guest->shared = NULL;
	descriptor_close(&guest->shared_fd);
	if (!guest->pages.shared)
		return;
	guest->monitor->pages -= pages_count(&guest->pages.layout);
	pages_unshare(&guest->pages, guest->monitor->gntshr);
}
