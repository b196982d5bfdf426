// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/xenstore.h"

#define BACKEND_DIRECTORY "backend/vwlan"	/* relative to our domain */
#define TOKEN_BACKEND "b"
#define TOKEN_FRONTEND "f%u.%u"
#define ANNOUNCEMENT "data/vwlan"		/* the same */
#define TOKEN_ANNOUNCEMENT "a"
#define TOKEN_MAX 32
#define CHANGE_TRIES 16		/* others write here too, but seldom */

/* ------------------------------------------------------------------ */
/* Reading                                                             */

/*
 * A node is gone if it does not exist, and also if nothing above it exists
 * that we may read: xenstored then won't say which of the two it is.
 */
static int read_error(void)
{
	if (errno == EACCES)
		return -ENOENT;
	return errno ? -errno : -EIO;
}

/* @text: NULL, or receives an allocated copy of @length bytes, or NULL. */
static int node_read(struct xs_handle *xs, const char *path, char **text,
		     unsigned int *length)
{
	unsigned int got = 0;
	char *value = xs_read(xs, XBT_NULL, path, &got);

	if (length)
		*length = got;
	if (text)
		*text = value;
	if (!value)
		return read_error();
	if (!text)
		free(value);
	return 0;
}

static int node_exists(struct xs_handle *xs, const char *path, bool *there)
{
	int rc = node_read(xs, path, NULL, NULL);

	*there = rc == 0;
	return rc == -ENOENT ? 0 : rc;
}

static int state_read(struct xs_handle *xs, const char *path,
		      enum vwlan_xenbus_state *state)
{
	unsigned int length;
	char *text = NULL;
	int rc;

	rc = node_read(xs, path, &text, &length);
	*state = rc == 0 ? vwlan_state_parse(text, length) : VWLAN_UNKNOWN;
	free(text);
	return rc == -ENOENT ? 0 : rc;
}

/* Only a clear "0" takes a device offline. */
static int online_read(struct xs_handle *xs, const char *path, bool *online)
{
	unsigned int length;
	char *text = NULL;
	int rc;

	rc = node_read(xs, path, &text, &length);
	*online = rc || length != 1 || text[0] != '0';
	free(text);
	return rc == -ENOENT ? 0 : rc;
}

static void backend_path(const struct xenstore_place *place, const char *name,
			 char *path)
{
	vwlan_backend_path(path, place->backend, place->key.domid,
			   place->key.devid, name);
}

static void frontend_path(const struct xenstore_place *place,
			  const char *name, char *path)
{
	vwlan_frontend_path(path, place->key.domid, place->key.devid, name);
}

int xenstore_glance(const struct xenstore_place *place,
		    struct xenstore_glance *glance)
{
	char path[VWLAN_PATH_MAX];
	int rc;

	*glance = (struct xenstore_glance){ 0 };
	backend_path(place, NULL, path);
	rc = node_exists(place->xs, path, &glance->backend_there);
	if (rc == 0 && glance->backend_there) {
		backend_path(place, "state", path);
		rc = state_read(place->xs, path, &glance->backend);
	}
	if (rc == 0 && glance->backend_there) {
		backend_path(place, "online", path);
		rc = online_read(place->xs, path, &glance->online);
	}
	if (rc)
		return rc;
	frontend_path(place, NULL, path);
	rc = node_exists(place->xs, path, &glance->frontend_there);
	if (rc || !glance->frontend_there)
		return rc;
	frontend_path(place, "state", path);
	return state_read(place->xs, path, &glance->frontend);
}

static int side_read(const struct xenstore_place *place, enum vwlan_side side,
		     void *nodes, const struct vwlan_node **bad)
{
	const struct vwlan_node *node;
	char path[VWLAN_PATH_MAX];
	unsigned int length;
	char *text;
	int rc;

	*bad = NULL;
	for (node = vwlan_nodes; node < vwlan_nodes + VWLAN_NODE_COUNT;
	     node++) {
		if (node->side != side)
			continue;
		if (side == VWLAN_BACKEND)
			backend_path(place, node->name, path);
		else
			frontend_path(place, node->name, path);
		rc = node_read(place->xs, path, &text, &length);
		if (rc == -ENOENT)
			continue;
		if (rc)
			return rc;
		rc = vwlan_node_parse(node, text, length, nodes);
		free(text);
		if (rc && !*bad)
			*bad = node;
	}
	return *bad ? -EBADMSG : 0;
}

