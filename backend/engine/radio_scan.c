// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Joins the arbiter's scans to the kernel: one on the interface of whoever
 * leads it, for all who asked for it.
 */
#include <errno.h>
#include <linux/nl80211.h>
#include <stdlib.h>
#include <syslog.h>

#include "clock.h"
#include "log.h"
#include "radio_private.h"
#include "relays.h"
#include "station_private.h"

static struct relays *relays_of(const struct radio *radio)
{
	return radio->engine->stations->relays;
}

/* ------------------------------------------------------------------ */
/* What guests ask for                                                 */

static void scan_log(const struct radio_guest *guest, const char *what,
		     enum vwlan_status status)
{
	/* A guest could cause any number of lines. */
	log_device(LOG_DEBUG, guest->device->key.domid,
		   guest->device->key.devid, "scan %s%s%s", what,
		   status ? ": " : "",
		   status ? vwlan_status_text(status) : "");
}

enum vwlan_status radio_scan_ask(struct radio_guest *guest,
				 const struct vwlan_control *command,
				 uint32_t number)
{
	struct arbiter_scan_request scan;
	const struct arbiter_request request = {
		.kind = ARBITER_SCAN,
		.id = number,
		.scan = &scan,
	};
	struct arbiter_answer answer;

	if (!guest->radio)
		return VWLAN_NO_RADIO;
	if (!guest->words)
		guest->words = malloc(sizeof(*guest->words));
	if (!guest->words)
		return VWLAN_FAILED;
	/* It is at one already, and needs the words of that. */
	if (guest->arbiter.batch)
		return VWLAN_BUSY;
	scan_request_read(&scan, guest->words, command);
	arbiter_ask(&guest->radio->arbiter, &guest->arbiter, &request,
		    &answer, clock_ms());
	guest->busy = true;
	radio_settle(guest->radio);
	guest->busy = false;
	if (answer.verdict == ARBITER_REFUSE) {
		scan_log(guest, "refused", answer.status);
		return answer.status;
	}
	scan_log(guest, answer.verdict == ARBITER_MERGE ? "shared" :
		 answer.verdict == ARBITER_DEFER ? "put off" : "taken",
		 answer.status);
	return VWLAN_OK;
}

void radio_scan_abort(struct radio_guest *guest)
{
	radio_tell(guest, ARBITER_ABORT_SCAN);
}

/* ------------------------------------------------------------------ */
/* What the kernel is asked                                            */

static int effect_ask(void *user, struct nl_msg *request)
{
	const struct radio *radio = user;

	return relays_ask_radio(relays_of(radio), request, false, NULL,
				NULL);
}

static void effect_ended(void *user, enum vwlan_status status)
{
	struct radio *radio = user;

	arbiter_scan_ended(&radio->arbiter, status, clock_ms());
}

static void effect_foreign(void *user, bool running)
{
	struct radio *radio = user;

	arbiter_scan_foreign(&radio->arbiter, running, clock_ms());
}

static const struct scan_effects radio_scan_effects = {
	.ask = effect_ask,
	.ended = effect_ended,
	.foreign = effect_foreign,
};

static enum vwlan_status request_make(const struct radio *radio,
				      struct nl_msg *request, int ifindex,
				      const struct vwlan_control *command)
{
	static const uint8_t none[VWLAN_MAC_LEN];
	const struct relays *relays = relays_of(radio);
	const struct relay_view view = {
		.family = relays_family(relays),
		.ifindex = ifindex,
		.mac = none,
		.phy = relays_phy(relays),
		.bssid = none,
	};

	return request ? relay_command_build(request, &view, command) :
			 VWLAN_FAILED;
}

static void start(struct radio *radio, const struct arbiter_batch *batch)
{
	const struct radio_guest *leader = batch->leader->user;
	const struct arbiter_guest *from = batch->scan.ie_from;
	int ifindex = leader->device->entry->ifindex;
	struct nl_msg *request = relay_request();
	struct vwlan_control command;
	enum vwlan_status status;

	scan_request_command(&command, &radio->arbiter.phy, &batch->scan,
			     from ? ((const struct radio_guest *)
				     from->user)->words : NULL,
			     leader->words);
	status = request_make(radio, request, ifindex, &command);
	if (status == VWLAN_OK) {
		scan_run_start(&radio->scan, request, ifindex, clock_ms());
		scan_log(leader, "begun", VWLAN_OK);
	} else {
		relay_request_free(request);
		scan_run_fail(&radio->scan, status);
	}
}

/* Whoever was to lead it may have gone since. */
static void start_due(struct radio *radio)
{
	const struct arbiter_batch *batch = radio->arbiter.running;

	if (batch && batch->leader && !batch->aborted)
		start(radio, batch);
	else if (batch)
		scan_run_fail(&radio->scan, VWLAN_FAILED);
}

static void abort_due(struct radio *radio)
{
	struct vwlan_control command = { .id = VWLAN_CMD_ABORT_SCAN };
	struct nl_msg *request = relay_request();

	if (request_make(radio, request, radio->scan.ifindex, &command) !=
	    VWLAN_OK) {
		relay_request_free(request);
		request = NULL;
	}
	scan_run_abort(&radio->scan, request);
}

bool radio_scan_settle(struct radio *radio)
{
	bool start = radio->scan_due, abort = radio->abort_due;

	if (!start && !abort && !scan_run_pending(&radio->scan))
		return false;
	radio->scan_due = false;
	radio->abort_due = false;
	if (abort)
		abort_due(radio);
	if (start)
		start_due(radio);
	scan_run_settle(&radio->scan, clock_ms());
	return true;
}

/* ------------------------------------------------------------------ */
/* What it tells                                                       */

void radio_scan_news(struct radio *radio, uint8_t command, int ifindex)
{
	scan_run_news(&radio->scan, command, ifindex);
}

void radio_scan_lost(struct radio *radio)
{
	scan_run_lost(&radio->scan);
}

void radio_seek(struct radio_guest *guest, const struct vwlan_ssid *ssid)
{
	if (guest->radio)
		arbiter_seek(&guest->radio->arbiter, &guest->arbiter, ssid);
}

bool radio_shows(const struct radio_guest *guest,
		 const struct vwlan_ssid *ssid, enum arbiter_hidden hidden,
		 uint32_t frequency)
{
	return guest->radio &&
	       arbiter_shows(&guest->radio->arbiter, &guest->arbiter, ssid,
			     hidden, frequency, clock_ms());
}

/* ------------------------------------------------------------------ */

void radio_scan_open(struct radio *radio)
{
	scan_run_open(&radio->scan, &radio_scan_effects, radio);
}

void radio_scan_close(struct radio *radio)
{
	scan_run_close(&radio->scan);
}

uint64_t radio_scan_deadline(const struct radio *radio)
{
	if (radio->scan_due || radio->abort_due ||
	    scan_run_pending(&radio->scan))
		return 0;
	return scan_run_deadline(&radio->scan);
}

void radio_scan_timeout(struct radio *radio)
{
	scan_run_timeout(&radio->scan, clock_ms());
}
