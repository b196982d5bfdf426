/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What vwlan_policy.c and vwlan_policy_rate.c know of one another. */
#ifndef VWLAN_POLICY_PRIVATE_H
#define VWLAN_POLICY_PRIVATE_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "vwlan_policy.h"

/* Part of a text: not NUL-terminated. */
struct span {
	const char *at;
	size_t length;
};

/*
 * What one value is read into.
 * @key: its name, for reasons
 */
struct reading {
	const char *key;
	struct vwlan_policy policy;
	char *why;
};

/** refuse - -EINVAL, and why: behind the key's name */
__attribute__((format(printf, 2, 3)))
static inline int refuse(struct reading *r, const char *format, ...)
{
	size_t length;
	va_list args;

	snprintf(r->why, VWLAN_POLICY_WHY_MAX, "%s ", r->key);
	length = strlen(r->why);
	va_start(args, format);
	vsnprintf(r->why + length, VWLAN_POLICY_WHY_MAX - length, format,
		  args);
	va_end(args);
	return -EINVAL;
}

static inline bool span_is(struct span s, const char *text)
{
	return strlen(text) == s.length &&
	       memcmp(s.at, text, s.length) == 0;
}

static inline bool span_begins(struct span s, const char *text)
{
	return strlen(text) <= s.length &&
	       memcmp(s.at, text, strlen(text)) == 0;
}

static inline struct span span_skip(struct span s, size_t bytes)
{
	return (struct span){ s.at + bytes, s.length - bytes };
}

static inline struct span span_trim(struct span s)
{
	while (s.length > 0 && *s.at == ' ')
		s = span_skip(s, 1);
	while (s.length > 0 && s.at[s.length - 1] == ' ')
		s.length--;
	return s;
}

/* The next of a list's items, and what is left; false behind the last. */
static inline bool item_next(struct span *list, struct span *item)
{
	const char *end;

	if (!list->at)
		return false;
	end = memchr(list->at, ';', list->length);
	*item = *list;
	if (end) {
		item->length = end - list->at;
		*list = span_skip(*list, item->length + 1);
	} else {
		list->at = NULL;
	}
	*item = span_trim(*item);
	return true;
}

/* vwlan_policy_rate.c */
int policy_rate_take(struct reading *r, struct span text);
void policy_rate_format(const struct vwlan_policy *p, char *to);

#endif
