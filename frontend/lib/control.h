/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The control channel: commands out, responses and events in.  Pure: the
 * caller notifies.
 */
#ifndef FRONT_CONTROL_H
#define FRONT_CONTROL_H

#include "frame.h"
#include "vwlan_message.h"

/**
 * struct front_command - a command without a response yet
 * @id: enum vwlan_command_id; 0: free
 * @seq: its number
 */
struct front_command {
	uint16_t id;
	uint16_t seq;
};

/**
 * struct front_control - both message rings
 * @command: indexes of the command ring
 * @event: indexes of the event ring
 * @command_bytes: shared, written by this side
 * @event_bytes: shared; hostile
 * @tag: stamped on commands, expected of the rest
 * @seq: number of the last command
 * @wiped: bytes of the command ring before this index are zero
 * @pending: commands that the backend has not answered
 * @bad_messages: malformed, unknown or unasked ones, which were dropped
 * @bad_tags: messages with somebody else's tag, which were dropped
 */
struct front_control {
	struct vwlan_producer command;
	struct vwlan_consumer event;
	void *command_bytes;
	const void *event_bytes;
	struct front_tag tag;
	uint16_t seq;
	uint32_t wiped;
	struct front_command pending[VWLAN_COMMAND_WINDOW];
	uint64_t bad_messages;
	uint64_t bad_tags;
};

/** front_control_init - @guest, @backend: the areas' index pages */
void front_control_init(struct front_control *c,
			struct vwlan_guest_page *guest,
			const struct vwlan_backend_page *backend,
			void *command_bytes, uint32_t command_size,
			const void *event_bytes, uint32_t event_size,
			const struct front_tag *tag);

/**
 * front_control_send - put a command into the ring, and publish it
 *
 * @m: id and values; type, tag and seq are filled in
 * @notify: set to true if the backend has to be notified
 *
 * Returns 0; -EBUSY if VWLAN_COMMAND_WINDOW commands are unanswered;
 * -EAGAIN if there is no room; -EPROTO if the backend's index is
 * impossible.
 */
int front_control_send(struct front_control *c, struct vwlan_control *m,
		       bool *notify);

/**
 * front_control_receive - take the next sound message out
 *
 * @budget: lowered by each message that was looked at
 *
 * A response is given out only if it answers a command, and once.
 * Indexes are published by front_control_publish().
 *
 * Returns 1 if there is one, 0 if not or the budget is used up, -EPROTO
 * if the backend's index, or a message's length, is impossible.
 */
int front_control_receive(struct front_control *c, struct vwlan_control *m,
			  unsigned int *budget);

/**
 * front_control_publish - give back what was received
 *
 * Returns true if the backend has to be notified.
 */
bool front_control_publish(struct front_control *c);

/**
 * front_control_wipe - clear commands that the backend has consumed
 *
 * A passphrase shall lie in shared memory no longer than it has to.
 *
 * Returns 0, or -EPROTO if the backend's index is impossible.
 */
int front_control_wipe(struct front_control *c);

/**
 * front_control_arm - ask for a notification when a message comes
 *
 * Returns true if the caller has to look again instead of waiting.
 */
bool front_control_arm(struct front_control *c);

#endif
