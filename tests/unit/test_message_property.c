// SPDX-License-Identifier: GPL-2.0-or-later
/* What holds for every message, tried on many that nobody thought of. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "../control_same.h"
#include "random.h"
#include "tlv_shape.h"

#define ROUNDS 50000
#define MESSAGE_IDS 256	/* more than there are of any type */

static unsigned int ids_of(unsigned int type)
{
	return type == VWLAN_EVENT ? VWLAN_EVT_COUNT : VWLAN_CMD_COUNT;
}

static uint16_t length_make(struct random *r, unsigned int type)
{
	struct tlv_shape shape = tlv_shape_of(type);
	unsigned int most = shape.max;

	/* Mostly short, or else no more than two would find room. */
	if (most > shape.min + 64 && random_below(r, 8))
		most = shape.min + 64;
	most -= (most - shape.min) % shape.each;
	return shape.min + random_below(r, (most - shape.min) / shape.each +
					1) * shape.each;
}

static void rows_make(struct random *r, struct vwlan_control *c)
{
	uint8_t bytes[VWLAN_CONTROL_MEMORY];
	unsigned int type;
	uint16_t length;
	int rc;

	for (type = 1; type < VWLAN_TLV_COUNT; type++) {
		if (!tlv_is_row(type) || random_below(r, 3))
			continue;
		length = length_make(r, type);
		random_fill(r, bytes, length);
		rc = vwlan_control_set_bytes(c, type, bytes, length);
		cr_assert(rc == 0 || rc == -EMSGSIZE, "seed %lu", r->seed);
		cr_assert_eq(rc == 0, vwlan_control_has(c, type));
	}
}

static void names_make(struct random *r, struct vwlan_control *c)
{
	bool scan = c->type == VWLAN_COMMAND && c->id == VWLAN_CMD_SCAN;
	unsigned int count = random_below(r, scan ? VWLAN_SCAN_SSIDS + 1 : 2);
	char text[VWLAN_PASSPHRASE_MAX];
	uint8_t bytes[VWLAN_SSID_MAX];
	unsigned int i;

	random_fill(r, bytes, sizeof(bytes));
	if (random_below(r, 4))
		vwlan_control_set_mac(c, bytes);
	if (random_below(r, 4))
		vwlan_control_set_bssid(c, bytes + 6);
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

/* Only what the setters allow; what it needs may be missing. */
static void control_make(struct random *r, struct vwlan_control *c)
{
	unsigned int type;

	memset(c, 0xee, sizeof(*c));
	vwlan_control_clear(c);
	c->type = VWLAN_COMMAND + random_below(r, 3);
	c->id = 1 + random_below(r, ids_of(c->type) - 1);
	if (c->type == VWLAN_RESPONSE)
		c->status = random_below(r, VWLAN_STATUS_COUNT);
	c->domid = random_next(r);
	c->vr = random_next(r);
	c->seq = random_next(r);
	c->generation = random_next(r);
	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		if (tlv_is_number(type) && random_below(r, 4))
			vwlan_control_set(c, type, random_next(r));
	names_make(r, c);
	rows_make(r, c);
}

static void control_pass(const struct vwlan_control *in,
			 struct vwlan_control *out, uint64_t seed)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	int length = vwlan_message_encode(in, bytes);

	cr_assert_leq(length, in->type == VWLAN_RESPONSE ?
		      (int)VWLAN_RESPONSE_MAX : (int)VWLAN_MESSAGE_MAX,
		      "seed %lu", seed);
	memset(out, 0xee, sizeof(*out));
	cr_assert_eq(vwlan_message_decode(out, bytes, length), 0, "seed %lu",
		     seed);
}

Test(message_property, what_went_in_comes_out)
{
	bool passed[VWLAN_EVENT + 1][MESSAGE_IDS] = { { false } };
	struct vwlan_control in, out;
	unsigned int type, i;
	struct random r;

	random_init(&r);
	for (i = 0; i < ROUNDS; i++) {
		control_make(&r, &in);
		if (vwlan_control_check(&in))
			continue;
		passed[in.type][in.id] = true;
		control_pass(&in, &out, r.seed);
		cr_assert_eq(in.used, out.used, "seed %lu", r.seed);
		cr_assert_eq(memcmp(&in, &out, vwlan_control_size(&in)), 0,
			     "seed %lu", r.seed);
	}
	for (type = VWLAN_COMMAND; type <= VWLAN_EVENT; type++)
		for (i = 1; i < ids_of(type); i++)
			cr_assert(passed[type][i], "type %u, id %u: none "
				  "was good, seed %lu", type, i, r.seed);
}

