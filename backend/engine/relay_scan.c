// SPDX-License-Identifier: GPL-2.0-or-later
/* Scans: the guest's, and those that an AUTHENTICATE needs. */
#include <errno.h>
#include <linux/nl80211.h>
#include <stdlib.h>
#include <string.h>

#include "relay_answer.h"
#include "relay_private.h"

#define AGAIN_AFTER 200u	/* ms, while another guest's scan runs */
#define WAIT_PATIENCE 30000u	/* ms for that to end */
/*
 * While another station is connected, the radio goes back to its channel
 * after each one, and waits for its traffic: 22 s were seen, and more.
 */
#define SCAN_PATIENCE 60000u	/* ms for our own */
#define JOIN_PATIENCE 3000u	/* ms that an AUTHENTICATE waits */
#define FRESH_SLACK 100u	/* ms by which clocks may differ */
#define BSS_MAX 128u		/* access points told of in one scan */
#define AT_ONCE 16u		/* of them; then the guest gets time */
#define TELL_PAUSE 10u		/* ms */

static void request_drop(struct relay_scan *scan)
{
	relay_request_free(scan->request);
	scan->request = NULL;
}

static void results_drop(struct relay_scan *scan)
{
	struct relay_result *result;

	while ((result = STAILQ_FIRST(&scan->results))) {
		STAILQ_REMOVE_HEAD(&scan->results, next);
		free(result);
	}
}

static void scan_idle(struct relay_scan *scan)
{
	request_drop(scan);
	results_drop(scan);
	scan->state = RELAY_SCAN_IDLE;
	scan->next_at = RELAY_NEVER;
	scan->until = RELAY_NEVER;
}

static void scan_finish(struct relay *relay, enum vwlan_status status,
			uint64_t now)
{
	struct vwlan_control event;
	bool guest = !relay->scan.for_join;

	scan_idle(&relay->scan);
	if (guest) {
		vwlan_control_clear(&event);
		event.type = VWLAN_EVENT;
		event.id = VWLAN_EVT_SCAN_DONE;
		vwlan_control_set(&event, VWLAN_TLV_STATUS, status);
		relay->effects->send(relay->user, &event);
	}
	relay_join_scanned(relay, now);
}

/* ------------------------------------------------------------------ */
/* Beginning                                                           */

/* Returns VWLAN_OK if it runs, or waits for another guest's to end. */
static enum vwlan_status scan_ask(struct relay *relay, uint64_t now)
{
	struct relay_scan *scan = &relay->scan;
	int rc = relay->effects->ask(relay->user, scan->request, false, NULL,
				     NULL);

	if (rc == -EBUSY) {
		scan->state = RELAY_SCAN_WAITING;
		scan->next_at = now + AGAIN_AFTER;
		return VWLAN_OK;
	}
	if (rc)
		return relay_command_status(VWLAN_CMD_SCAN, rc);
	request_drop(scan);
	scan->state = RELAY_SCAN_RUNNING;
	scan->since = now;
	scan->next_at = RELAY_NEVER;
	if (!scan->for_join)
		scan->until = now + SCAN_PATIENCE;
	return VWLAN_OK;
}

static enum vwlan_status scan_begin(struct relay *relay,
				    const struct vwlan_control *command,
				    uint64_t now)
{
	const struct relay_view view = relay_view(relay);
	struct relay_scan *scan = &relay->scan;
	enum vwlan_status status;

	scan->request = relay_request();
	if (!scan->request)
		return VWLAN_FAILED;
	status = relay_command_build(scan->request, &view, command);
	if (status == VWLAN_OK)
		status = scan_ask(relay, now);
	if (status != VWLAN_OK)
		scan_idle(scan);
	return status;
}

void relay_scan_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now)
{
	struct relay_scan *scan = &relay->scan;
	enum vwlan_status status;
	unsigned int i;

	if (scan->state != RELAY_SCAN_IDLE) {
		relay_respond(relay, command, VWLAN_BUSY);
		return;
	}
	scan->for_join = false;
	scan->fresh = vwlan_control_has(command, VWLAN_TLV_SCAN_FLAGS) &&
		      command->number[VWLAN_TLV_SCAN_FLAGS] &
		      VWLAN_SCAN_FLUSH;
	scan->until = now + WAIT_PATIENCE;
	status = scan_begin(relay, command, now);
	relay_respond(relay, command, status);
	for (i = 0; status == VWLAN_OK && i < command->ssids; i++)
		relay_seek(relay, &command->ssid[i]);
}

enum vwlan_status relay_scan_for_join(struct relay *relay,
				      const struct vwlan_control *command,
				      uint64_t now)
{
	struct vwlan_control look = { .id = VWLAN_CMD_SCAN };
	uint32_t frequency = command->number[VWLAN_TLV_FREQUENCY];
	const uint8_t bytes[2] = { frequency & 0xff, frequency >> 8 };

	/* The guest's own may find it as well. */
	if (relay->scan.state != RELAY_SCAN_IDLE)
		return VWLAN_OK;
	vwlan_control_set_bytes(&look, VWLAN_TLV_FREQUENCIES, bytes,
				sizeof(bytes));
	vwlan_control_add_ssid(&look, command->ssid[0].bytes,
			       command->ssid[0].length);
	relay->scan.for_join = true;
	relay->scan.until = now + JOIN_PATIENCE;
	return scan_begin(relay, &look, now);
}

