// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests to their rules, verdicts back; guests' lives; time. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arbiter_private.h"

/* ------------------------------------------------------------------ */
/* Answers                                                             */

void arbiter_refuse(struct arbiter_answer *answer, enum vwlan_status status,
		    uint64_t until)
{
	answer->verdict = ARBITER_REFUSE;
	answer->status = status;
	answer->until = until;
}

void arbiter_pend(struct arbiter *a, struct arbiter_guest *g,
		  const struct arbiter_request *request,
		  const struct arbiter_answer *answer)
{
	g->pending.kind = request->kind;
	g->pending.id = request->id;
	g->pending.status = answer->status;
	g->pending.until = answer->until;
	arbiter_timer_set(a, g);
}

static void pending_forget(struct arbiter *a, struct arbiter_guest *g)
{
	g->pending.kind = ARBITER_OTHER;
	g->pending.until = ARBITER_NEVER;
	arbiter_radio_wait(a, g, false);
	arbiter_timer_set(a, g);
}

void arbiter_conclude(struct arbiter *a, struct arbiter_guest *g,
		      const struct arbiter_answer *answer)
{
	uint32_t id = g->pending.id;

	if (g->pending.kind == ARBITER_OTHER)
		return;
	pending_forget(a, g);
	a->effects->answer(a->user, g, id, answer);
}

void arbiter_cancel(struct arbiter *a, struct arbiter_guest *g,
		    enum vwlan_status status)
{
	struct arbiter_answer answer = { 0 };

	arbiter_refuse(&answer, status, ARBITER_NEVER);
	arbiter_conclude(a, g, &answer);
}

void arbiter_radio_wait(struct arbiter *a, struct arbiter_guest *g,
			bool wait)
{
	if (g->radio_waits == wait)
		return;
	g->radio_waits = wait;
	if (wait)
		TAILQ_INSERT_TAIL(&a->radio_waiters, g, waiting_radio);
	else
		TAILQ_REMOVE(&a->radio_waiters, g, waiting_radio);
}

/* ------------------------------------------------------------------ */
/* Requests                                                            */

static void other(struct arbiter *a, struct arbiter_guest *g,
		  const struct arbiter_request *request,
		  struct arbiter_answer *answer, uint64_t now)
{
	(void)a;
	(void)g;
	(void)request;
	(void)answer;
	(void)now;
}

static void down(struct arbiter *a, struct arbiter_guest *g,
		 const struct arbiter_request *request,
		 struct arbiter_answer *answer, uint64_t now)
{
	(void)request;
	(void)answer;
	arbiter_station_down(a, g, now);
}

/* R3 */
static enum vwlan_status mac_check(const struct arbiter *a,
				   const struct arbiter_guest *g,
				   const uint8_t *mac)
{
	static const uint8_t none[VWLAN_MAC_LEN];
	const struct arbiter_guest *holder;

	if (mac[0] & 1 || memcmp(mac, none, sizeof(none)) == 0)
		return VWLAN_BAD_VALUE;
	if (memcmp(mac, g->mac, sizeof(g->mac)) == 0)
		return VWLAN_OK;
	if (g->wants)
		return VWLAN_BUSY;
	if (g->policy.mac == ARBITER_MAC_FIXED ||
	    (g->policy.mac == ARBITER_MAC_LOCAL && !(mac[0] & 2)))
		return VWLAN_POLICY;
	HASH_FIND(by_mac, a->by_mac, mac, VWLAN_MAC_LEN, holder);
	if (holder || !arbiter_phy_address_fits(&a->phy, mac))
		return VWLAN_BAD_VALUE;
	return VWLAN_OK;
}

static void set_mac(struct arbiter *a, struct arbiter_guest *g,
		    const struct arbiter_request *request,
		    struct arbiter_answer *answer, uint64_t now)
{
	enum vwlan_status status = mac_check(a, g, request->mac);

	(void)now;
	if (status != VWLAN_OK) {
		arbiter_refuse(answer, status, ARBITER_NEVER);
		return;
	}
	HASH_DELETE(by_mac, a->by_mac, g);
	memcpy(g->mac, request->mac, sizeof(g->mac));
	HASH_ADD(by_mac, a->by_mac, mac, VWLAN_MAC_LEN, g);
}

static void abort_scan(struct arbiter *a, struct arbiter_guest *g,
		       const struct arbiter_request *request,
		       struct arbiter_answer *answer, uint64_t now)
{
	(void)request;
	(void)answer;
	arbiter_scan_abort(a, g, now);
}

