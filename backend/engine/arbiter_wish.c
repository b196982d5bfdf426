// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R17 to R19: what guests wish for, and what comes of it.
 *
 * What all stations have in common (thresholds, retries) is the strictest
 * wish of those guests that are up and whose wishes count; it is kept in
 * counts by value, so that finding it takes as long with many guests as
 * with one.  Transmit power is each station's own.  Power save works only
 * for a station that is alone on the radio, so its wish is remembered and
 * carried out when it can be.
 */
#include <string.h>

#include "arbiter_private.h"

static void votes_change(struct arbiter_votes *votes, uint32_t value,
			 bool add)
{
	uint64_t bit = UINT64_C(1) << value % 64;

	if (add) {
		votes->count[value]++;
		votes->bits[value / 64] |= bit;
	} else if (--votes->count[value] == 0) {
		votes->bits[value / 64] &= ~bit;
	}
}

/* The least value with a vote, or @none; the table's size bounds it. */
static uint32_t votes_least(const struct arbiter_votes *votes, uint32_t none)
{
	unsigned int i;

	for (i = 0; i < sizeof(votes->bits) / sizeof(votes->bits[0]); i++)
		if (votes->bits[i])
			return 64 * i + __builtin_ctzll(votes->bits[i]);
	return none;
}

/* Returns whether the radio was told. */
static bool effective_find(struct arbiter *a)
{
	const struct arbiter_wish before = a->effective;

	a->effective.rts = votes_least(&a->rts, ARBITER_UNSET);
	a->effective.fragment = votes_least(&a->fragment, ARBITER_UNSET);
	a->effective.retry_short = votes_least(&a->retry_short, 0);
	a->effective.retry_long = votes_least(&a->retry_long, 0);
	/* A radio that is gone is told when it is back. */
	if (a->blocked != VWLAN_OK ||
	    (before.rts == a->effective.rts &&
	     before.fragment == a->effective.fragment &&
	     before.retry_short == a->effective.retry_short &&
	     before.retry_long == a->effective.retry_long))
		return false;
	a->settings_touched = true;
	a->effects->phy_settings(a->user, &a->effective);
	return true;
}

static void wish_count(struct arbiter *a, const struct arbiter_guest *g,
		       bool add)
{
	if (g->wish.rts != ARBITER_UNSET)
		votes_change(&a->rts, g->wish.rts, add);
	if (g->wish.fragment != ARBITER_UNSET)
		votes_change(&a->fragment, g->wish.fragment, add);
	if (g->wish.retry_short)
		votes_change(&a->retry_short, g->wish.retry_short, add);
	if (g->wish.retry_long)
		votes_change(&a->retry_long, g->wish.retry_long, add);
}

bool arbiter_wish_vote(struct arbiter *a, struct arbiter_guest *g,
		       bool count)
{
	count = count && g->policy.phy_wide;
	if (count == g->voted)
		return false;
	g->voted = count;
	wish_count(a, g, count);
	return effective_find(a);
}

static uint32_t clamp(uint32_t value, uint32_t least, uint32_t most)
{
	if (value < least)
		return least;
	return value > most ? most : value;
}

/* Thresholds above what is possible are off, as the kernel has it. */
static uint32_t threshold(uint32_t value, uint32_t least)
{
	if (value >= ARBITER_VOTES)
		return ARBITER_UNSET;
	return clamp(value, least, ARBITER_VOTES - 1);
}

static void phy_set(struct arbiter *a, struct arbiter_guest *g,
		    const struct arbiter_request *request)
{
	const struct arbiter_settings *s = &a->settings;
	const struct arbiter_wish *from = &request->settings;
	bool voted = g->voted;

	if (voted)
		wish_count(a, g, false);
	if (request->changed & VWLAN_SETTING_RTS)
		g->wish.rts = threshold(from->rts, s->rts_min);
	if (request->changed & VWLAN_SETTING_FRAGMENT)
		g->wish.fragment = threshold(from->fragment,
					     s->fragment_min);
	if (request->changed & VWLAN_SETTING_RETRY_SHORT &&
	    from->retry_short)
		g->wish.retry_short = clamp(from->retry_short, s->retry_min,
					    s->retry_max);
	if (request->changed & VWLAN_SETTING_RETRY_LONG && from->retry_long)
		g->wish.retry_long = clamp(from->retry_long, s->retry_min,
					   s->retry_max);
	if (voted)
		wish_count(a, g, true);
	effective_find(a);
}

static int32_t power_of(const struct arbiter *a,
			const struct arbiter_guest *g)
{
	int32_t power = g->power, most;

	if (power > g->policy.power_max)
		power = g->policy.power_max;
	if (power == ARBITER_POWER_ANY || !g->channel)
		return power;
	most = arbiter_channel_phy(a, g->channel)->max_power;
	return power > most ? most : power;
}

void arbiter_wish_power(struct arbiter *a, struct arbiter_guest *g)
{
	int32_t power = power_of(a, g);

	if (!g->placed || power == g->power_told)
		return;
	g->power_told = power;
	a->effects->tx_power(a->user, g, power);
}

void arbiter_wish_saving(struct arbiter *a)
{
	struct arbiter_guest *alone = NULL;
	bool on;

	if (a->blocked == VWLAN_OK && a->stations == 1 &&
	    a->phy.others[ARBITER_IFTYPE_STATION] == 0)
		alone = LIST_FIRST(&a->placed);
	on = alone && alone->power_save;
	if (on == a->saving_on && (!on || alone == a->saving))
		return;
	if (a->saving_on && a->saving->placed)
		a->effects->power_save(a->user, a->saving, false);
	a->saving = on ? alone : NULL;
	a->saving_on = on;
	if (on)
		a->effects->power_save(a->user, alone, true);
}

void arbiter_wish_set(struct arbiter *a, struct arbiter_guest *g,
		      const struct arbiter_request *request,
		      struct arbiter_answer *answer)
{
	if (request->kind == ARBITER_SET_PHY) {
		phy_set(a, g, request);
	} else if (request->kind == ARBITER_TX_POWER) {
		g->power = request->power;
		arbiter_wish_power(a, g);
	} else {
		g->power_save = request->power_save;
		arbiter_wish_saving(a);
	}
	answer->settings = a->effective;
	answer->power = power_of(a, g);
}
