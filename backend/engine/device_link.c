// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/device.h"
#include "engine/device_check.h"
#include "engine/recovery.h"
#include "log.h"

#define WORKER_BUDGET 16	/* messages of one worker in one turn */

/* ------------------------------------------------------------------ */
/* To the worker                                                       */

void device_mac_tell(struct device *device)
{
	struct worker_message message = { .op = WORKER_MAC };
	ev_io *lost = &device->life->lost;

	vwlan_control_set_mac(&message.control, device->entry->mac);
	if (worker_message_send(device->worker_fd, &message) == -EAGAIN &&
	    !ev_is_active(lost))
		ev_io_start(device->engine->loop, lost);
}

static void limits_tell(struct device *device)
{
	struct worker_message message = {
		.op = WORKER_LIMITS,
		.limits = {
			.tx = device->entry->policy.tx,
			.rx = device->entry->policy.rx,
		},
	};
	ev_io *lost = &device->life->lost;

	if (worker_message_send(device->worker_fd, &message) == -EAGAIN &&
	    !ev_is_active(lost))
		ev_io_start(device->engine->loop, lost);
}

void device_resync(struct device *device)
{
	static const struct worker_message resync = { .op = WORKER_RESYNC };
	struct ev_loop *loop = device->engine->loop;
	ev_io *lost = &device->life->lost;
	int rc;

	if (device->entry->mode == VWLAN_MODE_NATIVE)
		device_mac_tell(device);
	limits_tell(device);
	rc = worker_message_send(device->worker_fd, &resync);
	if (rc == -EAGAIN && !ev_is_active(lost))
		ev_io_start(loop, lost);
	else if (rc == 0)
		ev_io_stop(loop, lost);
}

static void worker_writable(struct ev_loop *loop, ev_io *io, int events)
{
	(void)loop;
	(void)events;
	device_resync(io->data);
}

void device_send(struct device *device, struct vwlan_control *control)
{
	struct worker_message message = { .op = WORKER_CONTROL };
	int rc;

	if (device->worker_fd < 0)
		return;
	control->domid = device->key.domid;
	control->vr = device->entry->vr;
	control->generation = device->entry->generation;
	message.control = *control;
	rc = worker_message_send(device->worker_fd, &message);
	if (rc == -EAGAIN && !ev_is_active(&device->life->lost))
		ev_io_start(device->engine->loop, &device->life->lost);
	else if (rc && rc != -EAGAIN)
		log_device(LOG_WARNING, device->key.domid, device->key.devid,
			   "can't send to the worker: %s", strerror(-rc));
}

/* ------------------------------------------------------------------ */
/* From the worker                                                     */

static void worker_command(struct device *device,
			   const struct vwlan_control *command)
{
	struct vwlan_control response = {
		.type = VWLAN_RESPONSE,
		.status = VWLAN_NO_RADIO,
		.id = command->id,
		.seq = command->seq,
	};

	if (!device_check_command(command, device->entry))
		device_close(device, "the worker sent an impossible command");
	else if (device->station)
		station_command(device, command);
	else
		device_send(device, &response);
}

static void worker_take(struct device *device,
			const struct worker_message *message)
{
	switch (message->op) {
	case WORKER_COMMAND:
		worker_command(device, &message->control);
		break;
	case WORKER_BROKEN:
		device_close(device, "the guest broke the protocol: %s",
			     worker_broken_text(message->broken));
		break;
	default:
		device_close(device, "the worker sent nonsense");
		break;
	}
}

static void worker_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct device *device = io->data;
	struct worker_message message;
	int budget, rc = 1;

	(void)events;
	for (budget = WORKER_BUDGET; budget > 0 && rc == 1; budget--) {
		/* Once refused it is heard no more. */
		if (device->life->for_good)
			rc = -EPIPE;
		else
			rc = worker_message_receive(device->worker_fd,
						    &message);
		if (rc == 1)
			worker_take(device, &message);
	}
	/* There may have been a passphrase in it. */
	explicit_bzero(&message, sizeof(message));
	if (rc == 1 || rc == -EAGAIN)
		return;
	ev_io_stop(loop, io);
	device_close(device, "the worker's socket failed");
}

int device_serve(struct device *device, bool adopt)
{
	struct ev_loop *loop = device->engine->loop;
	int rc;

	device->life->served = true;
	rc = station_open(device, adopt);
	if (rc)
		return rc;
	ev_io_start(loop, &device->worker_io);
	if (adopt)
		device_resync(device);
	else
		limits_tell(device);
	/* It may have gone while there was no engine, or just now. */
	recovery_look(device);
	return 0;
}

