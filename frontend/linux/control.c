// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/slab.h>
#include <xen/events.h>

#include "control.h"

#define CALL_TIMEOUT (10 * HZ)
#define ROOM_POLL_MS 5		/* the backend is behind; rare */
#define RECEIVE_BUDGET 64	/* messages before others get the processor */
#define QUEUE_MAX (512 * 1024)	/* bytes of events that wait */

/**
 * struct vwlan_call - one who waits for a response
 * @answer: where it goes
 * @rc: 0 if it came
 */
struct vwlan_call {
	struct completion done;
	struct vwlan_control *answer;
	int rc;
};

struct queued_event {
	struct list_head list;
	u16 length;
	u8 bytes[];
};

static u16 get16(const u8 *from)
{
	return from[0] | from[1] << 8;
}

static int status_errno(u8 status)
{
	switch (status) {
	case VWLAN_OK:
		return 0;
	case VWLAN_UNSUPPORTED:
		return -EOPNOTSUPP;
	case VWLAN_BUSY:
	case VWLAN_CHANNEL:
	case VWLAN_RADAR:
		return -EBUSY;
	case VWLAN_SLOT:
		return -EUSERS;
	case VWLAN_RATE:
		return -EAGAIN;
	case VWLAN_POLICY:
		return -EPERM;
	case VWLAN_NOT_FOUND:
		return -ENOENT;
	case VWLAN_RFKILL:
		return -ERFKILL;
	case VWLAN_NO_RADIO:
		return -ENODEV;
	case VWLAN_TIMEOUT:
		return -ETIMEDOUT;
	case VWLAN_NOT_CONNECTED:
		return -ENOTCONN;
	case VWLAN_IS_CONNECTED:
		return -EALREADY;
	case VWLAN_BAD_MESSAGE:
	case VWLAN_BAD_VALUE:
		return -EINVAL;
	}
	return -EIO;
}

/* ------------------------------------------------------------------ */
/* Commands                                                            */

static struct vwlan_window_slot *slot_find(struct vwlan_control_channel *c,
					   u16 id, u16 seq)
{
	unsigned int i;

	for (i = 0; i < VWLAN_COMMAND_WINDOW; i++)
		if (c->window[i].id == id && (id == 0 ||
					      c->window[i].seq == seq))
			return &c->window[i];
	return NULL;
}

/* Returns true when waiting for a place in the window is over. */
static bool slot_take(struct vwlan_control_channel *c,
		      struct vwlan_control *m, struct vwlan_call *call,
		      u16 told, int *rc)
{
	struct vwlan_window_slot *slot;

	spin_lock(&c->lock);
	slot = c->open ? slot_find(c, 0, 0) : NULL;
	if (!c->open) {
		*rc = -ENOTCONN;
	} else if (slot) {
		*rc = 0;
		/* One that is never answered must not be taken for it. */
		do
			m->seq = ++c->seq;
		while (slot_find(c, m->id, m->seq));
		slot->id = m->id;
		slot->seq = m->seq;
		slot->sent = false;
		slot->call = call;
		slot->told = told;
		slot->cookie = told ? m->number[VWLAN_TLV_COOKIE] : 0;
	} else {
		*rc = -EBUSY;
	}
	spin_unlock(&c->lock);
	return *rc != -EBUSY;
}

/* Returns true if the response came after all. */
static bool slot_leave(struct vwlan_control_channel *c, u16 id, u16 seq,
		       const struct vwlan_call *call, bool sent)
{
	struct vwlan_window_slot *slot;
	bool waiting;

	spin_lock(&c->lock);
	slot = slot_find(c, id, seq);
	waiting = slot && slot->call == call;
	if (waiting) {
		slot->call = NULL;
		/* The backend counts it until it has answered: so do we. */
		if (!sent)
			slot->id = 0;
	}
	spin_unlock(&c->lock);
	return !waiting;
}

