// SPDX-License-Identifier: GPL-2.0-or-later
#include <endian.h>
#include <errno.h>
#include <string.h>

#include "directory.h"

static const char *header_problem(const struct vwlan_directory *d)
{
	if (le32toh(d->magic) != VWLAN_DIRECTORY_MAGIC)
		return "directory page: no magic number";
	if (le16toh(d->major) != VWLAN_ABI_MAJOR)
		return "directory page: another version";
	return NULL;
}

static const char *expected_problem(const struct vwlan_directory *d,
				    const struct front_expected *expected)
{
	if (le16toh(d->domid) != expected->domid)
		return "directory page: another domain ID";
	if (le16toh(d->vr) != expected->vr)
		return "directory page: another virtual radio";
	if (memcmp(d->mac, expected->mac, sizeof(d->mac)) != 0)
		return "directory page: another MAC address";
	return NULL;
}

static const char *layout_problem(const struct vwlan_directory *d,
				  struct vwlan_layout *layout)
{
	if (vwlan_layout_make(layout, d->command_order, d->event_order,
			      d->tx_order, d->rx_order))
		return "directory page: ring order out of range";
	if (le16toh(d->backend_refs) != layout->backend_pages ||
	    le16toh(d->guest_refs) != layout->guest_pages)
		return "directory page: wrong number of grants";
	return NULL;
}

int front_directory_read(struct front_directory *directory,
			 const void *page,
			 const struct front_expected *expected,
			 const char **problem)
{
	struct vwlan_directory copy;
	uint32_t i;

	memcpy(&copy, page, sizeof(copy));
	/* The compiler may not go back to the page for what it copied. */
	__asm__ volatile("" : : "r"(&copy) : "memory");

	*problem = header_problem(&copy);
	if (!*problem)
		*problem = expected_problem(&copy, expected);
	if (!*problem)
		*problem = layout_problem(&copy, &directory->layout);
	if (*problem)
		return -EPROTO;
	directory->tag.domid = expected->domid;
	directory->tag.vr = expected->vr;
	for (i = 0; i < VWLAN_DIRECTORY_REFS; i++)
		directory->refs[i] = le32toh(copy.refs[i]);
	return 0;
}
