// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A backend that does to its guest what no good one does.
 *
 * It serves the first device that it finds below backend/vwlan, in one
 * session for each lie.  All but the first begin when the guest has written
 * its number to "turn" in the frontend's directory.  When one is over, "error"
 * in the backend's says "told" and the number; at the end, "done".  What the
 * lies led to is for the scenario to find out in the guest.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include <xenevtchn.h>
#include <xengnttab.h>
#include <xenstore.h>

#include "vwlan_layout.h"
#include "vwlan_message.h"
#include "vwlan_nodes.h"

#define STATE_SECONDS 180	/* for the guest to do its part */
#define SESSION_SECONDS 8	/* for a lie that the guest lives with */
#define ORDER 6u
#define MESSAGE_ORDER 16u
#define GENERATION 1000u
#define VR 7u
#define FLOOD 1500

enum lie {
	LIE_NONE,		/* the guest gets a wireless interface */
	LIE_MAGIC,		/* a directory page that is none */
	LIE_ORDERS,		/* rings larger than allowed */
	LIE_REFS,		/* grants that nobody made */
	LIE_MODE,		/* an answer to HELLO that says nothing */
	LIE_SILENCE,		/* no answer at all */
	LIE_EVENT_INDEX,	/* an impossible index */
	LIE_LENGTH,		/* a message longer than any */
	LIE_NO_BANDS,		/* a radio without bands */
	LIE_NO_CHANNELS,	/* a band without channels */
	LIE_FREQUENCY,		/* channels of no band */
	LIE_TWICE,		/* a channel twice */
	LIE_RATES,		/* a band without its mandatory rates */
	LIE_RX_INDEX,		/* an impossible index among frames */
	LIE_TX_INDEX,
	LIE_FRAMES,		/* descriptors that make no sense */
	LIE_EVENTS,		/* ends of what never began, short frames */
	LIE_PROFILE,		/* CONNECT, which nobody agreed on */
	LIE_CONNECTS,		/* ends and beginnings of what isn't there */
	LIE_NOISE,		/* values of the right shape, else random */
	LIE_COUNT
};

struct liar {
	struct xs_handle *xs;
	xengntshr_handle *grants;
	xenevtchn_handle *events;
	unsigned int guest;
	uint8_t mac[VWLAN_MAC_LEN];
	enum lie lie;
	struct vwlan_layout layout;
	struct vwlan_directory *directory;
	void *backend_area, *guest_area;
	int port_control, port_data;
	struct vwlan_consumer command;
	struct vwlan_producer event;
	bool deaf;		/* the guest takes no more messages */
	time_t scan_end;
};

/* ------------------------------------------------------------------ */
/* xenstore                                                            */

static void node_write(struct liar *l, const char *name, const char *text)
{
	char path[VWLAN_PATH_MAX];

	snprintf(path, sizeof(path), "backend/vwlan/%u/0/%s", l->guest, name);
	if (!xs_write(l->xs, XBT_NULL, path, text, strlen(text)))
		fprintf(stderr, "liar: can't write %s\n", path);
}

static void number_write(struct liar *l, const char *name, unsigned int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	node_write(l, name, text);
}

static enum vwlan_xenbus_state frontend_state(struct liar *l)
{
	char path[VWLAN_PATH_MAX];
	enum vwlan_xenbus_state state;
	unsigned int length;
	char *text;

	vwlan_frontend_path(path, l->guest, 0, "state");
	text = xs_read(l->xs, XBT_NULL, path, &length);
	state = vwlan_state_parse(text, text ? length : 0);
	free(text);
	return state;
}

static bool state_await(struct liar *l, enum vwlan_xenbus_state wanted,
			unsigned int seconds)
{
	time_t end = time(NULL) + seconds;

	while (time(NULL) < end) {
		if (frontend_state(l) == wanted)
			return true;
		usleep(50000);
	}
	return false;
}

