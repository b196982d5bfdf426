// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "../lib/device.h"
#include "daemon.h"
#include "privilege.h"
#include "pump.h"
#include "server.h"
#include "tap.h"

#define SLOTS 512u	/* asked for in each direction */
#define STEP_S 0.02	/* between two looks at nodes that keep changing */
#define STORM_MAX 64u	/* notifications for nothing, in a row */
#define STORM_S 0.01	/* and then they have to wait that long */
#define NICE (-5)	/* frames come before programs, as with a driver */

/**
 * struct daemon - everything there is
 * @config: as given
 * @loop: libev's
 * @device: xenstore, mapping, event channels
 * @station: networks and connection
 * @server: control socket
 * @pump: frames
 * @tap: the TAP device
 * @store_io, @event_io, @tap_io: their descriptors
 * @step: looks at the nodes when they have changed
 * @storm: unmasks ports that were notified for nothing
 * @more: comes back to the pump and the station when all else is done
 * @signals: SIGTERM, SIGINT
 * @masked: ports that were notified, and are to be unmasked after work
 * @useless: notifications in a row that brought nothing
 * @online: the carrier is on
 */
struct daemon {
	struct daemon_config config;
	struct ev_loop *loop;
	struct front_device device;
	struct station station;
	struct server server;
	struct pump pump;
	int tap;
	ev_io store_io, event_io, tap_io;
	ev_timer step, storm;
	ev_idle more;
	ev_signal signals[2];
	bool masked_data, masked_control;
	unsigned int useless;
	bool online;
};

static void report(void *user, int priority, const char *text)
{
	const struct daemon *d = user;

	syslog(priority, "device %u: %s", d->config.devid, text);
}

/* ------------------------------------------------------------------ */
/* Work                                                                */

static void step_soon(struct daemon *d, double seconds)
{
	if (ev_is_active(&d->step) &&
	    ev_timer_remaining(d->loop, &d->step) <= seconds)
		return;
	ev_timer_stop(d->loop, &d->step);
	ev_timer_set(&d->step, seconds, 0.);
	ev_timer_start(d->loop, &d->step);
}

/* The kernel hands out frames only while they can go somewhere. */
static void online_follow(struct daemon *d)
{
	bool online = station_online(&d->station);

	if (online == d->online)
		return;
	d->online = online;
	if (online)
		pump_flush(&d->pump);
	d->pump.sending = online;
	tap_carrier(d->tap, online);
	report(d, LOG_NOTICE, online ? "connected" : "not connected");
}

/* Sleeping on the device makes sense only if a frame could be sent. */
static void tap_watch(struct daemon *d)
{
	bool wanted = d->pump.link && d->pump.sending && !d->pump.blocked;

	if (wanted)
		ev_io_start(d->loop, &d->tap_io);
	else
		ev_io_stop(d->loop, &d->tap_io);
}

static void ports_unmask(struct daemon *d)
{
	struct front_link *link = &d->device.link;

	if (d->masked_data)
		xenevtchn_unmask(d->device.events, link->port_data);
	if (d->masked_control)
		xenevtchn_unmask(d->device.events, link->port_control);
	d->masked_data = false;
	d->masked_control = false;
}

/* A backend that notifies for nothing gets less and less of this CPU. */
static void ports_settle(struct daemon *d)
{
	if (!d->masked_data && !d->masked_control)
		return;
	if (d->useless < STORM_MAX) {
		ports_unmask(d);
		return;
	}
	if (!ev_is_active(&d->storm)) {
		ev_timer_set(&d->storm, STORM_S, 0.);
		ev_timer_start(d->loop, &d->storm);
	}
}

static uint64_t work_done(const struct daemon *d)
{
	return d->pump.counters.turns + d->device.link.control.event.cons;
}

/* Both rings, until there is nothing left or it is somebody else's turn. */
static void work(struct daemon *d)
{
	enum pump_state state;
	uint64_t before = work_done(d);
	bool more;

	if (!d->device.attached)
		return;
	if (station_run(&d->station, &more)) {
		front_device_fail(&d->device, "bad index in a message ring");
		return;
	}
	online_follow(d);
	state = pump_run(&d->pump);
	if (state == PUMP_BROKEN) {
		front_device_fail(&d->device, "bad index in a data ring");
		return;
	}
	if (work_done(d) != before)
		d->useless = 0;
	tap_watch(d);
	if (more || state == PUMP_MORE) {
		ev_idle_start(d->loop, &d->more);
		return;
	}
	ev_idle_stop(d->loop, &d->more);
	ports_settle(d);
}

/* ------------------------------------------------------------------ */
/* What the parts tell one another                                     */

