/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The transmit ring's side of the network interface. */
#ifndef VWLANFRONT_TRANSMIT_H
#define VWLANFRONT_TRANSMIT_H

#include "device.h"

/** vwlan_netdev_transmit - ndo_start_xmit of every kind of interface */
netdev_tx_t vwlan_netdev_transmit(struct sk_buff *skb,
				  struct net_device *netdev);

/**
 * vwlan_transmit_wake - if the queue was stopped: can it go on?
 *
 * Returns 1 if frames were sent since that was asked for, 0 if not, or
 * -EPROTO.
 */
int vwlan_transmit_wake(struct vwlan_device *d);

/**
 * vwlan_transmit_reset - a new link: what the last one had is lost
 *
 * Under the queue's lock, with the rings set up and no frame passing.
 */
void vwlan_transmit_reset(struct vwlan_device *d);

#endif
