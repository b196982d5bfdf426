// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../frontend/lib/tx.h"

#define SIZE 64u

/* A ring in private memory, and the backend's side of it. */
struct bed {
	struct vwlan_ring_producer own;
	struct vwlan_ring_consumer peer;
	struct vwlan_frame frames[SIZE];
	uint8_t area[SIZE * VWLAN_SLOT_SIZE];
	struct front_tx tx;
};

static struct bed *bed_make(uint32_t start)
{
	static const struct front_tag tag = { .domid = 7, .vr = 3 };
	struct bed *bed = calloc(1, sizeof(*bed));

	bed->own.prod = start;
	bed->peer.cons = start;
	bed->peer.wake = start;
	front_tx_init(&bed->tx, &bed->own, &bed->peer, SIZE, bed->frames,
		      bed->area, &tag);
	return bed;
}

static void frame_commit(struct bed *bed, int slot, uint32_t length)
{
	struct vwlan_frame frame = { .length = length };

	front_tx_commit(&bed->tx, &frame, slot);
}

Test(front_tx, stamps_slot_and_tag)
{
	struct bed *bed = bed_make(0);

	cr_assert_eq(front_tx_begin(&bed->tx), (int)SIZE);
	cr_assert_eq(front_tx_reserve(&bed->tx, 1), 0);
	cr_assert_eq(front_tx_reserve(&bed->tx, 33), 1);
	frame_commit(bed, 1, 65000);
	cr_assert_eq(bed->own.prod, 0, "published too early");
	cr_assert(front_tx_end(&bed->tx, 0));
	cr_assert_eq(bed->own.prod, 1);
	cr_assert_eq(bed->frames[0].slot, 1);
	cr_assert_eq(bed->frames[0].domid, 7);
	cr_assert_eq(bed->frames[0].vr, 3);
	free(bed);
}

Test(front_tx, batch_without_frames_costs_nothing)
{
	struct bed *bed = bed_make(0);
	int i;

	for (i = 0; i < 1000; i++) {
		cr_assert_eq(front_tx_begin(&bed->tx), (int)SIZE);
		cr_assert_geq(front_tx_reserve(&bed->tx, 33), 0);
		cr_assert_not(front_tx_end(&bed->tx, 0));
	}
	free(bed);
}

Test(front_tx, unused_slots_are_reserved_again)
{
	struct bed *bed = bed_make(0);

	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 33), 0);
	frame_commit(bed, 0, 60);
	front_tx_end(&bed->tx, 32);
	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 1), 1);
	free(bed);
}

Test(front_tx, slots_come_back_with_the_batch)
{
	struct bed *bed = bed_make(0);
	int i;

	front_tx_begin(&bed->tx);
	for (i = 0; i < (int)SIZE; i++) {
		cr_assert_eq(front_tx_reserve(&bed->tx, 1), i);
		frame_commit(bed, i, 60);
	}
	cr_assert_eq(front_tx_reserve(&bed->tx, 1), -EAGAIN);
	front_tx_end(&bed->tx, 0);
	/* All but the last frame consumed: the batch is still in use. */
	bed->peer.cons = SIZE - 1;
	cr_assert_eq(front_tx_begin(&bed->tx), (int)SIZE - 1);
	cr_assert_eq(front_tx_reserve(&bed->tx, 1), -EAGAIN);
	front_tx_end(&bed->tx, 0);
	bed->peer.cons = SIZE;
	cr_assert_eq(front_tx_begin(&bed->tx), (int)SIZE);
	cr_assert_eq(front_tx_reserve(&bed->tx, 33), 0);
	free(bed);
}

Test(front_tx, never_past_the_last_slot)
{
	struct bed *bed = bed_make(0);

	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 33), 0);
	frame_commit(bed, 0, 65000);
	front_tx_end(&bed->tx, 0);
	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 20), 33);
	frame_commit(bed, 33, 40000);
	front_tx_end(&bed->tx, 0);
	bed->peer.cons = 1;
	/* 11 are left at the end, 33 at the start: one piece or nothing. */
	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 12), 0);
	frame_commit(bed, 0, 24000);
	front_tx_end(&bed->tx, 0);
	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 22), -EAGAIN);
	cr_assert_eq(front_tx_reserve(&bed->tx, 21), 12);
	free(bed);
}

Test(front_tx, largest_frame_fits_the_smallest_ring_once_it_is_empty)
{
	struct bed *bed = bed_make(0);

	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 32), 0);
	frame_commit(bed, 0, 65000);
	front_tx_end(&bed->tx, 0);
	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 33), -EAGAIN);
	front_tx_end(&bed->tx, 0);
	bed->peer.cons = 1;
	front_tx_begin(&bed->tx);
	cr_assert_eq(front_tx_reserve(&bed->tx, 33), 0);
	free(bed);
}

Test(front_tx, impossible_index)
{
	struct bed *bed = bed_make(0);

	bed->peer.cons = 1;
	cr_assert_eq(front_tx_begin(&bed->tx), -EPROTO);
	free(bed);
}

Test(front_tx, arms_for_half)
{
	struct bed *bed = bed_make(0);
	int i;

	front_tx_begin(&bed->tx);
	for (i = 0; i < 10; i++) {
		front_tx_reserve(&bed->tx, 1);
		frame_commit(bed, i, 60);
	}
	front_tx_end(&bed->tx, 0);
	cr_assert_not(front_tx_arm(&bed->tx));
	/* Woken when the index moves past 4: five of ten are consumed. */
	cr_assert_eq(bed->own.wake, 4);
	bed->peer.cons = 5;
	cr_assert(front_tx_arm(&bed->tx) ||
		  bed->own.wake == 5 + 2);
	free(bed);
}

/*
 * Against a model: whatever is in flight, no slot belongs to two frames,
 * across the wrap-around of indexes.
 */
Test(front_tx, slots_are_never_shared)
{
	struct bed *bed = bed_make(0xffffff00u);
	uint32_t seed = 1, cons = 0xffffff00u, i, count, batch;
	uint8_t owned[SIZE];
	int turn, slot, room;

	for (turn = 0; turn < 20000; turn++) {
		room = front_tx_begin(&bed->tx);
		cr_assert_geq(room, 0);
		seed = seed * 1103515245 + 12345;
		batch = seed >> 16 & 3;
		for (; batch > 0 && room > 0; batch--, room--) {
			seed = seed * 1103515245 + 12345;
			count = 1 + (seed >> 16) % 33;
			slot = front_tx_reserve(&bed->tx, count);
			if (slot < 0 || seed & 0x100)
				continue;
			cr_assert_leq(slot + count, SIZE);
			frame_commit(bed, slot, count * VWLAN_SLOT_SIZE);
		}
		front_tx_end(&bed->tx, 0);
		memset(owned, 0, sizeof(owned));
		for (i = cons; i != bed->own.prod; i++) {
			const struct vwlan_frame *f =
				&bed->frames[i & (SIZE - 1)];
			uint32_t s;

			for (s = 0; s < f->length / VWLAN_SLOT_SIZE; s++)
				cr_assert_eq(owned[f->slot + s]++, 0);
		}
		seed = seed * 1103515245 + 12345;
		cons += (seed >> 16) % (bed->own.prod - cons + 1);
		bed->peer.cons = cons;
	}
	cr_assert_lt(cons, 0xffffff00u, "it went around");
	free(bed);
}
