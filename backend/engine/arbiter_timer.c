// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guests' deadlines: a binary heap, so that the next one is found at
 * once and a change costs the logarithm of the number of guests.  Places in
 * the heap are counted from 1; 0 is "not in it".
 */
#include <errno.h>
#include <stdlib.h>

#include "arbiter_private.h"

int arbiter_timer_reserve(struct arbiter *a)
{
	struct arbiter_guest **timers;
	unsigned int room = a->timers_room ? 2 * a->timers_room : 16;

	if (a->guests < a->timers_room)
		return 0;
	timers = realloc(a->timers, room * sizeof(*timers));
	if (!timers)
		return -ENOMEM;
	a->timers = timers;
	a->timers_room = room;
	return 0;
}

static void heap_put(struct arbiter *a, unsigned int at,
		     struct arbiter_guest *g)
{
	a->timers[at - 1] = g;
	g->timer_at = at;
}

static void heap_rise(struct arbiter *a, struct arbiter_guest *g)
{
	unsigned int at = g->timer_at;

	while (at > 1 && a->timers[at / 2 - 1]->timer > g->timer) {
		heap_put(a, at, a->timers[at / 2 - 1]);
		at /= 2;
	}
	heap_put(a, at, g);
}

static void heap_sink(struct arbiter *a, struct arbiter_guest *g)
{
	unsigned int at = g->timer_at, child;

	while ((child = 2 * at) <= a->timers_count) {
		if (child < a->timers_count &&
		    a->timers[child]->timer < a->timers[child - 1]->timer)
			child++;
		if (a->timers[child - 1]->timer >= g->timer)
			break;
		heap_put(a, at, a->timers[child - 1]);
		at = child;
	}
	heap_put(a, at, g);
}

void arbiter_timer_remove(struct arbiter *a, struct arbiter_guest *g)
{
	struct arbiter_guest *last;
	unsigned int at = g->timer_at;

	g->timer = ARBITER_NEVER;
	if (at == 0)
		return;
	g->timer_at = 0;
	last = a->timers[--a->timers_count];
	if (last == g)
		return;
	heap_put(a, at, last);
	heap_rise(a, last);
	heap_sink(a, last);
}

static uint64_t earliest(const struct arbiter_guest *g)
{
	const uint64_t at[] = {
		g->hold_until, g->progress_until, g->immune_until,
		g->grace_until, g->pending.until,
		/* Nothing ends twice. */
		g->late ? ARBITER_NEVER : g->turn_until,
	};
	uint64_t least = ARBITER_NEVER;
	unsigned int i;

	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		if (at[i] < least)
			least = at[i];
	return least;
}

void arbiter_timer_set(struct arbiter *a, struct arbiter_guest *g)
{
	uint64_t at = earliest(g);

	if (at == g->timer)
		return;
	if (at == ARBITER_NEVER) {
		arbiter_timer_remove(a, g);
		return;
	}
	g->timer = at;
	if (g->timer_at == 0)
		heap_put(a, ++a->timers_count, g);
	heap_rise(a, g);
	heap_sink(a, g);
}
