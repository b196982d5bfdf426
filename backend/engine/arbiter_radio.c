// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What becomes of guests when something becomes of the radio: R12, R20,
 * R22, R23.  All guests are concerned by most of it, and so walked.
 */
#include <errno.h>
#include <string.h>

#include "arbiter_private.h"

#define SWITCH_MAX 3000u	/* ms that a change of channel is awaited */
#define SWITCH_EACH 30000u	/* ms; more of them make nobody wait */
#define RADAR_MAX 1800000u	/* ms; the 30 minutes of non-occupancy */

/* ------------------------------------------------------------------ */
/* Gone and back                                                       */

static void channels_reset(struct arbiter *a)
{
	struct arbiter_channel *c;
	unsigned int i;

	TAILQ_INIT(&a->used);
	a->used_channels = 0;
	memset(a->channel, 0, sizeof(a->channel));
	for (i = 0; i < a->phy.channels; i++) {
		c = &a->channel[i];
		c->heard_at = ARBITER_NEVER;
		c->probed_at = ARBITER_NEVER;
		LIST_INIT(&c->guests);
		TAILQ_INIT(&c->waiters);
		arbiter_channel_list(a, c);
	}
}

/* Those who had a station are first in line, and high classes before low. */
static void guests_line_up(struct arbiter *a, enum vwlan_status why,
			   uint64_t now)
{
	struct arbiter_guest *g;
	unsigned int class;

	for (class = ARBITER_CLASSES; class-- > 0;)
		LIST_FOREACH(g, &a->all[class], all) {
			arbiter_cancel(a, g, why);
			arbiter_queue_remove(a, g);
		}
	for (class = ARBITER_CLASSES; class-- > 0;)
		LIST_FOREACH(g, &a->all[class], all) {
			if (!g->placed)
				continue;
			arbiter_station_lose(a, g, why, NULL, now);
			arbiter_queue_add(a, g, ARBITER_STATION,
					  ARBITER_BY_RETURN, NULL);
		}
	for (class = ARBITER_CLASSES; class-- > 0;)
		LIST_FOREACH(g, &a->all[class], all)
			if (g->wants && g->wait_for == ARBITER_NOTHING) {
				arbiter_queue_add(a, g, ARBITER_STATION,
						  ARBITER_BY_RETURN, NULL);
				a->effects->stranded(a->user, g, why);
			}
}

void arbiter_radio_left(struct arbiter *a, enum vwlan_status why,
			uint64_t now)
{
	a->blocked = why;
	arbiter_scan_radio_gone(a, why);
	arbiter_away_end(a, NULL);
	a->switch_until = ARBITER_NEVER;
	guests_line_up(a, why, now);
}

int arbiter_radio_came(struct arbiter *a, const struct arbiter_phy *phy,
		       uint64_t now)
{
	struct arbiter_guest *g;
	unsigned int class;
	int rc = arbiter_phy_check(phy);

	arbiter_begin(a, now);
	if (rc < 0)
		return rc;
	if (a->blocked == VWLAN_OK)
		arbiter_radio_left(a, VWLAN_NO_RADIO, now);
	a->phy = *phy;
	a->blocked = VWLAN_OK;
	channels_reset(a);
	arbiter_serve(a, now);
	/* For whom there is no room, turns have to be taken again. */
	for (class = ARBITER_CLASSES; class-- > 0;)
		LIST_FOREACH(g, &a->all[class], all)
			if (g->policy.share &&
			    g->wait_for == ARBITER_STATION &&
			    g->wait_as == ARBITER_BY_RETURN)
				arbiter_queue_add(a, g, ARBITER_STATION,
						  ARBITER_BY_TURN, NULL);
	arbiter_view_changed(a);
	return 0;
}

/* ------------------------------------------------------------------ */
/* Changed                                                             */

static void guest_cut(struct arbiter *a, struct arbiter_guest *g,
		      enum vwlan_status why)
{
	arbiter_join_drop(a, g);
	a->effects->disconnect(a->user, g, why, NULL, ARBITER_NEVER);
}

static void waiters_refuse(struct arbiter *a, struct arbiter_channel *c,
			   enum vwlan_status why)
{
	struct arbiter_guest *g;

	while ((g = TAILQ_FIRST(&c->waiters)))
		arbiter_channel_give_up(a, g, why);
}

static bool same_channels(const struct arbiter *a,
			  const struct arbiter_phy *phy)
{
	unsigned int i;

	if (phy->channels != a->phy.channels)
		return false;
	for (i = 0; i < phy->channels; i++)
		if (phy->channel[i].frequency != a->phy.channel[i].frequency)
			return false;
	return true;
}

static void channel_change(struct arbiter *a, struct arbiter_channel *c,
			   const struct arbiter_phy_channel *to)
{
	struct arbiter_guest *g;

	a->phy.channel[c - a->channel] = *to;
	arbiter_channel_list(a, c);
	if (to->flags & VWLAN_CHANNEL_DISABLED) {
		waiters_refuse(a, c, VWLAN_CHANNEL);
		while ((g = LIST_FIRST(&c->guests)))
			guest_cut(a, g, VWLAN_CHANNEL);
	}
	LIST_FOREACH(g, &c->guests, on_channel)
		arbiter_wish_power(a, g);
}

/* Fewer than there are: who came last, or matters least, goes. */
static void limits_enforce(struct arbiter *a, uint64_t now)
{
	struct arbiter_guest *g;
	struct arbiter_channel *c;

	while (a->used_channels > 1 &&
	       !arbiter_phy_fits(&a->phy, a->stations, a->used_channels) &&
	       arbiter_phy_fits(&a->phy, a->stations, 1)) {
		c = arbiter_channel_last(a);
		if (!c)
			break;
		while ((g = LIST_FIRST(&c->guests)))
			arbiter_channel_lose(a, g, NULL, now);
	}
	while (a->stations &&
	       !arbiter_phy_fits(&a->phy, a->stations, a->used_channels)) {
		g = arbiter_station_victim(a, ARBITER_CLASSES);
		if (!g)
			g = LIST_FIRST(&a->placed);
		arbiter_station_lose(a, g, VWLAN_SLOT, NULL, now);
	}
}