static bool turn_await(struct liar *l)
{
	time_t end = time(NULL) + STATE_SECONDS;
	char path[VWLAN_PATH_MAX];
	unsigned int length;
	bool ours = false;
	char *text;

	vwlan_frontend_path(path, l->guest, 0, "turn");
	while (!ours && time(NULL) < end) {
		text = xs_read(l->xs, XBT_NULL, path, &length);
		ours = text && (unsigned int)atoi(text) == l->lie;
		free(text);
		usleep(50000);
	}
	return ours;
}

static bool guest_find(struct liar *l)
{
	char path[VWLAN_PATH_MAX];
	unsigned int count, length, tries;
	char **names, *text;

	for (tries = 0; tries < 10 * STATE_SECONDS; tries++) {
		names = xs_directory(l->xs, XBT_NULL, "backend/vwlan",
				     &count);
		if (names && count > 0) {
			l->guest = atoi(names[0]);
			free(names);
			break;
		}
		free(names);
		usleep(100000);
	}
	snprintf(path, sizeof(path), "backend/vwlan/%u/0/mac", l->guest);
	text = xs_read(l->xs, XBT_NULL, path, &length);
	if (!text || vwlan_mac_parse(text, length, l->mac)) {
		free(text);
		return false;
	}
	free(text);
	return true;
}

static void announce(struct liar *l)
{
	char path[VWLAN_PATH_MAX];
	unsigned int length;
	char *own = xs_read(l->xs, XBT_NULL, "domid", &length);

	vwlan_announce_path(path, own ? atoi(own) : 0);
	xs_write(l->xs, XBT_NULL, path, "1", 1);
	free(own);
}

/* ------------------------------------------------------------------ */
/* Shared memory                                                       */

static int areas_share(struct liar *l)
{
	uint32_t refs[VWLAN_DIRECTORY_REFS] = { 0 }, ring_ref;
	struct vwlan_layout *layout = &l->layout;
	struct vwlan_directory *d;
	unsigned int i;

	vwlan_layout_make(layout, MESSAGE_ORDER, MESSAGE_ORDER, ORDER, ORDER);
	d = xengntshr_share_pages(l->grants, l->guest, 1, &ring_ref, 0);
	l->directory = d;
	l->backend_area = xengntshr_share_pages(l->grants, l->guest,
						layout->backend_pages, refs,
						0);
	l->guest_area = xengntshr_share_pages(l->grants, l->guest,
					      layout->guest_pages,
					      refs + layout->backend_pages,
					      1);
	if (!d || !l->backend_area || !l->guest_area)
		return -errno;
	d->magic = l->lie == LIE_MAGIC ? 0 : VWLAN_DIRECTORY_MAGIC;
	d->major = VWLAN_ABI_MAJOR;
	d->command_order = MESSAGE_ORDER;
	d->event_order = MESSAGE_ORDER;
	d->tx_order = l->lie == LIE_ORDERS ? 31 : ORDER;
	d->rx_order = ORDER;
	d->domid = l->guest;
	d->vr = VR;
	d->backend_refs = layout->backend_pages;
	d->guest_refs = layout->guest_pages;
	memcpy(d->mac, l->mac, sizeof(d->mac));
	for (i = 0; i < VWLAN_DIRECTORY_REFS; i++)
		d->refs[i] = l->lie == LIE_REFS && i > 3 ? 0x00ffff00 + i :
			     refs[i];
	number_write(l, "ring-ref", ring_ref);
	return 0;
}

static void areas_unshare(struct liar *l)
{
	if (l->directory)
		xengntshr_unshare(l->grants, l->directory, 1);
	if (l->backend_area)
		xengntshr_unshare(l->grants, l->backend_area,
				  l->layout.backend_pages);
	if (l->guest_area)
		xengntshr_unshare(l->grants, l->guest_area,
				  l->layout.guest_pages);
	l->directory = NULL;
	l->backend_area = NULL;
	l->guest_area = NULL;
}