static unsigned int type_pick(struct random *r, bool (*fits)(unsigned int))
{
	unsigned int type;

	do {
		type = random_below(r, VWLAN_TLV_COUNT);
	} while (fits && !fits(type));
	return type;
}

/* Something small, or something near a limit, or anything. */
static uint32_t number_pick(struct random *r)
{
	static const uint32_t near[] = { 16, 32, 63, 255, 1024, 2048,
					 VWLAN_CONTROL_MEMORY, 0xffff };

	if (random_below(r, 2))
		return random_below(r, 3);
	return near[random_below(r, 8)] + random_below(r, 3) - 1;
}

/* As a worker might that was taken over. */
static void control_change(struct random *r, struct vwlan_control *c)
{
	struct vwlan_bytes *row = &c->bytes[type_pick(r, tlv_is_row)];

	switch (random_below(r, 12)) {
	case 0:
		c->type = number_pick(r);
		break;
	case 1:
		c->status = number_pick(r);
		break;
	case 2:
		c->id = random_below(r, 40);
		break;
	case 3:
		c->present[type_pick(r, NULL)] ^= 1;
		break;
	case 4:
		c->present[type_pick(r, NULL)] = number_pick(r);
		break;
	case 5:
		c->ssids = number_pick(r);
		break;
	case 6:
		c->ssid[random_below(r, 4)].length = number_pick(r);
		break;
	case 7:
		c->passphrase_length = number_pick(r);
		break;
	case 8:
		c->passphrase[random_below(r, 64)] = random_next(r);
		break;
	case 9:
		c->used = random_below(r, 2) ? number_pick(r) :
			  c->used + random_below(r, 9) - 4;
		break;
	case 10:
		row->at = random_below(r, 2) ? number_pick(r) :
			  random_below(r, c->used + 1u);
		break;
	case 11:
		row->length = random_below(r, 2) ? number_pick(r) :
			      row->length + random_below(r, 9) - 4;
		break;
	}
}

Test(message_property, what_passes_the_check_can_be_sent)
{
	unsigned int passed = 0, refused = 0, changes, i;
	struct vwlan_control in, out;
	struct random r;

	random_init(&r);
	for (i = 0; i < ROUNDS; i++) {
		control_make(&r, &in);
		for (changes = random_below(&r, 4); changes > 0; changes--)
			control_change(&r, &in);
		if (vwlan_control_check(&in)) {
			refused++;
			continue;
		}
		passed++;
		control_pass(&in, &out, r.seed);
		cr_assert(control_same(&in, &out), "seed %lu", r.seed);
	}
	cr_assert_gt(passed, ROUNDS / 20);
	cr_assert_gt(refused, ROUNDS / 20);
}

/* ------------------------------------------------------------------ */

static uint32_t padded(uint32_t length)
{
	return (length + 3) & ~3u;
}

/* No choice of values is longer: all, each with the most padding. */
Test(message_property, no_message_is_too_long)
{
	uint32_t length = sizeof(struct vwlan_message) + VWLAN_CONTROL_MEMORY;
	unsigned int type;

	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		if (tlv_is_row(type))
			length += 4 + 3;
		else
			length += (4 + padded(tlv_shape_of(type).max)) *
				  (type == VWLAN_TLV_SSID ? VWLAN_SCAN_SSIDS :
							    1);
	cr_assert_leq(length, VWLAN_MESSAGE_MAX, "%u", length);
}

/* The length up to three bytes above the least that wastes most of them. */
static unsigned int length_wasteful(unsigned int type)
{
	unsigned int length, best = tlv_shape_of(type).min;

	for (length = best; length < tlv_shape_of(type).min + 4; length++)
		if (tlv_shape_fits(type, length) &&
		    padded(length) - length > padded(best) - best)
			best = length;
	return best;
}

