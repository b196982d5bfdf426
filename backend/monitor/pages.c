// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "pages.h"

unsigned int pages_count(const struct vwlan_layout *layout)
{
	return 1 + layout->backend_pages + layout->guest_pages;
}

static int area_advise(void *area, unsigned int count, int advice)
{
	if (madvise(area, (size_t)count * VWLAN_PAGE_SIZE, advice))
		return -errno;
	return 0;
}

int pages_inherit(struct pages *pages, bool inherit)
{
	int advice = inherit ? MADV_DOFORK : MADV_DONTFORK;
	int rc = area_advise(pages->backend_area,
			     pages->layout.backend_pages, advice);

	if (rc)
		return rc;
	return area_advise(pages->guest_area, pages->layout.guest_pages,
			   advice);
}

static void area_unshare(xengntshr_handle *gntshr, void *area,
			 unsigned int count)
{
	if (area)
		xengntshr_unshare(gntshr, area, count);
}

void pages_unshare(struct pages *pages, xengntshr_handle *gntshr)
{
	area_unshare(gntshr, pages->directory, 1);
	area_unshare(gntshr, pages->backend_area,
		     pages->layout.backend_pages);
	area_unshare(gntshr, pages->guest_area, pages->layout.guest_pages);
	memset(pages, 0, sizeof(*pages));
}

int pages_share(struct pages *pages, xengntshr_handle *gntshr,
		unsigned int domid, const struct vwlan_layout *layout)
{
	uint32_t *guest_refs = pages->refs + layout->backend_pages;
	int rc;

	pages->layout = *layout;
	pages->directory = xengntshr_share_pages(gntshr, domid, 1,
						 &pages->ring_ref, 0);
	if (!pages->directory)
		goto error;
	pages->backend_area = xengntshr_share_pages(gntshr, domid,
						    layout->backend_pages,
						    pages->refs, 0);
	if (!pages->backend_area)
		goto error;
	pages->guest_area = xengntshr_share_pages(gntshr, domid,
						  layout->guest_pages,
						  guest_refs, 1);
	if (!pages->guest_area)
		goto error;
	rc = area_advise(pages->directory, 1, MADV_DONTFORK);
	if (rc == 0)
		rc = pages_inherit(pages, false);
	pages->shared = rc == 0;
	if (rc)
		pages_unshare(pages, gntshr);
	return rc;
error:
	rc = errno ? -errno : -ENOMEM;
	pages_unshare(pages, gntshr);
	return rc;
}

void pages_reset(struct pages *pages, unsigned int domid, unsigned int vr,
		 const uint8_t *mac)
{
	const struct vwlan_layout *layout = &pages->layout;
	struct vwlan_directory *directory = pages->directory;

	memset(pages->backend_area, 0,
	       (size_t)layout->backend_pages * VWLAN_PAGE_SIZE);
	memset(pages->guest_area, 0,
	       (size_t)layout->guest_pages * VWLAN_PAGE_SIZE);
	memset(directory, 0, sizeof(*directory));
	directory->magic = VWLAN_DIRECTORY_MAGIC;
	directory->major = VWLAN_ABI_MAJOR;
	directory->minor = VWLAN_ABI_MINOR;
	directory->command_order = layout->command_order;
	directory->event_order = layout->event_order;
	directory->tx_order = layout->tx_order;
	directory->rx_order = layout->rx_order;
	directory->domid = domid;
	directory->vr = vr;
	directory->backend_refs = layout->backend_pages;
	directory->guest_refs = layout->guest_pages;
	memcpy(directory->mac, mac, VWLAN_MAC_LEN);
	memcpy(directory->refs, pages->refs, sizeof(directory->refs));
}

void pages_reap(xengntshr_handle *gntshr)
{
	uint32_t ref;
	void *page = xengntshr_share_pages(gntshr, 0, 1, &ref, 0);

	if (page)
		xengntshr_unshare(gntshr, page, 1);
}
