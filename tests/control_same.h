/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What unit tests and fuzz targets mean by two messages being the same. */
#ifndef TESTS_CONTROL_SAME_H
#define TESTS_CONTROL_SAME_H

#include <string.h>

#include "vwlan_message.h"

/*
 * The order of rows in memory may differ: it is that in which they came.
 * What counts is what would be sent, and that nothing is there besides.
 */
static inline bool control_same(const struct vwlan_control *a,
				const struct vwlan_control *b)
{
	uint8_t bytes[2][VWLAN_MESSAGE_MAX];
	int length = vwlan_message_encode(a, bytes[0]);

	return length == vwlan_message_encode(b, bytes[1]) &&
	       memcmp(bytes[0], bytes[1], length) == 0 &&
	       memcmp(a->present, b->present, sizeof(a->present)) == 0 &&
	       a->ssids == b->ssids && a->used == b->used;
}

#endif
