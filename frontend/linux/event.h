/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One handler for each event.  They run one after the other, in the order
 * of the ring, and trust nothing.
 */
#ifndef VWLANFRONT_EVENT_H
#define VWLANFRONT_EVENT_H

#include "device.h"

/** vwlan_event_heard - @user: struct vwlan_device */
void vwlan_event_heard(void *user, struct vwlan_control *event);

/** vwlan_event_lost - events were lost: find out how things stand */
void vwlan_event_lost(void *user);

/**
 * vwlan_event_refused - a command was, for this reason
 *
 * cfg80211 passes on an errno and nothing else: which of the reasons it was
 * is in the kernel's log, where it is one for people, and in ethtool's
 * statistics.
 */
void vwlan_event_refused(void *user, u16 id, u8 status);

/** vwlan_event_refresh - managed and uplink: the carrier as it should be */
int vwlan_event_refresh(struct vwlan_device *d);

#endif
