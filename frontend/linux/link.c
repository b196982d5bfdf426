// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <xen/events.h>
#include <xen/page.h>
#include <xen/xen.h>
#ifdef CONFIG_XEN_PV
#include <asm/xen/hypercall.h>
#include <asm/xen/page.h>
#endif

#include "link.h"

static int area_alloc(struct vwlan_area *area, u32 count)
{
	area->count = count;
	area->handles = kvcalloc(count, sizeof(*area->handles), GFP_KERNEL);
	area->pages = kvcalloc(count, sizeof(*area->pages), GFP_KERNEL);
	area->entries = kvcalloc(count, sizeof(*area->entries), GFP_KERNEL);
	return area->handles && area->pages && area->entries ? 0 : -ENOMEM;
}

static void area_free(struct vwlan_area *area)
{
	kvfree(area->handles);
	kvfree(area->pages);
	kvfree(area->entries);
	memset(area, 0, sizeof(*area));
}

/* Each page's handle, and whether Xen mapped all of them. */
static int maps_check(struct vwlan_area *area,
		      const struct gnttab_map_grant_ref *maps)
{
	int rc = 0;
	u32 i;

	for (i = 0; i < area->count; i++) {
		area->handles[i] = maps[i].handle;
		if (maps[i].status == GNTST_okay)
			continue;
		area->handles[i] = INVALID_GRANT_HANDLE;
		rc = -EIO;
	}
	return rc;
}

/* ------------------------------------------------------------------ */
/* PV: page table entries of the kernel's are replaced by Xen           */

#ifdef CONFIG_XEN_PV
static int entries_find(struct vwlan_area *area)
{
	unsigned long address = (unsigned long)area->address;
	unsigned int level;
	pte_t *entry;
	u32 i;

	for (i = 0; i < area->count; i++) {
		entry = lookup_address(address + i * PAGE_SIZE, &level);
		if (!entry || level != PG_LEVEL_4K)
			return -EFAULT;
		area->entries[i] = arbitrary_virt_to_machine(entry).maddr;
	}
	return 0;
}

/*
 * Virtual memory with a page table: all of it shows one spare page until
 * Xen puts the granted pages there.
 */
static int pv_reserve(struct vwlan_area *area)
{
	struct page *spare = alloc_page(GFP_KERNEL | __GFP_ZERO);
	u32 i;

	if (!spare)
		return -ENOMEM;
	for (i = 0; i < area->count; i++)
		area->pages[i] = spare;
	area->address = vmap(area->pages, area->count, VM_MAP, PAGE_KERNEL);
	if (!area->address) {
		__free_page(spare);
		return -ENOMEM;
	}
	return entries_find(area);
}

static void pv_unmap(struct vwlan_area *area)
{
	struct gnttab_unmap_grant_ref unmap;
	bool stuck = false;
	u32 i;

	if (!area->address)
		return;
	for (i = 0; i < area->count; i++) {
		if (area->handles[i] == INVALID_GRANT_HANDLE)
			continue;
		gnttab_set_unmap_op(&unmap, area->entries[i],
				    GNTMAP_host_map | GNTMAP_contains_pte,
				    area->handles[i]);
		if (HYPERVISOR_grant_table_op(GNTTABOP_unmap_grant_ref,
					      &unmap, 1) ||
		    unmap.status != GNTST_okay)
			stuck = true;
	}
	/* What Xen still has mapped must not become other memory. */
	if (stuck) {
		pr_err("vwlanfront: pages can't be unmapped, and are lost\n");
		return;
	}
	vunmap(area->address);
	__free_page(area->pages[0]);
}

static int pv_map(struct vwlan_area *area, struct gnttab_map_grant_ref *maps,
		  const u32 *refs, domid_t domid, u32 flags)
{
	int rc = pv_reserve(area);
	u32 i;

	if (rc)
		return rc;
	for (i = 0; i < area->count; i++)
		gnttab_set_map_op(&maps[i], area->entries[i],
				  flags | GNTMAP_contains_pte, refs[i],
				  domid);
	gnttab_batch_map(maps, area->count);
	return maps_check(area, maps);
}
#else
static void pv_unmap(struct vwlan_area *area)
{
}

