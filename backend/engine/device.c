// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "engine/device.h"
#include "engine/record_file.h"
#include "log.h"

struct xenstore_place device_place(const struct device *device)
{
	return (struct xenstore_place){ device->engine->xs,
					device->engine->domid, device->key };
}

struct device *device_find(const struct engine *engine, uint16_t domid,
			   uint16_t devid)
{
	struct table_key key = { domid, devid };
	struct device *device;

	HASH_FIND(by_key, engine->devices, &key, sizeof(key), device);
	return device;
}

struct device *device_find_interface(const struct engine *engine,
				     const char *ifname)
{
	struct device *device, *next;

	if (ifname[0] == '\0')
		return NULL;
	HASH_ITER(by_key, engine->devices, device, next)
		if (strcmp(device->entry->ifname, ifname) == 0)
			return device;
	return NULL;
}

/* ------------------------------------------------------------------ */
/* When to act                                                         */

void device_wake_in(struct device *device, ev_tstamp seconds)
{
	struct ev_loop *loop = device->engine->loop;
	ev_timer *turn = &device->life->turn;

	/* Until the monitor has told what is open, anything may be. */
	if (!device->engine->synced)
		return;
	if (ev_is_active(turn) && ev_timer_remaining(loop, turn) <= seconds)
		return;
	ev_timer_stop(loop, turn);
	ev_timer_set(turn, seconds, 0);
	ev_timer_start(loop, turn);
}

void device_wake(struct device *device)
{
	double wait = device->life->acted + DEVICE_PACE - clock_seconds();

	device_wake_in(device, wait > 0 ? wait : 0);
}

static void turn_due(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct device *device = timer->data;

	(void)loop;
	(void)events;
	device->life->acted = clock_seconds();
	device_turn(device);
}

static void hold_over(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct device *device = timer->data;

	(void)loop;
	(void)events;
	device->life->closed = device->life->for_good;
	device_wake(device);
}

/* ------------------------------------------------------------------ */
/* Refusing                                                            */

/* The node is printable, as the contract has it. */
static void error_publish(struct device *device)
{
	struct xenstore_place place = device_place(device);
	struct xenstore_change change = {
		.write = VWLAN_NODE_BIT(VWLAN_BACKEND_NODE_error),
	};
	char *text = change.nodes.error;
	size_t i;

	snprintf(text, sizeof(change.nodes.error), "%s",
		 device->entry->error);
	for (i = 0; text[i]; i++)
		if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
	/* Without it the device is closed all the same. */
	xenstore_change(&place, &change);
}

static void refuse(struct device *device, const char *why,
		   const char *detail)
{
	struct device_life *life = device->life;
	/* The same again and again is worth one line. */
	int level = strcmp(life->said, why) == 0 ? LOG_DEBUG : LOG_WARNING;
	const char *between = detail[0] ? ": " : "";

	log_device(level, device->key.domid, device->key.devid,
		   "closed: %s%s%s", why, between, detail);
	snprintf(life->said, sizeof(life->said), "%s", why);
	snprintf(device->entry->error, sizeof(device->entry->error), "%s",
		 why);
	life->closed = true;
	error_publish(device);
	device_wake_in(device, 0);
}

void device_hold(struct device *device, ev_tstamp seconds, const char *why,
		 const char *detail)
{
	struct ev_loop *loop = device->engine->loop;
	ev_timer *hold = &device->life->hold;

	ev_timer_stop(loop, hold);
	ev_timer_set(hold, seconds, 0);
	ev_timer_start(loop, hold);
	refuse(device, why, detail);
}

void device_hold_end(struct device *device)
{
	struct device_life *life = device->life;

	if (!ev_is_active(&life->hold))
		return;
	ev_timer_stop(device->engine->loop, &life->hold);
	life->closed = life->for_good;
	device_wake(device);
}

void device_close(struct device *device, const char *format, ...)
{
	char why[VWLAN_NODE_MAX];
	va_list args;

	/* The first reason is the one that matters. */
	if (device->life->for_good)
		return;
	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	device->life->for_good = true;
	refuse(device, why, "");
}