/* From here on the response may come, and be written over @m. */
static int command_put(struct vwlan_control_channel *c,
		       const struct vwlan_control *m, const u8 *bytes,
		       int length)
{
	struct vwlan_window_slot *slot;
	bool notify = false;
	int rc = -ENOTCONN;

	spin_lock(&c->lock);
	slot = slot_find(c, m->id, m->seq);
	if (c->open && slot)
		rc = vwlan_message_send(&c->command, c->command_bytes, bytes,
					length, 0);
	if (rc == 0) {
		slot->sent = true;
		notify = vwlan_producer_publish(&c->command);
	}
	if (notify)
		notify_remote_via_irq(c->irq);
	spin_unlock(&c->lock);
	return rc;
}

static int command_send(struct vwlan_control_channel *c,
			struct vwlan_control *m, unsigned long deadline)
{
	u8 *bytes = kmalloc(VWLAN_MESSAGE_MAX, GFP_KERNEL);
	int length, rc;

	if (!bytes)
		return -ENOMEM;
	length = vwlan_message_encode(m, bytes);
	while ((rc = command_put(c, m, bytes, length)) == -EAGAIN) {
		if (time_after(jiffies, deadline))
			break;
		msleep(ROOM_POLL_MS);
	}
	kfree_sensitive(bytes);
	if (rc == -EPROTO)
		c->failed(c->user, "the command ring's index is impossible");
	return rc;
}

static int outcome(struct vwlan_control_channel *c, u16 id, u8 status)
{
	if (status != VWLAN_OK && status < VWLAN_STATUS_COUNT) {
		c->refusals[status]++;
		c->refused(c->user, id, status);
	}
	return status_errno(status);
}

/* So that nobody else waits for the backend with locks held. */
static int unanswered(struct vwlan_control_channel *c)
{
	c->timeouts++;
	c->failed(c->user, "the backend does not answer");
	return -ETIMEDOUT;
}

/* @call: NULL: nobody waits, and @told says what became of it. */
static int command_begin(struct vwlan_control_channel *c,
			 struct vwlan_control *m, struct vwlan_call *call,
			 u16 told)
{
	unsigned long deadline = jiffies + CALL_TIMEOUT;
	u16 id = m->id;
	int rc;

	wait_event_timeout(c->room, slot_take(c, m, call, told, &rc),
			   CALL_TIMEOUT);
	if (rc == -EBUSY)
		return unanswered(c);
	if (rc)
		return rc;
	m->type = VWLAN_COMMAND;
	m->status = 0;
	m->domid = c->domid;
	m->vr = c->vr;
	rc = command_send(c, m, deadline);
	if (rc) {
		slot_leave(c, id, m->seq, call, false);
		wake_up(&c->room);
	}
	return rc;
}

int vwlan_control_call(struct vwlan_control_channel *c,
		       struct vwlan_control *m)
{
	struct vwlan_call call = { .answer = m, .rc = -ENOTCONN };
	u16 id = m->id;
	int rc;

	init_completion(&call.done);
	rc = command_begin(c, m, &call, 0);
	if (rc)
		return rc;
	if (!wait_for_completion_timeout(&call.done, CALL_TIMEOUT) &&
	    !slot_leave(c, id, m->seq, &call, true))
		return unanswered(c);
	return call.rc ? call.rc : outcome(c, id, m->status);
}

int vwlan_control_post(struct vwlan_control_channel *c,
		       struct vwlan_control *m, u16 told)
{
	return command_begin(c, m, NULL, told);
}

/* Keys shall lie in shared memory no longer than they have to. */
static int commands_wipe(struct vwlan_control_channel *c)
{
	static const u8 zero[256];
	u32 left, length;
	int room;

	spin_lock(&c->lock);
	room = vwlan_producer_room(&c->command);
	while (room >= 0 && (left = c->command.cons - c->wiped) > 0) {
		length = min_t(u32, left, sizeof(zero));
		vwlan_bytes_write(c->command_bytes, c->command.size,
				  c->wiped, zero, length);
		c->wiped += length;
	}
	spin_unlock(&c->lock);
	return room < 0 ? room : 0;
}

/* ------------------------------------------------------------------ */
/* Responses and events                                                */

