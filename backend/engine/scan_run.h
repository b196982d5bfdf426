/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The radio's one scan at a time: what the kernel is asked for it, and what
 * it tells of this one and of others'.  Pure: effects and time are
 * arguments.
 */
#ifndef ENGINE_SCAN_RUN_H
#define ENGINE_SCAN_RUN_H

#include <netlink/msg.h>

#include "vwlan_message.h"

#define SCAN_NEVER UINT64_MAX

/**
 * struct scan_effects - what it can cause
 * @ask: the kernel; 0 or a negative errno
 * @ended: the scan that scan_run_start() began
 * @foreign: somebody else's scan has begun, or ended
 */
struct scan_effects {
	int (*ask)(void *user, struct nl_msg *request);
	void (*ended)(void *user, enum vwlan_status status);
	void (*foreign)(void *user, bool running);
};

enum scan_state {
	SCAN_IDLE,
	SCAN_WAITING,	/* the kernel is at another one */
	SCAN_ASKED,	/* it will say that it has begun */
	SCAN_RUNNING,
};

/**
 * struct scan_run - times are ms of any monotonic clock
 * @request: while it waits; owned
 * @ifindex: of the interface that it runs on
 * @next_at: when the kernel is asked again
 * @until: when that is given up
 * @over: its end is to be told, with @status
 * @turn: another's scan has ended
 * @foreign: somebody else's scan is running, as @foreign_told was told
 */
struct scan_run {
	const struct scan_effects *effects;
	void *user;
	enum scan_state state;
	struct nl_msg *request;
	int ifindex;
	uint64_t next_at;
	uint64_t until;
	bool over;
	enum vwlan_status status;
	bool turn;
	bool foreign;
	bool foreign_told;
};

void scan_run_open(struct scan_run *run, const struct scan_effects *effects,
		   void *user);
void scan_run_close(struct scan_run *run);

/**
 * scan_run_start - and forget the last one, if its end was never told
 *
 * @request: a TRIGGER_SCAN on @ifindex; freed here
 */
void scan_run_start(struct scan_run *run, struct nl_msg *request,
		    int ifindex, uint64_t now);

/** scan_run_fail - the scan that was to begin can't: tell its end */
void scan_run_fail(struct scan_run *run, enum vwlan_status status);

/** scan_run_abort - @request: an ABORT_SCAN; the end is told as ever */
void scan_run_abort(struct scan_run *run, struct nl_msg *request);

/**
 * scan_run_news - TRIGGER_SCAN, NEW_SCAN_RESULTS or SCAN_ABORTED
 *
 * Causes nothing by itself: scan_run_settle() does.
 */
void scan_run_news(struct scan_run *run, uint8_t command, int ifindex);

/** scan_run_lost - news were lost; likewise */
void scan_run_lost(struct scan_run *run);

/** scan_run_settle - tell what has happened; ask again if it was time */
void scan_run_settle(struct scan_run *run, uint64_t now);

/** scan_run_pending - has scan_run_settle() something to do? */
bool scan_run_pending(const struct scan_run *run);

/** scan_run_deadline - when to call scan_run_timeout(), or SCAN_NEVER */
uint64_t scan_run_deadline(const struct scan_run *run);

/** scan_run_timeout - scan_run_settle() is to follow */
void scan_run_timeout(struct scan_run *run, uint64_t now);

#endif
