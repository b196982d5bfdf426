// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R4 to R7: many guests' scans, one of the radio's at a time.
 *
 * Requests wait in batches.  A batch is one scan that does for all its
 * members; there are a few, so a request is compared with each.  Batches
 * run in the order in which they were begun.
 */
#include <string.h>

#include "arbiter_private.h"

#define WAIT_MAX 30000u	/* ms; then who waits is told that it is busy */
/*
 * While a station is connected, the radio goes back to its channel after
 * each one, and waits for its traffic: 22 s were seen, and more.
 */
#define RUN_MAX 60000u	/* ms; then nobody will tell of its end any more */
#define WORTH_ENDING 5000u	/* ms; who aborts it then was impatient */
#define FULL_EACH 10000u	/* ms between a guest's scans of it all … */
#define BRIEF_EACH 2000u	/* … and of a few channels */
#define GAP_MAX 5000u	/* ms between scans, for those connected */
#define FRESH 5000u	/* ms; as good as a new scan to who is idle */
#define FRESH_LOW 10000u	/* ms; to who isn't in a hurry */
#define FRESH_PARKED 30000u	/* ms; to who can't scan now */

/* ------------------------------------------------------------------ */
/* Asking                                                              */

static uint64_t fresh_for(const struct arbiter_guest *g,
			  const struct arbiter_scan *scan)
{
	if (!g->placed)
		return FRESH_PARKED;
	return scan->flags & VWLAN_SCAN_LOW_PRIORITY ? FRESH_LOW : FRESH;
}

/* R5: who is connected scans to find something better, and needs it new. */
static bool cache_serves(const struct arbiter *a,
			 const struct arbiter_guest *g,
			 const struct arbiter_scan_request *from,
			 const struct arbiter_scan *scan, uint64_t now)
{
	return g->link == ARBITER_IDLE && !(from->flags & VWLAN_SCAN_FLUSH) &&
	       arbiter_scan_known(a, scan, fresh_for(g, scan), now);
}

/* R6: when it may scan again; it matters only to those connected. */
static uint64_t scan_again(const struct arbiter *a,
			   const struct arbiter_guest *g,
			   const struct arbiter_scan *scan)
{
	bool brief = arbiter_scan_brief(scan);
	uint64_t last = brief ? g->brief_at : g->full_at;

	if (a->connected == 0 || last == ARBITER_NEVER)
		return 0;
	return last + (brief ? BRIEF_EACH : FULL_EACH);
}

/* Returns false if there is no room. */
static bool scan_queue(struct arbiter *a, struct arbiter_guest *g,
		       const struct arbiter_scan *scan,
		       struct arbiter_answer *answer, uint64_t now)
{
	struct arbiter_batch *b;
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++) {
		b = &a->batch[i];
		if (b->state == ARBITER_BATCH_WAITING &&
		    arbiter_scan_merge(a, &b->scan, scan)) {
			answer->verdict = ARBITER_MERGE;
			answer->other = TAILQ_FIRST(&b->members);
			arbiter_batch_join(b, g);
			return true;
		}
	}
	b = arbiter_batch_free(a, ARBITER_BATCH_WAITING);
	if (!b)
		return false;
	arbiter_batch_begin(a, b, scan, now);
	arbiter_batch_join(b, g);
	return true;
}

void arbiter_scan_count(struct arbiter_guest *g,
			const struct arbiter_scan *scan, uint64_t now)
{
	if (arbiter_scan_brief(scan))
		g->brief_at = now;
	else
		g->full_at = now;
}

static void scan_run(struct arbiter *a, struct arbiter_guest *g,
		     const struct arbiter_scan *scan,
		     struct arbiter_answer *answer, uint64_t now)
{
	uint64_t again = scan_again(a, g, scan);

	if (!g->placed)
		arbiter_refuse(answer, VWLAN_SLOT, ARBITER_NEVER);
	else if (now < again)
		arbiter_defer(a, g, scan, again, answer, now);
	else if (!scan_queue(a, g, scan, answer, now))
		arbiter_refuse(answer, VWLAN_BUSY, ARBITER_NEVER);
	else
		arbiter_scan_count(g, scan, now);
}

