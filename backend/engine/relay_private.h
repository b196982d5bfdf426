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

/** relay_command_check - would the kernel be asked for it?  Or why not */
enum vwlan_status relay_command_check(const struct relay *relay,
				      const struct vwlan_control *command);

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

/** relay_event_send - without values, but for STATE's */
void relay_event_send(struct relay *relay, enum vwlan_event_id id);

/* relay_judge.c: what other guests leave for this one. */
void relay_judge_command(struct relay *relay,
			 const struct vwlan_control *command, uint64_t now);

/** relay_judge_drop - answer the command that waits for a verdict */
void relay_judge_drop(struct relay *relay, enum vwlan_status status);

/* relay_rate.c */
void relay_rate_open(struct relay *relay, uint64_t now);

/** relay_rate_admit - R14: is there a token for this command? */
bool relay_rate_admit(struct relay *relay, uint16_t id, uint64_t now);

/* relay_link.c */
void relay_up_command(struct relay *relay,
		      const struct vwlan_control *command);
void relay_down_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now);
void relay_mac_command(struct relay *relay,
		       const struct vwlan_control *command);

/** relay_link_up - the interface, as the guest wants; 0 or an errno */
int relay_link_up(struct relay *relay);
void relay_frames_register(struct relay *relay);
void relay_link_retry(struct relay *relay, uint64_t now);

/* relay_settings.c */
void relay_power_save_command(struct relay *relay,
			      const struct vwlan_control *command);
void relay_settings_command(struct relay *relay,
			    const struct vwlan_control *command);
/** relay_settings_again - wishes that an earlier engine knew */
void relay_settings_again(struct relay *relay);
void relay_power_command(struct relay *relay,
			 const struct vwlan_control *command);

/* relay_quality.c */
void relay_quality_open(struct relay *relay);
void relay_bitrates_command(struct relay *relay,
			    const struct vwlan_control *command);

/** relay_bitrates_again - the kernel may have another mind: tell it anew */
void relay_bitrates_again(struct relay *relay);
void relay_qos_map_command(struct relay *relay,
			   const struct vwlan_control *command);
void relay_quality_record(const struct relay *relay, struct record *to);
void relay_quality_restore(struct relay *relay, const struct record *from);

/* relay_send.c */
void relay_send_command(struct relay *relay,
			const struct vwlan_control *command);
void relay_cancel_command(struct relay *relay,
			  const struct vwlan_control *command);

/** relay_cookie_translate - the guest's for the kernel's; false: unknown */
bool relay_cookie_translate(const struct relay *relay,
			    struct vwlan_control *event, uint64_t kernel);

/* relay_join.c: from AUTHENTICATE to DEAUTHENTICATE. */
void relay_join_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now);

/** relay_join_scanned - the scan that AUTHENTICATE waited for is over */
void relay_join_scanned(struct relay *relay, uint64_t now);

/** relay_join_give_up - answer the AUTHENTICATE that waits, if one does */
void relay_join_give_up(struct relay *relay, enum vwlan_status status);

/** relay_join_dropped - is it the farewell of @dropping? */
bool relay_join_dropped(struct relay *relay,
			const struct vwlan_control *event);

/** relay_join_event - what it means for the table */
void relay_join_event(struct relay *relay,
		      const struct vwlan_control *event);

/** relay_join_end - no connection any more */
void relay_join_end(struct relay *relay, enum vwlan_status status,
		    uint16_t reason);

/** relay_join_cut - leave, without a frame to the access point */
void relay_join_cut(struct relay *relay, enum vwlan_status why);

/** relay_join_look - is the kernel still connected, and with whom? */
void relay_join_look(struct relay *relay);

/** relay_join_drop - tell the kernel to leave, without a frame if it can */
void relay_join_drop(struct relay *relay, const uint8_t *bssid);

/** relay_join_wish - note of the security that is asked for */
void relay_join_wish(struct relay *relay,
		     const struct vwlan_control *command);

/** relay_join_connected - @connected: frames pass; else a handshake is due */
void relay_join_connected(struct relay *relay, bool connected);

/** relay_join_rates - from the elements of the access point's answer */
void relay_join_rates(struct table_entry *entry, const uint8_t *elements,
		      size_t length);

/* relay_connect.c: the other profile's way there. */
void relay_connect_command(struct relay *relay,
			   const struct vwlan_control *command);
void relay_disconnect_command(struct relay *relay,
			      const struct vwlan_control *command);

/** relay_connect_ended - tell the guest of an end that was our doing */
void relay_connect_ended(struct relay *relay, enum relay_link before);

/** relay_connect_news - returns true if that was all to do about it */
bool relay_connect_news(struct relay *relay, uint8_t command,
			struct nlattr **attributes);

/* relay_scan.c */
void relay_scan_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now);
void relay_scan_abort(struct relay *relay,
		      const struct vwlan_control *command);

/** relay_scan_stop - whatever it is at, it is over */
void relay_scan_stop(struct relay *relay, enum vwlan_status status,
		     uint64_t now);
void relay_scan_timeout(struct relay *relay, uint64_t now);
void relay_scan_free(struct relay *relay);

/* relay_look.c */

/** relay_look_begin - where AUTHENTICATE's access point should be */
enum vwlan_status relay_look_begin(struct relay *relay,
				   const struct vwlan_control *command,
				   uint64_t now);

/** relay_look_news - nl80211's, of scans; false: it is about none */
bool relay_look_news(struct relay *relay, uint8_t command, uint64_t now);
void relay_look_stop(struct relay *relay);
void relay_look_timeout(struct relay *relay, uint64_t now);

#endif
