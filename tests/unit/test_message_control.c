// SPDX-License-Identifier: GPL-2.0-or-later
/* Putting a message together, and looking at one that others made. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "tlv_shape.h"
#include "vwlan_message.h"

static const char value[2400];

static void control_begin(struct vwlan_control *c, uint8_t type, uint16_t id)
{
	memset(c, 0xee, sizeof(*c));
	vwlan_control_clear(c);
	c->type = type;
	c->id = id;
}

/* It is as it was. */
static void assert_unchanged(const struct vwlan_control *c,
			     const struct vwlan_control *before)
{
	cr_assert_eq(memcmp(c, before, sizeof(*c)), 0);
}

Test(message_control, names_that_do_not_fit_are_refused)
{
	struct vwlan_control c, before;
	char text[VWLAN_PASSPHRASE_MAX + 1];

	control_begin(&c, VWLAN_COMMAND, VWLAN_CMD_SCAN);
	before = c;
	memset(text, 'x', sizeof(text));
	cr_assert_eq(vwlan_control_add_ssid(&c, text, 33), -E2BIG);
	cr_assert_eq(vwlan_control_set_passphrase(&c, text, 7), -EINVAL);
	cr_assert_eq(vwlan_control_set_passphrase(&c, text, 64), -EINVAL);
	text[5] = '\n';
	cr_assert_eq(vwlan_control_set_passphrase(&c, text, 20), -EINVAL);
	text[5] = 'x';
	assert_unchanged(&c, &before);
	cr_assert_eq(vwlan_control_set_passphrase(&c, text, 63), 0);
	cr_assert_eq(strlen(c.passphrase), 63);
}

Test(message_control, rows_that_do_not_fit_are_refused)
{
	struct vwlan_control c, before;
	unsigned int type, length;
	bool fits;

	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		for (length = 0; length <= sizeof(value); length++) {
			control_begin(&c, VWLAN_COMMAND, VWLAN_CMD_SCAN);
			before = c;
			fits = tlv_is_row(type) &&
			       tlv_shape_fits(type, length);
			cr_assert_eq(vwlan_control_set_bytes(&c, type, value,
							     length),
				     fits ? 0 : -EINVAL, "%u: %u", type,
				     length);
			cr_assert_eq(vwlan_control_has(&c, type), fits);
			if (!fits)
				assert_unchanged(&c, &before);
		}
}

Test(message_control, memory_is_full)
{
	struct vwlan_control c, before;
	size_t length;

	control_begin(&c, VWLAN_EVENT, VWLAN_EVT_ASSOCIATED);
	cr_assert_eq(vwlan_control_set_bytes(&c, VWLAN_TLV_FRAME, value,
					     VWLAN_MANAGEMENT_MAX), 0);
	before = c;
	length = VWLAN_CONTROL_MEMORY - VWLAN_MANAGEMENT_MAX;
	cr_assert_eq(vwlan_control_set_bytes(&c, VWLAN_TLV_REQUEST_IE, value,
					     length + 1), -EMSGSIZE);
	assert_unchanged(&c, &before);
	cr_assert_eq(vwlan_control_set_bytes(&c, VWLAN_TLV_REQUEST_IE, value,
					     length), 0);
	cr_assert_eq(vwlan_control_size(&c), sizeof(c));
	cr_assert_eq(vwlan_control_set_bytes(&c, VWLAN_TLV_IE, value, 0), 0);
	cr_assert_eq(vwlan_control_set_bytes(&c, VWLAN_TLV_BEACON_IE, value,
					     1), -EMSGSIZE);
}

static void secret_make(struct vwlan_control *c)
{
	control_begin(c, VWLAN_COMMAND, VWLAN_CMD_ADD_KEY);
	vwlan_control_set_bytes(c, VWLAN_TLV_KEY, "secret", 6);
	vwlan_control_set_passphrase(c, "secret too", 10);
}

Test(message_control, clear_forgets_values)
{
	struct vwlan_control c, cleared;

	secret_make(&c);
	memset(&cleared, 0, sizeof(cleared));
	vwlan_control_clear(&c);
	cr_assert_eq(memcmp(&c, &cleared, vwlan_control_size(&cleared)), 0);
}

Test(message_control, wipe_leaves_nothing)
{
	struct vwlan_control c, wiped;

	secret_make(&c);
	memset(&wiped, 0, sizeof(wiped));
	vwlan_control_wipe(&c);
	cr_assert_eq(memcmp(&c, &wiped, sizeof(c)), 0);
}

/* ------------------------------------------------------------------ */

