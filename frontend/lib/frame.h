/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What this side asks of one frame, beyond what vwlan_frame.h does: whose
 * it is, and what was agreed on.  Pure.
 */
#ifndef FRONT_FRAME_H
#define FRONT_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "vwlan_frame.h"

/* Slots of the largest frame. */
#define FRONT_FRAME_SLOTS_MAX \
	((VWLAN_FRAME_MAX + VWLAN_SLOT_SIZE - 1) / VWLAN_SLOT_SIZE)

/**
 * struct front_tag - whose frames and messages these are
 * @domid: domain ID of this guest, from the directory page
 * @vr: virtual radio ID, from the directory page
 */
struct front_tag {
	uint16_t domid;
	uint16_t vr;
};

/**
 * front_frame_accept - may a received frame be used?
 *
 * @frame: private copy of what the backend wrote
 * @tag: what its tag has to be
 * @slots: slots of the receive area
 * @capabilities: VWLAN_CAP_* that were agreed on
 *
 * Returns 0; -EBADMSG if it makes no sense; -EPERM if the tag is wrong.
 */
int front_frame_accept(const struct vwlan_frame *frame,
		       const struct front_tag *tag, uint32_t slots,
		       uint32_t capabilities);

/**
 * front_frame_make - descriptor of a frame that TAP delivered
 *
 * @vnet: the header that came with it
 * @length: bytes of the frame, without @vnet
 * @capabilities: VWLAN_CAP_* that were agreed on
 *
 * Fills in all but slot and tag.
 *
 * Returns 0; -EBADMSG if the length or @vnet makes no sense, or says what
 * the backend can't handle.
 */
int front_frame_make(struct vwlan_frame *frame,
		     const struct virtio_net_hdr *vnet, size_t length,
		     uint32_t capabilities);

#endif
