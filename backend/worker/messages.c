// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Between the control rings and the engine.
 *
 * A command is taken from its ring only when there is room for its
 * response, so a response never has to wait or be lost.  Events that find
 * no room are lost, and the guest is told so.
 */
#include <errno.h>
#include <string.h>

#include "worker.h"

#define RESPONSES_ROOM (VWLAN_COMMAND_WINDOW * VWLAN_RESPONSE_MAX)
/* Left for what ends things, and for some EAPOL as well. */
#define ENDS_ROOM (RESPONSES_ROOM + VWLAN_MESSAGE_MAX)
#define RESULTS_ROOM (ENDS_ROOM + VWLAN_MESSAGE_MAX)
#define COMMANDS_A_TURN 8

static void *event_ring(const struct worker *worker)
{
	return (uint8_t *)worker->setup->backend_area +
	       worker->setup->layout.event;
}

static const void *command_ring(const struct worker *worker)
{
	return (const uint8_t *)worker->setup->guest_area +
	       worker->setup->layout.command;
}

static int message_put(struct worker *worker, struct vwlan_control *control,
		       uint32_t reserve)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	int length, rc;

	/* What we say ourselves is about the connection that there is. */
	if (control->generation)
		worker->setup->shared->generation = control->generation;
	else
		control->generation = worker->setup->shared->generation;
	control->domid = worker->setup->domid;
	control->vr = worker->setup->vr;
	length = vwlan_message_encode(control, bytes);
	rc = vwlan_message_send(&worker->event, event_ring(worker), bytes,
				length, reserve);
	if (rc == -EPROTO)
		worker_break(worker, BROKEN_EVENT_INDEX);
	if (rc)
		return rc;
	worker->notify_control |= vwlan_producer_publish(&worker->event);
	return 0;
}

static void response_put(struct worker *worker, uint16_t id, uint16_t seq,
			 enum vwlan_status status)
{
	struct vwlan_control control = {
		.type = VWLAN_RESPONSE, .status = status, .id = id, .seq = seq,
	};

	message_put(worker, &control, 0);
}

/*
 * How much room an event has to leave.  What may be many and can be done
 * without gives way first, then what strangers on the air can cause.
 */
static uint32_t event_reserve(uint16_t id)
{
	switch (id) {
	case VWLAN_EVT_BSS:
	case VWLAN_EVT_SCAN_RESULT:
	case VWLAN_EVT_FRAME:
	case VWLAN_EVT_CQM:
	case VWLAN_EVT_MIC_FAILURE:
	case VWLAN_EVT_UNPROTECTED:
		return RESULTS_ROOM;
	case VWLAN_EVT_EAPOL:
	case VWLAN_EVT_EAPOL_STATUS:
	case VWLAN_EVT_FRAME_STATUS:
		return ENDS_ROOM;
	default:
		return RESPONSES_ROOM;
	}
}

static void event_put(struct worker *worker, struct vwlan_control *control)
{
	if (message_put(worker, control, event_reserve(control->id)) ==
	    -EAGAIN)
		worker->setup->shared->overrun = 1;
}

/* Returns true if @control answers a command that waits for an answer. */
static bool unanswered_take(struct worker_shared *shared,
			    const struct vwlan_control *control)
{
	uint32_t i, count = shared->unanswered;

	for (i = 0; i < count; i++)
		if (shared->seq[i] == control->seq &&
		    shared->id[i] == control->id)
			break;
	if (i == count)
		return false;
	for (; i + 1 < count; i++) {
		shared->seq[i] = shared->seq[i + 1];
		shared->id[i] = shared->id[i + 1];
	}
	shared->unanswered = count - 1;
	return true;
}

static void unanswered_fail(struct worker *worker)
{
	struct worker_shared *shared = worker->setup->shared;
	uint32_t i;

	for (i = 0; i < shared->unanswered; i++)
		response_put(worker, shared->id[i], shared->seq[i],
			     VWLAN_FAILED);
	shared->unanswered = 0;
	shared->overrun = 1;
}

static int command_forward(struct worker *worker,
			   const struct vwlan_control *control)
{
	struct worker_shared *shared = worker->setup->shared;
	struct worker_message message = { .op = WORKER_COMMAND };
	int rc;

	message.control = *control;
	rc = worker_message_send(worker->setup->engine_fd, &message);
	explicit_bzero(&message, sizeof(message));
	if (rc)
		return rc;
	shared->seq[shared->unanswered] = control->seq;
	shared->id[shared->unanswered] = control->id;
	shared->unanswered++;
	return 0;
}

