// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../frontend/lib/control.h"

#define SIZE (1u << VWLAN_MESSAGE_ORDER_MIN)

/* Both areas in private memory, and the backend's side of them. */
struct bed {
	struct vwlan_guest_page guest;
	struct vwlan_backend_page backend;
	uint8_t command[SIZE], event[SIZE];
	struct front_control c;
	struct vwlan_consumer commands;
	struct vwlan_producer events;
};

static struct bed *bed_make(void)
{
	static const struct front_tag tag = { .domid = 7, .vr = 3 };
	struct bed *b = calloc(1, sizeof(*b));

	front_control_init(&b->c, &b->guest, &b->backend, b->command, SIZE,
			   b->event, SIZE, &tag);
	vwlan_consumer_init(&b->commands, &b->backend.command,
			    &b->guest.command, SIZE);
	vwlan_producer_init(&b->events, &b->backend.event, &b->guest.event,
			    SIZE);
	return b;
}

static void command_take(struct bed *b, struct vwlan_control *m)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	int length = vwlan_message_receive(&b->commands, b->command, bytes);

	cr_assert_gt(length, 0);
	cr_assert_eq(vwlan_message_decode(m, bytes, length), 0);
	vwlan_consumer_publish(&b->commands);
}

static void event_give(struct bed *b, const struct vwlan_control *m)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	int length = vwlan_message_encode(m, bytes);

	cr_assert_eq(vwlan_message_send(&b->events, b->event, bytes, length,
					0), 0);
	vwlan_producer_publish(&b->events);
}

static int event_take(struct bed *b, struct vwlan_control *m)
{
	unsigned int budget = 8;

	return front_control_receive(&b->c, m, &budget);
}

static struct vwlan_control state_event(void)
{
	struct vwlan_control m = {
		.type = VWLAN_EVENT,
		.id = VWLAN_EVT_STATE,
		.domid = 7,
		.vr = 3,
	};

	vwlan_control_set(&m, VWLAN_TLV_STATE, VWLAN_STATE_CONNECTED);
	return m;
}

Test(front_control, command_and_response)
{
	struct vwlan_control m = { .id = VWLAN_CMD_GET_STATE }, got;
	struct bed *b = bed_make();
	bool notify;

	cr_assert_eq(front_control_send(&b->c, &m, &notify), 0);
	command_take(b, &got);
	cr_assert_eq(got.type, VWLAN_COMMAND);
	cr_assert_eq(got.domid, 7);
	cr_assert_eq(got.vr, 3);
	cr_assert_eq(got.seq, 1);
	got.type = VWLAN_RESPONSE;
	event_give(b, &got);
	event_give(b, &got);
	cr_assert_eq(event_take(b, &m), 1);
	cr_assert_eq(m.seq, 1);
	/* Answered twice: the second answers nothing. */
	cr_assert_eq(event_take(b, &m), 0);
	cr_assert_eq(b->c.bad_messages, 1);
	free(b);
}

Test(front_control, window)
{
	struct vwlan_control m = { .id = VWLAN_CMD_GET_STATE };
	struct bed *b = bed_make();
	bool notify;
	unsigned int i;

	for (i = 0; i < VWLAN_COMMAND_WINDOW; i++)
		cr_assert_eq(front_control_send(&b->c, &m, &notify), 0);
	cr_assert_eq(front_control_send(&b->c, &m, &notify), -EBUSY);
	cr_assert_not(notify);
	free(b);
}

Test(front_control, drops_what_it_did_not_ask_for)
{
	struct vwlan_control m = state_event();
	struct bed *b = bed_make();

	m.domid = 8;
	event_give(b, &m);
	m = state_event();
	m.vr = 4;
	event_give(b, &m);
	m = state_event();
	m.type = VWLAN_COMMAND;
	event_give(b, &m);
	m = state_event();
	m.type = VWLAN_RESPONSE;
	event_give(b, &m);
	m = state_event();
	m.id = 99;
	event_give(b, &m);
	m = state_event();
	m.present[VWLAN_TLV_STATE] = 0;
	event_give(b, &m);
	m = state_event();
	event_give(b, &m);
	cr_assert_eq(event_take(b, &m), 1);
	cr_assert_eq(b->c.bad_tags, 2);
	cr_assert_eq(b->c.bad_messages, 4);
	free(b);
}

Test(front_control, budget)
{
	struct vwlan_control m = state_event();
	struct bed *b = bed_make();
	unsigned int budget = 1;

	event_give(b, &m);
	event_give(b, &m);
	cr_assert_eq(front_control_receive(&b->c, &m, &budget), 1);
	cr_assert_eq(front_control_receive(&b->c, &m, &budget), 0);
	cr_assert(front_control_arm(&b->c), "there is one more");
	free(b);
}

Test(front_control, passphrase_leaves_the_ring)
{
	struct vwlan_control m = { .id = VWLAN_CMD_CONNECT }, got;
	struct bed *b = bed_make();
	bool notify;

	vwlan_control_add_ssid(&m, "net", 3);
	vwlan_control_set_passphrase(&m, "very secret", 11);
	cr_assert_eq(front_control_send(&b->c, &m, &notify), 0);
	/* Not consumed yet: it has to stay. */
	cr_assert_eq(front_control_wipe(&b->c), 0);
	cr_assert_not_null(memmem(b->command, SIZE, "very secret", 11));
	command_take(b, &got);
	cr_assert_str_eq(got.passphrase, "very secret");
	cr_assert_eq(front_control_wipe(&b->c), 0);
	cr_assert_null(memmem(b->command, SIZE, "secret", 6));
	free(b);
}

Test(front_control, impossible_indexes)
{
	struct vwlan_control m = { .id = VWLAN_CMD_GET_STATE };
	struct bed *b = bed_make();
	bool notify;

	b->backend.event.prod = SIZE + 8;
	cr_assert_eq(event_take(b, &m), -EPROTO);
	b->backend.command.cons = 1;
	cr_assert_eq(front_control_send(&b->c, &m, &notify), -EPROTO);
	cr_assert_eq(front_control_wipe(&b->c), -EPROTO);
	free(b);
}
