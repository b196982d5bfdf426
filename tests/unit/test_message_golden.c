// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Each message, byte by byte, as the other side may have been built years
 * ago: these bytes change with the major version, or never.
 */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "vwlan_message.h"

static const uint8_t mac[] = { 0x00, 0x16, 0x3e, 0x00, 0x00, 0x01 };
static const uint8_t bssid[] = { 0x02, 0x00, 0x00, 0x00, 0x01, 0x00 };

static void hello_fill(struct vwlan_control *c)
{
	vwlan_control_set(c, VWLAN_TLV_VERSION, VWLAN_ABI_MAJOR << 16);
	vwlan_control_set(c, VWLAN_TLV_CAPABILITIES, 7);
}

static void scan_named_fill(struct vwlan_control *c)
{
	cr_assert_eq(vwlan_control_add_ssid(c, "corp", 4), 0);
	cr_assert_eq(vwlan_control_add_ssid(c, "", 0), 0);
	cr_assert_eq(vwlan_control_add_ssid(c, "guests", 6), 0);
	cr_assert_eq(vwlan_control_add_ssid(c, "\377\000x", 3), 0);
}

static void connect_open_fill(struct vwlan_control *c)
{
	cr_assert_eq(vwlan_control_add_ssid(c, "cafe", 4), 0);
}

static void connect_all_fill(struct vwlan_control *c)
{
	cr_assert_eq(vwlan_control_add_ssid(c, "corp!", 5), 0);
	vwlan_control_set_bssid(c, bssid);
	cr_assert_eq(vwlan_control_set_passphrase(c, "correct horse",
						  13), 0);
}

static void hello_done_fill(struct vwlan_control *c)
{
	vwlan_control_set(c, VWLAN_TLV_VERSION, VWLAN_ABI_MAJOR << 16);
	vwlan_control_set(c, VWLAN_TLV_CAPABILITIES, 5);
	vwlan_control_set(c, VWLAN_TLV_MODE, 1);
	vwlan_control_set_mac(c, mac);
}

static void get_state_done_fill(struct vwlan_control *c)
{
	vwlan_control_set(c, VWLAN_TLV_STATE, 1);
}

static void state_all_fill(struct vwlan_control *c)
{
	cr_assert_eq(vwlan_control_add_ssid(c, "corp", 4), 0);
	vwlan_control_set_bssid(c, bssid);
	vwlan_control_set(c, VWLAN_TLV_FREQUENCY, 5180);
	vwlan_control_set(c, VWLAN_TLV_SIGNAL, (uint32_t)-55);
	vwlan_control_set(c, VWLAN_TLV_STATE, 3);
	vwlan_control_set(c, VWLAN_TLV_STATUS, 0);
	vwlan_control_set(c, VWLAN_TLV_REASON, 3);
	vwlan_control_set(c, VWLAN_TLV_TX_RATE, 8667);
	vwlan_control_set(c, VWLAN_TLV_RX_RATE, 540);
	vwlan_control_set(c, VWLAN_TLV_CIPHER, 0x000fac04);
	vwlan_control_set(c, VWLAN_TLV_AKM, 0x000fac08);
}

static void bss_fill(struct vwlan_control *c)
{
	cr_assert_eq(vwlan_control_add_ssid(c, "0123456789abcdef"
					    "0123456789ABCDEF", 32), 0);
	vwlan_control_set_bssid(c, bssid);
	vwlan_control_set(c, VWLAN_TLV_FREQUENCY, 2412);
	vwlan_control_set(c, VWLAN_TLV_SIGNAL, (uint32_t)-91);
	vwlan_control_set(c, VWLAN_TLV_AGE, 1500);
	vwlan_control_set(c, VWLAN_TLV_SECURITY, 29);
}

static void scan_done_fill(struct vwlan_control *c)
{
	vwlan_control_set(c, VWLAN_TLV_STATUS, 11);
}

static void nothing_fill(struct vwlan_control *c)
{
	cr_assert_eq(c->present, 0);
}

/**
 * struct golden - a message and its bytes
 * @hex: header first, then a line for each TLV
 */
