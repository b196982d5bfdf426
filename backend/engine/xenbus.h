/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a device's life cycle does next.  Pure: what is seen in xenstore
 * and what the monitor has come in, one action comes out; the caller acts,
 * looks again, and asks again until the answer is XENBUS_NONE.
 *
 *	   OFFER	 OPEN, PUBLISH		CLOSING
 *   (new) -----> InitWait -----------> Connected ------> Closing
 *		     ^						| CLOSED
 *		     '---------------- Closed <-----------------'
 *			   OFFER
 *
 * Pages outlive a connection, so that a guest that comes and goes has one
 * set of them; they are released only when the frontend is closed or gone.
 * The guest owns its directory and may write anything there at any time:
 * whatever it claims, no more than its own device is closed.
 */
#ifndef ENGINE_XENBUS_H
#define ENGINE_XENBUS_H

#include "vwlan_nodes.h"

/**
 * enum xenbus_phase - what the monitor has of a device
 * @XENBUS_EMPTY: nothing
 * @XENBUS_PAGES: pages, nothing else; or nothing, if an earlier engine's
 *	monitor was never asked
 * @XENBUS_OPENING: OPEN was sent
 * @XENBUS_OPEN: pages, ports, interface and worker
 * @XENBUS_STOPPING: STOP was sent
 * @XENBUS_RELEASING: RELEASE was sent
 */
enum xenbus_phase {
	XENBUS_EMPTY,
	XENBUS_PAGES,
	XENBUS_OPENING,
	XENBUS_OPEN,
	XENBUS_STOPPING,
	XENBUS_RELEASING,
	XENBUS_PHASE_COUNT
};

/**
 * struct xenbus_view - all that the next action depends on
 * @backend: our own state as it is in xenstore; dom0 writes it as well
 * @frontend: the guest's
 * @backend_there: our directory exists
 * @frontend_there: the guest's directory exists
 * @online: dom0 wants the device
 * @phase: what the monitor has
 * @offered: this engine, not an earlier one, wrote what it offers
 * @served: the station side of this engine has the device
 * @closed: closed for a reason; no offer for the time being
 * @for_good: the reason is one that no waiting cures
 */
struct xenbus_view {
	enum vwlan_xenbus_state backend;
	enum vwlan_xenbus_state frontend;
	bool backend_there;
	bool frontend_there;
	bool online;
	enum xenbus_phase phase;
	bool offered;
	bool served;
	bool closed;
	bool for_good;
};

/**
 * enum xenbus_action - what to do next
 * @XENBUS_NONE: nothing until something changes
 * @XENBUS_OFFER: check the device's nodes, write what we offer, InitWait
 * @XENBUS_ASK_OPEN: check what the guest wants, send OPEN
 * @XENBUS_PUBLISH: write references and ports, Connected; serve
 * @XENBUS_ADOPT: serve what an earlier engine connected
 * @XENBUS_ASK_STOP: stop serving, send STOP
 * @XENBUS_ASK_RELEASE: stop serving, send RELEASE
 * @XENBUS_GO_CLOSING: write Closing
 * @XENBUS_GO_CLOSED: write Closed
 * @XENBUS_REMOVE: remove our directory
 * @XENBUS_FORGET: nothing is left of the device
 */
enum xenbus_action {
	XENBUS_NONE,
	XENBUS_OFFER,
	XENBUS_ASK_OPEN,
	XENBUS_PUBLISH,
	XENBUS_ADOPT,
	XENBUS_ASK_STOP,
	XENBUS_ASK_RELEASE,
	XENBUS_GO_CLOSING,
	XENBUS_GO_CLOSED,
	XENBUS_REMOVE,
	XENBUS_FORGET,
	XENBUS_ACTION_COUNT
};

/** xenbus_next - the next action */
enum xenbus_action xenbus_next(const struct xenbus_view *view);

/** xenbus_action_text - a few words for the log, never NULL */
const char *xenbus_action_text(enum xenbus_action action);

#define XENBUS_ATTEMPTS 10u		/* connections of one device … */
#define XENBUS_ATTEMPTS_PERIOD 60.0	/* … in so many seconds */

/** struct xenbus_rate - when the last attempts were; zero to begin with */
struct xenbus_rate {
	double at[XENBUS_ATTEMPTS];
	unsigned int count;
	unsigned int next;
};

/**
 * xenbus_rate_take - may the device connect once more?
 *
 * @now: seconds, of a clock that never goes back
 *
 * Returns 0 if it may, and counts it; else the seconds to wait.
 */
double xenbus_rate_take(struct xenbus_rate *rate, double now);

#endif
