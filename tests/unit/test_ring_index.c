// SPDX-License-Identifier: GPL-2.0-or-later
/* Ring indexes against a plain queue, and against a hostile peer. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "random.h"
#include "vwlan_ring.h"

#define ROUNDS 200
#define STEPS 2000

/* Where indexes begin: around the wrap, mostly. */
static uint32_t index_choose(struct random *r)
{
	switch (random_below(r, 3)) {
	case 0:
		return UINT32_MAX - random_below(r, 300);
	case 1:
		return INT32_MAX - random_below(r, 300);
	default:
		return random_next(r);
	}
}

/**
 * struct rig - both ends of one ring, and what should be in it
 * @queue: numbers that were produced, from @out to @in
 */
struct rig {
	struct vwlan_ring_producer prod;
	struct vwlan_ring_consumer cons;
	struct vwlan_producer p;
	struct vwlan_consumer c;
	uint32_t entries[256];
	uint32_t size;
	uint64_t in, published_in, out, published_out;
};

static void rig_init(struct rig *rig, uint32_t size, uint32_t start)
{
	memset(rig, 0, sizeof(*rig));
	rig->size = size;
	rig->prod.prod = start;
	rig->cons.cons = start;
	vwlan_producer_init(&rig->p, &rig->prod, &rig->cons, size);
	vwlan_consumer_init(&rig->c, &rig->cons, &rig->prod, size);
}

static void rig_produce(struct rig *rig, struct random *r)
{
	int room = vwlan_producer_room(&rig->p);
	uint32_t i, count;

	cr_assert_eq(room, (int)(rig->size - (rig->in - rig->published_out)),
		     "seed %lu", r->seed);
	count = random_below(r, room + 1);
	for (i = 0; i < count; i++)
		rig->entries[rig->p.prod++ & (rig->size - 1)] = rig->in++;
	if (random_below(r, 4)) {
		vwlan_producer_publish(&rig->p);
		rig->published_in = rig->in;
	}
}

static void rig_consume(struct rig *rig, struct random *r)
{
	int ready = vwlan_consumer_ready(&rig->c);
	uint32_t i, count, value;

	cr_assert_eq(ready, (int)(rig->published_in - rig->out), "seed %lu",
		     r->seed);
	count = random_below(r, ready + 1);
	for (i = 0; i < count; i++) {
		value = rig->entries[rig->c.cons++ & (rig->size - 1)];
		cr_assert_eq(value, (uint32_t)rig->out++, "seed %lu",
			     r->seed);
	}
	if (random_below(r, 4)) {
		vwlan_consumer_publish(&rig->c);
		rig->published_out = rig->out;
	}
}

Test(ring_index, behaves_as_a_queue)
{
	struct random r;
	struct rig rig;
	int round, step;

	random_init(&r);
	for (round = 0; round < ROUNDS; round++) {
		rig_init(&rig, 1u << random_below(&r, 9), index_choose(&r));
		for (step = 0; step < STEPS; step++) {
			if (random_below(&r, 2))
				rig_produce(&rig, &r);
			else
				rig_consume(&rig, &r);
		}
	}
}

Test(ring_index, begins_empty_or_goes_on)
{
	struct vwlan_ring_producer prod = { .prod = 3 };
	struct vwlan_ring_consumer cons = { .cons = UINT32_MAX - 1 };
	struct vwlan_producer p;
	struct vwlan_consumer c;

	/* As after a restart: five entries are still under way. */
	vwlan_producer_init(&p, &prod, &cons, 8);
	vwlan_consumer_init(&c, &cons, &prod, 8);
	cr_assert_eq(vwlan_producer_room(&p), 3);
	cr_assert_eq(vwlan_consumer_ready(&c), 5);
}

/*
 * Every index that a consumer could have written, and every near one that it
 * could not have.
 */
static void consumer_lies(uint32_t size, uint32_t start, uint32_t filled,
			  uint32_t freed)
{
	struct rig rig, fresh;
	uint32_t delta;
	int room;

	rig_init(&rig, size, start);
	rig.p.prod += filled;
	vwlan_producer_publish(&rig.p);
	rig.cons.cons += freed;
	cr_assert_eq(vwlan_producer_room(&rig.p), (int)(size - filled + freed));
	for (delta = -3 * size; delta != 3 * size + 1; delta++) {
		fresh = rig;
		fresh.p.own = &fresh.prod;
		fresh.p.peer = &fresh.cons;
		fresh.cons.cons = rig.p.cons + delta;
		room = vwlan_producer_room(&fresh.p);
		if (delta <= filled - freed) {
			cr_assert_eq(room,
				     (int)(size - filled + freed + delta));
			continue;
		}
		cr_assert_eq(room, -EPROTO);
		cr_assert_eq(fresh.p.cons, rig.p.cons);
		cr_assert(vwlan_producer_arm(&fresh.p, 1));
	}
}