static void names_seek(struct arbiter *a, struct arbiter_guest *g,
		       const struct arbiter_scan *scan)
{
	unsigned int i;

	for (i = 0; i < scan->ssids; i++)
		arbiter_seek(a, g, &scan->ssid[i]);
}

void arbiter_scan(struct arbiter *a, struct arbiter_guest *g,
		  const struct arbiter_request *request,
		  struct arbiter_answer *answer, uint64_t now)
{
	struct arbiter_scan scan;
	enum vwlan_status status = VWLAN_BUSY;

	if (!g->wants)
		status = VWLAN_SLOT;
	else if (!g->batch && !g->scan_cached)
		status = arbiter_scan_read(a, g, request->scan, &scan, now);
	if (status != VWLAN_OK) {
		arbiter_refuse(answer, status, ARBITER_NEVER);
		return;
	}
	g->scan_id = request->id;
	g->scan_at = now;
	g->scan_active = scan.active;
	g->scan_ie_hash = scan.ie_hash;
	g->scan_deferred = false;
	g->scan_fresh = request->scan->flags & VWLAN_SCAN_FLUSH;
	if (a->running && !a->running->aborted &&
	    arbiter_scan_covers(&a->running->scan, &scan)) {
		answer->verdict = ARBITER_MERGE;
		answer->other = a->running->leader;
		arbiter_batch_join(a->running, g);
	} else if (cache_serves(a, g, request->scan, &scan, now)) {
		/* It is told once it has its answer. */
		answer->verdict = ARBITER_MERGE;
		g->scan_cached = true;
		TAILQ_INSERT_TAIL(&a->cached, g, scanning);
	} else {
		scan_run(a, g, &scan, answer, now);
	}
	if (answer->verdict != ARBITER_REFUSE)
		names_seek(a, g, &scan);
}

/* ------------------------------------------------------------------ */
/* Running                                                             */

/*
 * Who didn't ask for probe requests sends none.  Walks over members that
 * have lost their stations since.
 */
static struct arbiter_guest *leader_find(const struct arbiter_batch *b)
{
	struct arbiter_guest *g;

	TAILQ_FOREACH(g, &b->members, scanning)
		if (g->placed && g->scan_active == b->scan.active)
			return g;
	return NULL;
}

static void batch_start(struct arbiter *a, struct arbiter_batch *b,
			uint64_t now)
{
	struct arbiter_guest *leader = leader_find(b);

	b->started_at = now;
	if (!leader && b->scan.active) {
		b->scan.active = false;
		b->scan.ssids = 0;
		leader = leader_find(b);
	}
	if (!leader) {
		arbiter_batch_tell(a, b, VWLAN_SLOT);
		arbiter_batch_end(a, b);
		return;
	}
	b->state = ARBITER_BATCH_RUNNING;
	b->leader = leader;
	a->running = b;
	arbiter_defer_absorb(a, b);
	a->effects->scan_start(a->user, leader, &b->scan);
}

/* R6: until when those connected have the radio to themselves. */
static uint64_t gap_end(const struct arbiter *a,
			const struct arbiter_batch *b)
{
	if (a->connected == 0)
		return 0;
	if (arbiter_scan_brief(&b->scan) ||
	    a->brief_gap_until > a->full_gap_until)
		return a->brief_gap_until;
	return a->full_gap_until;
}

static bool radio_free(const struct arbiter *a)
{
	return a->blocked == VWLAN_OK && !a->running && !a->foreign &&
	       !a->away && a->switch_until == ARBITER_NEVER;
}

/*
 * R7, but not for ever: new connections could follow one another without
 * end.  After one hold's time those that begin have to wait, and after two
 * the scan begins in any case.
 */
static bool hold_holds(const struct arbiter *a, struct arbiter_batch *b,
		       uint64_t now)
{
	if (a->held == 0)
		return false;
	if (b->blocked_at == ARBITER_NEVER)
		b->blocked_at = now;
	return now < b->blocked_at + 2 * ARBITER_HOLD;
}

void arbiter_scan_try(struct arbiter *a, uint64_t now)
{
	struct arbiter_batch *b;

	while (radio_free(a)) {
		b = arbiter_batch_first(a);
		if (!b || now < b->ready_at || now < gap_end(a, b) ||
		    hold_holds(a, b, now))
			return;
		batch_start(a, b, now);
	}
}