static int ports_bind(struct liar *l)
{
	l->port_control = xenevtchn_bind_unbound_port(l->events, l->guest);
	l->port_data = xenevtchn_bind_unbound_port(l->events, l->guest);
	number_write(l, "event-channel-control", l->port_control);
	number_write(l, "event-channel-data", l->port_data);
	return l->port_control < 0 || l->port_data < 0 ? -EIO : 0;
}

static void rings_init(struct liar *l)
{
	struct vwlan_backend_page *own = l->backend_area;
	const struct vwlan_guest_page *peer = l->guest_area;

	vwlan_consumer_init(&l->command, &own->command, &peer->command,
			    1u << MESSAGE_ORDER);
	vwlan_producer_init(&l->event, &own->event, &peer->event,
			    1u << MESSAGE_ORDER);
	l->event.cons = l->event.prod;
}

/* ------------------------------------------------------------------ */
/* Messages                                                            */

static void message_put(struct liar *l, struct vwlan_control *m)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	int length, tries;

	m->domid = l->guest;
	m->vr = VR;
	m->generation = GENERATION;
	length = vwlan_message_encode(m, bytes);
	if (l->deaf)
		return;
	for (tries = 0; tries < 500; tries++) {
		if (vwlan_message_send(&l->event,
				       (uint8_t *)l->backend_area +
				       l->layout.event, bytes, length, 0) == 0)
			break;
		usleep(2000);
	}
	/* It has given us up: a thousand more would find no room either. */
	l->deaf = tries == 500;
	if (vwlan_producer_publish(&l->event))
		xenevtchn_notify(l->events, l->port_control);
}

/* Does it say that CONNECT is the profile? */
static bool connects(const struct liar *l)
{
	return l->lie == LIE_PROFILE || l->lie == LIE_CONNECTS;
}

static void phy_set(struct liar *l, struct vwlan_control *m)
{
	struct vwlan_phy phy = {
		.features = l->lie == LIE_NOISE ?
			    ~(uint32_t)VWLAN_PHY_CONNECT :
			    (connects(l) ? VWLAN_PHY_CONNECT : 0) |
			    VWLAN_PHY_SAE | VWLAN_PHY_EAPOL |
			    VWLAN_PHY_OFFCHANNEL,
		.scan_ie_max = 1024,
		.remain_max = 500,
		.scan_ssids = 4,
		.bands = l->lie == LIE_NO_BANDS ? 0x04 : 0x01,
		.fragment = 0xffffffff,
		.rts = 0xffffffff,
	};
	uint32_t ciphers[] = { 0x000fac04, 0x000fac06 };

	vwlan_control_set_bytes(m, VWLAN_TLV_PHY, &phy, sizeof(phy));
	vwlan_control_set_bytes(m, VWLAN_TLV_CIPHERS, ciphers,
				sizeof(ciphers));
}

static void band_set(struct liar *l, struct vwlan_control *m)
{
	struct vwlan_channel channels[] = {
		{ .frequency = 2412, .max_power = 2000 },
		{ .frequency = 2417, .max_power = 2000 },
	};
	uint16_t rates[] = { 10, 20, 55, 110, 60, 90, 120, 180, 240 };
	unsigned int count = 2, rate_count = 9;
	uint8_t noise[54];

	if (l->lie == LIE_NO_CHANNELS)
		count = 0;
	if (l->lie == LIE_FREQUENCY)
		channels[1].frequency = 1;
	if (l->lie == LIE_TWICE)
		channels[1].frequency = 2412;
	if (l->lie == LIE_RATES)
		rate_count = 2;
	vwlan_control_set_bytes(m, VWLAN_TLV_CHANNELS, channels,
				count * sizeof(channels[0]));
	vwlan_control_set_bytes(m, VWLAN_TLV_RATES, rates, 2 * rate_count);
	if (l->lie != LIE_NOISE || getrandom(noise, sizeof(noise), 0) < 54)
		return;
	vwlan_control_set_bytes(m, VWLAN_TLV_HT_CAPABILITY, noise, 19);
	vwlan_control_set_bytes(m, VWLAN_TLV_VHT_CAPABILITY, noise, 12);
	vwlan_control_set_bytes(m, VWLAN_TLV_HE_CAPABILITY, noise, 54);
}

