// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A guest that does to its backend what no good one does.
 *
 * It becomes the frontend of device 0, waits until the station is
 * connected, and attacks.  It exits with 0 if the attack was made; what it
 * led to is for the scenario to find out in the driver domain.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../../../frontend/lib/device.h"

#define ATTACH_SECONDS 90
#define RESPONSE_SECONDS 5

/* Frames to the first may reach the air, frames to the second must not. */
static const uint8_t to_allowed[] = { 0x02, 0xde, 0xad, 0xbe, 0xef, 0x00 };
static const uint8_t to_forbidden[] = { 0x02, 0xde, 0xad, 0xbe, 0xef, 0x01 };

struct hostile {
	struct front_device device;
	struct front_link *link;
};

static void link_attached(void *user, struct front_link *link)
{
	struct hostile *h = user;

	h->link = link;
}

static void link_detaching(void *user)
{
	struct hostile *h = user;

	h->link = NULL;
}

static void report(void *user, int priority, const char *text)
{
	(void)user;
	(void)priority;
	fprintf(stderr, "hostile: %s\n", text);
}

static int hostile_open(struct hostile *h, uint32_t capabilities)
{
	const struct front_device_config config = {
		.devid = 0,
		.capabilities = capabilities,
		.tx_slots = 64,
		.rx_slots = 64,
		.attached = link_attached,
		.detaching = link_detaching,
		.report = report,
		.user = h,
	};
	time_t end = time(NULL) + ATTACH_SECONDS;
	int rc = front_device_open(&h->device, &config);

	if (rc)
		return rc;
	while (!h->link && time(NULL) < end) {
		struct pollfd fd = { front_store_fd(&h->device.store),
				     POLLIN, 0 };

		front_store_drain(&h->device.store);
		front_device_step(&h->device);
		if (!h->link)
			poll(&fd, 1, 200);
	}
	return h->link ? 0 : -ETIMEDOUT;
}

static void message_send(struct hostile *h, const void *bytes,
			 uint32_t length)
{
	struct front_control *c = &h->link->control;

	vwlan_bytes_write(c->command_bytes, c->command.size, c->command.prod,
			  bytes, length);
	c->command.prod += (length + 7) & ~7u;
	vwlan_producer_publish(&c->command);
	front_link_notify_control(h->link);
}

/* Returns the next message's status, or a negative errno. */
static int message_await(struct hostile *h, uint16_t seq,
			 struct vwlan_control *m)
{
	struct front_control *c = &h->link->control;
	time_t end = time(NULL) + RESPONSE_SECONDS;
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	int length;

	while (time(NULL) < end) {
		length = vwlan_message_receive(&c->event, c->event_bytes,
					       bytes);
		vwlan_consumer_publish(&c->event);
		if (length == 0)
			usleep(1000);
		if (length <= 0)
			continue;
		vwlan_message_decode(m, bytes, length);
		if (m->type == VWLAN_RESPONSE && m->seq == seq)
			return m->status;
	}
	return -ETIMEDOUT;
}

static int command_send(struct hostile *h, uint16_t id, uint16_t seq,
			struct vwlan_control *answer)
{
	struct vwlan_control m = {
		.type = VWLAN_COMMAND, .id = id, .seq = seq,
		.domid = h->link->control.tag.domid,
		.vr = h->link->control.tag.vr,
	};
	uint8_t bytes[VWLAN_MESSAGE_MAX];

	message_send(h, bytes, vwlan_message_encode(&m, bytes));
	return answer ? message_await(h, seq, answer) : 0;
}

static int connected_await(struct hostile *h)
{
	time_t end = time(NULL) + ATTACH_SECONDS;
	struct vwlan_control m;
	uint16_t seq = 1000;

	while (time(NULL) < end) {
		if (command_send(h, VWLAN_CMD_GET_STATE, seq++, &m) == 0 &&
		    m.number[VWLAN_TLV_STATE] == VWLAN_STATE_CONNECTED)
			return 0;
		usleep(300000);
	}
	return -ETIMEDOUT;
}