void device_unserve(struct device *device)
{
	struct ev_loop *loop = device->engine->loop;

	if (device->station)
		station_close(device);
	if (device->worker_fd >= 0) {
		ev_io_stop(loop, &device->worker_io);
		ev_io_stop(loop, &device->life->lost);
		close(device->worker_fd);
	}
	if (device->radio_fd >= 0)
		close(device->radio_fd);
	device->worker_fd = -1;
	device->radio_fd = -1;
	device->lost = false;
	device->renewing = false;
	device->life->served = false;
	device->entry->ifname[0] = '\0';
	device->entry->ifindex = 0;
	device->entry->worker_pid = 0;
}

void device_shared_forget(struct device *device)
{
	if (device->shared)
		munmap((void *)device->shared, sizeof(*device->shared));
	device->shared = NULL;
}

/* ------------------------------------------------------------------ */
/* To the monitor                                                      */

static int monitor_ask(struct device *device, struct monitor_message *message,
		       enum monitor_op op, enum xenbus_phase phase)
{
	int rc;

	message->op = op;
	message->domid = device->key.domid;
	message->devid = device->key.devid;
	message->vr = device->entry->vr;
	message->mode = device->entry->mode;
	message->weight = device->entry->policy.weight;
	message->rx_rate = device->entry->policy.rx.rate;
	message->tx = device->entry->policy.tx;
	memcpy(message->mac, device->entry->mac, sizeof(message->mac));
	rc = ipc_send(device->engine->monitor_fd, message, sizeof(*message),
		      NULL, 0);
	if (rc == 0)
		device->life->phase = phase;
	return rc;
}

int device_request(struct device *device, struct monitor_message *open)
{
	return monitor_ask(device, open, MONITOR_OPEN, XENBUS_OPENING);
}

int device_mac_ask(struct device *device, const uint8_t *mac)
{
	struct monitor_message message = {
		.op = MONITOR_SET_MAC,
		.domid = device->key.domid,
		.devid = device->key.devid,
		.vr = device->entry->vr,
	};

	memcpy(message.mac, mac, sizeof(message.mac));
	return ipc_send(device->engine->monitor_fd, &message,
			sizeof(message), NULL, 0);
}

void device_policy_tell(struct device *device)
{
	struct monitor_message message = {
		.op = MONITOR_SET_SHARE,
		.domid = device->key.domid,
		.devid = device->key.devid,
		.vr = device->entry->vr,
		.weight = device->entry->policy.weight,
		.rx_rate = device->entry->policy.rx.rate,
		.tx = device->entry->policy.tx,
	};
	int rc;

	/* Otherwise they are told when it is opened and served. */
	if (device->life->phase != XENBUS_OPEN || !device->life->served)
		return;
	limits_tell(device);
	rc = ipc_send(device->engine->monitor_fd, &message, sizeof(message),
		      NULL, 0);
	if (rc)
		log_device(LOG_WARNING, device->key.domid, device->key.devid,
			   "can't change its share: %s", strerror(-rc));
}

int device_part(struct device *device, enum monitor_op op)
{
	struct monitor_message message = { 0 };

	if (device->life->served)
		log_device(LOG_INFO, device->key.domid, device->key.devid,
			   "disconnected");
	device_unserve(device);
	return monitor_ask(device, &message, op,
			   op == MONITOR_STOP ? XENBUS_STOPPING :
						XENBUS_RELEASING);
}

/* ------------------------------------------------------------------ */
/* From the monitor                                                    */

/* What the old worker had in its hands is lost: it has to be made good. */
static void worker_restarted(struct device *device,
			     const struct monitor_message *message)
{
	device->entry->worker_pid = message->pid;
	device->entry->worker_restarts = message->restarts;
	if (!message->pid) {
		device_hold(device, DEVICE_HOLD, "its worker keeps dying", "");
		return;
	}
	log_device(LOG_WARNING, message->domid, message->devid,
		   "worker started again, for the %u. time",
		   message->restarts);
	if (device->worker_fd >= 0 && device->life->served)
		device_resync(device);
}

