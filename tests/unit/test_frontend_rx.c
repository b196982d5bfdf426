// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "../../frontend/lib/rx.h"

#define SIZE 64u

static struct vwlan_ring_producer peer;
static struct vwlan_ring_consumer own;
static struct vwlan_frame frames[SIZE];
static uint8_t area[SIZE * VWLAN_SLOT_SIZE];
static struct front_rx rx;

static void begin(void)
{
	static const struct front_tag tag = { .domid = 7, .vr = 3 };

	front_rx_init(&rx, &own, &peer, SIZE, frames, area, &tag,
		      VWLAN_CAP_CSUM | VWLAN_CAP_TSO);
}

static struct vwlan_frame sound(uint32_t length)
{
	return (struct vwlan_frame){ .length = length, .domid = 7, .vr = 3 };
}

static struct vwlan_frame segmented(uint8_t type)
{
	struct vwlan_frame f = sound(30000);

	f.flags = VWLAN_FRAME_CSUM_PARTIAL;
	f.gso_type = type;
	f.gso_size = 1448;
	f.header_length = 66;
	f.csum_start = 34;
	f.csum_offset = 16;
	return f;
}

static bool accepted(struct vwlan_frame frame)
{
	unsigned int budget = SIZE;

	begin();
	frames[rx.ring.cons & (SIZE - 1)] = frame;
	peer.prod = rx.ring.cons + 1;
	cr_assert_eq(front_rx_begin(&rx), 1);
	return front_rx_next(&rx, &frame, &budget) != NULL;
}

Test(front_rx, gives_out_copies_in_order)
{
	struct vwlan_frame frame;
	unsigned int budget = SIZE;

	begin();
	frames[0] = sound(60);
	frames[0].slot = 63;
	frames[1] = sound(1514);
	peer.prod = 2;
	cr_assert_eq(front_rx_begin(&rx), 2);
	cr_assert_eq(front_rx_next(&rx, &frame, &budget),
		     area + 63 * VWLAN_SLOT_SIZE);
	frames[0].length = 0;
	cr_assert_eq(frame.length, 60);
	cr_assert_eq(front_rx_next(&rx, &frame, &budget), area);
	cr_assert_null(front_rx_next(&rx, &frame, &budget));
	cr_assert_eq(own.cons, 0);
	front_rx_end(&rx);
	cr_assert_eq(own.cons, 2);
}

Test(front_rx, drops_and_counts_what_is_wrong)
{
	struct vwlan_frame frame;
	unsigned int budget = SIZE, i;

	begin();
	for (i = 0; i < 6; i++)
		frames[i] = sound(60);
	frames[0].domid = 8;
	frames[1].vr = 4;
	frames[2].length = 13;
	frames[3].slot = SIZE;
	frames[4].flags = 0x80;
	peer.prod = 6;
	front_rx_begin(&rx);
	cr_assert_not_null(front_rx_next(&rx, &frame, &budget));
	cr_assert_eq(rx.bad_tags, 2);
	cr_assert_eq(rx.bad_frames, 3);
	cr_assert_eq(budget, SIZE - 6);
}

Test(front_rx, budget_counts_bad_ones_too)
{
	struct vwlan_frame frame;
	unsigned int budget = 2, i;

	begin();
	for (i = 0; i < 3; i++)
		frames[i] = sound(0);
	peer.prod = 3;
	front_rx_begin(&rx);
	cr_assert_null(front_rx_next(&rx, &frame, &budget));
	cr_assert_eq(budget, 0);
	cr_assert_eq(rx.ring.cons, 2);
}

Test(front_rx, impossible_index)
{
	begin();
	peer.prod = SIZE + 1;
	cr_assert_eq(front_rx_begin(&rx), -EPROTO);
}

