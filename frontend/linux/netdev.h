/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The network interface: frames between the stack and the shared slots.
 *
 * Nothing shared is handed to the stack, as the backend can still write it:
 * received frames are copied out, sent ones copied in.
 */
#ifndef VWLANFRONT_NETDEV_H
#define VWLANFRONT_NETDEV_H

#include "device.h"

#define VWLAN_DRIVER "xen-vwlanfront"

/** vwlan_netdev_device - whose interface this is */
struct vwlan_device *vwlan_netdev_device(const struct net_device *netdev);

/** vwlan_netdev_allows - does a descriptor keep to what was agreed on? */
bool vwlan_netdev_allows(const struct vwlan_device *d,
			 const struct vwlan_frame *frame, u32 slots);

/** vwlan_netdev_create - an interface, not registered yet */
struct net_device *vwlan_netdev_create(struct vwlan_device *d,
				       const char *name,
				       const struct net_device_ops *ops);

/** vwlan_netdev_register - in plain form: for managed and uplink mode */
int vwlan_netdev_register(struct vwlan_device *d);

/** vwlan_netdev_destroy - unregister it, if it was registered, and free it */
void vwlan_netdev_destroy(struct vwlan_device *d);

/** vwlan_netdev_attach - frames may pass; the link is made */
void vwlan_netdev_attach(struct vwlan_device *d);

/**
 * vwlan_netdev_detach - they may not any more
 *
 * After it nobody uses the shared areas; the data interrupt has to be
 * unbound before.
 */
void vwlan_netdev_detach(struct vwlan_device *d);

/** vwlan_netdev_start - the stack may send, as far as there is a link */
void vwlan_netdev_start(struct vwlan_device *d);

/** vwlan_netdev_interrupt - of the frame rings */
void vwlan_netdev_interrupt(struct vwlan_device *d);

/** vwlan_netdev_fix_features - those that the backend has agreed to */
netdev_features_t vwlan_netdev_fix_features(struct net_device *netdev,
					    netdev_features_t features);

/** vwlan_netdev_quiesce - no frame is on its way to the stack any more */
void vwlan_netdev_quiesce(struct vwlan_device *d);

extern const struct ethtool_ops vwlan_ethtool_ops;

#endif
