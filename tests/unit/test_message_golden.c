// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"

static const struct golden *const tables[] = {
	golden_managed, golden_commands, golden_answers, golden_events,
};

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int hex_decode(const char *hex, uint8_t *to)
{
	unsigned int byte;
	int length = 0;

	for (;; hex += 2) {
		while (isspace((unsigned char)*hex))
			hex++;
		if (sscanf(hex, "%2x", &byte) != 1)
			return length;
		to[length++] = byte;
	}
}

static int value_give(struct vwlan_control *c, const struct golden_value *v)
{
	switch (v->tlv) {
	case VWLAN_TLV_MAC:
		vwlan_control_set_mac(c, v->bytes);
		return 0;
	case VWLAN_TLV_BSSID:
		vwlan_control_set_bssid(c, v->bytes);
		return 0;
	case VWLAN_TLV_SSID:
		return vwlan_control_add_ssid(c, v->bytes, v->length);
	case VWLAN_TLV_PASSPHRASE:
		return vwlan_control_set_passphrase(c, v->bytes, v->length);
	default:
		break;
	}
	if (v->bytes)
		return vwlan_control_set_bytes(c, v->tlv, v->bytes,
					       v->length);
	vwlan_control_set(c, v->tlv, v->number);
	return 0;
}

static void golden_head(const struct golden *g, struct vwlan_control *c)
{
	vwlan_control_clear(c);
	c->type = g->type;
	c->status = g->status;
	c->id = g->id;
	c->domid = 0x0102;
	c->vr = 0x0304;
	c->seq = g->type == VWLAN_EVENT ? 0 : 0x0506;
	c->generation = 0x0708090a;
}

static void golden_make(const struct golden *g, struct vwlan_control *c)
{
	const struct golden_value *v;

	golden_head(g, c);
	for (v = g->value; v->tlv; v++)
		cr_assert_eq(value_give(c, v), 0, "%s: value %u", g->name,
			     v->tlv);
}

/* The values in no order that a message has; but SSIDs keep theirs. */
static void golden_make_backwards(const struct golden *g,
				  struct vwlan_control *c)
{
	const struct golden_value *v = g->value, *ssid;

	golden_head(g, c);
	while (v->tlv)
		v++;
	while (v-- > g->value)
		if (v->tlv != VWLAN_TLV_SSID)
			cr_assert_eq(value_give(c, v), 0);
	for (ssid = g->value; ssid->tlv; ssid++)
		if (ssid->tlv == VWLAN_TLV_SSID)
			cr_assert_eq(value_give(c, ssid), 0);
}

static void golden_assert(const struct golden *g,
			  const struct vwlan_control *c)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX], expected[VWLAN_MESSAGE_MAX];
	int length;

	memset(bytes, 0xee, sizeof(bytes));
	length = vwlan_message_encode(c, bytes);
	cr_assert_eq(length, hex_decode(g->hex, expected), "%s", g->name);
	cr_assert_arr_eq(bytes, expected, length, "%s", g->name);
}

static void golden_encode(const struct golden *g)
{
	struct vwlan_control c;

	golden_make(g, &c);
	cr_assert_eq(vwlan_control_check(&c), 0, "%s", g->name);
	golden_assert(g, &c);
	golden_make_backwards(g, &c);
	cr_assert_eq(vwlan_control_check(&c), 0, "%s", g->name);
	golden_assert(g, &c);
}

static void golden_decode(const struct golden *g)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	struct vwlan_control expected, c;
	int length, rc;

	golden_make(g, &expected);
	length = hex_decode(g->hex, bytes);
	memset(&c, 0xee, sizeof(c));
	rc = vwlan_message_decode(&c, bytes, length);
	cr_assert_eq(rc, 0, "%s: %d", g->name, rc);
	cr_assert_eq(c.used, expected.used, "%s", g->name);
	cr_assert_eq(memcmp(&c, &expected, vwlan_control_size(&c)), 0, "%s",
		     g->name);
}

