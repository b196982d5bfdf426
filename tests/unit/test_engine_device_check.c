// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "engine/device_check.h"

#define BACKEND_NODE(field) VWLAN_NODE_BIT(VWLAN_BACKEND_NODE_##field)
#define FRONTEND_NODE(field) VWLAN_NODE_BIT(VWLAN_FRONTEND_NODE_##field)

static const struct config config = {
	.max_tx_slots = 256,
	.max_rx_slots = 128,
	.policy = { .priority = 3, .weight = 100, .turn = 5000,
		    .power_max = VWLAN_POLICY_POWER_ANY },
	.networks = 1,
	.network = { { .name = "corp", .ssid = { 4, "Corp" } } },
	.uplinks = 1,
	.uplink = { { .name = "lan" } },
};

static const struct vwlan_backend_nodes good_backend = {
	.present = BACKEND_NODE(mac) |
		   BACKEND_NODE(frontend_id),
	.frontend_id = 5,
	.mac = { 0x00, 0x16, 0x3e, 0, 0, 5 },
	.domain = "guest",
};

static const struct vwlan_frontend_nodes good_frontend = {
	.present = FRONTEND_NODE(version) |
		   FRONTEND_NODE(capabilities) |
		   FRONTEND_NODE(tx_slots) |
		   FRONTEND_NODE(rx_slots),
	.version = VWLAN_ABI_MAJOR,
	.capabilities = VWLAN_CAP_OFFLOADS,
	.tx_slots = 256,
	.rx_slots = 256,
};

Test(device_check, a_device_on_the_radio)
{
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);
	struct vwlan_backend_nodes nodes = good_backend;

	strcpy(nodes.network, "corp");
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_arr_eq(entry->mac, good_backend.mac, VWLAN_MAC_LEN);
	cr_assert_str_eq(entry->name, "guest");
	cr_assert_str_eq(entry->network, "corp");
	cr_assert_eq(entry->mode, VWLAN_MODE_MANAGED);
	/* Again: its own address is no conflict. */
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_str_eq(check.why, "");
	table_remove(&table, entry);
}

Test(device_check, the_guest_needs_what_the_radio_s_profile_needs)
{
	const uint32_t native = VWLAN_CAP_OFFLOADS | VWLAN_CAP_NATIVE;
	const uint32_t connect = native | VWLAN_CAP_CONNECT;

	cr_assert_eq(device_check_mode(native, native), VWLAN_MODE_NATIVE);
	cr_assert_eq(device_check_mode(native, connect), VWLAN_MODE_NATIVE);
	cr_assert_eq(device_check_mode(connect, connect), VWLAN_MODE_NATIVE);
	cr_assert_eq(device_check_mode(connect, native), VWLAN_MODE_MANAGED);
	cr_assert_eq(device_check_mode(VWLAN_CAP_OFFLOADS, connect),
		     VWLAN_MODE_MANAGED);
	cr_assert_eq(device_check_mode(connect, VWLAN_CAP_CONNECT),
		     VWLAN_MODE_MANAGED);
	cr_assert_eq(device_check_mode(0, 0), VWLAN_MODE_MANAGED);
}

Test(device_check, R10_a_class_is_the_administrators_to_give)
{
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);
	struct vwlan_backend_nodes nodes = good_backend;

	nodes.priority = 6;
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_eq(entry->policy.priority, config.policy.priority);
	nodes.present |= BACKEND_NODE(priority);
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_eq(entry->policy.priority, 6);
	table_remove(&table, entry);
}

static void node_give(struct vwlan_backend_nodes *nodes,
		      enum vwlan_policy_key key, const char *text)
{
	cr_assert_eq(vwlan_node_parse(&vwlan_nodes[vwlan_policy_node(key)],
				      text, strlen(text), nodes), 0);
}

Test(device_check, a_policy_is_the_configurations_and_then_dom0s)
{
	struct device_check check = { 0 };
	struct config conf = config;
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);
	struct vwlan_backend_nodes nodes = good_backend;

	conf.policy.share = true;
	conf.policy.bands = 1;
	node_give(&nodes, VWLAN_POLICY_BANDS, "any");
	node_give(&nodes, VWLAN_POLICY_WEIGHT, "300");
	node_give(&nodes, VWLAN_POLICY_NETWORKS, "Corp;Lobby");
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &conf,
					  entry), 0);
	cr_assert(entry->policy.share);
	cr_assert_eq(entry->policy.bands, 0);
	cr_assert_eq(entry->policy.weight, 300);
	cr_assert_eq(entry->policy.ssids, 2);
	cr_assert_eq(entry->policy.turn, 5000);
	table_remove(&table, entry);
}

