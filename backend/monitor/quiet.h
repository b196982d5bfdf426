/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The driver domain itself neither speaks nor listens on a guest's
 * interface: what comes in there is for the guest's worker alone, and what
 * goes out comes from there.
 */
#ifndef MONITOR_QUIET_H
#define MONITOR_QUIET_H

#include <stdbool.h>
#include <netlink/netlink.h>

#include "ipc.h"

/**
 * quiet_make - the guest's frames and the supplicant's handshakes, no more
 *
 * @route: socket of NETLINK_ROUTE
 * @request: whose interface it is
 * @up: bring the interface up as well
 *
 * No IPv6, no ARP, and nothing received reaches our own stack.  Packet
 * sockets see what comes in before traffic control does, so the worker
 * still gets it.  What goes out must have the mark of this guest's socket
 * and the station's address (mark.h), and is bound by @request->tx, if
 * loosely; EAPOL passes both ways, for a supplicant that does not use
 * nl80211 for it.
 *
 * Returns 0 or a negative errno.
 */
int quiet_make(struct nl_sock *route, int ifindex, const char *name,
	       const struct monitor_message *request, bool up);

/**
 * quiet_change - the station has another address, or another limit
 *
 * @request: as before, but for these
 *
 * Returns 0 or a negative errno.
 */
int quiet_change(int ifindex, const struct monitor_message *request);

#endif