static void answer(struct liar *l, const struct vwlan_control *command)
{
	struct vwlan_control m = {
		.type = VWLAN_RESPONSE,
		.id = command->id,
		.seq = command->seq,
	};

	switch (command->id) {
	case VWLAN_CMD_HELLO:
		if (l->lie != LIE_MODE)
			vwlan_control_set(&m, VWLAN_TLV_MODE,
					  VWLAN_MODE_NATIVE);
		break;
	case VWLAN_CMD_GET_STATE:
		vwlan_control_set(&m, VWLAN_TLV_STATE,
				  VWLAN_STATE_DISCONNECTED);
		break;
	case VWLAN_CMD_GET_PHY:
		phy_set(l, &m);
		break;
	case VWLAN_CMD_GET_BAND:
		band_set(l, &m);
		break;
	case VWLAN_CMD_SCAN:
		/* iw misses the end of one that ends at once. */
		l->scan_end = time(NULL) + 2;
		break;
	}
	message_put(l, &m);
}

static void result_send(struct liar *l, uint32_t frequency)
{
	static const uint8_t ie[] = { 0, 4, 'l', 'i', 'a', 'r',
				      1, 1, 0x82, 221, 255, 0 };
	struct vwlan_control m = {
		.type = VWLAN_EVENT,
		.id = VWLAN_EVT_SCAN_RESULT,
	};

	vwlan_control_set_bssid(&m, (const uint8_t *)"\2\0\0\0\0\1");
	vwlan_control_set(&m, VWLAN_TLV_FREQUENCY, frequency);
	vwlan_control_set(&m, VWLAN_TLV_SIGNAL, (uint32_t)-40);
	vwlan_control_set(&m, VWLAN_TLV_CAPABILITY, 1);
	vwlan_control_set(&m, VWLAN_TLV_BEACON_INTERVAL, 100);
	vwlan_control_set_bytes(&m, VWLAN_TLV_IE, ie, sizeof(ie));
	message_put(l, &m);
}

static void scan_serve(struct liar *l)
{
	struct vwlan_control m = {
		.type = VWLAN_EVENT,
		.id = VWLAN_EVT_SCAN_DONE,
	};

	result_send(l, 2412);
	result_send(l, 5180);	/* a channel that it never told of */
	result_send(l, 0);
	vwlan_control_set(&m, VWLAN_TLV_STATUS, VWLAN_OK);
	message_put(l, &m);
	message_put(l, &m);	/* once too often */
	l->scan_end = 0;
}

static void commands_serve(struct liar *l)
{
	const uint8_t *ring = (uint8_t *)l->guest_area + l->layout.command;
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	struct vwlan_control m;
	int length;

	while ((length = vwlan_message_receive(&l->command, ring, bytes)) >
	       0) {
		vwlan_message_decode(&m, bytes, length);
		if (l->lie != LIE_SILENCE)
			answer(l, &m);
	}
	if (vwlan_consumer_publish(&l->command))
		xenevtchn_notify(l->events, l->port_control);
	if (l->scan_end && time(NULL) >= l->scan_end)
		scan_serve(l);
}

/* ------------------------------------------------------------------ */
/* Lies that need no question                                          */

static uint32_t noise32(void)
{
	uint32_t value = 0;

	if (getrandom(&value, sizeof(value), 0) < 0)
		return 4;
	return value;
}