Test(device_check, what_was_changed_since_outlives_a_reconnection)
{
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);
	struct vwlan_backend_nodes nodes = good_backend;

	node_give(&nodes, VWLAN_POLICY_WEIGHT, "300");
	node_give(&nodes, VWLAN_POLICY_TURN, "700");
	entry->policy.weight = 50;
	entry->policy.bands = 2;
	entry->policy_changed = 1u << VWLAN_POLICY_WEIGHT;
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_eq(entry->policy.weight, 50);
	cr_assert_eq(entry->policy.turn, 700);
	cr_assert_eq(entry->policy.bands, 0);
	table_remove(&table, entry);
}

/* As an earlier vwland wrote it: of the device with @mac. */
static void remember(struct table_entry *entry, const uint8_t *mac)
{
	record_begin(&entry->record);
	entry->record.domid = entry->key.domid;
	entry->record.devid = entry->key.devid;
	memcpy(entry->record.given, mac, VWLAN_MAC_LEN);
	entry->record.policy.weight = 50;
	entry->record.policy.bands = 2;
	entry->record.policy_changed = 1u << VWLAN_POLICY_WEIGHT |
				       1u << VWLAN_POLICY_BANDS;
	entry->remembered = true;
}

Test(device_check, what_was_changed_outlives_the_daemon)
{
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);
	struct vwlan_backend_nodes nodes = good_backend;

	node_give(&nodes, VWLAN_POLICY_WEIGHT, "300");
	node_give(&nodes, VWLAN_POLICY_TURN, "700");
	remember(entry, nodes.mac);
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_eq(entry->policy.weight, 50);
	cr_assert_eq(entry->policy.bands, 2);
	cr_assert_eq(entry->policy.turn, 700);
	cr_assert_eq(entry->policy_changed, 1u << VWLAN_POLICY_WEIGHT |
					    1u << VWLAN_POLICY_BANDS);
	/* Newer words win, also when the device is offered again. */
	entry->policy.weight = 80;
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_eq(entry->policy.weight, 80);
	table_remove(&table, entry);
}

Test(device_check, another_devices_policy_is_not_taken_over)
{
	static const uint8_t other[] = { 0x00, 0x16, 0x3e, 0, 0, 6 };
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);
	struct vwlan_backend_nodes nodes = good_backend;

	remember(entry, other);
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_eq(entry->policy.weight, 100);
	cr_assert_eq(entry->policy_changed, 0);
	table_remove(&table, entry);
}

Test(device_check, an_uplink_takes_over_what_it_can_have)
{
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);
	struct vwlan_backend_nodes nodes = good_backend;

	strcpy(nodes.uplink, "lan");
	remember(entry, nodes.mac);
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_eq(entry->policy.weight, 50);
	cr_assert_eq(entry->policy_changed, 1u << VWLAN_POLICY_WEIGHT);
	table_remove(&table, entry);
}

Test(device_check, a_device_on_an_uplink)
{
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);
	struct vwlan_backend_nodes nodes = good_backend;

	strcpy(nodes.uplink, "lan");
	cr_assert_eq(device_check_backend(&check, &nodes, &table, &config,
					  entry), 0);
	cr_assert_eq(entry->mode, VWLAN_MODE_UPLINK);
	table_remove(&table, entry);
}

static void backend_bad(const struct vwlan_backend_nodes *nodes, int rc,
			const char *expected)
{
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);

	cr_assert_eq(device_check_backend(&check, nodes, &table, &config,
					  entry), rc);
	cr_assert(strstr(check.why, expected), "%s", check.why);
	/* What is refused takes no address from others. */
	cr_assert_arr_eq(entry->mac, ((uint8_t[6]){ 0 }), VWLAN_MAC_LEN);
	table_remove(&table, entry);
}

