/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The directory page, taken apart and distrusted.  Pure.
 */
#ifndef FRONT_DIRECTORY_H
#define FRONT_DIRECTORY_H

#include "frame.h"
#include "vwlan_layout.h"

/**
 * struct front_directory - private copy of what the page says
 * @layout: made from its orders
 * @tag: of everything that goes through the rings
 * @refs: grant references: the backend area's, then the guest area's
 */
struct front_directory {
	struct vwlan_layout layout;
	struct front_tag tag;
	uint32_t refs[VWLAN_DIRECTORY_REFS];
};

/**
 * struct front_expected - what a directory page has to agree with
 * @domid: this guest's domain ID
 * @vr: virtual radio ID, from xenstore
 * @mac: the device's MAC address, from dom0's node
 */
struct front_expected {
	uint16_t domid;
	uint16_t vr;
	uint8_t mac[VWLAN_MAC_LEN];
};

/**
 * front_directory_read - copy the page, once, and check the copy
 *
 * @page: shared; hostile
 * @problem: set to what is wrong, when something is
 *
 * Returns 0, or -EPROTO if the page can't be right.
 */
int front_directory_read(struct front_directory *directory,
			 const void *page,
			 const struct front_expected *expected,
			 const char **problem);

#endif
