/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Netlink attributes whose lengths nobody has checked: what is too short
 * counts as not there.  Pure.
 */
#ifndef ENGINE_RELAY_ATTRIBUTE_H
#define ENGINE_RELAY_ATTRIBUTE_H

#include <netlink/attr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool attribute_holds(const struct nlattr *attribute,
				   size_t bytes)
{
	return attribute && (size_t)nla_len(attribute) >= bytes;
}

static inline bool attribute_u8(const struct nlattr *attribute, uint8_t *to)
{
	if (!attribute_holds(attribute, sizeof(*to)))
		return false;
	*to = nla_get_u8(attribute);
	return true;
}

static inline bool attribute_u16(const struct nlattr *attribute,
				 uint16_t *to)
{
	if (!attribute_holds(attribute, sizeof(*to)))
		return false;
	*to = nla_get_u16(attribute);
	return true;
}

static inline bool attribute_u32(const struct nlattr *attribute,
				 uint32_t *to)
{
	if (!attribute_holds(attribute, sizeof(*to)))
		return false;
	*to = nla_get_u32(attribute);
	return true;
}

static inline bool attribute_u64(const struct nlattr *attribute,
				 uint64_t *to)
{
	if (!attribute_holds(attribute, sizeof(*to)))
		return false;
	*to = nla_get_u64(attribute);
	return true;
}

/** attribute_nested - @to: @max + 1 pointers; all NULL if there is nothing */
static inline void attribute_nested(struct nlattr *attribute, int max,
				    struct nlattr **to)
{
	int i;

	if (attribute && nla_parse_nested(to, max, attribute, NULL) == 0)
		return;
	for (i = 0; i <= max; i++)
		to[i] = NULL;
}

#endif
