// SPDX-License-Identifier: GPL-2.0-or-later
/* Nodes as text: what is taken, and all that isn't. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "random.h"
#include "vwlan_nodes.h"

union nodes {
	struct vwlan_backend_nodes backend;
	struct vwlan_frontend_nodes frontend;
};

/* From memory of just that size: a sanitizer sees a read beyond. */
static int exact_parse(const struct vwlan_node *node, const char *text,
		       size_t length, void *to)
{
	char *copy = malloc(length ? length : 1);
	int rc;

	cr_assert(copy);
	memcpy(copy, text, length);
	rc = vwlan_node_parse(node, copy, length, to);
	free(copy);
	return rc;
}

static void assert_refused(const struct vwlan_node *node, const char *text,
			   size_t length, int expected)
{
	union nodes nodes, before;

	memset(&nodes, 0x5e, sizeof(nodes));
	before = nodes;
	cr_assert_eq(exact_parse(node, text, length, &nodes), expected,
		     "%s: \"%.*s\"", node->name, (int)length, text);
	cr_assert_eq(memcmp(&nodes, &before, sizeof(nodes)), 0,
		     "%s was changed", node->name);
}

static void assert_taken(const struct vwlan_node *node, const char *text,
			 size_t length)
{
	union nodes nodes;
	char again[VWLAN_NODE_MAX];

	memset(&nodes, 0, sizeof(nodes));
	cr_assert_eq(exact_parse(node, text, length, &nodes), 0,
		     "%s: \"%.*s\"", node->name, (int)length, text);
	cr_assert_eq(*(uint64_t *)&nodes,
		     VWLAN_NODE_BIT(node - vwlan_nodes));
	cr_assert(vwlan_node_has(&nodes, node - vwlan_nodes));
	vwlan_node_format(node, &nodes, again);
	cr_assert_eq(strlen(again), length, "%s: \"%s\"", node->name, again);
	cr_assert_arr_eq(again, text, length);
}

static void number_check(const struct vwlan_node *node, uint64_t value)
{
	char text[24];
	int length = snprintf(text, sizeof(text), "%lu", value);

	if (value >= node->min && value <= node->max)
		assert_taken(node, text, length);
	else
		assert_refused(node, text, length, -ERANGE);
}

