// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "control.h"

void front_control_init(struct front_control *c,
			struct vwlan_guest_page *guest,
			const struct vwlan_backend_page *backend,
			void *command_bytes, uint32_t command_size,
			const void *event_bytes, uint32_t event_size,
			const struct front_tag *tag)
{
	memset(c, 0, sizeof(*c));
	vwlan_producer_init(&c->command, &guest->command, &backend->command,
			    command_size);
	vwlan_consumer_init(&c->event, &guest->event, &backend->event,
			    event_size);
	/* A new mapping: nothing of an earlier one is on its way. */
	c->command.cons = c->command.prod;
	c->wiped = c->command.prod;
	c->command_bytes = command_bytes;
	c->event_bytes = event_bytes;
	c->tag = *tag;
}

static struct front_command *command_find(struct front_control *c,
					  uint16_t id, uint16_t seq)
{
	size_t i;

	for (i = 0; i < VWLAN_COMMAND_WINDOW; i++)
		if (c->pending[i].id == id &&
		    (id == 0 || c->pending[i].seq == seq))
			return &c->pending[i];
	return NULL;
}

int front_control_send(struct front_control *c, struct vwlan_control *m,
		       bool *notify)
{
	struct front_command *command = command_find(c, 0, 0);
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	int length, rc;

	*notify = false;
	if (!command)
		return -EBUSY;
	m->type = VWLAN_COMMAND;
	m->domid = c->tag.domid;
	m->vr = c->tag.vr;
	m->seq = c->seq + 1;
	length = vwlan_message_encode(m, bytes);
	rc = vwlan_message_send(&c->command, c->command_bytes, bytes, length,
				0);
	explicit_bzero(bytes, length);
	if (rc)
		return rc;
	command->id = m->id;
	command->seq = m->seq;
	c->seq++;
	*notify = vwlan_producer_publish(&c->command);
	return 0;
}

static bool message_tagged(const struct front_control *c,
			   const struct vwlan_control *m)
{
	return m->domid == c->tag.domid && m->vr == c->tag.vr;
}

/* Is it of a kind that a backend sends, and does it answer something? */
static bool message_expected(struct front_control *c,
			     const struct vwlan_control *m)
{
	struct front_command *command;

	if (m->type == VWLAN_EVENT)
		return true;
	if (m->type != VWLAN_RESPONSE || m->id == 0)
		return false;
	command = command_find(c, m->id, m->seq);
	if (!command)
		return false;
	command->id = 0;
	return true;
}

int front_control_receive(struct front_control *c, struct vwlan_control *m,
			  unsigned int *budget)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	int length, rc;

	while (*budget > 0) {
		length = vwlan_message_receive(&c->event, c->event_bytes,
					       bytes);
		if (length <= 0)
			return length;
		--*budget;
		rc = vwlan_message_decode(m, bytes, length);
		if (rc == -EPROTO)
			return rc;
		if (!message_tagged(c, m))
			c->bad_tags++;
		else if (!message_expected(c, m) ||
			 (rc && m->type == VWLAN_EVENT))
			c->bad_messages++;
		else
			return 1;
	}
	return 0;
}

bool front_control_publish(struct front_control *c)
{
	return vwlan_consumer_publish(&c->event);
}

int front_control_wipe(struct front_control *c)
{
	static const uint8_t zero[256];
	uint32_t left, length;
	int room = vwlan_producer_room(&c->command);

	if (room < 0)
		return room;
	while ((left = c->command.cons - c->wiped) > 0) {
		length = left < sizeof(zero) ? left : sizeof(zero);
		vwlan_bytes_write(c->command_bytes, c->command.size, c->wiped,
				  zero, length);
		c->wiped += length;
	}
	return 0;
}

bool front_control_arm(struct front_control *c)
{
	return vwlan_consumer_arm(&c->event);
}
