// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R9, R10, R11: who is on which channel, and whether another may come into
 * use.  What is walked here are the channels in use, of which a radio has
 * one or two, never their users: of those there are counts.
 */
#include "arbiter_private.h"

struct arbiter_channel *arbiter_channel_find(const struct arbiter *a,
					     uint32_t frequency)
{
	int i = arbiter_phy_find(&a->phy, frequency);

	return i < 0 ? NULL : (struct arbiter_channel *)&a->channel[i];
}

const struct arbiter_phy_channel *
arbiter_channel_phy(const struct arbiter *a, const struct arbiter_channel *c)
{
	return &a->phy.channel[c - a->channel];
}

enum vwlan_status
arbiter_channel_usable(const struct arbiter *a,
		       const struct arbiter_guest *g,
		       const struct arbiter_channel *c, uint64_t now)
{
	const struct arbiter_phy_channel *phy = arbiter_channel_phy(a, c);

	if (phy->flags & VWLAN_CHANNEL_DISABLED)
		return VWLAN_CHANNEL;
	if (!arbiter_policy_band(&g->policy, phy->frequency))
		return VWLAN_POLICY;
	return now < c->radar_until ? VWLAN_RADAR : VWLAN_OK;
}

bool arbiter_channel_busy(const struct arbiter *a,
			  const struct arbiter_channel *c)
{
	return c->users || arbiter_channel_phy(a, c)->others;
}

/* Users other than this guest, of others' interfaces too. */
static unsigned int users_beside(const struct arbiter *a,
				 const struct arbiter_guest *g,
				 const struct arbiter_channel *c)
{
	return c->users - (g->channel == c ? 1 : 0) +
	       arbiter_channel_phy(a, c)->others;
}

/* Channels in use once the guest has left its own: R11. */
static unsigned int used_beside(const struct arbiter *a,
				const struct arbiter_guest *g)
{
	bool alone = g->channel && users_beside(a, g, g->channel) == 0;

	return a->used_channels - (alone ? 1 : 0);
}

bool arbiter_channel_fits(const struct arbiter *a,
			  const struct arbiter_guest *g,
			  const struct arbiter_channel *c)
{
	unsigned int used = used_beside(a, g);

	if (users_beside(a, g, c) == 0)
		used++;
	return a->blocked == VWLAN_OK &&
	       arbiter_phy_fits(&a->phy, a->stations, used);
}

bool arbiter_channel_full(const struct arbiter *a,
			  const struct arbiter_guest *g)
{
	return !arbiter_phy_fits(&a->phy, a->stations,
				 used_beside(a, g) + 1);
}

/* ------------------------------------------------------------------ */
/* Coming and going                                                    */

static void users_count(struct arbiter_channel *c,
			const struct arbiter_guest *g, int by)
{
	c->users += by;
	c->classes[g->policy.priority] += by;
	if (g->policy.share)
		c->sharers += by;
	if (g->immune_until != ARBITER_NEVER)
		c->immune += by;
}

void arbiter_channel_list(struct arbiter *a, struct arbiter_channel *c)
{
	bool busy = arbiter_channel_busy(a, c);

	if (busy == c->listed)
		return;
	c->listed = busy;
	if (busy) {
		TAILQ_INSERT_TAIL(&a->used, c, used);
		a->used_channels++;
	} else {
		TAILQ_REMOVE(&a->used, c, used);
		a->used_channels--;
	}
	arbiter_view_changed(a);
}

void arbiter_channel_drop(struct arbiter *a, struct arbiter_guest *g)
{
	struct arbiter_channel *c = g->channel;

	if (!c)
		return;
	g->channel = NULL;
	LIST_REMOVE(g, on_channel);
	users_count(c, g, -1);
	arbiter_channel_list(a, c);
}

void arbiter_channel_take(struct arbiter *a, struct arbiter_guest *g,
			  struct arbiter_channel *c, uint64_t now)
{
	uint32_t turn = arbiter_policy_turn(&g->policy, &a->settings);

