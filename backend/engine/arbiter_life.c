// SPDX-License-Identifier: GPL-2.0-or-later
/* Arbiters and guests: beginning, end, and a change of policy. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arbiter_private.h"

void arbiter_init(struct arbiter *a, const struct arbiter_effects *effects,
		  void *user, const struct arbiter_settings *settings)
{
	unsigned int i, j;

	memset(a, 0, sizeof(*a));
	a->effects = effects;
	a->user = user;
	if (settings)
		a->settings = *settings;
	else
		arbiter_settings_default(&a->settings);
	a->blocked = VWLAN_NO_RADIO;
	a->effective.rts = ARBITER_UNSET;
	a->effective.fragment = ARBITER_UNSET;
	a->foreign_until = ARBITER_NEVER;
	a->away_until = ARBITER_NEVER;
	a->switch_until = ARBITER_NEVER;
	TAILQ_INIT(&a->used);
	TAILQ_INIT(&a->late);
	TAILQ_INIT(&a->radio_waiters);
	TAILQ_INIT(&a->cached);
	for (i = 0; i < ARBITER_CLASSES; i++)
		for (j = 0; j < 2; j++)
			TAILQ_INIT(&a->victims[i][j]);
	for (i = 0; i < ARBITER_RESOURCES; i++)
		for (j = 0; j < ARBITER_CLAIMS; j++)
			TAILQ_INIT(&a->queue[i][j]);
}

void arbiter_free(struct arbiter *a)
{
	free(a->timers);
	a->timers = NULL;
	a->timers_room = 0;
}

static void guest_reset(struct arbiter_guest *g)
{
	memset(g, 0, sizeof(*g));
	g->pending.until = ARBITER_NEVER;
	g->patience_end = ARBITER_NEVER;
	g->hold_until = ARBITER_NEVER;
	g->progress_until = ARBITER_NEVER;
	g->immune_until = ARBITER_NEVER;
	g->turn_until = ARBITER_NEVER;
	g->grace_until = ARBITER_NEVER;
	g->timer = ARBITER_NEVER;
	g->full_at = ARBITER_NEVER;
	g->brief_at = ARBITER_NEVER;
	g->wish.rts = ARBITER_UNSET;
	g->wish.fragment = ARBITER_UNSET;
	g->power = ARBITER_POWER_ANY;
	g->power_told = ARBITER_POWER_ANY;
}

/* The lists that a policy puts it in. */
static void guest_list(struct arbiter *a, struct arbiter_guest *g)
{
	LIST_INSERT_HEAD(&a->all[g->policy.priority], g, all);
	if (g->policy.narrow)
		LIST_INSERT_HEAD(&a->narrow, g, narrow);
}

static void guest_unlist(struct arbiter_guest *g)
{
	LIST_REMOVE(g, all);
	if (g->policy.narrow)
		LIST_REMOVE(g, narrow);
}

static void policy_copy(struct arbiter_guest *g,
			const struct arbiter_policy *policy)
{
	g->policy = *policy;
	if (g->policy.priority >= ARBITER_CLASSES)
		g->policy.priority = ARBITER_CLASSES - 1;
	if (g->policy.ssids > ARBITER_SSIDS_MAX)
		g->policy.ssids = ARBITER_SSIDS_MAX;
}

int arbiter_guest_open(struct arbiter *a, struct arbiter_guest *g,
		       const struct arbiter_policy *policy,
		       const uint8_t *mac, void *user, uint64_t now)
{
	struct arbiter_guest *holder;
	int rc;

	HASH_FIND(by_mac, a->by_mac, mac, VWLAN_MAC_LEN, holder);
	if (holder)
		return -EEXIST;
	if (a->blocked == VWLAN_OK && !arbiter_phy_address_fits(&a->phy, mac))
		return -EADDRNOTAVAIL;
	rc = arbiter_timer_reserve(a);
	if (rc < 0)
		return rc;
	guest_reset(g);
	g->user = user;
	policy_copy(g, policy);
	g->realtime = policy->realtime;
	memcpy(g->mac, mac, sizeof(g->mac));
	HASH_ADD(by_mac, a->by_mac, mac, VWLAN_MAC_LEN, g);
	guest_list(a, g);
	arbiter_rate_fill(g, now);
	a->guests++;
	return 0;
}

