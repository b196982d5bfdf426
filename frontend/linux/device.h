/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A device as this driver has it: the link to the backend, which comes and
 * goes, and the network interface, which stays.
 *
 * Locks, outermost first: @link_lock, rtnl, the wiphy's, the wireless
 * device's.  Commands are sent with any of them held.
 */
#ifndef VWLANFRONT_DEVICE_H
#define VWLANFRONT_DEVICE_H

#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/workqueue.h>
#include <xen/xenbus.h>

#include "control.h"
#include "link.h"
#include "vwlan_frame.h"

struct vwlan_station_state;

/**
 * struct vwlan_counters - what happened to frames, and why
 * @rx_bad: descriptors that made no sense
 * @rx_tag: with somebody else's tag
 * @rx_eapol: EAPOL, which does not belong among frames
 * @rx_memory: no memory for them
 * @tx_bad: what the backend can't handle
 * @tx_eapol: EAPOL of a program that does not use nl80211 for it
 * @tx_full: times that the ring was full
 * @notifications: sent
 * @interrupts: of the data rings
 * @links: times that the backend was attached to
 */
struct vwlan_counters {
	u64 rx_bad;
	u64 rx_tag;
	u64 rx_eapol;
	u64 rx_memory;
	u64 tx_bad;
	u64 tx_eapol;
	u64 tx_full;
	u64 notifications;
	u64 interrupts;
	u64 links;
};

/**
 * struct vwlan_device - one vwlan device of this guest
 * @xdev: its xenbus device
 * @mac: the address that dom0 gave
 * @step: follows the nodes of both sides
 * @link_lock: held while @link is made or dropped
 * @link: shared memory and event channels
 * @linked: @link is in use
 * @ready: the backend answered; frames may pass
 * @gone: the device is being removed: no new link
 * @problem: why the backend is not believed any more; NULL: it is
 * @failures: in a row, without having been linked for a while
 * @not_before: jiffies; no new attempt before that
 * @peer_before: backend's state when last looked at
 * @control: commands, responses and events
 * @mode: enum vwlan_mode; 0: not known yet
 * @capabilities: VWLAN_CAP_* that were agreed on
 * @netdev: NULL until the mode is known
 * @napi: receives
 * @rx: receive ring
 * @rx_frames: its descriptors, shared; hostile
 * @rx_area: the slots' memory, shared; hostile
 * @tx: transmit ring
 * @tx_slots: which of its slots are in use
 * @tx_frames: its descriptors, shared, written by this side
 * @tx_area: the slots' memory, shared, written by this side
 * @tx_reclaimed: descriptors before this one have given back their slots
 * @tx_lengths: bytes of the frame in each descriptor, for those who limit
 *	what is on its way
 * @tx_armed: a notification was asked for, of frames that were sent
 * @tx_armed_at: what @tx_reclaimed was then
 * @data_pending: the data interrupt came, and was not acknowledged yet
 * @counters: for ethtool
 * @station: native mode: what cfg80211 drives; else NULL
 */
struct vwlan_device {
	struct xenbus_device *xdev;
	u8 mac[ETH_ALEN];

	struct delayed_work step;
	struct mutex link_lock;
	struct vwlan_link link;
	bool linked;
	bool ready;
	bool gone;
	const char *problem;
	unsigned int failures;
	unsigned long not_before;
	enum xenbus_state peer_before;

	struct vwlan_control_channel control;
	u32 mode;
	u32 capabilities;

	struct net_device *netdev;
	struct napi_struct napi;
	struct vwlan_consumer rx;
	const struct vwlan_frame *rx_frames;
	const u8 *rx_area;
	struct vwlan_producer tx;
	struct vwlan_slots tx_slots;
	struct vwlan_frame *tx_frames;
	u8 *tx_area;
	u32 tx_reclaimed;
	bool tx_armed;
	u32 tx_armed_at;
	u32 tx_lengths[1u << VWLAN_FRAME_ORDER_MAX];
	unsigned long data_pending;
	struct vwlan_counters counters;

	struct vwlan_station_state *station;
};

/**
 * vwlan_device_fail - the backend broke the contract: close the device
 *
 * May be called from anywhere; the link is dropped soon after.
 *
 * @problem: a constant
 */
void vwlan_device_fail(struct vwlan_device *d, const char *problem);

#endif