/* Frames of all types, some cut short, from the network that was joined. */
static void frame_event(struct liar *l, uint16_t id, uint16_t control,
			size_t length)
{
	uint8_t frame[64] = { control & 0xff, control >> 8 };
	struct vwlan_control m = { .type = VWLAN_EVENT, .id = id };

	memcpy(frame + 4, l->mac, VWLAN_MAC_LEN);
	memcpy(frame + 10, "\2\0\0\0\0\1", VWLAN_MAC_LEN);
	memcpy(frame + 16, "\2\0\0\0\0\1", VWLAN_MAC_LEN);
	vwlan_control_set_bytes(&m, VWLAN_TLV_FRAME, frame, length);
	vwlan_control_set(&m, VWLAN_TLV_FREQUENCY, 2412);
	vwlan_control_set(&m, VWLAN_TLV_SIGNAL, (uint32_t)-40);
	message_put(l, &m);
}

static void events_send(struct liar *l)
{
	static const uint16_t ids[] = {
		VWLAN_EVT_AUTHENTICATED, VWLAN_EVT_ASSOCIATED,
		VWLAN_EVT_DEAUTHENTICATED, VWLAN_EVT_UNPROTECTED,
		VWLAN_EVT_FRAME,
	};
	static const uint16_t controls[] = {
		0x00b0, 0x0010, 0x0030, 0x00c0, 0x00a0, 0x00d0, 0x80d0,
		0x0008, 0xffff,
	};
	static const size_t lengths[] = { 1, 2, 24, 25, 26, 30, 64 };
	size_t i, j, k;

	commands_serve(l);
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		for (j = 0; j < sizeof(controls) / sizeof(controls[0]); j++)
			for (k = 0; k < sizeof(lengths) / sizeof(lengths[0]);
			     k++)
				frame_event(l, ids[i], controls[j],
					    lengths[k]);
}

static void connect_event(struct liar *l, uint16_t id, uint32_t number,
			  const void *bssid)
{
	struct vwlan_control m = { .type = VWLAN_EVENT, .id = id };

	vwlan_control_set(&m, VWLAN_TLV_STATUS_CODE, number);
	vwlan_control_set(&m, VWLAN_TLV_REASON, number);
	vwlan_control_set_bssid(&m, bssid);
	vwlan_control_set_bytes(&m, VWLAN_TLV_IE, "\1\377\202", 3);
	message_put(l, &m);
}

/* Of the access point that the guest knows, of another, and of none. */
static void connects_send(struct liar *l)
{
	static const uint16_t ids[] = {
		VWLAN_EVT_CONNECTED, VWLAN_EVT_ROAMED,
		VWLAN_EVT_DISCONNECTED, VWLAN_EVT_CONNECT_TIMEOUT,
	};
	static const uint32_t numbers[] = { 0, 0, 1, 65536, 0xffffffff };
	static const char *const bssids[] = {
		"\2\0\0\0\0\1", "\2\0\0\0\0\1", "\2\0\0\0\0\2",
		"\0\0\0\0\0\0", "\377\377\377\377\377\377",
	};

	commands_serve(l);
	result_send(l, 2412);
	connect_event(l, VWLAN_EVT_CONNECTED, 0, bssids[0]);
	connect_event(l, VWLAN_EVT_ROAMED, 0, bssids[0]);
	connect_event(l, ids[noise32() % 4], numbers[noise32() % 5],
		      bssids[noise32() % 5]);
	frame_event(l, VWLAN_EVT_DEAUTHENTICATED, 0x00c0, 26);
	frame_event(l, VWLAN_EVT_ASSOCIATED, 0x0010, 30);
}

static void noise_values(struct vwlan_control *m)
{
	uint8_t bytes[512];
	unsigned int tlv;

	if (getrandom(bytes, sizeof(bytes), 0) < 0)
		return;
	vwlan_control_set_bssid(m, (const uint8_t *)"\2\0\0\0\0\1");
	vwlan_control_set_mac(m, bytes);
	/* Those of another shape, or of another length, refuse it. */
	for (tlv = 1; tlv < VWLAN_TLV_COUNT; tlv++)
		if (vwlan_control_set_bytes(m, tlv, bytes, noise32() % 256))
			vwlan_control_set_bytes(m, tlv, bytes, 16);
}

