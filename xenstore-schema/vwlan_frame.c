// SPDX-License-Identifier: GPL-2.0-or-later
#include "vwlan_frame.h"

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <string.h>
#endif

#define ETH_TYPE 12u		/* offset of type or length */
#define ETH_TYPE_MIN 0x600u	/* smaller: an 802.3 length */
#define VLAN_TAG 4u		/* bytes */
#define SNAP 8u			/* LLC and SNAP headers, type included */
#define FLAGS (VWLAN_FRAME_CSUM_PARTIAL | VWLAN_FRAME_CSUM_VALID)
/*
 * A checksum belongs behind an IP header.  Nearer to the frame's start it
 * could be made to turn a harmless type into EAPOL's once it is filled in,
 * behind two VLAN tags or a SNAP header with tags too.
 */
#define TRANSPORT_MIN (VWLAN_FRAME_MIN + 20u)
#define UNSEGMENTED_MAX (VWLAN_MTU_MAX + VWLAN_FRAME_MIN + VLAN_TAG)

void vwlan_frame_copy(struct vwlan_frame *to,
		      const volatile struct vwlan_frame *from)
{
	/* Volatile, field by field: the compiler must not read twice. */
	to->length = from->length;
	to->slot = from->slot;
	to->flags = from->flags;
	to->gso_type = from->gso_type;
	to->domid = from->domid;
	to->vr = from->vr;
	to->gso_size = from->gso_size;
	to->header_length = from->header_length;
	to->csum_start = from->csum_start;
	to->csum_offset = from->csum_offset;
}

static bool gso_type_known(uint8_t type)
{
	switch (type) {
	case VWLAN_GSO_TCPV4:
	case VWLAN_GSO_TCPV6:
	case VWLAN_GSO_TCPV4 | VWLAN_GSO_ECN:
	case VWLAN_GSO_TCPV6 | VWLAN_GSO_ECN:
	case VWLAN_GSO_UDP_L4:
		return true;
	}
	return false;
}

static int offload_check(const struct vwlan_frame *frame)
{
	uint32_t sum = (uint32_t)frame->csum_start + frame->csum_offset + 2;

	if (frame->flags & ~FLAGS || frame->header_length > frame->length)
		return -EINVAL;
	if (frame->flags & VWLAN_FRAME_CSUM_PARTIAL &&
	    (frame->csum_start < TRANSPORT_MIN || sum > frame->length))
		return -EINVAL;
	if (frame->gso_type == VWLAN_GSO_NONE)
		return frame->length > UNSEGMENTED_MAX ? -EINVAL : 0;
	if (!gso_type_known(frame->gso_type) || frame->gso_size == 0 ||
	    frame->gso_size > VWLAN_MTU_MAX ||
	    !(frame->flags & VWLAN_FRAME_CSUM_PARTIAL))
		return -EINVAL;
	return 0;
}

int vwlan_frame_check(const struct vwlan_frame *frame, uint32_t slots)
{
	if (frame->length < VWLAN_FRAME_MIN ||
	    frame->length > VWLAN_FRAME_MAX)
		return -EINVAL;
	if (frame->slot + vwlan_frame_slots(frame->length) > slots)
		return -EINVAL;
	return offload_check(frame);
}

void vwlan_frame_to_vnet(const struct vwlan_frame *frame,
			 struct virtio_net_hdr *vnet)
{
	memset(vnet, 0, sizeof(*vnet));
	if (frame->flags & VWLAN_FRAME_CSUM_PARTIAL) {
		vnet->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
		vnet->csum_start = frame->csum_start;
		vnet->csum_offset = frame->csum_offset;
	} else if (frame->flags & VWLAN_FRAME_CSUM_VALID) {
		vnet->flags = VIRTIO_NET_HDR_F_DATA_VALID;
	}
	if (frame->gso_type == VWLAN_GSO_NONE)
		return;
	vnet->gso_type = frame->gso_type;
	vnet->gso_size = frame->gso_size;
	vnet->hdr_len = frame->header_length;
}

int vwlan_frame_from_vnet(struct vwlan_frame *frame,
			  const struct virtio_net_hdr *vnet)
{
	frame->flags = 0;
	frame->csum_start = 0;
	frame->csum_offset = 0;
	frame->gso_type = VWLAN_GSO_NONE;
	frame->gso_size = 0;
	frame->header_length = 0;
	if (vnet->flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) {
		frame->flags = VWLAN_FRAME_CSUM_PARTIAL;
		frame->csum_start = vnet->csum_start;
		frame->csum_offset = vnet->csum_offset;
	} else if (vnet->flags & VIRTIO_NET_HDR_F_DATA_VALID) {
		frame->flags = VWLAN_FRAME_CSUM_VALID;
	}
	if (vnet->gso_type == VIRTIO_NET_HDR_GSO_NONE)
		return 0;
	if (!gso_type_known(vnet->gso_type))
		return -EINVAL;
	frame->gso_type = vnet->gso_type;
	frame->gso_size = vnet->gso_size;
	frame->header_length = vnet->hdr_len;
	return 0;
}

