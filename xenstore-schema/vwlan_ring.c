// SPDX-License-Identifier: GPL-2.0-or-later
#include "vwlan_ring.h"

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <string.h>
#endif

static uint32_t index_load(const __u32 *index)
{
	return __atomic_load_n(index, __ATOMIC_ACQUIRE);
}

static void index_store(__u32 *index, uint32_t value)
{
	__atomic_store_n(index, value, __ATOMIC_RELEASE);
}

/*
 * Between storing what the peer waits for and loading whether it waits:
 * without a full barrier both sides could miss each other.
 */
static void index_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Did an index that went from @before to @after leave @wake behind it? */
static bool index_passed(uint32_t wake, uint32_t before, uint32_t after)
{
	return after - wake - 1 < after - before;
}

void vwlan_producer_init(struct vwlan_producer *p,
			 struct vwlan_ring_producer *own,
			 const struct vwlan_ring_consumer *peer,
			 uint32_t size)
{
	p->own = own;
	p->peer = peer;
	p->size = size;
	p->prod = index_load(&own->prod);
	p->published = p->prod;
	p->cons = p->prod - size;
}

int vwlan_producer_room(struct vwlan_producer *p)
{
	uint32_t cons = index_load(&p->peer->cons);

	/* The consumer only goes forward, and never past what it was given. */
	if (cons - p->cons > p->published - p->cons)
		return -EPROTO;
	p->cons = cons;
	return p->size - (p->prod - cons);
}

bool vwlan_producer_publish(struct vwlan_producer *p)
{
	uint32_t before = p->published;

	if (before == p->prod)
		return false;
	index_store(&p->own->prod, p->prod);
	p->published = p->prod;
	index_barrier();
	return index_passed(index_load(&p->peer->wake), before, p->prod);
}

bool vwlan_producer_arm(struct vwlan_producer *p, uint32_t room)
{
	/* There is room once cons is past prod + room - size - 1. */
	index_store(&p->own->wake, p->prod + room - p->size - 1);
	index_barrier();
	return vwlan_producer_room(p) < 0 ||
	       p->size - (p->prod - p->cons) >= room;
}

void vwlan_consumer_init(struct vwlan_consumer *c,
			 struct vwlan_ring_consumer *own,
			 const struct vwlan_ring_producer *peer,
			 uint32_t size)
{
	c->own = own;
	c->peer = peer;
	c->size = size;
	c->cons = index_load(&own->cons);
	c->published = c->cons;
	c->prod = c->cons;
}

int vwlan_consumer_ready(struct vwlan_consumer *c)
{
	uint32_t prod = index_load(&c->peer->prod);

	/* The producer only goes forward, and never laps the consumer. */
	if (prod - c->published > c->size ||
	    prod - c->published < c->prod - c->published)
		return -EPROTO;
	c->prod = prod;
	return prod - c->cons;
}

bool vwlan_consumer_publish(struct vwlan_consumer *c)
{
	uint32_t before = c->published;

	if (before == c->cons)
		return false;
	index_store(&c->own->cons, c->cons);
	c->published = c->cons;
	index_barrier();
	return index_passed(index_load(&c->peer->wake), before, c->cons);
}

bool vwlan_consumer_arm(struct vwlan_consumer *c)
{
	index_store(&c->own->wake, c->cons);
	index_barrier();
	return vwlan_consumer_ready(c) != 0;
}

void vwlan_bytes_write(void *ring, uint32_t size, uint32_t at,
		       const void *from, uint32_t length)
{
	uint32_t start = at & (size - 1);
	uint32_t first = length < size - start ? length : size - start;

	memcpy((char *)ring + start, from, first);
	memcpy(ring, (const char *)from + first, length - first);
}

void vwlan_bytes_read(const void *ring, uint32_t size, uint32_t at,
		      void *to, uint32_t length)
{
	uint32_t start = at & (size - 1);
	uint32_t first = length < size - start ? length : size - start;

	memcpy(to, (const char *)ring + start, first);
	memcpy((char *)to + first, ring, length - first);
}
