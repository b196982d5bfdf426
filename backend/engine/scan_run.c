// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/nl80211.h>
#include <string.h>

#include "relay_command.h"
#include "scan_run.h"

#define AGAIN_AFTER 200u	/* ms, while the kernel is at another one */
#define PATIENCE 30000u		/* ms for that to end */

static void request_drop(struct scan_run *run)
{
	relay_request_free(run->request);
	run->request = NULL;
	run->next_at = SCAN_NEVER;
	run->until = SCAN_NEVER;
}

void scan_run_open(struct scan_run *run, const struct scan_effects *effects,
		   void *user)
{
	memset(run, 0, sizeof(*run));
	run->effects = effects;
	run->user = user;
	run->next_at = SCAN_NEVER;
	run->until = SCAN_NEVER;
}

void scan_run_close(struct scan_run *run)
{
	request_drop(run);
}

void scan_run_fail(struct scan_run *run, enum vwlan_status status)
{
	request_drop(run);
	run->state = SCAN_IDLE;
	run->over = true;
	run->status = status;
}

static void run_ask(struct scan_run *run, uint64_t now)
{
	int rc = run->effects->ask(run->user, run->request);

	if (rc == -EBUSY) {
		run->state = SCAN_WAITING;
		run->next_at = now + AGAIN_AFTER;
	} else if (rc) {
		scan_run_fail(run, relay_command_status(VWLAN_CMD_SCAN, rc));
	} else {
		request_drop(run);
		run->state = SCAN_ASKED;
	}
}

void scan_run_start(struct scan_run *run, struct nl_msg *request,
		    int ifindex, uint64_t now)
{
	request_drop(run);
	run->over = false;
	run->turn = false;
	run->request = request;
	run->ifindex = ifindex;
	run->until = now + PATIENCE;
	run_ask(run, now);
}

void scan_run_abort(struct scan_run *run, struct nl_msg *request)
{
	if (run->state == SCAN_WAITING)
		scan_run_fail(run, VWLAN_FAILED);
	else if (run->state != SCAN_IDLE && request)
		/* If it has ended by itself, that will be told. */
		run->effects->ask(run->user, request);
	relay_request_free(request);
}

/* ------------------------------------------------------------------ */
/* News                                                                */

/*
 * The kernel does one scan at a time and tells in order: what it told
 * before our own begin is about others.
 */
static void begun(struct scan_run *run, int ifindex)
{
	if (run->state == SCAN_ASKED && ifindex == run->ifindex)
		run->state = SCAN_RUNNING;
	else
		run->foreign = true;
}

static void ended(struct scan_run *run, int ifindex, bool aborted)
{
	if (run->state != SCAN_RUNNING || ifindex != run->ifindex) {
		run->foreign = false;
		run->turn = true;
		return;
	}
	scan_run_fail(run, aborted ? VWLAN_FAILED : VWLAN_OK);
}

void scan_run_news(struct scan_run *run, uint8_t command, int ifindex)
{
	switch (command) {
	case NL80211_CMD_TRIGGER_SCAN:
		begun(run, ifindex);
		break;
	case NL80211_CMD_NEW_SCAN_RESULTS:
	case NL80211_CMD_SCAN_ABORTED:
		ended(run, ifindex, command == NL80211_CMD_SCAN_ABORTED);
		break;
	}
}

/* If it goes on, the kernel will say so to whoever asks next. */
void scan_run_lost(struct scan_run *run)
{
	run->foreign = false;
	run->turn = true;
	if (run->state == SCAN_ASKED || run->state == SCAN_RUNNING)
		scan_run_fail(run, VWLAN_FAILED);
}

void scan_run_settle(struct scan_run *run, uint64_t now)
{
	bool turn = run->turn;

	run->turn = false;
	if (turn && run->state == SCAN_WAITING)
		run_ask(run, now);
	if (run->foreign != run->foreign_told) {
		run->foreign_told = run->foreign;
		run->effects->foreign(run->user, run->foreign);
	}
	if (run->over) {
		run->over = false;
		run->effects->ended(run->user, run->status);
	}
}

bool scan_run_pending(const struct scan_run *run)
{
	return run->over || run->foreign != run->foreign_told ||
	       (run->turn && run->state == SCAN_WAITING);
}

uint64_t scan_run_deadline(const struct scan_run *run)
{
	return run->next_at < run->until ? run->next_at : run->until;
}

void scan_run_timeout(struct scan_run *run, uint64_t now)
{
	if (run->state != SCAN_WAITING)
		return;
	if (now >= run->until)
		scan_run_fail(run, VWLAN_BUSY);
	else if (now >= run->next_at)
		run_ask(run, now);
}
