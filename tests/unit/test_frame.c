// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "vwlan_frame.h"
#include "worker/frame.h"

#define SLOTS 64u

static const uint8_t own_mac[] = { 0x00, 0x16, 0x3e, 0, 0, 1 };

static struct vwlan_frame plain_frame(uint32_t length)
{
	return (struct vwlan_frame){ .length = length, .domid = 7, .vr = 3 };
}

static struct vwlan_frame tso_frame(void)
{
	struct vwlan_frame frame = plain_frame(30000);

	frame.flags = VWLAN_FRAME_CSUM_PARTIAL;
	frame.gso_type = VWLAN_GSO_TCPV4;
	frame.gso_size = 1448;
	frame.header_length = 66;
	frame.csum_start = 34;
	frame.csum_offset = 16;
	return frame;
}

Test(frame, golden_descriptor)
{
	static const uint8_t golden[32] = {
		0x30, 0x75, 0x00, 0x00, 0x05, 0x00, 0x01, 0x01,
		0x07, 0x00, 0x03, 0x00, 0xa8, 0x05, 0x42, 0x00,
		0x22, 0x00, 0x10, 0x00,
	};
	struct vwlan_frame frame = tso_frame();

	frame.slot = 5;
	cr_assert_eq(memcmp(&frame, golden, sizeof(golden)), 0);
}

Test(frame, length_bounds)
{
	struct vwlan_frame frame = plain_frame(VWLAN_FRAME_MIN);

	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), 0);
	frame.length = VWLAN_FRAME_MIN - 1;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame.length = 0;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame.length = 1518;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), 0);
	frame.length = 1519;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame = tso_frame();
	frame.length = VWLAN_FRAME_MAX;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), 0);
	frame.length = VWLAN_FRAME_MAX + 1;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame.length = UINT32_MAX;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
}

Test(frame, slots_stay_in_the_area)
{
	struct vwlan_frame frame = tso_frame();	/* 15 slots */

	frame.slot = SLOTS - 15;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), 0);
	frame.slot = SLOTS - 14;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame.slot = UINT16_MAX;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
}

Test(frame, offload_fields)
{
	struct vwlan_frame frame = tso_frame();

	frame.gso_size = 0;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame = tso_frame();
	frame.gso_type = 3;	/* UDP fragmentation: long gone */
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame = tso_frame();
	frame.flags = 0;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame = tso_frame();
	frame.flags |= 0x80;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame = tso_frame();
	frame.header_length = 30001;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
}

Test(frame, checksum_inside_the_frame)
{
	struct vwlan_frame frame = plain_frame(60);

	frame.flags = VWLAN_FRAME_CSUM_PARTIAL;
	frame.csum_start = 42;
	frame.csum_offset = 16;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), 0);
	frame.csum_offset = 17;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame.csum_start = UINT16_MAX;
	frame.csum_offset = UINT16_MAX;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame.csum_start = 13;
	frame.csum_offset = 16;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
}

Test(frame, vnet_both_ways)
{
	struct vwlan_frame frame = tso_frame(), back = plain_frame(30000);
	struct virtio_net_hdr vnet;

	vwlan_frame_to_vnet(&frame, &vnet);
	cr_assert_eq(vnet.flags, VIRTIO_NET_HDR_F_NEEDS_CSUM);
	cr_assert_eq(vnet.gso_type, VIRTIO_NET_HDR_GSO_TCPV4);
	cr_assert_eq(vwlan_frame_from_vnet(&back, &vnet), 0);
	cr_assert_eq(memcmp(&frame, &back, sizeof(frame)), 0);
	vnet.gso_type = VIRTIO_NET_HDR_GSO_UDP;
	cr_assert_eq(vwlan_frame_from_vnet(&back, &vnet), -EINVAL);
}

Test(frame, checksum_filled_in)
{
	/* RFC 1071's example: its sum is ddf2, so its checksum 220d. */
	uint8_t bytes[24] = {
		[14] = 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7,
	};
	struct vwlan_frame frame = plain_frame(sizeof(bytes));

	frame.csum_start = 14;
	frame.csum_offset = 8;
	cr_assert_eq(vwlan_frame_checksum(&frame, bytes, sizeof(bytes)), 0);
	cr_assert_eq(bytes[22], 0x22);
	cr_assert_eq(bytes[23], 0x0d);
	cr_assert_eq(vwlan_frame_checksum(&frame, bytes, 23), -EINVAL);
}

