// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "engine/device.h"
#include "engine/device_check.h"
#include "engine/record_file.h"
#include "log.h"

#define TURN_STEPS 16	/* no path through xenbus_next() is as long */

#define NODE(field) VWLAN_NODE_BIT(VWLAN_BACKEND_NODE_##field)
/* Nodes that mean something only while connected. */
#define CONNECTED_NODES (NODE(virtual_radio) | NODE(ring_ref) | \
			 NODE(port_control) | NODE(port_data))

static int change(struct device *device, struct xenstore_change *c,
		  enum vwlan_xenbus_state state)
{
	struct xenstore_place place = device_place(device);
	int rc;

	c->nodes.state = state;
	c->write |= NODE(state);
	rc = xenstore_change(&place, c);
	if (rc)
		return rc;
	log_device(LOG_DEBUG, device->key.domid, device->key.devid,
		   "%s to %s (frontend %s)",
		   vwlan_xenbus_text(device->entry->backend_state),
		   vwlan_xenbus_text(state),
		   vwlan_xenbus_text(device->entry->frontend_state));
	device->entry->backend_state = state;
	return 0;
}

/* Does the device connect too often?  Then it waits. */
static bool attempt_refuse(struct device *device)
{
	char why[VWLAN_NODE_MAX];
	double wait;

	wait = xenbus_rate_take(&device->life->rate, clock_seconds());
	if (wait <= 0)
		return false;
	snprintf(why, sizeof(why), "more than %u connections in %.0f s",
		 XENBUS_ATTEMPTS, XENBUS_ATTEMPTS_PERIOD);
	device_hold(device, wait, why, "");
	return true;
}

/* ------------------------------------------------------------------ */
/* Offer                                                               */

static int offer_check(struct device *device)
{
	struct xenstore_place place = device_place(device);
	struct device_check check = { 0 };
	struct vwlan_backend_nodes nodes;
	const struct vwlan_node *bad;
	int rc;

	rc = xenstore_read_backend(&place, &nodes, &bad);
	if (rc == -EBADMSG)
		device_check_bad_node(&check, bad);
	else if (rc == 0)
		rc = device_check_backend(&check, &nodes,
					  &device->engine->table,
					  device->engine->config,
					  device->entry);
	if (check.why[0])
		device_hold(device, DEVICE_HOLD, check.why, check.detail);
	/* What it is open with holds until it is opened again. */
	if (rc == 0 && device->life->phase == XENBUS_OPEN) {
		device->entry->mode = device->life->opened.mode;
		memcpy(device->entry->mac, device->life->opened.mac,
		       sizeof(device->entry->mac));
	}
	return rc;
}

static uint32_t capabilities_offered(const struct device *device)
{
	uint32_t native = 0;

	if (device_check_native(device->entry, device->engine->config))
		native = station_native_possible(device->engine);
	return BACKEND_CAPABILITIES | native;
}

static int offer_watch(struct device *device)
{
	char why[VWLAN_NODE_MAX];
	int rc = device_watch(device);

	if (rc == 0)
		return 0;
	if (rc == -EUSERS)
		snprintf(why, sizeof(why),
			 "the backend serves no more than %u devices",
			 device->engine->config->max_devices);
	else
		snprintf(why, sizeof(why), "can't watch the frontend: %s",
			 strerror(-rc));
	device_hold(device, DEVICE_HOLD, why, "");
	return rc;
}

