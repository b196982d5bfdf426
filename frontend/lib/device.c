// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "device.h"

#define STEPS_MAX 8	/* a life has no more edges in a row than that */
#define RETRY_MS 500	/* after the first failure; doubled by each more */
#define RETRY_DOUBLINGS 6
#define STABLE_MS 10000	/* connected so long: failures are forgotten */

#define OFFERED(field) VWLAN_NODE_BIT(VWLAN_BACKEND_NODE_##field)

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void device_report(struct front_device *d, int priority,
			  const char *text)
{
	d->config.report(d->config.user, priority, text);
}

static int state_write(struct front_device *d, enum vwlan_xenbus_state state)
{
	int rc = front_store_write_state(&d->store, state);

	if (rc)
		device_report(d, LOG_ERR, "can't write the state node");
	else
		device_report(d, LOG_DEBUG, vwlan_xenbus_text(state));
	return rc;
}

/* A backend that makes us fail over and over costs us little. */
static void failure_count(struct front_device *d)
{
	unsigned int doublings = d->failures++;

	if (doublings > RETRY_DOUBLINGS)
		doublings = RETRY_DOUBLINGS;
	d->not_before = now_ms() + ((int64_t)RETRY_MS << doublings);
}

static void link_drop(struct front_device *d)
{
	if (!d->attached)
		return;
	d->config.detaching(d->config.user);
	d->attached = false;
	front_link_close(&d->link);
	device_report(d, LOG_NOTICE, "detached from the backend");
}

void front_device_fail(struct front_device *d, const char *problem)
{
	device_report(d, LOG_ERR, problem);
	link_drop(d);
	failure_count(d);
	front_store_write_error(&d->store, problem);
	state_write(d, VWLAN_CLOSED);
}

static bool peer_complete(const struct front_device *d)
{
	static const uint64_t needs =
		OFFERED(capabilities) |
		OFFERED(virtual_radio) |
		OFFERED(ring_ref) |
		OFFERED(port_control) |
		OFFERED(port_data);

	return (d->store.peer.present & needs) == needs &&
	       vwlan_node_has(&d->store.own, VWLAN_FRONTEND_NODE_mac);
}

static uint32_t slots_limit(uint32_t wanted, uint32_t max)
{
	return wanted < max ? wanted : max;
}

static void wish_make(const struct front_device *d,
		      struct front_link_wish *wish)
{
	const struct front_store *s = &d->store;

	memset(wish, 0, sizeof(*wish));
	wish->backend = s->own.backend_id;
	wish->ring_ref = s->peer.ring_ref;
	wish->port_control = s->peer.port_control;
	wish->port_data = s->peer.port_data;
	wish->capabilities = s->peer.capabilities & d->config.capabilities;
	wish->expected.domid = s->domid;
	wish->expected.vr = s->peer.virtual_radio;
	memcpy(wish->expected.mac, s->own.mac, VWLAN_MAC_LEN);
}

/* Do the nodes name other pages or ports than those in use? */
static bool link_moved(const struct front_device *d)
{
	const struct front_link_wish *wish = &d->link.wish;
	const struct front_store *s = &d->store;

	if (s->own.backend_id != wish->backend)
		return true;
	return front_store_peer_state(s) == VWLAN_CONNECTED &&
	       peer_complete(d) && (s->peer.ring_ref != wish->ring_ref ||
				    s->peer.port_data != wish->port_data);
}

static int device_connect(struct front_device *d)
{
	struct front_link_wish wish;
	const char *problem = "nodes are missing in the backend's directory";
	int rc = -ENODATA;

	if (peer_complete(d)) {
		wish_make(d, &wish);
		rc = front_link_open(&d->link, d->grants, d->events, &wish,
				     &problem);
	}
	if (rc) {
		front_device_fail(d, problem);
		return rc;
	}
	d->attached = true;
	d->not_before = now_ms() + STABLE_MS;
	front_store_write_error(&d->store, NULL);
	device_report(d, LOG_NOTICE, "attached to the backend");
	d->config.attached(d->config.user, &d->link);
	return state_write(d, VWLAN_CONNECTED);
}