static bool eapol(const char *bytes, size_t length)
{
	uint8_t header[64] = { 0 };

	memcpy(header + 12, bytes, length);
	return vwlan_frame_is_eapol(header, 12 + length);
}

Test(frame, eapol_in_every_disguise)
{
	cr_assert(eapol("\x88\x8e", 2));
	cr_assert(eapol("\x88\xc7", 2));
	cr_assert(eapol("\x81\x00\x00\x05\x88\x8e", 6));
	cr_assert(eapol("\x88\xa8\x00\x05\x81\x00\x00\x05\x88\x8e", 10));
	cr_assert(eapol("\x00\x20\xaa\xaa\x03\x00\x00\x00\x88\x8e", 10));
	cr_assert(eapol("\x00\x20\xaa\xaa\x03\x00\x00\xf8\x88\x8e", 10));
	cr_assert_not(eapol("\x08\x00", 2));
	cr_assert_not(eapol("\x88", 1));
	cr_assert_not(eapol("\x81\x00\x00\x05", 4));
	cr_assert_not(eapol("\x00\x20\xaa\xaa\x03\x00\x00\x00\x88", 9));
	cr_assert_not(eapol("\x00\x20\x42\x42\x03\x00\x00\x00\x88\x8e", 10));
}

Test(frame, admission)
{
	struct vwlan_frame frame = plain_frame(60);
	uint8_t header[60] = { 0 };

	memcpy(header + 6, own_mac, sizeof(own_mac));
	header[12] = 8;
	cr_assert_eq(frame_admit(&frame, header, 60, 7, 3, own_mac),
		     DROP_COUNT);
	cr_assert_eq(frame_admit(&frame, header, 60, 8, 3, own_mac), DROP_TAG);
	cr_assert_eq(frame_admit(&frame, header, 60, 7, 4, own_mac), DROP_TAG);
	cr_assert_eq(frame_admit(&frame, header, 13, 7, 3, own_mac),
		     DROP_SOURCE);
	header[11]++;
	cr_assert_eq(frame_admit(&frame, header, 60, 7, 3, own_mac),
		     DROP_SOURCE);
	header[11]--;
	header[12] = 0x88;
	header[13] = 0x8e;
	cr_assert_eq(frame_admit(&frame, header, 60, 7, 3, own_mac),
		     DROP_EAPOL);
}

Test(slots, a_frame_never_wraps)
{
	struct vwlan_slots slots;

	vwlan_slots_init(&slots, SLOTS);
	cr_assert_eq(vwlan_slots_take(&slots, 50), 0);
	vwlan_slots_fill(&slots, 0);
	cr_assert_eq(vwlan_slots_take(&slots, 10), 50);
	vwlan_slots_fill(&slots, 1);
	vwlan_slots_free(&slots, 1);
	/* 4 are left at the end, 50 are free at the start. */
	cr_assert_eq(vwlan_slots_take(&slots, 5), 0);
	vwlan_slots_fill(&slots, 2);
	cr_assert_eq(vwlan_slots_take(&slots, 46), -EAGAIN);
	cr_assert_eq(vwlan_slots_take(&slots, 45), 5);
}

Test(slots, the_largest_frame_fits_an_empty_ring_wherever_it_stands)
{
	uint32_t at;

	for (at = 1; at < SLOTS; at++) {
		struct vwlan_slots slots;

		vwlan_slots_init(&slots, SLOTS);
		cr_assert_eq(vwlan_slots_take(&slots, at), 0);
		vwlan_slots_fill(&slots, 0);
		vwlan_slots_free(&slots, 1);
		cr_assert_geq(vwlan_slots_take(&slots, 33), 0);
	}
}

/* A small generator of our own, so that a seed means the same everywhere. */
static uint32_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

struct model {
	struct vwlan_frame frames[SLOTS];
	uint8_t owner[SLOTS];
	uint32_t prod, cons;
};

