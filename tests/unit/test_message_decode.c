// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages that no good peer sends. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "tlv_shape.h"
#include "vwlan_message.h"

#define HEADER sizeof(struct vwlan_message)
#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A message that is being put together, right or wrong. */
struct draft {
	uint8_t bytes[VWLAN_MESSAGE_MAX + 64];
	size_t length;
};

static void put16(uint8_t *to, uint16_t value)
{
	to[0] = value & 0xff;
	to[1] = value >> 8;
}

static void draft_finish(struct draft *d)
{
	put16(d->bytes + 8, d->length);
}

static void draft_begin(struct draft *d, uint8_t type, uint16_t id)
{
	memset(d, 0, sizeof(*d));
	d->bytes[0] = type;
	put16(d->bytes + 2, id);
	d->length = HEADER;
	draft_finish(d);
}

static void draft_add(struct draft *d, uint16_t type, const void *value,
		      uint16_t length)
{
	put16(d->bytes + d->length, type);
	put16(d->bytes + d->length + 2, length);
	memcpy(d->bytes + d->length + 4, value, length);
	d->length += 4 + ((length + 3) & ~3u);
	draft_finish(d);
}

static int draft_decode(const struct draft *d, struct vwlan_control *c)
{
	/* Of exactly that size, so that a sanitizer sees reads beyond. */
	uint8_t *copy = malloc(d->length + 1);
	int rc;

	cr_assert(copy);
	memcpy(copy, d->bytes, d->length);
	copy = realloc(copy, d->length ? d->length : 1);
	memset(c, 0xee, sizeof(*c));
	rc = vwlan_message_decode(c, copy, d->length);
	free(copy);
	return rc;
}

/* The header is known, and not one value is. */
static void assert_bare(const struct vwlan_control *c)
{
	struct vwlan_control bare;

	vwlan_control_clear(&bare);
	bare.type = c->type;
	bare.status = c->status;
	bare.id = c->id;
	bare.domid = c->domid;
	bare.vr = c->vr;
	bare.seq = c->seq;
	bare.generation = c->generation;
	cr_assert_eq(memcmp(c, &bare, vwlan_control_size(&bare)), 0);
}

/* That value is there, and no other. */
static void assert_only(const struct vwlan_control *c, unsigned int type)
{
	unsigned int i;

	for (i = 0; i < VWLAN_TLV_COUNT; i++)
		cr_assert_eq(vwlan_control_has(c, i), i == type, "%u: %u",
			     type, i);
}

Test(message_decode, header_must_be_whole)
{
	struct vwlan_control c;
	struct draft d;

	draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_SCAN);
	cr_assert_eq(draft_decode(&d, &c), 0);
	for (d.length = 0; d.length < HEADER; d.length++)
		cr_assert_eq(draft_decode(&d, &c), -EPROTO);
}

Test(message_decode, length_must_be_true)
{
	struct vwlan_control c;
	struct draft d;
	unsigned int said;

	draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_SCAN);
	draft_add(&d, VWLAN_TLV_SSID, "corp", 4);
	for (said = 0; said <= UINT16_MAX; said++) {
		put16(d.bytes + 8, said);
		cr_assert_eq(draft_decode(&d, &c),
			     said == d.length ? 0 : -EPROTO, "%u", said);
	}
}

Test(message_decode, length_has_a_limit)
{
	struct vwlan_control c;
	struct draft d;

	draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_SCAN);
	d.length = VWLAN_MESSAGE_MAX - 4;
	put16(d.bytes + HEADER, 999);
	put16(d.bytes + HEADER + 2, d.length - HEADER - 4);
	draft_finish(&d);
	cr_assert_eq(draft_decode(&d, &c), 0);
	draft_add(&d, 999, "", 0);
	cr_assert_eq(d.length, VWLAN_MESSAGE_MAX);
	cr_assert_eq(draft_decode(&d, &c), 0);
	draft_add(&d, 999, "", 0);
	cr_assert_eq(draft_decode(&d, &c), -EPROTO);
}

