// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Connections being made and ended: R7's hold, and what R9 to R11 say of
 * the channel that one needs.
 */
#include <string.h>

#include "arbiter_private.h"

#define JOIN_WAIT 4000u		/* ms that a JOIN waits for the radio */
#define PROGRESS 60000u		/* ms; a person may have to type something */

bool arbiter_wanted(const struct arbiter_connection *c)
{
	return c->ssid.length || c->frequency;
}

void arbiter_join_hold(struct arbiter *a, struct arbiter_guest *g,
		       uint64_t until)
{
	bool before = g->hold_until != ARBITER_NEVER;
	bool after = until != ARBITER_NEVER;

	g->hold_until = until;
	a->held += after - before;
	arbiter_timer_set(a, g);
}

static void link_set(struct arbiter *a, struct arbiter_guest *g,
		     enum arbiter_link link)
{
	a->connected += (link == ARBITER_JOINED) -
			(g->link == ARBITER_JOINED);
	g->link = link;
	arbiter_station_file(a, g);
}

void arbiter_join_drop(struct arbiter *a, struct arbiter_guest *g)
{
	link_set(a, g, ARBITER_IDLE);
	memset(&g->connection, 0, sizeof(g->connection));
	g->progress_until = ARBITER_NEVER;
	arbiter_join_hold(a, g, ARBITER_NEVER);
	arbiter_channel_drop(a, g);
}

static void connection_begin(struct arbiter *a, struct arbiter_guest *g,
			     const struct arbiter_connection *connection,
			     uint64_t now)
{
	bool again = g->link == ARBITER_JOINING &&
		     memcmp(g->connection.bssid, connection->bssid,
			    VWLAN_MAC_LEN) == 0;

	g->connection = *connection;
	link_set(a, g, ARBITER_JOINING);
	/* While it is looked for, it takes nothing from others. */
	g->progress_until = g->channel ? now + PROGRESS : ARBITER_NEVER;
	/* SAE's second message prolongs nothing. */
	if (g->channel && !again)
		arbiter_join_hold(a, g, now + ARBITER_HOLD);
	arbiter_timer_set(a, g);
}

void arbiter_join_begin(struct arbiter *a, struct arbiter_guest *g,
			uint64_t now)
{
	g->generation = g->target_generation;
	connection_begin(a, g, &g->target, now);
	memset(&g->target, 0, sizeof(g->target));
}

void arbiter_join_complete(struct arbiter *a, struct arbiter_guest *g,
			   uint64_t now)
{
	g->progress_until = ARBITER_NEVER;
	arbiter_turn_settle(a, g, now);
	link_set(a, g, ARBITER_JOINED);
	arbiter_join_hold(a, g, ARBITER_NEVER);
}

void arbiter_join_leave(struct arbiter *a, struct arbiter_guest *g)
{
	if (g->pending.kind == ARBITER_JOIN)
		arbiter_cancel(a, g, VWLAN_FAILED);
	if (g->wait_for == ARBITER_CHANNEL)
		arbiter_queue_remove(a, g);
	memset(&g->target, 0, sizeof(g->target));
	g->owed = false;
	if (g->wait_for == ARBITER_NOTHING)
		g->evicted = false;
	arbiter_join_drop(a, g);
}

/* ------------------------------------------------------------------ */
/* JOIN                                                                */

static enum vwlan_status join_check(const struct arbiter *a,
				    const struct arbiter_guest *g,
				    const struct arbiter_connection *wanted,
				    uint64_t now)
{
	const struct arbiter_channel *c;

	if (wanted->ssid.length > VWLAN_SSID_MAX || wanted->bssid[0] & 1)
		return VWLAN_BAD_VALUE;
	if (!arbiter_policy_ssid(&g->policy, &wanted->ssid))
		return VWLAN_POLICY;
	if (wanted->frequency == 0)
		return wanted->ssid.length ? VWLAN_OK : VWLAN_BAD_VALUE;
	c = arbiter_channel_find(a, wanted->frequency);
	return c ? arbiter_channel_usable(a, g, c, now) : VWLAN_BAD_VALUE;
}

