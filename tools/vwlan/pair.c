// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "memory.h"
#include "pair.h"

/**
 * struct making
 * @random_mac: none was given
 * @again: only if it is remembered still
 */
struct making {
	const struct pair *pair;
	struct spec *spec;
	const char *name;
	bool random_mac;
	bool again;
};

static int node_set(struct tool *tool, void *nodes,
		    enum vwlan_node_index index, const char *text)
{
	const struct vwlan_node *node = &vwlan_nodes[index];

	if (vwlan_node_parse(node, text, strlen(text), nodes))
		return tool_refuse(tool, -EINVAL, "%s \"%s\" isn't possible",
				   node->name, text);
	return 0;
}

static int number_set(struct tool *tool, void *nodes,
		      enum vwlan_node_index index, unsigned int value)
{
	char text[VWLAN_NODE_MAX];

	snprintf(text, sizeof(text), "%u", value);
	return node_set(tool, nodes, index, text);
}

static int mac_set(struct tool *tool, void *nodes,
		   enum vwlan_node_index index, const uint8_t *mac)
{
	char text[VWLAN_MAC_TEXT];

	vwlan_mac_format(mac, text);
	return node_set(tool, nodes, index, text);
}

/* Everything of @nodes that has a value, into @directory. */
static int nodes_write(struct tool *tool, xs_transaction_t t,
		       const char *directory, enum vwlan_side side,
		       const void *nodes)
{
	char path[VWLAN_PATH_MAX + 32], text[VWLAN_NODE_MAX];
	int index, rc = 0;

	for (index = 0; index < VWLAN_NODE_COUNT && rc == 0; index++) {
		if (vwlan_nodes[index].side != side ||
		    !vwlan_node_has(nodes, index))
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory,
			 vwlan_nodes[index].name);
		vwlan_node_format(&vwlan_nodes[index], nodes, text);
		rc = store_write(tool, t, path, text);
	}
	return rc;
}

static int frontend_make(struct tool *tool, xs_transaction_t t,
			 const struct making *m)
{
	const struct pair *pair = m->pair;
	struct vwlan_frontend_nodes nodes = { 0 };
	char directory[VWLAN_PATH_MAX], backend[VWLAN_PATH_MAX];
	int rc;

	vwlan_frontend_path(directory, pair->guest, pair->devid, NULL);
	vwlan_backend_path(backend, pair->backend, pair->guest, pair->devid,
			   NULL);
	rc = node_set(tool, &nodes, VWLAN_FRONTEND_NODE_backend, backend);
	if (rc == 0)
		rc = number_set(tool, &nodes, VWLAN_FRONTEND_NODE_backend_id,
				pair->backend);
	if (rc == 0)
		rc = number_set(tool, &nodes, VWLAN_FRONTEND_NODE_state,
				VWLAN_INITIALISING);
	if (rc == 0)
		rc = mac_set(tool, &nodes, VWLAN_FRONTEND_NODE_mac,
			     m->spec->mac);
	if (rc == 0)
		rc = store_mkdir(tool, t, directory, pair->guest,
				 pair->backend);
	if (rc == 0)
		rc = nodes_write(tool, t, directory, VWLAN_FRONTEND, &nodes);
	return rc;
}

/* What the administrator wants of the device, and allows it. */
static int wishes_set(struct tool *tool, const struct spec *spec,
		      struct vwlan_backend_nodes *nodes)
{
	int rc = mac_set(tool, nodes, VWLAN_BACKEND_NODE_mac, spec->mac);
	enum vwlan_policy_key key;

	if (rc == 0 && spec->network[0])
		rc = node_set(tool, nodes, VWLAN_BACKEND_NODE_network,
			      spec->network);
	if (rc == 0 && spec->uplink[0])
		rc = node_set(tool, nodes, VWLAN_BACKEND_NODE_uplink,
			      spec->uplink);
	for (key = 0; rc == 0 && key < VWLAN_POLICY_KEYS; key++)
		if (spec->policy[key][0])
			rc = node_set(tool, nodes, vwlan_policy_node(key),
				      spec->policy[key]);
	return rc;
}