static void cancel_remain(struct arbiter *a, struct arbiter_guest *g,
			  const struct arbiter_request *request,
			  struct arbiter_answer *answer, uint64_t now)
{
	(void)request;
	(void)answer;
	(void)now;
	arbiter_away_end(a, g);
}

static void wish(struct arbiter *a, struct arbiter_guest *g,
		 const struct arbiter_request *request,
		 struct arbiter_answer *answer, uint64_t now)
{
	(void)now;
	arbiter_wish_set(a, g, request, answer);
}

/**
 * struct rule - what is done about one kind of request
 * @bucket: whose tokens it costs
 * @handshake: those set aside for handshakes will do, when these are used up
 * @radio: there has to be one
 * @alone: only one of these at a time
 */
struct rule {
	void (*judge)(struct arbiter *a, struct arbiter_guest *g,
		      const struct arbiter_request *request,
		      struct arbiter_answer *answer, uint64_t now);
	enum arbiter_bucket_kind bucket;
	bool handshake;
	bool radio;
	bool alone;
};

static const struct rule rules[ARBITER_KIND_COUNT] = {
	[ARBITER_OTHER] = { .judge = other },
	[ARBITER_UP] = { .judge = arbiter_station_up, .radio = true,
			 .alone = true },
	[ARBITER_DOWN] = { .judge = down, .handshake = true },
	[ARBITER_SET_MAC] = { .judge = set_mac },
	[ARBITER_SCAN] = { .judge = arbiter_scan, .radio = true },
	[ARBITER_ABORT_SCAN] = { .judge = abort_scan },
	[ARBITER_JOIN] = { .judge = arbiter_join, .handshake = true,
			   .radio = true, .alone = true },
	[ARBITER_ASSOCIATE] = { .judge = arbiter_join_request,
				.handshake = true, .radio = true },
	[ARBITER_AUTHORIZED] = { .judge = arbiter_join_request,
				 .handshake = true, .radio = true },
	[ARBITER_LEAVE] = { .judge = arbiter_join_request,
			    .handshake = true },
	[ARBITER_KEY] = { .judge = arbiter_join_request, .handshake = true,
			  .radio = true },
	[ARBITER_EAPOL] = { .judge = arbiter_join_request,
			    .bucket = ARBITER_HANDSHAKES, .radio = true },
	[ARBITER_REMAIN] = { .judge = arbiter_away, .bucket = ARBITER_FRAMES,
			     .radio = true },
	[ARBITER_CANCEL_REMAIN] = { .judge = cancel_remain },
	[ARBITER_SEND_FRAME] = { .judge = arbiter_away,
				 .bucket = ARBITER_FRAMES, .radio = true },
	[ARBITER_SET_PHY] = { .judge = wish },
	[ARBITER_TX_POWER] = { .judge = wish },
	[ARBITER_POWER_SAVE] = { .judge = wish },
};

/* Who gives something back isn't kept from it. */
static bool gives_back(const struct arbiter_guest *g, enum arbiter_kind kind)
{
	if (kind == ARBITER_DOWN)
		return g->wants || g->pending.kind != ARBITER_OTHER;
	if (kind == ARBITER_LEAVE)
		return g->link != ARBITER_IDLE || arbiter_wanted(&g->target);
	return kind == ARBITER_ABORT_SCAN && g->batch;
}

static void judge(struct arbiter *a, struct arbiter_guest *g,
		  const struct arbiter_request *request,
		  struct arbiter_answer *answer, uint64_t now)
{
	const struct rule *rule = &rules[request->kind];
	uint32_t wait = arbiter_rate_take(g, rule->bucket, now);

	if (wait && rule->handshake)
		wait = arbiter_rate_take(g, ARBITER_HANDSHAKES, now);
	if (wait && !gives_back(g, request->kind))
		arbiter_refuse(answer, VWLAN_RATE, now + wait);
	else if (rule->radio && a->blocked != VWLAN_OK)
		arbiter_refuse(answer, a->blocked, ARBITER_NEVER);
	else if (rule->alone && g->pending.kind != ARBITER_OTHER)
		arbiter_refuse(answer, VWLAN_BUSY, g->pending.until);
	else
		rule->judge(a, g, request, answer, now);
}

