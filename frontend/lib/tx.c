// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "tx.h"

void front_tx_init(struct front_tx *tx, struct vwlan_ring_producer *own,
		   const struct vwlan_ring_consumer *peer, uint32_t size,
		   struct vwlan_frame *frames, uint8_t *area,
		   const struct front_tag *tag)
{
	memset(tx, 0, sizeof(*tx));
	vwlan_producer_init(&tx->ring, own, peer, size);
	/* A new mapping: nothing of an earlier one is on its way. */
	tx->ring.cons = tx->ring.prod;
	tx->reclaimed = tx->ring.prod;
	tx->frames = frames;
	tx->area = area;
	tx->tag = *tag;
	vwlan_slots_init(&tx->slots, size);
}

int front_tx_begin(struct front_tx *tx)
{
	int room = vwlan_producer_room(&tx->ring);

	if (room < 0)
		return room;
	if (tx->reclaimed != tx->ring.cons)
		vwlan_slots_free(&tx->slots, tx->ring.cons);
	tx->reclaimed = tx->ring.cons;
	/* As vwlan_slots_take() would: all free, begin at the first one. */
	if (tx->slots.head == tx->slots.tail)
		tx->slots.head = tx->slots.tail = 0;
	tx->batch = tx->slots.head;
	return room;
}

int front_tx_reserve(struct front_tx *tx, uint32_t count)
{
	return vwlan_slots_take(&tx->slots, count);
}

void front_tx_commit(struct front_tx *tx, struct vwlan_frame *frame,
		     uint32_t slot)
{
	uint32_t at = tx->ring.prod++ & (tx->ring.size - 1);

	frame->slot = slot;
	frame->domid = tx->tag.domid;
	frame->vr = tx->tag.vr;
	tx->frames[at] = *frame;
	/* Frames of a batch need not lie in order: it frees all or nothing. */
	tx->slots.end[at] = tx->batch;
}

bool front_tx_end(struct front_tx *tx, uint32_t unused)
{
	if (tx->ring.prod == tx->ring.published) {
		tx->slots.head = tx->batch;
		return false;
	}
	tx->slots.head -= unused;
	vwlan_slots_fill(&tx->slots, tx->ring.prod - 1);
	return vwlan_producer_publish(&tx->ring);
}

bool front_tx_arm(struct front_tx *tx)
{
	uint32_t used = tx->ring.prod - tx->ring.cons;

	if (used == 0)
		return true;
	return vwlan_producer_arm(&tx->ring,
				  tx->ring.size - used + (used + 1) / 2);
}
