// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "frame.h"

static uint32_t capabilities_needed(const struct vwlan_frame *frame)
{
	if (frame->gso_type == VWLAN_GSO_UDP_L4)
		return VWLAN_CAP_CSUM | VWLAN_CAP_USO;
	if (frame->gso_type != VWLAN_GSO_NONE)
		return VWLAN_CAP_CSUM | VWLAN_CAP_TSO;
	return frame->flags & VWLAN_FRAME_CSUM_PARTIAL ? VWLAN_CAP_CSUM : 0;
}

static int frame_check(const struct vwlan_frame *frame, uint32_t slots,
		       uint32_t capabilities)
{
	if (vwlan_frame_check(frame, slots) ||
	    capabilities_needed(frame) & ~capabilities)
		return -EBADMSG;
	return 0;
}

int front_frame_accept(const struct vwlan_frame *frame,
		       const struct front_tag *tag, uint32_t slots,
		       uint32_t capabilities)
{
	if (frame->domid != tag->domid || frame->vr != tag->vr)
		return -EPERM;
	return frame_check(frame, slots, capabilities);
}

int front_frame_make(struct vwlan_frame *frame,
		     const struct virtio_net_hdr *vnet, size_t length,
		     uint32_t capabilities)
{
	memset(frame, 0, sizeof(*frame));
	if (length > VWLAN_FRAME_MAX || vwlan_frame_from_vnet(frame, vnet))
		return -EBADMSG;
	frame->length = length;
	return frame_check(frame, FRONT_FRAME_SLOTS_MAX, capabilities);
}