void arbiter_ask(struct arbiter *a, struct arbiter_guest *g,
		 const struct arbiter_request *request,
		 struct arbiter_answer *answer, uint64_t now)
{
	*answer = (struct arbiter_answer) { .until = ARBITER_NEVER };
	if (request->kind >= ARBITER_KIND_COUNT) {
		arbiter_refuse(answer, VWLAN_UNSUPPORTED, ARBITER_NEVER);
		return;
	}
	arbiter_begin(a, now);
	judge(a, g, request, answer, now);
}

/* ------------------------------------------------------------------ */
/* Time                                                                */

static void up_again(struct arbiter *a, struct arbiter_guest *g,
		     uint64_t now)
{
	struct arbiter_request request = {
		.kind = ARBITER_UP,
		.id = g->pending.id,
		.patience = ARBITER_PATIENT,
	};
	struct arbiter_answer answer = { .until = ARBITER_NEVER };

	if (g->patience_end != ARBITER_NEVER)
		request.patience = g->patience_end > now ?
					   g->patience_end - now : 0;
	arbiter_radio_wait(a, g, false);
	arbiter_station_up(a, g, &request, &answer, now);
	if (answer.verdict == ARBITER_ACCEPT ||
	    answer.verdict == ARBITER_REFUSE)
		arbiter_conclude(a, g, &answer);
}

static void pending_again(struct arbiter *a, struct arbiter_guest *g,
			  bool force, uint64_t now)
{
	if (g->pending.kind == ARBITER_UP)
		up_again(a, g, now);
	else
		arbiter_join_again(a, g, force, now);
}

static void pending_over(struct arbiter *a, struct arbiter_guest *g,
			 uint64_t now)
{
	bool again = g->pending.kind == ARBITER_JOIN ||
		     a->switch_until == ARBITER_NEVER;

	if (g->radio_waits && again) {
		pending_again(a, g, true, now);
		return;
	}
	arbiter_join_stay(a, g);
	arbiter_cancel(a, g, g->pending.status);
}

static bool radio_engaged(const struct arbiter *a, uint64_t now)
{
	return a->running || a->foreign ||
	       a->switch_until != ARBITER_NEVER ||
	       arbiter_scan_overdue(a, now);
}

static void settle(struct arbiter *a, uint64_t now)
{
	struct arbiter_guest *g;

	a->unsettled = now < a->give_from;
	if (a->blocked == VWLAN_OK && !a->unsettled) {
		arbiter_serve(a, now);
		arbiter_rotate(a, now);
	}
	while ((g = TAILQ_FIRST(&a->radio_waiters)) && !radio_engaged(a, now))
		pending_again(a, g, false, now);
	if (a->blocked == VWLAN_OK && !a->unsettled)
		arbiter_strand(a);
	arbiter_scan_try(a, now);
}

void arbiter_give_from(struct arbiter *a, uint64_t at)
{
	a->give_from = at;
	a->unsettled = true;
}

void arbiter_begin(struct arbiter *a, uint64_t now)
{
	if (a->unsettled)
		settle(a, now);
	a->unsettled = true;
}

static void guest_timeout(struct arbiter *a, struct arbiter_guest *g,
			  uint64_t now)
{
	if (now >= g->hold_until)
		arbiter_join_hold(a, g, ARBITER_NEVER);
	if (now >= g->progress_until)
		arbiter_join_stalled(a, g, now);
	if (now >= g->immune_until)
		arbiter_immune(a, g, ARBITER_NEVER);
	if (now >= g->turn_until && !g->late)
		arbiter_turn_over(a, g, now);
	if (now >= g->grace_until)
		arbiter_grace_over(a, g, now);
	if (now >= g->pending.until)
		pending_over(a, g, now);
	arbiter_timer_set(a, g);
}

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

uint64_t arbiter_deadline(const struct arbiter *a)
{
	const uint64_t at[] = {
		a->timers_count ? a->timers[0]->timer : ARBITER_NEVER,
		arbiter_scan_deadline(a),
		later(arbiter_rotate_deadline(a), a->give_from),
		a->away_until,
		a->switch_until,
	};
	uint64_t least = a->unsettled ? a->give_from : ARBITER_NEVER;
	unsigned int i;

	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		if (at[i] < least)
			least = at[i];
	return least;
}

void arbiter_timeout(struct arbiter *a, uint64_t now)
{
	if (now >= a->switch_until)
		a->switch_until = ARBITER_NEVER;
	if (now >= a->away_until)
		arbiter_away_end(a, NULL);
	arbiter_scan_timeout(a, now);
	while (a->timers_count && a->timers[0]->timer <= now)
		guest_timeout(a, a->timers[0], now);
	settle(a, now);
}
