/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A worker: the only process that looks at what one guest's device wrote.
 * It has that guest's pages, its packet socket, its event channels and a
 * socket to the engine, and nothing else.
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "bucket.h"
#include "ipc.h"
#include "vwlan_frame.h"
#include "vwlan_layout.h"
#include "vwlan_ring.h"

/**
 * struct worker_setup - what the monitor hands over by fork
 * @domid: the guest
 * @devid: its device
 * @vr: virtual radio ID
 * @mac: the only source address that the guest may use at first
 * @capabilities: VWLAN_CAP_* that the guest understands
 * @layout: of the two areas
 * @backend_area: mapped; the guest can only read it
 * @guest_area: mapped; the guest writes it at any time
 * @shared: counters, and what a successor needs
 * @evtchn_fd: event channel device with both ports bound
 * @port_control: of the command and event rings
 * @port_data: of the tx and rx rings
 * @packet_fd: packet socket on the interface, with virtio_net_hdr
 * @engine_fd: socket to the engine
 * @user: to become
 */
struct worker_setup {
	uint16_t domid;
	uint16_t devid;
	uint16_t vr;
	uint8_t mac[VWLAN_MAC_LEN];
	uint32_t capabilities;
	struct vwlan_layout layout;
	void *backend_area;
	void *guest_area;
	struct worker_shared *shared;
	int evtchn_fd;
	uint32_t port_control;
	uint32_t port_data;
	int packet_fd;
	int engine_fd;
	const char *user;
};

#define WORKER_BATCH 32u	/* frames in one system call */
#define WORKER_BATCH_BYTES (256u << 10)	/* or so: the last one may be longer */
#define WORKER_HEADERS 128u	/* bytes of a frame that are checked */

struct transmit;
struct receive;

/**
 * struct worker - while it runs
 * @setup: constant
 * @mac: the only source address that the guest may use now
 * @command: ring, we consume
 * @event: ring, we produce
 * @tx: ring, we consume
 * @rx: ring, we produce
 * @notify_control: the guest waits for news in the control rings
 * @notify_data: the guest waits for news in the data rings
 * @broken: enum worker_broken; the rings are left alone
 * @told: the engine knows about @broken
 * @stalled: the guest has to make room in the event ring first
 * @congested: the engine has to read some commands first
 * @tx_bucket: what the guest may send now
 * @rx_bucket: what it may get now
 * @transmit: buffers of transmit.c
 * @receive: buffers of receive.c
 */
struct worker {
	const struct worker_setup *setup;
	uint8_t mac[VWLAN_MAC_LEN];
	struct vwlan_consumer command;
	struct vwlan_producer event;
	struct vwlan_consumer tx;
	struct vwlan_producer rx;
	bool notify_control;
	bool notify_data;
	uint32_t broken;
	bool told;
	bool stalled;
	bool congested;
	struct bucket tx_bucket;
	struct bucket rx_bucket;
	struct transmit *transmit;
	struct receive *receive;
};

/**
 * worker_run - the worker process, from fork to end
 *
 * Returns its exit status; 0 after the engine's or monitor's end.
 */
int worker_run(const struct worker_setup *setup);

/** worker_break - the guest broke the protocol: leave its rings alone */
void worker_break(struct worker *worker, enum worker_broken broken);

static inline void worker_count(_Atomic uint64_t *counter, uint64_t n)
{
	/* One writer: no need for a locked instruction. */
	atomic_store_explicit(counter,
			      atomic_load_explicit(counter,
						   memory_order_relaxed) + n,
			      memory_order_relaxed);
}

/* messages.c: control rings and the engine. */

/** messages_from_guest - commands to the engine; true if there were any */
bool messages_from_guest(struct worker *worker);

/** messages_from_engine - to the event ring; -EPIPE if the engine's gone */
int messages_from_engine(struct worker *worker);

/** messages_flush - what had to wait for room; true if anything went */
bool messages_flush(struct worker *worker);

/* limit.c: how much may pass. */

/** limits_set - these from now on */
void limits_set(struct worker *worker, const struct worker_limits *limits);

/** limit_ready - bytes that may pass now; see bucket_ready() */
uint32_t limit_ready(struct bucket *bucket);

/** limits_wait - ms until what has to wait may pass; -1 if nothing does */
int limits_wait(const struct worker *worker);

/* transmit.c: from the guest to the interface. */

int transmit_open(struct worker *worker);

#define TRANSMIT_REFUSED_WAIT 1		/* ms */

/** transmit_turn - one batch; true if there was any work */
bool transmit_turn(struct worker *worker);

/** transmit_blocked - the socket was full: wait until it can be written */
bool transmit_blocked(const struct worker *worker);

/** transmit_refused - wait a moment before the next turn */
bool transmit_refused(const struct worker *worker);

/** transmit_held - the guest's frames wait for its limit */
bool transmit_held(const struct worker *worker);

/* receive.c: from the interface to the guest. */

int receive_open(struct worker *worker);

/** receive_turn - one batch; true if there was any work */
bool receive_turn(struct worker *worker);

/** receive_look - the socket may have got something */
void receive_look(struct worker *worker);

/** receive_full - no room in the ring: wait until the guest makes some */
bool receive_full(const struct worker *worker);

/** receive_held - frames for the guest wait for its limit */
bool receive_held(const struct worker *worker);

/** receive_arm - ask for a notification about room; true if there is */
bool receive_arm(struct worker *worker);

#endif