static int backend_make(struct tool *tool, xs_transaction_t t,
			const struct making *m)
{
	const struct vwlan_node *domain =
		&vwlan_nodes[VWLAN_BACKEND_NODE_domain];
	const struct pair *pair = m->pair;
	struct vwlan_backend_nodes nodes = { 0 };
	char directory[VWLAN_PATH_MAX], frontend[VWLAN_PATH_MAX];
	int rc;

	vwlan_backend_path(directory, pair->backend, pair->guest, pair->devid,
			   NULL);
	vwlan_frontend_path(frontend, pair->guest, pair->devid, NULL);
	/* Xen allows names that the contract doesn't: then there is none. */
	vwlan_node_parse(domain, m->name, strlen(m->name), &nodes);
	rc = wishes_set(tool, m->spec, &nodes);
	if (rc == 0)
		rc = node_set(tool, &nodes, VWLAN_BACKEND_NODE_frontend,
			      frontend);
	if (rc == 0)
		rc = number_set(tool, &nodes, VWLAN_BACKEND_NODE_frontend_id,
				pair->guest);
	if (rc == 0)
		rc = number_set(tool, &nodes, VWLAN_BACKEND_NODE_online, 1);
	if (rc == 0)
		rc = number_set(tool, &nodes, VWLAN_BACKEND_NODE_state,
				VWLAN_INITIALISING);
	if (rc == 0)
		rc = store_mkdir(tool, t, directory, pair->backend,
				 pair->guest);
	if (rc == 0)
		rc = nodes_write(tool, t, directory, VWLAN_BACKEND, &nodes);
	return rc;
}

/* Below /libxl everything is dom0's, and inherits that. */
static int entry_make(struct tool *tool, xs_transaction_t t,
		      const struct making *m)
{
	const struct pair *pair = m->pair;
	struct vwlan_backend_nodes nodes = { 0 };
	char directory[VWLAN_PATH_MAX], path[VWLAN_PATH_MAX];
	char backend[VWLAN_PATH_MAX], frontend[VWLAN_PATH_MAX];
	int rc = wishes_set(tool, m->spec, &nodes);

	vwlan_frontend_path(frontend, pair->guest, pair->devid, NULL);
	if (rc == 0)
		rc = node_set(tool, &nodes, VWLAN_BACKEND_NODE_frontend,
			      frontend);
	registry_path(directory, pair->guest, pair->devid, NULL);
	if (rc == 0)
		rc = nodes_write(tool, t, directory, VWLAN_BACKEND, &nodes);
	vwlan_backend_path(backend, pair->backend, pair->guest, pair->devid,
			   NULL);
	registry_path(path, pair->guest, pair->devid, "backend");
	return rc ? rc : store_write(tool, t, path, backend);
}

static int mac_choose(struct tool *tool, xs_transaction_t t,
		      const struct making *m)
{
	static const uint8_t xen[3] = { 0x00, 0x16, 0x3e };
	int attempt, rc = -EEXIST;

	if (!m->random_mac)
		return registry_check_mac(tool, t, m->spec->mac,
					  m->pair->backend);
	memcpy(m->spec->mac, xen, sizeof(xen));
	for (attempt = 0; attempt < 16 && rc == -EEXIST; attempt++) {
		if (getrandom(m->spec->mac + 3, 3, 0) != 3)
			return tool_refuse(tool, -EIO, "no random numbers");
		rc = registry_check_mac(tool, t, m->spec->mac,
					m->pair->backend);
	}
	m->spec->has_mac = rc == 0;
	return rc;
}

/*
 * In the transaction, since either domain may have gone in the meantime:
 * what is written for a domain that's no more would stay forever.
 */