int xenstore_read_backend(const struct xenstore_place *place,
			  struct vwlan_backend_nodes *nodes,
			  const struct vwlan_node **bad)
{
	*nodes = (struct vwlan_backend_nodes){ 0 };
	return side_read(place, VWLAN_BACKEND, nodes, bad);
}

int xenstore_read_frontend(const struct xenstore_place *place,
			   struct vwlan_frontend_nodes *nodes,
			   const struct vwlan_node **bad)
{
	*nodes = (struct vwlan_frontend_nodes){ 0 };
	return side_read(place, VWLAN_FRONTEND, nodes, bad);
}

int xenstore_own_domid(struct xs_handle *xs, unsigned int *domid)
{
	unsigned int length;
	uint32_t value;
	char *text;
	int rc;

	rc = node_read(xs, "domid", &text, &length);
	if (rc)
		return rc;
	rc = vwlan_number_parse(text, length, 0, VWLAN_DOMID_MAX, &value);
	free(text);
	if (rc == 0)
		*domid = value;
	return rc;
}

/* ------------------------------------------------------------------ */
/* Finding devices                                                     */

static int names_read(struct xs_handle *xs, const char *path, char ***names,
		      unsigned int *count)
{
	*count = 0;
	*names = xs_directory(xs, XBT_NULL, path, count);
	if (*names)
		return 0;
	return read_error() == -ENOENT ? 0 : -errno;
}

static int scan_guest(struct xs_handle *xs, uint32_t domid,
		      xenstore_scan_fn *found, void *user)
{
	char path[VWLAN_PATH_MAX];
	struct table_key key = { .domid = domid };
	unsigned int i, count;
	uint32_t devid;
	char **names;
	int rc;

	snprintf(path, sizeof(path), BACKEND_DIRECTORY "/%u", domid);
	rc = names_read(xs, path, &names, &count);
	for (i = 0; i < count; i++) {
		if (vwlan_number_parse(names[i], strlen(names[i]), 0,
				       VWLAN_DEVID_MAX, &devid))
			continue;
		key.devid = devid;
		found(user, key);
	}
	free(names);
	return rc;
}

int xenstore_scan(struct xs_handle *xs, xenstore_scan_fn *found, void *user)
{
	unsigned int i, count;
	uint32_t domid;
	char **names;
	int rc;

	rc = names_read(xs, BACKEND_DIRECTORY, &names, &count);
	for (i = 0; i < count && rc == 0; i++)
		if (vwlan_number_parse(names[i], strlen(names[i]), 1,
				       VWLAN_DOMID_MAX, &domid) == 0)
			rc = scan_guest(xs, domid, found, user);
	free(names);
	return rc;
}

/* ------------------------------------------------------------------ */
/* Watches                                                             */

int xenstore_watch_backend(struct xs_handle *xs)
{
	if (!xs_watch(xs, BACKEND_DIRECTORY, TOKEN_BACKEND) ||
	    !xs_watch(xs, ANNOUNCEMENT, TOKEN_ANNOUNCEMENT))
		return -errno;
	return 0;
}

static void frontend_watch(const struct xenstore_place *place, char *path,
			   char *token)
{
	frontend_path(place, "state", path);
	snprintf(token, TOKEN_MAX, TOKEN_FRONTEND, place->key.domid,
		 place->key.devid);
}

int xenstore_watch_frontend(const struct xenstore_place *place)
{
	char path[VWLAN_PATH_MAX], token[TOKEN_MAX];

	frontend_watch(place, path, token);
	return xs_watch(place->xs, path, token) ? 0 : -errno;
}

void xenstore_unwatch_frontend(const struct xenstore_place *place)
{
	char path[VWLAN_PATH_MAX], token[TOKEN_MAX];

	frontend_watch(place, path, token);
	xs_unwatch(place->xs, path, token);
}