Test(message_decode, type_and_status_must_be_known)
{
	struct vwlan_control c;
	struct draft d;
	int type, status, expected;

	for (type = 0; type < 256; type++)
		for (status = 0; status < 256; status++) {
			draft_begin(&d, type, VWLAN_EVT_OVERRUN);
			d.bytes[1] = status;
			expected = -EPROTO;
			if (type == VWLAN_RESPONSE &&
			    status < VWLAN_STATUS_COUNT)
				expected = 0;
			if ((type == VWLAN_COMMAND || type == VWLAN_EVENT) &&
			    status == VWLAN_OK)
				expected = 0;
			cr_assert_eq(draft_decode(&d, &c), expected,
				     "type %d, status %d", type, status);
		}
}

Test(message_decode, unknown_ids_are_told_apart)
{
	static const uint16_t counts[] = { 0, VWLAN_CMD_COUNT,
					   VWLAN_CMD_COUNT, VWLAN_EVT_COUNT };
	struct vwlan_control c;
	struct draft d;
	unsigned int type, id;
	int rc;

	for (type = VWLAN_COMMAND; type <= VWLAN_EVENT; type++)
		for (id = 0; id <= UINT16_MAX; id += id < 300 ? 1 : 257) {
			draft_begin(&d, type, id);
			rc = draft_decode(&d, &c);
			cr_assert_eq(rc == -ENOENT,
				     id == 0 || id >= counts[type]);
			cr_assert_eq(c.id, id);
		}
}

/* A value that is cut off anywhere is refused; none at all is fine. */
Test(message_decode, truncated_values_are_refused)
{
	struct vwlan_control c;
	struct draft d, cut;
	size_t length;
	int rc;

	draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_SCAN);
	draft_add(&d, VWLAN_TLV_SSID, "network", 7);
	for (length = HEADER; length <= d.length; length++) {
		cut = d;
		cut.length = length;
		draft_finish(&cut);
		rc = draft_decode(&cut, &c);
		if (length == HEADER || length >= HEADER + 4 + 7) {
			cr_assert_eq(rc, 0, "%zu", length);
			continue;
		}
		cr_assert_eq(rc, -EBADMSG, "%zu", length);
		assert_bare(&c);
	}
}

Test(message_decode, values_beyond_the_end_are_refused)
{
	struct vwlan_control c;
	struct draft d;
	unsigned int said, type;

	for (type = 0; type < VWLAN_TLV_COUNT + 5; type++)
		for (said = 33; said <= UINT16_MAX; said++) {
			draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_SCAN);
			draft_add(&d, type, "0123456789012345678901234567"
				  "89ab", 32);
			put16(d.bytes + HEADER + 2, said);
			cr_assert_eq(draft_decode(&d, &c), -EBADMSG,
				     "type %u, %u bytes", type, said);
			if (said > 600)
				said += 499;
		}
}

/* Of any type; a passphrase, too, may be these bytes. */
static const char value[2400] = { [0 ... 2399] = 'x' };

Test(message_decode, every_value_has_its_length)
{
	struct vwlan_control c;
	struct draft d;
	unsigned int type, length;
	int rc;

	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		for (length = 0; length <= sizeof(value); length++) {
			draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_SCAN);
			draft_add(&d, type, value, length);
			rc = draft_decode(&d, &c);
			if (tlv_shape_fits(type, length)) {
				cr_assert_eq(rc, 0, "%u: %u", type, length);
				assert_only(&c, type);
				continue;
			}
			cr_assert_eq(rc, -EBADMSG, "%u: %u", type, length);
			assert_bare(&c);
		}
}

