/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The transmit ring: from this guest to the backend.  Pure: the caller
 * fills slots and notifies.
 *
 * A batch is begun, reserves runs of slots, commits descriptors for those
 * that got a frame, and is ended: one index is published for all of it.
 * Runs that got no frame are gaps, which the backend never hears of.
 * Slots are handed out in a circle, and come back by the batch, once the
 * backend has consumed the batch's last descriptor.
 */
#ifndef FRONT_TX_H
#define FRONT_TX_H

#include "frame.h"
#include "vwlan_ring.h"

/**
 * struct front_tx - the ring, and who has which slots
 * @ring: indexes
 * @frames: descriptors, shared, written by this side
 * @area: the slots' memory, shared, written by this side
 * @tag: stamped on every frame
 * @slots: which are in use
 * @batch: @slots' head when the batch began
 * @reclaimed: descriptors before this one have given back their slots
 */
struct front_tx {
	struct vwlan_producer ring;
	struct vwlan_frame *frames;
	uint8_t *area;
	struct front_tag tag;
	struct vwlan_slots slots;
	uint32_t batch;
	uint32_t reclaimed;
};

/** front_tx_init - @size: descriptors, and slots; a power of two */
void front_tx_init(struct front_tx *tx, struct vwlan_ring_producer *own,
		   const struct vwlan_ring_consumer *peer, uint32_t size,
		   struct vwlan_frame *frames, uint8_t *area,
		   const struct front_tag *tag);

/**
 * front_tx_begin - begin a batch
 *
 * Returns how many frames can be committed, or -EPROTO if the backend's
 * index is impossible.
 */
int front_tx_begin(struct front_tx *tx);

/**
 * front_tx_reserve - @count slots in a row, 1 to FRONT_FRAME_SLOTS_MAX
 *
 * Returns the first one's number, or -EAGAIN if they are not free.
 */
int front_tx_reserve(struct front_tx *tx, uint32_t count);

/** front_tx_slot - a slot's memory */
static inline uint8_t *front_tx_slot(struct front_tx *tx, uint32_t slot)
{
	return tx->area + (size_t)slot * VWLAN_SLOT_SIZE;
}

/**
 * front_tx_commit - a frame lies in reserved slots from @slot on
 *
 * @frame: all but slot and tag, which are filled in; the caller commits
 *	no more frames than front_tx_begin() said
 */
void front_tx_commit(struct front_tx *tx, struct vwlan_frame *frame,
		     uint32_t slot);

/**
 * front_tx_end - publish the batch
 *
 * @unused: this many slots that were reserved last hold nothing
 *
 * Returns true if the backend has to be notified.
 */
bool front_tx_end(struct front_tx *tx, uint32_t unused);

/**
 * front_tx_arm - ask for a notification when there may be room again
 *
 * Asks for half of what the backend has to be consumed, so that one
 * notification is worth a batch.
 *
 * Returns true if the caller has to look again instead of waiting.
 */
bool front_tx_arm(struct front_tx *tx);

#endif