static void good_make(struct vwlan_control *c)
{
	control_begin(c, VWLAN_COMMAND, VWLAN_CMD_SCAN);
	vwlan_control_add_ssid(c, "one", 3);
	vwlan_control_add_ssid(c, "two", 3);
	vwlan_control_set_bytes(c, VWLAN_TLV_IE, "12345678", 8);
	vwlan_control_set_bytes(c, VWLAN_TLV_MAC_MASK, "123456", 6);
}

/* What no decoded message is: each of these must be refused. */
#define BAD(change) do { \
	struct vwlan_control c; \
	good_make(&c); \
	cr_assert_eq(vwlan_control_check(&c), 0); \
	change; \
	cr_assert_eq(vwlan_control_check(&c), -EBADMSG, #change); \
} while (0)

Test(message_control, check_of_the_header)
{
	BAD(c.type = 0);
	BAD(c.type = VWLAN_EVENT + 1);
	BAD(c.id = 0);
	BAD(c.id = VWLAN_CMD_COUNT);
	BAD(c.status = VWLAN_RATE);
	BAD(c.type = VWLAN_RESPONSE; c.ssids = 1;
	    c.status = VWLAN_STATUS_COUNT);
	BAD(c.type = VWLAN_EVENT; c.id = VWLAN_EVT_OVERRUN; c.ssids = 1;
	    c.status = VWLAN_RATE);
}

Test(message_control, check_of_names)
{
	BAD(c.present[VWLAN_TLV_SSID] = 0);
	BAD(c.present[VWLAN_TLV_SSID] = 2);
	BAD(c.ssids = 0);
	BAD(c.ssids = VWLAN_SCAN_SSIDS + 1);
	BAD(c.ssid[1].length = 33);
	BAD(c.id = VWLAN_CMD_CONNECT);
	BAD(c.present[VWLAN_TLV_PASSPHRASE] = 1);
	BAD(cr_assert_eq(vwlan_control_set_passphrase(&c, "a phrase", 8), 0);
	    c.passphrase[8] = 'x');
	BAD(c.passphrase_length = 64);
}

Test(message_control, check_of_rows)
{
	BAD(c.present[0] = 1);
	BAD(c.used = 13);
	BAD(c.used = 15);
	BAD(c.used = VWLAN_CONTROL_MEMORY + 1);
	BAD(c.present[VWLAN_TLV_IE] = 0);
	BAD(c.bytes[VWLAN_TLV_IE].at = 7);
	BAD(c.bytes[VWLAN_TLV_IE].at = 0xffff);
	BAD(c.bytes[VWLAN_TLV_IE].length = 0xffff);
	/* Of a shape that the value can't have. */
	BAD(c.bytes[VWLAN_TLV_IE].length = 9;
	    c.bytes[VWLAN_TLV_MAC_MASK].length = 5);
	/* A second value in the same place. */
	BAD(c.present[VWLAN_TLV_REQUEST_IE] = 1;
	    c.bytes[VWLAN_TLV_REQUEST_IE].length = 8);
	/* All in order but for the memory's end. */
	BAD(c.bytes[VWLAN_TLV_IE].length = 2048;
	    c.present[VWLAN_TLV_FRAME] = 1;
	    c.bytes[VWLAN_TLV_FRAME].at = 2048;
	    c.bytes[VWLAN_TLV_FRAME].length = 2304;
	    c.bytes[VWLAN_TLV_MAC_MASK].at = 2048 + 2304;
	    c.used = 2048 + 2304 + 6);
}

Test(message_control, check_of_a_responses_length)
{
	struct vwlan_control c;
	unsigned int length;

	for (length = VWLAN_RESPONSE_MAX - 60; length < VWLAN_RESPONSE_MAX;
	     length++) {
		control_begin(&c, VWLAN_RESPONSE, VWLAN_CMD_SCAN);
		vwlan_control_add_ssid(&c, "four", 4);
		vwlan_control_set_passphrase(&c, "a phrase", 8);
		vwlan_control_set(&c, VWLAN_TLV_STATE, 1);
		vwlan_control_set_bytes(&c, VWLAN_TLV_IE, value, length);
		/* Of the header, SSID, PASSPHRASE, STATE, IE. */
		cr_assert_eq(vwlan_control_check(&c),
			     16 + 8 + 12 + 8 + 4 + (length + 3) / 4 * 4 <=
			     VWLAN_RESPONSE_MAX ? 0 : -EBADMSG, "%u", length);
		c.type = VWLAN_COMMAND;
		cr_assert_eq(vwlan_control_check(&c), 0);
	}
}