/* Takes the descriptors, whatever the outcome. */
static int link_attach(struct device *device, int *fds)
{
	struct stat status;
	void *shared;

	/* Reading past the end of it would be the end of the engine. */
	if (fds[0] < 0 || fds[1] < 0 || fstat(fds[1], &status) ||
	    status.st_size < (off_t)sizeof(*device->shared))
		return -EBADF;
	shared = mmap(NULL, sizeof(*device->shared), PROT_READ, MAP_SHARED,
		      fds[1], 0);
	if (shared == MAP_FAILED)
		return -errno;
	device_shared_forget(device);
	device->shared = shared;
	device->worker_fd = fds[0];
	device->radio_fd = fds[2];
	fds[0] = fds[2] = -1;
	ev_io_init(&device->worker_io, worker_readable, device->worker_fd,
		   EV_READ);
	ev_io_init(&device->life->lost, worker_writable, device->worker_fd,
		   EV_WRITE);
	device->worker_io.data = device;
	device->life->lost.data = device;
	return 0;
}

static void opened_failed(struct device *device,
			  const struct monitor_message *opened)
{
	char why[VWLAN_NODE_MAX];

	snprintf(why, sizeof(why), "%s: %s",
		 monitor_stage_text(opened->where),
		 strerror(-opened->error));
	device->life->phase = XENBUS_PAGES;
	device_hold(device, DEVICE_HOLD, why, "");
}

static void opened_take(struct device *device,
			const struct monitor_message *opened, int *fds)
{
	struct table_entry *entry = device->entry;
	int rc;

	if (opened->error) {
		opened_failed(device, opened);
		return;
	}
	device_unserve(device);
	device->life->phase = XENBUS_OPEN;
	device->life->opened = *opened;
	rc = link_attach(device, fds);
	if (rc) {
		device_hold(device, DEVICE_HOLD, "can't reach its worker",
			    strerror(-rc));
		return;
	}
	table_adopt_vr(&device->engine->table, entry, opened->vr);
	entry->mode = opened->mode;
	memcpy(entry->mac, opened->mac, sizeof(entry->mac));
	snprintf(entry->ifname, sizeof(entry->ifname), "%s", opened->ifname);
	entry->ifindex = opened->ifindex;
	entry->worker_pid = opened->pid;
	entry->worker_restarts = opened->restarts;
}

static void mac_set_take(struct device *device,
			 const struct monitor_message *message)
{
	if (!message->error)
		memcpy(device->life->opened.mac, message->mac,
		       sizeof(message->mac));
	if (device->station)
		station_mac_set(device, message->error);
}

/* To a new engine: what the one before it had open. */
static struct device *monitor_device(struct engine *engine,
				     const struct monitor_message *message)
{
	struct table_key key = { message->domid, message->devid };
	struct device *device = device_find(engine, key.domid, key.devid);

	if (device || engine->synced)
		return device;
	return device_create(engine, key);
}

static void monitor_take(struct engine *engine,
			 const struct monitor_message *message, int *fds)
{
	struct device *device = NULL;

	if (message->op != MONITOR_SYNC && message->op != MONITOR_RADIO)
		device = monitor_device(engine, message);
	if (message->op == MONITOR_SYNC) {
		engine->synced = true;
		devices_scan(engine);
	} else if (message->op == MONITOR_RADIO) {
		recovery_radio_told(engine->recovery, message);
	} else if (!device) {
		log_device(LOG_WARNING, message->domid, message->devid,
			   "the monitor speaks of an unknown device");
	} else if (message->op == MONITOR_OPENED) {
		opened_take(device, message, fds);
	} else if (message->op == MONITOR_STOPPED) {
		device->life->phase = XENBUS_PAGES;
	} else if (message->op == MONITOR_RELEASED) {
		device->life->phase = XENBUS_EMPTY;
	} else if (message->op == MONITOR_WORKER) {
		worker_restarted(device, message);
	} else if (message->op == MONITOR_MAC_SET) {
		mac_set_take(device, message);
	} else if (message->op == MONITOR_RENEWED) {
		recovery_renewed(device, message, &fds[0]);
	}
	if (device)
		device_wake_in(device, 0);
}

int monitor_read(struct engine *engine)
{
	struct monitor_message message;
	int fds[MONITOR_OPENED_FDS], i, rc;

	for (;;) {
		rc = ipc_receive(engine->monitor_fd, &message,
				 sizeof(message), fds, MONITOR_OPENED_FDS);
		if (rc == 1)
			monitor_take(engine, &message, fds);
		if (rc == 1 || rc == -EPROTO)
			for (i = 0; i < MONITOR_OPENED_FDS; i++)
				if (fds[i] >= 0)
					close(fds[i]);
		if (rc != 1)
			break;
	}
	if (rc == -EAGAIN)
		return 0;
	return rc == 0 ? -EPIPE : rc;
}