static void number_test(const struct vwlan_node *node)
{
	static const char *const bad[] = {
		"", " ", "+1", "-1", " 1", "1 ", "1\n", "\t1", "0x1", "1.0",
		"1e1", "one", "1,0", "'1'", "\xb9", "1\x80", "--", "+",
	};
	static const char *const large[] = {
		"4294967296", "4294967297", "9999999999",
		"18446744073709551615", "18446744073709551616",
		"18446744073709551617", "99999999999999999999999999999999",
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_refused(node, bad[i], strlen(bad[i]), -EINVAL);
	assert_refused(node, "1\0", 2, -EINVAL);
	assert_refused(node, "\0", 1, -EINVAL);
	for (i = 0; i < sizeof(large) / sizeof(large[0]); i++)
		assert_refused(node, large[i], strlen(large[i]), -ERANGE);
	for (i = 0; i < 70000; i += i < 100 ? 1 : 7)
		number_check(node, i);
	number_check(node, node->min);
	number_check(node, node->max);
	number_check(node, (uint64_t)node->max + 1);
	if (node->min > 0)
		number_check(node, node->min - 1);
}

static void text_test(const struct vwlan_node *node)
{
	char text[VWLAN_NODE_MAX + 8];
	size_t length;
	int byte;

	memset(text, '~', sizeof(text));
	for (length = 0; length < sizeof(text); length++) {
		if (length >= node->min && length <= node->max)
			assert_taken(node, text, length);
		else
			assert_refused(node, text, length, -ERANGE);
	}
	for (byte = 0; byte < 256; byte++) {
		text[2] = byte;
		if (byte >= ' ' && byte <= '~')
			assert_taken(node, text, 5);
		else
			assert_refused(node, text, 5, -EINVAL);
	}
}

static void mac_test(const struct vwlan_node *node)
{
	static const char *const bad[] = {
		"", "00:16:3e:00:00:0", "00:16:3e:00:00:001",
		"00-16-3e-00-00-01", "0016.3e00.0001", "00163e000001",
		"00:16:3e:00:00:0g", "00:16:3e:00:00:", ":0:16:3e:00:00:01",
		"00:16:3e:00:00 01", " 0:16:3e:00:00:01", "+0:16:3e:00:00:01",
		"00:16:3e:00:00:01 ", "00:16:3e:00:00:01\n",
		"0x:16:3e:00:00:01", "\xff\xff:16:3e:00:00:01",
	};
	static const char *const impossible[] = {
		"00:00:00:00:00:00", "01:00:00:00:00:00",
		"ff:ff:ff:ff:ff:ff", "33:33:00:00:00:01",
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_refused(node, bad[i], strlen(bad[i]), -EINVAL);
	assert_refused(node, "00:16:3e:00:00\0001", 17, -EINVAL);
	for (i = 0; i < sizeof(impossible) / sizeof(impossible[0]); i++)
		assert_refused(node, impossible[i], 17, -ERANGE);
	assert_taken(node, "00:16:3e:00:00:01", 17);
	assert_taken(node, "fe:dc:ba:98:76:54", 17);
	assert_taken(node, "02:00:00:00:00:00", 17);
}

Test(nodes_text, each_kind_takes_its_own_and_nothing_else)
{
	size_t i;

	for (i = 0; i < VWLAN_NODE_COUNT; i++) {
		switch (vwlan_nodes[i].kind) {
		case VWLAN_NUMBER:
			number_test(&vwlan_nodes[i]);
			break;
		case VWLAN_TEXT:
			text_test(&vwlan_nodes[i]);
			break;
		case VWLAN_MAC:
			mac_test(&vwlan_nodes[i]);
			break;
		}
	}
}

Test(nodes_text, mac_in_capitals_is_the_same)
{
	uint8_t mac[6];
	char text[VWLAN_MAC_TEXT];

	cr_assert_eq(vwlan_mac_parse("AA:BB:CC:DD:EE:FF", 17, mac), 0);
	vwlan_mac_format(mac, text);
	cr_assert_str_eq(text, "aa:bb:cc:dd:ee:ff");
}

Test(nodes_text, random_numbers_go_round)
{
	uint32_t value, again;
	struct random r;
	char text[16];
	int i, length;

	random_init(&r);
	for (i = 0; i < 100000; i++) {
		value = random_next(&r) >> (32 + random_below(&r, 32));
		length = snprintf(text, sizeof(text), "%u", value);
		cr_assert_eq(vwlan_number_parse(text, length, 0, UINT32_MAX,
						&again), 0, "seed %lu",
			     r.seed);
		cr_assert_eq(value, again, "seed %lu", r.seed);
	}
}

Test(nodes_text, states_have_names_and_nonsense_is_unknown)
{
	static const char *const names[] = {
		"Unknown", "Initialising", "InitWait", "Initialised",
		"Connected", "Closing", "Closed",
	};
	enum vwlan_xenbus_state state;
	char text[4];

	for (state = VWLAN_INITIALISING; state <= VWLAN_CLOSED; state++) {
		snprintf(text, sizeof(text), "%u", state);
		cr_assert_eq(vwlan_state_parse(text, 1), state);
		cr_assert_str_eq(vwlan_xenbus_text(state), names[state]);
	}
	cr_assert_eq(vwlan_state_parse(NULL, 0), VWLAN_UNKNOWN);
	cr_assert_eq(vwlan_state_parse("", 0), VWLAN_UNKNOWN);
	cr_assert_eq(vwlan_state_parse("0", 1), VWLAN_UNKNOWN);
	cr_assert_eq(vwlan_state_parse("7", 1), VWLAN_UNKNOWN);
	cr_assert_eq(vwlan_state_parse("4\n", 2), VWLAN_UNKNOWN);
	cr_assert_eq(vwlan_state_parse("4294967300", 10), VWLAN_UNKNOWN);
	cr_assert_str_eq(vwlan_xenbus_text(VWLAN_UNKNOWN), names[0]);
	cr_assert_str_eq(vwlan_xenbus_text(99), names[0]);
}

Test(nodes_text, paths_are_the_contract)
{
	char path[VWLAN_PATH_MAX];

	vwlan_backend_path(path, 1, 2, 3, NULL);
	cr_assert_str_eq(path, "/local/domain/1/backend/vwlan/2/3");
	vwlan_backend_path(path, 1, 2, 3, "state");
	cr_assert_str_eq(path, "/local/domain/1/backend/vwlan/2/3/state");
	vwlan_frontend_path(path, 2, 3, NULL);
	cr_assert_str_eq(path, "/local/domain/2/device/vwlan/3");
	vwlan_frontend_path(path, 2, 3, "ring-ref");
	cr_assert_str_eq(path, "/local/domain/2/device/vwlan/3/ring-ref");
	vwlan_announce_path(path, 1);
	cr_assert_str_eq(path, "/local/domain/1/data/vwlan");
}

/* The longest path of all still fits, and so does the node that holds it. */
Test(nodes_text, paths_fit)
{
	char path[VWLAN_PATH_MAX];
	size_t i;

	for (i = 0; i < VWLAN_NODE_COUNT; i++) {
		vwlan_backend_path(path, VWLAN_DOMID_MAX, VWLAN_DOMID_MAX,
				   VWLAN_DEVID_MAX, vwlan_nodes[i].name);
		cr_assert_str_eq(strrchr(path, '/') + 1, vwlan_nodes[i].name);
	}
}
