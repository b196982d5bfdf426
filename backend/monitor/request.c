// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The engine's requests.  It may have been taken over: each field is
 * checked before it is used.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "monitor.h"
#include "native.h"
#include "quiet.h"
#include "vwlan_nodes.h"
#include "weight.h"

#define REAPS 5u	/* how often to look for freed pages afterwards */
#define REAP_PAUSE 2.0	/* seconds */

static struct guest *guest_find(struct monitor *monitor, unsigned int domid,
				unsigned int devid)
{
	struct guest *guest;

	TAILQ_FOREACH(guest, &monitor->guests, link)
		if (guest->request.domid == domid &&
		    guest->request.devid == devid)
			return guest;
	return NULL;
}

static bool share_valid(const struct monitor_message *request)
{
	return request->weight >= VWLAN_POLICY_WEIGHT_MIN &&
	       request->weight <= VWLAN_POLICY_WEIGHT_MAX &&
	       request->tx.rate <= VWLAN_POLICY_RATE_MAX &&
	       request->tx.interval <= VWLAN_POLICY_INTERVAL_MAX &&
	       (request->tx.rate == 0 ||
		request->tx.rate >= VWLAN_POLICY_RATE_MIN);
}

static int request_check(const struct monitor *monitor,
			 const struct monitor_message *request)
{
	static const uint8_t zero[VWLAN_MAC_LEN];

	if (request->op == MONITOR_RADIO)
		return 0;
	if (request->vr == 0 ||
	    request->domid < 1 || request->domid > VWLAN_DOMID_MAX ||
	    request->devid > VWLAN_DEVID_MAX)
		return -EINVAL;
	if ((request->op == MONITOR_OPEN ||
	     request->op == MONITOR_SET_SHARE) && !share_valid(request))
		return -EINVAL;
	if (request->op != MONITOR_OPEN && request->op != MONITOR_SET_MAC)
		return 0;
	if (request->mac[0] & 1 ||
	    memcmp(request->mac, zero, sizeof(zero)) == 0)
		return -EINVAL;
	if (request->op == MONITOR_SET_MAC)
		return 0;
	if (request->mode == VWLAN_MODE_UPLINK)
		return request->uplink < monitor->config->uplinks ? 0 :
								    -EINVAL;
	return request->mode == VWLAN_MODE_MANAGED ||
	       request->mode == VWLAN_MODE_NATIVE ? 0 : -EINVAL;
}

static struct guest *guest_new(struct monitor *monitor)
{
	struct guest *guest;

	if (monitor->count >= monitor->config->max_devices)
		return NULL;
	guest = calloc(1, sizeof(*guest));
	if (!guest)
		return NULL;
	guest->monitor = monitor;
	guest->engine_end = guest->worker_end = guest->shared_fd = -1;
	guest->interface.packet_fd = -1;
	TAILQ_INSERT_TAIL(&monitor->guests, guest, link);
	monitor->count++;
	return guest;
}

static void request_refuse(struct monitor *monitor,
			   const struct monitor_message *request, int error)
{
	struct monitor_message answer = *request;

	answer.op = MONITOR_OPENED;
	answer.error = error;
	answer.where = MONITOR_STAGE_REQUEST;
	monitor_tell(monitor, &answer, NULL, 0);
}

static void open_log(const struct guest *guest)
{
	const struct monitor_message *request = &guest->request;

	if (request->error)
		log_device(LOG_ERR, request->domid, request->devid, "%s: %s",
			   monitor_stage_text(request->where),
			   strerror(-request->error));
	else
		log_device(LOG_INFO, request->domid, request->devid,
			   "open: interface %s, worker %d, %u pages",
			   request->ifname, request->pid,
			   pages_count(&guest->pages.layout));
}

static void device_open(struct monitor *monitor,
			const struct monitor_message *request)
{
	struct guest *guest = guest_find(monitor, request->domid,
					 request->devid);

	if (guest && guest->open) {
		request_refuse(monitor, request, -EBUSY);
		return;
	}
	if (!guest)
		guest = guest_new(monitor);
	if (!guest) {
		request_refuse(monitor, request, -ENOSPC);
		return;
	}
	guest->request = *request;
	guest->request.op = MONITOR_OPENED;
	guest_open(guest);
	open_log(guest);
	monitor_tell_open(monitor, guest);
}

static void reap_arm(struct monitor *monitor)
{
	monitor->reaps = REAPS;
	ev_timer_stop(monitor->loop, &monitor->reap);
	ev_timer_set(&monitor->reap, REAP_PAUSE, REAP_PAUSE);
	ev_timer_start(monitor->loop, &monitor->reap);
}

static void device_stop(struct monitor *monitor, struct guest *guest,
			const struct monitor_message *request)
{
	struct monitor_message answer = *request;

	if (guest)
		guest_stop(guest);
	answer.op = MONITOR_STOPPED;
	monitor_tell(monitor, &answer, NULL, 0);
}