void arbiter_guest_close(struct arbiter *a, struct arbiter_guest *g,
			 uint64_t now)
{
	arbiter_begin(a, now);
	g->pending.kind = ARBITER_OTHER;
	arbiter_radio_wait(a, g, false);
	arbiter_scan_leave(a, g, VWLAN_OK, false);
	arbiter_queue_remove(a, g);
	if (g->placed)
		arbiter_station_drop(a, g);
	arbiter_view_forget(a, g);
	arbiter_timer_remove(a, g);
	guest_unlist(g);
	HASH_DELETE(by_mac, a->by_mac, g);
	a->guests--;
}

/* ------------------------------------------------------------------ */
/* Policy                                                              */

/* Counts that depend on it: out with the old one, in with the new one. */
static void policy_count(struct arbiter *a, struct arbiter_guest *g, int by)
{
	struct arbiter_channel *c = g->channel;

	if (g->placed && g->policy.share)
		a->sharing += by;
	if (!c)
		return;
	c->classes[g->policy.priority] += by;
	if (g->policy.share)
		c->sharers += by;
}

static void turn_change(struct arbiter *a, struct arbiter_guest *g,
			uint64_t now)
{
	if (!g->placed)
		return;
	arbiter_turn_forget(a, g);
	arbiter_turn_begin(a, g, now);
}

static void claim_change(struct arbiter *a, struct arbiter_guest *g)
{
	enum arbiter_claim claim = arbiter_claim_of(g);

	if (g->wait_for != ARBITER_NOTHING && g->wait_as != ARBITER_BY_CLASS &&
	    g->wait_as != claim)
		arbiter_queue_add(a, g, g->wait_for, claim, g->wait_channel);
}

static bool connection_allowed(const struct arbiter_guest *g,
			       const struct arbiter_connection *c)
{
	return arbiter_policy_ssid(&g->policy, &c->ssid) &&
	       (!c->frequency ||
		arbiter_policy_band(&g->policy, c->frequency));
}

static void connection_recheck(struct arbiter *a, struct arbiter_guest *g)
{
	if (arbiter_wanted(&g->target) && !connection_allowed(g, &g->target))
		arbiter_channel_give_up(a, g, VWLAN_POLICY);
	if (g->link == ARBITER_IDLE || connection_allowed(g, &g->connection))
		return;
	arbiter_join_drop(a, g);
	a->effects->disconnect(a->user, g, VWLAN_POLICY, NULL,
			       ARBITER_NEVER);
}

void arbiter_guest_policy(struct arbiter *a, struct arbiter_guest *g,
			  const struct arbiter_policy *policy, uint64_t now)
{
	bool shared = g->policy.share;

	arbiter_begin(a, now);
	policy_count(a, g, -1);
	guest_unlist(g);
	policy_copy(g, policy);
	guest_list(a, g);
	policy_count(a, g, 1);
	arbiter_station_file(a, g);
	arbiter_wish_vote(a, g, g->placed);
	arbiter_wish_power(a, g);
	arbiter_realtime(a, g, policy->realtime);
	if (shared != g->policy.share)
		turn_change(a, g, now);
	claim_change(a, g);
	connection_recheck(a, g);
	arbiter_timer_set(a, g);
}

void arbiter_realtime(struct arbiter *a, struct arbiter_guest *g,
		      bool realtime)
{
	if (g->placed)
		a->realtimes += realtime - g->realtime;
	g->realtime = realtime;
}

/* ------------------------------------------------------------------ */
/* Adoption                                                            */

void arbiter_guest_adopt(struct arbiter *a, struct arbiter_guest *g,
			 bool placed,
			 const struct arbiter_connection *connection,
			 uint64_t now)
{
	struct arbiter_channel *c;

	arbiter_begin(a, now);
	if (!placed) {
		g->wants = true;
		g->target = *connection;
		arbiter_queue_add(a, g, ARBITER_STATION,
				  arbiter_claim_of(g), NULL);
		return;
	}
	arbiter_station_take(a, g, now);
	/* What is so needs no verdict, even if there is too much of it. */
	c = arbiter_channel_find(a, connection->frequency);
	if (c) {
		g->target = *connection;
		arbiter_channel_take(a, g, c, now);
		arbiter_join_begin(a, g, now);
		arbiter_join_complete(a, g, now);
	}
}
