/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a native station needs of the monitor: its netlink socket hears
 * what becomes of it, and its address can change.
 */
#ifndef MONITOR_NATIVE_H
#define MONITOR_NATIVE_H

#include <netlink/netlink.h>
#include <stdint.h>

/**
 * native_listen - subscribe to the station's news
 *
 * @owner: the station's own socket
 *
 * What is said of other interfaces does not get into the socket: it would
 * be other guests' business, and take their news' room.
 *
 * Returns 0 or a negative errno.
 */
int native_listen(struct nl_sock *owner, int ifindex);

/**
 * native_address_set - another address for an interface that is down
 *
 * @name: IFNAMSIZ bytes
 *
 * Returns 0 or a negative errno.
 */
int native_address_set(const char *name, const uint8_t *mac);

#endif