static void largest_make(struct vwlan_control *c)
{
	static const uint8_t bytes[VWLAN_CONTROL_MEMORY];
	unsigned int type, length, left = VWLAN_CONTROL_MEMORY, i;

	vwlan_control_clear(c);
	c->type = VWLAN_COMMAND;
	c->id = VWLAN_CMD_SCAN;
	for (i = 0; i < VWLAN_SCAN_SSIDS; i++)
		vwlan_control_add_ssid(c, bytes, VWLAN_SSID_MAX);
	vwlan_control_set_mac(c, bytes);
	vwlan_control_set_bssid(c, bytes);
	vwlan_control_set_passphrase(c, "0123456789abcdef0123456789abcdef"
				     "0123456789abcdef0123456789abcde", 63);
	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		if (tlv_is_row(type) && type != VWLAN_TLV_FRAME)
			left -= length_wasteful(type);
	for (type = 1; type < VWLAN_TLV_COUNT; type++) {
		length = type == VWLAN_TLV_IE ? left - VWLAN_MANAGEMENT_MAX +
			 length_wasteful(type) : length_wasteful(type);
		if (type == VWLAN_TLV_FRAME)
			length = VWLAN_MANAGEMENT_MAX;
		if (tlv_is_row(type))
			cr_assert_eq(vwlan_control_set_bytes(c, type, bytes,
							     length), 0);
		else if (tlv_is_number(type))
			vwlan_control_set(c, type, UINT32_MAX);
	}
}

Test(message_property, the_largest_message_passes)
{
	struct vwlan_control in, out;
	unsigned int type;

	largest_make(&in);
	cr_assert_eq(in.used, VWLAN_CONTROL_MEMORY);
	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		cr_assert(vwlan_control_has(&in, type), "%u", type);
	cr_assert_eq(vwlan_control_check(&in), 0);
	control_pass(&in, &out, 0);
	cr_assert_eq(memcmp(&in, &out, vwlan_control_size(&in)), 0);
}

static void answer_fill(struct vwlan_control *c, unsigned int type)
{
	static const uint8_t bytes[VWLAN_RESPONSE_MAX];

	if (type == VWLAN_TLV_MAC)
		vwlan_control_set_mac(c, bytes);
	else if (type == VWLAN_TLV_BSSID)
		vwlan_control_set_bssid(c, bytes);
	else if (type == VWLAN_TLV_SSID)
		vwlan_control_add_ssid(c, bytes, VWLAN_SSID_MAX);
	else if (tlv_is_number(type))
		vwlan_control_set(c, type, UINT32_MAX);
	else
		cr_assert_eq(vwlan_control_set_bytes(c, type, bytes,
				tlv_shape_of(type).max), 0);
}

/* Room for a response is kept before what it will be is known. */
Test(message_property, the_largest_answers_are_responses)
{
	static const struct answer {
		uint16_t id;
		uint8_t values[12];
	} answers[] = {
		{ VWLAN_CMD_HELLO, { VWLAN_TLV_VERSION,
				     VWLAN_TLV_CAPABILITIES, VWLAN_TLV_MAC,
				     VWLAN_TLV_MODE } },
		{ VWLAN_CMD_GET_STATE, { VWLAN_TLV_STATE, VWLAN_TLV_STATUS,
					 VWLAN_TLV_REASON, VWLAN_TLV_SSID,
					 VWLAN_TLV_BSSID, VWLAN_TLV_FREQUENCY,
					 VWLAN_TLV_SIGNAL, VWLAN_TLV_TX_RATE,
					 VWLAN_TLV_RX_RATE, VWLAN_TLV_CIPHER,
					 VWLAN_TLV_AKM } },
		{ VWLAN_CMD_GET_PHY, { VWLAN_TLV_PHY, VWLAN_TLV_CIPHERS } },
		{ VWLAN_CMD_GET_BAND, { VWLAN_TLV_CHANNELS, VWLAN_TLV_RATES,
					VWLAN_TLV_HT_CAPABILITY,
					VWLAN_TLV_VHT_CAPABILITY,
					VWLAN_TLV_HE_CAPABILITY } },
		{ VWLAN_CMD_GET_STATION, { VWLAN_TLV_STATION } },
		{ VWLAN_CMD_GET_TX_POWER, { VWLAN_TLV_TX_POWER } },
		{ VWLAN_CMD_GET_CHANNEL, { VWLAN_TLV_CHANNEL } },
	};
	struct vwlan_control in, out;
	const uint8_t *value;
	size_t i;

	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		vwlan_control_clear(&in);
		in.type = VWLAN_RESPONSE;
		in.id = answers[i].id;
		for (value = answers[i].values; *value; value++)
			answer_fill(&in, *value);
		cr_assert_eq(vwlan_control_check(&in), 0, "%u", in.id);
		control_pass(&in, &out, 0);
		cr_assert(control_same(&in, &out), "%u", in.id);
	}
}