static void producer_lies(uint32_t size, uint32_t start, uint32_t seen,
			  uint32_t read, uint32_t freed)
{
	struct rig rig, fresh;
	uint32_t delta;
	int ready;

	rig_init(&rig, size, start);
	rig.prod.prod += seen;
	cr_assert_eq(vwlan_consumer_ready(&rig.c), (int)seen);
	rig.c.cons += freed;
	vwlan_consumer_publish(&rig.c);
	rig.c.cons += read - freed;
	for (delta = -3 * size; delta != 3 * size + 1; delta++) {
		fresh = rig;
		fresh.c.own = &fresh.cons;
		fresh.c.peer = &fresh.prod;
		fresh.prod.prod = start + seen + delta;
		ready = vwlan_consumer_ready(&fresh.c);
		if (delta <= size - seen + freed) {
			cr_assert_eq(ready, (int)(seen - read + delta));
			continue;
		}
		cr_assert_eq(ready, -EPROTO);
		cr_assert_eq(fresh.c.prod, rig.c.prod);
		cr_assert(vwlan_consumer_arm(&fresh.c));
	}
}

Test(ring_index, possible_is_taken_impossible_refused)
{
	static const uint32_t starts[] = { 0, 5, UINT32_MAX, UINT32_MAX - 6,
					   INT32_MAX - 3 };
	uint32_t size, a, b, c;
	size_t i;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		for (size = 1; size <= 8; size *= 2)
			for (a = 0; a <= size; a++)
				for (b = 0; b <= a; b++) {
					consumer_lies(size, starts[i], a, b);
					for (c = 0; c <= b; c++)
						producer_lies(size, starts[i],
							      a, b, c);
				}
}

Test(ring_index, far_indexes_are_refused)
{
	struct random r;
	struct rig rig;
	uint32_t start, size, index;
	int i;

	random_init(&r);
	for (i = 0; i < 100000; i++) {
		start = index_choose(&r);
		size = 1u << random_below(&r, 17);
		index = random_next(&r);
		rig_init(&rig, size, start);
		rig.prod.prod = index;
		cr_assert_eq(vwlan_consumer_ready(&rig.c) == -EPROTO,
			     index - start > size, "seed %lu", r.seed);
		rig_init(&rig, size, start);
		rig.cons.cons = index;
		cr_assert_eq(vwlan_producer_room(&rig.p) == -EPROTO,
			     index - (start - size) > size, "seed %lu",
			     r.seed);
	}
}

/* Told once for each wish, when it comes true, however it comes about. */
Test(ring_index, wake_is_when_the_index_passes)
{
	uint32_t start, wake, after;
	struct rig rig;
	bool expected;

	for (start = UINT32_MAX - 10; start != 10; start++)
		for (wake = start - 9; wake != start + 9; wake++)
			for (after = start; after != start + 9; after++) {
				rig_init(&rig, 8, start);
				expected = after - start > wake - start;
				rig.cons.wake = wake;
				rig.p.prod = after;
				cr_assert_eq(vwlan_producer_publish(&rig.p),
					     expected);
				cr_assert_eq(rig.prod.prod, after);
				rig.prod.wake = wake;
				rig.c.cons = after;
				cr_assert_eq(vwlan_consumer_publish(&rig.c),
					     expected);
				cr_assert_eq(rig.cons.cons, after);
			}
}

/* The consumer gives back one by one: the wish comes true exactly once. */
static void room_arm_check(uint32_t start, uint32_t filled, uint32_t room)
{
	struct rig rig;
	uint32_t freed;
	bool told;

	rig_init(&rig, 8, start);
	rig.p.prod += filled;
	vwlan_producer_publish(&rig.p);
	cr_assert_eq(vwlan_consumer_ready(&rig.c), (int)filled);
	if (vwlan_producer_arm(&rig.p, room)) {
		cr_assert_geq(8 - filled, room);
		return;
	}
	for (freed = 1; freed <= filled; freed++) {
		rig.c.cons++;
		told = vwlan_consumer_publish(&rig.c);
		cr_assert_eq(told, 8 - filled + freed == room);
	}
}

Test(ring_index, room_arm_tells_when_there_is_room)
{
	uint32_t start, filled, room;

	for (start = UINT32_MAX - 20; start != 20; start++)
		for (filled = 0; filled <= 8; filled++)
			for (room = 1; room <= 8; room++)
				room_arm_check(start, filled, room);
}

Test(ring_index, nothing_new_is_not_told)
{
	struct rig rig;

	rig_init(&rig, 8, 0);
	cr_assert_not(vwlan_producer_publish(&rig.p));
	cr_assert_not(vwlan_consumer_publish(&rig.c));
	cr_assert_not(vwlan_consumer_arm(&rig.c));
	cr_assert(vwlan_producer_arm(&rig.p, 8));
}

Test(ring_index, bytes_go_around_the_end)
{
	uint8_t ring[32], from[32], to[32];
	uint32_t at, length, i;

	for (i = 0; i < sizeof(from); i++)
		from[i] = i + 1;
	for (at = UINT32_MAX - 40; at != 40; at++)
		for (length = 0; length <= sizeof(ring); length++) {
			memset(ring, 0xee, sizeof(ring));
			memset(to, 0, sizeof(to));
			vwlan_bytes_write(ring, sizeof(ring), at, from,
					  length);
			for (i = 0; i < sizeof(ring); i++)
				cr_assert_eq(ring[(at + i) % 32],
					     i < length ? from[i] : 0xee);
			vwlan_bytes_read(ring, sizeof(ring), at, to, length);
			cr_assert_arr_eq(to, from, length);
		}
}