static int pv_map(struct vwlan_area *area, struct gnttab_map_grant_ref *maps,
		  const u32 *refs, domid_t domid, u32 flags)
{
	return -EOPNOTSUPP;
}
#endif

/* ------------------------------------------------------------------ */
/* All others: granted pages take the place of guest frames             */

static phys_addr_t page_host(const struct page *page)
{
	return (phys_addr_t)(unsigned long)pfn_to_kaddr(page_to_xen_pfn(page));
}

static void frames_unmap(struct vwlan_area *area)
{
	struct gnttab_unmap_grant_ref *unmaps;
	struct page **pages;
	u32 i, count = 0;
	int rc = -ENOMEM;

	if (area->address)
		vunmap(area->address);
	unmaps = kvcalloc(area->count, sizeof(*unmaps), GFP_KERNEL);
	pages = kvcalloc(area->count, sizeof(*pages), GFP_KERNEL);
	for (i = 0; unmaps && pages && i < area->count; i++) {
		if (area->handles[i] == INVALID_GRANT_HANDLE)
			continue;
		gnttab_set_unmap_op(&unmaps[count],
				    page_host(area->pages[i]),
				    GNTMAP_host_map, area->handles[i]);
		pages[count++] = area->pages[i];
	}
	if (unmaps && pages)
		rc = count ? gnttab_unmap_refs(unmaps, NULL, pages, count) : 0;
	for (i = 0; rc == 0 && i < count; i++)
		if (unmaps[i].status != GNTST_okay)
			rc = -EIO;
	if (rc)
		pr_err("vwlanfront: pages can't be unmapped, and are lost\n");
	else
		gnttab_free_pages(area->count, area->pages);
	kvfree(unmaps);
	kvfree(pages);
}

static int frames_map(struct vwlan_area *area,
		      struct gnttab_map_grant_ref *maps, const u32 *refs,
		      domid_t domid, u32 flags)
{
	bool readonly = flags & GNTMAP_readonly;
	int rc;
	u32 i;

	for (i = 0; i < area->count; i++)
		gnttab_set_map_op(&maps[i], page_host(area->pages[i]), flags,
				  refs[i], domid);
	rc = gnttab_map_refs(maps, NULL, area->pages, area->count);
	if (rc == 0)
		rc = maps_check(area, maps);
	else
		maps_check(area, maps);
	if (rc)
		return rc;
	area->address = vmap(area->pages, area->count, VM_MAP,
			     readonly ? PAGE_KERNEL_RO : PAGE_KERNEL);
	return area->address ? 0 : -ENOMEM;
}

/* ------------------------------------------------------------------ */

static void area_unmap(struct vwlan_area *area)
{
	if (area->count == 0)
		return;
	if (xen_pv_domain())
		pv_unmap(area);
	else
		frames_unmap(area);
	area_free(area);
}

static int area_map(struct vwlan_area *area, const u32 *refs, u32 count,
		    domid_t domid, u32 flags)
{
	struct gnttab_map_grant_ref *maps;
	int rc = area_alloc(area, count);
	u32 i;

	maps = kvcalloc(count, sizeof(*maps), GFP_KERNEL);
	if (rc == 0 && !maps)
		rc = -ENOMEM;
	if (rc == 0 && !xen_pv_domain())
		rc = gnttab_alloc_pages(count, area->pages);
	if (rc) {
		kvfree(maps);
		area_free(area);
		return rc;
	}
	for (i = 0; i < count; i++)
		area->handles[i] = INVALID_GRANT_HANDLE;
	flags |= GNTMAP_host_map;
	if (xen_pv_domain())
		rc = pv_map(area, maps, refs, domid, flags);
	else
		rc = frames_map(area, maps, refs, domid, flags);
	kvfree(maps);
	if (rc)
		area_unmap(area);
	return rc;
}

/* ------------------------------------------------------------------ */

static const char *header_problem(const struct vwlan_directory *d,
				  const struct vwlan_link_wish *wish)
{
	if (le32_to_cpu(d->magic) != VWLAN_DIRECTORY_MAGIC)
		return "directory page: no magic number";
	if (le16_to_cpu(d->major) != VWLAN_ABI_MAJOR)
		return "directory page: another version";
	if (le16_to_cpu(d->domid) != wish->domid)
		return "directory page: another domain ID";
	if (le16_to_cpu(d->vr) != wish->vr)
		return "directory page: another virtual radio";
	if (memcmp(d->mac, wish->mac, sizeof(d->mac)) != 0)
		return "directory page: another MAC address";
	return NULL;
}

