/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What relay.c and its neighbours know of one another. */
#ifndef ENGINE_RELAY_PRIVATE_H
#define ENGINE_RELAY_PRIVATE_H

#include "relay.h"

/* relay.c */
void relay_respond(struct relay *relay, const struct vwlan_control *command,
		   enum vwlan_status status);

/** relay_view - what decides about a command now */
struct relay_view relay_view(const struct relay *relay);

/** relay_seek - the guest asked for this network by name */
void relay_seek(struct relay *relay, const struct vwlan_ssid *ssid);

/**
 * relay_carry - one command, one request
 *
 * @rc: the kernel's errno, if it was asked
 *
 * Returns VWLAN_OK or why it was refused.
 */
enum vwlan_status relay_carry(struct relay *relay,
			      const struct vwlan_control *command,
			      relay_answer_fn *answer, void *context,
			      int *rc);

/* relay_join.c: from AUTHENTICATE to DEAUTHENTICATE. */
void relay_join_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now);

/** relay_join_scanned - the scan that AUTHENTICATE waited for is over */
void relay_join_scanned(struct relay *relay, uint64_t now);

/** relay_join_give_up - answer the AUTHENTICATE that waits, if one does */
void relay_join_give_up(struct relay *relay, enum vwlan_status status);

/** relay_join_event - what it means for the table */
void relay_join_event(struct relay *relay,
		      const struct vwlan_control *event);

/** relay_join_end - no connection any more */
void relay_join_end(struct relay *relay, enum vwlan_status status,
		    uint16_t reason);

/** relay_join_look - is the kernel still connected, and with whom? */
void relay_join_look(struct relay *relay);

/* relay_scan.c */
void relay_scan_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now);
void relay_scan_abort(struct relay *relay,
		      const struct vwlan_control *command, uint64_t now);

/** relay_scan_for_join - R: where AUTHENTICATE's access point should be */
enum vwlan_status relay_scan_for_join(struct relay *relay,
				      const struct vwlan_control *command,
				      uint64_t now);

/** relay_scan_ended - nl80211's: it is over, or was aborted */
void relay_scan_ended(struct relay *relay, bool aborted, uint64_t now);

/** relay_scan_stop - whatever it is at, it is over */
void relay_scan_stop(struct relay *relay, enum vwlan_status status,
		     uint64_t now);
void relay_scan_timeout(struct relay *relay, uint64_t now);
void relay_scan_free(struct relay *relay);

#endif
