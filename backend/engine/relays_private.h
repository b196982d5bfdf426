/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What relays.c and native.c know of one another. */
#ifndef ENGINE_RELAYS_PRIVATE_H
#define ENGINE_RELAYS_PRIVATE_H

#include "netlink.h"
#include "radio.h"
#include "relay.h"
#include "relays.h"

#define RELAYS_UNTOLD (-2)

/**
 * struct relays - what native stations share
 * @buffer: for all sockets
 * @there: there is wireless at all
 * @listening: to @links, which there is without wireless too
 * @family: nl80211's number
 * @radio: nl80211, about the radio as such
 * @links: rtnetlink: interfaces, up and down
 * @index: nl80211's number of the radio, as the monitor said; -1: it isn't
 *	there; RELAYS_UNTOLD: it has not said yet
 * @blocked: VWLAN_RFKILL if it is switched off, or VWLAN_OK
 * @phy: the radio that stations are made on
 * @phy_blocked: @blocked, as it was when that was last told
 * @settings: what its settings were last set to
 * @natives: all stations
 */
struct relays {
	struct engine *engine;
	uint8_t *buffer;
	bool there;
	bool listening;
	int family;
	struct netlink radio;
	struct netlink links;
	ev_io radio_io;
	ev_io links_io;
	int index;
	enum vwlan_status blocked;
	struct relay_phy phy;
	enum vwlan_status phy_blocked;
	struct arbiter_wish settings;
	LIST_HEAD(, native) natives;
};

/**
 * struct native - one guest's station
 * @phy: the radio, as far as the guest may use it
 * @guest: what it has of the radio
 * @netlink: its own socket
 * @timer: runs out at the relay's next deadline
 */
struct native {
	LIST_ENTRY(native) next;
	struct relays *relays;
	struct device *device;
	struct relay_phy phy;
	struct relay relay;
	struct radio_guest guest;
	struct netlink netlink;
	ev_io io;
	ev_timer timer;
};

/* relays.c */

/** relays_parse - a message of nl80211's, by attributes; false: it's none */
bool relays_parse(const struct relays *relays, struct nlmsghdr *message,
		  struct nlattr **attributes);

/** relays_ask - nl80211, on one of the sockets; as netlink_ask() */
int relays_ask(struct relays *relays, struct netlink *netlink,
	       struct nl_msg *request, bool dump, relay_answer_fn *answer,
	       void *context);

/** relays_link_set - an interface goes up or down */
int relays_link_set(struct relays *relays, int ifindex, bool up);

/** relays_link_get - 1: it is up; 0: it is down; or a negative errno */
int relays_link_get(struct relays *relays, int ifindex);

/** relays_phy_refresh - look what the radio can do; tell if it changed */
void relays_phy_refresh(struct relays *relays);

/* relays_wish.c */

/** relays_settings_forget - the radio has those that it came with */
void relays_settings_forget(struct relays *relays);

/* native.c */

/** native_settle - hear the news, until there are none; set the timer */
void native_settle(struct native *native);

/** native_phy_news - what the radio can do, or its guest may, changed */
void native_phy_news(struct native *native);

/** native_link_news - its interface may have gone up or down, or gone */
void native_link_news(struct native *native);

#endif
