/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A frontend device's nodes in xenstore.
 *
 * The own directory is addressed relative to the domain's home, so that it
 * is still the right one when the domain gets another ID.  The backend's
 * path is built from dom0's backend-id; dom0's backend node has to agree.
 */
#ifndef FRONT_STORE_H
#define FRONT_STORE_H

#include <xenstore.h>

#include "vwlan_nodes.h"

/**
 * struct front_store - one device's two directories
 * @xs: own connection
 * @devid: device number
 * @domid: this domain's ID, as last read
 * @watched: the backend directory that is watched, or ""
 * @own: values of the frontend directory, as last read
 * @peer: values of the backend directory, as last read; hostile
 */
struct front_store {
	struct xs_handle *xs;
	unsigned int devid;
	uint32_t domid;
	char watched[VWLAN_PATH_MAX];
	struct vwlan_frontend_nodes own;
	struct vwlan_backend_nodes peer;
};

/** front_store_open - connect, and watch the frontend directory */
int front_store_open(struct front_store *store, unsigned int devid);

void front_store_close(struct front_store *store);

/** front_store_fd - readable when front_store_drain() has something to do */
int front_store_fd(const struct front_store *store);

/**
 * front_store_drain - take every watch event there is
 *
 * Returns true if there was one: then something may have changed.
 */
bool front_store_drain(struct front_store *store);

/**
 * front_store_read - read both directories anew
 *
 * Nodes that are missing, or not of their kind, or out of range, are not
 * present in the values.
 *
 * Returns 0, or a negative errno if the store can't be asked.
 */
int front_store_read(struct front_store *store);

/** front_store_own_state, front_store_peer_state - VWLAN_UNKNOWN if none */
enum vwlan_xenbus_state front_store_own_state(const struct front_store *s);
enum vwlan_xenbus_state front_store_peer_state(const struct front_store *s);

/** front_store_write_state - say where this side is */
int front_store_write_state(struct front_store *store,
			    enum vwlan_xenbus_state state);

/**
 * front_store_write_offer - version, capabilities, slots, and Initialised
 *
 * In one transaction: the backend sees all of it or nothing.
 */
int front_store_write_offer(struct front_store *store, uint32_t capabilities,
			    uint32_t tx_slots, uint32_t rx_slots);

/**
 * front_store_write_error - say why the device was closed
 *
 * @text: NULL takes away what was said before
 */
int front_store_write_error(struct front_store *store, const char *text);

#endif