static int turn_offer(struct device *device)
{
	const struct config *config = device->engine->config;
	struct xenstore_change offer = {
		.nodes = { .version = VWLAN_ABI_MAJOR,
			   .max_tx_slots = config->max_tx_slots,
			   .max_rx_slots = config->max_rx_slots },
		.write = NODE(version) | NODE(capabilities) |
			 NODE(max_tx_slots) | NODE(max_rx_slots),
		.remove = NODE(error) | CONNECTED_NODES,
	};
	int rc;

	/* A refusal is no failure: the next step follows from it. */
	if (offer_check(device) || offer_watch(device) ||
	    attempt_refuse(device))
		return device->life->closed ? 0 : -EIO;
	offer.nodes.capabilities = capabilities_offered(device);
	rc = change(device, &offer, VWLAN_INIT_WAIT);
	if (rc)
		return rc;
	device->entry->error[0] = '\0';
	device->life->offered = true;
	device->life->attempted = true;
	return 0;
}

/* ------------------------------------------------------------------ */
/* Connect                                                             */

static int turn_open(struct device *device)
{
	struct xenstore_place place = device_place(device);
	const struct engine *engine = device->engine;
	struct device_check check = { 0 };
	struct monitor_message open = { 0 };
	struct vwlan_frontend_nodes nodes;
	const struct vwlan_node *bad;
	int rc;

	if (!device->life->attempted && attempt_refuse(device))
		return 0;
	device->life->attempted = false;
	rc = xenstore_read_frontend(&place, &nodes, &bad);
	if (rc == -EBADMSG)
		device_check_bad_node(&check, bad);
	else if (rc)
		return rc;
	else
		rc = device_check_frontend(&check, &nodes, engine->config,
					   &open);
	if (rc) {
		device_hold(device, DEVICE_HOLD, check.why, check.detail);
		return 0;
	}
	if (device->entry->mode != VWLAN_MODE_UPLINK)
		device->entry->mode = device_check_mode(
			capabilities_offered(device), nodes.capabilities);
	else
		open.uplink = config_uplink_find(engine->config,
						 device->entry->uplink);
	return device_request(device, &open);
}

static int serve(struct device *device, bool adopt)
{
	char why[VWLAN_NODE_MAX];
	int rc = device_serve(device, adopt);

	if (rc) {
		snprintf(why, sizeof(why), "can't serve the station: %s",
			 strerror(-rc));
		device_hold(device, DEVICE_HOLD, why, "");
	}
	return 0;
}

static int turn_publish(struct device *device)
{
	const struct monitor_message *opened = &device->life->opened;
	struct xenstore_change publish = {
		.nodes = { .virtual_radio = device->entry->vr,
			   .ring_ref = opened->ring_ref,
			   .port_control = opened->port_control,
			   .port_data = opened->port_data },
		.write = CONNECTED_NODES,
	};
	int rc = 0;

	/* An earlier engine did: its profile and name are to be read again. */
	if (!device->life->offered)
		rc = offer_check(device);
	if (rc)
		return device->life->closed ? 0 : rc;
	rc = change(device, &publish, VWLAN_CONNECTED);
	if (rc)
		return rc;
	log_device(LOG_INFO, device->key.domid, device->key.devid,
		   "connected: interface %s, virtual radio %u",
		   device->entry->ifname, device->entry->vr);
	device->life->said[0] = '\0';
	return serve(device, false);
}

/*
 * An earlier engine checked this device and connected it.  Its nodes are
 * read again; if dom0 has changed them since, that counts from the next
 * offer, as it would have without the crash.
 */
static int turn_adopt(struct device *device)
{
	int rc = offer_check(device);

	if (rc)
		return device->life->closed ? 0 : rc;
	log_device(LOG_INFO, device->key.domid, device->key.devid,
		   "goes on: interface %s, virtual radio %u",
		   device->entry->ifname, device->entry->vr);
	return serve(device, true);
}

/* ------------------------------------------------------------------ */
/* Close                                                               */

static int turn_closing(struct device *device)
{
	struct xenstore_change closing = { 0 };

	return change(device, &closing, VWLAN_CLOSING);
}

static int turn_closed(struct device *device)
{
	struct xenstore_change closed = { .remove = CONNECTED_NODES };

	return change(device, &closed, VWLAN_CLOSED);
}