static int domains_check(struct tool *tool, xs_transaction_t t,
			 const struct pair *pair)
{
	char path[VWLAN_PATH_MAX];

	snprintf(path, sizeof(path), "/local/domain/%u/device", pair->guest);
	if (!store_exists(tool, t, path))
		return tool_refuse(tool, -ENOENT, "domain %u is gone, or can "
				   "have no devices", pair->guest);
	snprintf(path, sizeof(path), "/local/domain/%u", pair->backend);
	if (!store_exists(tool, t, path))
		return tool_refuse(tool, -ENOENT, "backend %u is gone",
				   pair->backend);
	registry_path(path, pair->guest, pair->devid, NULL);
	if (store_exists(tool, t, path))
		return tool_refuse(tool, -EEXIST, "devid %u is taken",
				   pair->devid);
	return 0;
}

static int pair_make_in(struct tool *tool, xs_transaction_t t, void *user)
{
	const struct making *m = user;
	int rc = domains_check(tool, t, m->pair);

	if (rc == 0 && m->again &&
	    !memory_has(tool, t, m->name, m->pair->devid))
		rc = tool_refuse(tool, -ENOENT, "isn't wanted any more");
	if (rc == 0)
		rc = mac_choose(tool, t, m);
	if (rc == 0)
		rc = entry_make(tool, t, m);
	if (rc == 0)
		rc = frontend_make(tool, t, m);
	if (rc == 0)
		rc = backend_make(tool, t, m);
	if (rc == 0)
		rc = memory_keep(tool, t, m->name, m->spec);
	return rc;
}

int pair_make(struct tool *tool, const struct pair *pair, struct spec *spec,
	      const char *name)
{
	struct making m = { pair, spec, name, !spec->has_mac, false };

	return store_transact(tool, pair_make_in, &m);
}

int pair_make_again(struct tool *tool, const struct pair *pair,
		    struct spec *spec, const char *name)
{
	struct making m = { pair, spec, name, !spec->has_mac, true };

	return store_transact(tool, pair_make_in, &m);
}

static int pair_offline_in(struct tool *tool, xs_transaction_t t, void *user)
{
	const struct pair *pair = user;
	char path[VWLAN_PATH_MAX];
	int rc;

	vwlan_backend_path(path, pair->backend, pair->guest, pair->devid,
			   vwlan_nodes[VWLAN_BACKEND_NODE_state].name);
	/* Writing would make the directory anew, if it's gone already. */
	if (!store_exists(tool, t, path))
		return 0;
	rc = store_write(tool, t, path, "5");
	if (rc)
		return rc;
	vwlan_backend_path(path, pair->backend, pair->guest, pair->devid,
			   vwlan_nodes[VWLAN_BACKEND_NODE_online].name);
	return store_write(tool, t, path, "0");
}

int pair_offline(struct tool *tool, const struct pair *pair)
{
	struct pair copy = *pair;

	return store_transact(tool, pair_offline_in, &copy);
}

static int pair_remove_in(struct tool *tool, xs_transaction_t t, void *user)
{
	const struct pair *pair = user;
	char path[VWLAN_PATH_MAX];
	int rc;

	vwlan_frontend_path(path, pair->guest, pair->devid, NULL);
	rc = store_remove_leaf(tool, t, path);
	if (rc)
		return rc;
	vwlan_backend_path(path, pair->backend, pair->guest, pair->devid,
			   NULL);
	rc = store_remove_leaf(tool, t, path);
	if (rc)
		return rc;
	registry_path(path, pair->guest, pair->devid, NULL);
	return store_remove_leaf(tool, t, path);
}

int pair_remove(struct tool *tool, const struct pair *pair)
{
	struct pair copy = *pair;

	return store_transact(tool, pair_remove_in, &copy);
}

/** struct parting - @name: the guest's */
struct parting {
	struct pair pair;
	const char *name;
};

static int pair_forget_in(struct tool *tool, xs_transaction_t t, void *user)
{
	struct parting *parting = user;
	int rc = pair_remove_in(tool, t, &parting->pair);

	return rc ? rc : memory_forget(tool, t, parting->name,
				       parting->pair.devid);
}

int pair_forget(struct tool *tool, const struct pair *pair, const char *name)
{
	struct parting parting = { *pair, name };

	return store_transact(tool, pair_forget_in, &parting);
}
