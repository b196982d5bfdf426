// SPDX-License-Identifier: GPL-2.0-or-later
/* vwlan list: which devices there are, and how they are. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>

#include "domain.h"
#include "registry.h"
#include "verb.h"

/**
 * struct row - a device as it is shown
 * @error: of the backend, or of the frontend, or empty; the contract's
 *	parser has seen to it that it is printable
 */
struct row {
	const struct entry *entry;
	char guest[DOMAIN_NAME_MAX];
	char backend[DOMAIN_NAME_MAX];
	char mac[VWLAN_MAC_TEXT];
	enum vwlan_xenbus_state backend_state;
	enum vwlan_xenbus_state frontend_state;
	char error[VWLAN_NODE_MAX];
};

static void states_read(struct tool *tool, const struct entry *e,
			struct row *row)
{
	char path[VWLAN_PATH_MAX];

	vwlan_backend_path(path, e->backend, e->guest, e->devid,
			   vwlan_nodes[VWLAN_BACKEND_NODE_state].name);
	row->backend_state = store_state_read(tool, path);
	vwlan_frontend_path(path, e->guest, e->devid,
			    vwlan_nodes[VWLAN_FRONTEND_NODE_state].name);
	row->frontend_state = store_state_read(tool, path);
}

static void error_read(struct tool *tool, const struct entry *e,
		       struct row *row)
{
	struct vwlan_backend_nodes backend = { 0 };
	struct vwlan_frontend_nodes frontend = { 0 };
	char path[VWLAN_PATH_MAX];

	vwlan_backend_path(path, e->backend, e->guest, e->devid,
			   vwlan_nodes[VWLAN_BACKEND_NODE_error].name);
	store_node_read(tool, XBT_NULL, path, VWLAN_BACKEND_NODE_error,
			&backend);
	vwlan_frontend_path(path, e->guest, e->devid,
			    vwlan_nodes[VWLAN_FRONTEND_NODE_error].name);
	store_node_read(tool, XBT_NULL, path, VWLAN_FRONTEND_NODE_error,
			&frontend);
	snprintf(row->error, sizeof(row->error), "%s",
		 backend.error[0] ? backend.error : frontend.error);
}

static void row_make(struct tool *tool, const struct entry *entry,
		     struct row *row)
{
	*row = (struct row){ .entry = entry };
	domain_name(tool, entry->guest, row->guest);
	domain_name(tool, entry->backend, row->backend);
	if (vwlan_node_has(&entry->nodes, VWLAN_BACKEND_NODE_mac))
		vwlan_mac_format(entry->nodes.mac, row->mac);
	states_read(tool, entry, row);
	error_read(tool, entry, row);
}

static void table_head(void)
{
	printf("%-16s %5s %3s %-16s %-17s %-16s %-12s %-12s %s\n", "DOMAIN",
	       "DOMID", "DEV", "BACKEND", "MAC", "NETWORK", "BACKEND-IS",
	       "FRONTEND-IS", "ERROR");
}

static void table_row(const struct row *row)
{
	const struct vwlan_backend_nodes *nodes = &row->entry->nodes;
	char network[64] = "-";

	if (nodes->uplink[0])
		snprintf(network, sizeof(network), "uplink %s",
			 nodes->uplink);
	else if (nodes->network[0])
		snprintf(network, sizeof(network), "%s", nodes->network);
	printf("%-16s %5u %3u %-16s %-17s %-16s %-12s %-12s %s\n", row->guest,
	       row->entry->guest, row->entry->devid, row->backend, row->mac,
	       network, vwlan_xenbus_text(row->backend_state),
	       vwlan_xenbus_text(row->frontend_state),
	       row->error[0] ? row->error : "-");
}

static void text_add(cJSON *object, const char *name, const char *text)
{
	if (text[0])
		cJSON_AddStringToObject(object, name, text);
	else
		cJSON_AddNullToObject(object, name);
}

static void json_row(cJSON *array, const struct row *row)
{
	const struct entry *e = row->entry;
	cJSON *object = cJSON_CreateObject();

	text_add(object, "domain", row->guest);
	cJSON_AddNumberToObject(object, "domid", e->guest);
	cJSON_AddNumberToObject(object, "devid", e->devid);
	text_add(object, "backend", row->backend);
	cJSON_AddNumberToObject(object, "backend_domid", e->backend);
	text_add(object, "mac", row->mac);
	text_add(object, "network", e->nodes.network);
	text_add(object, "uplink", e->nodes.uplink);
	text_add(object, "backend_state",
		 vwlan_xenbus_text(row->backend_state));
	text_add(object, "frontend_state",
		 vwlan_xenbus_text(row->frontend_state));
	text_add(object, "error", row->error);
	cJSON_AddItemToArray(array, object);
}

static int json_print(struct tool *tool, cJSON *array)
{
	char *text = cJSON_Print(array);

	if (!text)
		return tool_refuse(tool, -ENOMEM, "out of memory");
	puts(text);
	free(text);
	return 0;
}

static int rows_print(struct tool *tool, const struct entry *list,
		      size_t count, int only, bool json)
{
	cJSON *array = json ? cJSON_CreateArray() : NULL;
	struct row row;
	size_t i;
	int rc = 0;

	if (!json)
		table_head();
	for (i = 0; i < count; i++) {
		if (only >= 0 && list[i].guest != (unsigned int)only)
			continue;
		row_make(tool, &list[i], &row);
		if (json)
			json_row(array, &row);
		else
			table_row(&row);
	}
	if (json)
		rc = json_print(tool, array);
	cJSON_Delete(array);
	return rc;
}

int list_run(struct tool *tool, const struct verb_options *options,
	     char **arguments)
{
	struct entry *list = NULL;
	uint32_t domid = 0;
	size_t count;
	int rc = 0;

	if (arguments[0])
		rc = domain_find(tool, arguments[0], &domid);
	if (rc == 0)
		rc = registry_read(tool, XBT_NULL, "vwlan", &list, &count);
	if (rc == 0)
		rc = rows_print(tool, list, count,
				arguments[0] ? (int)domid : -1,
				options->json);
	free(list);
	return rc;
}
