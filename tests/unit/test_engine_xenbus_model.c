// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The state function against a model of everything around it: a guest, the
 * monitor, dom0 and crashes.  All states that any order of events can lead
 * to are visited; from each of them, once the world is left alone, the
 * device must end where it should.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "engine/xenbus.h"

/*
 * struct world - one state of everything; small numbers only
 * @mapped: the guest maps the pages
 * @hostile: the guest has written states as it pleased
 */
struct world {
	uint8_t backend, frontend, backend_there, frontend_there, online;
	uint8_t phase, offered, served, closed, for_good;
	uint8_t mapped, hostile;
};

#define WORLDS_MAX (1u << 20)

struct space {
	struct world *worlds;
	size_t count;
	uint32_t *slots;	/* hash of worlds; index + 1, or 0 */
};

static uint32_t world_hash(const struct world *w)
{
	const uint8_t *bytes = (const uint8_t *)w;
	uint32_t hash = 2166136261u;
	size_t i;

	for (i = 0; i < sizeof(*w); i++)
		hash = (hash ^ bytes[i]) * 16777619u;
	return hash;
}

static void space_add(struct space *space, const struct world *w)
{
	uint32_t at = world_hash(w) % (2 * WORLDS_MAX);

	for (; space->slots[at]; at = (at + 1) % (2 * WORLDS_MAX))
		if (memcmp(&space->worlds[space->slots[at] - 1], w,
			   sizeof(*w)) == 0)
			return;
	cr_assert_lt(space->count, WORLDS_MAX);
	space->worlds[space->count++] = *w;
	space->slots[at] = space->count;
}

/* ------------------------------------------------------------------ */
/* What each party does                                                */

static enum xenbus_action action_of(const struct world *w)
{
	struct xenbus_view v = {
		.backend = w->backend,
		.frontend = w->frontend,
		.backend_there = w->backend_there,
		.frontend_there = w->frontend_there,
		.online = w->online,
		.phase = w->phase,
		.offered = w->offered,
		.served = w->served,
		.closed = w->closed,
		.for_good = w->for_good,
	};

	return xenbus_next(&v);
}

static void forgotten(struct world *w)
{
	cr_assert_eq(w->phase, XENBUS_EMPTY);
	w->offered = w->served = w->closed = w->for_good = 0;
}

static void released(const struct world *w)
{
	/* A guest that lies about its state harms itself alone. */
	cr_assert(!w->mapped || w->hostile || !w->frontend_there,
		  "pages released while the guest maps them");
}

/* Returns false if there is nothing to do. */
static bool backend_step(struct world *w)
{
	enum xenbus_action action = action_of(w);

	cr_assert_lt(action, XENBUS_ACTION_COUNT);
	switch (action) {
	case XENBUS_OFFER:
		w->backend = VWLAN_INIT_WAIT;
		w->offered = 1;
		break;
	case XENBUS_ASK_OPEN:
		w->phase = XENBUS_OPENING;
		break;
	case XENBUS_PUBLISH:
		w->backend = VWLAN_CONNECTED;
		w->served = 1;
		break;
	case XENBUS_ADOPT:
		w->served = 1;
		break;
	case XENBUS_ASK_STOP:
		w->served = 0;
		w->phase = XENBUS_STOPPING;
		break;
	case XENBUS_ASK_RELEASE:
		released(w);
		w->served = 0;
		w->phase = XENBUS_RELEASING;
		break;
	case XENBUS_GO_CLOSING:
		w->backend = VWLAN_CLOSING;
		break;
	case XENBUS_GO_CLOSED:
		w->backend = VWLAN_CLOSED;
		break;
	case XENBUS_REMOVE:
		cr_assert_eq(w->phase, XENBUS_EMPTY);
		w->backend = VWLAN_UNKNOWN;
		w->backend_there = 0;
		w->online = 0;
		break;
	case XENBUS_FORGET:
		if (!w->offered && !w->served && !w->closed && !w->for_good)
			return false;
		forgotten(w);
		break;
	default:
		return false;
	}
	return true;
}