static const struct golden {
	const char *name;
	uint8_t type, status;
	uint16_t id;
	void (*fill)(struct vwlan_control *c);
	const char *hex;
} goldens[] = {
	{ "hello", VWLAN_COMMAND, VWLAN_OK,
	  VWLAN_CMD_HELLO, hello_fill,
	  "01000100 02010403 20000605 0a090807"
	  "01000400 00000100"
	  "02000400 07000000" },
	{ "scan_any", VWLAN_COMMAND, VWLAN_OK,
	  VWLAN_CMD_SCAN, nothing_fill,
	  "01000200 02010403 10000605 0a090807" },
	{ "scan_named", VWLAN_COMMAND, VWLAN_OK,
	  VWLAN_CMD_SCAN, scan_named_fill,
	  "01000200 02010403 30000605 0a090807"
	  "05000400 636f7270"
	  "05000000"
	  "05000600 6775657374730000"
	  "05000300 ff007800" },
	{ "connect_open", VWLAN_COMMAND, VWLAN_OK,
	  VWLAN_CMD_CONNECT, connect_open_fill,
	  "01000300 02010403 18000605 0a090807"
	  "05000400 63616665" },
	{ "connect_all", VWLAN_COMMAND, VWLAN_OK,
	  VWLAN_CMD_CONNECT, connect_all_fill,
	  "01000300 02010403 3c000605 0a090807"
	  "05000500 636f727021000000"
	  "06000600 0200000001000000"
	  "07000d00 636f727265637420686f727365000000" },
	{ "disconnect", VWLAN_COMMAND, VWLAN_OK,
	  VWLAN_CMD_DISCONNECT, nothing_fill,
	  "01000400 02010403 10000605 0a090807" },
	{ "get_state", VWLAN_COMMAND, VWLAN_OK,
	  VWLAN_CMD_GET_STATE, nothing_fill,
	  "01000500 02010403 10000605 0a090807" },
	{ "hello_done", VWLAN_RESPONSE, VWLAN_OK,
	  VWLAN_CMD_HELLO, hello_done_fill,
	  "02000100 02010403 34000605 0a090807"
	  "01000400 00000100"
	  "02000400 05000000"
	  "03000400 01000000"
	  "04000600 00163e0000010000" },
	{ "scan_done_later", VWLAN_RESPONSE, VWLAN_OK,
	  VWLAN_CMD_SCAN, nothing_fill,
	  "02000200 02010403 10000605 0a090807" },
	{ "connect_refused", VWLAN_RESPONSE, VWLAN_CHANNEL,
	  VWLAN_CMD_CONNECT, nothing_fill,
	  "02080300 02010403 10000605 0a090807" },
	{ "disconnect_done", VWLAN_RESPONSE, VWLAN_OK,
	  VWLAN_CMD_DISCONNECT, nothing_fill,
	  "02000400 02010403 10000605 0a090807" },
	{ "get_state_done", VWLAN_RESPONSE, VWLAN_OK,
	  VWLAN_CMD_GET_STATE, get_state_done_fill,
	  "02000500 02010403 18000605 0a090807"
	  "0a000400 01000000" },
	{ "state_all", VWLAN_EVENT, VWLAN_OK,
	  VWLAN_EVT_STATE, state_all_fill,
	  "03000100 02010403 6c000000 0a090807"
	  "05000400 636f7270"
	  "06000600 0200000001000000"
	  "08000400 3c140000"
	  "09000400 c9ffffff"
	  "0a000400 03000000"
	  "0b000400 00000000"
	  "0c000400 03000000"
	  "0d000400 db210000"
	  "0e000400 1c020000"
	  "0f000400 04ac0f00"
	  "10000400 08ac0f00" },
	{ "bss", VWLAN_EVENT, VWLAN_OK,
	  VWLAN_EVT_BSS, bss_fill,
	  "03000200 02010403 60000000 0a090807"
	  "05002000 303132333435363738396162636465663031323334353637"
	  "3839414243444546"
	  "06000600 0200000001000000"
	  "08000400 6c090000"
	  "09000400 a5ffffff"
	  "11000400 dc050000"
	  "12000400 1d000000" },
	{ "scan_done", VWLAN_EVENT, VWLAN_OK,
	  VWLAN_EVT_SCAN_DONE, scan_done_fill,
	  "03000300 02010403 18000000 0a090807"
	  "0b000400 0b000000" },
	{ "overrun", VWLAN_EVENT, VWLAN_OK,
	  VWLAN_EVT_OVERRUN, nothing_fill,
	  "03000400 02010403 10000000 0a090807" },
};

#define GOLDENS (sizeof(goldens) / sizeof(goldens[0]))

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

static void golden_make(const struct golden *g, struct vwlan_control *c)
{
	*c = (struct vwlan_control){
		.type = g->type,
		.status = g->status,
		.id = g->id,
		.domid = 0x0102,
		.vr = 0x0304,
		.seq = g->type == VWLAN_EVENT ? 0 : 0x0506,
		.generation = 0x0708090a,
	};
	g->fill(c);
}

Test(message_golden, encodes_to_these_bytes)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX], expected[VWLAN_MESSAGE_MAX];
	struct vwlan_control c;
	int length;
	size_t i;

	for (i = 0; i < GOLDENS; i++) {
		golden_make(&goldens[i], &c);
		memset(bytes, 0xee, sizeof(bytes));
		length = vwlan_message_encode(&c, bytes);
		cr_assert_eq(length, hex_decode(goldens[i].hex, expected),
			     "%s", goldens[i].name);
		cr_assert_arr_eq(bytes, expected, length, "%s",
				 goldens[i].name);
	}
}

Test(message_golden, decodes_from_these_bytes)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	struct vwlan_control expected, c;
	int length, rc;
	size_t i;

	for (i = 0; i < GOLDENS; i++) {
		memset(&expected, 0, sizeof(expected));
		golden_make(&goldens[i], &expected);
		length = hex_decode(goldens[i].hex, bytes);
		memset(&c, 0xee, sizeof(c));
		rc = vwlan_message_decode(&c, bytes, length);
		cr_assert_eq(rc, 0, "%s: %d", goldens[i].name, rc);
		cr_assert_eq(memcmp(&c, &expected, sizeof(c)), 0, "%s",
			     goldens[i].name);
	}
}

/* A new command, response or event must get its golden bytes here. */
Test(message_golden, covers_every_message)
{
	unsigned int seen[VWLAN_EVENT + 1] = { 0 };
	size_t i;

	for (i = 0; i < GOLDENS; i++)
		seen[goldens[i].type] |= 1u << goldens[i].id;
	cr_assert_eq(seen[VWLAN_COMMAND], (1u << VWLAN_CMD_COUNT) - 2);
	cr_assert_eq(seen[VWLAN_RESPONSE], (1u << VWLAN_CMD_COUNT) - 2);
	cr_assert_eq(seen[VWLAN_EVENT], (1u << VWLAN_EVT_COUNT) - 2);
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
