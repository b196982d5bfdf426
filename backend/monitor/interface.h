/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The network interface that carries one guest's frames: a station on the
 * radio, or a macvlan on an uplink.
 */
#ifndef MONITOR_INTERFACE_H
#define MONITOR_INTERFACE_H

#include <net/if.h>
#include <netlink/netlink.h>

#include "ipc.h"
#include "phy.h"

/**
 * struct interface
 * @owner: netlink socket of this guest alone; a station goes when it is
 *	closed (NL80211_ATTR_SOCKET_OWNER), even if we crash
 * @ifindex: 0 if there is none
 * @name: its name
 * @packet_fd: packet socket on it, or -1
 */
struct interface {
	struct nl_sock *owner;
	int ifindex;
	char name[IFNAMSIZ];
	int packet_fd;
};

/**
 * interface_open - make it, for the device in @request
 *
 * Returns 0 or a negative errno; nothing is left behind after an error.
 */
int interface_open(struct interface *interface, struct phy *phy,
		   const struct monitor_message *request);

/**
 * interface_socket - a packet socket on it, marked as unchecked
 *
 * Returns 0 or a negative errno; @interface->packet_fd is set.
 */
int interface_socket(struct interface *interface,
		     const struct monitor_message *request);

/**
 * interface_receive_bound - how much may wait for the guest
 *
 * What is held back by its limit waits in the packet socket's buffer: no
 * more than passes in 100 ms, or it would be old when it comes.
 *
 * Returns 0 or a negative errno.
 */
int interface_receive_bound(const struct interface *interface,
			    const struct monitor_message *request);

/** interface_close - remove it */
void interface_close(struct interface *interface);

#endif
