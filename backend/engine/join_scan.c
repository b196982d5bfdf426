// SPDX-License-Identifier: GPL-2.0-or-later
/* Scans: asking for one, waiting for it, handing its results over. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "join_private.h"
#include "policy.h"

/*
 * A station that is connected goes back to its access point after each
 * channel: where a fresh one needs 8 s, it was seen to need 22 s.
 */
#define SCAN_PATIENCE 60000u	/* ms */
#define LIST_PATIENCE 5000u	/* ms */
#define SCAN_AGAIN 500u		/* ms until a busy supplicant is asked again */
#define SCAN_BSS_MAX 128u	/* access points told of in one scan */
#define SCAN_AGE_MAX 60u	/* s; the first ones of a slow scan are old */

/* wpa_ctrl.h: ID, BSSID, FREQ, LEVEL, AGE, FLAGS, SSID, DELIM. */
#define MASK_BARE 0x00021a87u
#define MASK_BEACON 0x00800000u

static void scan_ask(struct join *join)
{
	char text[WPATEXT_MAX], hex[2 * VWLAN_SSID_MAX + 1];
	char only[POLICY_FREQUENCIES_TEXT];
	size_t at;
	unsigned int i;

	at = snprintf(text, sizeof(text), "SCAN use_id=1");
	for (i = 0; i < join->scan_ssids; i++) {
		wpatext_hex(hex, join->scan_ssid[i].bytes,
			    join->scan_ssid[i].length);
		at += snprintf(text + at, sizeof(text) - at, " ssid %s", hex);
	}
	policy_frequencies(&join->entry->policy, ',', only);
	if (only[0])
		snprintf(text + at, sizeof(text) - at, " freq=%s", only);
	join->scan = JOIN_STARTING;
	join->scan_number = 0;
	join->scan_again_at = JOIN_NEVER;
	join->effects->ask(join->user, JOIN_SCAN, 0, text);
}

void join_scan_command(struct join *join,
		       const struct vwlan_control *command, uint64_t now)
{
	enum vwlan_status status = VWLAN_OK;
	unsigned int i;

	if (command->ssids > VWLAN_SCAN_SSIDS)
		status = VWLAN_BAD_VALUE;
	for (i = 0; i < command->ssids && status == VWLAN_OK; i++)
		if (command->ssid[i].length > VWLAN_SSID_MAX)
			status = VWLAN_BAD_VALUE;
	if (status == VWLAN_OK && join->link != JOIN_READY)
		status = VWLAN_NO_RADIO;
	if (status == VWLAN_OK && join->parked)
		status = join->parked_why;
	if (status == VWLAN_OK && join->scan != JOIN_IDLE)
		status = VWLAN_BUSY;
	join_respond(join, command, status);
	if (status != VWLAN_OK)
		return;
	join->scan_ssids = command->ssids;
	memcpy(join->scan_ssid, command->ssid, sizeof(join->scan_ssid));
	for (i = 0; i < join->scan_ssids; i++)
		join_seek(join, &join->scan_ssid[i]);
	join->scan_until = now + SCAN_PATIENCE;
	join->scan_status = VWLAN_OK;
	join->scan_seen = 0;
	scan_ask(join);
}

void join_scan_end(struct join *join, enum vwlan_status status)
{
	struct vwlan_control event = {
		.type = VWLAN_EVENT,
		.id = VWLAN_EVT_SCAN_DONE,
	};

	if (join->scan == JOIN_IDLE)
		return;
	join->scan = JOIN_IDLE;
	join->scan_again_at = JOIN_NEVER;
	join->scan_until = JOIN_NEVER;
	vwlan_control_set(&event, VWLAN_TLV_STATUS, status);
	join->effects->send(join->user, &event);
}

static void list_ask(struct join *join, enum join_step step)
{
	char text[64];

	snprintf(text, sizeof(text), "BSS RANGE=%" PRIu32 "- MASK=%x",
		 join->scan_next,
		 MASK_BARE | (step == JOIN_BSS ? MASK_BEACON : 0));
	join->scan = JOIN_LISTING;
	join->effects->ask(join->user, step, 0, text);
}

static void list_begin(struct join *join)
{
	join->scan_next = 0;
	join->scan_sent = 0;
	list_ask(join, JOIN_BSS);
}

/*
 * The kernel has one list of access points for all guests: a name that
 * isn't in the beacon is only there because somebody asked for it.
 */
