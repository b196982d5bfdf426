// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store.h"

/*
 * Others may write all the time, a hostile guest to its own nodes too: so
 * there is an end to trying.
 */
#define ATTEMPTS 1000

int store_transact(struct tool *tool, store_fn *fn, void *user)
{
	xs_transaction_t t;
	int attempt, rc;

	for (attempt = 0; attempt < ATTEMPTS; attempt++) {
		t = xs_transaction_start(tool->xs);
		if (t == XBT_NULL)
			return tool_refuse(tool, -errno, "xenstore: no "
					   "transaction: %s", strerror(errno));
		rc = fn(tool, t, user);
		if (xs_transaction_end(tool->xs, t, rc != 0) || rc)
			return rc;
		if (errno != EAGAIN)
			return tool_refuse(tool, -errno, "xenstore: "
					   "transaction failed: %s",
					   strerror(errno));
	}
	return tool_refuse(tool, -EAGAIN, "xenstore: somebody keeps changing "
			   "the same nodes");
}

static int store_refuse(struct tool *tool, const char *what, const char *path)
{
	int error = errno;

	return tool_refuse(tool, -error, "xenstore: can't %s %s: %s", what,
			   path, strerror(error));
}

int store_write(struct tool *tool, xs_transaction_t t, const char *path,
		const char *text)
{
	if (!xs_write(tool->xs, t, path, text, strlen(text)))
		return store_refuse(tool, "write", path);
	return 0;
}

int store_mkdir(struct tool *tool, xs_transaction_t t, const char *path,
		unsigned int owner, unsigned int reader)
{
	struct xs_permissions perms[] = {
		{ .id = owner, .perms = XS_PERM_NONE },
		{ .id = reader, .perms = XS_PERM_READ },
	};
	int rc = store_remove(tool, t, path);

	if (rc)
		return rc;
	if (!xs_mkdir(tool->xs, t, path))
		return store_refuse(tool, "make", path);
	if (!xs_set_permissions(tool->xs, t, path, perms, 2))
		return store_refuse(tool, "give away", path);
	return 0;
}

bool store_exists(struct tool *tool, xs_transaction_t t, const char *path)
{
	unsigned int length;
	void *value = xs_read(tool->xs, t, path, &length);
	bool exists = value != NULL;

	free(value);
	return exists;
}

int store_remove(struct tool *tool, xs_transaction_t t, const char *path)
{
	if (!xs_rm(tool->xs, t, path) && errno != ENOENT)
		return store_refuse(tool, "remove", path);
	return 0;
}

int store_remove_leaf(struct tool *tool, xs_transaction_t t,
		      const char *path)
{
	char parent[VWLAN_PATH_MAX];
	unsigned int count = 1;
	char **names;
	int rc = store_remove(tool, t, path);

	if (rc)
		return rc;
	snprintf(parent, sizeof(parent), "%.*s",
		 (int)(strrchr(path, '/') - path), path);
	names = xs_directory(tool->xs, t, parent, &count);
	free(names);
	return names && count == 0 ? store_remove(tool, t, parent) : 0;
}

void store_node_read(struct tool *tool, xs_transaction_t t,
		     const char *path, enum vwlan_node_index index,
		     void *nodes)
{
	unsigned int length;
	char *text = xs_read(tool->xs, t, path, &length);

	if (text)
		vwlan_node_parse(&vwlan_nodes[index], text, length, nodes);
	free(text);
}

enum vwlan_xenbus_state store_state_read(struct tool *tool, const char *path)
{
	enum vwlan_xenbus_state state = VWLAN_UNKNOWN;
	unsigned int length;
	char *text = xs_read(tool->xs, XBT_NULL, path, &length);

	if (text)
		state = vwlan_state_parse(text, length);
	free(text);
	return state;
}

int store_number_read(struct tool *tool, xs_transaction_t t,
		      const char *path, uint32_t max, uint32_t *to)
{
	unsigned int length;
	char *text = xs_read(tool->xs, t, path, &length);
	int rc = -ENOENT;

	if (text && vwlan_number_parse(text, length, 0, max, to) == 0)
		rc = 0;
	free(text);
	return rc;
}