bool arbiter_scan_overdue(const struct arbiter *a, uint64_t now)
{
	const struct arbiter_batch *b = arbiter_batch_first(a);

	return b && b->blocked_at != ARBITER_NEVER &&
	       now >= b->blocked_at + ARBITER_HOLD;
}

/* Its leader took it along; the others are not to suffer, once. */
static void batch_repeat(struct arbiter *a, struct arbiter_batch *b)
{
	a->running = NULL;
	b->state = ARBITER_BATCH_WAITING;
	b->leader = NULL;
	b->aborted = false;
	b->repeated = true;
	b->blocked_at = ARBITER_NEVER;
}

/* They were in its keeping; another member may have the same. */
static void elements_leave(struct arbiter_batch *b)
{
	struct arbiter_guest *g;

	TAILQ_FOREACH(g, &b->members, scanning)
		if (g->scan_ie_hash == b->scan.ie_hash)
			break;
	b->scan.ie_from = g;
	if (g)
		return;
	b->scan.ie_hash = 0;
	b->scan.ie_length = 0;
}

/*
 * It may be the leader's doing that it failed, so nobody else suffers for
 * it, once.
 */
static void leader_fails(struct arbiter *a, struct arbiter_batch *b,
			 enum vwlan_status status)
{
	struct arbiter_guest *g = b->leader;

	if (!g || g->batch != b || TAILQ_FIRST(&b->members) ==
				   TAILQ_LAST(&b->members, arbiter_queue))
		return;
	TAILQ_REMOVE(&b->members, g, scanning);
	g->batch = NULL;
	if (b->scan.ie_from == g)
		elements_leave(b);
	a->effects->scan_over(a->user, g, g->scan_id, status,
			      arbiter_batch_since(g, b));
	b->aborted = true;
}

static void run_end(struct arbiter *a, enum vwlan_status status,
		    uint64_t now)
{
	struct arbiter_batch *b = a->running;
	uint64_t gap = now - b->started_at;

	if (gap > GAP_MAX)
		gap = GAP_MAX;
	if (arbiter_scan_brief(&b->scan))
		a->brief_gap_until = now + gap;
	else
		a->full_gap_until = now + gap;
	if (status != VWLAN_OK && !b->aborted && !b->repeated)
		leader_fails(a, b, status);
	if (b->aborted && !b->repeated && !TAILQ_EMPTY(&b->members)) {
		batch_repeat(a, b);
		return;
	}
	if (status == VWLAN_OK && !b->aborted)
		arbiter_scan_learn(a, &b->scan, b->started_at);
	arbiter_batch_end(a, b);
	arbiter_batch_tell(a, b, status);
}

void arbiter_scan_ended(struct arbiter *a, enum vwlan_status status,
			uint64_t now)
{
	arbiter_begin(a, now);
	if (a->running)
		run_end(a, status, now);
}

void arbiter_scan_foreign(struct arbiter *a, bool running, uint64_t now)
{
	arbiter_begin(a, now);
	a->foreign = running;
	a->foreign_until = running ? now + RUN_MAX : ARBITER_NEVER;
}

/* ------------------------------------------------------------------ */
/* Leaving                                                             */

static void run_abort(struct arbiter *a, struct arbiter_batch *b)
{
	if (b->aborted)
		return;
	b->aborted = true;
	a->effects->scan_abort(a->user, b->leader);
}

static void batch_deserted(struct arbiter *a, struct arbiter_batch *b)
{
	if (!TAILQ_EMPTY(&b->members))
		return;
	if (b->state != ARBITER_BATCH_RUNNING)
		arbiter_batch_end(a, b);
	else if (!b->kept)
		run_abort(a, b);
}

static void batch_leave(struct arbiter *a, struct arbiter_guest *g)
{
	struct arbiter_batch *b = g->batch;

	g->batch = NULL;
	TAILQ_REMOVE(&b->members, g, scanning);
	if (b->scan.ie_from == g)
		elements_leave(b);
	batch_deserted(a, b);
}

/* The scan on its interface ends with the interface. */
void arbiter_scan_station_gone(struct arbiter *a, struct arbiter_guest *g)
{
	if (!a->running || a->running->leader != g)
		return;
	a->running->aborted = true;
	a->running->leader = NULL;
}

