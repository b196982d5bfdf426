/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What nl80211 tells of connections that radio or kernel make by themselves,
 * as the guest's events.  Pure.
 */
#ifndef ENGINE_RELAY_EVENT_CONNECT_H
#define ENGINE_RELAY_EVENT_CONNECT_H

#include <netlink/attr.h>

#include "vwlan_message.h"

/**
 * relay_event_connect_read - CONNECT, ROAM or DISCONNECT as an event
 *
 * @attributes: by type, up to NL80211_ATTR_MAX; lengths unchecked
 *
 * FREQUENCY is not among what nl80211 tells.  Returns false if it makes no
 * sense, or is none of these.
 */
bool relay_event_connect_read(struct vwlan_control *event, uint8_t command,
			      struct nlattr **attributes);

#endif
