/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Moves frames between the TAP device and the data rings.
 *
 * In a PV domain a system call costs more than copying a frame, so a turn
 * makes one call for all frames of both directions, and the backend is
 * notified once a turn at most.
 */
#ifndef PUMP_H
#define PUMP_H

#include "../lib/link.h"
#include "tap_io.h"

#define PUMP_READS 32u	/* frames read in a turn */
#define PUMP_WRITES 64u	/* frames written in a turn */

enum pump_state {
	PUMP_IDLE,	/* nothing to do: both rings are armed */
	PUMP_MORE,	/* the budget is used up: come back soon */
	PUMP_BROKEN,	/* the backend's index is impossible */
};

/**
 * struct pump_counters - since the process began
 * @tx_frames: sent
 * @tx_bytes: sent
 * @tx_eapol: dropped: they belong to the supplicant in the driver domain
 * @tx_bad: dropped: what TAP delivered can't be said in a descriptor
 * @tx_full: dropped: no row of free slots was long enough
 * @rx_frames: received
 * @rx_bytes: received
 * @rx_refused: dropped: the kernel did not take them; interface down
 * @rx_bad: dropped: the descriptor made no sense
 * @rx_tag: dropped: somebody else's tag
 * @turns: that moved something
 * @notifications: sent to the backend
 * @wakeups: notifications from the backend
 */
struct pump_counters {
	uint64_t tx_frames, tx_bytes, tx_eapol, tx_bad, tx_full;
	uint64_t rx_frames, rx_bytes, rx_refused, rx_bad, rx_tag;
	uint64_t turns, notifications, wakeups;
};

/**
 * struct pump - one device's
 * @io: the TAP device
 * @link: the rings; NULL while there are none
 * @sending: frames may be sent; else the device isn't read
 * @blocked: there was no room in the tx ring
 * @dry: the last turn emptied the device, or could not read it
 * @counters: what was done
 * @reads: how many reads are worth trying in the next turn
 * @large: turns down from PUMP_LARGE after a frame of several slots; 0:
 *	only small ones are expected
 * @requests: of this turn: writes, then reads
 * @vnet: the header of each
 * @length: frame bytes of each write
 * @slot: first slot of each read
 * @overflow: private memory behind each read's one slot, for a frame that
 *	is larger than expected
 */
struct pump {
	struct tap_io io;
	struct front_link *link;
	bool sending;
	bool blocked;
	bool dry;
	struct pump_counters counters;
	unsigned int reads;
	unsigned int large;
	struct tap_io_request requests[PUMP_WRITES + PUMP_READS];
	struct virtio_net_hdr vnet[PUMP_WRITES + PUMP_READS];
	uint32_t length[PUMP_WRITES];
	uint32_t slot[PUMP_READS];
	uint8_t *overflow;
};

/** pump_open - @fd: TAP device, borrowed; @batched: use io_uring */
int pump_open(struct pump *pump, int fd, bool batched);

void pump_close(struct pump *pump);

/** pump_attach - @link: begin with these rings; NULL: end */
void pump_attach(struct pump *pump, struct front_link *link);

/**
 * pump_flush - drop what the kernel queued for a connection that is gone
 */
void pump_flush(struct pump *pump);

/** pump_run - move frames until there are none, or the budget is used up */
enum pump_state pump_run(struct pump *pump);

#endif
