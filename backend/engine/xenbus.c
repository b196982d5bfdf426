// SPDX-License-Identifier: GPL-2.0-or-later
#include "xenbus.h"

/* The monitor answers each request: until then there is nothing to do. */
static bool phase_waiting(enum xenbus_phase phase)
{
	return phase == XENBUS_OPENING || phase == XENBUS_STOPPING ||
	       phase == XENBUS_RELEASING;
}

/*
 * Does the guest say that it maps nothing?  Mappings end before either
 * state is written, and with the process or kernel that held them.
 * Nonsense in the node says nothing: it does not count.
 */
static bool frontend_unmapped(const struct xenbus_view *view)
{
	return !view->frontend_there ||
	       view->frontend == VWLAN_INITIALISING ||
	       view->frontend == VWLAN_CLOSED;
}

/* Somebody removed our directory. */
static enum xenbus_action next_forgotten(const struct xenbus_view *view)
{
	if (view->phase == XENBUS_OPEN)
		return XENBUS_ASK_STOP;
	if (!frontend_unmapped(view))
		return XENBUS_NONE;
	if (view->phase == XENBUS_PAGES)
		return XENBUS_ASK_RELEASE;
	return XENBUS_FORGET;
}

/* Nobody needs the device: all goes, our directory last. */
static enum xenbus_action next_removal(const struct xenbus_view *view)
{
	if (view->phase != XENBUS_EMPTY)
		return XENBUS_ASK_RELEASE;
	if (view->backend != VWLAN_CLOSED)
		return XENBUS_GO_CLOSED;
	return XENBUS_REMOVE;
}

/* To Closed, and no further. */
static enum xenbus_action next_close(const struct xenbus_view *view)
{
	bool closing = view->backend == VWLAN_CLOSING ||
		       view->backend == VWLAN_CLOSED;

	if (!closing && (view->phase == XENBUS_OPEN ||
			 !frontend_unmapped(view)))
		return XENBUS_GO_CLOSING;
	if (view->phase == XENBUS_OPEN)
		return XENBUS_ASK_STOP;
	if (!frontend_unmapped(view))
		return XENBUS_NONE;
	if (view->for_good && view->phase == XENBUS_PAGES)
		return XENBUS_ASK_RELEASE;
	return view->backend == VWLAN_CLOSED ? XENBUS_NONE : XENBUS_GO_CLOSED;
}

static enum xenbus_action next_connected(const struct xenbus_view *view)
{
	/* Initialised: it has not mapped the pages yet. */
	if (view->phase == XENBUS_OPEN &&
	    (view->frontend == VWLAN_CONNECTED ||
	     view->frontend == VWLAN_INITIALISED))
		return view->served ? XENBUS_NONE : XENBUS_ADOPT;
	return XENBUS_GO_CLOSING;
}

static enum xenbus_action next_init_wait(const struct xenbus_view *view)
{
	switch (view->frontend) {
	case VWLAN_INITIALISED:
		if (view->phase == XENBUS_OPEN)
			return XENBUS_PUBLISH;
		return view->offered ? XENBUS_ASK_OPEN : XENBUS_OFFER;
	case VWLAN_CONNECTED:
		/* To pages of an earlier connection: it must let go first. */
		return XENBUS_GO_CLOSING;
	default:
		if (view->phase == XENBUS_OPEN)
			return XENBUS_ASK_STOP;
		return view->offered ? XENBUS_NONE : XENBUS_OFFER;
	}
}

/* Wanted, and neither offered nor connected. */
static enum xenbus_action next_idle(const struct xenbus_view *view)
{
	if (view->phase == XENBUS_OPEN)
		return XENBUS_ASK_STOP;
	if (frontend_unmapped(view))
		return view->backend == VWLAN_CLOSING ? XENBUS_GO_CLOSED :
							XENBUS_OFFER;
	if (view->backend == VWLAN_CLOSING || view->backend == VWLAN_CLOSED)
		return XENBUS_NONE;
	return XENBUS_GO_CLOSING;
}

enum xenbus_action xenbus_next(const struct xenbus_view *view)
{
	if (phase_waiting(view->phase))
		return XENBUS_NONE;
	if (!view->backend_there)
		return next_forgotten(view);
	if (!view->frontend_there ||
	    (!view->online && frontend_unmapped(view)))
		return next_removal(view);
	if (!view->online || view->closed)
		return next_close(view);
	switch (view->backend) {
	case VWLAN_CONNECTED:
		return next_connected(view);
	case VWLAN_INIT_WAIT:
		return next_init_wait(view);
	default:
		return next_idle(view);
	}
}

const char *xenbus_action_text(enum xenbus_action action)
{
	static const char *const texts[XENBUS_ACTION_COUNT] = {
		[XENBUS_NONE] = "nothing",
		[XENBUS_OFFER] = "offer",
		[XENBUS_ASK_OPEN] = "open",
		[XENBUS_PUBLISH] = "publish",
		[XENBUS_ADOPT] = "adopt",
		[XENBUS_ASK_STOP] = "stop",
		[XENBUS_ASK_RELEASE] = "release",
		[XENBUS_GO_CLOSING] = "go to Closing",
		[XENBUS_GO_CLOSED] = "go to Closed",
		[XENBUS_REMOVE] = "remove",
		[XENBUS_FORGET] = "forget",
	};

	return action < XENBUS_ACTION_COUNT ? texts[action] : "unknown";
}

double xenbus_rate_take(struct xenbus_rate *rate, double now)
{
	/* @next is the oldest once all are in use. */
	double oldest = rate->at[rate->next];

	if (rate->count == XENBUS_ATTEMPTS &&
	    now < oldest + XENBUS_ATTEMPTS_PERIOD)
		return oldest + XENBUS_ATTEMPTS_PERIOD - now;
	rate->at[rate->next] = now;
	rate->next = (rate->next + 1) % XENBUS_ATTEMPTS;
	if (rate->count < XENBUS_ATTEMPTS)
		rate->count++;
	return 0;
}
