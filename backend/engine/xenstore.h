/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The edge to xenstore: what the life cycle reads and writes there.
 *
 * Every path is made from (domid, devid), never from what a node says; and
 * what a node says is text from a stranger.
 */
#ifndef ENGINE_XENSTORE_H
#define ENGINE_XENSTORE_H

#include <xenstore.h>

#include "engine/table.h"
#include "vwlan_nodes.h"

/** struct xenstore_place - where a device's nodes are */
struct xenstore_place {
	struct xs_handle *xs;
	unsigned int backend;
	struct table_key key;
};

/**
 * struct xenstore_glance - what the next step of a device depends on
 *
 * As in struct xenbus_view.
 */
struct xenstore_glance {
	enum vwlan_xenbus_state backend;
	enum vwlan_xenbus_state frontend;
	bool backend_there;
	bool frontend_there;
	bool online;
};

/**
 * struct xenstore_change - one transaction in a backend directory
 * @nodes: values
 * @write: bit n is set: write node n (enum vwlan_node_index)
 * @remove: bit n is set: remove it, if it is there
 */
struct xenstore_change {
	struct vwlan_backend_nodes nodes;
	uint64_t write;
	uint64_t remove;
};

/** xenstore_own_domid - Returns 0 or a negative errno */
int xenstore_own_domid(struct xs_handle *xs, unsigned int *domid);

/**
 * xenstore_watch_backend - one watch for all devices' backend directories,
 *	one for dom0's tool's questions
 */
int xenstore_watch_backend(struct xs_handle *xs);

/** xenstore_watch_frontend - on the guest's state; fires once at once */
int xenstore_watch_frontend(const struct xenstore_place *place);
void xenstore_unwatch_frontend(const struct xenstore_place *place);

/**
 * xenstore_event - the next event of a watch
 *
 * @key: the device that it concerns
 *
 * Never blocks.  Returns 1; 2 if it concerns no device in particular; 3 if
 * the announcement; -EAGAIN if there is none; or another negative errno.
 */
int xenstore_event(struct xs_handle *xs, struct table_key *key);

/**
 * xenstore_scan - each device that has a backend directory
 *
 * Names that are no device's are passed over.
 */
typedef void xenstore_scan_fn(void *user, struct table_key key);
int xenstore_scan(struct xs_handle *xs, xenstore_scan_fn *found, void *user);

/** xenstore_glance - Returns 0 or a negative errno */
int xenstore_glance(const struct xenstore_place *place,
		    struct xenstore_glance *glance);

/**
 * xenstore_read_backend - all nodes of the backend directory
 *
 * Returns 0; -EBADMSG if a node is not as the contract has it: then @bad
 * is the first such node; or another negative errno.
 */
int xenstore_read_backend(const struct xenstore_place *place,
			  struct vwlan_backend_nodes *nodes,
			  const struct vwlan_node **bad);

/** xenstore_read_frontend - the same of the guest's directory */
int xenstore_read_frontend(const struct xenstore_place *place,
			   struct vwlan_frontend_nodes *nodes,
			   const struct vwlan_node **bad);

/**
 * xenstore_change - in one transaction
 *
 * Returns 0; -ENOENT if the directory is gone: it is not made again; or
 * another negative errno.
 */
int xenstore_change(const struct xenstore_place *place,
		    const struct xenstore_change *change);

/** xenstore_remove - the device's backend directory */
int xenstore_remove(const struct xenstore_place *place);

/** xenstore_announce - to dom0's tool that this domain serves devices */
int xenstore_announce(struct xs_handle *xs, bool here);

/** xenstore_answer - announce it again, if dom0's tool asks whether it is so */
int xenstore_answer(struct xs_handle *xs);

#endif
