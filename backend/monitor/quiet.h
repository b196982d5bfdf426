/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The driver domain itself neither speaks nor listens on a guest's
 * interface: what comes in there is for the guest's worker alone.
 */
#ifndef MONITOR_QUIET_H
#define MONITOR_QUIET_H

#include <stdbool.h>
#include <netlink/netlink.h>

/**
 * quiet_make - no IPv6, no ARP, and nothing received reaches our own stack
 *
 * @route: socket of NETLINK_ROUTE
 * @up: bring the interface up as well
 *
 * Packet sockets see frames before traffic control does, so the worker
 * still gets them; EAPOL is let through, for a supplicant that does not
 * take it from nl80211.
 *
 * Returns 0 or a negative errno.
 */
int quiet_make(struct nl_sock *route, int ifindex, const char *name, bool up);

#endif
