// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages that no good peer sends, and the way through the ring. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "random.h"
#include "vwlan_message.h"

#define HEADER sizeof(struct vwlan_message)

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

	memset(&bare, 0, sizeof(bare));
	bare.type = c->type;
	bare.status = c->status;
	bare.id = c->id;
	bare.domid = c->domid;
	bare.vr = c->vr;
	bare.seq = c->seq;
	bare.generation = c->generation;
	cr_assert_eq(memcmp(c, &bare, sizeof(bare)), 0);
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

struct shape {
	unsigned int min, max;
};

/* What vwlan_abi.h says of each, a second time. */
static struct shape shape_of(unsigned int type)
{
	switch (type) {
	case VWLAN_TLV_MAC:
	case VWLAN_TLV_BSSID:
		return (struct shape){ 6, 6 };
	case VWLAN_TLV_SSID:
		return (struct shape){ 0, 32 };
	case VWLAN_TLV_PASSPHRASE:
		return (struct shape){ 8, 63 };
	}
	return (struct shape){ 4, 4 };
}

Test(message_decode, every_value_has_its_length)
{
	struct vwlan_control c;
	uint8_t value[100];
	struct shape shape;
	struct draft d;
	unsigned int type, length;
	int rc;

	memset(value, 'x', sizeof(value));
	for (type = 1; type < VWLAN_TLV_COUNT; type++) {
		shape = shape_of(type);
		for (length = 0; length <= sizeof(value); length++) {
			draft_begin(&d, VWLAN_RESPONSE, VWLAN_CMD_SCAN);
			draft_add(&d, type, value, length);
			rc = draft_decode(&d, &c);
			if (length >= shape.min && length <= shape.max) {
				cr_assert_eq(rc, 0, "%u: %u", type, length);
				cr_assert_eq(c.present, 1u << type);
				continue;
			}
			cr_assert_eq(rc, -EBADMSG, "%u: %u", type, length);
			assert_bare(&c);
		}
	}
}

