// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A managed guest's own scan: the arbiter says when the radio has done it,
 * with which other guests', and the kernel's list has what it found.  The
 * supplicant has no part in it.
 */
#include <stdlib.h>
#include <string.h>

#include "join_private.h"
#include "relay_command.h"
#include "scan_bss.h"

#define FOUND_MAX 128u		/* access points told of in one scan */
#define AT_ONCE 16u		/* of them; then the guest gets time */
#define TELL_PAUSE 10u		/* ms */

static void scan_idle(struct join *join)
{
	free(join->found);
	join->found = NULL;
	join->scan = JOIN_IDLE;
	join->scan_at = JOIN_NEVER;
}

static void scan_finish(struct join *join, enum vwlan_status status)
{
	struct vwlan_control event = {
		.type = VWLAN_EVENT,
		.id = VWLAN_EVT_SCAN_DONE,
	};

	scan_idle(join);
	vwlan_control_set(&event, VWLAN_TLV_STATUS, status);
	join->effects->send(join->user, &event);
}

/* Without a name it is for any: the radio asks, and doesn't just listen. */
static void scan_make(struct vwlan_control *to,
		      const struct vwlan_control *command)
{
	unsigned int i;

	vwlan_control_clear(to);
	to->type = VWLAN_COMMAND;
	to->id = VWLAN_CMD_SCAN;
	for (i = 0; i < command->ssids; i++)
		vwlan_control_add_ssid(to, command->ssid[i].bytes,
				       command->ssid[i].length);
	if (command->ssids == 0)
		vwlan_control_add_ssid(to, "", 0);
}

void join_scan_command(struct join *join,
		       const struct vwlan_control *command)
{
	enum vwlan_status status = VWLAN_OK;
	struct vwlan_control scan;
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
	if (status == VWLAN_OK) {
		scan_make(&scan, command);
		status = join->effects->scan(join->user, &scan,
					     ++join->scan_number);
	}
	if (status == VWLAN_OK)
		join->scan = JOIN_SCANNING;
	join_respond(join, command, status);
}

void join_scan_end(struct join *join, enum vwlan_status status)
{
	enum join_scan scan = join->scan;

	if (scan == JOIN_IDLE)
		return;
	scan_finish(join, status);
	if (scan == JOIN_SCANNING)
		join->effects->scan_abort(join->user);
}

/* ------------------------------------------------------------------ */
/* Results                                                             */

void join_scan_bss(struct join *join, struct relay_bss *bss)
{
	struct vwlan_ssid ssid;
	struct join_bss *to;

	if (!join->found || join->found_count == FOUND_MAX ||
	    !scan_bss_reveal(bss, &ssid, join->effects->shows, join->user))
		return;
	to = &join->found[join->found_count++];
	memcpy(to->bssid, bss->bssid, sizeof(to->bssid));
	to->ssid = ssid;
	to->frequency = bss->frequency;
	to->signal = bss->signal;
	to->age = bss->age;
	to->security = scan_bss_security(bss);
}

static void bss_send(struct join *join, const struct join_bss *bss)
{
	struct vwlan_control event = {
		.type = VWLAN_EVENT,
		.id = VWLAN_EVT_BSS,
	};

	vwlan_control_set_bssid(&event, bss->bssid);
	vwlan_control_add_ssid(&event, bss->ssid.bytes, bss->ssid.length);
	vwlan_control_set(&event, VWLAN_TLV_FREQUENCY, bss->frequency);
	vwlan_control_set(&event, VWLAN_TLV_SIGNAL, (uint32_t)bss->signal);
	vwlan_control_set(&event, VWLAN_TLV_AGE, bss->age);
	vwlan_control_set(&event, VWLAN_TLV_SECURITY, bss->security);
	join->effects->send(join->user, &event);
}

/* The rest follows when the guest has had time to take these. */
static void results_tell(struct join *join, uint64_t now)
{
	unsigned int i;

	for (i = 0; i < AT_ONCE; i++) {
		if (join->found_told == join->found_count) {
			scan_finish(join, join->scan_status);
			return;
		}
		bss_send(join, &join->found[join->found_told++]);
	}
	join->scan_at = now + TELL_PAUSE;
}

void join_scan_over(struct join *join, uint32_t number,
		    enum vwlan_status status, uint64_t now)
{
	int rc;

	if (join->scan != JOIN_SCANNING || join->scan_number != number)
		return;
	join->found = calloc(FOUND_MAX, sizeof(*join->found));
	join->found_count = 0;
	join->found_told = 0;
	rc = join->effects->scan_list(join->user);
	join->scan_status = status;
	if (status == VWLAN_OK && !join->found)
		join->scan_status = VWLAN_FAILED;
	else if (status == VWLAN_OK)
		join->scan_status = relay_command_status(VWLAN_CMD_SCAN, rc);
	join->scan = JOIN_TELLING;
	results_tell(join, now);
}

void join_scan_timeout(struct join *join, uint64_t now)
{
	if (now >= join->scan_at)
		results_tell(join, now);
}
