// SPDX-License-Identifier: GPL-2.0-or-later
/* Which devices may be native, and whose an address is. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/device_check.h"

Test(relay_device, native_mode_is_for_guests_who_choose_their_networks)
{
	struct config config = { .guest_networks = true };
	struct table_entry entry = { .mode = VWLAN_MODE_MANAGED };

	cr_assert(device_check_native(&entry, &config));
	/* As it was at the last connection. */
	entry.mode = VWLAN_MODE_NATIVE;
	cr_assert(device_check_native(&entry, &config));
	entry.mode = VWLAN_MODE_UPLINK;
	cr_assert_not(device_check_native(&entry, &config));
	entry.mode = VWLAN_MODE_MANAGED;
	strcpy(entry.network, "corp");
	cr_assert_not(device_check_native(&entry, &config));
	entry.network[0] = '\0';
	config.guest_networks = false;
	cr_assert_not(device_check_native(&entry, &config));
}

Test(relay_device, an_address_that_was_given_stays_its_owners)
{
	static const uint8_t given[] = { 0, 0x16, 0x3e, 0, 0, 1 };
	static const uint8_t chosen[] = { 2, 0x16, 0x3e, 0, 0, 1 };
	static const uint8_t unused[] = { 2, 0x16, 0x3e, 0, 0, 2 };
	struct table table = { 0 };
	struct table_entry *a = table_add(&table, 1, 0);
	struct table_entry *b = table_add(&table, 2, 0);

	memcpy(a->given, given, sizeof(given));
	memcpy(a->mac, chosen, sizeof(chosen));
	cr_assert(table_mac_taken(&table, given, b));
	cr_assert(table_mac_taken(&table, chosen, b));
	cr_assert_not(table_mac_taken(&table, unused, b));
	cr_assert_not(table_mac_taken(&table, given, a));
	cr_assert_not(table_mac_taken(&table, chosen, a));
	table_remove(&table, a);
	table_remove(&table, b);
}
