// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A guest that drives its station itself, word by word: what a kernel's
 * driver says, for tests.  Verbs are carried out in order, and what comes
 * back is printed, a line each:
 *
 *   vwlan-native up scan join=SSID wait=5
 *
 * Exits with 0 if each verb did what it should.
 */
#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../../../frontend/lib/device.h"

#define ATTACH_SECONDS 30
#define ANSWER_MS 6000
#define SCAN_MS 100000
#define EVENT_MS 5000
#define FIND_SCANS 5
#define RATE_TRIES 15		/* s */
#define JOIN_TRIES 3
#define JOIN_MHZ 2412	/* where the scenarios' access points are */

/**
 * struct guest
 * @event: the last one that was heard
 * @bssid, @frequency: of the network that was looked for
 * @mac: our own address
 */
struct guest {
	struct front_device device;
	struct front_link *link;
	struct vwlan_control event;
	struct vwlan_control answer;
	uint32_t generation;
	const char *ssid;
	bool found;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint32_t frequency;
	uint8_t mac[VWLAN_MAC_LEN];
	uint32_t cookie;
	uint32_t capabilities;
};

static void link_attached(void *user, struct front_link *link)
{
	((struct guest *)user)->link = link;
}

static void link_detaching(void *user)
{
	((struct guest *)user)->link = NULL;
}