Test(front_rx, slots_stay_inside)
{
	struct vwlan_frame f = segmented(VWLAN_GSO_TCPV4);

	f.length = VWLAN_FRAME_MAX;
	f.slot = SIZE - FRONT_FRAME_SLOTS_MAX;
	cr_assert(accepted(f));
	f.slot++;
	cr_assert_not(accepted(f));
	f.slot = 0xffff;
	cr_assert_not(accepted(f));
	f.slot = 0;
	f.length = VWLAN_FRAME_MAX + 1;
	cr_assert_not(accepted(f));
	f.length = ~0u;
	cr_assert_not(accepted(f));
}

Test(front_rx, only_what_was_agreed_on)
{
	struct vwlan_frame f = sound(60);

	cr_assert(accepted(segmented(VWLAN_GSO_TCPV4)));
	cr_assert(accepted(segmented(VWLAN_GSO_TCPV6 | VWLAN_GSO_ECN)));
	cr_assert_not(accepted(segmented(VWLAN_GSO_UDP_L4)));
	cr_assert_not(accepted(segmented(2)));
	cr_assert_eq(front_frame_accept(&f, &rx.tag, SIZE, 0), 0);
	f = sound(60);
	f.flags = VWLAN_FRAME_CSUM_PARTIAL;
	f.csum_start = 34;
	f.csum_offset = 16;
	cr_assert_eq(front_frame_accept(&f, &rx.tag, SIZE, VWLAN_CAP_CSUM), 0);
	cr_assert_eq(front_frame_accept(&f, &rx.tag, SIZE, 0), -EBADMSG);
}

Test(front_frame, from_tap)
{
	struct virtio_net_hdr vnet = {
		.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
		.gso_type = VIRTIO_NET_HDR_GSO_TCPV4,
		.hdr_len = 66,
		.gso_size = 1448,
		.csum_start = 34,
		.csum_offset = 16,
	};
	struct virtio_net_hdr back;
	struct vwlan_frame f;

	cr_assert_eq(front_frame_make(&f, &vnet, 30000, VWLAN_CAP_OFFLOADS),
		     0);
	cr_assert_eq(f.length, 30000);
	vwlan_frame_to_vnet(&f, &back);
	cr_assert_eq(memcmp(&vnet, &back, sizeof(vnet)), 0);
	cr_assert_eq(front_frame_make(&f, &vnet, 30000, VWLAN_CAP_CSUM),
		     -EBADMSG);
	cr_assert_eq(front_frame_make(&f, &vnet, 51, VWLAN_CAP_OFFLOADS),
		     -EBADMSG);
	cr_assert_eq(front_frame_make(&f, &vnet, VWLAN_FRAME_MAX,
				      VWLAN_CAP_OFFLOADS), 0);
	cr_assert_eq(front_frame_make(&f, &vnet, VWLAN_FRAME_MAX + 1,
				      VWLAN_CAP_OFFLOADS), -EBADMSG);
	vnet.gso_size = 0;
	cr_assert_eq(front_frame_make(&f, &vnet, 30000, VWLAN_CAP_OFFLOADS),
		     -EBADMSG);
	vnet.gso_size = 1448;
	vnet.flags = 0;
	cr_assert_eq(front_frame_make(&f, &vnet, 30000, VWLAN_CAP_OFFLOADS),
		     -EBADMSG);
}

Test(front_frame, plain_from_tap)
{
	struct virtio_net_hdr vnet = { 0 };
	struct vwlan_frame f;

	cr_assert_eq(front_frame_make(&f, &vnet, 13, 0), -EBADMSG);
	cr_assert_eq(front_frame_make(&f, &vnet, 14, 0), 0);
	cr_assert_eq(front_frame_make(&f, &vnet, 1518, 0), 0);
	cr_assert_eq(front_frame_make(&f, &vnet, 1519, 0), -EBADMSG);
	cr_assert_eq(front_frame_make(&f, &vnet, (size_t)1 << 32 | 60, 0),
		     -EBADMSG);
}
