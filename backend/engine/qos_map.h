/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How an access point wants the frames of a connection to get their
 * priority: by the class in the IP header (DSCP).  Pure.
 */
#ifndef ENGINE_QOS_MAP_H
#define ENGINE_QOS_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "vwlan_message.h"

#define QOS_MAP_TEXT 512u	/* bytes; for people, NUL included */

/**
 * struct qos_map
 * @length: of @bytes; 0: there is none
 * @bytes: as VWLAN_TLV_QOS_MAP
 */
struct qos_map {
	uint8_t length;
	uint8_t bytes[VWLAN_QOS_MAP_MAX];
};

/**
 * qos_map_take - a message's QOS_MAP
 *
 * @bytes: unchecked; NULL, with @length 0, for none
 *
 * Returns false if it is of no such length, or has a priority that there
 * isn't; @to is undefined then.  DSCPs may be anything, as for nl80211: one
 * that no packet has does nothing.
 */
bool qos_map_take(struct qos_map *to, const uint8_t *bytes, size_t length);

/**
 * qos_map_text - for people: "10=6 8-15=0 0-7=1"; "none"
 *
 * First the exceptions, then the ranges, in the order of their priorities.
 *
 * @to: QOS_MAP_TEXT bytes
 */
void qos_map_text(char *to, const struct qos_map *from);

#endif