static bool monitor_step(struct world *w, bool fails)
{
	switch (w->phase) {
	case XENBUS_OPENING:
		w->phase = fails ? XENBUS_PAGES : XENBUS_OPEN;
		if (fails)
			w->closed = 1;
		return true;
	case XENBUS_STOPPING:
		w->phase = XENBUS_PAGES;
		return true;
	case XENBUS_RELEASING:
		w->phase = XENBUS_EMPTY;
		return true;
	}
	return false;
}

/* A well-behaved frontend, as the contract has it. */
static bool frontend_step(struct world *w)
{
	bool closing = !w->backend_there || w->backend == VWLAN_CLOSING ||
		       w->backend == VWLAN_CLOSED;
	uint8_t next = w->frontend;

	if (!w->frontend_there)
		return false;
	switch (w->frontend) {
	case VWLAN_INITIALISING:
		if (w->backend == VWLAN_INIT_WAIT)
			next = VWLAN_INITIALISED;
		break;
	case VWLAN_INITIALISED:
		if (w->backend == VWLAN_CONNECTED)
			next = VWLAN_CONNECTED;
		else if (closing)
			next = VWLAN_CLOSED;
		break;
	case VWLAN_CONNECTED:
		if (closing)
			next = VWLAN_CLOSING;
		break;
	case VWLAN_CLOSED:
		if (w->backend == VWLAN_INIT_WAIT && w->online)
			next = VWLAN_INITIALISING;
		break;
	default:
		/* Closing, or what a hostile one left behind. */
		next = VWLAN_CLOSED;
	}
	if (next == w->frontend)
		return false;
	/* In Closing it still lets go. */
	if (next != VWLAN_CLOSING)
		w->mapped = next == VWLAN_CONNECTED;
	w->frontend = next;
	return true;
}

/* ------------------------------------------------------------------ */
/* What can happen                                                     */

static void guest_disturbs(struct space *space, const struct world *from)
{
	struct world w = *from;

	if (!from->frontend_there)
		return;
	/* The driver or the guest starts again: its mappings are gone. */
	w.frontend = VWLAN_INITIALISING;
	w.mapped = 0;
	space_add(space, &w);
	w.frontend = VWLAN_CLOSED;
	space_add(space, &w);
	w = *from;
	w.frontend_there = 0;
	w.frontend = VWLAN_UNKNOWN;
	w.mapped = 0;
	space_add(space, &w);
	/* Or it lies. */
	w = *from;
	w.hostile = 1;
	for (w.frontend = 0; w.frontend <= VWLAN_CLOSED; w.frontend++)
		space_add(space, &w);
}

static void dom0_disturbs(struct space *space, const struct world *from)
{
	struct world w = *from;

	if (from->backend_there) {
		w.online = 0;
		w.backend = VWLAN_CLOSING;
		space_add(space, &w);
		w = *from;
		w.online = 0;
		w.backend_there = 0;
		w.backend = VWLAN_UNKNOWN;
		space_add(space, &w);
	} else if (!from->mapped) {
		/* The device is made again; device.c then forgives. */
		w.backend_there = w.frontend_there = w.online = 1;
		w.backend = w.frontend = VWLAN_INITIALISING;
		w.offered = w.closed = w.for_good = 0;
		space_add(space, &w);
	}
}

static void engine_disturbs(struct space *space, const struct world *from)
{
	struct world w = *from;

	w.closed = 1;
	space_add(space, &w);
	w.for_good = 1;
	space_add(space, &w);
	w = *from;
	w.closed = w.for_good;
	space_add(space, &w);
	/* It crashes.  The monitor has done, and tells, what was asked. */
	w = *from;
	monitor_step(&w, false);
	w.offered = w.served = w.closed = w.for_good = 0;
	if (w.phase == XENBUS_EMPTY)
		w.phase = XENBUS_PAGES;
	space_add(space, &w);
}

