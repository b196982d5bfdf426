// SPDX-License-Identifier: GPL-2.0-or-later
/* What access points say of themselves. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/scan_bss.h"

#define SECURE VWLAN_SECURITY_PRIVACY

static uint32_t security(const void *elements, size_t length)
{
	const struct relay_bss bss = {
		.beacon = elements, .beacon_length = length,
	};

	return scan_bss_security(&bss);
}

Test(scan_bss, open_and_wep)
{
	const uint8_t name[] = { 0, 1, 'x' };
	struct relay_bss bss = { .beacon = name, .beacon_length = 3 };

	cr_assert_eq(scan_bss_security(&bss), 0);
	bss.capability = 0x0011;
	cr_assert_eq(scan_bss_security(&bss), SECURE);
}

Test(scan_bss, rsn)
{
	uint8_t e[] = {
		0, 1, 'x', 48, 24, 1, 0, 0, 0x0f, 0xac, 4,
		1, 0, 0, 0x0f, 0xac, 4,
		2, 0, 0, 0x0f, 0xac, 2, 0, 0x0f, 0xac, 8, 0, 0,
	};
	const uint8_t akms[][2] = {
		{ 1, VWLAN_SECURITY_EAP }, { 3, VWLAN_SECURITY_EAP },
		{ 4, VWLAN_SECURITY_PSK }, { 6, VWLAN_SECURITY_PSK },
		{ 9, VWLAN_SECURITY_SAE }, { 18, VWLAN_SECURITY_OWE },
		{ 24, VWLAN_SECURITY_SAE }, { 99, 0 },
	};
	unsigned int i;

	cr_assert_eq(security(e, sizeof(e)), SECURE | VWLAN_SECURITY_RSN |
		     VWLAN_SECURITY_PSK | VWLAN_SECURITY_SAE);
	e[17] = 1;
	for (i = 0; i < 8; i++) {
		e[22] = akms[i][0];
		cr_assert_eq(security(e, sizeof(e)), SECURE |
			     VWLAN_SECURITY_RSN | akms[i][1]);
	}
}

Test(scan_bss, wpa_beside_another_vendors)
{
	const uint8_t e[] = {
		221, 3, 1, 2, 3,
		221, 22, 0, 0x50, 0xf2, 1, 1, 0, 0, 0x50, 0xf2, 2,
		1, 0, 0, 0x50, 0xf2, 2, 1, 0, 0, 0x50, 0xf2, 2,
	};

	cr_assert_eq(security(e, sizeof(e)), SECURE | VWLAN_SECURITY_WPA |
		     VWLAN_SECURITY_PSK);
}

/* However much of it there is, nothing behind its end is read. */
Test(scan_bss, what_is_cut_short_offers_nothing)
{
	uint8_t e[] = {
		48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4,
		1, 0, 0, 0x0f, 0xac, 2, 0, 0,
	};
	unsigned int i;

	for (i = 0; i < sizeof(e); i++)
		cr_assert_eq(security(e, i), 0);
	cr_assert(security(e, sizeof(e)) & VWLAN_SECURITY_PSK);
	for (i = 0; i < 18; i++) {
		e[1] = i;
		cr_assert_not(security(e, 2 + i) & VWLAN_SECURITY_PSK);
	}
	/* Counts that say more than there is. */
	e[1] = 20;
	e[8] = 0xff;
	e[9] = 0xff;
	cr_assert_eq(security(e, sizeof(e)), SECURE | VWLAN_SECURITY_RSN);
}

Test(scan_bss, names)
{
	const uint8_t named[] = { 0, 2, 'a', 'b' }, zeros[] = { 0, 2, 0, 0 };
	struct relay_bss bss = { .beacon = named, .beacon_length = 4 };
	struct vwlan_ssid ssid;

	cr_assert_eq(scan_bss_name(&bss, &ssid), ARBITER_SHOWN);
	cr_assert_eq(ssid.length, 2);
	bss.probe = named;
	bss.probe_length = 4;
	bss.beacon = zeros;
	cr_assert_eq(scan_bss_name(&bss, &ssid), ARBITER_HIDDEN);
	cr_assert_eq(memcmp(ssid.bytes, "ab", 2), 0);
	bss.beacon = NULL;
	cr_assert_eq(scan_bss_name(&bss, &ssid), ARBITER_UNKNOWN);
}

/* A guest that may see networks of one name, and those without. */
static bool shows(void *user, const struct vwlan_ssid *ssid,
		  enum arbiter_hidden hidden, uint32_t frequency)
{
	(void)hidden;
	(void)frequency;
	return ssid->length == 0 ||
	       (ssid->length == strlen(user) &&
		memcmp(ssid->bytes, user, ssid->length) == 0);
}

Test(scan_bss, what_a_guest_sees_of_one_that_hides)
{
	const uint8_t named[] = { 0, 2, 'a', 'b' }, zeros[] = { 0, 2, 0, 0 };
	const struct relay_bss whole = {
		.probe = named, .probe_length = 4,
		.beacon = zeros, .beacon_length = 4,
	};
	struct relay_bss bss = whole;
	struct vwlan_ssid ssid;

	cr_assert(scan_bss_reveal(&bss, &ssid, shows, "ab"));
	cr_assert_eq(ssid.length, 2);
	cr_assert_not_null(bss.probe);
	cr_assert(scan_bss_reveal(&bss, &ssid, shows, "else"));
	cr_assert_eq(ssid.length, 0);
	cr_assert_null(bss.probe);
	bss = whole;
	bss.beacon = NULL;
	cr_assert_not(scan_bss_reveal(&bss, &ssid, shows, "else"));
}

Test(scan_bss, one_with_two_names_needs_leave_for_both)
{
	const uint8_t one[] = { 0, 1, 'a' }, two[] = { 0, 1, 'b' };
	struct relay_bss bss = {
		.probe = one, .probe_length = 3,
		.beacon = two, .beacon_length = 3,
	};
	struct vwlan_ssid ssid;

	cr_assert_not(scan_bss_reveal(&bss, &ssid, shows, "a"));
	cr_assert_not(scan_bss_reveal(&bss, &ssid, shows, "b"));
	bss.beacon = one;
	cr_assert(scan_bss_reveal(&bss, &ssid, shows, "a"));
}
