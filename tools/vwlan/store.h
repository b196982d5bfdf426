/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xenstore: transactions, and nodes as text. */
#ifndef STORE_H
#define STORE_H

#include "tool.h"
#include "vwlan_nodes.h"

#define STORE_PATH_MAX 640u	/* bytes of a path that has a name in it */

/** store_fn - the inside of a transaction; may run several times */
typedef int store_fn(struct tool *tool, xs_transaction_t t, void *user);

/**
 * store_transact - all of it or nothing, again if somebody interfered
 *
 * Returns what @fn returned, which aborts the transaction if it is not 0;
 * or a negative errno, with @tool->why.
 */
int store_transact(struct tool *tool, store_fn *fn, void *user);

/** store_write - returns 0 or a negative errno, with @tool->why */
int store_write(struct tool *tool, xs_transaction_t t, const char *path,
		const char *text);

/**
 * store_mkdir - an empty directory, whatever was there before
 *
 * @owner: may do anything with it
 * @reader: may read it; so it is for all that will be made in it
 */
int store_mkdir(struct tool *tool, xs_transaction_t t, const char *path,
		unsigned int owner, unsigned int reader);

/** store_exists - is there such a node? */
bool store_exists(struct tool *tool, xs_transaction_t t, const char *path);

/** store_remove - with all below it; it need not be there */
int store_remove(struct tool *tool, xs_transaction_t t, const char *path);

/** store_remove_leaf - and the directory that it is in, if that's empty */
int store_remove_leaf(struct tool *tool, xs_transaction_t t,
		      const char *path);

/**
 * store_node_read - a node of the contract, which may hold anything
 *
 * @nodes: struct vwlan_backend_nodes or vwlan_frontend_nodes; as it was
 *	if there is no such node, or nonsense in it
 */
void store_node_read(struct tool *tool, xs_transaction_t t,
		     const char *path, enum vwlan_node_index index,
		     void *nodes);

/** store_state_read - of a "state" node; VWLAN_UNKNOWN if there is none */
enum vwlan_xenbus_state store_state_read(struct tool *tool,
					 const char *path);

/** store_number_read - returns 0, or -ENOENT if there is no such number */
int store_number_read(struct tool *tool, xs_transaction_t t,
		      const char *path, uint32_t max, uint32_t *to);

#endif
