// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "engine/device_check.h"

__attribute__((format(printf, 2, 3)))
static void why(struct device_check *check, const char *format, ...)
{
	va_list args;

	check->detail[0] = '\0';
	va_start(args, format);
	vsnprintf(check->why, sizeof(check->why), format, args);
	va_end(args);
}

void device_check_bad_node(struct device_check *check,
			   const struct vwlan_node *node)
{
	const char *side = node->side == VWLAN_BACKEND ? "backend" :
							 "frontend";

	switch (node->kind) {
	case VWLAN_NUMBER:
		why(check, "%s node \"%s\" is not a number from %u to %u",
		    side, node->name, node->min, node->max);
		break;
	case VWLAN_TEXT:
		why(check, "%s node \"%s\" is not %u to %u printable "
		    "characters", side, node->name, node->min, node->max);
		break;
	case VWLAN_MAC:
		why(check, "%s node \"%s\" is not the MAC address of a "
		    "station", side, node->name);
		break;
	}
}

static int check_mac(struct device_check *check, const uint8_t *mac,
		     const struct table *table,
		     const struct table_entry *entry)
{
	const struct table_entry *other = table_find_mac(table, mac);
	char text[VWLAN_MAC_TEXT];

	if (!other || other == entry)
		return 0;
	vwlan_mac_format(mac, text);
	why(check, "MAC address %s is already used by another device", text);
	snprintf(check->detail, sizeof(check->detail), "d%u.%u",
		 other->key.domid, other->key.devid);
	return -EEXIST;
}

static int check_names(struct device_check *check,
		       const struct vwlan_backend_nodes *nodes,
		       const struct config *config)
{
	if (nodes->network[0] && nodes->uplink[0]) {
		why(check, "network and uplink exclude each other");
		return -EINVAL;
	}
	if (nodes->network[0] &&
	    !config_network_find(config, nodes->network)) {
		why(check, "network \"%s\" is not in the backend's "
		    "configuration", nodes->network);
		return -ENOENT;
	}
	if (nodes->uplink[0] &&
	    config_uplink_find(config, nodes->uplink) < 0) {
		why(check, "uplink \"%s\" is not in the backend's "
		    "configuration", nodes->uplink);
		return -ENOENT;
	}
	return 0;
}

/* dom0's words, where it has any, on top of the configuration's. */
static int policy_make(struct device_check *check,
		       const struct vwlan_backend_nodes *nodes,
		       const struct config *config,
		       struct vwlan_policy *policy)
{
	char text[VWLAN_NODE_MAX], reason[VWLAN_POLICY_WHY_MAX];
	enum vwlan_node_index node;
	enum vwlan_policy_key key;

	*policy = config->policy;
	for (key = 0; key < VWLAN_POLICY_KEYS; key++) {
		node = vwlan_policy_node(key);
		if (!vwlan_node_has(nodes, node))
			continue;
		vwlan_node_format(&vwlan_nodes[node], nodes, text);
		if (vwlan_policy_take(policy, key, text, strlen(text),
				      reason)) {
			why(check, "%s", reason);
			return -EINVAL;
		}
		if (nodes->uplink[0] && !vwlan_policy_for_uplink(key)) {
			why(check, "%s and uplink exclude each other",
			    vwlan_policy_name(key));
			return -EINVAL;
		}
	}
	return 0;
}

/*
 * What the administrator changed before vwland was started again; what has
 * been changed since is newer.
 */
static void policy_recall(struct table_entry *entry)
{
	const struct record *record = &entry->record;
	uint32_t recall = record->policy_changed & ~entry->policy_changed;
	enum vwlan_policy_key key;

	if (!entry->remembered || !record_same_device(record, entry->given))
		return;
	for (key = 0; key < VWLAN_POLICY_KEYS; key++) {
		if (!(recall & 1u << key) ||
		    (entry->uplink[0] && !vwlan_policy_for_uplink(key)))
			continue;
		vwlan_policy_copy(&entry->policy, &record->policy, key);
		entry->policy_changed |= 1u << key;
	}
}

/* What the administrator has changed since stays so. */
static void policy_keep(struct vwlan_policy *policy,
			const struct table_entry *entry)
{
	enum vwlan_policy_key key;

	for (key = 0; key < VWLAN_POLICY_KEYS; key++)
		if (entry->policy_changed & 1u << key)
			vwlan_policy_copy(policy, &entry->policy, key);
}