	if (g->channel == c)
		return;
	arbiter_channel_drop(a, g);
	if (c->users == 0) {
		c->begun = now;
		c->turn = 0;
	}
	if (turn > c->turn)
		c->turn = turn;
	g->channel = c;
	LIST_INSERT_HEAD(&c->guests, g, on_channel);
	users_count(c, g, 1);
	arbiter_channel_list(a, c);
	arbiter_wish_power(a, g);
}

/* ------------------------------------------------------------------ */
/* Taking it from others                                               */

/* Would the guest fit, were it not for this channel's users? */
static bool fits_without(const struct arbiter *a,
			 const struct arbiter_guest *g,
			 const struct arbiter_channel *c)
{
	unsigned int used = used_beside(a, g);

	if (arbiter_channel_phy(a, c)->others)
		return false;
	/* What it leaves behind itself is counted already. */
	if (users_beside(a, g, c))
		used--;
	return arbiter_phy_fits(&a->phy, a->stations, used + 1);
}

/* The highest class of its users, but for the guest. */
static unsigned int class_beside(const struct arbiter_guest *g,
				 const struct arbiter_channel *c)
{
	unsigned int class, own;

	for (class = ARBITER_CLASSES; class-- > 0;) {
		own = g->channel == c && g->policy.priority == class;
		if (c->classes[class] > own)
			return class;
	}
	return 0;
}

struct arbiter_channel *
arbiter_channel_victim(const struct arbiter *a,
		       const struct arbiter_guest *g)
{
	struct arbiter_channel *c, *best = NULL;
	unsigned int class, best_class = 0, own;

	TAILQ_FOREACH(c, &a->used, used) {
		class = class_beside(g, c);
		own = g->channel == c && g->immune_until != ARBITER_NEVER;
		if (users_beside(a, g, c) == 0 || c->immune > own ||
		    class >= g->policy.priority || !fits_without(a, g, c))
			continue;
		if (!best || class < best_class ||
		    (class == best_class && c->users < best->users)) {
			best = c;
			best_class = class;
		}
	}
	return best;
}

struct arbiter_channel *arbiter_channel_last(const struct arbiter *a)
{
	struct arbiter_channel *c, *last = NULL;

	/* Others' interfaces aren't ours to move. */
	TAILQ_FOREACH(c, &a->used, used)
		if (!arbiter_channel_phy(a, c)->others)
			last = c;
	return last;
}

static bool takes_turns(const struct arbiter *a,
			const struct arbiter_channel *c)
{
	return c->users && c->users == c->sharers &&
	       !arbiter_channel_phy(a, c)->others;
}

bool arbiter_channel_turns(const struct arbiter *a,
			   const struct arbiter_guest *g)
{
	const struct arbiter_channel *c;

	TAILQ_FOREACH(c, &a->used, used)
		if (takes_turns(a, c) && fits_without(a, g, c))
			return true;
	return false;
}

struct arbiter_channel *
arbiter_channel_turn_end(const struct arbiter *a, uint64_t *at)
{
	struct arbiter_channel *c, *best = NULL;

	*at = ARBITER_NEVER;
	TAILQ_FOREACH(c, &a->used, used)
		if (takes_turns(a, c) && c->begun + c->turn < *at) {
			*at = c->begun + c->turn;
			best = c;
		}
	return best;
}

void arbiter_channel_allowed(const struct arbiter *a,
			     const struct arbiter_guest *g,
			     struct arbiter_answer *answer, uint64_t now)
{
	const struct arbiter_channel *c;

	TAILQ_FOREACH(c, &a->used, used)
		if (answer->frequencies < ARBITER_ALLOWED_MAX &&
		    arbiter_channel_usable(a, g, c, now) == VWLAN_OK &&
		    arbiter_channel_fits(a, g, c))
			answer->frequency[answer->frequencies++] =
				arbiter_channel_phy(a, c)->frequency;
}