static struct vwlan_frame *descriptor_next(struct hostile *h)
{
	struct front_tx *tx = &h->link->tx;

	return &tx->frames[tx->ring.prod++ & (tx->ring.size - 1)];
}

static void frames_publish(struct hostile *h)
{
	vwlan_producer_publish(&h->link->tx.ring);
	front_link_notify_data(h->link);
	usleep(200000);
}

/* An Ethernet frame of 100 bytes in slot 0; @rest: what comes after it. */
static void frame_send(struct hostile *h, const uint8_t *to,
		       const uint8_t *from, const char *type, size_t length)
{
	uint8_t *slot = front_tx_slot(&h->link->tx, 0);

	memset(slot, 0, 100);
	memcpy(slot, to, 6);
	memcpy(slot + 6, from, 6);
	memcpy(slot + 12, type, length);
	*descriptor_next(h) = (struct vwlan_frame){
		.length = 100,
		.domid = h->link->tx.tag.domid,
		.vr = h->link->tx.tag.vr,
	};
	frames_publish(h);
}

static int attack_frames(struct hostile *h)
{
	static const uint8_t other[] = { 0x00, 0x16, 0x3e, 0, 0, 1 };
	uint8_t own[6];

	front_device_mac(&h->device, own);
	frame_send(h, to_allowed, own, "\x88\xb5", 2);
	frame_send(h, to_forbidden, other, "\x88\xb5", 2);
	frame_send(h, to_forbidden, own, "\x88\x8e", 2);
	frame_send(h, to_forbidden, own, "\x88\xc7", 2);
	frame_send(h, to_forbidden, own,
		   "\x00\x56\xaa\xaa\x03\x00\x00\x00\x88\x8e", 10);
	h->link->tx.tag.domid++;
	frame_send(h, to_forbidden, own, "\x88\xb5", 2);
	return 0;
}

static void descriptor_send(struct hostile *h, struct vwlan_frame frame)
{
	frame.domid = h->link->tx.tag.domid;
	frame.vr = h->link->tx.tag.vr;
	*descriptor_next(h) = frame;
	frames_publish(h);
}

static int attack_descriptors(struct hostile *h)
{
	uint8_t own[6];

	descriptor_send(h, (struct vwlan_frame){ .length = 0 });
	descriptor_send(h, (struct vwlan_frame){ .length = 13 });
	descriptor_send(h, (struct vwlan_frame){ .length = 4000 });
	descriptor_send(h, (struct vwlan_frame){ .length = UINT32_MAX });
	descriptor_send(h, (struct vwlan_frame){ .length = 100, .slot = 64 });
	descriptor_send(h, (struct vwlan_frame){ .length = 100,
						 .slot = UINT16_MAX });
	descriptor_send(h, (struct vwlan_frame){
		.length = 60000, .slot = 60, .gso_type = VWLAN_GSO_TCPV4,
		.gso_size = 1448, .flags = VWLAN_FRAME_CSUM_PARTIAL,
		.csum_start = 34, .csum_offset = 16 });
	descriptor_send(h, (struct vwlan_frame){
		.length = 100, .flags = VWLAN_FRAME_CSUM_PARTIAL,
		.csum_start = 99, .csum_offset = 65535 });
	descriptor_send(h, (struct vwlan_frame){ .length = 100,
						 .gso_type = 0x7f });
	front_device_mac(&h->device, own);
	frame_send(h, to_allowed, own, "\x88\xb5", 2);
	return 0;
}

static struct vwlan_guest_page *guest_page(struct hostile *h)
{
	return h->link->guest_area;
}

static int attack_index_tx(struct hostile *h)
{
	guest_page(h)->tx.prod += 65;
	front_link_notify_data(h->link);
	return 0;
}

