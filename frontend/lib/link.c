// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "link.h"

static int directory_open(struct front_link *link,
			  struct front_directory *directory,
			  const char **problem)
{
	const struct front_link_wish *wish = &link->wish;
	void *page = xengnttab_map_grant_ref(link->grants, wish->backend,
					     wish->ring_ref, PROT_READ);
	int rc;

	if (!page) {
		*problem = "can't map the directory page";
		return -errno;
	}
	rc = front_directory_read(directory, page, &wish->expected, problem);
	/* Everything was copied: the page has no more use. */
	xengnttab_unmap(link->grants, page, 1);
	return rc;
}

static void *area_map(struct front_link *link, uint32_t *refs,
		      uint32_t count, int prot)
{
	return xengnttab_map_domain_grant_refs(link->grants, count,
					       link->wish.backend, refs,
					       prot);
}

static int areas_map(struct front_link *link,
		     struct front_directory *directory, const char **problem)
{
	uint32_t *refs = directory->refs;

	link->layout = directory->layout;
	link->backend_area = area_map(link, refs,
				      link->layout.backend_pages, PROT_READ);
	if (!link->backend_area)
		goto out;
	link->guest_area = area_map(link, refs + link->layout.backend_pages,
				    link->layout.guest_pages,
				    PROT_READ | PROT_WRITE);
	if (link->guest_area)
		return 0;
out:
	*problem = "can't map the shared areas";
	return errno ? -errno : -EIO;
}

static int port_bind(struct front_link *link, uint32_t peer, int *port)
{
	*port = xenevtchn_bind_interdomain(link->events, link->wish.backend,
					   peer);
	return *port < 0 ? -errno : 0;
}

static int ports_bind(struct front_link *link, const char **problem)
{
	int rc = port_bind(link, link->wish.port_control,
			   &link->port_control);

	if (rc == 0)
		rc = port_bind(link, link->wish.port_data, &link->port_data);
	if (rc)
		*problem = "can't bind the event channels";
	return rc;
}

static void rings_init(struct front_link *link, const struct front_tag *tag)
{
	const struct vwlan_backend_page *backend = link->backend_area;
	struct vwlan_guest_page *guest = link->guest_area;
	const struct vwlan_layout *l = &link->layout;
	const uint8_t *from = link->backend_area;
	uint8_t *to = link->guest_area;

	front_control_init(&link->control, guest, backend, to + l->command,
			   1u << l->command_order, from + l->event,
			   1u << l->event_order, tag);
	front_tx_init(&link->tx, &guest->tx, &backend->tx, 1u << l->tx_order,
		      (void *)(to + l->tx_frames), to + l->tx_slots, tag);
	front_rx_init(&link->rx, &guest->rx, &backend->rx, 1u << l->rx_order,
		      (const void *)(from + l->rx_frames),
		      from + l->rx_slots, tag, link->wish.capabilities);
}

int front_link_open(struct front_link *link, xengnttab_handle *grants,
		    xenevtchn_handle *events,
		    const struct front_link_wish *wish, const char **problem)
{
	struct front_directory directory;
	int rc;

	memset(link, 0, sizeof(*link));
	link->grants = grants;
	link->events = events;
	link->wish = *wish;
	link->port_control = -1;
	link->port_data = -1;

	rc = directory_open(link, &directory, problem);
	if (rc)
		goto out;
	rc = areas_map(link, &directory, problem);
	if (rc)
		goto out;
	rc = ports_bind(link, problem);
	if (rc)
		goto out;
	rings_init(link, &directory.tag);
out:
	if (rc)
		front_link_close(link);
	return rc;
}

void front_link_close(struct front_link *link)
{
	if (link->port_data >= 0)
		xenevtchn_unbind(link->events, link->port_data);
	if (link->port_control >= 0)
		xenevtchn_unbind(link->events, link->port_control);
	link->port_data = -1;
	link->port_control = -1;
	if (link->guest_area)
		xengnttab_unmap(link->grants, link->guest_area,
				link->layout.guest_pages);
	if (link->backend_area)
		xengnttab_unmap(link->grants, (void *)link->backend_area,
				link->layout.backend_pages);
	link->guest_area = NULL;
	link->backend_area = NULL;
}

void front_link_notify_control(struct front_link *link)
{
	xenevtchn_notify(link->events, link->port_control);
}

void front_link_notify_data(struct front_link *link)
{
	link->notifications++;
	xenevtchn_notify(link->events, link->port_data);
}
