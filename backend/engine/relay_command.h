/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest's command in native mode, as one of nl80211's.  Every value is
 * checked, and the interface is always the guest's own.  Pure.
 */
#ifndef ENGINE_RELAY_COMMAND_H
#define ENGINE_RELAY_COMMAND_H

#include <netlink/msg.h>

#include "relay_phy.h"
#include "vwlan_message.h"

/** enum relay_link - how far a station is with its access point */
enum relay_link {
	RELAY_APART,
	RELAY_JOINING,		/* authenticating, or authenticated */
	RELAY_ASSOCIATING,
	RELAY_ASSOCIATED,
};

/**
 * struct relay_view - what decides about a command
 * @family: nl80211's number on generic netlink
 * @ifindex: the station's interface
 * @mac: its address
 * @phy: what its radio can do
 * @link: how far it is
 * @bssid: the access point's address, unless it is apart
 * @generation: number of the connection
 * @cookie: the kernel's, of what a CANCEL_ is about
 */
struct relay_view {
	int family;
	int ifindex;
	const uint8_t *mac;
	const struct relay_phy *phy;
	enum relay_link link;
	const uint8_t *bssid;
	uint32_t generation;
	uint64_t cookie;
};

/** relay_request - room for any request; NULL without memory */
struct nl_msg *relay_request(void);

/** relay_request_free - and leave nothing of it: a key may be in it */
void relay_request_free(struct nl_msg *request);

/** relay_request_begin - nl80211's @command, on the station's interface */
void relay_request_begin(struct nl_msg *to, const struct relay_view *view,
			 uint8_t command);

/**
 * relay_command_build - what nl80211 is to be asked for
 *
 * @to: empty, from relay_request()
 *
 * For commands from SCAN on that nl80211 has, and the radio's profile; all
 * others are -- like what they can't do -- VWLAN_UNSUPPORTED.
 *
 * Returns VWLAN_OK, or why the command is refused; @to is unusable then.
 */
enum vwlan_status relay_command_build(struct nl_msg *to,
				      const struct relay_view *view,
				      const struct vwlan_control *command);

/**
 * relay_command_status - what a kernel's refusal means to the guest
 *
 * @error: a positive or negative errno, or 0
 */
enum vwlan_status relay_command_status(uint16_t command, int error);

#endif
