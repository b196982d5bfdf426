/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What nl80211 tells of a native station, as an event for its guest.
 * Pure.  What comes from the air is checked as far as its header goes.
 */
#ifndef ENGINE_RELAY_EVENT_H
#define ENGINE_RELAY_EVENT_H

#include <netlink/attr.h>

#include "vwlan_message.h"

/* IEEE 802.11-2020, 9.3.3: offsets in management frames. */
#define RELAY_FRAME_SA 10u
#define RELAY_FRAME_BSSID 16u
#define RELAY_FRAME_BODY 24u

/**
 * relay_event_read - make the guest's event
 *
 * @event: becomes the event, but for its cookie
 * @cookie: the kernel's, of what the event is about; 0 if about nothing
 * @command: enum nl80211_commands
 * @attributes: by type, up to NL80211_ATTR_MAX; lengths unchecked
 *
 * Returns true if it concerns the guest.  Scans are not seen to here.
 */
bool relay_event_read(struct vwlan_control *event, uint64_t *cookie,
		      uint8_t command, struct nlattr **attributes);

/** relay_event_status - status code of an AUTHENTICATED or ASSOCIATED */
uint16_t relay_event_status(const struct vwlan_control *event);

/** relay_event_reason - reason code of a DEAUTHENTICATED */
uint16_t relay_event_reason(const struct vwlan_control *event);

/** relay_event_bssid - of its frame, or its own */
const uint8_t *relay_event_bssid(const struct vwlan_control *event);

#endif
