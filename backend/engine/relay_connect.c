// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * CONNECT's profile: the radio, or the kernel for it, makes the connection,
 * finds the access point again, and goes over to another one.
 */
#include <endian.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <string.h>

#include "relay_answer.h"
#include "relay_event_connect.h"
#include "relay_private.h"

#define REASON_LEAVING 3u	/* IEEE 802.11-2020, table 9-49 */

/* ------------------------------------------------------------------ */
/* Commands                                                            */

static void connect_begun(struct relay *relay,
			  const struct vwlan_control *command)
{
	struct table_entry *entry = relay->entry;

	relay_join_end(relay, VWLAN_OK, 0);
	entry->generation++;
	entry->state = VWLAN_STATE_CONNECTING;
	entry->ssid = command->ssid[0];
	if (vwlan_control_has(command, VWLAN_TLV_BSSID)) {
		memcpy(relay->bssid, command->bssid, sizeof(relay->bssid));
		memcpy(entry->bssid, command->bssid, sizeof(entry->bssid));
	}
	if (vwlan_control_has(command, VWLAN_TLV_FREQUENCY))
		entry->frequency = command->number[VWLAN_TLV_FREQUENCY];
	relay_join_wish(relay, command);
	relay->link = RELAY_JOINING;
}

void relay_connect_command(struct relay *relay,
			   const struct vwlan_control *command)
{
	enum vwlan_status status;
	int rc;

	if (command->ssids == 1)
		relay->effects->seek(relay->user, &command->ssid[0]);
	status = relay_carry(relay, command, NULL, NULL, &rc);
	/* A connection, or an attempt, that the guest knows nothing of. */
	if (rc == -EALREADY || rc == -EINPROGRESS) {
		relay_join_drop(relay, relay->bssid);
		status = relay_carry(relay, command, NULL, NULL, &rc);
	}
	if (status == VWLAN_OK)
		connect_begun(relay, command);
	relay_respond(relay, command, status);
}

void relay_disconnect_command(struct relay *relay,
			      const struct vwlan_control *command)
{
	enum relay_link before = relay->link;
	enum vwlan_status status;
	int rc;

	relay_judge_drop(relay, VWLAN_FAILED);
	status = relay_carry(relay, command, NULL, NULL, &rc);
	if (status == VWLAN_OK)
		relay_join_end(relay, VWLAN_OK, 0);
	relay_respond(relay, command, status);
	/* What the kernel says of it comes when nobody waits for it. */
	if (status == VWLAN_OK && before == RELAY_ASSOCIATED)
		relay_connect_ended(relay, before);
}

void relay_connect_ended(struct relay *relay, enum relay_link before)
{
	struct vwlan_control event;

	vwlan_control_clear(&event);
	event.type = VWLAN_EVENT;
	event.id = VWLAN_EVT_CONNECT_TIMEOUT;
	if (before == RELAY_ASSOCIATED) {
		event.id = VWLAN_EVT_DISCONNECTED;
		vwlan_control_set(&event, VWLAN_TLV_REASON, REASON_LEAVING);
		vwlan_control_set(&event, VWLAN_TLV_LOCAL, 1);
	}
	relay->effects->send(relay->user, &event);
}

/* ------------------------------------------------------------------ */
/* News                                                                */

/**
 * struct find - the access point in the kernel's list
 * @sure: it is the one that the station is with; else one of its address
 */
struct find {
	const uint8_t *bssid;
	bool found;
	bool sure;
	uint32_t frequency;
	struct vwlan_control result;
};

static void find_answer(void *context, uint8_t command, struct nlattr **a)
{
	struct find *find = context;
	struct relay_bss bss;

	if (command != NL80211_CMD_NEW_SCAN_RESULTS ||
	    !relay_bss_read(&bss, a) ||
	    memcmp(bss.bssid, find->bssid, VWLAN_MAC_LEN) ||
	    (find->found && (find->sure || !bss.associated)) ||
	    !relay_bss_event(&find->result, &bss))
		return;
	find->found = true;
	find->sure = bss.associated;
	find->frequency = bss.frequency;
}

/* A guest's cfg80211 knows no connection to what it hasn't heard of. */
static void access_point_tell(struct relay *relay,
			      struct vwlan_control *event)
{
	const struct relay_view view = relay_view(relay);
	struct nl_msg *request = relay_request();
	struct find find = { .bssid = event->bssid };

	if (!request)
		return;
	relay_request_begin(request, &view, NL80211_CMD_GET_SCAN);
	relay->effects->ask(relay->user, request, true, find_answer, &find);
	relay_request_free(request);
	if (!find.found)
		return;
	relay->entry->frequency = find.frequency;
	vwlan_control_set(event, VWLAN_TLV_FREQUENCY, find.frequency);
	relay->effects->send(relay->user, &find.result);
}

static void connected(struct relay *relay, struct vwlan_control *event)
{
	const uint8_t *elements;
	size_t length;

	relay->link = RELAY_ASSOCIATED;
	memcpy(relay->bssid, event->bssid, sizeof(relay->bssid));
	memcpy(relay->entry->bssid, event->bssid, sizeof(event->bssid));
	access_point_tell(relay, event);
	elements = vwlan_control_bytes(event, VWLAN_TLV_IE, &length);
	relay_join_rates(relay->entry, elements, length);
	relay_bitrates_again(relay);
	relay_join_connected(relay, !relay->controlled);
}

/* Returns true if it is about what the guest knows of. */
static bool event_follow(struct relay *relay, struct vwlan_control *event)
{
	switch (event->id) {
	case VWLAN_EVT_CONNECTED:
		if (relay->link != RELAY_JOINING)
			return false;
		if (event->number[VWLAN_TLV_STATUS_CODE])
			relay_join_end(relay, VWLAN_FAILED, 0);
		else
			connected(relay, event);
		return true;
	case VWLAN_EVT_CONNECT_TIMEOUT:
		if (relay->link != RELAY_JOINING)
			return false;
		relay_join_end(relay, VWLAN_TIMEOUT, 0);
		return true;
	case VWLAN_EVT_ROAMED:
		if (relay->link != RELAY_ASSOCIATED)
			return false;
		connected(relay, event);
		return true;
	default:
		if (relay->link != RELAY_ASSOCIATED)
			return false;
		relay_join_end(relay, VWLAN_OK,
			       event->number[VWLAN_TLV_REASON]);
		return true;
	}
}

bool relay_connect_news(struct relay *relay, uint8_t command,
			struct nlattr **a)
{
	struct vwlan_control event;

	switch (command) {
	case NL80211_CMD_CONNECT:
	case NL80211_CMD_ROAM:
	case NL80211_CMD_DISCONNECT:
		break;
	case NL80211_CMD_AUTHENTICATE:
	case NL80211_CMD_ASSOCIATE:
	case NL80211_CMD_DEAUTHENTICATE:
	case NL80211_CMD_DISASSOCIATE:
	case NL80211_CMD_UNPROT_DEAUTHENTICATE:
	case NL80211_CMD_UNPROT_DISASSOCIATE:
		/* How the kernel got there is its own affair. */
		return true;
	default:
		return false;
	}
	if (relay_event_connect_read(&event, command, a) &&
	    event_follow(relay, &event))
		relay->effects->send(relay->user, &event);
	return true;
}