Test(message_decode, no_value_comes_twice)
{
	struct vwlan_control c;
	struct tlv_shape shape;
	struct draft d;
	unsigned int type;

	for (type = 1; type < VWLAN_TLV_COUNT; type++) {
		shape = tlv_shape_of(type);
		draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_DISCONNECT);
		draft_add(&d, type, value, shape.min);
		cr_assert_eq(draft_decode(&d, &c), 0);
		draft_add(&d, type, value, shape.max < 64 ? shape.max :
							    shape.min);
		cr_assert_eq(draft_decode(&d, &c), -EBADMSG, "%u", type);
		assert_bare(&c);
	}
}

/* Their bytes come out as they went in, wherever they stood. */
Test(message_decode, rows_keep_their_bytes)
{
	static const uint8_t ie[] = { 0, 3, 'n', 'e', 't' };
	static const uint8_t key[] = { 1, 2, 3, 4, 5, 6, 7 };
	struct vwlan_control c;
	const uint8_t *bytes;
	struct draft d;
	size_t length;

	draft_begin(&d, VWLAN_RESPONSE, VWLAN_CMD_SCAN);
	draft_add(&d, VWLAN_TLV_KEY, key, sizeof(key));
	draft_add(&d, VWLAN_TLV_REQUEST_IE, "", 0);
	draft_add(&d, VWLAN_TLV_IE, ie, sizeof(ie));
	cr_assert_eq(draft_decode(&d, &c), 0);
	cr_assert_eq(c.used, sizeof(key) + sizeof(ie));
	bytes = vwlan_control_bytes(&c, VWLAN_TLV_KEY, &length);
	cr_assert_eq(length, sizeof(key));
	cr_assert_arr_eq(bytes, key, sizeof(key));
	bytes = vwlan_control_bytes(&c, VWLAN_TLV_IE, &length);
	cr_assert_eq(length, sizeof(ie));
	cr_assert_arr_eq(bytes, ie, sizeof(ie));
	bytes = vwlan_control_bytes(&c, VWLAN_TLV_REQUEST_IE, &length);
	cr_assert_not_null(bytes);
	cr_assert_eq(length, 0);
	length = 1;
	cr_assert_null(vwlan_control_bytes(&c, VWLAN_TLV_FRAME, &length));
	cr_assert_eq(length, 0);
}

/* More rows than a struct vwlan_control has memory for. */
Test(message_decode, rows_have_a_limit)
{
	struct vwlan_control c;
	struct draft d;

	draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_SCAN);
	draft_add(&d, VWLAN_TLV_IE, value, 2048);
	draft_add(&d, VWLAN_TLV_BEACON_IE, value,
		  VWLAN_CONTROL_MEMORY - 2048);
	cr_assert_eq(draft_decode(&d, &c), 0);
	cr_assert_eq(c.used, VWLAN_CONTROL_MEMORY);
	draft_add(&d, VWLAN_TLV_REQUEST_IE, "", 0);
	cr_assert_eq(draft_decode(&d, &c), 0);
	draft_add(&d, VWLAN_TLV_FRAME, "x", 1);
	cr_assert_eq(draft_decode(&d, &c), -EBADMSG);
	assert_bare(&c);
}

Test(message_decode, responses_have_a_limit_of_their_own)
{
	struct vwlan_control c;
	struct draft d;
	uint8_t type;
	bool longer;

	for (type = VWLAN_COMMAND; type <= VWLAN_EVENT; type++) {
		/* This id needs no value, in any of the three. */
		draft_begin(&d, type, VWLAN_EVT_OVERRUN);
		draft_add(&d, VWLAN_TLV_IE, value,
			  VWLAN_RESPONSE_MAX - HEADER - 4);
		cr_assert_eq(d.length, VWLAN_RESPONSE_MAX);
		cr_assert_eq(draft_decode(&d, &c), 0);
		draft_add(&d, 999, "", 0);
		longer = type != VWLAN_RESPONSE;
		cr_assert_eq(draft_decode(&d, &c), longer ? 0 : -EPROTO,
			     "type %u", type);
	}
}

