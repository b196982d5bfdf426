/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine process: xenstore, connection table, stations, administrator.
 * One thread, one libev loop; struct engine is handed to every callback.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <ev.h>
#include <xenstore.h>

#include "config.h"
#include "ipc.h"
#include "table.h"

struct station;
struct stations;
struct control;
struct radio;
struct records;
struct recovery;

/**
 * struct engine
 * @loop: libev's
 * @config: read before the privileges went; constant
 * @domid: our own domain ID
 * @table: the connection table
 * @devices: one for each table entry, uthash by key
 * @stations: what the station side shares: supplicant, nl80211
 * @radio: who gets what of it; NULL without wireless
 * @records: what outlives the daemon
 * @recovery: brings back what went with the radio
 * @control: the administrator's socket
 * @xs: xenstore
 * @monitor_fd: the monitor's socket
 * @started: when the engine started, as of clock_seconds()
 * @terminate: SIGTERM
 * @give_up: when an orderly stop has taken too long
 * @before_wait: looks whether an orderly stop is complete
 * @synced: the monitor has told which devices are open
 * @stopping: every device is being closed
 * @status: what engine_run() returns
 */
struct engine {
	struct ev_loop *loop;
	const struct config *config;
	unsigned int domid;
	struct table table;
	struct device *devices;
	struct stations *stations;
	struct radio *radio;
	struct records *records;
	struct recovery *recovery;
	struct control *control;
	struct xs_handle *xs;
	ev_io xs_io;
	int monitor_fd;
	ev_io monitor_io;
	double started;
	ev_signal terminate;
	ev_timer give_up;
	ev_prepare before_wait;
	bool synced;
	bool stopping;
	int status;
};

/**
 * struct device - one guest's device, while it is in xenstore
 * @key: as in the table
 * @engine: whose it is
 * @entry: its row in the connection table; as long-lived as the device
 * @shared: the worker's counters, mapped read-only; NULL before it has
 *	been open
 * @radio_fd: the station's netlink socket, in native mode; or -1
 * @lost: its interface is gone, with the radio perhaps
 * @renewing: the monitor was asked to make it again
 * @station: the station side's, NULL while there is no interface
 *
 * The rest is the lifecycle's own (device.c).
 */
struct device {
	struct table_key key;
	struct engine *engine;
	struct table_entry *entry;
	const struct worker_shared *shared;
	struct station *station;
	int radio_fd;
	bool lost;
	bool renewing;
	int worker_fd;
	ev_io worker_io;
	struct device_life *life;
	UT_hash_handle by_key;
};

/* ------------------------------------------------------------------ */
/* device.c: life cycle.  The station side calls these.                */

struct device *device_find(const struct engine *engine, uint16_t domid,
			   uint16_t devid);

/** device_find_interface - by the station interface's name */
struct device *device_find_interface(const struct engine *engine,
				     const char *ifname);

/**
 * device_send - a response or an event to the guest
 *
 * Stamps the tag and the connection's generation.  @control->type, id,
 * seq, status and values are the caller's.  What can't be sent because the
 * worker has fallen behind is lost; the worker tells the guest OVERRUN.
 */
void device_send(struct device *device, struct vwlan_control *control);

/**
 * device_close - the guest misbehaved, or can't be served: close for good
 *
 * @why: for the log, the table and the backend's "error" node
 */
void device_close(struct device *device, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * device_mac_ask - the monitor, for another address
 *
 * The answer comes through station_mac_set().
 */
int device_mac_ask(struct device *device, const uint8_t *mac);

/** device_mac_tell - the worker, that entry->mac is another now */
void device_mac_tell(struct device *device);

/**
 * device_policy_tell - the data path, that entry->policy is another now
 *
 * Its rates and its weight, from now on.
 */
void device_policy_tell(struct device *device);

/* ------------------------------------------------------------------ */
/* station.c: what happens on the air.  The life cycle calls these.     */

/**
 * stations_open - the side's shared state
 *
 * Called with privileges: reads the profiles' passphrase files, opens the
 * netlink sockets.  The supplicant may come later, and go, and come again.
 *
 * Returns 0 or a negative errno; @engine->stations is set.
 */
int stations_open(struct engine *engine);

/** stations_start - without privileges, once the loop is there */
int stations_start(struct engine *engine);

void stations_close(struct engine *engine);

/** stations_radio_news - another radio is there: it has other channels */
void stations_radio_news(struct engine *engine);

/**
 * station_open - the device's interface is there (entry->ifname)
 *
 * In uplink mode it is connected at once.  In managed mode the supplicant
 * gets the interface, and the profile if there is one.  If the supplicant
 * has it already (the engine is a new one), its connection goes on.  In
 * native mode the guest drives it.
 *
 * @adopt: an earlier engine had it
 *
 * Returns 0 or a negative errno; @device->station is set.
 */
int station_open(struct device *device, bool adopt);

/** station_native_possible - as relays_possible() */
uint32_t station_native_possible(struct engine *engine);

struct radio_effective;

/** station_effective - as radio_effective() */
bool station_effective(const struct device *device,
		       struct radio_effective *to);

/** station_record - the guest's wishes; the device has a station */
void station_record(const struct device *device, struct record *to);

/** station_remembered - what an earlier engine knew; NULL: nothing */
const struct record *station_remembered(const struct device *device);

/** station_policy_news - entry->policy is another now */
void station_policy_news(struct device *device);

/** station_mac_set - the monitor's answer; 0 or a negative errno */
void station_mac_set(struct device *device, int error);

/** station_lost - its interface is gone; device_renewed() may follow */
void station_lost(struct device *device);

/** station_renewed - it has another, under the same name, which is down */
void station_renewed(struct device *device);

/** station_close - the interface goes; @device->station is NULL then */
void station_close(struct device *device);

/**
 * station_command - a guest's command
 *
 * Answers with exactly one response through device_send(), now or later,
 * as long as the device is open.  The worker has checked the message, but
 * may itself have been taken over: every value is checked again.
 */
void station_command(struct device *device,
		     const struct vwlan_control *command);

/* ------------------------------------------------------------------ */
/* control.c: the administrator's socket.                              */

/** control_open - @listen_fd: bound and listening, from the monitor */
int control_open(struct engine *engine, int listen_fd);
void control_close(struct engine *engine);

/* ------------------------------------------------------------------ */

/** engine_sandbox - sandbox.c: from here on without privileges */
int engine_sandbox(const struct config *config);

/**
 * engine_run - the engine process, from fork to end
 *
 * @monitor_fd: socket to the monitor
 * @control_fd: listening socket for vwlanctl
 *
 * Returns its exit status.
 */
int engine_run(const struct config *config, int monitor_fd, int control_fd);

#endif
