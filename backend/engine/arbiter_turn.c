// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R10 and time sharing: who waits for a station or a channel, who gives it
 * up, and who gets it.
 *
 * A guest waits for one thing at a time: a station first, then a channel.
 * Of what becomes free, those that are about to preempt somebody are served
 * first, then those that lost it, then those that take turns; each in the
 * order in which they came.  If the first one in line doesn't fit, none
 * does: those waiting for a channel that is in use were served when it came
 * into use.  So nobody is ever searched for.
 *
 * Turns pass only between guests that take turns: who shares gives way to
 * the next in line once its turn is over.  With W others in line, and no
 * turn longer than T, nobody waits longer than W * T for a station, if
 * stations are what is scarce, or for a channel.
 */
#include <string.h>

#include "arbiter_private.h"

#define RESERVED_MAX 10000u	/* ms that a channel is kept for a guest */

/* ------------------------------------------------------------------ */
/* Queues                                                              */

void arbiter_queue_remove(struct arbiter *a, struct arbiter_guest *g)
{
	if (g->wait_for == ARBITER_NOTHING)
		return;
	TAILQ_REMOVE(&a->queue[g->wait_for][g->wait_as], g, waiting);
	if (g->wait_channel)
		TAILQ_REMOVE(&g->wait_channel->waiters, g, waiting_there);
	g->wait_for = ARBITER_NOTHING;
	g->stranded = false;
	g->wait_channel = NULL;
	g->grace_until = ARBITER_NEVER;
	arbiter_timer_set(a, g);
}

void arbiter_queue_add(struct arbiter *a, struct arbiter_guest *g,
		       enum arbiter_resource resource,
		       enum arbiter_claim claim,
		       struct arbiter_channel *channel)
{
	arbiter_queue_remove(a, g);
	g->wait_for = resource;
	g->wait_as = claim;
	g->wait_channel = channel;
	TAILQ_INSERT_TAIL(&a->queue[resource][claim], g, waiting);
	if (channel)
		TAILQ_INSERT_TAIL(&channel->waiters, g, waiting_there);
}

void arbiter_queue_move(struct arbiter *a, struct arbiter_guest *g,
			uint32_t frequency)
{
	struct arbiter_channel *c = arbiter_channel_find(a, frequency);

	if (g->wait_for != ARBITER_CHANNEL)
		return;
	if (!c) {
		arbiter_queue_remove(a, g);
		return;
	}
	TAILQ_REMOVE(&g->wait_channel->waiters, g, waiting_there);
	g->wait_channel = c;
	TAILQ_INSERT_TAIL(&c->waiters, g, waiting_there);
}

static struct arbiter_guest *queue_first(struct arbiter *a,
					 enum arbiter_resource resource)
{
	struct arbiter_guest *g = NULL;
	unsigned int claim;

	for (claim = 0; claim < ARBITER_CLAIMS && !g; claim++)
		g = TAILQ_FIRST(&a->queue[resource][claim]);
	return g;
}

enum arbiter_claim arbiter_claim_of(const struct arbiter_guest *g)
{
	return g->policy.share ? ARBITER_BY_TURN : ARBITER_BY_RETURN;
}

void arbiter_immune(struct arbiter *a, struct arbiter_guest *g,
		    uint64_t until)
{
	bool before = g->immune_until != ARBITER_NEVER;
	bool after = until != ARBITER_NEVER;

	g->immune_until = until;
	if (g->channel)
		g->channel->immune += after - before;
	arbiter_station_file(a, g);
	arbiter_timer_set(a, g);
}

/* ------------------------------------------------------------------ */
/* Losing                                                              */

/* What it had is what it wants back, unless it wanted another already. */
static void connection_save(struct arbiter_guest *g)
{
	if (arbiter_wanted(&g->target) || g->link == ARBITER_IDLE)
		return;
	g->target = g->connection;
	g->target_generation = g->generation;
}

void arbiter_channel_lose(struct arbiter *a, struct arbiter_guest *g,
			  const struct arbiter_guest *by, uint64_t now)
{
	struct arbiter_channel *c;
	uint64_t at = ARBITER_NEVER;

	connection_save(g);
	arbiter_join_drop(a, g);
	/* It may be another channel than the one that it has lost. */
	c = arbiter_channel_find(a, g->target.frequency);
	if (c && g->wait_for == ARBITER_NOTHING && !g->radio_waits)
		arbiter_queue_add(a, g, ARBITER_CHANNEL, arbiter_claim_of(g),
				  c);
	g->owed = true;
	if (by)
		at = now + arbiter_policy_turn(&by->policy, &a->settings);
	a->effects->disconnect(a->user, g, VWLAN_CHANNEL, by, at);
}