static bool radio_waits(const struct arbiter *a,
			const struct arbiter_guest *g, uint64_t now)
{
	/* What has begun goes on: SAE takes several. */
	if (g->link == ARBITER_JOINING &&
	    memcmp(g->connection.bssid, g->target.bssid, VWLAN_MAC_LEN) == 0)
		return false;
	return a->running || a->foreign ||
	       a->switch_until != ARBITER_NEVER ||
	       arbiter_scan_overdue(a, now);
}

static void join_defer(struct arbiter_answer *answer,
		       enum arbiter_verdict verdict,
		       enum vwlan_status status, uint64_t until)
{
	answer->verdict = verdict;
	answer->status = status;
	answer->until = until;
}

static void join_preempt(struct arbiter *a, struct arbiter_guest *g,
			 struct arbiter_channel *c,
			 struct arbiter_channel *victim,
			 struct arbiter_answer *answer, uint64_t now)
{
	struct arbiter_guest *user;
	uint64_t at = now + a->settings.grace;

	join_defer(answer, ARBITER_PREEMPT, VWLAN_CHANNEL, at);
	/* What is promised holds, whatever happens until then. */
	g->patience_end = at;
	if (victim->users == 1)
		answer->other = LIST_FIRST(&victim->guests);
	arbiter_queue_add(a, g, ARBITER_CHANNEL, ARBITER_BY_CLASS, c);
	g->grace_until = at;
	/* All of them are about to lose it. */
	LIST_FOREACH(user, &victim->guests, on_channel)
		if (user != g)
			a->effects->warn(a->user, user, VWLAN_CHANNEL, g,
					 at);
}

void arbiter_join_stay(struct arbiter *a, struct arbiter_guest *g)
{
	if (!g->channel)
		return;
	arbiter_queue_remove(a, g);
	memset(&g->target, 0, sizeof(g->target));
}

/* R9: first come, first served; unless R10 or turns help. */
static void join_conflict(struct arbiter *a, struct arbiter_guest *g,
			  struct arbiter_channel *c,
			  struct arbiter_answer *answer, uint64_t now)
{
	struct arbiter_channel *victim = arbiter_channel_victim(a, g);
	uint64_t at;

	arbiter_channel_allowed(a, g, answer, now);
	if (victim && g->patience_end >= now + a->settings.grace) {
		join_preempt(a, g, c, victim, answer, now);
		return;
	}
	if (g->wait_for == ARBITER_NOTHING && g->policy.share &&
	    arbiter_channel_turns(a, g))
		arbiter_queue_add(a, g, ARBITER_CHANNEL, ARBITER_BY_TURN, c);
	arbiter_channel_turn_end(a, &at);
	if (g->wait_for == ARBITER_NOTHING) {
		memset(&g->target, 0, sizeof(g->target));
		arbiter_refuse(answer, VWLAN_CHANNEL, at);
	} else if (g->patience_end <= now) {
		arbiter_join_stay(a, g);
		arbiter_refuse(answer, VWLAN_CHANNEL, at);
	} else {
		join_defer(answer, ARBITER_DEFER, VWLAN_CHANNEL,
			   g->patience_end);
	}
}

static void join_accept(struct arbiter *a, struct arbiter_guest *g,
			struct arbiter_channel *c, uint64_t now)
{
	arbiter_queue_remove(a, g);
	g->owed = false;
	/* R11: its old channel is free from here on. */
	if (g->channel != c)
		arbiter_join_drop(a, g);
	if (c)
		arbiter_channel_take(a, g, c, now);
	arbiter_join_begin(a, g, now);
}

/* The supplicant will choose: among those in use, if there can be no more. */
static void join_anywhere(struct arbiter *a, struct arbiter_guest *g,
			  struct arbiter_answer *answer, uint64_t now)
{
	bool full = arbiter_channel_full(a, g);

	if (full)
		arbiter_channel_allowed(a, g, answer, now);
	if (!full || answer->frequencies) {
		join_accept(a, g, NULL, now);
		return;
	}
	arbiter_refuse(answer, VWLAN_CHANNEL, ARBITER_NEVER);
	if (g->wait_for == ARBITER_NOTHING)
		memset(&g->target, 0, sizeof(g->target));
}

