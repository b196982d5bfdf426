/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What radio.c and radio_scan.c know of one another. */
#ifndef ENGINE_RADIO_PRIVATE_H
#define ENGINE_RADIO_PRIVATE_H

#include "radio.h"
#include "scan_run.h"

struct effect;

/**
 * struct radio
 * @effects: not carried out yet
 * @draining: they are being carried out
 * @scan: the one that the kernel is at
 * @scan_due: the arbiter's next one is to begin
 * @abort_due: the one that there is is to end
 */
struct radio {
	struct engine *engine;
	struct arbiter arbiter;
	ev_timer timer;
	STAILQ_HEAD(, effect) effects;
	bool draining;
	struct scan_run scan;
	bool scan_due;
	bool abort_due;
};

/* radio_scan.c */
void radio_scan_open(struct radio *radio);
void radio_scan_close(struct radio *radio);

/** radio_scan_settle - carry out what is due; false: nothing was */
bool radio_scan_settle(struct radio *radio);

/** radio_scan_deadline - when to call radio_scan_timeout(), or SCAN_NEVER */
uint64_t radio_scan_deadline(const struct radio *radio);
void radio_scan_timeout(struct radio *radio);

#endif
