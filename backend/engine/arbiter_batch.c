// SPDX-License-Identifier: GPL-2.0-or-later
/* R4: scans that wait or run, and who waits for each. */
#include "arbiter_private.h"

#define GATHER 50u	/* ms that a batch waits for company */

struct arbiter_batch *arbiter_batch_first(const struct arbiter *a)
{
	const struct arbiter_batch *best = NULL;
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++) {
		if (a->batch[i].state != ARBITER_BATCH_WAITING)
			continue;
		/* Numbers may wrap around. */
		if (!best || (int32_t)(a->batch[i].order - best->order) < 0)
			best = &a->batch[i];
	}
	return (struct arbiter_batch *)best;
}

struct arbiter_batch *arbiter_batch_free(struct arbiter *a,
					 enum arbiter_batch_state as)
{
	unsigned int i, deferred = 0, queued = 0;
	struct arbiter_batch *b = NULL;

	for (i = 0; i < ARBITER_BATCHES; i++) {
		if (a->batch[i].state == ARBITER_BATCH_FREE)
			b = b ? b : &a->batch[i];
		else if (a->batch[i].state == ARBITER_BATCH_DEFERRED)
			deferred++;
		else
			queued++;
	}
	/* What is put off takes no place from the others. */
	if (as == ARBITER_BATCH_DEFERRED)
		return deferred < ARBITER_DEFERRED ? b : NULL;
	return queued < ARBITER_QUEUED ? b : NULL;
}

void arbiter_batch_begin(struct arbiter *a, struct arbiter_batch *b,
			 const struct arbiter_scan *scan, uint64_t now)
{
	b->state = ARBITER_BATCH_WAITING;
	b->scan = *scan;
	b->asked_at = now;
	b->started_at = ARBITER_NEVER;
	/* For a brief one that would be a good part of its time. */
	b->ready_at = now + (arbiter_scan_brief(scan) ? 0 : GATHER);
	b->blocked_at = ARBITER_NEVER;
	b->order = a->batch_order++;
	b->leader = NULL;
	b->aborted = false;
	b->repeated = false;
	b->kept = false;
	TAILQ_INIT(&b->members);
}

void arbiter_batch_join(struct arbiter_batch *b, struct arbiter_guest *g)
{
	g->batch = b;
	TAILQ_INSERT_TAIL(&b->members, g, scanning);
}

void arbiter_batch_end(struct arbiter *a, struct arbiter_batch *b)
{
	if (a->running == b)
		a->running = NULL;
	b->state = ARBITER_BATCH_FREE;
	b->leader = NULL;
}

uint64_t arbiter_batch_since(const struct arbiter_guest *g,
			     const struct arbiter_batch *b)
{
	if (!g->scan_fresh)
		return 0;
	return b && b->started_at != ARBITER_NEVER ? b->started_at :
						     g->scan_at;
}

void arbiter_batch_tell(struct arbiter *a, struct arbiter_batch *b,
			enum vwlan_status status)
{
	struct arbiter_guest *g;

	while ((g = TAILQ_FIRST(&b->members))) {
		TAILQ_REMOVE(&b->members, g, scanning);
		g->batch = NULL;
		a->effects->scan_over(a->user, g, g->scan_id, status,
				      arbiter_batch_since(g, b));
	}
}