/* What @target wants; @force: without regard to scans under way. */
static void join_judge(struct arbiter *a, struct arbiter_guest *g, bool force,
		       struct arbiter_answer *answer, uint64_t now)
{
	struct arbiter_channel *c;

	if (!g->placed) {
		join_defer(answer, ARBITER_DEFER, VWLAN_SLOT,
			   g->patience_end);
		return;
	}
	if (!force && radio_waits(a, g, now)) {
		join_defer(answer, ARBITER_DEFER, VWLAN_BUSY,
			   g->patience_end);
		arbiter_radio_wait(a, g, true);
		return;
	}
	c = arbiter_channel_find(a, g->target.frequency);
	if (!c)
		join_anywhere(a, g, answer, now);
	else if (arbiter_channel_fits(a, g, c))
		join_accept(a, g, c, now);
	else
		join_conflict(a, g, c, answer, now);
}

/* Waiting for the radio has an end of its own. */
static void join_pend(struct arbiter *a, struct arbiter_guest *g,
		      const struct arbiter_answer *answer, uint64_t now)
{
	g->pending.until = answer->until;
	if (g->radio_waits && now + JOIN_WAIT < answer->until)
		g->pending.until = now + JOIN_WAIT;
	g->pending.status = answer->status;
	arbiter_timer_set(a, g);
}

static bool verdict_final(const struct arbiter_answer *answer)
{
	return answer->verdict != ARBITER_DEFER &&
	       answer->verdict != ARBITER_PREEMPT;
}

void arbiter_join_again(struct arbiter *a, struct arbiter_guest *g,
			bool force, uint64_t now)
{
	struct arbiter_answer answer = { .until = ARBITER_NEVER };
	enum vwlan_status status;

	arbiter_radio_wait(a, g, false);
	status = join_check(a, g, &g->target, now);
	if (status != VWLAN_OK) {
		memset(&g->target, 0, sizeof(g->target));
		arbiter_queue_remove(a, g);
		arbiter_cancel(a, g, status);
		return;
	}
	join_judge(a, g, force, &answer, now);
	if (verdict_final(&answer))
		arbiter_conclude(a, g, &answer);
	else
		join_pend(a, g, &answer, now);
}

void arbiter_join(struct arbiter *a, struct arbiter_guest *g,
		  const struct arbiter_request *request,
		  struct arbiter_answer *answer, uint64_t now)
{
	enum vwlan_status status;

	status = g->wants ? join_check(a, g, &request->connection, now) :
			    VWLAN_SLOT;
	if (status != VWLAN_OK) {
		arbiter_refuse(answer, status, ARBITER_NEVER);
		return;
	}
	arbiter_seek(a, g, &request->connection.ssid);
	arbiter_scan_yield(a);
	if (g->target.frequency != request->connection.frequency) {
		g->owed = false;
		arbiter_queue_move(a, g, request->connection.frequency);
	}
	g->target = request->connection;
	g->target_generation = request->generation;
	g->patience_end = ARBITER_NEVER;
	if (request->patience != ARBITER_PATIENT)
		g->patience_end = now + request->patience;
	join_judge(a, g, false, answer, now);
	if (verdict_final(answer))
		return;
	arbiter_pend(a, g, request, answer);
	join_pend(a, g, answer, now);
}

/* ------------------------------------------------------------------ */
/* What comes after it                                                 */

static bool bssid_same(const struct arbiter_guest *g, const uint8_t *bssid)
{
	return memcmp(g->connection.bssid, bssid, VWLAN_MAC_LEN) == 0;
}

static bool key_fits(const struct arbiter_guest *g,
		     const struct arbiter_request *request)
{
	static const uint8_t group[VWLAN_MAC_LEN];
	const uint8_t *bssid = request->connection.bssid;

	if (request->generation != g->generation)
		return false;
	return request->kind == ARBITER_EAPOL || bssid_same(g, bssid) ||
	       memcmp(bssid, group, sizeof(group)) == 0;
}

void arbiter_join_request(struct arbiter *a, struct arbiter_guest *g,
			  const struct arbiter_request *request,
			  struct arbiter_answer *answer, uint64_t now)
{
	bool live = g->link == ARBITER_JOINING || g->link == ARBITER_JOINED;