void arbiter_station_lose(struct arbiter *a, struct arbiter_guest *g,
			  enum vwlan_status why,
			  const struct arbiter_guest *by, uint64_t now)
{
	uint64_t at = ARBITER_NEVER;

	connection_save(g);
	arbiter_radio_wait(a, g, false);
	if (g->pending.kind == ARBITER_JOIN) {
		g->pending.until = g->patience_end;
		g->pending.status = VWLAN_SLOT;
	}
	arbiter_station_drop(a, g);
	arbiter_queue_add(a, g, ARBITER_STATION, arbiter_claim_of(g),
			  NULL);
	if (by)
		at = now + arbiter_policy_turn(&by->policy, &a->settings);
	a->effects->down(a->user, g, why, by, at);
}

static void channel_clear(struct arbiter *a, struct arbiter_channel *c,
			  const struct arbiter_guest *by, bool evict,
			  uint64_t now)
{
	struct arbiter_guest *g, *next;

	for (g = LIST_FIRST(&c->guests); g; g = next) {
		next = LIST_NEXT(g, on_channel);
		if (g == by)
			continue;
		g->evicted = g->evicted || evict;
		arbiter_channel_lose(a, g, by, now);
	}
}

void arbiter_channel_give_up(struct arbiter *a, struct arbiter_guest *g,
			     enum vwlan_status why)
{
	/* It was told that it comes back by itself; who asked, is answered. */
	bool promised = g->wait_for == ARBITER_CHANNEL && g->owed &&
			g->pending.kind != ARBITER_JOIN;

	if (g->wait_for == ARBITER_CHANNEL)
		arbiter_queue_remove(a, g);
	memset(&g->target, 0, sizeof(g->target));
	if (g->pending.kind == ARBITER_JOIN)
		arbiter_cancel(a, g, why);
	if (promised)
		a->effects->disconnect(a->user, g, why, NULL, ARBITER_NEVER);
}

/* ------------------------------------------------------------------ */
/* Getting                                                             */

/* Is there a connection that it has to get back by itself? */
static void target_seek(struct arbiter *a, struct arbiter_guest *g,
			uint64_t now)
{
	struct arbiter_channel *c;

	if (!arbiter_wanted(&g->target))
		return;
	c = arbiter_channel_find(a, g->target.frequency);
	if (c && arbiter_channel_usable(a, g, c, now) != VWLAN_OK)
		c = NULL;
	/* Unknown, or gone: the supplicant has to look for another one. */
	if (!c)
		g->target.frequency = 0;
	if (!c || arbiter_channel_fits(a, g, c)) {
		arbiter_channel_grant(a, g, now);
		return;
	}
	g->owed = true;
	arbiter_queue_add(a, g, ARBITER_CHANNEL, arbiter_claim_of(g), c);
}

void arbiter_station_grant(struct arbiter *a, struct arbiter_guest *g,
			   uint64_t now)
{
	struct arbiter_answer answer = {
		.first = a->stations == 0, .until = ARBITER_NEVER,
	};

	arbiter_queue_remove(a, g);
	arbiter_station_take(a, g, now);
	if (g->pending.kind == ARBITER_UP)
		arbiter_conclude(a, g, &answer);
	else
		a->effects->up(a->user, g);
	if (g->pending.kind != ARBITER_JOIN) {
		target_seek(a, g, now);
		return;
	}
	arbiter_join_again(a, g, false, now);
	g->owed = g->wait_for == ARBITER_CHANNEL;
}

/* Waiting for a channel has used up its turn on the station. */
static void turn_restart(struct arbiter *a, struct arbiter_guest *g,
			 uint64_t now)
{
	if (!g->owed)
		return;
	arbiter_turn_begin(a, g, now);
}

void arbiter_channel_grant(struct arbiter *a, struct arbiter_guest *g,
			   uint64_t now)
{
	struct arbiter_channel *c;
	struct arbiter_answer answer = { .until = ARBITER_NEVER };

	c = arbiter_channel_find(a, g->target.frequency);
	arbiter_queue_remove(a, g);
	if (g->channel != c)
		arbiter_join_drop(a, g);
	if (c)
		arbiter_channel_take(a, g, c, now);
	turn_restart(a, g, now);
	g->owed = false;
	if (g->evicted)
		arbiter_immune(a, g, now + ARBITER_IMMUNITY);
	g->evicted = false;
	if (g->pending.kind == ARBITER_JOIN) {
		arbiter_join_begin(a, g, now);
		arbiter_conclude(a, g, &answer);
		return;
	}
	g->connection = g->target;
	g->generation = g->target_generation;
	memset(&g->target, 0, sizeof(g->target));
	g->link = ARBITER_RESERVED;
	g->progress_until = now + RESERVED_MAX;
	arbiter_timer_set(a, g);
	a->effects->connect(a->user, g, &g->connection);
}

