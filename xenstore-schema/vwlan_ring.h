/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ring indexes: who may use what, and who has to be woken.  Pure: no Xen,
 * no system call; the caller notifies.
 *
 * A side keeps its own index, and the last plausible one of its peer, in
 * private memory.  What the peer writes is loaded once and checked; an
 * impossible index is -EPROTO, and the caller closes the device.
 */
#ifndef VWLAN_RING_H
#define VWLAN_RING_H

#include "vwlan_abi.h"

#ifndef __KERNEL__
#include <stdbool.h>
#endif

/**
 * struct vwlan_producer - the producing side of a ring
 * @own: shared, written by this side
 * @peer: shared, written by the other side; hostile
 * @size: entries in the ring, a power of two
 * @prod: next entry to fill; ahead of @published while a batch is made
 * @published: what @own->prod holds
 * @cons: the peer's last plausible index
 */
struct vwlan_producer {
	struct vwlan_ring_producer *own;
	const struct vwlan_ring_consumer *peer;
	uint32_t size;
	uint32_t prod;
	uint32_t published;
	uint32_t cons;
};

/**
 * struct vwlan_consumer - the consuming side of a ring
 * @own: shared, written by this side
 * @peer: shared, written by the other side; hostile
 * @size: entries in the ring, a power of two
 * @cons: next entry to read; ahead of @published while a batch is read
 * @published: what @own->cons holds
 * @prod: the peer's last plausible index
 */
struct vwlan_consumer {
	struct vwlan_ring_consumer *own;
	const struct vwlan_ring_producer *peer;
	uint32_t size;
	uint32_t cons;
	uint32_t published;
	uint32_t prod;
};

/**
 * vwlan_producer_init - begin, or go on from what @own says
 *
 * @own must be memory that the peer can't write, if it holds the indexes
 * of an earlier process.  @cons is taken to be as far behind as possible
 * until vwlan_producer_room() has looked.
 */
void vwlan_producer_init(struct vwlan_producer *p,
			 struct vwlan_ring_producer *own,
			 const struct vwlan_ring_consumer *peer,
			 uint32_t size);

/**
 * vwlan_producer_room - how many entries may be filled now
 *
 * Returns 0 to @size, or -EPROTO if the peer's index is impossible.
 */
int vwlan_producer_room(struct vwlan_producer *p);

/**
 * vwlan_producer_publish - hand over the entries before @p->prod
 *
 * Returns true if the consumer has to be notified.
 */
bool vwlan_producer_publish(struct vwlan_producer *p);

/**
 * vwlan_producer_arm - ask for a notification once there is room
 *
 * Publish first: the consumer makes no room of what it does not know of.
 *
 * @room: how many entries are wanted, 1 to @size
 *
 * Returns true if there is that much room already, or the peer's index is
 * impossible: then look again instead of waiting.
 */
bool vwlan_producer_arm(struct vwlan_producer *p, uint32_t room);

/** vwlan_consumer_init - begin, or go on from what @own says */
void vwlan_consumer_init(struct vwlan_consumer *c,
			 struct vwlan_ring_consumer *own,
			 const struct vwlan_ring_producer *peer,
			 uint32_t size);

/**
 * vwlan_consumer_ready - how many entries may be read now
 *
 * Returns 0 to @size, or -EPROTO if the peer's index is impossible.
 */
int vwlan_consumer_ready(struct vwlan_consumer *c);

/**
 * vwlan_consumer_publish - give back the entries before @c->cons
 *
 * Returns true if the producer has to be notified.
 */
bool vwlan_consumer_publish(struct vwlan_consumer *c);

/**
 * vwlan_consumer_arm - ask for a notification when an entry comes
 *
 * Returns true if one is there already, or the peer's index is impossible:
 * then look again instead of waiting.
 */
bool vwlan_consumer_arm(struct vwlan_consumer *c);

/**
 * vwlan_bytes_write - copy into a ring of bytes, around its end
 *
 * @ring: its @size bytes, @size a power of two
 * @at: free-running index of the first byte
 */
void vwlan_bytes_write(void *ring, uint32_t size, uint32_t at,
		       const void *from, uint32_t length);

/** vwlan_bytes_read - copy out of a ring of bytes, around its end */
void vwlan_bytes_read(const void *ring, uint32_t size, uint32_t at,
		      void *to, uint32_t length);

#endif
