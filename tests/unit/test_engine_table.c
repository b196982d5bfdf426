// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <string.h>

#include "engine/table.h"

Test(table, finds_what_was_added)
{
	struct table table = { 0 };
	struct table_entry *entry = table_add(&table, 5, 0);

	cr_assert_not_null(entry);
	memcpy(entry->mac, "\x00\x16\x3e\x00\x00\x01", 6);
	cr_assert_eq(table_find(&table, 5, 0), entry);
	cr_assert_eq(table_find_vr(&table, entry->vr), entry);
	cr_assert_eq(table_find_mac(&table, entry->mac), entry);
	cr_assert_null(table_find(&table, 0, 5));
	cr_assert_null(table_add(&table, 5, 0));
	table_remove(&table, entry);
	cr_assert_null(table_find(&table, 5, 0));
	cr_assert_eq(table.count, 0);
}

Test(table, virtual_radios_are_unique_at_wrap_around)
{
	struct table table = { .next_vr = UINT16_MAX };
	struct table_entry *a = table_add(&table, 1, 0);
	struct table_entry *b = table_add(&table, 2, 0);
	struct table_entry *c;

	cr_assert_eq(a->vr, UINT16_MAX);
	/* 0 is no radio: a mark must have something in its upper half. */
	cr_assert_eq(b->vr, 1);
	table.next_vr = UINT16_MAX;
	c = table_add(&table, 3, 0);
	cr_assert_eq(c->vr, 2);
	table_remove(&table, a);
	table_remove(&table, b);
	table_remove(&table, c);
}

/* A new engine hears of what is open in any order. */
Test(table, adopted_virtual_radios_are_unique)
{
	struct table table = { 0 };
	struct table_entry *a = table_add(&table, 1, 0);
	struct table_entry *b = table_add(&table, 2, 0);

	table_adopt_vr(&table, b, a->vr);
	cr_assert_eq(b->vr, 1);
	cr_assert_neq(a->vr, b->vr);
	cr_assert_neq(a->vr, 0);
	table_adopt_vr(&table, a, 7);
	cr_assert_eq(a->vr, 7);
	cr_assert_eq(b->vr, 1);
	table_adopt_vr(&table, a, 7);
	cr_assert_eq(a->vr, 7);
	table_remove(&table, a);
	table_remove(&table, b);
}

Test(table, disconnecting_forgets_the_connection_and_nothing_else)
{
	struct table_entry entry = {
		.ifname = "vw5.0",
		.state = VWLAN_STATE_CONNECTED,
		.generation = 7,
		.frequency = 2412,
		.cipher = 0x000fac04,
		.ssid = { 1, "a" },
		.rate_count = 3,
	};
	struct vwlan_control control = { 0 };

	table_entry_disconnect(&entry, VWLAN_AUTH_FAILED, 15);
	table_entry_describe(&entry, &control);
	cr_assert_eq(control.number[VWLAN_TLV_STATE],
		     VWLAN_STATE_DISCONNECTED);
	cr_assert_eq(control.number[VWLAN_TLV_STATUS], VWLAN_AUTH_FAILED);
	cr_assert_eq(control.number[VWLAN_TLV_REASON], 15);
	cr_assert_not(vwlan_control_has(&control, VWLAN_TLV_SSID));
	cr_assert_not(vwlan_control_has(&control, VWLAN_TLV_CIPHER));
	cr_assert_not(vwlan_control_has(&control, VWLAN_TLV_FREQUENCY));
	cr_assert_eq(entry.rate_count, 0);
	cr_assert_eq(entry.generation, 7);
	cr_assert_str_eq(entry.ifname, "vw5.0");
}

Test(table, place_is_where_others_are_connected)
{
	const struct vwlan_ssid corp = { 4, "corp" }, other = { 4, "cord" };
	struct table table = { 0 };
	struct table_entry *one = table_add(&table, 1, 0);
	struct table_entry *two = table_add(&table, 2, 0);

	one->ssid = corp;
	one->frequency = 5180;
	one->state = VWLAN_STATE_CONNECTING;
	cr_assert_eq(table_place(&table, two, &corp), 0);
	one->state = VWLAN_STATE_CONNECTED;
	cr_assert_eq(table_place(&table, two, &corp), 5180);
	cr_assert_eq(table_place(&table, two, &other), 0);
	cr_assert_eq(table_place(&table, one, &corp), 0);
	table_remove(&table, one);
	table_remove(&table, two);
}
