// SPDX-License-Identifier: GPL-2.0-or-later
/* A guest's scan, to the arbiter and back into a command. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/scan_request.h"
#include "relay_scene.h"

static const uint8_t elements[] = { 127, 2, 1, 2 };
static const uint8_t mac[] = { 0x02, 0, 0, 0, 0, 9 };
static const uint8_t mask[] = { 0x01, 0, 0, 0, 0, 0xff };
static const uint8_t bytes[] = { 0x6c, 0x09, 0x85, 0x09 };

static struct vwlan_control full(void)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);

	vwlan_control_add_ssid(&c, "net", 3);
	vwlan_control_add_ssid(&c, "", 0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_FREQUENCIES, bytes, 4);
	vwlan_control_set_bytes(&c, VWLAN_TLV_IE, elements, 4);
	vwlan_control_set_mac(&c, mac);
	vwlan_control_set_bytes(&c, VWLAN_TLV_MAC_MASK, mask, 6);
	vwlan_control_set_bssid(&c, air_bssid);
	vwlan_control_set(&c, VWLAN_TLV_SCAN_FLAGS,
			  VWLAN_SCAN_RANDOM_ADDRESS | VWLAN_SCAN_FLUSH);
	vwlan_control_set(&c, VWLAN_TLV_DURATION, 30);
	return c;
}

Test(scan_request, all_of_it_is_read)
{
	struct vwlan_control c = full();
	struct arbiter_scan_request r;
	struct scan_words words;

	scan_request_read(&r, &words, &c);
	cr_assert_eq(r.ssids, 2);
	cr_assert_eq(r.ssid[0].length, 3);
	cr_assert_eq(r.frequencies, 2);
	cr_assert_eq(r.frequency[0], 2412);
	cr_assert_eq(r.frequency[1], 2437);
	cr_assert_eq(r.ie_length, 4);
	cr_assert_eq(words.length, 4);
	cr_assert_eq(memcmp(words.elements, elements, 4), 0);
	cr_assert_eq(memcmp(words.mac, mac, 6), 0);
	cr_assert_eq(memcmp(words.mask, mask, 6), 0);
	cr_assert_eq(memcmp(r.bssid, air_bssid, 6), 0);
	cr_assert_eq(r.duration, 30);
	cr_assert(r.flags & VWLAN_SCAN_FLUSH);
}

Test(scan_request, what_is_not_there_is_nothing)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);
	struct arbiter_scan_request r;
	struct scan_words words;

	scan_request_read(&r, &words, &c);
	cr_assert_eq(r.ssids + r.frequencies + r.ie_length + r.duration, 0);
	cr_assert_eq(r.flags, 0);
	cr_assert_eq(words.length, 0);
}

Test(scan_request, others_words_have_another_hash)
{
	struct vwlan_control c = full(), d = full();
	struct arbiter_scan_request r, s;
	struct scan_words words;

	scan_request_read(&r, &words, &c);
	scan_request_read(&s, &words, &d);
	cr_assert_eq(r.ie_hash, s.ie_hash);
	cr_assert_eq(r.mac_hash, s.mac_hash);
	d = full();
	d.bytes[VWLAN_TLV_IE].length--;
	scan_request_read(&s, &words, &d);
	cr_assert_neq(r.ie_hash, s.ie_hash);
	d = full();
	d.mac[5]++;
	scan_request_read(&s, &words, &d);
	cr_assert_neq(r.mac_hash, s.mac_hash);
}

static void phy_open(struct arbiter_phy *phy, unsigned int channels)
{
	unsigned int i;

	memset(phy, 0, sizeof(*phy));
	phy->channels = channels;
	for (i = 0; i < channels; i++)
		phy->channel[i].frequency = 2412 + 25 * i;
}

Test(scan_request, and_comes_back_as_a_command)
{
	struct arbiter_scan scan = {
		.channels.bits = { 3 }, .active = true, .ssids = 2,
		.ssid = { { 3, "net" }, { 0, "" } },
		.flags = VWLAN_SCAN_RANDOM_ADDRESS, .duration = 30,
	};
	struct vwlan_control from = full(), to;
	struct arbiter_scan_request r;
	struct scan_words words;
	struct arbiter_phy phy;
	const uint8_t *row;
	size_t length;

	phy_open(&phy, 3);
	scan_request_read(&r, &words, &from);
	memcpy(scan.bssid, r.bssid, sizeof(scan.bssid));
	scan_request_command(&to, &phy, &scan, &words, &words);
	cr_assert_eq(vwlan_control_check(&to), 0);
	cr_assert_eq(to.id, VWLAN_CMD_SCAN);
	cr_assert_eq(to.ssids, 2);
	row = vwlan_control_bytes(&to, VWLAN_TLV_FREQUENCIES, &length);
	cr_assert_eq(length, 4);
	cr_assert_eq(memcmp(row, bytes, 4), 0);
	row = vwlan_control_bytes(&to, VWLAN_TLV_IE, &length);
	cr_assert_eq(memcmp(row, elements, 4), 0);
	row = vwlan_control_bytes(&to, VWLAN_TLV_MAC_MASK, &length);
	cr_assert_eq(memcmp(row, mask, 6), 0);
	cr_assert_eq(memcmp(to.mac, mac, 6), 0);
	cr_assert_eq(to.number[VWLAN_TLV_DURATION], 30);
	/* Whose address it is only matters if it is hidden. */
	scan.flags = 0;
	scan_request_command(&to, &phy, &scan, NULL, &words);
	cr_assert_not(vwlan_control_has(&to, VWLAN_TLV_MAC));
	cr_assert_not(vwlan_control_has(&to, VWLAN_TLV_IE));
}

Test(scan_request, more_channels_than_can_be_named_are_all)
{
	struct arbiter_scan scan = { .ssids = 1 };
	struct vwlan_control to;
	struct arbiter_phy phy;

	phy_open(&phy, VWLAN_FREQUENCIES_MAX + 1);
	memset(&scan.channels, 0xff, sizeof(scan.channels));
	scan_request_command(&to, &phy, &scan, NULL, NULL);
	cr_assert_not(vwlan_control_has(&to, VWLAN_TLV_FREQUENCIES));
	phy.channels--;
	scan_request_command(&to, &phy, &scan, NULL, NULL);
	cr_assert(vwlan_control_has(&to, VWLAN_TLV_FREQUENCIES));
}
