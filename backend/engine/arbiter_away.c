// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R16: a guest sends the radio to another channel for a moment, and all
 * the others wait.
 */
#include "arbiter_private.h"

#define AWAY_MAX 200u		/* ms */
#define AWAY_FRAME 20u		/* ms, for a frame that waits for nothing */
#define AWAY_SHARE 4u		/* then that many times as long not again */

static enum vwlan_status away_target(const struct arbiter *a,
				     const struct arbiter_guest *g,
				     const struct arbiter_channel *c,
				     uint64_t now)
{
	enum vwlan_status status;
	uint16_t flags;

	if (!c)
		return VWLAN_BAD_VALUE;
	status = arbiter_channel_usable(a, g, c, now);
	if (status != VWLAN_OK)
		return status;
	flags = arbiter_channel_phy(a, c)->flags;
	if (flags & VWLAN_CHANNEL_RADAR)
		return VWLAN_RADAR;
	return flags & VWLAN_CHANNEL_NO_IR ? VWLAN_CHANNEL : VWLAN_OK;
}

static bool others_realtime(const struct arbiter *a,
			    const struct arbiter_guest *g)
{
	return a->realtimes > (g->realtime ? 1 : 0);
}

static bool radio_busy(const struct arbiter *a, uint64_t now)
{
	/* Nobody waits for who is alone. */
	if (a->stations <= 1)
		return false;
	return a->running || a->foreign || a->held || a->away ||
	       a->switch_until != ARBITER_NEVER || now < a->away_again;
}

static void away_begin(struct arbiter *a, struct arbiter_guest *g,
		       uint32_t duration, uint64_t now)
{
	a->away = g;
	a->away_until = now + duration;
	a->away_again = a->away_until + AWAY_SHARE * (uint64_t)duration;
}

static uint32_t duration_cut(const struct arbiter_request *request)
{
	if (request->duration > AWAY_MAX)
		return AWAY_MAX;
	return request->duration ? request->duration : AWAY_FRAME;
}

void arbiter_away(struct arbiter *a, struct arbiter_guest *g,
		  const struct arbiter_request *request,
		  struct arbiter_answer *answer, uint64_t now)
{
	const struct arbiter_channel *c;
	enum vwlan_status status;

	if (!g->placed) {
		arbiter_refuse(answer, VWLAN_SLOT, ARBITER_NEVER);
		return;
	}
	answer->duration = duration_cut(request);
	c = arbiter_channel_find(a, request->frequency);
	/* Where its connection is anyway, it disturbs nobody. */
	if (request->frequency == 0 || (g->channel && c == g->channel))
		return;
	status = away_target(a, g, c, now);
	if (status != VWLAN_OK)
		arbiter_refuse(answer, status, ARBITER_NEVER);
	else if (others_realtime(a, g))
		arbiter_refuse(answer, VWLAN_BUSY, ARBITER_NEVER);
	else if (radio_busy(a, now))
		arbiter_refuse(answer, VWLAN_BUSY,
			       a->away_again > now ? a->away_again :
						     ARBITER_NEVER);
	else
		away_begin(a, g, answer->duration, now);
}

void arbiter_away_end(struct arbiter *a, struct arbiter_guest *g)
{
	if (!a->away || (g && a->away != g))
		return;
	a->away = NULL;
	a->away_until = ARBITER_NEVER;
}