Test(message_decode, no_value_comes_twice)
{
	struct vwlan_control c;
	uint8_t value[8];
	struct draft d;
	unsigned int type;

	memset(value, 'x', sizeof(value));
	for (type = 1; type < VWLAN_TLV_COUNT; type++) {
		draft_begin(&d, VWLAN_COMMAND, VWLAN_CMD_DISCONNECT);
		draft_add(&d, type, value, shape_of(type).max < 8 ?
			  shape_of(type).max : 8);
		cr_assert_eq(draft_decode(&d, &c), 0);
		draft_add(&d, type, value, shape_of(type).max < 8 ?
			  shape_of(type).max : 8);
		cr_assert_eq(draft_decode(&d, &c), -EBADMSG, "%u", type);
		assert_bare(&c);
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
	static const uint16_t unknown[] = { 0, VWLAN_TLV_COUNT, 31, 32, 33,
					    0x8000, UINT16_MAX };
	struct vwlan_control c;
	struct draft d;
	size_t i;

	draft_begin(&d, VWLAN_EVENT, VWLAN_EVT_SCAN_DONE);
	for (i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		draft_add(&d, unknown[i], "whatever", i);
	draft_add(&d, VWLAN_TLV_STATUS, "\x0b\0\0", 4);
	cr_assert_eq(draft_decode(&d, &c), 0);
	cr_assert_eq(c.present, 1u << VWLAN_TLV_STATUS);
	cr_assert_eq(c.number[VWLAN_TLV_STATUS], VWLAN_RFKILL);
}

static void assert_needs(uint8_t type, uint16_t id, const uint16_t *needs,
			 size_t count)
{
	static const char value[8] = "xxxxxxx";
	struct vwlan_control c;
	struct draft d;
	unsigned int given;
	size_t i;

	for (given = 0; given < 1u << count; given++) {
		draft_begin(&d, type, id);
		for (i = 0; i < count; i++)
			if (given & 1u << i)
				draft_add(&d, needs[i], value,
					  shape_of(needs[i]).max < 8 ?
					  shape_of(needs[i]).max : 7);
		cr_assert_eq(draft_decode(&d, &c),
			     given + 1 == 1u << count ? 0 : -ENODATA);
	}
}

Test(message_decode, required_values_must_be_there)
{
	static const uint16_t hello[] = { VWLAN_TLV_VERSION,
					  VWLAN_TLV_CAPABILITIES };
	static const uint16_t connect[] = { VWLAN_TLV_SSID };
	static const uint16_t state[] = { VWLAN_TLV_STATE };
	static const uint16_t bss[] = { VWLAN_TLV_BSSID, VWLAN_TLV_SSID };
	static const uint16_t done[] = { VWLAN_TLV_STATUS };

	assert_needs(VWLAN_COMMAND, VWLAN_CMD_HELLO, hello, 2);
	assert_needs(VWLAN_COMMAND, VWLAN_CMD_CONNECT, connect, 1);
	assert_needs(VWLAN_EVENT, VWLAN_EVT_STATE, state, 1);
	assert_needs(VWLAN_EVENT, VWLAN_EVT_BSS, bss, 2);
	assert_needs(VWLAN_EVENT, VWLAN_EVT_SCAN_DONE, done, 1);
}

/* ------------------------------------------------------------------ */

static void control_make(struct random *r, struct vwlan_control *c)
{
	char text[VWLAN_PASSPHRASE_MAX];
	uint8_t bytes[VWLAN_SSID_MAX];
	unsigned int type, i, count;

	memset(c, 0, sizeof(*c));
	c->type = VWLAN_COMMAND;
	c->id = VWLAN_CMD_SCAN;
	c->domid = random_next(r);
	c->vr = random_next(r);
	c->seq = random_next(r);
	c->generation = random_next(r);
	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		if (shape_of(type).min == 4 && random_below(r, 2))
			vwlan_control_set(c, type, random_next(r));
	random_fill(r, bytes, sizeof(bytes));
	if (random_below(r, 2))
		vwlan_control_set_mac(c, bytes);
	if (random_below(r, 2))
		vwlan_control_set_bssid(c, bytes + 6);
	count = random_below(r, VWLAN_SCAN_SSIDS + 1);
	for (i = 0; i < count; i++) {
		random_fill(r, bytes, sizeof(bytes));
		vwlan_control_add_ssid(c, bytes, random_below(r, 33));
	}
	for (i = 0; i < sizeof(text); i++)
		text[i] = ' ' + random_below(r, 95);
	if (random_below(r, 2))
		vwlan_control_set_passphrase(c, text,
					     8 + random_below(r, 56));
}

Test(message_decode, what_went_in_comes_out)
{
	struct vwlan_control in, out;
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	struct random r;
	int i, length;

	random_init(&r);
	for (i = 0; i < 50000; i++) {
		control_make(&r, &in);
		length = vwlan_message_encode(&in, bytes);
		cr_assert_leq(length, (int)VWLAN_RESPONSE_MAX, "seed %lu",
			      r.seed);
		memset(&out, 0xee, sizeof(out));
		cr_assert_eq(vwlan_message_decode(&out, bytes, length), 0,
			     "seed %lu", r.seed);
		cr_assert_eq(memcmp(&in, &out, sizeof(in)), 0, "seed %lu",
			     r.seed);
	}
}

Test(message_decode, setters_refuse_what_does_not_fit)
{
	struct vwlan_control c;
	char text[VWLAN_PASSPHRASE_MAX + 1];

	memset(&c, 0, sizeof(c));
	memset(text, 'x', sizeof(text));
	cr_assert_eq(vwlan_control_add_ssid(&c, text, 33), -E2BIG);
	cr_assert_eq(vwlan_control_set_passphrase(&c, text, 7), -EINVAL);
	cr_assert_eq(vwlan_control_set_passphrase(&c, text, 64), -EINVAL);
	cr_assert_eq(c.present, 0);
	cr_assert_eq(vwlan_control_set_passphrase(&c, text, 63), 0);
	cr_assert_eq(strlen(c.passphrase), 63);
}