static void model_mark(struct model *m, uint32_t index, uint8_t owned)
{
	const struct vwlan_frame *frame = &m->frames[index % SLOTS];
	uint32_t i;

	for (i = 0; i < vwlan_frame_slots(frame->length); i++) {
		cr_assert_neq(m->owner[frame->slot + i], owned,
			      "slot %u twice", frame->slot + i);
		m->owner[frame->slot + i] = owned;
	}
}

static void model_produce(struct model *m, struct vwlan_slots *slots,
			  uint64_t *seed)
{
	uint32_t length = 14 + next_random(seed) % 60000;
	int slot;

	if (m->prod - m->cons == SLOTS)
		return;
	slot = vwlan_slots_take(slots, vwlan_frame_slots(length));
	if (slot < 0)
		return;
	cr_assert_leq(slot + vwlan_frame_slots(length), SLOTS);
	m->frames[m->prod % SLOTS] = (struct vwlan_frame){
		.length = length, .slot = slot,
	};
	model_mark(m, m->prod, 1);
	vwlan_slots_fill(slots, m->prod++);
}

/* Slots taken for several frames at once, as before a recvmmsg(). */
static void model_batch(struct model *m, struct vwlan_slots *slots,
			uint64_t *seed)
{
	uint32_t ends[8], n, i, count = 1 + next_random(seed) % 8;
	int first[8];

	for (n = 0; n < count && m->prod + n - m->cons < SLOTS; n++) {
		first[n] = vwlan_slots_take(slots, 3);
		if (first[n] < 0)
			break;
		ends[n] = slots->head;
	}
	for (i = 0; i < n; i++) {
		m->frames[m->prod % SLOTS] = (struct vwlan_frame){
			.length = 14 + next_random(seed) % 6000,
			.slot = first[i],
		};
		model_mark(m, m->prod, 1);
		vwlan_slots_fill_to(slots, m->prod++, ends[i]);
	}
}

static void model_consume(struct model *m, struct vwlan_slots *slots,
			  uint64_t *seed)
{
	uint32_t count = next_random(seed) % 4, before = m->cons;

	while (count-- > 0 && m->cons != m->prod)
		model_mark(m, m->cons++, 0);
	if (m->cons != before)
		vwlan_slots_free(slots, m->cons);
}

Test(slots, no_slot_is_used_twice_not_even_after_a_crash)
{
	uint64_t seed = 20261121;
	struct vwlan_slots slots;
	struct model m = { .prod = 0 };
	int i;

	vwlan_slots_init(&slots, SLOTS);
	for (i = 0; i < 200000; i++) {
		switch (next_random(&seed) % 16) {
		case 0:
			vwlan_slots_resume(&slots, SLOTS, m.frames, m.cons,
					   m.prod);
			break;
		case 1: case 2: case 3: case 4: case 5: case 6:
			model_consume(&m, &slots, &seed);
			break;
		case 7: case 8: case 9:
			model_batch(&m, &slots, &seed);
			break;
		default:
			model_produce(&m, &slots, &seed);
		}
	}
	cr_assert_gt(m.prod, 1000);
}

Test(slots, frames_out_of_order_come_back_together)
{
	struct vwlan_frame frames[SLOTS] = {
		{ .length = 2000, .slot = 0 },
		{ .length = 4000, .slot = 8 },
		{ .length = 2000, .slot = 2 },
	};
	struct vwlan_slots slots;

	vwlan_slots_resume(&slots, SLOTS, frames, 0, 3);
	cr_assert_eq(vwlan_slots_take(&slots, 1), -EAGAIN);
	vwlan_slots_free(&slots, 2);
	cr_assert_eq(vwlan_slots_take(&slots, 1), -EAGAIN);
	vwlan_slots_free(&slots, 3);
	cr_assert_geq(vwlan_slots_take(&slots, 33), 0);
}

Test(frame, a_checksum_can_not_make_eapol)
{
	struct vwlan_frame frame = plain_frame(60);

	frame.flags = VWLAN_FRAME_CSUM_PARTIAL;
	frame.csum_start = 20;
	frame.csum_offset = 0;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame.csum_start = 33;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), -EINVAL);
	frame.csum_start = 34;
	cr_assert_eq(vwlan_frame_check(&frame, SLOTS), 0);
}
