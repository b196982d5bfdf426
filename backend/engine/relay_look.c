// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel forgets an access point after 30 s, and a guest does not.  So
 * an AUTHENTICATE may need a look at that channel first: a part of joining,
 * for which it had its verdict.
 */
#include <errno.h>
#include <linux/nl80211.h>

#include "relay_private.h"

#define AGAIN_AFTER 200u	/* ms, while another scan runs */
#define PATIENCE 3000u		/* ms that an AUTHENTICATE waits for all */

void relay_look_stop(struct relay *relay)
{
	struct relay_look *look = &relay->look;

	relay_request_free(look->request);
	look->request = NULL;
	look->state = RELAY_LOOK_IDLE;
	look->next_at = RELAY_NEVER;
	look->until = RELAY_NEVER;
}

static void look_finish(struct relay *relay, uint64_t now)
{
	relay_look_stop(relay);
	relay_join_scanned(relay, now);
}

static enum vwlan_status look_ask(struct relay *relay, uint64_t now)
{
	struct relay_look *look = &relay->look;
	int rc = relay->effects->ask(relay->user, look->request, false, NULL,
				     NULL);

	look->next_at = RELAY_NEVER;
	if (rc == -EBUSY) {
		look->state = RELAY_LOOK_WAITING;
		look->next_at = now + AGAIN_AFTER;
	} else if (rc) {
		return relay_command_status(VWLAN_CMD_SCAN, rc);
	} else {
		look->state = RELAY_LOOK_ASKED;
	}
	return VWLAN_OK;
}

enum vwlan_status relay_look_begin(struct relay *relay,
				   const struct vwlan_control *command,
				   uint64_t now)
{
	const struct relay_view view = relay_view(relay);
	struct vwlan_control scan = { .id = VWLAN_CMD_SCAN };
	uint32_t frequency = command->number[VWLAN_TLV_FREQUENCY];
	const uint8_t bytes[2] = { frequency & 0xff, frequency >> 8 };
	struct relay_look *look = &relay->look;
	enum vwlan_status status;

	vwlan_control_set_bytes(&scan, VWLAN_TLV_FREQUENCIES, bytes,
				sizeof(bytes));
	vwlan_control_add_ssid(&scan, command->ssid[0].bytes,
			       command->ssid[0].length);
	relay_look_stop(relay);
	look->request = relay_request();
	if (!look->request)
		return VWLAN_FAILED;
	look->until = now + PATIENCE;
	status = relay_command_build(look->request, &view, &scan);
	if (status == VWLAN_OK)
		status = look_ask(relay, now);
	if (status != VWLAN_OK)
		relay_look_stop(relay);
	return status;
}

/* What the kernel tells in order, before our own begin, is another's. */
bool relay_look_news(struct relay *relay, uint8_t command, uint64_t now)
{
	struct relay_look *look = &relay->look;

	switch (command) {
	case NL80211_CMD_TRIGGER_SCAN:
		if (look->state == RELAY_LOOK_ASKED)
			look->state = RELAY_LOOK_RUNNING;
		return true;
	case NL80211_CMD_NEW_SCAN_RESULTS:
	case NL80211_CMD_SCAN_ABORTED:
		if (look->state == RELAY_LOOK_RUNNING)
			look_finish(relay, now);
		return true;
	default:
		return false;
	}
}

void relay_look_timeout(struct relay *relay, uint64_t now)
{
	struct relay_look *look = &relay->look;

	if (now >= look->until ||
	    (now >= look->next_at && look_ask(relay, now) != VWLAN_OK))
		look_finish(relay, now);
}