static void attached(void *user, struct front_link *link)
{
	struct daemon *d = user;

	d->useless = 0;
	pump_attach(&d->pump, link);
	tap_offload(d->tap, link->wish.capabilities);
	/* It may have been attached anew, with another address. */
	tap_address(d->tap, link->wish.expected.mac);
	if (station_attach(&d->station, link))
		report(d, LOG_WARNING, "can't greet the backend");
	/* Whatever came before the ports were bound. */
	ev_idle_start(d->loop, &d->more);
}

static void detaching(void *user)
{
	struct daemon *d = user;

	pump_attach(&d->pump, NULL);
	station_attach(&d->station, NULL);
	online_follow(d);
	tap_watch(d);
	ev_idle_stop(d->loop, &d->more);
	ev_timer_stop(d->loop, &d->storm);
	d->masked_data = false;
	d->masked_control = false;
}

static void heard(void *user, const struct vwlan_control *m)
{
	struct daemon *d = user;

	if (m && m->type == VWLAN_RESPONSE && m->status)
		syslog(LOG_NOTICE, "device %u: command %u refused: %s",
		       d->config.devid, m->id, vwlan_status_text(m->status));
	server_heard(&d->server, m);
}

static void counters_add(cJSON *to, const struct daemon *d)
{
	const struct pump_counters *c = &d->pump.counters;
	const struct {
		const char *name;
		uint64_t value;
	} counters[] = {
		{ "tx_frames", c->tx_frames }, { "tx_bytes", c->tx_bytes },
		{ "tx_eapol", c->tx_eapol }, { "tx_bad", c->tx_bad },
		{ "tx_full", c->tx_full },
		{ "rx_frames", c->rx_frames }, { "rx_bytes", c->rx_bytes },
		{ "rx_refused", c->rx_refused },
		{ "rx_bad", c->rx_bad }, { "rx_tag", c->rx_tag },
		{ "turns", c->turns }, { "tap_calls", d->pump.io.calls },
		{ "notifications", c->notifications },
		{ "wakeups", c->wakeups },
		{ "overruns", d->station.overruns },
	};
	size_t i;

	to = cJSON_AddObjectToObject(to, "counters");
	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++)
		cJSON_AddNumberToObject(to, counters[i].name,
					counters[i].value);
}

static void describe(void *user, cJSON *to)
{
	const struct daemon *d = user;
	const struct front_store *store = &d->device.store;
	char mac[VWLAN_MAC_TEXT];

	cJSON_AddNumberToObject(to, "device", d->config.devid);
	cJSON_AddStringToObject(to, "interface", d->config.interface);
	vwlan_mac_format(store->own.mac, mac);
	cJSON_AddStringToObject(to, "mac", mac);
	cJSON_AddNumberToObject(to, "domid", store->domid);
	cJSON_AddNumberToObject(to, "backend", store->own.backend_id);
	if (d->device.attached)
		cJSON_AddNumberToObject(to, "virtual_radio",
					d->device.link.tx.tag.vr);
	cJSON_AddStringToObject(to, "backend_state", vwlan_xenbus_text(
		front_store_peer_state(store)));
	if (vwlan_node_has(&store->peer, VWLAN_BACKEND_NODE_error))
		cJSON_AddStringToObject(to, "backend_error",
					store->peer.error);
	cJSON_AddBoolToObject(to, "io_uring", d->pump.io.batched);
	counters_add(to, d);
}

/* ------------------------------------------------------------------ */
/* Events                                                              */

static void store_ready(struct ev_loop *loop, ev_io *io, int events)
{
	struct daemon *d = io->data;

	(void)loop;
	(void)events;
	/* However often a node changes, it is looked at now and then. */
	if (front_store_drain(&d->device.store))
		step_soon(d, STEP_S);
}

static void step_due(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct daemon *d = timer->data;
	int delay = front_device_step(&d->device);

	(void)loop;
	(void)events;
	if (delay >= 0)
		step_soon(d, delay / 1000.);
}

static void event_ready(struct ev_loop *loop, ev_io *io, int events)
{
	struct daemon *d = io->data;
	xenevtchn_port_or_error_t port;

	(void)loop;
	(void)events;
	port = xenevtchn_pending(d->device.events);
	if (port < 0 || !d->device.attached)
		return;
	d->pump.counters.wakeups++;
	d->useless++;
	if (port == d->device.link.port_data)
		d->masked_data = true;
	else if (port == d->device.link.port_control)
		d->masked_control = true;
	work(d);
}

static void tap_ready(struct ev_loop *loop, ev_io *io, int events)
{
	(void)loop;
	(void)events;
	work(io->data);
}

static void more_due(struct ev_loop *loop, ev_idle *idle, int events)
{
	(void)loop;
	(void)events;
	work(idle->data);
}

