// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * No wake-up is ever lost.
 *
 * First the ring's real code in every order in which two processors can do
 * its loads and stores: each of them gives the other one a chance to run,
 * and all choices are tried.  Then two real threads, for what processors
 * do beyond that order.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <ucontext.h>
#include <unistd.h>

static uint32_t step_load(const uint32_t *index);
static void step_store(uint32_t *index, uint32_t value);

#define vwlan_producer_init step_producer_init
#define vwlan_producer_room step_producer_room
#define vwlan_producer_publish step_producer_publish
#define vwlan_producer_arm step_producer_arm
#define vwlan_consumer_init step_consumer_init
#define vwlan_consumer_ready step_consumer_ready
#define vwlan_consumer_publish step_consumer_publish
#define vwlan_consumer_arm step_consumer_arm
#define vwlan_bytes_write step_bytes_write
#define vwlan_bytes_read step_bytes_read
#define __atomic_load_n(from, order) step_load(from)
#define __atomic_store_n(to, value, order) step_store(to, value)
#include "../../xenstore-schema/vwlan_ring.c"
#undef __atomic_load_n
#undef __atomic_store_n
#undef vwlan_producer_init
#undef vwlan_producer_room
#undef vwlan_producer_publish
#undef vwlan_producer_arm
#undef vwlan_consumer_init
#undef vwlan_consumer_ready
#undef vwlan_consumer_publish
#undef vwlan_consumer_arm
#undef vwlan_bytes_write
#undef vwlan_bytes_read

void vwlan_producer_init(struct vwlan_producer *p,
			 struct vwlan_ring_producer *own,
			 const struct vwlan_ring_consumer *peer,
			 uint32_t size);
int vwlan_producer_room(struct vwlan_producer *p);
bool vwlan_producer_publish(struct vwlan_producer *p);
bool vwlan_producer_arm(struct vwlan_producer *p, uint32_t room);
void vwlan_consumer_init(struct vwlan_consumer *c,
			 struct vwlan_ring_consumer *own,
			 const struct vwlan_ring_producer *peer,
			 uint32_t size);
int vwlan_consumer_ready(struct vwlan_consumer *c);
bool vwlan_consumer_publish(struct vwlan_consumer *c);
bool vwlan_consumer_arm(struct vwlan_consumer *c);

#define SIDES 2
#define CHOICES_MAX 200
#define STACK (64 << 10)

/**
 * struct world - both sides, and the choices of this run
 * @told: an event channel: stays set until looked at
 * @asleep: waits for @told
 * @choice: which side did the n-th step where both could
 * @depth: steps where both could, so far
 * @switches: how often one was stopped although it could have gone on
 */
struct world {
	ucontext_t main, side[SIDES];
	char stack[SIDES][STACK];
	bool done[SIDES], asleep[SIDES], told[SIDES];
	int running;
	uint8_t choice[CHOICES_MAX];
	int depth, planned, switches, switches_max;
	uint32_t entries, size, room, batch;
	struct vwlan_ring_producer prod;
	struct vwlan_ring_consumer cons;
	struct vwlan_producer p;
	struct vwlan_consumer c;
};

/* makecontext() passes no pointers, and loads and stores know no world. */
static struct world world;

static void step(void)
{
	int self = world.running;

	if (self >= 0)
		swapcontext(&world.side[self], &world.main);
}

static uint32_t step_load(const uint32_t *index)
{
	step();
	return *index;
}

static void step_store(uint32_t *index, uint32_t value)
{
	step();
	*index = value;
}

static void side_sleep(int self)
{
	world.asleep[self] = true;
	step();
	world.asleep[self] = false;
	world.told[self] = false;
}

static void producer_side(void)
{
	uint32_t made = 0;
	int room;

	while (made < world.entries) {
		room = step_producer_room(&world.p);
		cr_assert_geq(room, 0);
		if ((uint32_t)room >= world.room) {
			world.p.prod += world.room;
			made += world.room;
			if (step_producer_publish(&world.p))
				world.told[1] = true;
		} else if (!step_producer_arm(&world.p, world.room)) {
			side_sleep(0);
		}
	}
	world.done[0] = true;
	step();
}

static void consumer_side(void)
{
	uint32_t seen = 0, take;
	int ready;

	while (seen < world.entries) {
		ready = step_consumer_ready(&world.c);
		cr_assert_geq(ready, 0);
		if (ready > 0) {
			take = (uint32_t)ready < world.batch ?
			       (uint32_t)ready : world.batch;
			world.c.cons += take;
			seen += take;
			if (step_consumer_publish(&world.c))
				world.told[0] = true;
		} else if (!step_consumer_arm(&world.c)) {
			side_sleep(1);
		}
	}
	world.done[1] = true;
	step();
}

