/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory shared with a guest.
 *
 * A set of pages, once granted to a domain, is only ever used with that
 * domain's device again: a guest that never unmaps pins its own set and
 * nothing more, and no page can carry one guest's data to another.
 */
#ifndef MONITOR_PAGES_H
#define MONITOR_PAGES_H

#include <stdbool.h>
#include <xengnttab.h>

#include "vwlan_layout.h"

/**
 * struct pages - one device's set
 * @shared: there is one
 * @layout: of its areas
 * @ring_ref: grant reference of the directory
 * @directory: mapped
 * @backend_area: mapped
 * @guest_area: mapped
 * @refs: grant references, as in the directory
 */
struct pages {
	bool shared;
	struct vwlan_layout layout;
	uint32_t ring_ref;
	struct vwlan_directory *directory;
	void *backend_area;
	void *guest_area;
	uint32_t refs[VWLAN_DIRECTORY_REFS];
};

/** pages_count - how many pages a layout takes, the directory included */
unsigned int pages_count(const struct vwlan_layout *layout);

/**
 * pages_share - allocate and grant
 *
 * They are left out of what a fork copies.  Returns 0 or a negative errno.
 */
int pages_share(struct pages *pages, xengntshr_handle *gntshr,
		unsigned int domid, const struct vwlan_layout *layout);

/** pages_reset - zero the areas and write the directory anew */
void pages_reset(struct pages *pages, unsigned int domid, unsigned int vr,
		 const uint8_t *mac);

/**
 * pages_inherit - whether a fork copies the areas' mappings
 *
 * Returns 0 or a negative errno.
 */
int pages_inherit(struct pages *pages, bool inherit);

/** pages_unshare - unmap; the kernel frees them once the guest has too */
void pages_unshare(struct pages *pages, xengntshr_handle *gntshr);

/**
 * pages_reap - let the kernel free what guests have unmapped by now
 *
 * gntalloc looks at its leftovers only when it is asked for a new page.
 */
void pages_reap(xengntshr_handle *gntshr);

#endif
