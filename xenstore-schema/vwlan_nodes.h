/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The xenstore nodes of a device, as structures: made from
 * vwlan_nodes.def.  Pure: text in, values out; reading and writing the
 * store is the caller's.
 */
#ifndef VWLAN_NODES_H
#define VWLAN_NODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** enum vwlan_xenbus_state - as in xen/io/xenbus.h */
enum vwlan_xenbus_state {
	VWLAN_UNKNOWN = 0,	/* no such directory, or nonsense in it */
	VWLAN_INITIALISING = 1,
	VWLAN_INIT_WAIT = 2,
	VWLAN_INITIALISED = 3,
	VWLAN_CONNECTED = 4,
	VWLAN_CLOSING = 5,
	VWLAN_CLOSED = 6,
};

enum vwlan_side { VWLAN_BACKEND, VWLAN_FRONTEND };
enum vwlan_writer {
	VWLAN_BY_TOOLSTACK,
	VWLAN_BY_BACKEND,
	VWLAN_BY_FRONTEND,
};
enum vwlan_kind { VWLAN_NUMBER, VWLAN_TEXT, VWLAN_MAC };

#define VWLAN_NODE_MAX 256u	/* bytes of any node's text, NUL included */
#define VWLAN_PATH_MAX 128u	/* bytes of any path, NUL included */
#define VWLAN_DOMID_MAX 32751u	/* DOMID_FIRST_RESERVED - 1, xen.h */
#define VWLAN_DEVID_MAX 15u	/* devices of one guest, less one */

#define VWLAN_FIELD_NUMBER(field, max) uint32_t field;
#define VWLAN_FIELD_TEXT(field, max) char field[(max) + 1];
#define VWLAN_FIELD_MAC(field, max) uint8_t field[6];
#define VWLAN_FIELDS_BACKEND(side, kind, field, max) \
	VWLAN_IF_BACKEND_##side(VWLAN_FIELD_##kind(field, max))
#define VWLAN_FIELDS_FRONTEND(side, kind, field, max) \
	VWLAN_IF_FRONTEND_##side(VWLAN_FIELD_##kind(field, max))
#define VWLAN_IF_BACKEND_BACKEND(text) text
#define VWLAN_IF_BACKEND_FRONTEND(text)
#define VWLAN_IF_FRONTEND_BACKEND(text)
#define VWLAN_IF_FRONTEND_FRONTEND(text) text

/* Index of each node in vwlan_nodes[]. */
#define VWLAN_NODE(side, field, name, kind, min, max, writer, states, about) \
	VWLAN_##side##_NODE_##field,
enum vwlan_node_index {
#include "vwlan_nodes.def"
	VWLAN_NODE_COUNT
};
#undef VWLAN_NODE

/**
 * struct vwlan_backend_nodes - values of a backend directory
 * @present: bit n is set if node n (enum vwlan_node_index) has a value
 */
#define VWLAN_NODE(side, field, name, kind, min, max, writer, states, about) \
	VWLAN_FIELDS_BACKEND(side, kind, field, max)
struct vwlan_backend_nodes {
	uint64_t present;
#include "vwlan_nodes.def"
};
#undef VWLAN_NODE

/** struct vwlan_frontend_nodes - values of a frontend directory */
#define VWLAN_NODE(side, field, name, kind, min, max, writer, states, about) \
	VWLAN_FIELDS_FRONTEND(side, kind, field, max)
struct vwlan_frontend_nodes {
	uint64_t present;
#include "vwlan_nodes.def"
};
#undef VWLAN_NODE

/**
 * struct vwlan_node - what is known of one node
 * @required: bit n is set if the node must be there when its side's state
 *	is n
 * @offset: of its value in its side's structure
 */
struct vwlan_node {
	enum vwlan_side side;
	const char *name;
	enum vwlan_kind kind;
	uint32_t min, max;
	enum vwlan_writer writer;
	uint32_t required;
	const char *about;
	size_t offset;
};

extern const struct vwlan_node vwlan_nodes[VWLAN_NODE_COUNT];

/* A node in a set of nodes, as @present is one. */
#define VWLAN_NODE_BIT(index) ((uint64_t)1 << (index))

