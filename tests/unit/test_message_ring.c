// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages in a ring: at its end, when it is full, and when they lie. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "random.h"
#include "vwlan_message.h"

#define SIZE (1u << VWLAN_MESSAGE_ORDER_MIN)

struct channel {
	struct vwlan_ring_producer prod;
	struct vwlan_ring_consumer cons;
	struct vwlan_producer p;
	struct vwlan_consumer c;
	uint8_t ring[SIZE];
};

static void channel_init(struct channel *ch, uint32_t start)
{
	memset(ch, 0, sizeof(*ch));
	ch->prod.prod = start;
	ch->cons.cons = start;
	vwlan_producer_init(&ch->p, &ch->prod, &ch->cons, SIZE);
	vwlan_consumer_init(&ch->c, &ch->cons, &ch->prod, SIZE);
}

/* Only a message's length matters to the ring. */
static void message_make(uint8_t *to, uint32_t length, uint8_t filling)
{
	memset(to, filling, length);
	to[8] = length & 0xff;
	to[9] = length >> 8;
}

static int message_pass(struct channel *ch, const uint8_t *message,
			uint32_t length, uint8_t *to)
{
	cr_assert_eq(vwlan_message_send(&ch->p, ch->ring, message, length,
					0), 0);
	cr_assert_eq(vwlan_message_receive(&ch->c, ch->ring, to), 0,
		     "not before it is published");
	vwlan_producer_publish(&ch->p);
	return vwlan_message_receive(&ch->c, ch->ring, to);
}

Test(message_ring, passes_at_every_place)
{
	uint8_t in[VWLAN_MESSAGE_MAX], out[VWLAN_MESSAGE_MAX];
	static const uint32_t lengths[] = { 16, 17, 24, 100, 4095, 4096 };
	struct channel ch;
	uint32_t start;
	size_t i;

	for (start = 0; start < 2 * SIZE; start += VWLAN_MESSAGE_ALIGN)
		for (i = 0; i < 6; i++) {
			channel_init(&ch, start - SIZE);
			message_make(in, lengths[i], 0x5a);
			cr_assert_eq(message_pass(&ch, in, lengths[i], out),
				     (int)lengths[i]);
			cr_assert_arr_eq(in, out, lengths[i]);
			cr_assert_eq(ch.c.cons, ch.p.prod);
		}
}

Test(message_ring, keeps_order_and_bytes)
{
	uint8_t in[VWLAN_MESSAGE_MAX], out[VWLAN_MESSAGE_MAX];
	uint32_t lengths[1024], length;
	unsigned int sent = 0, got = 0;
	struct channel ch;
	struct random r;
	int rc;

	random_init(&r);
	channel_init(&ch, UINT32_MAX - 20 * SIZE + 1);
	while (got < 50000) {
		length = 16 + random_below(&r, random_below(&r, 2) ? 200 :
					   VWLAN_MESSAGE_MAX - 15);
		message_make(in, length, sent);
		rc = vwlan_message_send(&ch.p, ch.ring, in, length, 0);
		if (rc == 0)
			lengths[sent++ % 1024] = length;
		vwlan_producer_publish(&ch.p);
		if (rc == 0 && random_below(&r, 3))
			continue;
		length = lengths[got % 1024];
		rc = vwlan_message_receive(&ch.c, ch.ring, out);
		cr_assert_eq(rc, (int)length, "seed %lu", r.seed);
		message_make(in, length, got++);
		cr_assert_arr_eq(in, out, length, "seed %lu", r.seed);
		vwlan_consumer_publish(&ch.c);
	}
}

Test(message_ring, leaves_what_is_reserved)
{
	uint8_t message[64], out[VWLAN_MESSAGE_MAX];
	unsigned int sent = 0;
	struct channel ch;

	channel_init(&ch, 0);
	message_make(message, 64, 1);
	while (vwlan_message_send(&ch.p, ch.ring, message, 64, 512) == 0)
		sent++;
	cr_assert_eq(sent, (SIZE - 512) / 64);
	cr_assert_eq(vwlan_message_send(&ch.p, ch.ring, message, 64, 512),
		     -EAGAIN);
	while (vwlan_message_send(&ch.p, ch.ring, message, 64, 0) == 0)
		sent++;
	cr_assert_eq(sent, SIZE / 64);
	vwlan_producer_publish(&ch.p);
	cr_assert_eq(vwlan_message_receive(&ch.c, ch.ring, out), 64);
	vwlan_consumer_publish(&ch.c);
	cr_assert_eq(vwlan_message_send(&ch.p, ch.ring, message, 64, 0), 0);
}

Test(message_ring, lengths_that_lie_are_refused)
{
	uint8_t out[VWLAN_MESSAGE_MAX], message[64];
	uint32_t said, there;
	struct channel ch;
	bool possible;
	int rc;

	message_make(message, 64, 1);
	for (there = 0; there <= 64; there += 8)
		for (said = 0; said <= UINT16_MAX; said++) {
			channel_init(&ch, SIZE - 32);
			vwlan_bytes_write(ch.ring, SIZE, SIZE - 32, message,
					  64);
			ch.ring[SIZE - 24] = said & 0xff;
			ch.ring[SIZE - 23] = said >> 8;
			ch.prod.prod += there;
			possible = said >= 16 && (said + 7) / 8 * 8 <= there;
			rc = vwlan_message_receive(&ch.c, ch.ring, out);
			if (there == 0)
				cr_assert_eq(rc, 0);
			else
				cr_assert_eq(rc, possible ? (int)said :
					     -EPROTO, "%u of %u", said, there);
		}
}

/* What lies between messages is room that has to be there, too. */
Test(message_ring, indexes_that_are_not_aligned)
{
	uint8_t message[64], out[VWLAN_MESSAGE_MAX];
	struct channel ch;
	uint32_t there;

	message_make(message, 17, 1);
	for (there = 1; there <= 64; there++) {
		channel_init(&ch, 0);
		vwlan_bytes_write(ch.ring, SIZE, 0, message, 17);
		ch.prod.prod = there;
		cr_assert_eq(vwlan_message_receive(&ch.c, ch.ring, out),
			     there < 24 ? -EPROTO : 17, "%u", there);
		channel_init(&ch, 0);
		ch.p.prod = ch.p.published = SIZE;
		ch.cons.cons = there;
		cr_assert_eq(vwlan_message_send(&ch.p, ch.ring, message, 17,
						0),
			     there < 24 ? -EAGAIN : 0, "%u", there);
	}
}

Test(message_ring, impossible_indexes_are_refused)
{
	uint8_t message[64], out[VWLAN_MESSAGE_MAX];
	struct channel ch;

	message_make(message, 64, 1);
	channel_init(&ch, 8);
	ch.prod.prod = 8 + SIZE + 8;
	cr_assert_eq(vwlan_message_receive(&ch.c, ch.ring, out), -EPROTO);
	ch.cons.cons = 16;
	cr_assert_eq(vwlan_message_send(&ch.p, ch.ring, message, 64, 0),
		     -EPROTO);
	cr_assert_eq(ch.p.prod, 8);
}

/* The room that a response may need is really enough for any. */
Test(message_ring, sizes_fit_together)
{
	cr_assert_leq(VWLAN_COMMAND_WINDOW * VWLAN_RESPONSE_MAX, SIZE / 2);
	cr_assert_leq(2 * VWLAN_MESSAGE_MAX, SIZE);
}
