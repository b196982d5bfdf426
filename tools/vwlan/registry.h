/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which devices there are.  Only dom0 can write below /libxl, so what is
 * there can be trusted; guests and driver domains can't fake an entry.
 */
#ifndef REGISTRY_H
#define REGISTRY_H

#include "store.h"

/**
 * struct entry - a device in /libxl
 * @nodes: mac, network and uplink, as far as they are there
 */
struct entry {
	unsigned int guest;
	unsigned int devid;
	unsigned int backend;
	struct vwlan_backend_nodes nodes;
};

/** registry_path - of an entry's node; @name may be NULL for the entry */
void registry_path(char *to, unsigned int guest, unsigned int devid,
		   const char *name);

/**
 * registry_read - all devices of one kind, by guest and device ID
 *
 * @kind: "vwlan" or "vif"
 * @list: to be freed
 *
 * Returns 0 or a negative errno, with @tool->why.
 */
int registry_read(struct tool *tool, xs_transaction_t t, const char *kind,
		  struct entry **list, size_t *count);

/**
 * registry_find - one vwlan device
 *
 * Returns 0; -ENOENT if there is none.
 */
int registry_find(struct tool *tool, xs_transaction_t t, unsigned int guest,
		  unsigned int devid, struct entry *to);

/**
 * registry_check_mac - is this address free?
 *
 * Every vwlan device must have its own; and no vif of @backend, which may
 * be bridged to the same network, may have it.
 *
 * Returns 0; -EEXIST or another error with @tool->why.
 */
int registry_check_mac(struct tool *tool, xs_transaction_t t,
		       const uint8_t *mac, unsigned int backend);

#endif
