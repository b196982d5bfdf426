// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A ring in which a hostile peer wrote everything: its index, its wish to
 * be woken, every byte, and then something else after each message.
 */
#include <stdlib.h>
#include <string.h>

#include "../control_same.h"

#define SIZE (1u << VWLAN_MESSAGE_ORDER_MIN)
#define BUDGET 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

/* What could be decoded means the same when it is sent on. */
static void decoded_check(const struct vwlan_control *control)
{
	static uint8_t bytes[VWLAN_MESSAGE_MAX];
	struct vwlan_control again;
	int length = vwlan_message_encode(control, bytes);

	check(vwlan_control_check(control) == 0);
	check(length <= (control->type == VWLAN_RESPONSE ?
			 (int)VWLAN_RESPONSE_MAX : (int)VWLAN_MESSAGE_MAX));
	check(vwlan_message_decode(&again, bytes, length) == 0);
	check(control_same(control, &again));
}

static void message_check(const uint8_t *bytes, int length)
{
	struct vwlan_control control;
	uint8_t *exact = malloc(length);
	int rc;

	check(exact != NULL);
	memcpy(exact, bytes, length);
	rc = vwlan_message_decode(&control, exact, length);
	free(exact);
	if (rc == 0)
		decoded_check(&control);
}

/**
 * struct hostile - how the input begins
 * @start: where this side's index stands
 * @filled: how far ahead the peer's is, or pretends to be
 */
struct hostile {
	uint32_t start;
	uint32_t filled;
	uint32_t wake;
};

static void ring_receive(const struct hostile *hostile, const uint8_t *ring)
{
	struct vwlan_ring_consumer own = { .cons = hostile->start };
	struct vwlan_ring_producer peer = {
		.prod = hostile->start + hostile->filled,
		.wake = hostile->wake,
	};
	static uint8_t message[VWLAN_MESSAGE_MAX];
	struct vwlan_consumer c;
	int budget, length;

	vwlan_consumer_init(&c, &own, &peer, SIZE);
	for (budget = 0; budget < BUDGET; budget++) {
		length = vwlan_message_receive(&c, ring, message);
		if (length <= 0)
			break;
		check(length <= (int)VWLAN_MESSAGE_MAX);
		check(c.cons - own.cons <= SIZE);
		message_check(message, length);
		vwlan_consumer_publish(&c);
		peer.prod ^= hostile->wake & 8;
	}
	vwlan_consumer_arm(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hostile hostile;
	uint8_t *ring;

	if (size < sizeof(hostile))
		return 0;
	memcpy(&hostile, data, sizeof(hostile));
	hostile.start &= ~7u;
	data += sizeof(hostile);
	size -= sizeof(hostile);
	ring = calloc(1, SIZE);
	check(ring != NULL);
	vwlan_bytes_write(ring, SIZE, hostile.start, data,
			  size < SIZE ? size : SIZE);
	ring_receive(&hostile, ring);
	free(ring);
	if (size > 0 && size <= VWLAN_MESSAGE_MAX)
		message_check(data, size);
	return 0;
}
