// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "registry.h"

#define DOMAINS "/local/domain/"

struct entries {
	struct entry *list;
	size_t count;
};

void registry_path(char *to, unsigned int guest, unsigned int devid,
		   const char *name)
{
	snprintf(to, VWLAN_PATH_MAX, "/libxl/%u/device/vwlan/%u%s%s", guest,
		 devid, name ? "/" : "", name ? name : "");
}

/* The domain ID in "/local/domain/ID/backend/...", or -1. */
static int backend_of(struct tool *tool, xs_transaction_t t,
		      const char *directory)
{
	char path[VWLAN_PATH_MAX];
	unsigned int length;
	char *text, *id;
	uint32_t domid;
	int rc = -1;

	snprintf(path, sizeof(path), "%s/backend", directory);
	text = xs_read(tool->xs, t, path, &length);
	if (text && strncmp(text, DOMAINS, strlen(DOMAINS)) == 0) {
		id = text + strlen(DOMAINS);
		if (vwlan_number_parse(id, strcspn(id, "/"), 0,
				       VWLAN_DOMID_MAX, &domid) == 0)
			rc = domid;
	}
	free(text);
	return rc;
}

static void value_read(struct tool *tool, xs_transaction_t t,
		       const char *directory, enum vwlan_node_index index,
		       struct entry *entry)
{
	char path[VWLAN_PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", directory,
		 vwlan_nodes[index].name);
	store_node_read(tool, t, path, index, &entry->nodes);
}

static int entry_read(struct tool *tool, xs_transaction_t t,
		      const char *directory, struct entry *entry)
{
	int backend = backend_of(tool, t, directory);

	if (backend < 0)
		return -ENOENT;
	entry->backend = backend;
	value_read(tool, t, directory, VWLAN_BACKEND_NODE_mac, entry);
	value_read(tool, t, directory, VWLAN_BACKEND_NODE_network, entry);
	value_read(tool, t, directory, VWLAN_BACKEND_NODE_uplink, entry);
	return 0;
}

int registry_find(struct tool *tool, xs_transaction_t t, unsigned int guest,
		  unsigned int devid, struct entry *to)
{
	char directory[VWLAN_PATH_MAX];

	*to = (struct entry){ .guest = guest, .devid = devid };
	registry_path(directory, guest, devid, NULL);
	return entry_read(tool, t, directory, to);
}

static int entries_add(struct tool *tool, struct entries *all,
		       const struct entry *entry)
{
	struct entry *list = reallocarray(all->list, all->count + 1,
					  sizeof(*list));

	if (!list)
		return tool_refuse(tool, -ENOMEM, "out of memory");
	all->list = list;
	list[all->count++] = *entry;
	return 0;
}

static int guest_read(struct tool *tool, xs_transaction_t t,
		      unsigned int guest, const char *kind,
		      struct entries *all)
{
	char directory[VWLAN_PATH_MAX];
	struct entry entry;
	unsigned int count = 0, i;
	char **names;
	int rc = 0;

	snprintf(directory, sizeof(directory), "/libxl/%u/device/%s", guest,
		 kind);
	names = xs_directory(tool->xs, t, directory, &count);
	for (i = 0; names && i < count && rc == 0; i++) {
		entry = (struct entry){ .guest = guest };
		if (vwlan_number_parse(names[i], strlen(names[i]), 0,
				       UINT32_MAX, &entry.devid))
			continue;
		snprintf(directory, sizeof(directory),
			 "/libxl/%u/device/%s/%u", guest, kind, entry.devid);
		if (entry_read(tool, t, directory, &entry) == 0)
			rc = entries_add(tool, all, &entry);
	}
	free(names);
	return rc;
}

static int entry_compare(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;

	if (a->guest != b->guest)
		return a->guest < b->guest ? -1 : 1;
	return a->devid < b->devid ? -1 : a->devid > b->devid;
}

int registry_read(struct tool *tool, xs_transaction_t t, const char *kind,
		  struct entry **list, size_t *count)
{
	struct entries all = { 0 };
	unsigned int guests = 0, i;
	char **names = xs_directory(tool->xs, t, "/libxl", &guests);
	uint32_t guest;
	int rc = 0;

	for (i = 0; names && i < guests && rc == 0; i++)
		if (vwlan_number_parse(names[i], strlen(names[i]), 0,
				       VWLAN_DOMID_MAX, &guest) == 0)
			rc = guest_read(tool, t, guest, kind, &all);
	free(names);
	if (all.count > 0)
		qsort(all.list, all.count, sizeof(*all.list), entry_compare);
	*list = all.list;
	*count = all.count;
	return rc;
}

static int mac_refuse(struct tool *tool, const struct entry *owner,
		      const char *kind)
{
	char text[VWLAN_MAC_TEXT];

	vwlan_mac_format(owner->nodes.mac, text);
	return tool_refuse(tool, -EEXIST, "mac %s is that of %s %u of domain "
			   "%u", text, kind, owner->devid, owner->guest);
}

static int kind_check_mac(struct tool *tool, xs_transaction_t t,
			  const char *kind, const uint8_t *mac, int backend)
{
	struct entry *list;
	size_t count, i;
	int rc = registry_read(tool, t, kind, &list, &count);

	for (i = 0; rc == 0 && i < count; i++)
		if (vwlan_node_has(&list[i].nodes, VWLAN_BACKEND_NODE_mac) &&
		    memcmp(list[i].nodes.mac, mac, 6) == 0 &&
		    (backend < 0 || list[i].backend == (unsigned int)backend))
			rc = mac_refuse(tool, &list[i], kind);
	free(list);
	return rc;
}

int registry_check_mac(struct tool *tool, xs_transaction_t t,
		       const uint8_t *mac, unsigned int backend)
{
	int rc = kind_check_mac(tool, t, "vwlan", mac, -1);

	return rc ? rc : kind_check_mac(tool, t, "vif", mac, backend);
}