Test(message_decode, only_a_scan_has_several_ssids)
{
	struct vwlan_control c;
	struct draft d;
	unsigned int i;

	draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_SCAN);
	for (i = 1; i <= VWLAN_SCAN_SSIDS; i++) {
		draft_add(&d, VWLAN_TLV_SSID, "net", 3);
		cr_assert_eq(draft_decode(&d, &c), 0);
		cr_assert_eq(c.ssids, i);
	}
	draft_add(&d, VWLAN_TLV_SSID, "net", 3);
	cr_assert_eq(draft_decode(&d, &c), -EBADMSG);
	draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_CONNECT);
	draft_add(&d, VWLAN_TLV_SSID, "one", 3);
	cr_assert_eq(draft_decode(&d, &c), 0);
	draft_add(&d, VWLAN_TLV_SSID, "two", 3);
	cr_assert_eq(draft_decode(&d, &c), -EBADMSG);
}

/* A supplicant's commands end at a newline: none may get into one. */
Test(message_decode, passphrases_are_printable)
{
	struct vwlan_control c;
	char text[] = "pass phrase";
	struct draft d;
	int byte, rc;

	for (byte = 0; byte < 256; byte++) {
		text[4] = byte;
		draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_CONNECT);
		draft_add(&d, VWLAN_TLV_SSID, "net", 3);
		draft_add(&d, VWLAN_TLV_PASSPHRASE, text, 11);
		rc = draft_decode(&d, &c);
		cr_assert_eq(rc, byte >= 32 && byte < 127 ? 0 : -EBADMSG,
			     "%d", byte);
		if (rc == 0)
			cr_assert_str_eq(c.passphrase, text);
	}
}

Test(message_decode, unknown_values_are_passed_over)
{
	static const uint16_t unknown[] = {
		0, VWLAN_TLV_COUNT, VWLAN_TLV_COUNT + 1, 255, 256,
		256 + VWLAN_TLV_STATUS, 0x8000, UINT16_MAX,
	};
	struct vwlan_control c;
	struct draft d;
	size_t i;

	draft_begin(&d, VWLAN_EVENT, VWLAN_EVT_SCAN_DONE);
	for (i = 0; i < ARRAY_COUNT(unknown); i++)
		draft_add(&d, unknown[i], "whatever", i);
	draft_add(&d, VWLAN_TLV_STATUS, "\x0b\0\0", 4);
	cr_assert_eq(draft_decode(&d, &c), 0);
	assert_only(&c, VWLAN_TLV_STATUS);
	cr_assert_eq(c.number[VWLAN_TLV_STATUS], VWLAN_RFKILL);
}

#define NEEDS(...) { __VA_ARGS__, 0 }
#define NEEDS_MAX 6

