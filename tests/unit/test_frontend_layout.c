// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>

#include "vwlan_layout.h"

Test(layout, smallest)
{
	struct vwlan_layout l;

	cr_assert_eq(vwlan_layout_make(&l, 14, 14, 6, 6), 0);
	cr_assert_eq(l.event, 4096);
	cr_assert_eq(l.rx_frames, 5 * 4096);	/* after 16 KiB */
	cr_assert_eq(l.rx_slots, 6 * 4096);	/* 64 * 32 bytes: a page */
	cr_assert_eq(l.backend_pages, 6 + 32);
	cr_assert_eq(l.command, l.event);
	cr_assert_eq(l.tx_frames, l.rx_frames);
	cr_assert_eq(l.tx_slots, l.rx_slots);
	cr_assert_eq(l.guest_pages, l.backend_pages);
}

Test(layout, sides_differ)
{
	struct vwlan_layout l;

	cr_assert_eq(vwlan_layout_make(&l, 14, 16, 9, 6), 0);
	cr_assert_eq(l.rx_frames, (1 + 16) * 4096);
	cr_assert_eq(l.backend_pages, 1 + 16 + 1 + 32);
	cr_assert_eq(l.tx_frames, (1 + 4) * 4096);
	cr_assert_eq(l.tx_slots, (1 + 4 + 4) * 4096);
	cr_assert_eq(l.guest_pages, 1 + 4 + 4 + 256);
}

Test(layout, largest_fits_the_directory)
{
	struct vwlan_layout l;

	cr_assert_eq(vwlan_layout_make(&l, 16, 16, 9, 9), 0);
	cr_assert_leq(l.backend_pages + l.guest_pages, VWLAN_DIRECTORY_REFS);
}

Test(layout, refuses_every_order_out_of_range)
{
	struct vwlan_layout l, before;
	unsigned int order;

	memset(&l, 0x5a, sizeof(l));
	before = l;
	for (order = 0; order < 256; order++) {
		if (order < 14 || order > 16) {
			cr_assert_eq(vwlan_layout_make(&l, order, 14, 6, 6),
				     -EINVAL);
			cr_assert_eq(vwlan_layout_make(&l, 14, order, 6, 6),
				     -EINVAL);
		}
		if (order < 6 || order > 9) {
			cr_assert_eq(vwlan_layout_make(&l, 14, 14, order, 6),
				     -EINVAL);
			cr_assert_eq(vwlan_layout_make(&l, 14, 14, 6, order),
				     -EINVAL);
		}
	}
	cr_assert_eq(vwlan_layout_make(&l, ~0u, 14, 6, 6), -EINVAL);
	cr_assert_eq(memcmp(&l, &before, sizeof(l)), 0);
}

Test(layout, parts_never_overlap)
{
	unsigned int c, e, t, r;
	struct vwlan_layout l;

	for (c = 14; c <= 16; c++)
		for (e = 14; e <= 16; e++)
			for (t = 6; t <= 9; t++)
				for (r = 6; r <= 9; r++) {
		cr_assert_eq(vwlan_layout_make(&l, c, e, t, r), 0);
		cr_assert_geq(l.rx_frames, l.event + (1u << e));
		cr_assert_geq(l.rx_slots, l.rx_frames + (32u << r));
		cr_assert_eq(l.backend_pages * 4096,
			     l.rx_slots + (2048u << r));
		cr_assert_geq(l.tx_frames, l.command + (1u << c));
		cr_assert_geq(l.tx_slots, l.tx_frames + (32u << t));
		cr_assert_eq(l.guest_pages * 4096,
			     l.tx_slots + (2048u << t));
	}
}
