// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns on the radio, for the table: who waits, and what a change costs. */
#include "clock.h"
#include "radio.h"

void radio_turn_lost(struct radio_guest *guest, struct radio_guest *by,
		     uint64_t at)
{
	struct radio_turn *turn = &guest->turn;

	turn->others = by && by->arbiter.policy.share &&
		       guest->arbiter.policy.share;
	turn->back_at = at == ARBITER_NEVER ? 0 : at;
	turn->begun_at = 0;
	turn->ended += turn->others;
	/* Who has nothing to come back to takes its own time. */
	if (turn->others && by->arbiter.target.ssid.length)
		by->turn.begun_at = clock_ms();
}

void radio_turn_begun(struct radio_guest *guest)
{
	struct radio_turn *turn = &guest->turn;

	if (turn->begun_at)
		turn->took = clock_ms() - turn->begun_at;
	turn->begun_at = 0;
}

enum radio_waits radio_turn_waits(const struct radio_guest *guest,
				  uint64_t *ms)
{
	uint64_t now = clock_ms(), at = guest->turn.back_at;

	*ms = at > now ? at - now : 0;
	if (!guest->radio || !guest->arbiter.policy.share)
		return RADIO_WAITS_NOT;
	switch (guest->arbiter.wait_for) {
	case ARBITER_STATION:
		return RADIO_WAITS_STATION;
	case ARBITER_CHANNEL:
		return RADIO_WAITS_CHANNEL;
	default:
		return RADIO_WAITS_NOT;
	}
}