static const char *directory_problem(const struct vwlan_directory *d,
				     const struct vwlan_link_wish *wish,
				     struct vwlan_layout *layout)
{
	const char *problem = header_problem(d, wish);

	if (problem)
		return problem;
	if (vwlan_layout_make(layout, d->command_order, d->event_order,
			      d->tx_order, d->rx_order))
		return "directory page: ring order out of range";
	if (le16_to_cpu(d->backend_refs) != layout->backend_pages ||
	    le16_to_cpu(d->guest_refs) != layout->guest_pages)
		return "directory page: wrong number of grants";
	return NULL;
}

/* A copy of the page, checked; the page has no more use then. */
static int directory_read(struct vwlan_link *link, domid_t backend,
			  struct vwlan_directory *copy,
			  const char **problem)
{
	struct vwlan_area page = { };
	u32 i;
	int rc = area_map(&page, &link->wish.ring_ref, 1, backend,
			  GNTMAP_readonly);

	if (rc) {
		*problem = "can't map the directory page";
		return rc;
	}
	memcpy(copy, page.address, sizeof(*copy));
	/* The compiler may not go back to the page for what it copied. */
	barrier();
	area_unmap(&page);
	for (i = 0; i < VWLAN_DIRECTORY_REFS; i++)
		copy->refs[i] = le32_to_cpu(copy->refs[i]);
	*problem = directory_problem(copy, &link->wish, &link->layout);
	return *problem ? -EPROTO : 0;
}

static int areas_map(struct vwlan_link *link, domid_t backend,
		     const u32 *refs, const char **problem)
{
	const struct vwlan_layout *l = &link->layout;
	int rc = area_map(&link->backend_area, refs, l->backend_pages,
			  backend, GNTMAP_readonly);

	if (rc == 0)
		rc = area_map(&link->guest_area, refs + l->backend_pages,
			      l->guest_pages, backend, 0);
	if (rc)
		*problem = "can't map the shared areas";
	return rc;
}

int vwlan_link_open(struct vwlan_link *link, struct xenbus_device *xdev,
		    const struct vwlan_link_wish *wish,
		    const char **problem)
{
	struct vwlan_directory *directory;
	int rc;

	BUILD_BUG_ON(PAGE_SIZE != VWLAN_PAGE_SIZE);
	memset(link, 0, sizeof(*link));
	link->wish = *wish;
	directory = kmalloc(sizeof(*directory), GFP_KERNEL);
	if (!directory) {
		*problem = "no memory for the directory page";
		return -ENOMEM;
	}
	rc = directory_read(link, xdev->otherend_id, directory, problem);
	if (rc == 0)
		rc = areas_map(link, xdev->otherend_id, directory->refs,
			       problem);
	kfree(directory);
	if (rc)
		vwlan_link_close(link);
	return rc;
}

static int port_bind(struct xenbus_device *xdev, u32 port,
		     irq_handler_t handler, const char *name, void *user,
		     int *irq)
{
	int rc = bind_interdomain_evtchn_to_irqhandler_lateeoi(
		xdev, port, handler, 0, name, user);

	if (rc < 0)
		return rc;
	*irq = rc;
	return 0;
}

int vwlan_link_bind(struct vwlan_link *link, struct xenbus_device *xdev,
		    irq_handler_t control, irq_handler_t data, void *user)
{
	int rc = port_bind(xdev, link->wish.port_control, control,
			   "vwlan-control", user, &link->irq_control);

	if (rc == 0)
		rc = port_bind(xdev, link->wish.port_data, data,
			       "vwlan-data", user, &link->irq_data);
	if (rc)
		vwlan_link_unbind(link, user);
	return rc;
}

void vwlan_link_unbind(struct vwlan_link *link, void *user)
{
	if (link->irq_data)
		unbind_from_irqhandler(link->irq_data, user);
	if (link->irq_control)
		unbind_from_irqhandler(link->irq_control, user);
	link->irq_data = 0;
	link->irq_control = 0;
}

void vwlan_link_close(struct vwlan_link *link)
{
	area_unmap(&link->guest_area);
	area_unmap(&link->backend_area);
}
