// SPDX-License-Identifier: GPL-2.0-or-later
/* Whole directories: what each state needs, and what doesn't belong. */
#include <criterion/criterion.h>
#include <string.h>

#include "vwlan_nodes.h"

#define NODES_MAX (VWLAN_NODE_COUNT + 4)

/* A directory, and what was found wrong with it. */
struct tree {
	struct vwlan_tree_node nodes[NODES_MAX];
	size_t count;
	unsigned int problems;
	char name[64], problem[64];
};

static void tree_report(void *user, const char *name, const char *problem)
{
	struct tree *tree = user;

	tree->problems++;
	snprintf(tree->name, sizeof(tree->name), "%s", name);
	snprintf(tree->problem, sizeof(tree->problem), "%s", problem);
}

static void tree_add(struct tree *tree, const char *name, const char *text)
{
	tree->nodes[tree->count++] = (struct vwlan_tree_node){
		.name = name, .text = text, .length = strlen(text),
	};
}

static const char *text_for(const struct vwlan_node *node)
{
	switch (node->kind) {
	case VWLAN_NUMBER:
		return node->max < 64 ? "1" : "64";
	case VWLAN_TEXT:
		return "text";
	case VWLAN_MAC:
		return "00:16:3e:00:00:01";
	}
	return "";
}

/* Every node of @side that @state needs, but for @without. */
static void tree_make(struct tree *tree, enum vwlan_side side, int state,
		      const struct vwlan_node *without)
{
	static const char *const states[] = { "0", "1", "2", "3", "4", "5",
					      "6" };
	const struct vwlan_node *node;

	memset(tree, 0, sizeof(*tree));
	for (node = vwlan_nodes; node < vwlan_nodes + VWLAN_NODE_COUNT;
	     node++) {
		if (node->side != side || node == without ||
		    !(node->required & 1u << state))
			continue;
		if (strcmp(node->name, "state") == 0)
			tree_add(tree, node->name, states[state]);
		else
			tree_add(tree, node->name, text_for(node));
	}
}

static unsigned int tree_check(struct tree *tree, enum vwlan_side side)
{
	unsigned int problems = vwlan_tree_check(side, tree->nodes,
						 tree->count, tree_report,
						 tree);

	cr_assert_eq(problems, tree->problems);
	return problems;
}

Test(nodes_tree, what_a_state_needs_is_enough)
{
	struct tree tree;
	int side, state;

	for (side = VWLAN_BACKEND; side <= VWLAN_FRONTEND; side++)
		for (state = 1; state <= 6; state++) {
			tree_make(&tree, side, state, NULL);
			cr_assert_eq(tree_check(&tree, side), 0,
				     "side %d, state %d: %s %s", side, state,
				     tree.name, tree.problem);
		}
}

Test(nodes_tree, each_needed_node_is_missed)
{
	const struct vwlan_node *node;
	struct tree tree;
	int state;
	size_t i;

	for (i = 0; i < VWLAN_NODE_COUNT; i++)
		for (state = 1; state <= 6; state++) {
			node = &vwlan_nodes[i];
			if (strcmp(node->name, "state") == 0 ||
			    !(node->required & 1u << state))
				continue;
			tree_make(&tree, node->side, state, node);
			cr_assert_eq(tree_check(&tree, node->side), 1);
			cr_assert_str_eq(tree.name, node->name);
			cr_assert_str_eq(tree.problem,
					 "missing in this state");
		}
}

/* The states of the contract's table, a second time. */
Test(nodes_tree, states_need_what_was_agreed)
{
	static const struct {
		enum vwlan_side side;
		const char *name;
		const char *states;
	} agreed[] = {
		{ VWLAN_BACKEND, "frontend-id", "123456" },
		{ VWLAN_BACKEND, "online", "123456" },
		{ VWLAN_BACKEND, "mac", "123456" },
		{ VWLAN_BACKEND, "network", "" },
		{ VWLAN_BACKEND, "error", "" },
		{ VWLAN_BACKEND, "version", "24" },
		{ VWLAN_BACKEND, "max-tx-slots", "24" },
		{ VWLAN_BACKEND, "ring-ref", "4" },
		{ VWLAN_BACKEND, "event-channel-control", "4" },
		{ VWLAN_BACKEND, "event-channel-data", "4" },
		{ VWLAN_BACKEND, "virtual-radio", "4" },
		{ VWLAN_FRONTEND, "backend-id", "123456" },
		{ VWLAN_FRONTEND, "version", "34" },
		{ VWLAN_FRONTEND, "tx-slots", "34" },
		{ VWLAN_FRONTEND, "rx-slots", "34" },
	};
	const struct vwlan_node *node;
	int state;
	size_t i;

	for (i = 0; i < sizeof(agreed) / sizeof(agreed[0]); i++) {
		node = vwlan_node_find(agreed[i].side, agreed[i].name);
		cr_assert(node, "%s", agreed[i].name);
		for (state = 1; state <= 6; state++)
			cr_assert_eq(!!(node->required & 1u << state),
				     !!strchr(agreed[i].states, '0' + state),
				     "%s in state %d", node->name, state);
	}
}

