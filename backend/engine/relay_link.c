// SPDX-License-Identifier: GPL-2.0-or-later
/* The interface: up, down, gone, and its address. */
#include <errno.h>
#include <linux/nl80211.h>
#include <string.h>
#include <syslog.h>

#include "policy.h"
#include "relay_private.h"

#define RETRY_AFTER 2000u	/* ms, for a radio that is switched off */

/* Action frames to this station that the kernel has no use for. */
void relay_frames_register(struct relay *relay)
{
	const struct relay_view view = relay_view(relay);
	struct nl_msg *request = relay_request();

	if (!request)
		return;
	relay_request_begin(request, &view, NL80211_CMD_REGISTER_FRAME);
	nla_put_u16(request, NL80211_ATTR_FRAME_TYPE, 0x00d0);
	nla_put(request, NL80211_ATTR_FRAME_MATCH, 0, "");
	/* Registered by an earlier engine, perhaps, on the same socket. */
	relay->effects->ask(relay->user, request, false, NULL, NULL);
	relay_request_free(request);
}

int relay_link_up(struct relay *relay)
{
	int rc = relay->effects->link_set(relay->user, true);

	relay->blocked = rc != 0 && relay->up;
	if (rc)
		return rc;
	relay->retry_at = RELAY_NEVER;
	relay->entry->state = VWLAN_STATE_DISCONNECTED;
	relay->entry->status = VWLAN_OK;
	relay_frames_register(relay);
	relay_bitrates_again(relay);
	return 0;
}

void relay_up_command(struct relay *relay,
		      const struct vwlan_control *command)
{
	enum vwlan_status status = VWLAN_OK;

	if (relay->mac_wanted)
		status = VWLAN_BUSY;
	else if (relay->parked)
		status = VWLAN_SLOT;
	else if (!relay->up || relay->blocked)
		status = relay_command_status(command->id,
					      relay_link_up(relay));
	if (status == VWLAN_OK)
		relay->up = true;
	relay_respond(relay, command, status);
}

void relay_down_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now)
{
	int rc = relay->gone ? 0 : relay->effects->link_set(relay->user, false);

	relay->up = false;
	relay->blocked = false;
	relay->parked = false;
	relay->retry_at = RELAY_NEVER;
	relay_judge_drop(relay, VWLAN_FAILED);
	relay_join_give_up(relay, VWLAN_FAILED);
	relay_scan_stop(relay, VWLAN_FAILED, now);
	relay_join_end(relay, VWLAN_OK, 0);
	relay_respond(relay, command, relay_command_status(command->id, rc));
}

/* R3: which address the guest may have. */
static bool mac_allowed(const struct relay *relay, const uint8_t *mac)
{
	static const uint8_t none[VWLAN_MAC_LEN];

	if (mac[0] & 1 || memcmp(mac, none, sizeof(none)) == 0)
		return false;
	if (memcmp(mac, relay->entry->given, VWLAN_MAC_LEN) == 0)
		return true;
	if (!policy_mac(&relay->entry->policy, relay->entry->given, mac))
		return false;
	return !relay->effects->mac_taken(relay->user, mac);
}

void relay_mac_command(struct relay *relay,
		       const struct vwlan_control *command)
{
	int rc;

	if (relay->up || relay->mac_wanted) {
		relay_respond(relay, command, VWLAN_BUSY);
		return;
	}
	if (!mac_allowed(relay, command->mac)) {
		relay_respond(relay, command, VWLAN_POLICY);
		return;
	}
	rc = relay->effects->mac_ask(relay->user, command->mac);
	if (rc) {
		relay_respond(relay, command, VWLAN_FAILED);
		return;
	}
	relay->mac_wanted = true;
	relay->mac_seq = command->seq;
	memcpy(relay->mac, command->mac, sizeof(relay->mac));
}

void relay_mac_set(struct relay *relay, int error)
{
	struct vwlan_control command = { .id = VWLAN_CMD_SET_MAC };

	if (!relay->mac_wanted)
		return;
	relay->mac_wanted = false;
	command.seq = relay->mac_seq;
	if (error == 0)
		memcpy(relay->entry->mac, relay->mac, sizeof(relay->mac));
	relay_respond(relay, &command,
		      relay_command_status(command.id, error));
}

static void radio_lost(struct relay *relay, enum vwlan_status status,
		       uint64_t now)
{
	relay_judge_drop(relay, status);
	relay_join_give_up(relay, status);
	relay_scan_stop(relay, status, now);
	relay_join_end(relay, status, 0);
	relay->entry->state = VWLAN_STATE_DOWN;
	relay->effects->log(relay->user, LOG_INFO,
			    vwlan_status_text(status));
	relay_event_send(relay, VWLAN_EVT_STATE);
}

void relay_link_news(struct relay *relay, uint64_t now)
{
	/* News may be old: the guest may have been at it since. */
	int rc, up = relay->effects->link_get(relay->user);

	if (relay->gone)
		return;
	if (up == -ENODEV) {
		relay->gone = true;
		relay->retry_at = RELAY_NEVER;
		radio_lost(relay, VWLAN_NO_RADIO, now);
		return;
	}
	if (up || !relay->up || relay->blocked)
		return;
	/* Not the guest's doing: the radio was switched off, perhaps. */
	rc = relay_link_up(relay);
	relay->retry_at = now + (rc ? RETRY_AFTER : 0);
	radio_lost(relay, rc == -ERFKILL ? VWLAN_RFKILL : VWLAN_NO_RADIO,
		   now);
}

void relay_link_retry(struct relay *relay, uint64_t now)
{
	relay->retry_at = now + RETRY_AFTER;
	if (relay_link_up(relay) == 0)
		relay_event_send(relay, VWLAN_EVT_STATE);
}

void relay_policy_news(struct relay *relay, uint64_t now)
{
	const struct table_entry *entry = relay->entry;

	if (relay->gone || !relay->up ||
	    policy_mac(&entry->policy, entry->given, entry->mac))
		return;
	relay->effects->link_set(relay->user, false);
	relay->up = false;
	relay->blocked = false;
	relay->parked = false;
	relay->retry_at = RELAY_NEVER;
	radio_lost(relay, VWLAN_POLICY, now);
}

/* ------------------------------------------------------------------ */
/* Other guests                                                        */

void relay_park(struct relay *relay, enum vwlan_status why, uint64_t now)
{
	if (!relay->up || relay->parked)
		return;
	relay->parked = true;
	relay->blocked = true;
	relay->retry_at = RELAY_NEVER;
	if (!relay->gone)
		relay->effects->link_set(relay->user, false);
	radio_lost(relay, why, now);
}

void relay_unpark(struct relay *relay, uint64_t now)
{
	if (!relay->parked)
		return;
	relay->parked = false;
	if (!relay->gone)
		relay_link_retry(relay, now);
}

/* ------------------------------------------------------------------ */

void relay_renewed(struct relay *relay, uint64_t now)
{
	relay->gone = false;
	if (relay->up && !relay->parked)
		relay_link_retry(relay, now);
}
