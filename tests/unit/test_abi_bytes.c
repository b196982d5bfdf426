// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The shared areas, byte by byte.  Both sides may have been built years
 * apart: what is here changes with VWLAN_ABI_MAJOR, or never.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "vwlan_abi.h"
#include "vwlan_layout.h"

/* Fails if any byte but those given is set, too. */
static void assert_bytes(const void *area, size_t size, size_t at,
			 const void *expected, size_t length)
{
	const uint8_t *bytes = area;
	size_t i;

	cr_assert_arr_eq(bytes + at, expected, length, "at %zu", at);
	for (i = 0; i < size; i++)
		if (i < at || i >= at + length)
			cr_assert_eq(bytes[i], 0, "byte %zu is not zero", i);
}

Test(abi_bytes, directory)
{
	static const uint8_t expected[] = {
		'V', 'W', 'L', 'N', 0x01, 0x00, 0x02, 0x00,
		14, 15, 6, 9, 0x34, 0x12, 0x78, 0x56,
		0x03, 0x01, 0x04, 0x02, 0x00, 0x16, 0x3e, 0x0a,
		0x0b, 0x0c,
	};
	static struct vwlan_directory d;

	d.magic = VWLAN_DIRECTORY_MAGIC;
	d.major = VWLAN_ABI_MAJOR;
	d.minor = 2;
	d.command_order = 14;
	d.event_order = 15;
	d.tx_order = 6;
	d.rx_order = 9;
	d.domid = 0x1234;
	d.vr = 0x5678;
	d.backend_refs = 0x0103;
	d.guest_refs = 0x0204;
	memcpy(d.mac, "\x00\x16\x3e\x0a\x0b\x0c", 6);
	assert_bytes(&d, sizeof(d), 0, expected, sizeof(expected));
}

Test(abi_bytes, directory_refs)
{
	static struct vwlan_directory d;

	d.refs[0] = 0x01020304;
	assert_bytes(&d, sizeof(d), 64, "\x04\x03\x02\x01", 4);
	d.refs[0] = 0;
	d.refs[VWLAN_DIRECTORY_REFS - 1] = 0x01020304;
	assert_bytes(&d, sizeof(d), 4092, "\x04\x03\x02\x01", 4);
	cr_assert_eq(VWLAN_DIRECTORY_REFS, 1008);
}

Test(abi_bytes, backend_page)
{
	struct vwlan_backend_page page = { .event.prod = 0x01020304 };

	assert_bytes(&page, sizeof(page), 0, "\x04\x03\x02\x01", 4);
	page = (struct vwlan_backend_page){ .event.wake = 5 };
	assert_bytes(&page, sizeof(page), 4, "\x05", 1);
	page = (struct vwlan_backend_page){ .rx.prod = 5 };
	assert_bytes(&page, sizeof(page), 64, "\x05", 1);
	page = (struct vwlan_backend_page){ .rx.wake = 5 };
	assert_bytes(&page, sizeof(page), 68, "\x05", 1);
	page = (struct vwlan_backend_page){ .command.cons = 5 };
	assert_bytes(&page, sizeof(page), 128, "\x05", 1);
	page = (struct vwlan_backend_page){ .command.wake = 5 };
	assert_bytes(&page, sizeof(page), 132, "\x05", 1);
	page = (struct vwlan_backend_page){ .tx.cons = 5 };
	assert_bytes(&page, sizeof(page), 192, "\x05", 1);
	page = (struct vwlan_backend_page){ .tx.wake = 5 };
	assert_bytes(&page, sizeof(page), 196, "\x05", 1);
}

Test(abi_bytes, guest_page)
{
	struct vwlan_guest_page page = { .command.prod = 0x01020304 };

	assert_bytes(&page, sizeof(page), 0, "\x04\x03\x02\x01", 4);
	page = (struct vwlan_guest_page){ .command.wake = 5 };
	assert_bytes(&page, sizeof(page), 4, "\x05", 1);
	page = (struct vwlan_guest_page){ .tx.prod = 5 };
	assert_bytes(&page, sizeof(page), 64, "\x05", 1);
	page = (struct vwlan_guest_page){ .tx.wake = 5 };
	assert_bytes(&page, sizeof(page), 68, "\x05", 1);
	page = (struct vwlan_guest_page){ .event.cons = 5 };
	assert_bytes(&page, sizeof(page), 128, "\x05", 1);
	page = (struct vwlan_guest_page){ .event.wake = 5 };
	assert_bytes(&page, sizeof(page), 132, "\x05", 1);
	page = (struct vwlan_guest_page){ .rx.cons = 5 };
	assert_bytes(&page, sizeof(page), 192, "\x05", 1);
	page = (struct vwlan_guest_page){ .rx.wake = 5 };
	assert_bytes(&page, sizeof(page), 196, "\x05", 1);
}