static void report(void *user, int priority, const char *text)
{
	(void)user;
	if (priority < 7)
		fprintf(stderr, "native: %s\n", text);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int guest_open(struct guest *g)
{
	const struct front_device_config config = {
		.capabilities = VWLAN_CAP_CSUM | VWLAN_CAP_TSO |
				g->capabilities,
		.tx_slots = 64,
		.rx_slots = 64,
		.attached = link_attached,
		.detaching = link_detaching,
		.report = report,
		.user = g,
	};
	int64_t end = now_ms() + ATTACH_SECONDS * 1000;
	int rc = front_device_open(&g->device, &config);

	while (rc == 0 && !g->link && now_ms() < end) {
		struct pollfd fd = { front_store_fd(&g->device.store),
				     POLLIN, 0 };

		front_store_drain(&g->device.store);
		front_device_step(&g->device);
		if (!g->link)
			poll(&fd, 1, 100);
	}
	if (rc == 0 && !g->link)
		rc = -ETIMEDOUT;
	return rc ? rc : front_device_mac(&g->device, g->mac);
}

/* ------------------------------------------------------------------ */
/* Messages                                                            */

static void mac_print(const uint8_t *mac)
{
	char text[VWLAN_MAC_TEXT];

	vwlan_mac_format(mac, text);
	printf(" %s", text);
}

static void ssid_print(const struct vwlan_control *c, enum vwlan_tlv_type tlv)
{
	size_t length, at = 0;
	const uint8_t *bytes;

	bytes = vwlan_control_bytes(c, tlv, &length);
	while (bytes && at + 2 <= length && bytes[at + 1] <= length - at - 2) {
		if (bytes[at] == 0)
			printf(" \"%.*s\"", bytes[at + 1], bytes + at + 2);
		at += 2u + bytes[at + 1];
	}
}

static void result_print(struct guest *g, const struct vwlan_control *c)
{
	printf("bss");
	mac_print(c->bssid);
	printf(" %u MHz %d dBm", c->number[VWLAN_TLV_FREQUENCY],
	       (int32_t)c->number[VWLAN_TLV_SIGNAL]);
	ssid_print(c, vwlan_control_has(c, VWLAN_TLV_IE) ? VWLAN_TLV_IE :
							   VWLAN_TLV_BEACON_IE);
	putchar('\n');
	(void)g;
}

/* Is it the network that is looked for? */
static void result_take(struct guest *g, const struct vwlan_control *c)
{
	enum vwlan_tlv_type tlv = vwlan_control_has(c, VWLAN_TLV_IE) ?
				  VWLAN_TLV_IE : VWLAN_TLV_BEACON_IE;
	size_t length, named;
	const uint8_t *bytes = vwlan_control_bytes(c, tlv, &length);

	result_print(g, c);
	named = g->ssid ? strlen(g->ssid) : 0;
	if (!named || length < named + 2 || bytes[0] != 0 ||
	    bytes[1] != named || memcmp(bytes + 2, g->ssid, named))
		return;
	g->found = true;
	g->frequency = c->number[VWLAN_TLV_FREQUENCY];
	memcpy(g->bssid, c->bssid, sizeof(g->bssid));
}

static void frame_print(const struct vwlan_control *c, const char *name,
			unsigned int offset)
{
	size_t length;
	const uint8_t *frame;

	frame = vwlan_control_bytes(c, VWLAN_TLV_FRAME, &length);
	printf("%s", name);
	if (length >= 26 + offset)
		printf(" %u", frame[24 + offset] | frame[25 + offset] << 8);
	printf(" generation %u\n", c->generation);
}

static void event_print(struct guest *g, const struct vwlan_control *c)
{
	switch (c->id) {
	case VWLAN_EVT_SCAN_RESULT:
		result_take(g, c);
		break;
	case VWLAN_EVT_AUTHENTICATED:
		frame_print(c, "authenticated", 4);
		break;
	case VWLAN_EVT_ASSOCIATED:
		frame_print(c, "associated", 2);
		break;
	case VWLAN_EVT_DEAUTHENTICATED:
		frame_print(c, "deauthenticated", 0);
		break;
	case VWLAN_EVT_STATE:
		printf("state %s\n",
		       vwlan_state_text(c->number[VWLAN_TLV_STATE]));
		break;
	case VWLAN_EVT_SCAN_DONE:
		printf("scan-done %s\n",
		       vwlan_status_text(c->number[VWLAN_TLV_STATUS]));
		break;
	default:
		printf("event %u\n", c->id);
	}
	fflush(stdout);
}

/* The next message; 1, 0 after @end, or a negative errno. */
static int message_next(struct guest *g, struct vwlan_control *m, int64_t end)
{
	unsigned int budget;
	int rc;

	while (g->link) {
		budget = 64;
		rc = front_control_receive(&g->link->control, m, &budget);
		if (front_control_publish(&g->link->control))
			front_link_notify_control(g->link);
		if (rc)
			return rc;
		if (now_ms() >= end)
			return 0;
		usleep(1000);
	}
	return -ENOTCONN;
}

/* Hears events until one of this kind comes; @id 0: until the end. */
static int event_await(struct guest *g, uint16_t id, int ms)
{
	int64_t end = now_ms() + ms;
	int rc;

	while ((rc = message_next(g, &g->event, end)) == 1) {
		if (g->event.type != VWLAN_EVENT)
			continue;
		event_print(g, &g->event);
		if (g->event.id == id)
			return 0;
	}
	return rc ? rc : id ? -ETIMEDOUT : 0;
}

/* Returns the answer's status, or a negative errno. */
static int command(struct guest *g, struct vwlan_control *c)
{
	int64_t end = now_ms() + ANSWER_MS;
	bool notify;
	int rc;

	rc = front_control_send(&g->link->control, c, &notify);
	if (rc)
		return rc;
	if (notify)
		front_link_notify_control(g->link);
	while ((rc = message_next(g, &g->answer, end)) == 1) {
		if (g->answer.type == VWLAN_EVENT) {
			event_print(g, &g->answer);
			continue;
		}
		if (g->answer.seq != c->seq)
			continue;
		g->generation = g->answer.generation;
		return g->answer.status;
	}
	return rc ? rc : -ETIMEDOUT;
}

static int told(const char *what, int status)
{
	printf("%s: %s\n", what, status < 0 ? strerror(-status) :
	       vwlan_status_text(status));
	fflush(stdout);
	return status == VWLAN_OK ? 0 : -EPROTO;
}

static int plain(struct guest *g, const char *what, uint16_t id)
{
	struct vwlan_control c = { .id = id };

	return told(what, command(g, &c));
}

/* ------------------------------------------------------------------ */
/* Verbs                                                               */

static int verb_hello(struct guest *g, const char *value)
{
	struct vwlan_control c = { .id = VWLAN_CMD_HELLO };
	int rc;

	(void)value;
	vwlan_control_set(&c, VWLAN_TLV_VERSION,
			  VWLAN_ABI_MAJOR << 16 | VWLAN_ABI_MINOR);
	vwlan_control_set(&c, VWLAN_TLV_CAPABILITIES, g->capabilities);
	rc = told("hello", command(g, &c));
	printf("mode %u\n", g->answer.number[VWLAN_TLV_MODE]);
	return g->answer.number[VWLAN_TLV_MODE] == VWLAN_MODE_NATIVE ? rc :
	       -EPROTO;
}

static int verb_phy(struct guest *g, const char *value)
{
	struct vwlan_phy phy = { 0 };
	const uint8_t *bytes;
	size_t length;
	int rc = plain(g, "phy", VWLAN_CMD_GET_PHY);

	(void)value;
	bytes = vwlan_control_bytes(&g->answer, VWLAN_TLV_PHY, &length);
	if (rc || length != sizeof(phy))
		return -EPROTO;
	memcpy(&phy, bytes, sizeof(phy));
	vwlan_control_bytes(&g->answer, VWLAN_TLV_CIPHERS, &length);
	printf("phy features %x bands %x ssids %u ciphers %zu\n",
	       le32toh(phy.features), phy.bands, phy.scan_ssids, length / 4);
	return 0;
}

static int verb_band(struct guest *g, const char *value)
{
	struct vwlan_control c = { .id = VWLAN_CMD_GET_BAND };
	size_t channels, rates, ht;
	int rc;

	vwlan_control_set(&c, VWLAN_TLV_BAND, strtoul(value, NULL, 10));
	rc = told("band", command(g, &c));
	vwlan_control_bytes(&g->answer, VWLAN_TLV_CHANNELS, &channels);
	vwlan_control_bytes(&g->answer, VWLAN_TLV_RATES, &rates);
	vwlan_control_bytes(&g->answer, VWLAN_TLV_HT_CAPABILITY, &ht);
	printf("band channels %zu rates %zu ht %zu\n",
	       channels / sizeof(struct vwlan_channel), rates / 2, ht);
	return rc;
}

static int verb_up(struct guest *g, const char *value)
{
	(void)value;
	return plain(g, "up", VWLAN_CMD_UP);
}

static int verb_down(struct guest *g, const char *value)
{
	(void)value;
	return plain(g, "down", VWLAN_CMD_DOWN);
}

static int verb_mac(struct guest *g, const char *value)
{
	struct vwlan_control c = { .id = VWLAN_CMD_SET_MAC };
	uint8_t mac[VWLAN_MAC_LEN];
	int rc;

	if (vwlan_mac_parse(value, strlen(value), mac))
		return -EINVAL;
	vwlan_control_set_mac(&c, mac);
	rc = told("mac", command(g, &c));
	if (rc == 0)
		memcpy(g->mac, mac, sizeof(g->mac));
	return rc;
}

/* With @mhz on that channel alone: the others cost time. */
static int scan(struct guest *g, const char *value, uint16_t mhz)
{
	struct vwlan_control c = { .id = VWLAN_CMD_SCAN };
	const uint16_t channel = htole16(mhz);
	int i, rc;

	if (mhz)
		vwlan_control_set_bytes(&c, VWLAN_TLV_FREQUENCIES, &channel,
					sizeof(channel));
	vwlan_control_add_ssid(&c, value, strlen(value));
	vwlan_control_set(&c, VWLAN_TLV_SCAN_FLAGS, VWLAN_SCAN_FLUSH);
	rc = command(g, &c);
	/* R6: beside connected guests it may not scan as often as it likes. */
	for (i = 0; rc == VWLAN_RATE && i < RATE_TRIES; i++) {
		event_await(g, 0, 1000);
		rc = command(g, &c);
	}
	rc = told("scan", rc);
	return rc ? rc : event_await(g, VWLAN_EVT_SCAN_DONE, SCAN_MS);
}

static int verb_scan(struct guest *g, const char *value)
{
	return scan(g, value, 0);
}

static void bss_set(struct guest *g, struct vwlan_control *c)
{
	vwlan_control_set_bssid(c, g->bssid);
	vwlan_control_set(c, VWLAN_TLV_FREQUENCY, g->frequency);
	vwlan_control_add_ssid(c, g->ssid, strlen(g->ssid));
}

static int find(struct guest *g, const char *value, uint16_t mhz)
{
	int i, rc = 0;

	g->ssid = value;
	g->found = false;
	/* An emulated access point may answer too late. */
	for (i = 0; i < FIND_SCANS && rc == 0 && !g->found; i++)
		rc = scan(g, value, mhz);
	return rc ? rc : g->found ? 0 : -ENOENT;
}

static int verb_find(struct guest *g, const char *value)
{
	return find(g, value, 0);
}

static int verb_look(struct guest *g, const char *value)
{
	return find(g, value, JOIN_MHZ);
}

static int authenticate(struct guest *g)
{
	struct vwlan_control c = { .id = VWLAN_CMD_AUTHENTICATE };
	uint32_t before = g->generation;
	int rc;

	bss_set(g, &c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	rc = told("authenticate", command(g, &c));
	if (rc == 0 && g->generation == before)
		rc = told("new generation", -EPROTO);
	return rc ? rc : event_await(g, VWLAN_EVT_AUTHENTICATED, EVENT_MS);
}

static int associate(struct guest *g)
{
	struct vwlan_control c = { .id = VWLAN_CMD_ASSOCIATE };
	struct vwlan_association wish = {
		.flags = htole32(VWLAN_ASSOCIATION_CONTROL_PORT),
	};
	int rc;

	bss_set(g, &c);
	vwlan_control_set_bytes(&c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
	rc = told("associate", command(g, &c));
	return rc ? rc : event_await(g, VWLAN_EVT_ASSOCIATED, EVENT_MS);
}

static int authorize(struct guest *g)
{
	struct vwlan_control c = { .id = VWLAN_CMD_AUTHORIZE };

	vwlan_control_set_mac(&c, g->bssid);
	vwlan_control_set(&c, VWLAN_TLV_AUTHORIZED, 1);
	return told("authorize", command(g, &c));
}

/* Without a scan of its own: the backend has to find it again. */
static int verb_again(struct guest *g, const char *value)
{
	int i, rc = -ETIMEDOUT;

	(void)value;
	/* As a supplicant does, when an access point takes its time. */
	for (i = 0; i < JOIN_TRIES && rc == -ETIMEDOUT; i++) {
		rc = authenticate(g);
		if (rc == 0)
			rc = associate(g);
	}
	return rc ? rc : authorize(g);
}

static int verb_join(struct guest *g, const char *value)
{
	int rc = verb_look(g, value);

	return rc ? rc : verb_again(g, value);
}

static int verb_leave(struct guest *g, const char *value)
{
	struct vwlan_control c = { .id = VWLAN_CMD_DEAUTHENTICATE };

	(void)value;
	vwlan_control_set_bssid(&c, g->bssid);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 3);
	return told("leave", command(g, &c));
}

static int verb_station(struct guest *g, const char *value)
{
	struct vwlan_control c = { .id = VWLAN_CMD_GET_STATION };
	struct vwlan_station s = { 0 };
	const uint8_t *bytes;
	size_t length;
	int rc;

	(void)value;
	vwlan_control_set_bssid(&c, g->bssid);
	rc = told("station", command(g, &c));
	bytes = vwlan_control_bytes(&g->answer, VWLAN_TLV_STATION, &length);
	if (rc || length != sizeof(s))
		return -EPROTO;
	memcpy(&s, bytes, sizeof(s));
	printf("station signal %d\n", s.signal);
	return s.signal < 0 ? 0 : -EPROTO;
}

static int verb_wait(struct guest *g, const char *value)
{
	return event_await(g, 0, 1000 * strtoul(value, NULL, 10));
}

static int verb_kicked(struct guest *g, const char *value)
{
	return event_await(g, VWLAN_EVT_DEAUTHENTICATED,
			   1000 * strtoul(value, NULL, 10));
}

/* Whether the radio went, or came back. */
static int verb_told(struct guest *g, const char *value)
{
	const char *state;
	int rc;

	do {
		rc = event_await(g, VWLAN_EVT_STATE, SCAN_MS);
		state = vwlan_state_text(g->event.number[VWLAN_TLV_STATE]);
	} while (rc == 0 && strcmp(state, value));
	return rc;
}

static int verb_state(struct guest *g, const char *value)
{
	int rc = plain(g, "state", VWLAN_CMD_GET_STATE);
	const char *state;

	state = vwlan_state_text(g->answer.number[VWLAN_TLV_STATE]);
	printf("state %s\n", state);
	return rc ? rc : strcmp(state, value) ? -EPROTO : 0;
}

/* An Ethernet frame whose destination the air's listener knows. */
static int verb_frame(struct guest *g, const char *value)
{
	struct vwlan_frame frame = { .length = 100 };
	uint8_t *slot;

	if (vwlan_mac_parse(value, strlen(value), g->event.mac))
		return -EINVAL;
	front_tx_begin(&g->link->tx);
	slot = front_tx_slot(&g->link->tx,
			     front_tx_reserve(&g->link->tx, 1));
	memset(slot, 0, 100);
	memcpy(slot, g->event.mac, 6);
	memcpy(slot + 6, g->mac, 6);
	memcpy(slot + 12, "\x88\xb5", 2);
	front_tx_commit(&g->link->tx, &frame, 0);
	front_tx_end(&g->link->tx, 0);
	front_link_notify_data(g->link);
	usleep(300000);
	return 0;
}

/* ------------------------------------------------------------------ */
/* Misuse: each must be refused, for the right reason                  */

static int refused(const char *what, int status, int wanted)
{
	told(what, status);
	return status == wanted ? 0 : -EPROTO;
}

static int key_misuse(struct guest *g, const char *what, const uint8_t *mac,
		      size_t length, uint32_t index, int wanted)
{
	struct vwlan_control c = { .id = VWLAN_CMD_ADD_KEY };
	static const uint8_t key[VWLAN_KEY_MAX] = { 1 };

	vwlan_control_set(&c, VWLAN_TLV_KEY_INDEX, index);
	vwlan_control_set(&c, VWLAN_TLV_CIPHER, 0x000fac04);
	vwlan_control_set_bytes(&c, VWLAN_TLV_KEY, key, length);
	if (mac)
		vwlan_control_set_mac(&c, mac);
	return refused(what, command(g, &c), wanted);
}

static int frame_misuse(struct guest *g, const char *what, uint8_t type,
			const uint8_t *sa, const uint8_t *da, int wanted)
{
	struct vwlan_control c = { .id = VWLAN_CMD_SEND_FRAME };
	uint8_t frame[32] = { type };

	memcpy(frame + 4, da, 6);
	memcpy(frame + 10, sa, 6);
	memcpy(frame + 16, da, 6);
	frame[24] = 10;
	vwlan_control_set_bytes(&c, VWLAN_TLV_FRAME, frame, sizeof(frame));
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, ++g->cookie);
	return refused(what, command(g, &c), wanted);
}

static int eapol_misuse(struct guest *g, const char *what,
			const uint8_t *to, uint32_t type, int wanted)
{
	struct vwlan_control c = { .id = VWLAN_CMD_SEND_EAPOL };

	vwlan_control_set_mac(&c, to);
	vwlan_control_set(&c, VWLAN_TLV_ETHERTYPE, type);
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, ++g->cookie);
	vwlan_control_set_bytes(&c, VWLAN_TLV_FRAME, "\1\3\0", 4);
	return refused(what, command(g, &c), wanted);
}

