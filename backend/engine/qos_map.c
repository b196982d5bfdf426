// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "qos_map.h"

#define PRIORITY_MAX 7u
#define NO_RANGE 255u

static size_t exceptions(size_t length)
{
	return (length - VWLAN_QOS_MAP_MIN) / 2;
}

bool qos_map_take(struct qos_map *to, const uint8_t *bytes, size_t length)
{
	size_t i;

	memset(to, 0, sizeof(*to));
	if (length == 0)
		return true;
	if (length < VWLAN_QOS_MAP_MIN || length > VWLAN_QOS_MAP_MAX ||
	    length % 2)
		return false;
	for (i = 0; i < exceptions(length); i++)
		if (bytes[2 * i + 1] > PRIORITY_MAX)
			return false;
	memcpy(to->bytes, bytes, length);
	to->length = length;
	return true;
}

/* At most 29 times 10 bytes: they have room. */
static size_t pair_text(char *to, size_t at, const uint8_t *pair)
{
	return at + snprintf(to + at, QOS_MAP_TEXT - at, "%s%u=%u",
			     at ? " " : "", pair[0], pair[1]);
}

static size_t range_text(char *to, size_t at, const uint8_t *pair,
			 unsigned int priority)
{
	if (pair[0] == NO_RANGE && pair[1] == NO_RANGE)
		return at;
	return at + snprintf(to + at, QOS_MAP_TEXT - at, "%s%u-%u=%u",
			     at ? " " : "", pair[0], pair[1], priority);
}

void qos_map_text(char *to, const struct qos_map *from)
{
	size_t i, count, at = 0;

	snprintf(to, QOS_MAP_TEXT, "none");
	if (from->length == 0)
		return;
	count = exceptions(from->length);
	for (i = 0; i < count; i++)
		at = pair_text(to, at, from->bytes + 2 * i);
	for (i = 0; i < VWLAN_QOS_RANGES; i++)
		at = range_text(to, at, from->bytes + 2 * (count + i), i);
}