static int device_offer(struct front_device *d)
{
	static const uint64_t needs = OFFERED(version) |
				      OFFERED(max_tx_slots) |
				      OFFERED(max_rx_slots);
	const struct vwlan_backend_nodes *peer = &d->store.peer;

	if ((peer->present & needs) != needs) {
		front_device_fail(d, "the backend does not say what it offers");
		return -ENODATA;
	}
	if (peer->version != VWLAN_ABI_MAJOR) {
		front_device_fail(d, "the backend speaks another version");
		return -EPROTO;
	}
	return front_store_write_offer(
		&d->store, d->config.capabilities,
		slots_limit(d->config.tx_slots, peer->max_tx_slots),
		slots_limit(d->config.rx_slots, peer->max_rx_slots));
}

static int step_do(struct front_device *d, enum front_step step)
{
	switch (step) {
	case FRONT_WAIT:
		break;
	case FRONT_BEGIN:
		link_drop(d);
		return state_write(d, VWLAN_INITIALISING);
	case FRONT_OFFER:
		return device_offer(d);
	case FRONT_CONNECT:
		return device_connect(d);
	case FRONT_CLOSE:
		link_drop(d);
		return state_write(d, VWLAN_CLOSED);
	case FRONT_UNMAP:
		link_drop(d);
		break;
	}
	return 0;
}

static enum front_step step_find(struct front_device *d)
{
	struct front_view view = {
		.own = front_store_own_state(&d->store),
		.peer = front_store_peer_state(&d->store),
		.peer_before = d->peer_before,
		.online = d->store.peer.online,
		.mapped = d->attached,
		.moved = d->attached && link_moved(d),
	};

	d->peer_before = view.peer;
	return front_life_step(&view);
}

/* How long a new attempt has to wait, in ms. */
static int step_delay(struct front_device *d, enum front_step step)
{
	int64_t now = now_ms();

	if (d->attached && now >= d->not_before)
		d->failures = 0;
	if (step != FRONT_OFFER && step != FRONT_BEGIN)
		return 0;
	return !d->attached && d->failures && d->not_before > now ?
	       (int)(d->not_before - now) : 0;
}

int front_device_step(struct front_device *d)
{
	enum vwlan_xenbus_state before;
	enum front_step step;
	int delay, i;

	for (i = 0; i < STEPS_MAX; i++) {
		before = d->peer_before;
		if (front_store_read(&d->store))
			return RETRY_MS;
		step = step_find(d);
		if (step == FRONT_WAIT)
			return -1;
		delay = step_delay(d, step);
		if (delay > 0) {
			d->peer_before = before;
			return delay;
		}
		if (step_do(d, step))
			return RETRY_MS;
	}
	return RETRY_MS;
}

int front_device_open(struct front_device *d,
		      const struct front_device_config *config)
{
	int rc;

	memset(d, 0, sizeof(*d));
	d->config = *config;
	rc = front_store_open(&d->store, config->devid);
	if (rc)
		return rc;
	d->grants = xengnttab_open(NULL, 0);
	d->events = d->grants ? xenevtchn_open(NULL, 0) : NULL;
	if (!d->events) {
		rc = -errno;
		goto out;
	}
	rc = front_store_read(&d->store);
	if (rc)
		goto out;
	/* No directory: the device may still be attached later. */
	if (front_store_own_state(&d->store) != VWLAN_UNKNOWN)
		rc = state_write(d, VWLAN_INITIALISING);
out:
	if (rc)
		front_device_close(d);
	return rc;
}

void front_device_close(struct front_device *d)
{
	link_drop(d);
	if (d->store.xs && front_store_own_state(&d->store) != VWLAN_UNKNOWN)
		state_write(d, VWLAN_CLOSED);
	if (d->events)
		xenevtchn_close(d->events);
	if (d->grants)
		xengnttab_close(d->grants);
	front_store_close(&d->store);
	d->events = NULL;
	d->grants = NULL;
}

int front_device_mac(const struct front_device *d, uint8_t *mac)
{
	if (!vwlan_node_has(&d->store.own, VWLAN_FRONTEND_NODE_mac))
		return -ENODATA;
	memcpy(mac, d->store.own.mac, VWLAN_MAC_LEN);
	return 0;
}