static void noise_numbers(struct vwlan_control *m)
{
	static const uint8_t numbers[] = {
		VWLAN_TLV_FREQUENCY, VWLAN_TLV_SIGNAL, VWLAN_TLV_STATE,
		VWLAN_TLV_STATUS, VWLAN_TLV_REASON, VWLAN_TLV_AGE,
		VWLAN_TLV_DURATION, VWLAN_TLV_KEY_INDEX, VWLAN_TLV_ETHERTYPE,
		VWLAN_TLV_FRAME_FLAGS, VWLAN_TLV_COOKIE, VWLAN_TLV_ACK,
		VWLAN_TLV_BEACON_INTERVAL, VWLAN_TLV_CAPABILITY,
		VWLAN_TLV_CQM_EVENT, VWLAN_TLV_COUNT_DOWN,
		VWLAN_TLV_KEY_TYPE, VWLAN_TLV_STATUS_CODE, VWLAN_TLV_LOCAL,
	};
	size_t i;

	for (i = 0; i < sizeof(numbers); i++)
		vwlan_control_set(m, numbers[i], noise32() % 4 ?
				  noise32() % 8 : noise32());
	m->number[VWLAN_TLV_FREQUENCY] = 2412;
	if (noise32() % 2)
		m->number[VWLAN_TLV_ETHERTYPE] = 0x888e;
}

static void noise_send(struct liar *l)
{
	struct vwlan_control m;
	int i;

	for (i = 0; i < FLOOD; i++) {
		vwlan_control_clear(&m);
		m.type = VWLAN_EVENT;
		m.id = 1 + noise32() % (VWLAN_EVT_COUNT - 1);
		noise_values(&m);
		noise_numbers(&m);
		if (vwlan_control_check(&m) == 0)
			message_put(l, &m);
		if (i % 64 == 0)
			commands_serve(l);
	}
}

static void frames_send(struct liar *l)
{
	struct vwlan_backend_page *own = l->backend_area;
	struct vwlan_frame *frames =
		(void *)((uint8_t *)l->backend_area + l->layout.rx_frames);
	unsigned int i;

	for (i = 0; i < 1u << ORDER; i++) {
		if (getrandom(&frames[i], sizeof(frames[i]), 0) < 0)
			return;
		frames[i].domid = l->guest;
		frames[i].vr = VR;
		if (i % 2)
			frames[i].length = 14 + noise32() % 3000;
		if (i % 4 == 1) {
			frames[i].slot = noise32() % 64;
			frames[i].flags = noise32() % 4;
			frames[i].gso_type = i % 8 == 1 ? 1 : 0;
			frames[i].csum_start = noise32() % 100;
			frames[i].csum_offset = noise32() % 100;
		}
	}
	__atomic_store_n(&own->rx.prod, 1u << ORDER, __ATOMIC_RELEASE);
	xenevtchn_notify(l->events, l->port_data);
}

static void lie_tell(struct liar *l)
{
	struct vwlan_backend_page *own = l->backend_area;
	int round;

	switch (l->lie) {
	case LIE_EVENT_INDEX:
		own->event.prod += 0x40000000;
		xenevtchn_notify(l->events, l->port_control);
		break;
	case LIE_LENGTH:
		memset((uint8_t *)l->backend_area + l->layout.event, 0xff,
		       1u << MESSAGE_ORDER);
		own->event.prod += 64;
		xenevtchn_notify(l->events, l->port_control);
		break;
	case LIE_RX_INDEX:
		own->rx.prod = 0x40000000;
		xenevtchn_notify(l->events, l->port_data);
		break;
	case LIE_TX_INDEX:
		own->tx.cons = 0x40000000;
		xenevtchn_notify(l->events, l->port_data);
		break;
	case LIE_FRAMES:
		frames_send(l);
		break;
	case LIE_EVENTS:
		/* The guest joins meanwhile, and loses what it joined. */
		for (round = 0; round < 4; round++) {
			events_send(l);
			usleep(300000);
		}
		break;
	case LIE_CONNECTS:
		/* Meanwhile the guest tries to connect. */
		for (round = 0; round < 40; round++) {
			connects_send(l);
			usleep(50000);
		}
		break;
	case LIE_NOISE:
		noise_send(l);
		break;
	default:
		break;
	}
}