static bool station_serve(struct arbiter *a, uint64_t now)
{
	struct arbiter_guest *g = queue_first(a, ARBITER_STATION);

	if (!g || !arbiter_station_fits(a))
		return false;
	arbiter_station_grant(a, g, now);
	return true;
}

static bool channel_serve(struct arbiter *a, uint64_t now)
{
	struct arbiter_guest *g;
	struct arbiter_channel *c;

	TAILQ_FOREACH(c, &a->used, used) {
		g = TAILQ_FIRST(&c->waiters);
		if (g && arbiter_channel_fits(a, g, c)) {
			arbiter_channel_grant(a, g, now);
			return true;
		}
	}
	g = queue_first(a, ARBITER_CHANNEL);
	if (!g || !arbiter_channel_fits(a, g, g->wait_channel))
		return false;
	arbiter_channel_grant(a, g, now);
	return true;
}

/* Is it on its way to a connection?  A guest's supplicant scans first. */
static bool trying(const struct arbiter_guest *g)
{
	return g->returning || g->link == ARBITER_RESERVED ||
	       g->link == ARBITER_JOINING ||
	       g->pending.kind == ARBITER_JOIN || arbiter_wanted(&g->target);
}

void arbiter_turn_over(struct arbiter *a, struct arbiter_guest *g,
		       uint64_t now)
{
	if (g->owed && g->wait_for == ARBITER_CHANNEL) {
		arbiter_turn_begin(a, g, now);
		return;
	}
	if (g->settling && trying(g) && now < g->turn_begun + ARBITER_SETTLE) {
		g->turn_until = g->turn_begun + ARBITER_SETTLE;
		arbiter_timer_set(a, g);
		return;
	}
	g->late = true;
	TAILQ_INSERT_TAIL(&a->late, g, lateness);
}

void arbiter_serve(struct arbiter *a, uint64_t now)
{
	/* Those with a station come before those without: they waited. */
	while (channel_serve(a, now) || station_serve(a, now))
		;
}

/* ------------------------------------------------------------------ */
/* Turns                                                               */

void arbiter_turn_forget(struct arbiter *a, struct arbiter_guest *g)
{
	if (g->late)
		TAILQ_REMOVE(&a->late, g, lateness);
	g->late = false;
	g->settling = false;
	g->turn_until = ARBITER_NEVER;
}

void arbiter_turn_begin(struct arbiter *a, struct arbiter_guest *g,
			uint64_t now)
{
	if (!g->policy.share)
		return;
	arbiter_turn_forget(a, g);
	g->settling = true;
	g->returning = arbiter_wanted(&g->target);
	g->turn_begun = now;
	g->turn_until = now + arbiter_policy_turn(&g->policy, &a->settings);
	arbiter_timer_set(a, g);
}

/*
 * A turn that is shorter than it takes to find the network would never come
 * to anything: a scan of everything was seen to take 10 s.  Once in a turn:
 * who connects again and again gains nothing.
 */
void arbiter_turn_settle(struct arbiter *a, struct arbiter_guest *g,
			 uint64_t now)
{
	uint64_t from = g->turn_begun + ARBITER_SETTLE, until;

	if (!g->settling)
		return;
	g->settling = false;
	if (now < from)
		from = now;
	until = from + arbiter_policy_turn(&g->policy, &a->settings);
	if (g->late && now < until) {
		TAILQ_REMOVE(&a->late, g, lateness);
		g->late = false;
	}
	g->turn_until = until;
	arbiter_timer_set(a, g);
}

static bool station_rotate(struct arbiter *a, uint64_t now)
{
	struct arbiter_guest *late = TAILQ_FIRST(&a->late), *next;

	next = TAILQ_FIRST(&a->queue[ARBITER_STATION][ARBITER_BY_TURN]);
	if (!late || !next)
		return false;
	arbiter_station_lose(a, late, VWLAN_SLOT, next, now);
	/* Its channel is for those who wait for one. */
	while (channel_serve(a, now))
		;
	if (arbiter_station_fits(a))
		arbiter_station_grant(a, next, now);
	return true;
}

