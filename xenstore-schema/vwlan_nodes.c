// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "vwlan_nodes.h"

#define IN(state) (1u << VWLAN_##state)
#define ALWAYS ~0u
#define OPTIONAL 0u
#define OFFSET_BACKEND(field) offsetof(struct vwlan_backend_nodes, field)
#define OFFSET_FRONTEND(field) offsetof(struct vwlan_frontend_nodes, field)

#define VWLAN_NODE(side, field, name, kind, min, max, writer, states, about) \
	{ VWLAN_##side, name, VWLAN_##kind, min, max, VWLAN_BY_##writer, \
	  states, about, OFFSET_##side(field) },
const struct vwlan_node vwlan_nodes[VWLAN_NODE_COUNT] = {
#include "vwlan_nodes.def"
};
#undef VWLAN_NODE

_Static_assert(VWLAN_NODE_COUNT <= 64, "present is a mask of 64 bits");

int vwlan_number_parse(const char *text, size_t length, uint32_t min,
		       uint32_t max, uint32_t *to)
{
	uint64_t value = 0;
	size_t i;

	if (length == 0)
		return -EINVAL;
	for (i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -EINVAL;
		value = value * 10 + (unsigned int)(text[i] - '0');
		if (value > UINT32_MAX)
			return -ERANGE;
	}
	if (value < min || value > max)
		return -ERANGE;
	*to = value;
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int vwlan_mac_parse(const char *text, size_t length, uint8_t *to)
{
	static const uint8_t zero[6];
	uint8_t mac[6];
	int high, low;
	size_t i;

	if (length != VWLAN_MAC_TEXT - 1)
		return -EINVAL;
	for (i = 0; i < sizeof(mac); i++) {
		high = hex_digit(text[3 * i]);
		low = hex_digit(text[3 * i + 1]);
		if (high < 0 || low < 0 || (i < 5 && text[3 * i + 2] != ':'))
			return -EINVAL;
		mac[i] = high << 4 | low;
	}
	if (mac[0] & 1 || memcmp(mac, zero, sizeof(mac)) == 0)
		return -ERANGE;
	memcpy(to, mac, sizeof(mac));
	return 0;
}

void vwlan_mac_format(const uint8_t *mac, char *to)
{
	snprintf(to, VWLAN_MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x",
		 mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}

static int text_parse(const struct vwlan_node *node, const char *text,
		      size_t length, char *to)
{
	size_t i;

	if (length < node->min || length > node->max)
		return -ERANGE;
	for (i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return -EINVAL;
	memcpy(to, text, length);
	to[length] = '\0';
	return 0;
}

int vwlan_node_parse(const struct vwlan_node *node, const char *text,
		     size_t length, void *to)
{
	char *value = (char *)to + node->offset;
	int rc = -EINVAL;

	switch (node->kind) {
	case VWLAN_NUMBER:
		rc = vwlan_number_parse(text, length, node->min, node->max,
					(uint32_t *)(void *)value);
		break;
	case VWLAN_TEXT:
		rc = text_parse(node, text, length, value);
		break;
	case VWLAN_MAC:
		rc = vwlan_mac_parse(text, length, (uint8_t *)value);
		break;
	}
	if (rc == 0)
		*(uint64_t *)to |= VWLAN_NODE_BIT(node - vwlan_nodes);
	return rc;
}

void vwlan_node_format(const struct vwlan_node *node, const void *from,
		       char *to)
{
	const void *value = (const char *)from + node->offset;

	switch (node->kind) {
	case VWLAN_NUMBER:
		snprintf(to, VWLAN_NODE_MAX, "%u", *(const uint32_t *)value);
		break;
	case VWLAN_TEXT:
		snprintf(to, VWLAN_NODE_MAX, "%s", (const char *)value);
		break;
	case VWLAN_MAC:
		vwlan_mac_format(value, to);
		break;
	}
}

const struct vwlan_node *vwlan_node_find(enum vwlan_side side,
					 const char *name)
{
	size_t i;

	for (i = 0; i < VWLAN_NODE_COUNT; i++)
		if (vwlan_nodes[i].side == side &&
		    strcmp(vwlan_nodes[i].name, name) == 0)
			return &vwlan_nodes[i];
	return NULL;
}

static void path_add(char *path, const char *name)
{
	size_t length = strlen(path);

	if (name)
		snprintf(path + length, VWLAN_PATH_MAX - length, "/%s", name);
}

void vwlan_backend_path(char *to, unsigned int backend, unsigned int guest,
			unsigned int devid, const char *name)
{
	snprintf(to, VWLAN_PATH_MAX, "/local/domain/%u/backend/vwlan/%u/%u",
		 backend, guest, devid);
	path_add(to, name);
}

void vwlan_frontend_path(char *to, unsigned int guest, unsigned int devid,
			 const char *name)
{
	snprintf(to, VWLAN_PATH_MAX, "/local/domain/%u/device/vwlan/%u",
		 guest, devid);
	path_add(to, name);
}

void vwlan_announce_path(char *to, unsigned int backend)
{
	/* "data" is the one directory where a domain may make nodes. */
	snprintf(to, VWLAN_PATH_MAX, "/local/domain/%u/data/vwlan", backend);
}

enum vwlan_xenbus_state vwlan_state_parse(const char *text, size_t length)
{
	uint32_t state;

	if (!text || vwlan_number_parse(text, length, VWLAN_INITIALISING,
					VWLAN_CLOSED, &state))
		return VWLAN_UNKNOWN;
	return state;
}

const char *vwlan_xenbus_text(enum vwlan_xenbus_state state)
{
	switch (state) {
	case VWLAN_UNKNOWN:
		break;
	case VWLAN_INITIALISING:
		return "Initialising";
	case VWLAN_INIT_WAIT:
		return "InitWait";
	case VWLAN_INITIALISED:
		return "Initialised";
	case VWLAN_CONNECTED:
		return "Connected";
	case VWLAN_CLOSING:
		return "Closing";
	case VWLAN_CLOSED:
		return "Closed";
	}
	return "Unknown";
}

static const char *kind_problem(const struct vwlan_node *node, int rc)
{
	if (rc == -ERANGE)
		return node->kind == VWLAN_TEXT ? "too short or too long" :
						  "out of range";
	switch (node->kind) {
	case VWLAN_NUMBER:
		return "not a decimal number";
	case VWLAN_TEXT:
		return "has unprintable characters";
	case VWLAN_MAC:
		return "not a MAC address";
	}
	return "wrong";
}

static uint32_t tree_state(const struct vwlan_tree_node *nodes, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(nodes[i].name, "state") == 0)
			return vwlan_state_parse(nodes[i].text,
						 nodes[i].length);
	return VWLAN_UNKNOWN;
}

unsigned int vwlan_tree_check(enum vwlan_side side,
			      const struct vwlan_tree_node *nodes,
			      size_t count, vwlan_report_fn *report,
			      void *user)
{
	union {
		struct vwlan_backend_nodes backend;
		struct vwlan_frontend_nodes frontend;
	} values = { 0 };
	uint32_t state = 1u << tree_state(nodes, count);
	uint64_t seen = 0;
	const struct vwlan_node *node;
	unsigned int problems = 0;
	size_t i;
	int rc;

	for (i = 0; i < count; i++) {
		node = vwlan_node_find(side, nodes[i].name);
		rc = node ? vwlan_node_parse(node, nodes[i].text,
					     nodes[i].length, &values) : 0;
		if (node)
			seen |= VWLAN_NODE_BIT(node - vwlan_nodes);
		if (node && rc == 0)
			continue;
		problems++;
		report(user, nodes[i].name,
		       node ? kind_problem(node, rc) : "not in the contract");
	}
	for (i = 0; i < VWLAN_NODE_COUNT; i++) {
		node = &vwlan_nodes[i];
		if (node->side != side || seen & VWLAN_NODE_BIT(i) ||
		    !(node->required & state))
			continue;
		problems++;
		report(user, node->name, "missing in this state");
	}
	return problems;
}

static void states_document(FILE *to, uint32_t required)
{
	const char *between = "";
	int state;

	if (required == ALWAYS || required == OPTIONAL) {
		fputs(required ? "always" : "optional", to);
		return;
	}
	for (state = VWLAN_INITIALISING; state <= VWLAN_CLOSED; state++) {
		if (!(required & 1u << state))
			continue;
		fprintf(to, "%s%s", between, vwlan_xenbus_text(state));
		between = ", ";
	}
}

static void node_document(FILE *to, const struct vwlan_node *node)
{
	static const char *const writers[] = { "toolstack", "backend",
					       "frontend" };

	fprintf(to, "| `%s` | ", node->name);
	if (node->kind == VWLAN_NUMBER)
		fprintf(to, "number, %u to %u", node->min, node->max);
	else if (node->kind == VWLAN_TEXT)
		fprintf(to, "text, %u to %u bytes", node->min, node->max);
	else
		fputs("MAC address", to);
	fprintf(to, " | %s | ", writers[node->writer]);
	states_document(to, node->required);
	fprintf(to, " | %s |\n", node->about);
}

static void side_document(FILE *to, enum vwlan_side side, const char *path)
{
	size_t i;

	fprintf(to, "\n## `%s`\n\n", path);
	fputs("| node | kind | writer | there | meaning |\n", to);
	fputs("|---|---|---|---|---|\n", to);
	for (i = 0; i < VWLAN_NODE_COUNT; i++)
		if (vwlan_nodes[i].side == side)
			node_document(to, &vwlan_nodes[i]);
}

void vwlan_nodes_document(FILE *to)
{
	fputs("# xenstore nodes of a vwlan device\n\n"
	      "Made from `xenstore-schema/vwlan_nodes.def` by `make docs`.\n"
	      "\"There\" names the states of the node's own side in which it "
	      "must exist.\n", to);
	side_document(to, VWLAN_BACKEND,
		      "/local/domain/BACKEND/backend/vwlan/GUEST/DEVID");
	side_document(to, VWLAN_FRONTEND,
		      "/local/domain/GUEST/device/vwlan/DEVID");
	fputs("\n## `/local/domain/BACKEND/data/vwlan`\n\n"
	      "`1` while vwland is ready for devices: the backend writes it "
	      "when it starts\nand removes it when it stops. The toolstack "
	      "attaches nothing to a backend\nwithout it, and asks before: "
	      "it writes `0` over it, and a backend that lives\nwrites `1` "
	      "again. Without an answer the toolstack removes it.\n", to);
}