	if (request->kind == ARBITER_LEAVE) {
		arbiter_join_leave(a, g);
		return;
	}
	if (request->kind == ARBITER_ASSOCIATE)
		live = live && bssid_same(g, request->connection.bssid);
	else if (request->kind != ARBITER_AUTHORIZED)
		live = live && key_fits(g, request);
	if (!live) {
		arbiter_refuse(answer, VWLAN_NOT_CONNECTED, ARBITER_NEVER);
		return;
	}
	if (request->kind == ARBITER_AUTHORIZED)
		arbiter_join_complete(a, g, now);
	else if (g->link == ARBITER_JOINING)
		g->progress_until = now + PROGRESS;
	arbiter_timer_set(a, g);
}

/* What was kept for it, or what it had begun, came to nothing. */
void arbiter_join_stalled(struct arbiter *a, struct arbiter_guest *g,
			  uint64_t now)
{
	bool joining = g->link == ARBITER_JOINING;

	(void)now;
	arbiter_join_drop(a, g);
	if (joining)
		a->effects->disconnect(a->user, g, VWLAN_TIMEOUT, NULL,
				       ARBITER_NEVER);
}

/* ------------------------------------------------------------------ */
/* What a supplicant in the driver domain does                         */

/* A JOIN that waits is for another network, and goes on waiting. */
static void trying_accept(struct arbiter *a, struct arbiter_guest *g,
			  struct arbiter_channel *c,
			  const struct arbiter_connection *connection,
			  uint64_t now)
{
	if (g->pending.kind != ARBITER_JOIN) {
		arbiter_queue_remove(a, g);
		g->owed = false;
		memset(&g->target, 0, sizeof(g->target));
	}
	if (g->channel != c)
		arbiter_join_drop(a, g);
	if (c)
		arbiter_channel_take(a, g, c, now);
	connection_begin(a, g, connection, now);
}

/* What it waits for already, it goes on waiting for. */
static void trying_refuse(struct arbiter *a, struct arbiter_guest *g,
			  const struct arbiter_connection *connection,
			  enum vwlan_status status)
{
	struct arbiter_channel *c;

	c = arbiter_channel_find(a, connection->frequency);
	arbiter_join_drop(a, g);
	if (g->wait_for == ARBITER_NOTHING &&
	    g->pending.kind != ARBITER_JOIN && status == VWLAN_CHANNEL && c &&
	    g->policy.share && arbiter_channel_turns(a, g)) {
		g->target = *connection;
		arbiter_queue_add(a, g, ARBITER_CHANNEL, ARBITER_BY_TURN, c);
	}
	a->effects->disconnect(a->user, g, status, NULL, ARBITER_NEVER);
}

void arbiter_trying(struct arbiter *a, struct arbiter_guest *g,
		    const struct arbiter_connection *connection,
		    uint64_t now)
{
	struct arbiter_channel *c;
	enum vwlan_status status;

	arbiter_begin(a, now);
	if (!g->placed)
		return;
	c = arbiter_channel_find(a, connection->frequency);
	status = join_check(a, g, connection, now);
	if (status == VWLAN_OK && c && !arbiter_channel_fits(a, g, c))
		status = VWLAN_CHANNEL;
	if (status == VWLAN_OK)
		trying_accept(a, g, c, connection, now);
	else
		trying_refuse(a, g, connection, status);
}

void arbiter_joined(struct arbiter *a, struct arbiter_guest *g,
		    const struct arbiter_connection *connection,
		    uint64_t now)
{
	arbiter_begin(a, now);
	if (!g->placed)
		return;
	arbiter_trying(a, g, connection, now);
	/* If it may not, it has been told to disconnect. */
	if (g->link == ARBITER_JOINING)
		arbiter_join_complete(a, g, now);
}

void arbiter_left(struct arbiter *a, struct arbiter_guest *g, uint64_t now)
{
	arbiter_begin(a, now);
	/* Of what is kept for it, nothing can have ended. */
	if (g->link != ARBITER_JOINING && g->link != ARBITER_JOINED)
		return;
	arbiter_join_drop(a, g);
}