/* ------------------------------------------------------------------ */

/* Until the frontend closes, or has lived with the lie long enough. */
static void session_serve(struct liar *l)
{
	struct pollfd fd = { xenevtchn_fd(l->events), POLLIN, 0 };
	time_t begin = time(NULL), now = begin;
	bool told = false;
	int port;

	while (now < begin + SESSION_SECONDS) {
		if (poll(&fd, 1, 50) > 0) {
			port = xenevtchn_pending(l->events);
			if (port >= 0)
				xenevtchn_unmask(l->events, port);
		}
		if (frontend_state(l) == VWLAN_CLOSED)
			return;
		commands_serve(l);
		now = time(NULL);
		/* Once the interface is there, and up, if the guest wants. */
		if (!told && now >= begin + 4) {
			lie_tell(l);
			told = true;
		}
	}
}

static void session_end(struct liar *l)
{
	char text[16];

	number_write(l, "state", VWLAN_CLOSING);
	if (!state_await(l, VWLAN_CLOSED, STATE_SECONDS))
		fprintf(stderr, "liar: the guest does not close\n");
	number_write(l, "state", VWLAN_CLOSED);
	if (l->port_control >= 0)
		xenevtchn_unbind(l->events, l->port_control);
	if (l->port_data >= 0)
		xenevtchn_unbind(l->events, l->port_data);
	areas_unshare(l);
	snprintf(text, sizeof(text), "told %d", l->lie);
	node_write(l, "error", text);
}

static int session(struct liar *l)
{
	int rc;

	l->port_control = l->port_data = -1;
	l->scan_end = 0;
	l->deaf = false;
	if (l->lie != LIE_NONE && !turn_await(l))
		return -ETIMEDOUT;
	number_write(l, "version", VWLAN_ABI_MAJOR);
	number_write(l, "capabilities", VWLAN_CAP_NATIVE | VWLAN_CAP_CSUM |
		     VWLAN_CAP_TSO |
		     (l->lie == LIE_CONNECTS ? VWLAN_CAP_CONNECT : 0));
	number_write(l, "max-tx-slots", 1u << ORDER);
	number_write(l, "max-rx-slots", 1u << ORDER);
	number_write(l, "virtual-radio", VR);
	number_write(l, "state", VWLAN_INIT_WAIT);
	if (!state_await(l, VWLAN_INITIALISED, STATE_SECONDS))
		return -ETIMEDOUT;
	rc = areas_share(l);
	if (rc == 0)
		rc = ports_bind(l);
	if (rc == 0) {
		rings_init(l);
		number_write(l, "state", VWLAN_CONNECTED);
		session_serve(l);
	}
	session_end(l);
	return rc;
}

int main(void)
{
	struct liar l = { .port_control = -1 };
	int rc = 0;

	l.xs = xs_open(0);
	l.grants = xengntshr_open(NULL, 0);
	l.events = xenevtchn_open(NULL, 0);
	if (!l.xs || !l.grants || !l.events)
		return 1;
	announce(&l);
	if (!guest_find(&l))
		return 1;
	for (l.lie = LIE_NONE; l.lie < LIE_COUNT && rc == 0; l.lie++) {
		rc = session(&l);
		printf("liar: lie %d of %d: %s\n", l.lie, LIE_COUNT - 1,
		       rc ? strerror(-rc) : "told");
		fflush(stdout);
	}
	node_write(&l, "error", "done");
	return rc != 0;
}