static bool channel_rotate(struct arbiter *a, uint64_t now)
{
	struct arbiter_channel *c;
	struct arbiter_guest *next;
	uint64_t at;

	next = TAILQ_FIRST(&a->queue[ARBITER_CHANNEL][ARBITER_BY_TURN]);
	if (!next)
		return false;
	c = arbiter_channel_turn_end(a, &at);
	if (!c || now < at)
		return false;
	channel_clear(a, c, next, false, now);
	if (arbiter_channel_fits(a, next, next->wait_channel))
		arbiter_channel_grant(a, next, now);
	return true;
}

void arbiter_rotate(struct arbiter *a, uint64_t now)
{
	/* Each pass ends a turn that was over: there are so many. */
	while (station_rotate(a, now) || channel_rotate(a, now))
		arbiter_serve(a, now);
}

uint64_t arbiter_rotate_deadline(const struct arbiter *a)
{
	uint64_t at = ARBITER_NEVER;

	if (TAILQ_FIRST(&a->queue[ARBITER_CHANNEL][ARBITER_BY_TURN]))
		arbiter_channel_turn_end(a, &at);
	return at;
}

/* Who comes to the line later is behind those who were told. */
static void line_strand(struct arbiter *a, enum arbiter_resource resource,
			enum vwlan_status why)
{
	struct arbiter_guest *g;

	TAILQ_FOREACH_REVERSE(g, &a->queue[resource][ARBITER_BY_TURN],
			      arbiter_queue, waiting) {
		if (g->stranded)
			return;
		g->stranded = true;
		a->effects->stranded(a->user, g, why);
	}
}

/* A higher class that doesn't share has taken the last one that went round. */
void arbiter_strand(struct arbiter *a)
{
	if (a->sharing == 0)
		line_strand(a, ARBITER_STATION, VWLAN_SLOT);
	if (TAILQ_FIRST(&a->queue[ARBITER_CHANNEL][ARBITER_BY_TURN]) &&
	    arbiter_rotate_deadline(a) == ARBITER_NEVER)
		line_strand(a, ARBITER_CHANNEL, VWLAN_CHANNEL);
}

/* ------------------------------------------------------------------ */
/* Preemption                                                          */

static bool station_preempt(struct arbiter *a, struct arbiter_guest *g,
			    uint64_t now)
{
	struct arbiter_guest *victim;

	if (arbiter_station_fits(a)) {
		arbiter_station_grant(a, g, now);
		return true;
	}
	victim = arbiter_station_victim(a, g->policy.priority);
	if (!victim)
		return false;
	victim->evicted = true;
	arbiter_station_lose(a, victim, VWLAN_SLOT, g, now);
	if (!arbiter_station_fits(a))
		return false;
	arbiter_station_grant(a, g, now);
	return true;
}

static bool channel_preempt(struct arbiter *a, struct arbiter_guest *g,
			    uint64_t now)
{
	struct arbiter_channel *c;

	if (!arbiter_channel_fits(a, g, g->wait_channel)) {
		c = arbiter_channel_victim(a, g);
		if (!c)
			return false;
		channel_clear(a, c, g, true, now);
	}
	if (!arbiter_channel_fits(a, g, g->wait_channel))
		return false;
	arbiter_channel_grant(a, g, now);
	return true;
}

/* Those who were there may have become immune meanwhile, or others came. */
static void preempt_fail(struct arbiter *a, struct arbiter_guest *g,
			 enum vwlan_status status)
{
	struct arbiter_answer parked = {
		.parked = true, .until = ARBITER_NEVER,
	};
	struct arbiter_channel *c = g->wait_channel;

	arbiter_queue_remove(a, g);
	if (status == VWLAN_SLOT && g->policy.share && a->sharing) {
		g->wants = true;
		arbiter_queue_add(a, g, ARBITER_STATION, ARBITER_BY_TURN,
				  NULL);
		arbiter_conclude(a, g, &parked);
		return;
	}
	/* What it had before, it still gets back. */
	if (status == VWLAN_CHANNEL && !g->channel && (g->owed || g->evicted))
		arbiter_queue_add(a, g, ARBITER_CHANNEL,
				  arbiter_claim_of(g), c);
	else
		memset(&g->target, 0, sizeof(g->target));
	arbiter_cancel(a, g, status);
}

void arbiter_grace_over(struct arbiter *a, struct arbiter_guest *g,
			uint64_t now)
{
	bool station = g->wait_for == ARBITER_STATION;

	g->grace_until = ARBITER_NEVER;
	if (station && !station_preempt(a, g, now))
		preempt_fail(a, g, VWLAN_SLOT);
	else if (!station && !channel_preempt(a, g, now))
		preempt_fail(a, g, VWLAN_CHANNEL);
}