/* Without which a message means nothing, a second time; 0 ends a row. */
static const uint16_t command_needs[VWLAN_CMD_COUNT][NEEDS_MAX] = {
	[VWLAN_CMD_HELLO] = NEEDS(VWLAN_TLV_VERSION, VWLAN_TLV_CAPABILITIES),
	[VWLAN_CMD_CONNECT] = NEEDS(VWLAN_TLV_SSID),
	[VWLAN_CMD_GET_BAND] = NEEDS(VWLAN_TLV_BAND),
	[VWLAN_CMD_SET_MAC] = NEEDS(VWLAN_TLV_MAC),
	[VWLAN_CMD_AUTHENTICATE] = NEEDS(VWLAN_TLV_BSSID,
					 VWLAN_TLV_FREQUENCY, VWLAN_TLV_SSID,
					 VWLAN_TLV_AUTH_TYPE),
	[VWLAN_CMD_ASSOCIATE] = NEEDS(VWLAN_TLV_BSSID, VWLAN_TLV_FREQUENCY,
				      VWLAN_TLV_SSID, VWLAN_TLV_ASSOCIATION),
	[VWLAN_CMD_DEAUTHENTICATE] = NEEDS(VWLAN_TLV_BSSID,
					   VWLAN_TLV_REASON),
	[VWLAN_CMD_DISASSOCIATE] = NEEDS(VWLAN_TLV_BSSID, VWLAN_TLV_REASON),
	[VWLAN_CMD_ADD_KEY] = NEEDS(VWLAN_TLV_KEY_INDEX, VWLAN_TLV_CIPHER,
				    VWLAN_TLV_KEY),
	[VWLAN_CMD_DELETE_KEY] = NEEDS(VWLAN_TLV_KEY_INDEX),
	[VWLAN_CMD_DEFAULT_KEY] = NEEDS(VWLAN_TLV_KEY_INDEX,
					VWLAN_TLV_KEY_DEFAULT),
	[VWLAN_CMD_AUTHORIZE] = NEEDS(VWLAN_TLV_MAC, VWLAN_TLV_AUTHORIZED),
	[VWLAN_CMD_SEND_EAPOL] = NEEDS(VWLAN_TLV_MAC, VWLAN_TLV_ETHERTYPE,
				       VWLAN_TLV_FRAME, VWLAN_TLV_COOKIE),
	[VWLAN_CMD_SEND_FRAME] = NEEDS(VWLAN_TLV_FRAME, VWLAN_TLV_COOKIE),
	[VWLAN_CMD_CANCEL_FRAME] = NEEDS(VWLAN_TLV_COOKIE),
	[VWLAN_CMD_REMAIN] = NEEDS(VWLAN_TLV_FREQUENCY, VWLAN_TLV_DURATION,
				   VWLAN_TLV_COOKIE),
	[VWLAN_CMD_CANCEL_REMAIN] = NEEDS(VWLAN_TLV_COOKIE),
	[VWLAN_CMD_GET_STATION] = NEEDS(VWLAN_TLV_BSSID),
	[VWLAN_CMD_POWER_SAVE] = NEEDS(VWLAN_TLV_POWER_SAVE),
	[VWLAN_CMD_SET_CQM] = NEEDS(VWLAN_TLV_THRESHOLDS,
				    VWLAN_TLV_HYSTERESIS),
	[VWLAN_CMD_SET_TX_POWER] = NEEDS(VWLAN_TLV_POWER_TYPE),
	[VWLAN_CMD_SET_PHY] = NEEDS(VWLAN_TLV_PHY_SETTINGS),
};

static const uint16_t event_needs[VWLAN_EVT_COUNT][NEEDS_MAX] = {
	[VWLAN_EVT_STATE] = NEEDS(VWLAN_TLV_STATE),
	[VWLAN_EVT_BSS] = NEEDS(VWLAN_TLV_BSSID, VWLAN_TLV_SSID),
	[VWLAN_EVT_SCAN_DONE] = NEEDS(VWLAN_TLV_STATUS),
	[VWLAN_EVT_SCAN_RESULT] = NEEDS(VWLAN_TLV_BSSID, VWLAN_TLV_FREQUENCY,
					VWLAN_TLV_SIGNAL,
					VWLAN_TLV_CAPABILITY,
					VWLAN_TLV_BEACON_INTERVAL),
	[VWLAN_EVT_AUTHENTICATED] = NEEDS(VWLAN_TLV_FRAME),
	[VWLAN_EVT_AUTH_TIMEOUT] = NEEDS(VWLAN_TLV_BSSID),
	[VWLAN_EVT_ASSOCIATED] = NEEDS(VWLAN_TLV_FRAME),
	[VWLAN_EVT_ASSOC_TIMEOUT] = NEEDS(VWLAN_TLV_BSSID),
	[VWLAN_EVT_DEAUTHENTICATED] = NEEDS(VWLAN_TLV_FRAME),
	[VWLAN_EVT_UNPROTECTED] = NEEDS(VWLAN_TLV_FRAME),
	[VWLAN_EVT_EAPOL] = NEEDS(VWLAN_TLV_MAC, VWLAN_TLV_ETHERTYPE,
				  VWLAN_TLV_FRAME),
	[VWLAN_EVT_EAPOL_STATUS] = NEEDS(VWLAN_TLV_COOKIE, VWLAN_TLV_ACK),
	[VWLAN_EVT_FRAME] = NEEDS(VWLAN_TLV_FRAME, VWLAN_TLV_FREQUENCY,
				  VWLAN_TLV_SIGNAL),
	[VWLAN_EVT_FRAME_STATUS] = NEEDS(VWLAN_TLV_COOKIE, VWLAN_TLV_ACK),
	[VWLAN_EVT_REMAIN_BEGIN] = NEEDS(VWLAN_TLV_COOKIE,
					 VWLAN_TLV_FREQUENCY,
					 VWLAN_TLV_DURATION),
	[VWLAN_EVT_REMAIN_END] = NEEDS(VWLAN_TLV_COOKIE,
				       VWLAN_TLV_FREQUENCY),
	[VWLAN_EVT_CQM] = NEEDS(VWLAN_TLV_CQM_EVENT),
	[VWLAN_EVT_CHANNEL_SWITCH] = NEEDS(VWLAN_TLV_CHANNEL),
	[VWLAN_EVT_CONNECTED] = NEEDS(VWLAN_TLV_STATUS_CODE),
	[VWLAN_EVT_ROAMED] = NEEDS(VWLAN_TLV_BSSID),
	[VWLAN_EVT_DISCONNECTED] = NEEDS(VWLAN_TLV_REASON),
	[VWLAN_EVT_MIC_FAILURE] = NEEDS(VWLAN_TLV_MAC, VWLAN_TLV_KEY_INDEX,
					VWLAN_TLV_KEY_TYPE),
};