static bool bss_shown(const struct join *join, const struct wpatext_bss *bss)
{
	const struct vwlan_policy *policy = &join->entry->policy;

	if (bss->age > SCAN_AGE_MAX || !policy_band(policy, bss->frequency))
		return false;
	if (bss->ssid.length && !vwlan_policy_allows(policy, &bss->ssid))
		return false;
	if (bss->ssid.length == 0 || bss->hidden == WPATEXT_HIDDEN_NO ||
	    join_sought(join, &bss->ssid))
		return true;
	if (bss->hidden == WPATEXT_HIDDEN_YES)
		return false;
	return !join->effects->sought_by_others(join->user, &bss->ssid);
}

static void bss_send(struct join *join, const struct wpatext_bss *bss)
{
	struct vwlan_control event = {
		.type = VWLAN_EVENT,
		.id = VWLAN_EVT_BSS,
	};

	vwlan_control_set_bssid(&event, bss->bssid);
	vwlan_control_add_ssid(&event, bss->ssid.bytes, bss->ssid.length);
	vwlan_control_set(&event, VWLAN_TLV_FREQUENCY, bss->frequency);
	vwlan_control_set(&event, VWLAN_TLV_SIGNAL, (uint32_t)bss->level);
	vwlan_control_set(&event, VWLAN_TLV_AGE, bss->age * 1000);
	vwlan_control_set(&event, VWLAN_TLV_SECURITY, bss->security);
	join->scan_sent++;
	join->effects->send(join->user, &event);
}

/* Returns how many access points the answer had. */
static unsigned int list_read(struct join *join, const char *text,
			      unsigned int limit)
{
	struct wpatext_bss bss;
	unsigned int count = 0;
	int rc;

	while (count < limit && (rc = wpatext_bss_parse(&bss, &text))) {
		count++;
		if (bss.id >= join->scan_next)
			join->scan_next = bss.id + 1;
		if (rc > 0 && bss_shown(join, &bss) &&
		    join->scan_sent < SCAN_BSS_MAX)
			bss_send(join, &bss);
	}
	return count;
}

static void list_answer(struct join *join, enum join_step step,
			const char *text)
{
	uint32_t before = join->scan_next;
	unsigned int count;

	/*
	 * No answer to a question with beacons means that there are no
	 * more, or that the next one doesn't fit.  That one is then asked
	 * for without.
	 */
	count = list_read(join, text, step == JOIN_BSS ? SCAN_BSS_MAX : 1);
	if (count == 0 && step == JOIN_BSS)
		list_ask(join, JOIN_BSS_BARE);
	else if (join->scan_next == before ||
		 join->scan_sent == SCAN_BSS_MAX)
		join_scan_end(join, join->scan_status);
	else
		list_ask(join, JOIN_BSS);
}

static void start_answer(struct join *join, const char *text, uint64_t now)
{
	if (strncmp(text, "FAIL-BUSY", 9) == 0) {
		join->scan_again_at = now + SCAN_AGAIN;
		return;
	}
	if (wpatext_number_parse(text, &join->scan_number) == 0) {
		join->scan = JOIN_SCANNING;
		if (join->scan_seen == join->scan_number)
			list_begin(join);
	} else if (wpatext_ok(text)) {
		/* It began later, behind another: it gives no number then. */
		join->scan = JOIN_SCANNING;
	} else {
		join_scan_end(join, VWLAN_FAILED);
	}
}

void join_scan_answer(struct join *join, enum join_step step,
		      const char *text, uint64_t now)
{
	if (step == JOIN_SCAN && join->scan == JOIN_STARTING)
		start_answer(join, text, now);
	else if (step != JOIN_SCAN && join->scan == JOIN_LISTING)
		list_answer(join, step, text);
}

void join_scan_results(struct join *join, uint32_t number)
{
	/* Told on another socket than the answer: either may come first. */
	join->scan_seen = number;
	if (join->scan == JOIN_SCANNING && join->scan_number == number)
		list_begin(join);
}

void join_scan_failed(struct join *join, bool retry)
{
	if (join->scan == JOIN_SCANNING && !retry)
		join_scan_end(join, VWLAN_FAILED);
}

/* What has been heard by then is better than nothing. */
static void scan_overdue(struct join *join, uint64_t now)
{
	if (join->scan == JOIN_STARTING) {
		join_scan_end(join, VWLAN_BUSY);
	} else if (join->scan == JOIN_SCANNING) {
		join->scan_status = VWLAN_TIMEOUT;
		join->scan_until = now + LIST_PATIENCE;
		list_begin(join);
	} else {
		join_scan_end(join, VWLAN_TIMEOUT);
	}
}

void join_scan_timeout(struct join *join, uint64_t now)
{
	if (now >= join->scan_until)
		scan_overdue(join, now);
	else if (now >= join->scan_again_at)
		scan_ask(join);
}