/**
 * vwlan_node_parse - one node's text into its side's structure
 *
 * @text: @length bytes, hostile, not NUL-terminated
 * @to: struct vwlan_backend_nodes or vwlan_frontend_nodes
 *
 * Returns 0, -EINVAL if it is not of the node's kind, or -ERANGE if it is
 * out of the node's range; then @to is as it was.
 */
int vwlan_node_parse(const struct vwlan_node *node, const char *text,
		     size_t length, void *to);

/**
 * vwlan_node_format - one node's text from its side's structure
 *
 * @to: VWLAN_NODE_MAX bytes
 */
void vwlan_node_format(const struct vwlan_node *node, const void *from,
		       char *to);

/** vwlan_node_find - by side and name; NULL if there is no such node */
const struct vwlan_node *vwlan_node_find(enum vwlan_side side,
					 const char *name);

/**
 * vwlan_node_has - is there a value for this node?
 *
 * @nodes: struct vwlan_backend_nodes or vwlan_frontend_nodes
 */
static inline bool vwlan_node_has(const void *nodes,
				  enum vwlan_node_index index)
{
	return *(const uint64_t *)nodes & VWLAN_NODE_BIT(index);
}

/**
 * vwlan_backend_path - where a device's backend directory is
 *
 * @to: VWLAN_PATH_MAX bytes
 * @name: of a node in it, or NULL for the directory
 */
void vwlan_backend_path(char *to, unsigned int backend, unsigned int guest,
			unsigned int devid, const char *name);

/** vwlan_frontend_path - where a device's frontend directory is */
void vwlan_frontend_path(char *to, unsigned int guest, unsigned int devid,
			 const char *name);

/**
 * vwlan_announce_path - where a backend says that it runs
 *
 * vwland writes "1" when it is ready for devices, and removes the node when
 * it stops.  A backend that died leaves it behind; so the toolstack writes
 * "0" over it, and whoever is there writes "1" again.
 */
void vwlan_announce_path(char *to, unsigned int backend);

/**
 * vwlan_state_parse - text of a "state" node; nonsense is VWLAN_UNKNOWN
 *
 * @text: may be NULL: then there is no such node
 */
enum vwlan_xenbus_state vwlan_state_parse(const char *text, size_t length);

/** vwlan_xenbus_text - the state's name, never NULL */
const char *vwlan_xenbus_text(enum vwlan_xenbus_state state);

/**
 * vwlan_number_parse - a decimal number and nothing else
 *
 * Returns 0, -EINVAL if it is none, -ERANGE if it is not @min to @max.
 */
int vwlan_number_parse(const char *text, size_t length, uint32_t min,
		       uint32_t max, uint32_t *to);

/**
 * vwlan_mac_parse - "00:16:3e:00:00:01" and nothing else
 *
 * Returns 0, -EINVAL if it is none, -ERANGE if it is a group address or
 * all zeros, which no station can have.
 */
int vwlan_mac_parse(const char *text, size_t length, uint8_t *to);

#define VWLAN_MAC_TEXT 18	/* bytes, NUL included */

/** vwlan_mac_format - @to has room for VWLAN_MAC_TEXT bytes */
void vwlan_mac_format(const uint8_t *mac, char *to);

/**
 * struct vwlan_tree_node - one node of a live tree
 * @name: as the store has it
 * @text: @length bytes
 */
struct vwlan_tree_node {
	const char *name;
	const char *text;
	size_t length;
};

/** vwlan_report_fn - called with each thing that is wrong */
typedef void vwlan_report_fn(void *user, const char *name,
			     const char *problem);

/**
 * vwlan_tree_check - is this directory as the contract has it?
 *
 * Checks the kind and range of every known node, that those are there
 * which its state needs, and that no unknown one is.
 *
 * Returns how many problems it reported.
 */
unsigned int vwlan_tree_check(enum vwlan_side side,
			      const struct vwlan_tree_node *nodes,
			      size_t count, vwlan_report_fn *report,
			      void *user);

/** vwlan_nodes_document - the table as Markdown; docs/xenstore.md */
void vwlan_nodes_document(FILE *to);

#endif