/* The n-th rates of a band, by bit; and a QoS map with one exception. */
static int bitrates_misuse(struct guest *g, const char *what, uint8_t band,
			   uint32_t legacy, int wanted)
{
	struct vwlan_control c = { .id = VWLAN_CMD_SET_BITRATES };
	const struct vwlan_bitrate_mask mask = {
		.band = band,
		.he_guard = VWLAN_GUARD_ANY,
		.he_ltf = VWLAN_GUARD_ANY,
		.legacy = htole32(legacy),
	};

	vwlan_control_set_bytes(&c, VWLAN_TLV_BITRATE_MASKS, &mask,
				sizeof(mask));
	return refused(what, command(g, &c), wanted);
}

static int qos_map_misuse(struct guest *g, const char *what,
			  uint8_t priority, uint32_t generation, int wanted)
{
	struct vwlan_control c = { .id = VWLAN_CMD_SET_QOS_MAP };
	uint8_t map[18];

	memset(map, 255, sizeof(map));
	map[0] = 10;
	map[1] = priority;
	c.generation = generation;
	vwlan_control_set_bytes(&c, VWLAN_TLV_QOS_MAP, map, sizeof(map));
	return refused(what, command(g, &c), wanted);
}

static int quality_misuse(struct guest *g)
{
	int rc = bitrates_misuse(g, "a rate that isn't there", 0, 1u << 31,
				 VWLAN_BAD_VALUE);

	rc |= bitrates_misuse(g, "no rate at all", 0, 0, VWLAN_BAD_VALUE);
	rc |= bitrates_misuse(g, "a band that isn't there", 2, 1,
			      VWLAN_BAD_VALUE);
	/* The last one: no access point insists on it here. */
	rc |= bitrates_misuse(g, "not one basic rate", 0, 1u << 11,
			      VWLAN_BAD_VALUE);
	rc |= bitrates_misuse(g, "the lowest rate", 0, 1, VWLAN_OK);
	rc |= qos_map_misuse(g, "priority 8", 8, 0, VWLAN_BAD_VALUE);
	rc |= qos_map_misuse(g, "another connection's map", 7,
			     g->generation + 1, VWLAN_NOT_CONNECTED);
	rc |= qos_map_misuse(g, "priority 7", 7, 0, VWLAN_OK);
	return rc;
}