static int attack_index_rx(struct hostile *h)
{
	guest_page(h)->rx.cons += 1u << 31;
	front_link_notify_data(h->link);
	return 0;
}

static int attack_index_command(struct hostile *h)
{
	guest_page(h)->command.prod -= 8;
	front_link_notify_control(h->link);
	return 0;
}

static int attack_index_event(struct hostile *h)
{
	guest_page(h)->event.cons += 1u << 20;
	return command_send(h, VWLAN_CMD_GET_STATE, 1, NULL);
}

static int attack_message_length(struct hostile *h)
{
	const struct vwlan_message m = { .type = VWLAN_COMMAND, .length = 3 };

	message_send(h, &m, sizeof(m));
	return 0;
}

static int attack_message_tag(struct hostile *h)
{
	h->link->control.tag.vr++;
	return command_send(h, VWLAN_CMD_GET_STATE, 1, NULL);
}

static int expect(const char *what, int got, int wanted)
{
	printf("%s: %s\n", what, got < 0 ? "no answer" :
	       vwlan_status_text(got));
	return got == wanted ? 0 : -EPROTO;
}

static int command_raw(struct hostile *h, uint16_t id, uint16_t seq,
		       const char *tlvs, size_t length)
{
	struct vwlan_message m = {
		.type = VWLAN_COMMAND, .id = id, .seq = seq,
		.domid = h->link->control.tag.domid,
		.vr = h->link->control.tag.vr,
		.length = sizeof(m) + length,
	};
	struct vwlan_control answer;
	uint8_t bytes[VWLAN_MESSAGE_MAX];

	memcpy(bytes, &m, sizeof(m));
	memcpy(bytes + sizeof(m), tlvs, length);
	message_send(h, bytes, sizeof(m) + length);
	return message_await(h, seq, &answer);
}

static int attack_commands(struct hostile *h)
{
	/* An SSID that says 200 bytes, one of 33, a passphrase of 3. */
	static const char beyond[] = "\x05\0\xc8\0abcd";
	static const char long_ssid[40] = "\x05\0\x21\0";
	static const char short_pass[] = "\x05\0\x01\0a\0\0\0\x07\0\x03\0abc";
	int rc;

	rc = expect("unknown command", command_raw(h, 999, 1, "", 0),
		    VWLAN_UNSUPPORTED);
	rc |= expect("command 0", command_raw(h, 0, 2, "", 0),
		     VWLAN_UNSUPPORTED);
	rc |= expect("half a TLV", command_raw(h, 3, 3, "\x05\0", 2),
		     VWLAN_BAD_MESSAGE);
	rc |= expect("TLV past the end", command_raw(h, 3, 4, beyond, 8),
		     VWLAN_BAD_MESSAGE);
	rc |= expect("SSID of 33 bytes", command_raw(h, 3, 5, long_ssid, 40),
		     VWLAN_BAD_MESSAGE);
	rc |= expect("passphrase of 3", command_raw(h, 3, 6, short_pass, 16),
		     VWLAN_BAD_MESSAGE);
	rc |= expect("CONNECT to nothing", command_raw(h, 3, 7, "", 0),
		     VWLAN_BAD_MESSAGE);
	return rc;
}

static int attack_command_flood(struct hostile *h)
{
	unsigned int ok = 0, rate = 0, seq;
	struct vwlan_control m;
	int status;

	for (seq = 1; seq <= 300; seq++) {
		status = command_send(h, VWLAN_CMD_GET_STATE, seq, &m);
		ok += status == VWLAN_OK;
		rate += status == VWLAN_RATE;
	}
	printf("300 commands: %u answered, %u refused for their rate\n", ok,
	       rate);
	return ok + rate == 300 && rate > 0 ? 0 : -EPROTO;
}

static int attack_event_flood(struct hostile *h)
{
	time_t end = time(NULL) + 5;

	while (time(NULL) < end) {
		front_link_notify_data(h->link);
		front_link_notify_control(h->link);
	}
	return 0;
}