/* A backend that tells more than is listened to loses what is too much. */
static void event_take(struct vwlan_control_channel *c, int length)
{
	struct queued_event *event = kmalloc(sizeof(*event) + length,
					     GFP_KERNEL);
	bool fits;

	if (event) {
		event->length = length;
		memcpy(event->bytes, c->bytes, length);
	}
	spin_lock(&c->events_lock);
	fits = event && c->queued + length <= QUEUE_MAX;
	if (fits) {
		list_add_tail(&event->list, &c->events);
		c->queued += length;
	} else {
		c->overrun = true;
	}
	spin_unlock(&c->events_lock);
	if (!fits)
		kfree(event);
	queue_work(c->queue, &c->handle);
}

/* To whoever did not wait: nobody got that frame. */
static void refusal_tell(struct vwlan_control_channel *c, u16 told,
			 u32 cookie)
{
	struct vwlan_control *m = c->message;
	int length;

	vwlan_control_clear(m);
	m->type = VWLAN_EVENT;
	m->id = told;
	m->domid = c->domid;
	m->vr = c->vr;
	vwlan_control_set(m, VWLAN_TLV_COOKIE, cookie);
	vwlan_control_set(m, VWLAN_TLV_ACK, 0);
	length = vwlan_message_encode(m, c->bytes);
	event_take(c, length);
}

static void response_take(struct vwlan_control_channel *c, int length)
{
	struct vwlan_control *m = c->message;
	struct vwlan_window_slot *slot;
	int rc = vwlan_message_decode(m, c->bytes, length);
	u32 cookie = 0;
	u16 told = 0;

	spin_lock(&c->lock);
	slot = m->id ? slot_find(c, m->id, m->seq) : NULL;
	if (!slot || !slot->sent) {
		c->bad_messages++;
	} else {
		if (slot->call) {
			memcpy(slot->call->answer, m, vwlan_control_size(m));
			slot->call->rc = rc ? -EBADMSG : 0;
			complete(&slot->call->done);
		}
		told = slot->told;
		cookie = slot->cookie;
		slot->call = NULL;
		slot->id = 0;
	}
	spin_unlock(&c->lock);
	wake_up(&c->room);
	if (told && (rc || outcome(c, m->id, m->status)))
		refusal_tell(c, told, cookie);
}

static void message_take(struct vwlan_control_channel *c, int length)
{
	const u8 *bytes = c->bytes;

	if (get16(bytes + 4) != c->domid || get16(bytes + 6) != c->vr)
		c->bad_tags++;
	else if (bytes[0] == VWLAN_RESPONSE)
		response_take(c, length);
	else if (bytes[0] == VWLAN_EVENT)
		event_take(c, length);
	else
		c->bad_messages++;
}

/* Returns how many there were, or -EPROTO. */
static int messages_take(struct vwlan_control_channel *c)
{
	int count, length;

	for (count = 0; count < RECEIVE_BUDGET; count++) {
		length = vwlan_message_receive(&c->event, c->event_bytes,
					       c->bytes);
		if (length < 0)
			return length;
		if (length == 0)
			break;
		message_take(c, length);
	}
	if (vwlan_consumer_publish(&c->event))
		notify_remote_via_irq(c->irq);
	return count;
}

static void control_receive(struct work_struct *work)
{
	struct vwlan_control_channel *c =
		container_of(work, struct vwlan_control_channel, receive);
	int count = messages_take(c);

	/* Not acknowledged: nobody interrupts until the link is made anew. */
	if (count < 0 || commands_wipe(c)) {
		c->failed(c->user, "the message rings make no sense");
		return;
	}
	if (count == RECEIVE_BUDGET || vwlan_consumer_arm(&c->event)) {
		queue_work(system_unbound_wq, &c->receive);
		return;
	}
	xen_irq_lateeoi(c->irq, count ? 0 : XEN_EOI_FLAG_SPURIOUS);
}

void vwlan_control_interrupt(struct vwlan_control_channel *c)
{
	/* Before vwlan_control_start() it stays unacknowledged. */
	if (READ_ONCE(c->irq))
		queue_work(system_unbound_wq, &c->receive);
}