static void draft_add_smallest(struct draft *d, uint16_t type)
{
	draft_add(d, type, value, tlv_shape_of(type).min);
}

/* With each choice of what it needs, and @also: only all of them do. */
static void assert_needs(uint8_t type, uint16_t id, const uint16_t *needs,
			 uint16_t also)
{
	struct vwlan_control c;
	unsigned int given, all, count = 0, i;
	struct draft d;

	while (needs[count])
		count++;
	all = (1u << count) - 1;
	for (given = 0; given <= all; given++) {
		draft_begin(&d, type, id);
		for (i = 0; i < count; i++)
			if (given & 1u << i)
				draft_add_smallest(&d, needs[i]);
		if (also)
			draft_add_smallest(&d, also);
		cr_assert_eq(draft_decode(&d, &c),
			     given == all ? 0 : -ENODATA,
			     "type %u, id %u, of %u values %x", type, id,
			     count, given);
	}
}

Test(message_decode, required_values_must_be_there)
{
	static const uint16_t nothing[] = { 0 };
	unsigned int id;

	for (id = 1; id < VWLAN_CMD_COUNT; id++) {
		assert_needs(VWLAN_COMMAND, id, command_needs[id], 0);
		/* A refusal has none. */
		assert_needs(VWLAN_RESPONSE, id, nothing, 0);
	}
	for (id = 1; id < VWLAN_EVT_COUNT; id++)
		if (id != VWLAN_EVT_SCAN_RESULT)
			assert_needs(VWLAN_EVENT, id, event_needs[id], 0);
}

Test(message_decode, an_access_point_has_elements)
{
	const uint16_t *needs = event_needs[VWLAN_EVT_SCAN_RESULT];
	struct vwlan_control c;
	struct draft d;

	assert_needs(VWLAN_EVENT, VWLAN_EVT_SCAN_RESULT, needs, VWLAN_TLV_IE);
	assert_needs(VWLAN_EVENT, VWLAN_EVT_SCAN_RESULT, needs,
		     VWLAN_TLV_BEACON_IE);
	draft_begin(&d, VWLAN_EVENT, VWLAN_EVT_SCAN_RESULT);
	for (; *needs; needs++)
		draft_add_smallest(&d, *needs);
	cr_assert_eq(draft_decode(&d, &c), -ENODATA);
}