static int attack_flap(struct hostile *h)
{
	static const enum vwlan_xenbus_state states[] = {
		VWLAN_CLOSED, VWLAN_INITIALISING, VWLAN_INITIALISED,
		VWLAN_CONNECTED, VWLAN_CLOSING, VWLAN_INIT_WAIT,
	};
	unsigned int i;

	for (i = 0; i < 600; i++) {
		front_store_write_state(&h->device.store, states[i % 6]);
		usleep(i % 7 * 1000);
	}
	return 0;
}

static int attack_nodes(struct hostile *h)
{
	static const char *const nodes[][2] = {
		{ "tx-slots", "1000000000000" }, { "rx-slots", "-1" },
		{ "version", "%s%n\x1b[2J" },	 { "capabilities", "" },
		{ "state", "3" },		 { "state", "99999999999" },
		{ "state", "four" },		 { "state", "3" },
	};
	char path[VWLAN_PATH_MAX];
	unsigned int i;

	for (i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		snprintf(path, sizeof(path), "device/vwlan/0/%s",
			 nodes[i][0]);
		if (!xs_write(h->device.store.xs, XBT_NULL, path, nodes[i][1],
			      strlen(nodes[i][1])))
			return -errno;
		usleep(100000);
	}
	return 0;
}

/* Says that it has unmapped, and has not. */
static int attack_pin(struct hostile *h)
{
	int rc = front_store_write_state(&h->device.store, VWLAN_CLOSED);

	sleep(8);
	/* The pages are still there to be written to. */
	memset(h->link->guest_area, 0xff, VWLAN_PAGE_SIZE);
	return rc;
}

static int attack_die(struct hostile *h)
{
	(void)h;
	_exit(0);
}

#define OFFLOADS (VWLAN_CAP_CSUM | VWLAN_CAP_TSO)

/* @capabilities: what it says that it understands */
static const struct attack {
	const char *name;
	int (*make)(struct hostile *h);
	uint32_t capabilities;
} attacks[] = {
	{ "frames", attack_frames, OFFLOADS },
	{ "descriptors", attack_descriptors, OFFLOADS },
	{ "index-tx", attack_index_tx, OFFLOADS },
	{ "index-rx", attack_index_rx, OFFLOADS },
	{ "index-command", attack_index_command, OFFLOADS },
	{ "index-event", attack_index_event, OFFLOADS },
	{ "message-length", attack_message_length, OFFLOADS },
	{ "message-tag", attack_message_tag, OFFLOADS },
	{ "commands", attack_commands, OFFLOADS },
	{ "command-flood", attack_command_flood, OFFLOADS },
	{ "event-flood", attack_event_flood, OFFLOADS },
	{ "flap", attack_flap, OFFLOADS },
	{ "nodes", attack_nodes, OFFLOADS },
	{ "pin", attack_pin, OFFLOADS },
	/* Segments without checksums are no capability. */
	{ "die", attack_die, VWLAN_CAP_TSO },
};

static const struct attack *attack_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++)
		if (strcmp(attacks[i].name, name) == 0)
			return &attacks[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const struct attack *attack = argc == 2 ? attack_find(argv[1]) : NULL;
	struct hostile h = { .link = NULL };
	int rc;

	if (!attack) {
		fprintf(stderr, "Usage: vwlan-hostile ATTACK\n");
		return 2;
	}
	rc = hostile_open(&h, attack->capabilities);
	if (rc == 0)
		rc = connected_await(&h);
	if (rc) {
		fprintf(stderr, "hostile: not connected: %s\n", strerror(-rc));
		return 1;
	}
	rc = attack->make(&h);
	if (rc)
		fprintf(stderr, "hostile: %s: %s\n", attack->name,
			strerror(-rc));
	sleep(1);
	front_device_close(&h.device);
	return rc ? 1 : 0;
}