Test(abi_bytes, descriptor)
{
	static const uint8_t expected[] = {
		0xea, 0x05, 0x00, 0x00, 0x3f, 0x01, 0x01, 0x81,
		0x34, 0x12, 0x78, 0x56, 0xb4, 0x05, 0x36, 0x00,
		0x22, 0x00, 0x10, 0x00,
	};
	struct vwlan_frame frame = {
		.length = 1514,
		.slot = 0x013f,
		.flags = VWLAN_FRAME_CSUM_PARTIAL,
		.gso_type = VWLAN_GSO_TCPV4 | VWLAN_GSO_ECN,
		.domid = 0x1234,
		.vr = 0x5678,
		.gso_size = 1460,
		.header_length = 54,
		.csum_start = 34,
		.csum_offset = 16,
	};

	assert_bytes(&frame, sizeof(frame), 0, expected, sizeof(expected));
	cr_assert_eq(VWLAN_FRAME_CSUM_VALID, 2);
	cr_assert_eq(VWLAN_GSO_TCPV6, 4);
	cr_assert_eq(VWLAN_GSO_UDP_L4, 5);
}

Test(abi_bytes, smallest_layout)
{
	struct vwlan_layout layout;

	cr_assert_eq(vwlan_layout_make(&layout, 14, 14, 6, 6), 0);
	cr_assert_eq(layout.event, 4096);
	cr_assert_eq(layout.rx_frames, 5 * 4096);
	cr_assert_eq(layout.rx_slots, 6 * 4096);
	cr_assert_eq(layout.backend_pages, 38);
	cr_assert_eq(layout.command, 4096);
	cr_assert_eq(layout.tx_frames, 5 * 4096);
	cr_assert_eq(layout.tx_slots, 6 * 4096);
	cr_assert_eq(layout.guest_pages, 38);
}

Test(abi_bytes, largest_layout)
{
	struct vwlan_layout layout;

	cr_assert_eq(vwlan_layout_make(&layout, 16, 16, 9, 9), 0);
	cr_assert_eq(layout.event, 4096);
	cr_assert_eq(layout.rx_frames, 17 * 4096);
	cr_assert_eq(layout.rx_slots, 21 * 4096);
	cr_assert_eq(layout.backend_pages, 277);
	cr_assert_eq(layout.guest_pages, 277);
	cr_assert_leq(layout.backend_pages + layout.guest_pages,
		      VWLAN_DIRECTORY_REFS);
}

/* Each part has its own direction's order, and none lies in another. */
Test(abi_bytes, parts_do_not_overlap)
{
	struct vwlan_layout l;
	unsigned int c, e, t, r;

	for (c = 14; c <= 16; c++)
		for (e = 14; e <= 16; e++)
			for (t = 6; t <= 9; t++)
				for (r = 6; r <= 9; r++) {
					vwlan_layout_make(&l, c, e, t, r);
					cr_assert_leq(l.event + (1u << e),
						      l.rx_frames);
					cr_assert_leq(l.rx_frames + (32u << r),
						      l.rx_slots);
					cr_assert_leq(l.rx_slots + (2048u << r),
						      l.backend_pages * 4096);
					cr_assert_leq(l.command + (1u << c),
						      l.tx_frames);
					cr_assert_leq(l.tx_frames + (32u << t),
						      l.tx_slots);
					cr_assert_leq(l.tx_slots + (2048u << t),
						      l.guest_pages * 4096);
				}
}

Test(abi_bytes, orders_out_of_range_are_refused)
{
	struct vwlan_layout layout, before;
	unsigned int orders[4], which, order;
	int rc;

	memset(&layout, 0xee, sizeof(layout));
	before = layout;
	for (which = 0; which < 4; which++)
		for (order = 0; order < 256; order++) {
			orders[0] = orders[1] = 14;
			orders[2] = orders[3] = 6;
			orders[which] = order;
			layout = before;
			rc = vwlan_layout_make(&layout, orders[0], orders[1],
					       orders[2], orders[3]);
			if (which < 2 ? order >= 14 && order <= 16 :
					order >= 6 && order <= 9) {
				cr_assert_eq(rc, 0);
				continue;
			}
			cr_assert_eq(rc, -EINVAL);
			cr_assert_eq(memcmp(&layout, &before, sizeof(layout)),
				     0);
		}
}