static void goldens_each(void (*visit)(const struct golden *g))
{
	const struct golden *g;
	size_t i;

	for (i = 0; i < ARRAY_COUNT(tables); i++)
		for (g = tables[i]; g->name; g++)
			visit(g);
}

Test(message_golden, encodes_to_these_bytes)
{
	goldens_each(golden_encode);
}

Test(message_golden, decodes_from_these_bytes)
{
	goldens_each(golden_decode);
}

/* A new command, response, event or value must get its golden bytes. */
Test(message_golden, covers_every_message)
{
	static const unsigned int counts[] = { 0, VWLAN_CMD_COUNT,
					       VWLAN_CMD_COUNT,
					       VWLAN_EVT_COUNT };
	bool messages[VWLAN_EVENT + 1][256] = { { false } };
	bool values[VWLAN_TLV_COUNT] = { false };
	const struct golden_value *v;
	const struct golden *g;
	unsigned int type, i;

	for (i = 0; i < ARRAY_COUNT(tables); i++)
		for (g = tables[i]; g->name; g++) {
			messages[g->type][g->id] = true;
			for (v = g->value; v->tlv; v++)
				values[v->tlv] = true;
		}
	for (type = VWLAN_COMMAND; type <= VWLAN_EVENT; type++)
		for (i = 1; i < counts[type]; i++)
			cr_assert(messages[type][i], "type %u, id %u", type,
				  i);
	for (i = 1; i < VWLAN_TLV_COUNT; i++)
		cr_assert(values[i], "value %u", i);
}

static void flags_assert(const uint32_t *flags, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		cr_assert_eq(flags[i], 1u << i, "flag %zu", i);
}

#define FLAGS(...) do { \
	static const uint32_t flags[] = { __VA_ARGS__ }; \
	flags_assert(flags, ARRAY_COUNT(flags)); \
} while (0)

Test(message_golden, flags_keep_their_bits)
{
	FLAGS(VWLAN_PHY_SAE, VWLAN_PHY_RANDOM_SCAN, VWLAN_PHY_REPLACE_PTK0,
	      VWLAN_PHY_EXT_KEY_ID, VWLAN_PHY_RRM, VWLAN_PHY_CQM,
	      VWLAN_PHY_CQM_LIST, VWLAN_PHY_OFFCHANNEL, VWLAN_PHY_POWER_SAVE,
	      VWLAN_PHY_TX_POWER, VWLAN_PHY_SCAN_DWELL,
	      VWLAN_PHY_LOW_PRIORITY, VWLAN_PHY_BEACON_PROTECTION,
	      VWLAN_PHY_EAPOL, VWLAN_PHY_SET_MAC, VWLAN_PHY_DS_PARAM,
	      VWLAN_PHY_QUIET, VWLAN_PHY_CONNECT, VWLAN_PHY_BITRATES,
	      VWLAN_PHY_QOS_MAP);
	FLAGS(VWLAN_CHANNEL_DISABLED, VWLAN_CHANNEL_NO_IR,
	      VWLAN_CHANNEL_RADAR, VWLAN_CHANNEL_NO_HT40_MINUS,
	      VWLAN_CHANNEL_NO_HT40_PLUS, VWLAN_CHANNEL_NO_80MHZ,
	      VWLAN_CHANNEL_NO_160MHZ, VWLAN_CHANNEL_NO_HE,
	      VWLAN_CHANNEL_INDOOR_ONLY);
	FLAGS(VWLAN_SCAN_LOW_PRIORITY, VWLAN_SCAN_FLUSH,
	      VWLAN_SCAN_RANDOM_ADDRESS, VWLAN_SCAN_DURATION_EXACT);
	FLAGS(VWLAN_ASSOCIATION_DISABLE_HT, VWLAN_ASSOCIATION_DISABLE_VHT,
	      VWLAN_ASSOCIATION_DISABLE_HE, VWLAN_ASSOCIATION_RRM,
	      VWLAN_ASSOCIATION_MFP, VWLAN_ASSOCIATION_PRIVACY,
	      VWLAN_ASSOCIATION_CONTROL_PORT, VWLAN_ASSOCIATION_NO_ENCRYPT,
	      VWLAN_ASSOCIATION_NO_PREAUTH);
	FLAGS(VWLAN_KEY_DEFAULT_UNICAST, VWLAN_KEY_DEFAULT_MULTICAST,
	      VWLAN_KEY_DEFAULT_MANAGEMENT, VWLAN_KEY_DEFAULT_BEACON);
	FLAGS(VWLAN_SEND_UNENCRYPTED, VWLAN_SEND_OFFCHANNEL,
	      VWLAN_SEND_NO_CCK, VWLAN_SEND_NO_ACK_WAIT);
	FLAGS(VWLAN_SETTING_RTS, VWLAN_SETTING_FRAGMENT,
	      VWLAN_SETTING_RETRY_SHORT, VWLAN_SETTING_RETRY_LONG);
	FLAGS(VWLAN_CAP_CSUM, VWLAN_CAP_TSO, VWLAN_CAP_USO,
	      VWLAN_CAP_NATIVE, VWLAN_CAP_CONNECT);
}