Test(nodes_tree, unknown_nodes_are_reported)
{
	struct tree tree;

	tree_make(&tree, VWLAN_BACKEND, 1, NULL);
	tree_add(&tree, "psk", "hunter22");
	cr_assert_eq(tree_check(&tree, VWLAN_BACKEND), 1);
	cr_assert_str_eq(tree.name, "psk");
	cr_assert_str_eq(tree.problem, "not in the contract");
	/* One side's node in the other's directory is as unknown. */
	tree_make(&tree, VWLAN_FRONTEND, 1, NULL);
	tree_add(&tree, "ring-ref", "8");
	cr_assert_eq(tree_check(&tree, VWLAN_FRONTEND), 1);
	cr_assert_str_eq(tree.name, "ring-ref");
}

static void assert_bad(enum vwlan_side side, const char *name,
		       const char *text, const char *problem)
{
	struct tree tree;
	size_t i;

	tree_make(&tree, side, 4, NULL);
	for (i = 0; i < tree.count; i++)
		if (strcmp(tree.nodes[i].name, name) == 0)
			break;
	if (i == tree.count)
		tree_add(&tree, name, text);
	tree.nodes[i].text = text;
	tree.nodes[i].length = strlen(text);
	cr_assert_eq(tree_check(&tree, side), 1, "%s", name);
	cr_assert_str_eq(tree.name, name);
	cr_assert_str_eq(tree.problem, problem);
}

Test(nodes_tree, bad_values_are_reported)
{
	assert_bad(VWLAN_BACKEND, "ring-ref", "0", "out of range");
	assert_bad(VWLAN_BACKEND, "ring-ref", "-8", "not a decimal number");
	assert_bad(VWLAN_BACKEND, "mac", "here", "not a MAC address");
	assert_bad(VWLAN_BACKEND, "mac", "01:00:00:00:00:00", "out of range");
	assert_bad(VWLAN_BACKEND, "error", "", "too short or too long");
	assert_bad(VWLAN_BACKEND, "error", "a\033[2J",
		   "has unprintable characters");
	assert_bad(VWLAN_FRONTEND, "tx-slots", "513", "out of range");
	assert_bad(VWLAN_FRONTEND, "tx-slots", "63", "out of range");
}

/* Without a state that makes sense, only what is always there is missed. */
Test(nodes_tree, nonsense_state_needs_the_least)
{
	struct tree tree = { 0 };
	unsigned int always = 0;
	size_t i;

	for (i = 0; i < VWLAN_NODE_COUNT; i++)
		if (vwlan_nodes[i].side == VWLAN_BACKEND &&
		    vwlan_nodes[i].required & 1u)
			always++;
	cr_assert_eq(tree_check(&tree, VWLAN_BACKEND), always);
	memset(&tree, 0, sizeof(tree));
	tree_add(&tree, "state", "nonsense");
	cr_assert_eq(tree_check(&tree, VWLAN_BACKEND), always);
}

Test(nodes_tree, names_are_found_on_their_side_only)
{
	size_t i, j;

	for (i = 0; i < VWLAN_NODE_COUNT; i++) {
		cr_assert_eq(vwlan_node_find(vwlan_nodes[i].side,
					     vwlan_nodes[i].name),
			     &vwlan_nodes[i]);
		for (j = 0; j < i; j++)
			cr_assert(vwlan_nodes[i].side != vwlan_nodes[j].side ||
				  strcmp(vwlan_nodes[i].name,
					 vwlan_nodes[j].name));
	}
	cr_assert_null(vwlan_node_find(VWLAN_FRONTEND, "ring-ref"));
	cr_assert_null(vwlan_node_find(VWLAN_BACKEND, ""));
	cr_assert_null(vwlan_node_find(VWLAN_BACKEND, "State"));
}

Test(nodes_tree, document_names_every_node)
{
	char *text = NULL, row[80];
	size_t length, i;
	FILE *to = open_memstream(&text, &length);

	vwlan_nodes_document(to);
	fclose(to);
	for (i = 0; i < VWLAN_NODE_COUNT; i++) {
		snprintf(row, sizeof(row), "\n| `%s` | ", vwlan_nodes[i].name);
		cr_assert(strstr(text, row), "%s", vwlan_nodes[i].name);
		cr_assert(strstr(text, vwlan_nodes[i].about));
	}
	free(text);
}
