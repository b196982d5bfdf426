// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guest's scan: the arbiter says when the radio has done it, with which
 * other guests', and the kernel's list has what it found.
 */
#include <linux/nl80211.h>
#include <stdlib.h>
#include <string.h>

#include "relay_private.h"
#include "scan_bss.h"

#define FRESH_SLACK 100u	/* ms by which clocks may differ */
#define BSS_MAX 128u		/* access points told of in one scan */
#define AT_ONCE 16u		/* of them; then the guest gets time */
#define TELL_PAUSE 10u		/* ms */
/*
 * ms; the briefest scan takes about as long.  iw begins to listen for the
 * end of its scan when it has been told of the begin, and would wait for
 * ever for one that came too soon.
 */
#define SOONEST 100u

static void scan_idle(struct relay_scan *scan)
{
	struct relay_result *result;

	while ((result = STAILQ_FIRST(&scan->results))) {
		STAILQ_REMOVE_HEAD(&scan->results, next);
		free(result);
	}
	scan->state = RELAY_SCAN_IDLE;
	scan->next_at = RELAY_NEVER;
}

static void scan_finish(struct relay *relay, enum vwlan_status status)
{
	struct vwlan_control event;

	scan_idle(&relay->scan);
	vwlan_control_clear(&event);
	event.type = VWLAN_EVENT;
	event.id = VWLAN_EVT_SCAN_DONE;
	vwlan_control_set(&event, VWLAN_TLV_STATUS, status);
	relay->effects->send(relay->user, &event);
}

/* ------------------------------------------------------------------ */
/* The guest's commands                                                */

void relay_scan_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now)
{
	struct relay_scan *scan = &relay->scan;
	enum vwlan_status status = VWLAN_BUSY;

	if (scan->state == RELAY_SCAN_IDLE)
		status = relay_command_check(relay, command);
	if (status == VWLAN_OK)
		status = relay->effects->scan(relay->user, command,
					      ++scan->number);
	if (status == VWLAN_OK) {
		scan->state = RELAY_SCAN_ASKED;
		scan->asked_at = now;
	}
	relay_respond(relay, command, status);
}

void relay_scan_abort(struct relay *relay,
		      const struct vwlan_control *command)
{
	/* It may have ended by itself. */
	relay_respond(relay, command, VWLAN_OK);
	if (relay->scan.state == RELAY_SCAN_ASKED)
		relay->effects->scan_abort(relay->user);
}

/* ------------------------------------------------------------------ */
/* Results                                                             */

static bool bss_shown(struct relay *relay, struct relay_bss *bss,
		      uint64_t now)
{
	const struct relay_scan *scan = &relay->scan;
	struct vwlan_ssid ssid;

	if (scan->count >= BSS_MAX ||
	    !relay_phy_usable(relay->phy, bss->frequency))
		return false;
	if (scan->since && bss->age > now - scan->since + FRESH_SLACK)
		return false;
	return scan_bss_reveal(bss, &ssid, relay->effects->shows,
			       relay->user);
}

struct listing {
	struct relay *relay;
	uint64_t now;
};

static void bss_take(void *context, uint8_t command, struct nlattr **a)
{
	const struct listing *listing = context;
	struct relay *relay = listing->relay;
	struct relay_result *result;
	struct vwlan_control event;
	struct relay_bss bss;
	size_t size;

	if (command != NL80211_CMD_NEW_SCAN_RESULTS ||
	    !relay_bss_read(&bss, a) ||
	    !bss_shown(relay, &bss, listing->now) ||
	    !relay_bss_event(&event, &bss))
		return;
	size = vwlan_control_size(&event);
	result = malloc(offsetof(struct relay_result, control) + size);
	if (!result)
		return;
	memcpy(&result->control, &event, size);
	STAILQ_INSERT_TAIL(&relay->scan.results, result, next);
	relay->scan.count++;
}

/* The rest follows when the guest has had time to take these. */
static void results_tell(struct relay *relay, uint64_t now)
{
	struct relay_scan *scan = &relay->scan;
	struct relay_result *result;
	struct vwlan_control event;
	unsigned int i;

	for (i = 0; i < AT_ONCE; i++) {
		result = STAILQ_FIRST(&scan->results);
		if (!result && now < scan->asked_at + SOONEST) {
			scan->next_at = scan->asked_at + SOONEST;
			return;
		}
		if (!result) {
			scan_finish(relay, scan->status);
			return;
		}
		STAILQ_REMOVE_HEAD(&scan->results, next);
		memcpy(&event, &result->control,
		       vwlan_control_size(&result->control));
		free(result);
		relay->effects->send(relay->user, &event);
	}
	scan->next_at = now + TELL_PAUSE;
}

static enum vwlan_status results_list(struct relay *relay, uint64_t now)
{
	const struct relay_view view = relay_view(relay);
	struct nl_msg *request = relay_request();
	struct listing listing = { relay, now };
	int rc;

	if (!request)
		return VWLAN_FAILED;
	relay_request_begin(request, &view, NL80211_CMD_GET_SCAN);
	rc = relay->effects->ask(relay->user, request, true, bss_take,
				 &listing);
	relay_request_free(request);
	return relay_command_status(VWLAN_CMD_SCAN, rc);
}

void relay_scan_over(struct relay *relay, uint32_t number,
		     enum vwlan_status status, uint64_t since, uint64_t now)
{
	struct relay_scan *scan = &relay->scan;
	enum vwlan_status listed;

	if (scan->state != RELAY_SCAN_ASKED || scan->number != number)
		return;
	scan->since = since;
	scan->count = 0;
	listed = results_list(relay, now);
	scan->status = status == VWLAN_OK ? listed : status;
	scan->state = RELAY_SCAN_TELLING;
	results_tell(relay, now);
}

void relay_scan_stop(struct relay *relay, enum vwlan_status status,
		     uint64_t now)
{
	enum relay_scan_state state = relay->scan.state;

	(void)now;
	if (state == RELAY_SCAN_IDLE)
		return;
	scan_finish(relay, status == VWLAN_OK ? VWLAN_FAILED : status);
	if (state == RELAY_SCAN_ASKED)
		relay->effects->scan_abort(relay->user);
}

void relay_scan_timeout(struct relay *relay, uint64_t now)
{
	if (now >= relay->scan.next_at)
		results_tell(relay, now);
}

void relay_scan_free(struct relay *relay)
{
	scan_idle(&relay->scan);
}