static uint16_t be16(const uint8_t *from)
{
	return from[0] << 8 | from[1];
}

static bool type_is_eapol(uint16_t type)
{
	return type == VWLAN_ETH_EAPOL || type == VWLAN_ETH_PREAUTH;
}

static bool type_is_vlan(uint16_t type)
{
	return type == 0x8100 || type == 0x88a8;
}

bool vwlan_frame_is_eapol(const uint8_t *header, size_t length)
{
	/* RFC 1042 and 802.1H bridge-tunnel encapsulation. */
	static const uint8_t rfc1042[] = { 0xaa, 0xaa, 3, 0, 0, 0 };
	static const uint8_t bridge[] = { 0xaa, 0xaa, 3, 0, 0, 0xf8 };
	unsigned int tags = 0;
	size_t at = ETH_TYPE;

	while (at + 2 <= length && type_is_vlan(be16(header + at))) {
		if (++tags > VWLAN_FRAME_TAGS_MAX)
			return true;
		at += VLAN_TAG;
	}
	if (at + 2 > length)
		return false;
	if (be16(header + at) >= ETH_TYPE_MIN)
		return type_is_eapol(be16(header + at));
	at += 2;
	if (at + SNAP > length)
		return false;
	return (memcmp(header + at, rfc1042, sizeof(rfc1042)) == 0 ||
		memcmp(header + at, bridge, sizeof(bridge)) == 0) &&
	       type_is_eapol(be16(header + at + 6));
}

int vwlan_frame_checksum(const struct vwlan_frame *frame, uint8_t *bytes,
			 uint32_t length)
{
	uint32_t at = frame->csum_start;
	uint32_t to = at + frame->csum_offset;
	uint32_t sum = 0;

	if (to + 2 > length)
		return -EINVAL;
	/* The field holds the pseudo-header's sum: it counts as well. */
	for (; at + 1 < length; at += 2)
		sum += be16(bytes + at);
	if (at < length)
		sum += (uint32_t)bytes[at] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	sum = ~sum & 0xffff;
	if (sum == 0)
		sum = 0xffff;	/* 0 means "none" to UDP, the same to TCP */
	bytes[to] = sum >> 8;
	bytes[to + 1] = sum & 0xff;
	return 0;
}

void vwlan_slots_init(struct vwlan_slots *slots, uint32_t count)
{
	memset(slots, 0, sizeof(*slots));
	slots->count = count;
}

void vwlan_slots_fill_to(struct vwlan_slots *slots, uint32_t prod,
			 uint32_t end)
{
	slots->end[prod & (slots->count - 1)] = end;
}

void vwlan_slots_fill(struct vwlan_slots *slots, uint32_t prod)
{
	vwlan_slots_fill_to(slots, prod, slots->head);
}

/* With the last of these descriptors all slots come back, not before. */
static void slots_hold(struct vwlan_slots *slots, uint32_t cons,
		       uint32_t prod)
{
	slots->head = slots->tail + slots->count;
	for (; cons != prod; cons++)
		vwlan_slots_fill_to(slots, cons, slots->tail);
	vwlan_slots_fill(slots, prod - 1);
}

void vwlan_slots_resume(struct vwlan_slots *slots, uint32_t count,
			const struct vwlan_frame *frames, uint32_t cons,
			uint32_t prod)
{
	const struct vwlan_frame *frame = &frames[cons & (count - 1)];
	uint32_t at = cons;

	vwlan_slots_init(slots, count);
	if (cons == prod)
		return;
	slots->tail = frame->slot;
	slots->head = frame->slot;
	for (; at != prod; at++) {
		frame = &frames[at & (count - 1)];
		slots->head += (frame->slot - slots->head) & (count - 1);
		slots->head += vwlan_frame_slots(frame->length);
		if (slots->head - slots->tail > count) {
			slots_hold(slots, cons, prod);
			return;
		}
		vwlan_slots_fill(slots, at);
	}
}

int vwlan_slots_take(struct vwlan_slots *slots, uint32_t wanted)
{
	uint32_t at, skip;

	/* With none in use the whole area is one piece: begin at its start. */
	if (slots->head == slots->tail)
		slots->head = slots->tail = 0;
	at = slots->head & (slots->count - 1);
	skip = at + wanted > slots->count ? slots->count - at : 0;
	if (slots->head - slots->tail + skip + wanted > slots->count)
		return -EAGAIN;
	slots->head += skip + wanted;
	return (at + skip) & (slots->count - 1);
}

void vwlan_slots_free(struct vwlan_slots *slots, uint32_t cons)
{
	slots->tail = slots->end[(cons - 1) & (slots->count - 1)];
}
