/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each message, byte by byte, as the other side may have been built years
 * ago: these bytes change with the major version, or never.
 */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include "vwlan_message.h"

#define GOLDEN_VALUES 12

/**
 * struct golden - a message and its bytes
 * @name: NULL after the last one of a table
 * @value: in the order of their types; type 0 ends them
 * @value.bytes: NULL if the value is a number
 * @hex: header first, then a line for each TLV
 */
struct golden {
	const char *name;
	enum vwlan_message_type type;
	enum vwlan_status status;
	uint16_t id;
	struct golden_value {
		enum vwlan_tlv_type tlv;
		uint32_t number;
		const void *bytes;
		size_t length;
	} value[GOLDEN_VALUES + 1];
	const char *hex;
};

#define NUMBER(name, n) { .tlv = VWLAN_TLV_##name, .number = (n) }
#define BYTES(name, array) \
	{ .tlv = VWLAN_TLV_##name, .bytes = (array), .length = sizeof(array) }
#define TEXT(name, text) \
	{ .tlv = VWLAN_TLV_##name, .bytes = (text), \
	  .length = sizeof(text) - 1 }
#define NOTHING { .number = 0 }

extern const struct golden golden_managed[];
extern const struct golden golden_commands[];
extern const struct golden golden_answers[];
extern const struct golden golden_events[];

#endif
