// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R6: scans that guests ask for too soon.  Whoever asks is seldom able to
 * make anything of a refusal: iw gives up, others ask again at once.  So
 * such a scan is put off, in a batch of its own, until the guest may scan;
 * if another guest's scan does for it, it begins with that.
 */
#include "arbiter_private.h"

#define DEFER_MAX 5000u	/* ms that one is put off; otherwise it is refused */

/* Another's, which begins no later for it and is no longer for it. */
static bool covered_join(struct arbiter *a, struct arbiter_guest *g,
			 const struct arbiter_scan *scan,
			 struct arbiter_answer *answer)
{
	struct arbiter_batch *b;
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++) {
		b = &a->batch[i];
		if ((b->state != ARBITER_BATCH_WAITING &&
		     b->state != ARBITER_BATCH_DEFERRED) ||
		    !arbiter_scan_covers(&b->scan, scan))
			continue;
		answer->verdict = ARBITER_MERGE;
		answer->other = TAILQ_FIRST(&b->members);
		arbiter_batch_join(b, g);
		return true;
	}
	return false;
}

void arbiter_defer(struct arbiter *a, struct arbiter_guest *g,
		   const struct arbiter_scan *scan, uint64_t again,
		   struct arbiter_answer *answer, uint64_t now)
{
	struct arbiter_batch *b;

	if (covered_join(a, g, scan, answer))
		return;
	b = arbiter_batch_free(a, ARBITER_BATCH_DEFERRED);
	if (!b || again > now + DEFER_MAX) {
		arbiter_refuse(answer, VWLAN_RATE, again);
		return;
	}
	arbiter_batch_begin(a, b, scan, now);
	b->state = ARBITER_BATCH_DEFERRED;
	b->ready_at = again;
	arbiter_batch_join(b, g);
	g->scan_deferred = true;
	answer->verdict = ARBITER_DEFER;
	answer->status = VWLAN_RATE;
	answer->until = again;
}

static void members_move(struct arbiter *a, struct arbiter_batch *to,
			 struct arbiter_batch *from)
{
	struct arbiter_guest *g;

	while ((g = TAILQ_FIRST(&from->members))) {
		TAILQ_REMOVE(&from->members, g, scanning);
		arbiter_batch_join(to, g);
	}
	arbiter_batch_end(a, from);
}

void arbiter_defer_absorb(struct arbiter *a, struct arbiter_batch *begun)
{
	struct arbiter_batch *b;
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++) {
		b = &a->batch[i];
		if (b->state == ARBITER_BATCH_DEFERRED &&
		    arbiter_scan_covers(&begun->scan, &b->scan))
			members_move(a, begun, b);
	}
}

static bool owner_waits(const struct arbiter_batch *b)
{
	const struct arbiter_guest *g;

	TAILQ_FOREACH(g, &b->members, scanning)
		if (g->scan_deferred)
			return true;
	return false;
}

/* From now on it is in line with the others, and counts as one of theirs. */
static void defer_over(struct arbiter *a, struct arbiter_batch *b,
		       uint64_t now)
{
	struct arbiter_batch *other;
	bool owned = owner_waits(b);
	struct arbiter_guest *g;
	unsigned int i;

	/* If whom it was put off for has left, it is the others' own. */
	TAILQ_FOREACH(g, &b->members, scanning)
		if (g->scan_deferred || !owned)
			arbiter_scan_count(g, &b->scan, now);
	for (i = 0; i < ARBITER_BATCHES; i++) {
		other = &a->batch[i];
		if (other->state != ARBITER_BATCH_WAITING ||
		    !arbiter_scan_merge(a, &other->scan, &b->scan))
			continue;
		members_move(a, other, b);
		return;
	}
	b->state = ARBITER_BATCH_WAITING;
	b->order = a->batch_order++;
}

uint64_t arbiter_defer_deadline(const struct arbiter *a)
{
	uint64_t at = ARBITER_NEVER;
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++)
		if (a->batch[i].state == ARBITER_BATCH_DEFERRED &&
		    a->batch[i].ready_at < at)
			at = a->batch[i].ready_at;
	return at;
}

void arbiter_defer_timeout(struct arbiter *a, uint64_t now)
{
	struct arbiter_batch *b;
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++) {
		b = &a->batch[i];
		if (b->state == ARBITER_BATCH_DEFERRED && now >= b->ready_at)
			defer_over(a, b, now);
	}
}