/* ------------------------------------------------------------------ */
/* Making and ending                                                   */

static unsigned int devices_watched(const struct engine *engine)
{
	struct device *device, *next;
	unsigned int count = 0;

	HASH_ITER(by_key, engine->devices, device, next)
		count += device->life->watched;
	return count;
}

int device_watch(struct device *device)
{
	struct xenstore_place place = device_place(device);
	int rc;

	if (device->life->watched)
		return 0;
	if (devices_watched(device->engine) >=
	    device->engine->config->max_devices)
		return -EUSERS;
	rc = xenstore_watch_frontend(&place);
	device->life->watched = rc == 0;
	return rc;
}

static struct device *device_new(struct engine *engine, struct table_key key)
{
	struct device *device = calloc(1, sizeof(*device));
	struct device_life *life = calloc(1, sizeof(*life));

	if (!device || !life) {
		free(device);
		free(life);
		return NULL;
	}
	device->key = key;
	device->engine = engine;
	device->worker_fd = -1;
	device->radio_fd = -1;
	device->life = life;
	/* What an earlier engine left with the monitor is not known. */
	life->phase = XENBUS_PAGES;
	ev_timer_init(&life->turn, turn_due, 0, 0);
	ev_timer_init(&life->hold, hold_over, 0, 0);
	life->turn.data = device;
	life->hold.data = device;
	return device;
}

struct device *device_create(struct engine *engine, struct table_key key)
{
	struct device *device = device_new(engine, key);

	if (!device)
		return NULL;
	device->entry = table_add(&engine->table, key.domid, key.devid);
	if (!device->entry) {
		free(device->life);
		free(device);
		return NULL;
	}
	records_give(engine, device->entry);
	HASH_ADD(by_key, engine->devices, key, sizeof(key), device);
	log_device(LOG_INFO, key.domid, key.devid, "new device");
	/* If it can't be, the offer will say so. */
	device_watch(device);
	return device;
}

void device_destroy(struct device *device)
{
	struct xenstore_place place = device_place(device);
	struct engine *engine = device->engine;

	device_unserve(device);
	device_shared_forget(device);
	if (device->life->watched)
		xenstore_unwatch_frontend(&place);
	ev_timer_stop(engine->loop, &device->life->turn);
	ev_timer_stop(engine->loop, &device->life->hold);
	HASH_DELETE(by_key, engine->devices, device);
	table_remove(&engine->table, device->entry);
	free(device->life);
	free(device);
}

/* ------------------------------------------------------------------ */
/* All of them                                                         */

static void scan_found(void *user, struct table_key key)
{
	struct engine *engine = user;

	if (device_find(engine, key.domid, key.devid))
		return;
	if (!device_create(engine, key))
		log_device(LOG_ERR, key.domid, key.devid,
			   "no memory for this device");
}

void devices_scan(struct engine *engine)
{
	struct device *device, *next;
	int rc;

	if (!engine->synced)
		return;
	rc = xenstore_scan(engine->xs, scan_found, engine);
	if (rc)
		log_daemon(LOG_ERR, "can't look for devices: %s",
			   strerror(-rc));
	HASH_ITER(by_key, engine->devices, device, next)
		device_wake(device);
}

void devices_wake(struct engine *engine)
{
	struct device *device, *next;

	HASH_ITER(by_key, engine->devices, device, next)
		device_wake_in(device, 0);
}

bool devices_closed(const struct engine *engine)
{
	struct device *device, *next;

	HASH_ITER(by_key, engine->devices, device, next)
		if (device->entry->backend_state != VWLAN_CLOSED ||
		    (device->life->phase != XENBUS_EMPTY &&
		     device->life->phase != XENBUS_PAGES))
			return false;
	return true;
}

void devices_destroy(struct engine *engine)
{
	struct device *device, *next;

	HASH_ITER(by_key, engine->devices, device, next)
		device_destroy(device);
}