static int verb_misuse(struct guest *g, const char *value)
{
	static const uint8_t stranger[] = { 0x02, 0xde, 0xad, 0, 0, 1 };
	struct vwlan_control c = { .id = VWLAN_CMD_AUTHENTICATE };
	int rc;

	(void)value;
	rc = key_misuse(g, "key for a stranger", stranger, 16, 0,
			VWLAN_POLICY);
	rc |= key_misuse(g, "short key", g->bssid, 13, 0, VWLAN_BAD_VALUE);
	rc |= key_misuse(g, "key at index 7", NULL, 16, 7, VWLAN_BAD_VALUE);
	rc |= frame_misuse(g, "deauthentication", 0xc0, g->mac, g->bssid,
			   VWLAN_POLICY);
	rc |= frame_misuse(g, "beacon", 0x80, g->mac, g->bssid,
			   VWLAN_POLICY);
	rc |= frame_misuse(g, "another's address", 0xd0, stranger, g->bssid,
			   VWLAN_POLICY);
	rc |= frame_misuse(g, "action to a stranger", 0xd0, g->mac, stranger,
			   VWLAN_POLICY);
	rc |= eapol_misuse(g, "EAPOL to a stranger", stranger, 0x888e,
			   VWLAN_POLICY);
	rc |= eapol_misuse(g, "IP as EAPOL", g->bssid, 0x0800,
			   VWLAN_BAD_VALUE);
	rc |= quality_misuse(g);
	bss_set(g, &c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2413);
	rc |= refused("no such channel", command(g, &c), VWLAN_BAD_VALUE);
	c = (struct vwlan_control){ .id = VWLAN_CMD_CONNECT };
	vwlan_control_add_ssid(&c, "x", 1);
	rc |= refused("managed mode's CONNECT", command(g, &c),
		      VWLAN_UNSUPPORTED);
	return rc ? -EPROTO : 0;
}