void relay_scan_abort(struct relay *relay,
		      const struct vwlan_control *command, uint64_t now)
{
	enum vwlan_status status = VWLAN_OK;
	int rc;

	if (relay->scan.state == RELAY_SCAN_RUNNING)
		status = relay_carry(relay, command, NULL, NULL, &rc);
	/* It may have ended by itself. */
	relay_respond(relay, command, status == VWLAN_NOT_FOUND ? VWLAN_OK :
								  status);
	if (relay->scan.state == RELAY_SCAN_WAITING)
		scan_finish(relay, VWLAN_FAILED, now);
}

/* ------------------------------------------------------------------ */
/* Results                                                             */

/*
 * R8: the kernel has one list for all guests.  An access point that hides
 * its name is shown with it to those alone who asked for it.
 */
static bool bss_reveal(struct relay *relay, struct relay_bss *bss)
{
	struct vwlan_ssid ssid = { 0 };
	const uint8_t *bytes;
	size_t length;

	bytes = relay_bss_ssid(bss->probe, bss->probe_length, &length);
	if (!bytes || length == 0)
		return true;
	ssid.length = length;
	memcpy(ssid.bytes, bytes, length);
	if (!vwlan_policy_allows(&relay->entry->policy, &ssid)) {
		/* Without its name it can be anybody's. */
		bss->probe = NULL;
		bss->probe_length = 0;
		return relay_bss_hidden(bss);
	}
	if (relay_sought(relay, &ssid))
		return true;
	if (relay_bss_hidden(bss)) {
		bss->probe = NULL;
		bss->probe_length = 0;
		return true;
	}
	return bss->beacon ||
	       !relay->effects->sought_by_others(relay->user, &ssid);
}

/* Is its name, if it tells one to all, that of a network it may join? */
static bool bss_allowed(const struct relay *relay,
			const struct relay_bss *bss)
{
	struct vwlan_ssid ssid = { 0 };
	const uint8_t *bytes;
	size_t length;

	bytes = relay_bss_ssid(bss->beacon, bss->beacon_length, &length);
	if (!bytes || length == 0 || relay_bss_hidden(bss))
		return true;
	ssid.length = length;
	memcpy(ssid.bytes, bytes, length);
	return vwlan_policy_allows(&relay->entry->policy, &ssid);
}

static bool bss_shown(struct relay *relay, struct relay_bss *bss,
		      uint64_t now)
{
	const struct relay_scan *scan = &relay->scan;

	if (scan->count >= BSS_MAX ||
	    !relay_phy_usable(relay->phy, bss->frequency))
		return false;
	if (scan->fresh && bss->age > now - scan->since + FRESH_SLACK)
		return false;
	return bss_allowed(relay, bss) && bss_reveal(relay, bss);
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
		if (!result) {
			scan_finish(relay, scan->status, now);
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

static void results_list(struct relay *relay, uint64_t now)
{
	const struct relay_view view = relay_view(relay);
	struct nl_msg *request = relay_request();
	struct listing listing = { relay, now };
	struct relay_scan *scan = &relay->scan;
	int rc = -ENOMEM;

	scan->count = 0;
	scan->until = RELAY_NEVER;
	if (request) {
		relay_request_begin(request, &view, NL80211_CMD_GET_SCAN);
		rc = relay->effects->ask(relay->user, request, true, bss_take,
					 &listing);
	}
	relay_request_free(request);
	scan->status = relay_command_status(VWLAN_CMD_SCAN, rc);
	scan->state = RELAY_SCAN_TELLING;
	results_tell(relay, now);
}

void relay_scan_ended(struct relay *relay, bool aborted, uint64_t now)
{
	if (relay->scan.state != RELAY_SCAN_RUNNING)
		return;
	if (aborted || relay->scan.for_join)
		scan_finish(relay, VWLAN_FAILED, now);
	else
		results_list(relay, now);
}

void relay_scan_stop(struct relay *relay, enum vwlan_status status,
		     uint64_t now)
{
	if (relay->scan.state != RELAY_SCAN_IDLE)
		scan_finish(relay, status == VWLAN_OK ? VWLAN_FAILED : status,
			    now);
}

static void scan_overdue(struct relay *relay, uint64_t now)
{
	bool waiting = relay->scan.state == RELAY_SCAN_WAITING;

	scan_finish(relay, waiting ? VWLAN_BUSY : VWLAN_TIMEOUT, now);
}

void relay_scan_timeout(struct relay *relay, uint64_t now)
{
	struct relay_scan *scan = &relay->scan;
	enum vwlan_status status;

	if (now >= scan->until) {
		scan_overdue(relay, now);
	} else if (now >= scan->next_at &&
		   scan->state == RELAY_SCAN_TELLING) {
		results_tell(relay, now);
	} else if (now >= scan->next_at) {
		status = scan_ask(relay, now);
		if (status != VWLAN_OK)
			scan_finish(relay, status, now);
	}
}

uint64_t relay_scan_waits(const struct relay *relay)
{
	return relay->scan.state == RELAY_SCAN_WAITING ? relay->scan.until :
							 RELAY_NEVER;
}

void relay_scan_turn(struct relay *relay, uint64_t now)
{
	if (relay->scan.state != RELAY_SCAN_WAITING)
		return;
	relay->scan.next_at = now;
	relay_scan_timeout(relay, now);
}

void relay_scan_free(struct relay *relay)
{
	scan_idle(&relay->scan);
}