static void side_reset(int side, void (*code)(void))
{
	world.done[side] = false;
	world.asleep[side] = false;
	world.told[side] = false;
	getcontext(&world.side[side]);
	world.side[side].uc_stack.ss_sp = world.stack[side];
	world.side[side].uc_stack.ss_size = STACK;
	makecontext(&world.side[side], code, 0);
}

static void world_reset(uint32_t start)
{
	memset(&world.prod, 0, sizeof(world.prod));
	memset(&world.cons, 0, sizeof(world.cons));
	world.prod.prod = start;
	world.cons.cons = start;
	world.running = -1;
	step_producer_init(&world.p, &world.prod, &world.cons, world.size);
	step_consumer_init(&world.c, &world.cons, &world.prod, world.size);
	world.prod.wake = start - 1;
	world.cons.wake = start - 1;
	world.depth = 0;
	world.switches = 0;
	side_reset(0, producer_side);
	side_reset(1, consumer_side);
}

static bool side_can_run(int side)
{
	return !world.done[side] &&
	       (!world.asleep[side] || world.told[side]);
}

/* Which side does the next step; -1 if neither can. */
static int side_choose(int last)
{
	int choice;

	if (!side_can_run(0) || !side_can_run(1))
		return side_can_run(0) ? 0 : side_can_run(1) ? 1 : -1;
	if (world.switches >= world.switches_max)
		return last;
	cr_assert_lt(world.depth, CHOICES_MAX);
	if (world.depth >= world.planned) {
		world.choice[world.depth] = 0;
		world.planned = world.depth + 1;
	}
	/* 0: go on with the same one. */
	choice = world.choice[world.depth++];
	world.switches += choice;
	return choice ? !last : last;
}

/* Returns false if somebody sleeps, and nobody will ever wake it. */
static bool world_run(void)
{
	int side = 0;

	for (;;) {
		side = side_choose(side);
		if (side < 0)
			return world.done[0] && world.done[1];
		world.running = side;
		swapcontext(&world.main, &world.side[side]);
	}
}

/* The next plan in order; false after the last. */
static bool plan_next(void)
{
	while (world.planned > 0 && world.choice[world.planned - 1] == 1)
		world.planned--;
	if (world.planned == 0)
		return false;
	world.choice[world.planned - 1] = 1;
	return true;
}

static unsigned long all_orders(uint32_t size, uint32_t entries,
				uint32_t room, uint32_t batch,
				int switches_max)
{
	unsigned long runs = 0;

	world.size = size;
	world.entries = entries;
	world.room = room;
	world.batch = batch;
	world.planned = 0;
	world.switches_max = switches_max;
	do {
		world_reset(UINT32_MAX);
		cr_assert(world_run(), "size %u, entries %u, room %u, batch "
			  "%u: lost a wake-up in run %lu", size, entries,
			  room, batch, runs);
		runs++;
	} while (plan_next());
	return runs;
}

Test(ring_wakeup, none_is_lost_in_any_order)
{
	/* Without a limit: every order that there is. */
	cr_assert_gt(all_orders(1, 1, 1, 1, INT32_MAX), 0);
	cr_assert_gt(all_orders(2, 2, 1, 2, INT32_MAX), 0);
	cr_assert_gt(all_orders(2, 2, 2, 1, INT32_MAX), 0);
	/* 469432 orders; most take turns at every step. */
	cr_assert_gt(all_orders(1, 2, 1, 1, 6), 0);
}

Test(ring_wakeup, none_is_lost_with_few_interruptions)
{
	uint32_t size, room, batch;

	for (size = 1; size <= 4; size *= 2)
		for (room = 1; room <= size; room *= 2)
			for (batch = 1; batch <= size; batch++)
				cr_assert_gt(all_orders(size, 2 * size + room -
							2 * size % room, room,
							batch, 3), 100);
}

/* ------------------------------------------------------------------ */

#define STRESS 200000u
#define STRESS_SIZE 8u

struct stress {
	struct vwlan_ring_producer prod;
	struct vwlan_ring_consumer cons;
	uint32_t entries[STRESS_SIZE];
	int told[SIDES];
	bool lost[SIDES];
};

/* The time is not what is tested: without it, a failure would be a hang. */
static bool stress_sleep(struct stress *s, int self)
{
	struct pollfd fd = { .fd = s->told[self], .events = POLLIN };
	eventfd_t count;

	if (poll(&fd, 1, 20000) <= 0) {
		s->lost[self] = true;
		return false;
	}
	eventfd_read(s->told[self], &count);
	return true;
}

