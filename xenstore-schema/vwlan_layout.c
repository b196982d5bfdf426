// SPDX-License-Identifier: GPL-2.0-or-later
#include "vwlan_layout.h"

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/types.h>
#else
#include <errno.h>
#include <stdbool.h>
#endif

#define PAGES(bytes) (((bytes) + VWLAN_PAGE_SIZE - 1) / VWLAN_PAGE_SIZE)

/* The largest layout: one page of indexes, ring, descriptors, slots. */
#define AREA_PAGES_MAX \
	(1 + PAGES(1u << VWLAN_MESSAGE_ORDER_MAX) + \
	 PAGES(sizeof(struct vwlan_frame) << VWLAN_FRAME_ORDER_MAX) + \
	 PAGES(VWLAN_SLOT_SIZE << VWLAN_FRAME_ORDER_MAX))

static_assert(2 * AREA_PAGES_MAX <= VWLAN_DIRECTORY_REFS,
	      "the directory page has room for every layout");

static bool message_order_valid(unsigned int order)
{
	return order >= VWLAN_MESSAGE_ORDER_MIN &&
	       order <= VWLAN_MESSAGE_ORDER_MAX;
}

static bool frame_order_valid(unsigned int order)
{
	return order >= VWLAN_FRAME_ORDER_MIN &&
	       order <= VWLAN_FRAME_ORDER_MAX;
}

/* Puts a part at the next page boundary, and returns where that is. */
static uint32_t part_place(uint32_t *pages, uint32_t bytes)
{
	uint32_t at = *pages * VWLAN_PAGE_SIZE;

	*pages += PAGES(bytes);
	return at;
}

int vwlan_layout_make(struct vwlan_layout *layout,
		      unsigned int command_order, unsigned int event_order,
		      unsigned int tx_order, unsigned int rx_order)
{
	uint32_t frame = sizeof(struct vwlan_frame);
	uint32_t backend = 1, guest = 1;

	if (!message_order_valid(command_order) ||
	    !message_order_valid(event_order) ||
	    !frame_order_valid(tx_order) || !frame_order_valid(rx_order))
		return -EINVAL;
	layout->command_order = command_order;
	layout->event_order = event_order;
	layout->tx_order = tx_order;
	layout->rx_order = rx_order;
	layout->event = part_place(&backend, 1u << event_order);
	layout->rx_frames = part_place(&backend, frame << rx_order);
	layout->rx_slots = part_place(&backend, VWLAN_SLOT_SIZE << rx_order);
	layout->backend_pages = backend;
	layout->command = part_place(&guest, 1u << command_order);
	layout->tx_frames = part_place(&guest, frame << tx_order);
	layout->tx_slots = part_place(&guest, VWLAN_SLOT_SIZE << tx_order);
	layout->guest_pages = guest;
	return 0;
}