/* Two numbers with @between them, and then the end or a slash. */
static bool key_parse(const char *text, char between, struct table_key *key)
{
	size_t first = strcspn(text, (char[]){ between, '\0' });
	uint32_t domid, devid;
	const char *second;

	if (text[first] == '\0')
		return false;
	second = text + first + 1;
	if (vwlan_number_parse(text, first, 1, VWLAN_DOMID_MAX, &domid) ||
	    vwlan_number_parse(second, strcspn(second, "/"), 0,
			       VWLAN_DEVID_MAX, &devid))
		return false;
	key->domid = domid;
	key->devid = devid;
	return true;
}

int xenstore_event(struct xs_handle *xs, struct table_key *key)
{
	char **event = xs_check_watch(xs);
	const char *path, *token;
	int rc = 2;

	if (!event)
		return -errno;
	path = event[XS_WATCH_PATH];
	token = event[XS_WATCH_TOKEN];
	if (strcmp(token, TOKEN_ANNOUNCEMENT) == 0) {
		rc = 3;
	} else if (token[0] == 'f') {
		if (key_parse(token + 1, '.', key))
			rc = 1;
	} else if (strncmp(path, BACKEND_DIRECTORY "/",
			   sizeof(BACKEND_DIRECTORY)) == 0) {
		if (key_parse(path + sizeof(BACKEND_DIRECTORY), '/', key))
			rc = 1;
	}
	free(event);
	return rc;
}

/* ------------------------------------------------------------------ */
/* Writing                                                             */

static int change_node(const struct xenstore_place *place,
		       xs_transaction_t t, const struct xenstore_change *c,
		       const struct vwlan_node *node)
{
	uint64_t bit = VWLAN_NODE_BIT(node - vwlan_nodes);
	char path[VWLAN_PATH_MAX], text[VWLAN_NODE_MAX];

	backend_path(place, node->name, path);
	if (c->write & bit) {
		vwlan_node_format(node, &c->nodes, text);
		if (!xs_write(place->xs, t, path, text, strlen(text)))
			return -errno;
	} else if (c->remove & bit) {
		if (!xs_rm(place->xs, t, path) && errno != ENOENT)
			return -errno;
	}
	return 0;
}

static int change_once(const struct xenstore_place *place,
		       const struct xenstore_change *c)
{
	xs_transaction_t t = xs_transaction_start(place->xs);
	char path[VWLAN_PATH_MAX];
	int rc = 0, i;
	char *text;

	if (t == XBT_NULL)
		return -errno;
	/* Writing would make a directory that was just removed again. */
	backend_path(place, NULL, path);
	text = xs_read(place->xs, t, path, NULL);
	if (!text)
		rc = read_error();
	free(text);
	for (i = 0; i < VWLAN_NODE_COUNT && rc == 0; i++)
		rc = change_node(place, t, c, &vwlan_nodes[i]);
	if (!xs_transaction_end(place->xs, t, rc != 0) && rc == 0)
		rc = -errno;
	return rc;
}

int xenstore_change(const struct xenstore_place *place,
		    const struct xenstore_change *change)
{
	int rc, tries;

	for (tries = 0; tries < CHANGE_TRIES; tries++) {
		rc = change_once(place, change);
		if (rc != -EAGAIN)
			return rc;
	}
	return rc;
}

int xenstore_remove(const struct xenstore_place *place)
{
	char path[VWLAN_PATH_MAX];

	backend_path(place, NULL, path);
	if (!xs_rm(place->xs, XBT_NULL, path) && errno != ENOENT)
		return -errno;
	return 0;
}

int xenstore_announce(struct xs_handle *xs, bool here)
{
	bool done = here ? xs_write(xs, XBT_NULL, ANNOUNCEMENT, "1", 1) :
			   xs_rm(xs, XBT_NULL, ANNOUNCEMENT);

	return done ? 0 : -errno;
}

int xenstore_answer(struct xs_handle *xs)
{
	unsigned int length;
	char *text;
	bool stands;

	if (node_read(xs, ANNOUNCEMENT, &text, &length))
		text = NULL;
	/* Our own writing is an event as well. */
	stands = text && length == 1 && text[0] == '1';
	free(text);
	return stands ? 0 : xenstore_announce(xs, true);
}
