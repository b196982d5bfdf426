/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The life cycle's own part of a device:
 *
 *   device.c	    finding, making and ending devices, and when they act
 *   device_turn.c  acting: what xenbus.c decides, done in xenstore
 *   device_link.c  the monitor's and the worker's sockets
 */
#ifndef ENGINE_DEVICE_H
#define ENGINE_DEVICE_H

#include "engine/engine.h"
#include "engine/xenbus.h"
#include "engine/xenstore.h"

#define DEVICE_PACE 0.02	/* s: a flood of events is one step so often */
#define DEVICE_RETRY 1.0	/* s: after xenstore or a socket failed */
#define DEVICE_HOLD 20.0	/* s: until what may be cured is tried again */

/**
 * struct device_life
 * @phase: what the monitor has
 * @watched: the frontend's state is
 * @offered: this engine wrote the offer
 * @served: the station side has the device, or should have
 * @closed: no offer until @hold ends
 * @for_good: nor then
 * @attempted: the offer has counted in @rate
 * @failed: negative errno of what is tried again, or 0
 * @rate: of connections
 * @opened: the monitor's answer
 * @acted: when @turn was last due, as of clock_seconds()
 * @turn: the next time to act
 * @hold: the end of a refusal
 * @lost: waits until the worker can be told that messages were lost
 * @said: the last refusal that was logged
 */
struct device_life {
	enum xenbus_phase phase;
	bool watched;
	bool offered;
	bool served;
	bool closed;
	bool for_good;
	bool attempted;
	int failed;
	struct xenbus_rate rate;
	struct monitor_message opened;
	double acted;
	ev_timer turn;
	ev_timer hold;
	ev_io lost;
	char said[VWLAN_NODE_MAX];
};

/* device.c */

/** device_place - where its nodes are */
struct xenstore_place device_place(const struct device *device);

/** device_create - NULL without memory, or if there is one already */
struct device *device_create(struct engine *engine, struct table_key key);
void device_destroy(struct device *device);

/** device_watch - its frontend, unless too many are watched already */
int device_watch(struct device *device);

/** device_wake - something may have changed: act, but no faster than PACE */
void device_wake(struct device *device);

/** device_wake_in - act in so many seconds at the latest */
void device_wake_in(struct device *device, ev_tstamp seconds);

/** device_hold - refuse for a while; @detail is for the log alone, or "" */
void device_hold(struct device *device, ev_tstamp seconds, const char *why,
		 const char *detail);

/** device_hold_end - what device_hold() refused is tried now */
void device_hold_end(struct device *device);

/** devices_scan - look for new devices, and at all known ones */
void devices_scan(struct engine *engine);

/** devices_wake - all of them, now */
void devices_wake(struct engine *engine);

/** devices_closed - is each device closed, and nothing under way? */
bool devices_closed(const struct engine *engine);

/** devices_destroy - at the end; what the monitor has stays there */
void devices_destroy(struct engine *engine);

/* device_turn.c */

/**
 * device_turn - look at xenstore and do what is due
 *
 * The device may be gone afterwards.
 */
void device_turn(struct device *device);

/* device_link.c */

/** device_request - OPEN; fields as in struct monitor_message */
int device_request(struct device *device, struct monitor_message *open);

/** device_part - @op is STOP or RELEASE: no more service, and ask for it */
int device_part(struct device *device, enum monitor_op op);

/**
 * device_serve - hand the device to the station side, listen to its worker
 *
 * @adopt: an earlier engine served it
 *
 * Returns 0 or a negative errno.
 */
int device_serve(struct device *device, bool adopt);

/** device_resync - its worker is a new one, or messages were lost */
void device_resync(struct device *device);

/** device_unserve - the opposite; the worker's socket is closed */
void device_unserve(struct device *device);

/** device_shared_forget - unmap the counters; they outlive a connection */
void device_shared_forget(struct device *device);

/**
 * monitor_read - all messages that are there
 *
 * Returns 0; -EPIPE if the monitor is gone; or another negative errno.
 */
int monitor_read(struct engine *engine);

#endif
