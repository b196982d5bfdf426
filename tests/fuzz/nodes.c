// SPDX-License-Identifier: GPL-2.0-or-later
/* A directory in which the other side wrote whatever it liked. */
#include <stdlib.h>
#include <string.h>

#include "vwlan_nodes.h"

#define NAMES_MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

static void count_report(void *user, const char *name, const char *problem)
{
	check(name != NULL && problem != NULL);
	++*(unsigned int *)user;
}

/* What was taken comes out as text that is taken again, as the same. */
static void node_check(const struct vwlan_node *node, const char *text,
		       size_t length)
{
	union {
		struct vwlan_backend_nodes backend;
		struct vwlan_frontend_nodes frontend;
	} nodes = { 0 }, again = { 0 };
	char formatted[VWLAN_NODE_MAX];

	if (vwlan_node_parse(node, text, length, &nodes))
		return;
	vwlan_node_format(node, &nodes, formatted);
	check(vwlan_node_parse(node, formatted, strlen(formatted),
			       &again) == 0);
	check(memcmp(&nodes, &again, sizeof(nodes)) == 0);
}

/* The first byte picks a node, the rest is its text. */
static void one_check(const uint8_t *data, size_t size)
{
	char *text = malloc(size);

	check(text != NULL);
	memcpy(text, data + 1, size - 1);
	node_check(&vwlan_nodes[data[0] % VWLAN_NODE_COUNT], text, size - 1);
	vwlan_state_parse(text, size - 1);
	free(text);
}

/* The same again as a whole directory: a node to every NUL. */
static void tree_check(const uint8_t *data, size_t size)
{
	struct vwlan_tree_node nodes[NAMES_MAX];
	unsigned int reported = 0, problems;
	const uint8_t *end;
	size_t count = 0;

	while (count < NAMES_MAX && size > 1) {
		end = memchr(data, 0, size);
		if (!end)
			break;
		nodes[count].name = vwlan_nodes[*data % VWLAN_NODE_COUNT].name;
		nodes[count].text = (const char *)data;
		nodes[count++].length = end - data;
		size -= end + 1 - data;
		data = end + 1;
	}
	problems = vwlan_tree_check(size & 1 ? VWLAN_BACKEND : VWLAN_FRONTEND,
				    nodes, count, count_report, &reported);
	check(problems == reported);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	one_check(data, size);
	tree_check(data, size);
	return 0;
}
