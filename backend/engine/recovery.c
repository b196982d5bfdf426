// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <linux/rfkill.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "log.h"
#include "recovery.h"
#include "relays.h"

#define AGAIN 1.0	/* s, until an interface is tried again */

/**
 * struct recovery
 * @relays: interfaces, and the radio
 * @rfkill: tells when something is switched off or on; -1 without
 * @again: some devices have no interface, and the radio is there
 * @back: it has just come
 * @failed: the last error in the log
 */
struct recovery {
	struct engine *engine;
	struct relays *relays;
	int rfkill;
	ev_io rfkill_io;
	ev_timer again;
	bool back;
	int failed;
};

/* ------------------------------------------------------------------ */
/* Radio                                                               */

void recovery_radio_ask(struct recovery *recovery)
{
	const struct monitor_message message = { .op = MONITOR_RADIO };
	int rc;

	rc = ipc_send(recovery->engine->monitor_fd, &message,
		      sizeof(message), NULL, 0);
	if (rc)
		log_daemon(LOG_ERR, "can't ask for the radio: %s",
			   strerror(-rc));
}

/* What it is about, and how it is now, the monitor sees. */
static void on_rfkill(struct ev_loop *loop, ev_io *io, int events)
{
	struct recovery *recovery = io->data;
	struct rfkill_event event;
	ssize_t got;

	(void)events;
	do
		got = read(recovery->rfkill, &event, sizeof(event));
	while (got > 0);
	if (got == 0 || (errno != EAGAIN && errno != EINTR))
		ev_io_stop(loop, io);
	recovery_radio_ask(recovery);
}

void recovery_radio_told(struct recovery *recovery,
			 const struct monitor_message *message)
{
	relays_radio(recovery->relays, message->ifindex,
		     message->error == -ERFKILL ? VWLAN_RFKILL : VWLAN_OK);
}

/* ------------------------------------------------------------------ */
/* Interfaces                                                          */

/* An uplink needs no radio; whether its device is there is found out. */
static bool renewable(const struct device *device)
{
	return device->entry->mode == VWLAN_MODE_UPLINK ||
	       relays_radio_there(device->engine->recovery->relays);
}

static bool device_lost(const struct device *device)
{
	return device->lost && device->station && !device->renewing &&
	       renewable(device);
}

static void device_renew(struct device *device)
{
	struct monitor_message message = {
		.op = MONITOR_RENEW,
		.domid = device->key.domid,
		.devid = device->key.devid,
		.vr = device->entry->vr,
	};
	int rc = ipc_send(device->engine->monitor_fd, &message,
			  sizeof(message), NULL, 0);

	device->renewing = rc == 0;
}

static void devices_renew(struct recovery *recovery)
{
	struct device *device, *next;

	ev_timer_stop(recovery->engine->loop, &recovery->again);
	HASH_ITER(by_key, recovery->engine->devices, device, next)
		if (device_lost(device))
			device_renew(device);
}

static void renew_in(struct recovery *recovery, ev_tstamp seconds)
{
	ev_timer_stop(recovery->engine->loop, &recovery->again);
	ev_timer_set(&recovery->again, seconds, 0);
	ev_timer_start(recovery->engine->loop, &recovery->again);
}

/*
 * News of the interfaces may be on their way yet.  And who was refused for
 * want of a radio need not wait any longer.
 */
static void devices_look(struct recovery *recovery)
{
	struct device *device, *next;

	HASH_ITER(by_key, recovery->engine->devices, device, next) {
		recovery_look(device);
		device_hold_end(device);
	}
}

static void on_again(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct recovery *recovery = timer->data;

	(void)loop;
	(void)events;
	if (recovery->back)
		devices_look(recovery);
	recovery->back = false;
	devices_renew(recovery);
}

/* Not at once: somebody may be in the middle of something. */
void recovery_radio_back(struct recovery *recovery)
{
	recovery->back = true;
	renew_in(recovery, 0);
}

void recovery_look(struct device *device)
{
	struct recovery *recovery = device->engine->recovery;

	if (device->lost || !device->station ||
	    !relays_gone(recovery->relays, device->entry->ifindex))
		return;
	device->lost = true;
	log_device(LOG_WARNING, device->key.domid, device->key.devid,
		   "interface %s is gone", device->entry->ifname);
	station_lost(device);
	if (renewable(device) && !recovery->back)
		renew_in(recovery, AGAIN);
}

void recovery_link_gone(struct recovery *recovery, int ifindex)
{
	struct device *device, *next;

	HASH_ITER(by_key, recovery->engine->devices, device, next)
		if (device->entry->ifindex == ifindex)
			recovery_look(device);
}

static void renew_failed(struct recovery *recovery, struct device *device,
			 const struct monitor_message *message)
{
	/* It is tried every second: the same again is worth no line. */
	int level = recovery->failed == message->error ? LOG_DEBUG :
							 LOG_WARNING;

	recovery->failed = message->error;
	log_device(level, device->key.domid, device->key.devid,
		   "no interface yet: %s: %s",
		   monitor_stage_text(message->where),
		   strerror(-message->error));
	renew_in(recovery, AGAIN);
}

void recovery_renewed(struct device *device,
		      const struct monitor_message *message, int *fd)
{
	struct recovery *recovery = device->engine->recovery;
	struct table_entry *entry = device->entry;

	/* Not asked for, or for a connection that ended meanwhile. */
	if (!device->renewing || !device->station)
		return;
	device->renewing = false;
	if (message->error) {
		renew_failed(recovery, device, message);
		return;
	}
	recovery->failed = 0;
	device->lost = false;
	entry->ifindex = message->ifindex;
	entry->worker_pid = message->pid;
	if (entry->mode == VWLAN_MODE_NATIVE) {
		device->radio_fd = *fd;
		*fd = -1;
	}
	device_resync(device);
	station_renewed(device);
}

/* ------------------------------------------------------------------ */

int recovery_open(struct engine *engine, struct relays *relays)
{
	struct recovery *recovery = calloc(1, sizeof(*recovery));

	if (!recovery)
		return -ENOMEM;
	recovery->engine = engine;
	recovery->relays = relays;
	recovery->rfkill = open("/dev/rfkill",
				O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (recovery->rfkill < 0)
		log_daemon(LOG_INFO, "can't see what is switched off: "
			   "/dev/rfkill: %s", strerror(errno));
	ev_io_init(&recovery->rfkill_io, on_rfkill, recovery->rfkill, EV_READ);
	ev_init(&recovery->again, on_again);
	recovery->rfkill_io.data = recovery;
	recovery->again.data = recovery;
	engine->recovery = recovery;
	return 0;
}

void recovery_start(struct recovery *recovery)
{
	if (recovery->rfkill >= 0)
		ev_io_start(recovery->engine->loop, &recovery->rfkill_io);
}

void recovery_close(struct engine *engine)
{
	struct recovery *recovery = engine->recovery;

	if (!recovery)
		return;
	ev_timer_stop(engine->loop, &recovery->again);
	ev_io_stop(engine->loop, &recovery->rfkill_io);
	if (recovery->rfkill >= 0)
		close(recovery->rfkill);
	free(recovery);
	engine->recovery = NULL;
}