static void device_release(struct monitor *monitor, struct guest *guest,
			   const struct monitor_message *request)
{
	struct monitor_message answer = *request;

	if (guest) {
		guest_release(guest);
		TAILQ_REMOVE(&monitor->guests, guest, link);
		monitor->count--;
		free(guest);
		reap_arm(monitor);
	}
	answer.op = MONITOR_RELEASED;
	monitor_tell(monitor, &answer, NULL, 0);
}

/* The filter and the worker that may be started next have to know as well. */
static int address_change(struct guest *guest, const uint8_t *mac)
{
	struct monitor_message changed = guest->request;
	int rc = native_address_set(guest->interface.name, mac);

	if (rc)
		return rc;
	memcpy(changed.mac, mac, sizeof(changed.mac));
	rc = quiet_change(guest->interface.ifindex, &changed);
	if (rc)
		native_address_set(guest->interface.name, guest->request.mac);
	else
		guest->request = changed;
	return rc;
}

static void address_set(struct monitor *monitor, struct guest *guest,
			const struct monitor_message *request, int rc)
{
	struct monitor_message answer = *request;

	if (rc == 0 && (!guest || !guest->open ||
			guest->request.mode != VWLAN_MODE_NATIVE))
		rc = -ENODEV;
	if (rc == 0)
		rc = address_change(guest, request->mac);
	answer.op = MONITOR_MAC_SET;
	answer.error = rc;
	monitor_tell(monitor, &answer, NULL, 0);
}

/*
 * A limit that stays as it is goes on with what has passed so far; but one
 * that the kernel didn't take is told again.
 */
static int limit_change(struct guest *guest, const struct vwlan_rate *tx)
{
	bool same = guest->request.tx.rate == tx->rate &&
		    guest->request.tx.interval == tx->interval;
	int rc;

	guest->request.tx = *tx;
	if (same && !guest->limit_refused)
		return 0;
	rc = quiet_change(guest->interface.ifindex, &guest->request);
	guest->limit_refused = rc != 0;
	return rc;
}

/* What can't be changed keeps nothing else from being so. */
static int share_change(struct guest *guest,
			const struct monitor_message *request)
{
	int weight, bound, limit;

	guest->request.weight = request->weight;
	guest->request.rx_rate = request->rx_rate;
	weight = weight_apply(guest->worker, request->weight);
	bound = interface_receive_bound(&guest->interface, request);
	limit = limit_change(guest, &request->tx);
	if (weight)
		return weight;
	return bound ? bound : limit;
}

/* Nobody waits for an answer: the device's next worker has it anyway. */
static void share_set(struct guest *guest,
		      const struct monitor_message *request, int rc)
{
	if (rc == 0 && (!guest || !guest->open))
		rc = -ENODEV;
	if (rc == 0)
		rc = share_change(guest, request);
	if (rc)
		log_device(LOG_WARNING, request->domid, request->devid,
			   "can't change its share: %s", strerror(-rc));
}

/* A failure is the engine's to report: it asks again and again. */
static void device_renew(struct monitor *monitor, struct guest *guest,
			 const struct monitor_message *request, int rc)
{
	struct monitor_message answer = *request;
	size_t count = 0;
	int fd = -1;

	if (rc == 0)
		rc = guest ? guest_renew(guest) : -ENODEV;
	if (guest)
		answer = guest->request;
	if (rc == 0)
		log_device(LOG_INFO, answer.domid, answer.devid,
			   "its interface is made again, worker %d",
			   answer.pid);
	if (rc == 0 && answer.mode == VWLAN_MODE_NATIVE) {
		fd = nl_socket_get_fd(guest->interface.owner);
		count = 1;
	}
	answer.op = MONITOR_RENEWED;
	answer.error = rc;
	monitor_tell(monitor, &answer, &fd, count);
}

void monitor_tell_radio(struct monitor *monitor)
{
	struct monitor_message answer = { .op = MONITOR_RADIO };

	answer.error = phy_find(&monitor->phy, &answer.ifindex);
	monitor_tell(monitor, &answer, NULL, 0);
}

void monitor_request(struct monitor *monitor,
		     const struct monitor_message *request)
{
	struct guest *guest = guest_find(monitor, request->domid,
					 request->devid);
	int rc = request_check(monitor, request);

	switch (request->op) {
	case MONITOR_OPEN:
		if (rc)
			request_refuse(monitor, request, rc);
		else
			device_open(monitor, request);
		break;
	case MONITOR_STOP:
		device_stop(monitor, guest, request);
		break;
	case MONITOR_RELEASE:
		device_release(monitor, guest, request);
		break;
	case MONITOR_SET_MAC:
		address_set(monitor, guest, request, rc);
		break;
	case MONITOR_SET_SHARE:
		share_set(guest, request, rc);
		break;
	case MONITOR_RENEW:
		device_renew(monitor, guest, request, rc);
		break;
	case MONITOR_RADIO:
		monitor_tell_radio(monitor);
		break;
	default:
		log_daemon(LOG_ERR, "unknown request %u from the engine",
			   request->op);
	}
}
