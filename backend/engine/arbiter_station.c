// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R1: which guests have a station of the radio's, and whom a higher class
 * may take one from (R10).
 */
#include <string.h>

#include "arbiter_private.h"

bool arbiter_station_fits(const struct arbiter *a)
{
	return a->blocked == VWLAN_OK &&
	       arbiter_phy_fits(&a->phy, a->stations + 1, a->used_channels);
}

/* Who must not be preempted is in no list: finding a victim is no search. */
void arbiter_station_file(struct arbiter *a, struct arbiter_guest *g)
{
	struct arbiter_queue *list = NULL;
	bool busy = g->link == ARBITER_JOINING || g->link == ARBITER_JOINED;

	if (g->placed && g->immune_until == ARBITER_NEVER)
		list = &a->victims[g->policy.priority][busy];
	if (g->victims == list)
		return;
	if (g->victims)
		TAILQ_REMOVE(g->victims, g, victim);
	g->victims = list;
	if (list)
		TAILQ_INSERT_TAIL(list, g, victim);
}

struct arbiter_guest *arbiter_station_victim(const struct arbiter *a,
					     unsigned int class)
{
	struct arbiter_guest *g;
	unsigned int i;

	for (i = 0; i < class; i++) {
		g = TAILQ_FIRST(&a->victims[i][0]);
		if (!g)
			g = TAILQ_FIRST(&a->victims[i][1]);
		if (g)
			return g;
	}
	return NULL;
}

/* ------------------------------------------------------------------ */
/* Coming and going                                                    */

/* What is given anew to whoever comes to an idle radio: A11. */
static void radio_begin(struct arbiter *a)
{
	if (a->stations == 1 && a->settings_touched)
		a->effects->phy_settings(a->user, &a->effective);
}

void arbiter_station_take(struct arbiter *a, struct arbiter_guest *g,
			  uint64_t now)
{
	g->wants = true;
	g->placed = true;
	a->stations++;
	LIST_INSERT_HEAD(&a->placed, g, stations);
	if (g->realtime)
		a->realtimes++;
	if (g->policy.share) {
		a->sharing++;
		arbiter_turn_begin(a, g, now);
	}
	if (g->evicted)
		arbiter_immune(a, g, now + ARBITER_IMMUNITY);
	if (!arbiter_wanted(&g->target))
		g->evicted = false;
	g->power_told = ARBITER_POWER_ANY;
	arbiter_station_file(a, g);
	arbiter_timer_set(a, g);
	if (!arbiter_wish_vote(a, g, true))
		radio_begin(a);
	arbiter_wish_saving(a);
}

void arbiter_station_drop(struct arbiter *a, struct arbiter_guest *g)
{
	arbiter_join_drop(a, g);
	arbiter_away_end(a, g);
	arbiter_scan_station_gone(a, g);
	g->placed = false;
	a->stations--;
	LIST_REMOVE(g, stations);
	if (g->realtime)
		a->realtimes--;
	if (g->policy.share)
		a->sharing--;
	arbiter_turn_forget(a, g);
	arbiter_immune(a, g, ARBITER_NEVER);
	arbiter_station_file(a, g);
	arbiter_timer_set(a, g);
	arbiter_wish_vote(a, g, false);
	arbiter_wish_saving(a);
}

/* ------------------------------------------------------------------ */
/* UP and DOWN                                                         */

static void up_preempt(struct arbiter *a, struct arbiter_guest *g,
		       struct arbiter_guest *victim,
		       const struct arbiter_request *request,
		       struct arbiter_answer *answer, uint64_t now)
{
	answer->verdict = ARBITER_PREEMPT;
	answer->status = VWLAN_SLOT;
	answer->until = now + a->settings.grace;
	answer->other = victim;
	arbiter_queue_add(a, g, ARBITER_STATION, ARBITER_BY_CLASS, NULL);
	g->grace_until = answer->until;
	arbiter_pend(a, g, request, answer);
	a->effects->warn(a->user, victim, VWLAN_SLOT, g, answer->until);
}

/*
 * Whose turn has ended gives way now, if nobody has waited for it: those
 * who did would have got it already.
 */
static void up_share(struct arbiter *a, struct arbiter_guest *g,
		     struct arbiter_answer *answer, uint64_t now)
{
	struct arbiter_guest *late = TAILQ_FIRST(&a->late);

	g->wants = true;
	if (late) {
		arbiter_station_lose(a, late, VWLAN_SLOT, g, now);
		if (arbiter_station_fits(a)) {
			arbiter_station_take(a, g, now);
			return;
		}
	}
	arbiter_queue_add(a, g, ARBITER_STATION, ARBITER_BY_TURN, NULL);
	answer->parked = true;
}

/*
 * Who isn't up yet, and waits for the radio only.  A change of channel
 * keeps the kernel from taking new stations in.
 */
static bool up_wait(struct arbiter *a, struct arbiter_guest *g,
		    const struct arbiter_request *request,
		    struct arbiter_answer *answer, uint64_t now)
{
	g->patience_end = ARBITER_NEVER;
	if (request->patience != ARBITER_PATIENT)
		g->patience_end = now + request->patience;
	if (a->switch_until == ARBITER_NEVER)
		return false;
	answer->verdict = ARBITER_DEFER;
	answer->status = VWLAN_BUSY;
	answer->until = g->patience_end;
	arbiter_pend(a, g, request, answer);
	if (a->switch_until < g->pending.until)
		g->pending.until = a->switch_until;
	arbiter_timer_set(a, g);
	arbiter_radio_wait(a, g, true);
	return true;
}

void arbiter_station_up(struct arbiter *a, struct arbiter_guest *g,
			const struct arbiter_request *request,
			struct arbiter_answer *answer, uint64_t now)
{
	struct arbiter_guest *victim;

	answer->parked = g->wants && !g->placed;
	if (g->wants || up_wait(a, g, request, answer, now))
		return;
	answer->first = a->stations == 0;
	if (arbiter_station_fits(a)) {
		arbiter_station_take(a, g, now);
		return;
	}
	victim = arbiter_station_victim(a, g->policy.priority);
	if (victim && request->patience >= a->settings.grace)
		up_preempt(a, g, victim, request, answer, now);
	else if (g->policy.share && a->sharing)
		up_share(a, g, answer, now);
	else
		arbiter_refuse(answer, VWLAN_SLOT, ARBITER_NEVER);
}

void arbiter_station_down(struct arbiter *a, struct arbiter_guest *g,
			  uint64_t now)
{
	(void)now;
	arbiter_cancel(a, g, VWLAN_FAILED);
	arbiter_scan_leave(a, g, VWLAN_FAILED, true);
	arbiter_queue_remove(a, g);
	memset(&g->target, 0, sizeof(g->target));
	g->wants = false;
	g->evicted = false;
	if (g->placed)
		arbiter_station_drop(a, g);
	arbiter_timer_set(a, g);
}
