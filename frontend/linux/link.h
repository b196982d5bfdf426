/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The link to the backend: its pages, mapped, and its event channels, bound.
 */
#ifndef VWLANFRONT_LINK_H
#define VWLANFRONT_LINK_H

#include <linux/interrupt.h>
#include <xen/grant_table.h>
#include <xen/xenbus.h>

#include "vwlan_layout.h"

/**
 * struct vwlan_area - granted pages, one after the other in virtual memory
 * @address: of the first one; NULL: none are mapped
 * @count: pages
 * @handles: one for each page
 * @pages: what they are mapped over
 * @entries: machine addresses of their page table entries; PV only
 */
struct vwlan_area {
	void *address;
	u32 count;
	grant_handle_t *handles;
	struct page **pages;
	u64 *entries;
};

/**
 * struct vwlan_link_wish - what the nodes say of the link to be made
 * @ring_ref: grant reference of the directory page
 * @port_control: the backend's event channel of the message rings
 * @port_data: and of the frame rings
 * @domid: of this guest
 * @vr: virtual radio ID
 * @mac: that the directory page must repeat
 */
struct vwlan_link_wish {
	u32 ring_ref;
	u32 port_control;
	u32 port_data;
	u16 domid;
	u16 vr;
	u8 mac[VWLAN_MAC_LEN];
};

/**
 * struct vwlan_link - a link in use
 * @wish: what it was made of
 * @layout: where everything lies in the areas
 * @backend_area: written by the backend, readable
 * @guest_area: written by this guest
 * @irq_control: of the message rings; 0: not bound
 * @irq_data: of the frame rings; 0: not bound
 */
struct vwlan_link {
	struct vwlan_link_wish wish;
	struct vwlan_layout layout;
	struct vwlan_area backend_area;
	struct vwlan_area guest_area;
	int irq_control;
	int irq_data;
};

/**
 * vwlan_link_open - map everything
 *
 * @problem: why not, for the log
 */
int vwlan_link_open(struct vwlan_link *link, struct xenbus_device *xdev,
		    const struct vwlan_link_wish *wish,
		    const char **problem);

/**
 * vwlan_link_bind - bind both event channels
 *
 * The handlers may be called before this returns.
 */
int vwlan_link_bind(struct vwlan_link *link, struct xenbus_device *xdev,
		    irq_handler_t control, irq_handler_t data, void *user);

/** vwlan_link_unbind - no handler is called any more */
void vwlan_link_unbind(struct vwlan_link *link, void *user);

/** vwlan_link_close - unmap everything; nobody may use it any more */
void vwlan_link_close(struct vwlan_link *link);

#endif