/* AUTHENTICATE with this name, to the access point that was found. */
static int verb_forbidden(struct guest *g, const char *value)
{
	struct vwlan_control c = { .id = VWLAN_CMD_AUTHENTICATE };

	vwlan_control_set_bssid(&c, g->bssid);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, g->frequency);
	vwlan_control_add_ssid(&c, value, strlen(value));
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	return refused("another network", command(g, &c), VWLAN_POLICY);
}

static int connect_misuse(struct guest *g, const char *what,
			  struct vwlan_control *c, int wanted)
{
	const struct vwlan_association wish = { 0 };

	c->id = VWLAN_CMD_CONNECT;
	vwlan_control_add_ssid(c, "nobody", 6);
	vwlan_control_set_bytes(c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
	return refused(what, command(g, c), wanted);
}

/* CONNECT's profile: what the other one has, and what nobody may know. */
static int verb_misconnect(struct guest *g, const char *value)
{
	struct vwlan_control c = { .id = VWLAN_CMD_DEAUTHENTICATE };
	int rc;

	(void)value;
	vwlan_control_set_bssid(&c, g->mac);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 3);
	rc = refused("deauthenticate", command(g, &c), VWLAN_UNSUPPORTED);
	c = (struct vwlan_control){ .id = VWLAN_CMD_AUTHENTICATE };
	vwlan_control_set_bssid(&c, g->mac);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, JOIN_MHZ);
	vwlan_control_add_ssid(&c, "nobody", 6);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	rc |= refused("authenticate", command(g, &c), VWLAN_UNSUPPORTED);
	c = (struct vwlan_control){ 0 };
	vwlan_control_set_passphrase(&c, "correct horse", 13);
	rc |= connect_misuse(g, "a passphrase", &c, VWLAN_UNSUPPORTED);
	c = (struct vwlan_control){ 0 };
	vwlan_control_set_bytes(&c, VWLAN_TLV_KEY, "12345", 5);
	rc |= connect_misuse(g, "a key", &c, VWLAN_UNSUPPORTED);
	c = (struct vwlan_control){ 0 };
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2413);
	rc |= connect_misuse(g, "no such channel", &c, VWLAN_BAD_VALUE);
	c = (struct vwlan_control){ 0 };
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, JOIN_MHZ);
	rc |= connect_misuse(g, "a network that isn't there", &c, VWLAN_OK);
	return rc ? -EPROTO :
		    event_await(g, VWLAN_EVT_CONNECT_TIMEOUT, SCAN_MS);
}

