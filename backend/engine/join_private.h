/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of a station's join know of one another. */
#ifndef ENGINE_JOIN_PRIVATE_H
#define ENGINE_JOIN_PRIVATE_H

#include "join.h"

#define JOIN_RETRY_AFTER 5000u	/* ms, for what was refused or not answered */

/* join.c */
void join_respond(struct join *join, const struct vwlan_control *command,
		  enum vwlan_status status);

/** join_tell - a STATE event, if something has changed */
void join_tell(struct join *join);

/** join_speak - what is known is worth telling from now on */
void join_speak(struct join *join);

/** join_state - not connected, or not any more; tells the guest */
void join_state(struct join *join, enum vwlan_state state,
		enum vwlan_status status, uint16_t reason, uint64_t now);

/* join_network.c */

/** join_connect - tell the supplicant what is wanted, if it may be had */
void join_connect(struct join *join, uint64_t now);

/** join_begin - tell it; that has been decided */
void join_begin(struct join *join, uint64_t now);

/** join_network_answer - to JOIN_ADD_NETWORK, JOIN_SET or JOIN_SELECT */
void join_network_answer(struct join *join, enum join_step step,
			 const char *text);

/**
 * join_hint_drop - it was not heard where it should be: look again, then
 *	everywhere
 *
 * Returns false if that was done already.
 */
bool join_hint_drop(struct join *join);

/* join_link.c */

/** join_ask - the supplicant; as join_effects.ask() */
void join_ask(struct join *join, enum join_step step, const char *text);

/** join_away - why it is down, when the supplicant doesn't have it */
enum vwlan_status join_away(const struct join *join);
void join_again(struct join *join, uint64_t now);
void join_status_ask(struct join *join, uint64_t now);

/** join_status_again - ask for the state now and then, from now on */
void join_status_again(struct join *join, uint64_t now);

/* join_turn.c */

/** join_turn_end - it is connected again, or begins anew */
void join_turn_end(struct join *join);

/**
 * join_wake_adopt - it is on its way back, as an earlier engine told it
 *
 * Until it is there, or isn't in time, the guest knows it as parked.
 */
void join_wake_adopt(struct join *join, uint64_t now);

/** join_turn_drop - what it would come back to isn't wanted any more */
void join_turn_drop(struct join *join, uint64_t now);

/** join_turn_hides - is this event part of changing turns, and no news? */
bool join_turn_hides(struct join *join, const struct wpatext_event *event,
		     uint64_t now);
void join_turn_timeout(struct join *join, uint64_t now);

/* join_scan.c */
void join_scan_command(struct join *join,
		       const struct vwlan_control *command);
void join_scan_timeout(struct join *join, uint64_t now);

/** join_scan_end - the scan's last event, if there is a scan */
void join_scan_end(struct join *join, enum vwlan_status status);

#endif
