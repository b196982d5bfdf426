/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a device's nodes, and its worker, may ask for.  Pure.
 */
#ifndef ENGINE_DEVICE_CHECK_H
#define ENGINE_DEVICE_CHECK_H

#include "config.h"
#include "engine/table.h"
#include "ipc.h"

/**
 * struct device_check - why not
 * @why: for the guest and the administrator; printable
 * @detail: for the administrator alone: may name another guest
 */
struct device_check {
	char why[VWLAN_NODE_MAX];
	char detail[32];
};

/**
 * device_check_bad_node - @check->why for a node that could not be parsed
 */
void device_check_bad_node(struct device_check *check,
			   const struct vwlan_node *node);

/**
 * device_check_backend - may this device be offered?
 *
 * @nodes: what dom0 wrote
 * @entry: the device's own; receives address, name, mode, network, uplink,
 *	policy if the answer is yes
 *
 * Returns 0; or -EINVAL, -EEXIST (address in use), -ENOENT (unknown network
 * or uplink) or -EPERM (its policy excludes its network), and the reason is
 * in @check.
 */
int device_check_backend(struct device_check *check,
			 const struct vwlan_backend_nodes *nodes,
			 const struct table *table,
			 const struct config *config,
			 struct table_entry *entry);

/**
 * device_check_native - may the guest's own supplicant run the station?
 *
 * A profile is the administrator's choice of who runs it.
 */
bool device_check_native(const struct table_entry *entry,
			 const struct config *config);

/**
 * device_check_frontend - can the guest have what it wants?
 *
 * @open: receives the orders of the rings and the guest's capabilities
 *
 * Returns 0; or -EINVAL or -EPROTO (it speaks another version), and the
 * reason is in @check.
 */
int device_check_frontend(struct device_check *check,
			  const struct vwlan_frontend_nodes *nodes,
			  const struct config *config,
			  struct monitor_message *open);

/**
 * device_check_command - could an honest worker have sent this?
 *
 * The guest may have taken its worker over, so nothing may be indexed or
 * measured by what it sent before this.
 */
bool device_check_command(const struct vwlan_control *command,
			  const struct table_entry *entry);

#endif