int arbiter_radio_changed(struct arbiter *a, const struct arbiter_phy *phy,
			  uint64_t now)
{
	unsigned int i;
	int rc = arbiter_phy_check(phy);

	arbiter_begin(a, now);
	if (rc < 0)
		return rc;
	if (!same_channels(a, phy))
		return -EINVAL;
	for (i = 0; i < phy->channels; i++)
		channel_change(a, &a->channel[i], &phy->channel[i]);
	a->phy = *phy;
	limits_enforce(a, now);
	arbiter_wish_saving(a);
	arbiter_view_changed(a);
	return 0;
}

void arbiter_radar(struct arbiter *a, uint32_t frequency, uint64_t now)
{
	struct arbiter_channel *c = arbiter_channel_find(a, frequency);

	arbiter_begin(a, now);
	if (!c)
		return;
	/* Who is there is led away by its access point. */
	c->radar_until = now + RADAR_MAX;
	waiters_refuse(a, c, VWLAN_RADAR);
	arbiter_view_changed(a);
}

void arbiter_remain_ended(struct arbiter *a, uint64_t now)
{
	arbiter_begin(a, now);
	arbiter_away_end(a, NULL);
}

/* ------------------------------------------------------------------ */
/* An access point changes its channel                                 */

static bool same_bssid(const struct arbiter_guest *a, const uint8_t *bssid)
{
	return memcmp(a->connection.bssid, bssid, VWLAN_MAC_LEN) == 0;
}

/* Users of a channel with this access point: all of them go along. */
static unsigned int ap_members(const struct arbiter_channel *c,
			       const uint8_t *bssid)
{
	const struct arbiter_guest *g;
	unsigned int count = 0;

	LIST_FOREACH(g, &c->guests, on_channel)
		count += same_bssid(g, bssid);
	return count;
}

static enum vwlan_status switch_judge(const struct arbiter *a,
				      const struct arbiter_channel *from,
				      const struct arbiter_channel *to,
				      unsigned int members, uint64_t now)
{
	unsigned int used = a->used_channels;

	if (!to || arbiter_channel_phy(a, to)->flags &
			   VWLAN_CHANNEL_DISABLED)
		return VWLAN_CHANNEL;
	if (now < to->radar_until)
		return VWLAN_RADAR;
	if (from->users == members && !arbiter_channel_phy(a, from)->others)
		used--;
	if (!arbiter_channel_busy(a, to))
		used++;
	return arbiter_phy_fits(&a->phy, a->stations, used) ? VWLAN_OK :
							      VWLAN_CHANNEL;
}

static void member_switch(struct arbiter *a, struct arbiter_guest *g,
			  struct arbiter_channel *to, uint32_t frequency,
			  enum vwlan_status status, uint64_t now)
{
	g->connection.frequency = frequency;
	if (status == VWLAN_OK &&
	    !arbiter_policy_band(&g->policy, frequency))
		status = VWLAN_POLICY;
	if (status == VWLAN_OK) {
		arbiter_channel_take(a, g, to, now);
	} else if (status == VWLAN_CHANNEL && to &&
		   !(arbiter_channel_phy(a, to)->flags &
		     VWLAN_CHANNEL_DISABLED)) {
		arbiter_channel_lose(a, g, NULL, now);
	} else {
		guest_cut(a, g, status);
	}
}

static void switch_begin(struct arbiter *a, uint64_t now)
{
	if (now < a->switch_again)
		return;
	a->switch_until = now + SWITCH_MAX;
	a->switch_again = now + SWITCH_EACH;
}

/*
 * The kernel tells of each station; the first time, all that have this
 * access point are judged together, as they move together.
 */
static void ap_switch(struct arbiter *a, struct arbiter_guest *first,
		      uint32_t frequency, uint64_t now)
{
	struct arbiter_channel *from = first->channel;
	struct arbiter_channel *to = arbiter_channel_find(a, frequency);
	struct arbiter_guest *g, *next;
	uint8_t bssid[VWLAN_MAC_LEN];
	enum vwlan_status status;

	memcpy(bssid, first->connection.bssid, sizeof(bssid));
	status = switch_judge(a, from, to, ap_members(from, bssid), now);
	if (status == VWLAN_OK)
		switch_begin(a, now);
	for (g = LIST_FIRST(&from->guests); g; g = next) {
		next = LIST_NEXT(g, on_channel);
		if (same_bssid(g, bssid))
			member_switch(a, g, to, frequency, status, now);
	}
}

static bool switch_concerns(const struct arbiter *a,
			    const struct arbiter_guest *g,
			    uint32_t frequency)
{
	return g->channel && g->link != ARBITER_RESERVED &&
	       g->channel != arbiter_channel_find(a, frequency);
}

void arbiter_switching(struct arbiter *a, struct arbiter_guest *g,
		       uint32_t frequency, uint64_t now)
{
	arbiter_begin(a, now);
	if (switch_concerns(a, g, frequency))
		ap_switch(a, g, frequency, now);
}

void arbiter_switched(struct arbiter *a, struct arbiter_guest *g,
		      uint32_t frequency, uint64_t now)
{
	arbiter_begin(a, now);
	if (switch_concerns(a, g, frequency))
		ap_switch(a, g, frequency, now);
	a->switch_until = ARBITER_NEVER;
}