static int verb_flood(struct guest *g, const char *value)
{
	struct vwlan_control c = { .id = VWLAN_CMD_GET_STATE };
	unsigned int i, ok = 0, rate = 0;
	int status;

	(void)value;
	for (i = 0; i < 300; i++) {
		status = command(g, &c);
		ok += status == VWLAN_OK;
		rate += status == VWLAN_RATE;
	}
	printf("300 commands: %u answered, %u refused for their rate\n", ok,
	       rate);
	return ok + rate == 300 && rate > 0 ? 0 : -EPROTO;
}

/* ------------------------------------------------------------------ */

static const struct verb {
	const char *name;
	int (*run)(struct guest *g, const char *value);
} verbs[] = {
	{ "hello", verb_hello },     { "phy", verb_phy },
	{ "band", verb_band },	     { "up", verb_up },
	{ "down", verb_down },	     { "mac", verb_mac },
	{ "scan", verb_scan },	     { "find", verb_find },
	{ "join", verb_join },	     { "again", verb_again },
	{ "leave", verb_leave },     { "station", verb_station },
	{ "wait", verb_wait },	     { "told", verb_told },
	{ "kicked", verb_kicked },   { "state", verb_state },
	{ "frame", verb_frame },     { "misuse", verb_misuse },
	{ "flood", verb_flood },     { "look", verb_look },
	{ "forbidden", verb_forbidden },
	{ "misconnect", verb_misconnect },
};

static int verb_run(struct guest *g, char *text)
{
	char *value = strchr(text, '=');
	size_t i;

	if (value)
		*value++ = '\0';
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, text) == 0)
			return verbs[i].run(g, value ? value : "");
	return -ENOSYS;
}

int main(int argc, char **argv)
{
	static struct guest g = { .capabilities = VWLAN_CAP_NATIVE };
	int i = 1, rc;

	/* Before anything else: whether it knows that profile as well. */
	if (argc > 1 && strcmp(argv[1], "profile=connect") == 0) {
		g.capabilities |= VWLAN_CAP_CONNECT;
		i++;
	}
	rc = guest_open(&g);
	if (rc)
		fprintf(stderr, "native: not attached: %s\n", strerror(-rc));
	for (; i < argc && rc == 0; i++) {
		rc = verb_run(&g, argv[i]);
		if (rc)
			fprintf(stderr, "native: %s failed: %s\n", argv[i],
				strerror(-rc));
	}
	front_device_close(&g.device);
	return rc ? 1 : 0;
}