Test(device_check, devices_that_are_wrong)
{
	struct vwlan_backend_nodes nodes = good_backend;

	nodes.present &= ~BACKEND_NODE(mac);
	backend_bad(&nodes, -EINVAL, "\"mac\" is missing");
	nodes = good_backend;
	nodes.frontend_id = 6;
	backend_bad(&nodes, -EINVAL, "frontend-id");
	nodes = good_backend;
	strcpy(nodes.network, "nope");
	backend_bad(&nodes, -ENOENT, "network \"nope\"");
	nodes = good_backend;
	strcpy(nodes.uplink, "nope");
	backend_bad(&nodes, -ENOENT, "uplink \"nope\"");
	strcpy(nodes.network, "corp");
	backend_bad(&nodes, -EINVAL, "exclude");
	nodes = good_backend;
	node_give(&nodes, VWLAN_POLICY_BANDS, "7");
	backend_bad(&nodes, -EINVAL, "bands has something else");
	nodes = good_backend;
	strcpy(nodes.uplink, "lan");
	node_give(&nodes, VWLAN_POLICY_BANDS, "5");
	backend_bad(&nodes, -EINVAL, "bands and uplink exclude");
	nodes = good_backend;
	strcpy(nodes.network, "corp");
	node_give(&nodes, VWLAN_POLICY_NETWORKS, "Corporation");
	backend_bad(&nodes, -EPERM, "is not among the networks");
}

Test(device_check, one_address_is_one_device)
{
	struct device_check check = { 0 };
	struct table table = { 0 };
	struct table_entry *first = table_add(&table, 4, 1);
	struct table_entry *second = table_add(&table, 5, 0);

	memcpy(first->mac, good_backend.mac, VWLAN_MAC_LEN);
	cr_assert_eq(device_check_backend(&check, &good_backend, &table,
					  &config, second), -EEXIST);
	cr_assert_str_eq(check.why, "MAC address 00:16:3e:00:00:05 is "
			 "already used by another device");
	/* The guest reads the reason; whose the other is stays here. */
	cr_assert_str_eq(check.detail, "d4.1");
	table_remove(&table, first);
	cr_assert_eq(device_check_backend(&check, &good_backend, &table,
					  &config, second), 0);
	table_remove(&table, second);
}

static void slots(uint32_t tx, uint32_t rx, uint8_t tx_order,
		  uint8_t rx_order)
{
	struct vwlan_frontend_nodes nodes = good_frontend;
	struct monitor_message open = { 0 };
	struct device_check check = { 0 };

	nodes.tx_slots = tx;
	nodes.rx_slots = rx;
	cr_assert_eq(device_check_frontend(&check, &nodes, &config, &open),
		     0);
	cr_assert_eq(open.tx_order, tx_order, "%u: %u", tx, open.tx_order);
	cr_assert_eq(open.rx_order, rx_order, "%u: %u", rx, open.rx_order);
}

Test(device_check, slots_are_rounded_down_and_limited)
{
	slots(64, 64, 6, 6);
	slots(127, 127, 6, 6);
	slots(128, 128, 7, 7);
	slots(129, 129, 7, 7);
	slots(255, 255, 7, 7);
	slots(256, 256, 8, 7);
	slots(512, 512, 8, 7);
}

Test(device_check, capabilities_reach_the_worker)
{
	struct vwlan_frontend_nodes nodes = good_frontend;
	struct monitor_message open = { 0 };
	struct device_check check = { 0 };

	nodes.capabilities = VWLAN_CAP_CSUM | 0x8000;
	cr_assert_eq(device_check_frontend(&check, &nodes, &config, &open),
		     0);
	cr_assert_eq(open.capabilities, VWLAN_CAP_CSUM);
}

Test(device_check, segments_take_checksums)
{
	struct vwlan_frontend_nodes nodes = good_frontend;
	struct monitor_message open = { 0 };
	struct device_check check = { 0 };

	nodes.capabilities = VWLAN_CAP_TSO;
	cr_assert_eq(device_check_frontend(&check, &nodes, &config, &open),
		     0);
	cr_assert_eq(open.capabilities, 0);
	nodes.capabilities = VWLAN_CAP_TSO | VWLAN_CAP_CSUM;
	cr_assert_eq(device_check_frontend(&check, &nodes, &config, &open),
		     0);
	cr_assert_eq(open.capabilities, VWLAN_CAP_TSO | VWLAN_CAP_CSUM);
}

Test(device_check, frontends_that_are_wrong)
{
	struct vwlan_frontend_nodes nodes = good_frontend;
	struct monitor_message open = { 0 };
	struct device_check check = { 0 };

	nodes.version = VWLAN_ABI_MAJOR + 1;
	cr_assert_eq(device_check_frontend(&check, &nodes, &config, &open),
		     -EPROTO);
	cr_assert(strstr(check.why, "version"));
	nodes = good_frontend;
	nodes.present &= ~FRONTEND_NODE(rx_slots);
	cr_assert_eq(device_check_frontend(&check, &nodes, &config, &open),
		     -EINVAL);
	cr_assert_str_eq(check.why, "frontend node \"rx-slots\" is missing");
}