static void world_expand(struct space *space, const struct world *from)
{
	struct world w;

	w = *from;
	if (backend_step(&w))
		space_add(space, &w);
	w = *from;
	if (monitor_step(&w, false))
		space_add(space, &w);
	w = *from;
	if (monitor_step(&w, true))
		space_add(space, &w);
	w = *from;
	if (frontend_step(&w))
		space_add(space, &w);
	guest_disturbs(space, from);
	dom0_disturbs(space, from);
	engine_disturbs(space, from);
}

/* ------------------------------------------------------------------ */
/* Where it must end                                                   */

static void world_settle(struct world *w)
{
	int rounds;
	bool moved = true;

	for (rounds = 0; moved; rounds++) {
		cr_assert_lt(rounds, 100, "it never comes to rest");
		moved = backend_step(w);
		moved |= monitor_step(w, false);
		moved |= frontend_step(w);
	}
}

static void world_judge(const struct world *w)
{
	if (!w->backend_there) {
		cr_assert_eq(w->phase, XENBUS_EMPTY);
		cr_assert(!w->mapped || w->hostile);
	} else if (w->closed) {
		cr_assert_eq(w->backend, VWLAN_CLOSED);
		cr_assert_neq(w->phase, XENBUS_OPEN);
		cr_assert(!w->mapped || w->hostile);
		cr_assert(!w->served);
	} else {
		cr_assert(w->online && w->frontend_there);
		cr_assert_eq(w->backend, VWLAN_CONNECTED);
		cr_assert_eq(w->frontend, VWLAN_CONNECTED);
		cr_assert_eq(w->phase, XENBUS_OPEN);
		cr_assert(w->served);
		/* One that only said so has itself to blame. */
		cr_assert(w->mapped || w->hostile);
	}
}

Test(xenbus_model, every_world_ends_well)
{
	struct space space = {
		.worlds = calloc(WORLDS_MAX, sizeof(struct world)),
		.slots = calloc(2 * WORLDS_MAX, sizeof(uint32_t)),
	};
	struct world w = { .backend = VWLAN_INITIALISING,
			   .frontend = VWLAN_INITIALISING,
			   .backend_there = 1, .frontend_there = 1,
			   .online = 1, .phase = XENBUS_PAGES };
	size_t i;

	cr_assert(space.worlds && space.slots);
	space_add(&space, &w);
	for (i = 0; i < space.count; i++) {
		w = space.worlds[i];
		world_expand(&space, &w);
		world_settle(&w);
		world_judge(&w);
	}
	/* Enough to be sure that the model does what it says. */
	cr_log_info("%zu worlds", space.count);
	cr_assert_gt(space.count, 1000);
	free(space.worlds);
	free(space.slots);
}

/* Every combination, possible or not, leads to rest without the others. */
Test(xenbus_model, the_backend_alone_always_comes_to_rest)
{
	struct world w;
	unsigned int bits;
	int steps;

	for (bits = 0; bits < 1u << 16; bits++) {
		w = (struct world){
			.backend = bits & 7, .frontend = bits >> 3 & 7,
			.phase = bits >> 6 & 7, .backend_there = bits >> 9 & 1,
			.frontend_there = bits >> 10 & 1,
			.online = bits >> 11 & 1, .offered = bits >> 12 & 1,
			.served = bits >> 13 & 1, .closed = bits >> 14 & 1,
			.for_good = bits >> 15 & 1, .hostile = 1,
		};
		if (w.backend == 7 || w.frontend == 7 ||
		    w.phase >= XENBUS_PHASE_COUNT)
			continue;
		for (steps = 0; backend_step(&w) ||
				monitor_step(&w, false); steps++)
			cr_assert_lt(steps, 16);
	}
}