/*
 * R4: some give up after a time, as wpa_supplicant does after 10 s, and
 * would never hear of the last channels if each began with the first ones
 * again.  So a scan that has come far goes on without them, for whoever
 * scans next.
 */
void arbiter_scan_abort(struct arbiter *a, struct arbiter_guest *g,
			uint64_t now)
{
	struct arbiter_batch *b = g->batch;

	if (b && b == a->running && now >= b->started_at + WORTH_ENDING)
		b->kept = true;
	arbiter_scan_leave(a, g, VWLAN_FAILED, true);
}

void arbiter_scan_yield(struct arbiter *a)
{
	struct arbiter_batch *b = a->running;

	if (b && TAILQ_EMPTY(&b->members))
		run_abort(a, b);
}

void arbiter_scan_leave(struct arbiter *a, struct arbiter_guest *g,
			enum vwlan_status status, bool tell)
{
	bool scanning = g->batch || g->scan_cached;
	uint64_t since = arbiter_batch_since(g, g->batch);

	if (g->scan_cached)
		TAILQ_REMOVE(&a->cached, g, scanning);
	g->scan_cached = false;
	if (g->batch)
		batch_leave(a, g);
	if (scanning && tell)
		a->effects->scan_over(a->user, g, g->scan_id, status, since);
}

void arbiter_scan_radio_gone(struct arbiter *a, enum vwlan_status why)
{
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++) {
		if (a->batch[i].state == ARBITER_BATCH_FREE)
			continue;
		arbiter_batch_tell(a, &a->batch[i], why);
		arbiter_batch_end(a, &a->batch[i]);
	}
	a->foreign = false;
	a->foreign_until = ARBITER_NEVER;
}

/* ------------------------------------------------------------------ */
/* Time                                                                */

static uint64_t waiting_deadline(const struct arbiter *a)
{
	const struct arbiter_batch *b = arbiter_batch_first(a);
	uint64_t at;

	if (!b || !radio_free(a))
		return ARBITER_NEVER;
	at = gap_end(a, b);
	if (b->ready_at > at)
		at = b->ready_at;
	/* Holds end by timers of their own. */
	if (b->blocked_at != ARBITER_NEVER && a->held)
		at = b->blocked_at + 2 * ARBITER_HOLD;
	return at;
}

static uint64_t patience_deadline(const struct arbiter *a)
{
	uint64_t at = ARBITER_NEVER;
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++)
		if (a->batch[i].state == ARBITER_BATCH_WAITING &&
		    a->batch[i].asked_at + WAIT_MAX < at)
			at = a->batch[i].asked_at + WAIT_MAX;
	return at;
}

uint64_t arbiter_scan_deadline(const struct arbiter *a)
{
	uint64_t at = waiting_deadline(a), patience = patience_deadline(a);
	uint64_t defer = arbiter_defer_deadline(a);

	if (!TAILQ_EMPTY(&a->cached))
		return 0;
	if (defer < at)
		at = defer;
	if (patience < at)
		at = patience;
	if (a->running && a->running->started_at + RUN_MAX < at)
		at = a->running->started_at + RUN_MAX;
	return a->foreign_until < at ? a->foreign_until : at;
}

static void patience_over(struct arbiter *a, uint64_t now)
{
	struct arbiter_batch *b;
	unsigned int i;

	for (i = 0; i < ARBITER_BATCHES; i++) {
		b = &a->batch[i];
		if (b->state != ARBITER_BATCH_WAITING ||
		    now < b->asked_at + WAIT_MAX)
			continue;
		arbiter_batch_tell(a, b, VWLAN_BUSY);
		arbiter_batch_end(a, b);
	}
}

void arbiter_scan_timeout(struct arbiter *a, uint64_t now)
{
	struct arbiter_guest *g;

	while ((g = TAILQ_FIRST(&a->cached))) {
		TAILQ_REMOVE(&a->cached, g, scanning);
		g->scan_cached = false;
		a->effects->scan_over(a->user, g, g->scan_id, VWLAN_OK, 0);
	}
	if (a->running && now >= a->running->started_at + RUN_MAX)
		run_end(a, VWLAN_TIMEOUT, now);
	patience_over(a, now);
	arbiter_defer_timeout(a, now);
	if (now >= a->foreign_until) {
		a->foreign = false;
		a->foreign_until = ARBITER_NEVER;
	}
}
