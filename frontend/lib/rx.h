/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The receive ring: from the backend to this guest.  Pure.
 */
#ifndef FRONT_RX_H
#define FRONT_RX_H

#include "frame.h"
#include "vwlan_ring.h"

/**
 * struct front_rx - the ring, and what it dropped
 * @ring: indexes
 * @frames: descriptors, shared; hostile
 * @slots: the slots, shared; hostile
 * @tag: what every frame's tag has to be
 * @capabilities: VWLAN_CAP_* that were agreed on
 * @bad_frames: descriptors that made no sense
 * @bad_tags: descriptors with somebody else's tag
 */
struct front_rx {
	struct vwlan_consumer ring;
	const struct vwlan_frame *frames;
	const uint8_t *slots;
	struct front_tag tag;
	uint32_t capabilities;
	uint64_t bad_frames;
	uint64_t bad_tags;
};

/** front_rx_init - @size: descriptors, and slots; a power of two */
void front_rx_init(struct front_rx *rx, struct vwlan_ring_consumer *own,
		   const struct vwlan_ring_producer *peer, uint32_t size,
		   const struct vwlan_frame *frames, const uint8_t *slots,
		   const struct front_tag *tag, uint32_t capabilities);

/**
 * front_rx_next - take the next sound frame out, without publishing
 *
 * @frame: becomes a private copy of its descriptor
 * @budget: lowered by each descriptor that was looked at
 *
 * The frame's bytes stay where they are until front_rx_end(), and the
 * backend can change them meanwhile: read them once.
 *
 * Returns where they are; NULL if there is none or the budget is used up.
 */
const uint8_t *front_rx_next(struct front_rx *rx, struct vwlan_frame *frame,
			     unsigned int *budget);

/**
 * front_rx_begin - how many descriptors there are
 *
 * Returns 0 or more, or -EPROTO if the backend's index is impossible.
 */
int front_rx_begin(struct front_rx *rx);

/**
 * front_rx_end - give back what was taken
 *
 * Returns true if the backend has to be notified.
 */
bool front_rx_end(struct front_rx *rx);

#endif