static void *stress_produce(void *user)
{
	struct stress *s = user;
	struct vwlan_producer p;
	uint32_t made = 0;
	int room;

	vwlan_producer_init(&p, &s->prod, &s->cons, STRESS_SIZE);
	while (made < STRESS) {
		room = vwlan_producer_room(&p);
		if (room < 0)
			return NULL;
		for (; room > 0 && made < STRESS; room--)
			s->entries[p.prod++ % STRESS_SIZE] = made++;
		if (vwlan_producer_publish(&p))
			eventfd_write(s->told[1], 1);
		if (made < STRESS && !vwlan_producer_arm(&p, 1 + made % 5) &&
		    !stress_sleep(s, 0))
			return NULL;
	}
	return s;
}

static void *stress_consume(void *user)
{
	struct stress *s = user;
	struct vwlan_consumer c;
	uint32_t seen = 0;
	int ready;

	vwlan_consumer_init(&c, &s->cons, &s->prod, STRESS_SIZE);
	while (seen < STRESS) {
		ready = vwlan_consumer_ready(&c);
		if (ready < 0)
			return NULL;
		for (; ready > 0; ready--)
			if (s->entries[c.cons++ % STRESS_SIZE] != seen++)
				return NULL;
		if (vwlan_consumer_publish(&c))
			eventfd_write(s->told[0], 1);
		if (seen < STRESS && !vwlan_consumer_arm(&c) &&
		    !stress_sleep(s, 1))
			return NULL;
	}
	return s;
}

Test(ring_wakeup, none_is_lost_between_threads)
{
	static struct stress s;
	pthread_t producer, consumer;
	void *made, *seen;

	s.prod.prod = UINT32_MAX - STRESS / 2;
	s.cons.cons = s.prod.prod;
	s.told[0] = eventfd(0, EFD_NONBLOCK);
	s.told[1] = eventfd(0, EFD_NONBLOCK);
	cr_assert_eq(pthread_create(&producer, NULL, stress_produce, &s), 0);
	cr_assert_eq(pthread_create(&consumer, NULL, stress_consume, &s), 0);
	pthread_join(producer, &made);
	pthread_join(consumer, &seen);
	cr_expect_not(s.lost[0], "the producer was never woken");
	cr_expect_not(s.lost[1], "the consumer was never woken");
	cr_assert(made, "the producer gave up");
	cr_assert(seen, "the consumer gave up");
}

/* ------------------------------------------------------------------ */

#define MEETINGS 300000u

/**
 * struct meeting - one entry at a time, both sides at the same moment
 * @turn: at each, the producer hands over an entry while the consumer,
 *	having seen nothing, goes to sleep
 * @there: how many times each side has finished
 * @woken: the producer would notify
 * @saw: the consumer would not sleep
 */
struct meeting {
	struct vwlan_ring_producer prod;
	struct vwlan_ring_consumer cons;
	uint32_t turn;
	uint32_t there;
	bool woken, saw;
	unsigned int lost;
};

static void meeting_await(const uint32_t *what, uint32_t value)
{
	while (__atomic_load_n(what, __ATOMIC_ACQUIRE) != value)
		;
}

static void *meeting_produce(void *user)
{
	struct meeting *m = user;
	struct vwlan_producer p;
	uint32_t turn;

	vwlan_producer_init(&p, &m->prod, &m->cons, STRESS_SIZE);
	for (turn = 1; turn <= MEETINGS; turn++) {
		meeting_await(&m->turn, turn);
		p.prod++;
		m->woken = vwlan_producer_publish(&p);
		__atomic_store_n(&m->there, turn, __ATOMIC_RELEASE);
	}
	return NULL;
}

static void meeting_consume(struct meeting *m)
{
	struct vwlan_consumer c;
	uint32_t turn;

	vwlan_consumer_init(&c, &m->cons, &m->prod, STRESS_SIZE);
	for (turn = 1; turn <= MEETINGS; turn++) {
		__atomic_store_n(&m->turn, turn, __ATOMIC_RELEASE);
		m->saw = vwlan_consumer_arm(&c);
		meeting_await(&m->there, turn);
		m->lost += !m->saw && !m->woken;
		if (vwlan_consumer_ready(&c) != 1)
			m->lost++;
		c.cons++;
		vwlan_consumer_publish(&c);
	}
}

/* The barrier's test: without it, processors let both sides miss. */
Test(ring_wakeup, one_side_always_sees_the_other)
{
	static struct meeting m;
	pthread_t producer;

	m.cons.wake = UINT32_MAX;
	cr_assert_eq(pthread_create(&producer, NULL, meeting_produce, &m), 0);
	meeting_consume(&m);
	pthread_join(producer, NULL);
	cr_assert_eq(m.lost, 0, "%u wake-ups of %u lost", m.lost, MEETINGS);
}
