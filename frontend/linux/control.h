/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The control channel: commands out, responses and events in.
 *
 * Responses wake whoever waits for them as soon as they come; events are
 * queued, and handled one after the other by an ordered workqueue.  So a
 * caller may hold locks that the handlers of events need.
 */
#ifndef VWLANFRONT_CONTROL_H
#define VWLANFRONT_CONTROL_H

#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "link.h"
#include "vwlan_message.h"

struct vwlan_call;

/**
 * struct vwlan_window_slot - a command without a response yet
 * @id: enum vwlan_command_id; 0: free
 * @seq: its number
 * @sent: it is in the ring; before, nothing can be its response
 * @call: who waits for it; NULL: nobody does, or has the patience any more
 * @told: VWLAN_EVT_* that says what became of it, if nobody waits; or 0
 * @cookie: in that
 */
struct vwlan_window_slot {
	u16 id;
	u16 seq;
	bool sent;
	struct vwlan_call *call;
	u16 told;
	u32 cookie;
};

/**
 * struct vwlan_control_channel - both message rings
 * @lock: guards what follows up to @window
 * @open: commands may be sent
 * @command: indexes of the command ring
 * @command_bytes: shared, written by this side
 * @wiped: bytes of the command ring before this index are zero
 * @seq: number of the last command
 * @window: commands without a response
 * @room: woken when the window or the ring may have room
 * @event: indexes of the event ring; used by @receive alone
 * @event_bytes: shared; hostile
 * @domid: tag
 * @vr: tag
 * @irq: the message rings' interrupt; acknowledged when they are empty
 * @receive: empties the event ring
 * @bytes: one message, for @receive
 * @message: the same, taken apart
 * @listening: events are handled, and not only kept
 * @events_lock: guards @events, @queued and @overrun
 * @events: events in order
 * @queued: their bytes
 * @overrun: some were dropped for lack of room
 * @handle: takes them
 * @queue: where @handle runs
 * @handled: the event that is being handled, taken apart
 * @heard: called with each sound event
 * @lost: called after events were lost
 * @failed: called when the backend broke the contract
 * @refused: called when the backend said no to a command
 * @user: passed to them
 * @bad_messages: malformed, unknown or unasked ones, which were dropped
 * @bad_tags: messages with somebody else's tag, which were dropped
 * @timeouts: commands that got no response in time
 * @refusals: commands that were not carried out, by enum vwlan_status
 */
struct vwlan_control_channel {
	spinlock_t lock;
	bool open;
	struct vwlan_producer command;
	void *command_bytes;
	u32 wiped;
	u16 seq;
	struct vwlan_window_slot window[VWLAN_COMMAND_WINDOW];
	wait_queue_head_t room;

	struct vwlan_consumer event;
	const void *event_bytes;
	u16 domid;
	u16 vr;
	int irq;
	struct work_struct receive;
	u8 *bytes;
	struct vwlan_control *message;

	bool listening;
	spinlock_t events_lock;
	struct list_head events;
	size_t queued;
	bool overrun;
	struct work_struct handle;
	struct workqueue_struct *queue;
	struct vwlan_control *handled;

	void (*heard)(void *user, struct vwlan_control *event);
	void (*lost)(void *user);
	void (*failed)(void *user, const char *problem);
	void (*refused)(void *user, u16 id, u8 status);
	void *user;

	u64 bad_messages;
	u64 bad_tags;
	u64 timeouts;
	u64 refusals[VWLAN_STATUS_COUNT];
};

/**
 * vwlan_control_init - memory and workqueue; nothing is open yet
 *
 * @heard, @lost, @failed and @user are the caller's to set.
 */
int vwlan_control_init(struct vwlan_control_channel *c, const char *name);

/** vwlan_control_destroy - after vwlan_control_close() */
void vwlan_control_destroy(struct vwlan_control_channel *c);

/** vwlan_control_open - over a link whose event channels are not bound yet */
void vwlan_control_open(struct vwlan_control_channel *c,
			struct vwlan_link *link);

/** vwlan_control_start - commands may be sent */
void vwlan_control_start(struct vwlan_control_channel *c,
			 const struct vwlan_link *link);

/** vwlan_control_listen - handle events, those that came before too */
void vwlan_control_listen(struct vwlan_control_channel *c);

/**
 * vwlan_control_stop - no command is sent any more
 *
 * Those that wait get -ENOTCONN.
 */
void vwlan_control_stop(struct vwlan_control_channel *c);

/**
 * vwlan_control_close - forget the link
 *
 * After vwlan_control_stop() and with the event channels unbound; what
 * events are queued is dropped.
 */
void vwlan_control_close(struct vwlan_control_channel *c);

/** vwlan_control_interrupt - something came */
void vwlan_control_interrupt(struct vwlan_control_channel *c);

/**
 * vwlan_control_call - send a command, and wait for its response
 *
 * @m: the command's id, generation and values; then the response
 *
 * Returns 0, what errno its status amounts to, -ENOTCONN without a link,
 * -ETIMEDOUT without a response (to this command, or to those before it that
 * leave no room for another), or -EBADMSG.
 */
int vwlan_control_call(struct vwlan_control_channel *c,
		       struct vwlan_control *m);

/**
 * vwlan_control_post - send a command that asks for a frame to be sent, and
 *	don't wait for its response
 *
 * @m: the command's id, generation and values, a cookie among them
 * @told: VWLAN_EVT_*_STATUS, which says later what became of the frame.  If
 *	the backend refuses the command, that event is heard too: nobody has
 *	acknowledged the frame.  If the link goes first, nothing is heard.
 *
 * Returns 0, -ENOTCONN without a link, -ETIMEDOUT if the backend answers
 * nothing and there is no room for another, -EAGAIN if it takes nothing from
 * the ring, -EPROTO if the ring is broken, or -ENOMEM.
 */
int vwlan_control_post(struct vwlan_control_channel *c,
		       struct vwlan_control *m, u16 told);

#endif
