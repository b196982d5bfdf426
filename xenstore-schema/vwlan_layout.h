/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where everything lies in the two shared areas, from the directory's four
 * orders alone: both sides compute it, nobody is told it.  Pure.
 *
 * Every part begins on a page boundary, in the order given at the top of
 * vwlan_abi.h; the first page of each area holds its indexes.
 */
#ifndef VWLAN_LAYOUT_H
#define VWLAN_LAYOUT_H

#include "vwlan_abi_message.h"

/**
 * struct vwlan_layout - the two areas; offsets are in bytes
 * @command_order: log2 of the command ring's bytes
 * @event_order: log2 of the event ring's bytes
 * @tx_order: log2 of the tx ring's descriptors, and of its slots
 * @rx_order: log2 of the rx ring's descriptors, and of its slots
 * @event: event ring, in the backend area
 * @rx_frames: receive descriptors, in the backend area
 * @rx_slots: receive slots, in the backend area
 * @backend_pages: pages of the backend area
 * @command: command ring, in the guest area
 * @tx_frames: transmit descriptors, in the guest area
 * @tx_slots: transmit slots, in the guest area
 * @guest_pages: pages of the guest area
 */
struct vwlan_layout {
	uint8_t command_order;
	uint8_t event_order;
	uint8_t tx_order;
	uint8_t rx_order;
	uint32_t event;
	uint32_t rx_frames;
	uint32_t rx_slots;
	uint32_t backend_pages;
	uint32_t command;
	uint32_t tx_frames;
	uint32_t tx_slots;
	uint32_t guest_pages;
};

/**
 * vwlan_layout_make - compute the layout that goes with these orders
 *
 * The orders may come straight from the other side: they are checked.
 *
 * Returns 0, or -EINVAL if one is out of range; then @layout is as it was.
 */
int vwlan_layout_make(struct vwlan_layout *layout,
		      unsigned int command_order, unsigned int event_order,
		      unsigned int tx_order, unsigned int rx_order);

#endif