static void storm_over(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	ports_unmask(timer->data);
}

static void signal_came(struct ev_loop *loop, ev_signal *signal, int events)
{
	(void)signal;
	(void)events;
	ev_break(loop, EVBREAK_ALL);
}

/* ------------------------------------------------------------------ */
/* Begin and end                                                       */

static void watchers_start(struct daemon *d)
{
	ev_io_init(&d->store_io, store_ready,
		   front_store_fd(&d->device.store), EV_READ);
	ev_io_init(&d->event_io, event_ready,
		   xenevtchn_fd(d->device.events), EV_READ);
	ev_io_init(&d->tap_io, tap_ready, d->tap, EV_READ);
	ev_timer_init(&d->step, step_due, 0., 0.);
	ev_timer_init(&d->storm, storm_over, STORM_S, 0.);
	ev_idle_init(&d->more, more_due);
	ev_signal_init(&d->signals[0], signal_came, SIGTERM);
	ev_signal_init(&d->signals[1], signal_came, SIGINT);
	d->store_io.data = d->event_io.data = d->tap_io.data = d;
	d->step.data = d->storm.data = d->more.data = d;
	ev_io_start(d->loop, &d->store_io);
	ev_io_start(d->loop, &d->event_io);
	ev_timer_start(d->loop, &d->step);
	ev_signal_start(d->loop, &d->signals[0]);
	ev_signal_start(d->loop, &d->signals[1]);
}

static int fail(const char *what, int rc)
{
	syslog(LOG_ERR, "%s: %s", what, strerror(-rc));
	return rc;
}

static int device_open(struct daemon *d)
{
	struct front_device_config config = {
		.devid = d->config.devid,
		.tx_slots = SLOTS,
		.rx_slots = SLOTS,
		.attached = attached,
		.detaching = detaching,
		.report = report,
		.user = d,
	};
	uint8_t mac[VWLAN_MAC_LEN];
	int rc = front_device_open(&d->device, &config);

	if (rc)
		return fail("can't use xenstore, gntdev or evtchn", rc);
	rc = front_device_mac(&d->device, mac);
	if (rc)
		return fail("no such device, or its mac node is wrong", rc);
	d->tap = tap_open(d->config.interface, mac);
	if (d->tap < 0)
		return fail("can't make the TAP interface", d->tap);
	d->device.config.capabilities = tap_capabilities(d->tap);
	return 0;
}

static int parts_open(struct daemon *d, gid_t gid)
{
	int rc = device_open(d);

	if (rc)
		return rc;
	rc = pump_open(&d->pump, d->tap, d->config.batched);
	if (rc)
		return fail("no memory", rc);
	rc = station_open(&d->station, heard, d);
	if (rc)
		return fail("can't lock memory for a passphrase", rc);
	d->server.station = &d->station;
	d->server.describe = describe;
	d->server.user = d;
	rc = server_open(&d->server, d->loop, d->config.socket, gid);
	return rc ? fail("can't make the control socket", rc) : 0;
}

/*
 * Whoever sends is not interrupted by the wakeup that its frame causes: then
 * there are as many as it had to send, and not one.
 */
static void priority_take(void)
{
	const struct sched_param none = { 0 };

	if (setpriority(PRIO_PROCESS, 0, NICE) ||
	    sched_setscheduler(0, SCHED_BATCH, &none))
		syslog(LOG_NOTICE, "can't run before other programs: %m");
}

static int daemon_open(struct daemon *d)
{
	uid_t uid;
	gid_t gid;
	int rc = privilege_find(d->config.user, &uid, &gid);

	if (rc)
		return fail(d->config.user, rc);
	priority_take();
	rc = parts_open(d, gid);
	if (rc)
		return rc;
	watchers_start(d);
	rc = privilege_drop(uid, gid);
	if (rc == 0)
		rc = privilege_filter();
	return rc ? fail("can't give up privilege", rc) : 0;
}

int daemon_run(const struct daemon_config *config, void (*ready)(int fd),
	       int ready_fd)
{
	static const struct daemon none = { .tap = -1 };
	struct daemon d = none;
	int rc;

	d.config = *config;
	d.loop = ev_default_loop(EVFLAG_NOENV);
	if (!d.loop)
		return fail("no event loop", -ENOMEM);
	rc = daemon_open(&d);
	if (rc)
		return rc;
	ready(ready_fd);
	report(&d, LOG_INFO, d.pump.io.batched ? "ready, with io_uring" :
						  "ready, without io_uring");
	ev_run(d.loop, 0);
	front_device_close(&d.device);
	server_close(&d.server);
	station_close(&d.station);
	pump_close(&d.pump);
	close(d.tap);
	report(&d, LOG_INFO, "stopped");
	return 0;
}
