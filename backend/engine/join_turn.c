// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Turns: a connection that ends because others have theirs, and is made
 * again, to the same access point and as fast as can be.
 *
 * The supplicant keeps network, PMK and PMKSA cache.  It is told to
 * disconnect before its interface goes, and to connect after that has come
 * again: whichever of the two it hears of first, it doesn't scan for nothing
 * in between.  It scans the one channel first, and is told to look again if
 * the access point didn't answer, for the kernel listens for 30 ms only.  If
 * it isn't there any more, the supplicant scans all others, by itself and a
 * few seconds later.
 */
#include <inttypes.h>
#include <stdio.h>

#include "join_private.h"

#define REST_MAX 300000u	/* ms until the guest is told that it is down */
#define WAKE_MAX 6000u		/* ms: then its old connection is no more */
#define WAKE_LOOKS 5u		/* scans of its channel */

static void connection_select(struct join *join)
{
	char network[16] = "any", text[64];
	int at;

	/* Its number is known only to the engine that made the network. */
	if (join->wish != JOIN_ADOPTED)
		snprintf(network, sizeof(network), "%" PRIu32,
			 join->network_id);
	at = snprintf(text, sizeof(text), "SELECT_NETWORK %s", network);
	if (join->turn_frequency)
		snprintf(text + at, sizeof(text) - at, " freq=%" PRIu32,
			 join->turn_frequency);
	join->effects->ask(join->user, JOIN_RETURN, join->attempt, text);
}

static bool returnable(const struct join *join)
{
	return join->link == JOIN_READY &&
	       (join->wish == JOIN_TOLD || join->wish == JOIN_ADOPTED);
}

/* Who has never been connected has no carrier to keep. */
static enum vwlan_state resting_state(const struct join *join)
{
	enum vwlan_state state = join->entry->state;

	return state == VWLAN_STATE_CONNECTED ||
	       state == VWLAN_STATE_PARKED ? VWLAN_STATE_PARKED :
					     VWLAN_STATE_DOWN;
}

/* If it was not connected in its turn: where it was before. */
static uint32_t place_known(const struct join *join)
{
	return join->entry->frequency ? join->entry->frequency :
					join->hint.frequency;
}

bool join_rest(struct join *join, bool station, enum vwlan_status why,
	       uint64_t now)
{
	if (!returnable(join))
		return false;
	if (join->turn == JOIN_TURN_OWN)
		join->turn_frequency = place_known(join);
	if (join->turn != JOIN_TURN_RESTING)
		join->effects->ask(join->user, JOIN_DISCONNECT,
				   ++join->attempt, "DISCONNECT");
	join->turn = JOIN_TURN_RESTING;
	join->turn_until = now + REST_MAX;
	join->parked = station;
	join->parked_why = why;
	join->status_at = JOIN_NEVER;
	join->retry_at = JOIN_NEVER;
	join->again_at = JOIN_NEVER;
	join_scan_end(join, why);
	join_state(join, resting_state(join), why, 0, now);
	return true;
}

void join_rest_adopt(struct join *join, uint64_t now)
{
	join->link = JOIN_READY;
	join->was_parked = false;
	join->wish = JOIN_ADOPTED;
	join->turn = JOIN_TURN_RESTING;
	join->turn_until = now + REST_MAX;
	join->turn_frequency = place_known(join);
	join->parked = true;
	join->parked_why = VWLAN_SLOT;
	join_speak(join);
	join_state(join, VWLAN_STATE_PARKED, VWLAN_SLOT, 0, now);
}

void join_strand(struct join *join, enum vwlan_status why, uint64_t now)
{
	if (join->turn != JOIN_TURN_RESTING)
		return;
	join->parked_why = why;
	join->turn_until = JOIN_NEVER;
	join_state(join, VWLAN_STATE_DOWN, why, 0, now);
}

bool join_resting(const struct join *join)
{
	return join->turn == JOIN_TURN_RESTING;
}

void join_turn_end(struct join *join)
{
	join->turn = JOIN_TURN_OWN;
	join->turn_until = JOIN_NEVER;
}

/* It is on its way like any other; or the access point is gone. */
static void wake_fail(struct join *join, uint64_t now)
{
	join_turn_end(join);
	join_state(join, VWLAN_STATE_CONNECTING, VWLAN_OK, 0, now);
}

bool join_wake(struct join *join, uint64_t now)
{
	if (join->turn == JOIN_TURN_OWN)
		return false;
	if (join->turn == JOIN_TURN_WAKING)
		return true;
	join->turn = JOIN_TURN_WAKING;
	join->turn_until = now + WAKE_MAX;
	join->looks = 1;
	join->parked = false;
	connection_select(join);
	join_status_again(join, now);
	if (join->entry->state != VWLAN_STATE_PARKED)
		wake_fail(join, now);
	return true;
}

void join_wake_adopt(struct join *join, uint64_t now)
{
	join->wish = JOIN_ADOPTED;
	join->turn = JOIN_TURN_WAKING;
	join->turn_until = now + WAKE_MAX;
	join->looks = 1;
	join->turn_frequency = place_known(join);
	join_status_again(join, now);
	join_state(join, VWLAN_STATE_PARKED, VWLAN_SLOT, 0, now);
}

void join_turn_drop(struct join *join, uint64_t now)
{
	bool parked = join->turn == JOIN_TURN_RESTING && join->parked;

	if (join->turn == JOIN_TURN_OWN)
		return;
	join_turn_end(join);
	if (parked)
		join_park(join, join->parked_why, now);
	else
		join_status_again(join, now);
}

static bool look_again(struct join *join)
{
	if (!join->turn_frequency || join->looks >= WAKE_LOOKS)
		return false;
	join->looks++;
	connection_select(join);
	return true;
}

bool join_turn_hides(struct join *join, const struct wpatext_event *event,
		     uint64_t now)
{
	if (join->turn == JOIN_TURN_OWN || event->id == WPATEXT_CONNECTED)
		return join->turn == JOIN_TURN_RESTING;
	/* Late news of how its last turn ended. */
	if (join->turn == JOIN_TURN_RESTING ||
	    event->id == WPATEXT_DISCONNECTED)
		return true;
	if (event->id == WPATEXT_NOT_FOUND && look_again(join))
		return true;
	switch (event->id) {
	case WPATEXT_AUTH_REJECT:
	case WPATEXT_ASSOC_REJECT:
		/* The supplicant tries again by itself. */
		return true;
	case WPATEXT_TEMP_DISABLED:
	case WPATEXT_NOT_FOUND:
	case WPATEXT_FREQ_CONFLICT:
		wake_fail(join, now);
		return false;
	default:
		return false;
	}
}

void join_turn_timeout(struct join *join, uint64_t now)
{
	if (now < join->turn_until)
		return;
	if (join->turn == JOIN_TURN_WAKING)
		wake_fail(join, now);
	else
		join_strand(join, join->parked_why, now);
}