Test(device_check, what_is_wrong_with_a_node)
{
	struct device_check check = { 0 };

	device_check_bad_node(&check,
			      &vwlan_nodes[VWLAN_FRONTEND_NODE_tx_slots]);
	cr_assert_str_eq(check.why, "frontend node \"tx-slots\" is not a "
			 "number from 64 to 512");
	device_check_bad_node(&check, &vwlan_nodes[VWLAN_BACKEND_NODE_mac]);
	cr_assert_str_eq(check.why, "backend node \"mac\" is not the MAC "
			 "address of a station");
	device_check_bad_node(&check,
			      &vwlan_nodes[VWLAN_BACKEND_NODE_network]);
	cr_assert_str_eq(check.why, "backend node \"network\" is not 1 to 32 "
			 "printable characters");
}

static void good_command(struct vwlan_control *c, uint16_t id)
{
	vwlan_control_clear(c);
	c->type = VWLAN_COMMAND;
	c->id = id;
	c->domid = 5;
	c->vr = 9;
}

static void good_connect(struct vwlan_control *c)
{
	static const char text[] = "a passphrase";

	good_command(c, VWLAN_CMD_CONNECT);
	cr_assert_eq(vwlan_control_add_ssid(c, text, 12), 0);
	cr_assert_eq(vwlan_control_set_passphrase(c, text, 12), 0);
	cr_assert_eq(vwlan_control_set_bytes(c, VWLAN_TLV_IE, text, 12), 0);
}

Test(device_check, commands_of_an_honest_worker)
{
	static const uint16_t bare[] = {
		VWLAN_CMD_SCAN, VWLAN_CMD_DISCONNECT, VWLAN_CMD_GET_STATE,
		VWLAN_CMD_GET_PHY, VWLAN_CMD_UP, VWLAN_CMD_DOWN,
		VWLAN_CMD_ABORT_SCAN, VWLAN_CMD_GET_TX_POWER,
		VWLAN_CMD_GET_CHANNEL, VWLAN_CMD_SET_BITRATES,
		VWLAN_CMD_SET_QOS_MAP,
	};
	const struct table_entry entry = { .key = { 5, 0 }, .vr = 9 };
	struct vwlan_control command;
	size_t i;

	good_connect(&command);
	cr_assert(device_check_command(&command, &entry));
	for (i = 0; i < sizeof(bare) / sizeof(bare[0]); i++) {
		good_command(&command, bare[i]);
		cr_assert(device_check_command(&command, &entry));
	}
}

#define BAD(change) do { \
	struct vwlan_control command; \
	good_connect(&command); \
	change; \
	cr_assert_not(device_check_command(&command, &entry), #change); \
} while (0)

Test(device_check, commands_of_a_worker_that_was_taken_over)
{
	const struct table_entry entry = { .key = { 5, 0 }, .vr = 9 };

	BAD(command.type = VWLAN_RESPONSE);
	BAD(command.id = 0);
	BAD(command.id = VWLAN_CMD_COUNT);
	BAD(command.id = 0xffff);
	BAD(command.domid = 6);
	BAD(command.vr = 8);
	BAD(command.present[0] = 1);
	BAD(command.present[VWLAN_TLV_STATE] = 2);
	BAD(command.present[VWLAN_TLV_SSID] = 0);
	BAD(command.ssids = 0);
	BAD(command.ssids = 2);
	BAD(command.ssids = VWLAN_SCAN_SSIDS + 1);
	BAD(command.ssids = 255);
	BAD(command.ssid[0].length = 33);
	BAD(command.passphrase_length = 7);
	BAD(command.passphrase_length = 64);
	BAD(command.passphrase_length = 255);
	BAD(command.passphrase[3] = '\n');
	BAD(command.passphrase[12] = 'x');
	BAD(command.used = 11);
	BAD(command.used = VWLAN_CONTROL_MEMORY + 1);
	BAD(command.bytes[VWLAN_TLV_IE].at = 1);
	BAD(command.bytes[VWLAN_TLV_IE].at = 0xffff);
	BAD(command.bytes[VWLAN_TLV_IE].length = 13);
	BAD(command.bytes[VWLAN_TLV_IE].length = 0xffff);
	/* A second value in the same place. */
	BAD(command.present[VWLAN_TLV_REQUEST_IE] = 1;
	    command.bytes[VWLAN_TLV_REQUEST_IE].length = 12);
}