static int command_handle(struct worker *worker, const uint8_t *bytes,
			  int length)
{
	struct vwlan_control control;
	int rc = vwlan_message_decode(&control, bytes, length);

	if (rc == -EPROTO || control.type != VWLAN_COMMAND) {
		worker_break(worker, BROKEN_MESSAGE);
		return -EPROTO;
	}
	if (control.domid != worker->setup->domid ||
	    control.vr != worker->setup->vr) {
		worker_break(worker, BROKEN_TAG);
		return -EPROTO;
	}
	if (rc)
		response_put(worker, control.id, control.seq, rc == -ENOENT ?
			     VWLAN_UNSUPPORTED : VWLAN_BAD_MESSAGE);
	else
		rc = command_forward(worker, &control);
	explicit_bzero(&control, sizeof(control));
	worker->congested = rc == -EAGAIN;
	return rc == -EAGAIN ? rc : 0;
}

/* Is there room for the response to one more command? */
static bool command_fits(struct worker *worker)
{
	uint32_t unanswered = worker->setup->shared->unanswered;
	int room = vwlan_producer_room(&worker->event);

	if (room < 0) {
		worker_break(worker, BROKEN_EVENT_INDEX);
		return false;
	}
	worker->stalled = (uint32_t)room <
			  (unanswered + 1) * VWLAN_RESPONSE_MAX;
	return !worker->stalled && unanswered < VWLAN_COMMAND_WINDOW;
}

bool messages_from_guest(struct worker *worker)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	uint32_t start = worker->command.cons, before;
	int i, length;

	worker->congested = false;
	for (i = 0; i < COMMANDS_A_TURN && !worker->broken; i++) {
		if (!command_fits(worker))
			break;
		before = worker->command.cons;
		length = vwlan_message_receive(&worker->command,
					       command_ring(worker), bytes);
		if (length < 0)
			worker_break(worker, BROKEN_COMMAND_INDEX);
		if (length <= 0)
			break;
		if (command_handle(worker, bytes, length)) {
			worker->command.cons = before;
			break;
		}
		/* One by one: a successor must not forward it again. */
		worker->notify_control |=
			vwlan_consumer_publish(&worker->command);
	}
	explicit_bzero(bytes, sizeof(bytes));
	return worker->command.cons != start;
}

/* For another engine: a parked station looks like one that is down. */
static void state_remember(struct worker *worker,
		       const struct vwlan_control *control)
{
	if (vwlan_control_has(control, VWLAN_TLV_STATE))
		worker->setup->shared->parked =
			control->number[VWLAN_TLV_STATE] ==
			VWLAN_STATE_PARKED;
}

static void message_handle(struct worker *worker,
			   struct worker_message *message)
{
	struct vwlan_control *control = &message->control;

	if (message->op == WORKER_RESYNC) {
		worker->told = false;
		if (!worker->broken)
			unanswered_fail(worker);
	}
	if (message->op == WORKER_MAC)
		memcpy(worker->mac, control->mac, sizeof(worker->mac));
	if (message->op == WORKER_LIMITS)
		limits_set(worker, &message->limits);
	if (message->op != WORKER_CONTROL || worker->broken)
		return;
	state_remember(worker, control);
	if (control->type == VWLAN_EVENT)
		event_put(worker, control);
	else if (unanswered_take(worker->setup->shared, control))
		message_put(worker, control, 0);
}

bool messages_flush(struct worker *worker)
{
	struct vwlan_control control = {
		.type = VWLAN_EVENT, .id = VWLAN_EVT_OVERRUN,
	};

	if (!worker->setup->shared->overrun || worker->broken)
		return false;
	if (message_put(worker, &control, RESPONSES_ROOM))
		return false;
	worker->setup->shared->overrun = 0;
	return true;
}

int messages_from_engine(struct worker *worker)
{
	struct worker_message message;
	int rc;

	do {
		rc = worker_message_receive(worker->setup->engine_fd, &message);
		if (rc == 1)
			message_handle(worker, &message);
	} while (rc == 1);
	return rc == -EAGAIN ? 0 : -EPIPE;
}