/* The numbers that go over the ring, written down a second time. */
Test(message_golden, statuses_keep_their_numbers)
{
	cr_assert_eq(VWLAN_BAD_MESSAGE, 1);
	cr_assert_eq(VWLAN_UNSUPPORTED, 2);
	cr_assert_eq(VWLAN_BAD_VALUE, 3);
	cr_assert_eq(VWLAN_BUSY, 4);
	cr_assert_eq(VWLAN_RATE, 5);
	cr_assert_eq(VWLAN_POLICY, 6);
	cr_assert_eq(VWLAN_NOT_FOUND, 7);
	cr_assert_eq(VWLAN_CHANNEL, 8);
	cr_assert_eq(VWLAN_SLOT, 9);
	cr_assert_eq(VWLAN_RADAR, 10);
	cr_assert_eq(VWLAN_RFKILL, 11);
	cr_assert_eq(VWLAN_NO_RADIO, 12);
	cr_assert_eq(VWLAN_AUTH_FAILED, 13);
	cr_assert_eq(VWLAN_FAILED, 14);
	cr_assert_eq(VWLAN_TIMEOUT, 15);
	cr_assert_eq(VWLAN_NOT_CONNECTED, 16);
	cr_assert_eq(VWLAN_IS_CONNECTED, 17);
	cr_assert_eq(VWLAN_STATUS_COUNT, 18);
}

Test(message_golden, limits_keep_their_numbers)
{
	cr_assert_eq(VWLAN_MESSAGE_MAX, 4096);
	cr_assert_eq(VWLAN_MESSAGE_ALIGN, 8);
	cr_assert_eq(VWLAN_RESPONSE_MAX, 1024);
	cr_assert_eq(VWLAN_ROWS_MAX, 3072);
	cr_assert_eq(VWLAN_COMMAND_WINDOW, 8);
	cr_assert_eq(VWLAN_SCAN_SSIDS, 4);
}

Test(message_golden, every_status_and_state_has_its_own_words)
{
	int a, b;

	for (a = 0; a <= VWLAN_STATUS_COUNT; a++)
		for (b = 0; b < a; b++)
			cr_assert_str_neq(vwlan_status_text(a),
					  vwlan_status_text(b));
	for (a = 0; a <= VWLAN_STATE_COUNT; a++)
		for (b = 0; b < a; b++)
			cr_assert_str_neq(vwlan_state_text(a),
					  vwlan_state_text(b));
	cr_assert_str_eq(vwlan_status_text(200), "unknown");
	cr_assert_str_eq(vwlan_state_text(200), "unknown");
}
