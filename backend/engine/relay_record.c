// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a native station outlives the engine. */
#include "relay_private.h"

void relay_record(const struct relay *relay, struct record *to)
{
	to->up = relay->up;
	to->apart = false;
	to->power_save = relay->power_save;
	to->rts = relay->wish.rts;
	to->fragment = relay->wish.fragment;
	to->retry_short = relay->wish.retry_short;
	to->retry_long = relay->wish.retry_long;
	relay_quality_record(relay, to);
}

/*
 * Down, and not by the guest's wish: another had its station, perhaps.  The
 * arbiter says when it has one, whether its interface is there by then or not.
 */
static void station_restore(struct relay *relay)
{
	relay->up = true;
	relay->parked = true;
	relay->blocked = true;
}

void relay_restore(struct relay *relay, const struct record *from,
		   bool adopted)
{
	if (adopted && from->up && !relay->up)
		station_restore(relay);
	relay->power_save = from->power_save;
	relay->wish.rts = from->rts;
	relay->wish.fragment = from->fragment;
	relay->wish.retry_short = from->retry_short;
	relay->wish.retry_long = from->retry_long;
	relay_settings_again(relay);
	relay_quality_restore(relay, from);
}
