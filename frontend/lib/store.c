// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store.h"
#include "vwlan_abi.h"

#define TRANSACTION_TRIES 16	/* others may write at the same time */

static void own_path(const struct front_store *s, char *to, const char *name)
{
	snprintf(to, VWLAN_PATH_MAX, "device/vwlan/%u%s%s", s->devid,
		 name ? "/" : "", name ? name : "");
}

int front_store_open(struct front_store *s, unsigned int devid)
{
	char path[VWLAN_PATH_MAX];
	int rc = 0;

	memset(s, 0, sizeof(*s));
	s->devid = devid;
	s->xs = xs_open(0);
	if (!s->xs)
		return errno ? -errno : -EIO;
	own_path(s, path, NULL);
	if (!xs_watch(s->xs, path, "own"))
		rc = -errno;
	if (rc)
		front_store_close(s);
	return rc;
}

void front_store_close(struct front_store *s)
{
	xs_close(s->xs);
	s->xs = NULL;
}

int front_store_fd(const struct front_store *s)
{
	return xs_fileno(s->xs);
}

bool front_store_drain(struct front_store *s)
{
	bool any = false;
	char **event;

	while ((event = xs_check_watch(s->xs)) != NULL) {
		any = true;
		free(event);
	}
	return any;
}

static int node_read(struct front_store *s, const struct vwlan_node *node,
		     const char *path, void *to)
{
	unsigned int length;
	char *text = xs_read(s->xs, XBT_NULL, path, &length);

	if (!text)
		return errno == ENOENT || errno == EACCES ? 0 : -errno;
	vwlan_node_parse(node, text, length, to);
	free(text);
	return 0;
}

static int domid_read(struct front_store *s)
{
	unsigned int length;
	char *text = xs_read(s->xs, XBT_NULL, "domid", &length);
	int rc;

	if (!text)
		return -errno;
	rc = vwlan_number_parse(text, length, 0, VWLAN_DOMID_MAX, &s->domid);
	free(text);
	return rc;
}

static int side_read(struct front_store *s, enum vwlan_side side,
		     const char *directory, void *to)
{
	char path[VWLAN_PATH_MAX + VWLAN_NODE_MAX];
	size_t i;
	int rc = 0;

	for (i = 0; i < VWLAN_NODE_COUNT && rc == 0; i++) {
		if (vwlan_nodes[i].side != side)
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory,
			 vwlan_nodes[i].name);
		rc = node_read(s, &vwlan_nodes[i], path, to);
	}
	return rc;
}

/* Where dom0 says the backend is; "" if it contradicts itself. */
static void peer_path(const struct front_store *s, char *to)
{
	to[0] = '\0';
	if (!vwlan_node_has(&s->own, VWLAN_FRONTEND_NODE_backend_id) ||
	    !vwlan_node_has(&s->own, VWLAN_FRONTEND_NODE_backend))
		return;
	vwlan_backend_path(to, s->own.backend_id, s->domid, s->devid, NULL);
	if (strcmp(to, s->own.backend) != 0)
		to[0] = '\0';
}

static void peer_watch(struct front_store *s, const char *path)
{
	if (strcmp(s->watched, path) == 0)
		return;
	if (s->watched[0])
		xs_unwatch(s->xs, s->watched, "peer");
	s->watched[0] = '\0';
	if (path[0] && xs_watch(s->xs, path, "peer"))
		strcpy(s->watched, path);
}

int front_store_read(struct front_store *s)
{
	char path[VWLAN_PATH_MAX];
	int rc;

	memset(&s->own, 0, sizeof(s->own));
	memset(&s->peer, 0, sizeof(s->peer));
	rc = domid_read(s);
	if (rc)
		return rc;
	own_path(s, path, NULL);
	rc = side_read(s, VWLAN_FRONTEND, path, &s->own);
	if (rc)
		return rc;
	peer_path(s, path);
	/* Watch first, then read: no change can fall in between. */
	peer_watch(s, path);
	return path[0] ? side_read(s, VWLAN_BACKEND, path, &s->peer) : 0;
}

enum vwlan_xenbus_state front_store_own_state(const struct front_store *s)
{
	if (!vwlan_node_has(&s->own, VWLAN_FRONTEND_NODE_state))
		return VWLAN_UNKNOWN;
	return s->own.state;
}

enum vwlan_xenbus_state front_store_peer_state(const struct front_store *s)
{
	if (!vwlan_node_has(&s->peer, VWLAN_BACKEND_NODE_state))
		return VWLAN_UNKNOWN;
	return s->peer.state;
}

static int node_write(struct front_store *s, xs_transaction_t t,
		      enum vwlan_node_index index,
		      const struct vwlan_frontend_nodes *from)
{
	char path[VWLAN_PATH_MAX], text[VWLAN_NODE_MAX];

	own_path(s, path, vwlan_nodes[index].name);
	vwlan_node_format(&vwlan_nodes[index], from, text);
	return xs_write(s->xs, t, path, text, strlen(text)) ? 0 : -errno;
}

int front_store_write_state(struct front_store *s,
			    enum vwlan_xenbus_state state)
{
	int rc;

	s->own.state = state;
	rc = node_write(s, XBT_NULL, VWLAN_FRONTEND_NODE_state, &s->own);
	if (rc == 0)
		s->own.present |= VWLAN_NODE_BIT(VWLAN_FRONTEND_NODE_state);
	return rc;
}

static int offer_write(struct front_store *s, xs_transaction_t t,
		       const struct vwlan_frontend_nodes *offer)
{
	static const enum vwlan_node_index nodes[] = {
		VWLAN_FRONTEND_NODE_version,
		VWLAN_FRONTEND_NODE_capabilities,
		VWLAN_FRONTEND_NODE_tx_slots,
		VWLAN_FRONTEND_NODE_rx_slots,
		VWLAN_FRONTEND_NODE_state,
	};
	size_t i;
	int rc = 0;

	for (i = 0; i < sizeof(nodes) / sizeof(nodes[0]) && rc == 0; i++)
		rc = node_write(s, t, nodes[i], offer);
	return rc;
}

int front_store_write_offer(struct front_store *s, uint32_t capabilities,
			    uint32_t tx_slots, uint32_t rx_slots)
{
	struct vwlan_frontend_nodes offer = {
		.version = VWLAN_ABI_MAJOR,
		.capabilities = capabilities,
		.tx_slots = tx_slots,
		.rx_slots = rx_slots,
		.state = VWLAN_INITIALISED,
	};
	xs_transaction_t t;
	int tries, rc = -EAGAIN;

	for (tries = 0; tries < TRANSACTION_TRIES && rc == -EAGAIN; tries++) {
		t = xs_transaction_start(s->xs);
		if (t == XBT_NULL)
			return -errno;
		rc = offer_write(s, t, &offer);
		if (!xs_transaction_end(s->xs, t, rc != 0) && rc == 0)
			rc = -errno;
	}
	return rc;
}

int front_store_write_error(struct front_store *s, const char *text)
{
	char path[VWLAN_PATH_MAX];
	bool done;

	own_path(s, path, "error");
	if (!text) {
		done = xs_rm(s->xs, XBT_NULL, path);
		return done || errno == ENOENT ? 0 : -errno;
	}
	done = xs_write(s->xs, XBT_NULL, path, text, strlen(text));
	return done ? 0 : -errno;
}