static int check_profile(struct device_check *check,
			 const struct vwlan_backend_nodes *nodes,
			 const struct config *config,
			 const struct vwlan_policy *policy)
{
	const struct config_network *network =
		config_network_find(config, nodes->network);

	if (!nodes->network[0] ||
	    vwlan_policy_allows(policy, &network->ssid))
		return 0;
	why(check, "network \"%s\" is not among the networks that the "
	    "device may join", nodes->network);
	return -EPERM;
}

int device_check_backend(struct device_check *check,
			 const struct vwlan_backend_nodes *nodes,
			 const struct table *table,
			 const struct config *config,
			 struct table_entry *entry)
{
	struct vwlan_policy policy;
	int rc;

	if (!vwlan_node_has(nodes, VWLAN_BACKEND_NODE_mac)) {
		why(check, "backend node \"mac\" is missing");
		return -EINVAL;
	}
	if (!vwlan_node_has(nodes, VWLAN_BACKEND_NODE_frontend_id) ||
	    nodes->frontend_id != entry->key.domid) {
		why(check, "backend node \"frontend-id\" is not the guest's");
		return -EINVAL;
	}
	rc = check_mac(check, nodes->mac, table, entry);
	if (rc == 0)
		rc = check_names(check, nodes, config);
	if (rc == 0)
		rc = policy_make(check, nodes, config, &policy);
	if (rc == 0)
		rc = check_profile(check, nodes, config, &policy);
	if (rc)
		return rc;
	memcpy(entry->mac, nodes->mac, sizeof(entry->mac));
	memcpy(entry->given, nodes->mac, sizeof(entry->given));
	snprintf(entry->name, sizeof(entry->name), "%s", nodes->domain);
	snprintf(entry->network, sizeof(entry->network), "%s",
		 nodes->network);
	snprintf(entry->uplink, sizeof(entry->uplink), "%s", nodes->uplink);
	policy_recall(entry);
	policy_keep(&policy, entry);
	entry->policy = policy;
	entry->mode = nodes->uplink[0] ? VWLAN_MODE_UPLINK :
					 VWLAN_MODE_MANAGED;
	return 0;
}

bool device_check_native(const struct table_entry *entry,
			 const struct config *config)
{
	return entry->mode != VWLAN_MODE_UPLINK && !entry->network[0] &&
	       config->guest_networks;
}

uint32_t device_check_mode(uint32_t offered, uint32_t wanted)
{
	uint32_t needed = offered & (VWLAN_CAP_NATIVE | VWLAN_CAP_CONNECT);

	return needed & VWLAN_CAP_NATIVE && (wanted & needed) == needed ?
	       VWLAN_MODE_NATIVE : VWLAN_MODE_MANAGED;
}

/* The largest power of two that is neither above @slots nor above @max. */
static uint8_t slots_order(uint32_t slots, uint32_t max)
{
	uint8_t order = VWLAN_FRAME_ORDER_MIN;

	if (slots > max)
		slots = max;
	while (order < VWLAN_FRAME_ORDER_MAX && 2u << order <= slots)
		order++;
	return order;
}

int device_check_frontend(struct device_check *check,
			  const struct vwlan_frontend_nodes *nodes,
			  const struct config *config,
			  struct monitor_message *open)
{
	static const enum vwlan_node_index required[] = {
		VWLAN_FRONTEND_NODE_version,
		VWLAN_FRONTEND_NODE_capabilities,
		VWLAN_FRONTEND_NODE_tx_slots,
		VWLAN_FRONTEND_NODE_rx_slots,
	};
	size_t i;

	for (i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
		if (vwlan_node_has(nodes, required[i]))
			continue;
		why(check, "frontend node \"%s\" is missing",
		    vwlan_nodes[required[i]].name);
		return -EINVAL;
	}
	if (nodes->version != VWLAN_ABI_MAJOR) {
		why(check, "the frontend speaks version %u, the backend %u",
		    nodes->version, VWLAN_ABI_MAJOR);
		return -EPROTO;
	}
	open->capabilities = nodes->capabilities & BACKEND_CAPABILITIES;
	/* A segment that was put together has no checksum yet. */
	if (!(open->capabilities & VWLAN_CAP_CSUM))
		open->capabilities &= ~VWLAN_CAP_TSO;
	open->tx_order = slots_order(nodes->tx_slots, config->max_tx_slots);
	open->rx_order = slots_order(nodes->rx_slots, config->max_rx_slots);
	return 0;
}

bool device_check_command(const struct vwlan_control *command,
			  const struct table_entry *entry)
{
	return command->type == VWLAN_COMMAND &&
	       command->domid == entry->key.domid &&
	       command->vr == entry->vr && vwlan_control_check(command) == 0;
}