static int turn_remove(struct device *device)
{
	struct xenstore_place place = device_place(device);

	return xenstore_remove(&place);
}

static int turn_forget(struct device *device)
{
	log_device(LOG_INFO, device->key.domid, device->key.devid, "removed");
	records_forget(device->engine, device->entry);
	device_destroy(device);
	return 0;
}

/* ------------------------------------------------------------------ */

static int turn_act(struct device *device, enum xenbus_action action)
{
	switch (action) {
	case XENBUS_OFFER:
		return turn_offer(device);
	case XENBUS_ASK_OPEN:
		return turn_open(device);
	case XENBUS_PUBLISH:
		return turn_publish(device);
	case XENBUS_ADOPT:
		return turn_adopt(device);
	case XENBUS_ASK_STOP:
		return device_part(device, MONITOR_STOP);
	case XENBUS_ASK_RELEASE:
		return device_part(device, MONITOR_RELEASE);
	case XENBUS_GO_CLOSING:
		return turn_closing(device);
	case XENBUS_GO_CLOSED:
		return turn_closed(device);
	case XENBUS_REMOVE:
		return turn_remove(device);
	case XENBUS_FORGET:
		return turn_forget(device);
	case XENBUS_NONE:
	case XENBUS_ACTION_COUNT:
		break;
	}
	return 0;
}

static void view_make(const struct device *device,
		      const struct xenstore_glance *glance,
		      struct xenbus_view *view)
{
	const struct device_life *life = device->life;

	*view = (struct xenbus_view){
		.backend = device->entry->backend_state,
		.frontend = glance->frontend,
		.backend_there = glance->backend_there,
		.frontend_there = glance->frontend_there,
		.online = glance->online,
		.phase = life->phase,
		.offered = life->offered,
		.served = life->served,
		.closed = life->closed || device->engine->stopping,
		.for_good = life->for_good,
	};
}

static int glance_take(struct device *device, struct xenstore_glance *glance)
{
	struct xenstore_place place = device_place(device);
	struct device_life *life = device->life;
	int rc = xenstore_glance(&place, glance);

	if (rc)
		return rc;
	device->entry->backend_state = glance->backend;
	device->entry->frontend_state = glance->frontend;
	/* We never write this: dom0 has made the device anew. */
	if (glance->backend == VWLAN_INITIALISING) {
		life->offered = false;
		life->closed = false;
		life->for_good = false;
		records_forget(device->engine, device->entry);
	}
	return 0;
}

/* A directory that goes at this moment is no failure; again is no news. */
static void turn_retry(struct device *device, const char *what, int rc)
{
	bool told = device->life->failed == rc;

	device->life->failed = rc;
	log_device(rc == -ENOENT || told ? LOG_DEBUG : LOG_WARNING,
		   device->key.domid, device->key.devid, "can't %s: %s", what,
		   rc == -ENOSPC ? "xenstored lets this domain have no more "
				   "nodes (see max_devices in vwland.conf(5))" :
				   strerror(-rc));
	device_wake_in(device, DEVICE_RETRY);
}

void device_turn(struct device *device)
{
	struct xenstore_glance glance;
	enum xenbus_action action;
	struct xenbus_view view;
	int rc, steps;

	rc = glance_take(device, &glance);
	if (rc) {
		turn_retry(device, "read the device's nodes", rc);
		return;
	}
	for (steps = 0; steps < TURN_STEPS; steps++) {
		view_make(device, &glance, &view);
		action = xenbus_next(&view);
		if (action == XENBUS_NONE) {
			device->life->failed = 0;
			return;
		}
		rc = turn_act(device, action);
		if (action == XENBUS_FORGET)
			return;
		if (rc) {
			turn_retry(device, xenbus_action_text(action), rc);
			return;
		}
		if (action == XENBUS_REMOVE)
			glance.backend_there = false;
	}
	device_wake_in(device, DEVICE_RETRY);
}