static struct queued_event *event_next(struct vwlan_control_channel *c,
				       bool *overrun)
{
	struct queued_event *event;

	spin_lock(&c->events_lock);
	event = list_first_entry_or_null(&c->events, struct queued_event,
					 list);
	if (event) {
		list_del(&event->list);
		c->queued -= event->length;
	}
	*overrun = !event && c->overrun;
	if (*overrun)
		c->overrun = false;
	spin_unlock(&c->events_lock);
	return event;
}

static void control_handle(struct work_struct *work)
{
	struct vwlan_control_channel *c =
		container_of(work, struct vwlan_control_channel, handle);
	struct queued_event *event;
	bool overrun;

	if (!READ_ONCE(c->listening))
		return;
	while ((event = event_next(c, &overrun)) != NULL) {
		if (vwlan_message_decode(c->handled, event->bytes,
					 event->length))
			c->bad_messages++;
		else
			c->heard(c->user, c->handled);
		kfree(event);
	}
	if (overrun)
		c->lost(c->user);
}

/* ------------------------------------------------------------------ */

int vwlan_control_init(struct vwlan_control_channel *c, const char *name)
{
	spin_lock_init(&c->lock);
	spin_lock_init(&c->events_lock);
	init_waitqueue_head(&c->room);
	INIT_LIST_HEAD(&c->events);
	INIT_WORK(&c->receive, control_receive);
	INIT_WORK(&c->handle, control_handle);
	c->bytes = kmalloc(VWLAN_MESSAGE_MAX, GFP_KERNEL);
	c->message = kmalloc(sizeof(*c->message), GFP_KERNEL);
	c->handled = kmalloc(sizeof(*c->handled), GFP_KERNEL);
	c->queue = alloc_ordered_workqueue("%s", 0, name);
	return c->bytes && c->message && c->handled && c->queue ? 0 : -ENOMEM;
}

void vwlan_control_destroy(struct vwlan_control_channel *c)
{
	if (c->queue)
		destroy_workqueue(c->queue);
	kfree(c->bytes);
	kfree(c->message);
	kfree(c->handled);
}

void vwlan_control_open(struct vwlan_control_channel *c,
			struct vwlan_link *link)
{
	const struct vwlan_backend_page *backend = link->backend_area.address;
	struct vwlan_guest_page *guest = link->guest_area.address;
	const struct vwlan_layout *l = &link->layout;

	vwlan_producer_init(&c->command, &guest->command, &backend->command,
			    1u << l->command_order);
	vwlan_consumer_init(&c->event, &guest->event, &backend->event,
			    1u << l->event_order);
	/* A new mapping: nothing of an earlier one is on its way. */
	c->command.cons = c->command.prod;
	c->wiped = c->command.prod;
	c->command_bytes = link->guest_area.address + l->command;
	c->event_bytes = link->backend_area.address + l->event;
	c->domid = link->wish.domid;
	c->vr = link->wish.vr;
	c->overrun = false;
	memset(c->window, 0, sizeof(c->window));
}

void vwlan_control_start(struct vwlan_control_channel *c,
			 const struct vwlan_link *link)
{
	spin_lock(&c->lock);
	WRITE_ONCE(c->irq, link->irq_control);
	c->open = true;
	spin_unlock(&c->lock);
	vwlan_control_interrupt(c);
}

void vwlan_control_listen(struct vwlan_control_channel *c)
{
	WRITE_ONCE(c->listening, true);
	queue_work(c->queue, &c->handle);
}

void vwlan_control_stop(struct vwlan_control_channel *c)
{
	unsigned int i;

	spin_lock(&c->lock);
	c->open = false;
	for (i = 0; i < VWLAN_COMMAND_WINDOW; i++) {
		if (c->window[i].call)
			complete(&c->window[i].call->done);
		c->window[i].call = NULL;
	}
	spin_unlock(&c->lock);
	wake_up(&c->room);
}

static void events_drop(struct vwlan_control_channel *c)
{
	struct queued_event *event;
	bool overrun;

	while ((event = event_next(c, &overrun)) != NULL)
		kfree(event);
}

void vwlan_control_close(struct vwlan_control_channel *c)
{
	cancel_work_sync(&c->receive);
	cancel_work_sync(&c->handle);
	WRITE_ONCE(c->listening, false);
	events_drop(c);
	WRITE_ONCE(c->irq, 0);
}
