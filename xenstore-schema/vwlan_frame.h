/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Frame descriptors and slots.  Pure.
 */
#ifndef VWLAN_FRAME_H
#define VWLAN_FRAME_H

#include "vwlan_abi.h"

#ifndef __KERNEL__
#include <stdbool.h>
#endif
#include <linux/virtio_net.h>

#define VWLAN_ETH_EAPOL 0x888eu		/* IEEE 802.1X-2020, 11.1.4 */
#define VWLAN_ETH_PREAUTH 0x88c7u	/* IEEE 802.11-2020, 12.6.10.2 */
#define VWLAN_FRAME_TAGS_MAX 2u	/* VLAN tags; IEEE 802.1Q has two */
#define VWLAN_FRAME_HEADER 30u	/* bytes that vwlan_frame_is_eapol() needs */

/** vwlan_frame_copy - take a descriptor out of shared memory, once */
void vwlan_frame_copy(struct vwlan_frame *to,
		      const volatile struct vwlan_frame *from);

/** vwlan_frame_slots - slots for so many bytes */
static inline uint32_t vwlan_frame_slots(uint32_t length)
{
	return (length + VWLAN_SLOT_SIZE - 1) / VWLAN_SLOT_SIZE;
}

/**
 * vwlan_frame_check - can this be a frame?
 *
 * @frame: private copy of what the other side wrote
 * @slots: slots of the ring
 *
 * Returns 0; -EINVAL if a field is out of range, or its slots are not all
 * in the area.
 */
int vwlan_frame_check(const struct vwlan_frame *frame, uint32_t slots);

/**
 * vwlan_frame_to_vnet - offload fields for a TAP device or packet socket
 *
 * @frame: has passed vwlan_frame_check()
 */
void vwlan_frame_to_vnet(const struct vwlan_frame *frame,
			 struct virtio_net_hdr *vnet);

/**
 * vwlan_frame_from_vnet - and back
 *
 * Sets @frame's offload fields.  Returns 0, or -EINVAL if @vnet says what
 * the descriptor has no words for.
 */
int vwlan_frame_from_vnet(struct vwlan_frame *frame,
			  const struct virtio_net_hdr *vnet);

/**
 * vwlan_frame_is_eapol - EAPOL or pre-authentication, in either encoding
 *
 * On the air an Ethernet type and an 802.3 length with a SNAP header are
 * the same thing (IEEE 802.1H), so both are looked for, behind VLAN tags
 * too.  What has more tags than VWLAN_FRAME_TAGS_MAX counts as EAPOL: a
 * type that was never looked at must not pass.
 *
 * @header: the frame's first VWLAN_FRAME_HEADER bytes, or more, or all of
 *	a shorter one; @length bytes
 */
bool vwlan_frame_is_eapol(const uint8_t *header, size_t length);

/**
 * vwlan_frame_checksum - fill in a checksum that was left to be done
 *
 * @bytes: the frame; @length bytes, writable
 *
 * Returns 0, or -EINVAL if it would lie outside.
 */
int vwlan_frame_checksum(const struct vwlan_frame *frame, uint8_t *bytes,
			 uint32_t length);

/**
 * struct vwlan_slots - which slots a producer has filled
 * @count: slots in the area, a power of two
 * @head: free-running position of the next slot to fill
 * @tail: free-running position of the first slot still in use
 * @end: for each descriptor in use, the position after its last slot
 *
 * Slots are filled in order and come back in order.  A frame never goes
 * past the area's end: what is left there is passed over.
 */
struct vwlan_slots {
	uint32_t count;
	uint32_t head;
	uint32_t tail;
	uint32_t end[1u << VWLAN_FRAME_ORDER_MAX];
};

/** vwlan_slots_init - all free */
void vwlan_slots_init(struct vwlan_slots *slots, uint32_t count);

/**
 * vwlan_slots_resume - find out from the descriptors that are in use
 *
 * @frames: the ring's @count descriptors, which only this side can write
 * @cons: the consumer's index, as vwlan_producer_room() checked it
 * @prod: this side's index
 *
 * Frames that do not lie in order give their slots back together.
 */
void vwlan_slots_resume(struct vwlan_slots *slots, uint32_t count,
			const struct vwlan_frame *frames, uint32_t cons,
			uint32_t prod);

/**
 * vwlan_slots_take - the next @wanted slots, one after the other
 *
 * Returns the first one's index, or -EAGAIN if that many are not free.
 */
int vwlan_slots_take(struct vwlan_slots *slots, uint32_t wanted);

/** vwlan_slots_fill - descriptor @prod covers all that was taken so far */
void vwlan_slots_fill(struct vwlan_slots *slots, uint32_t prod);

/**
 * vwlan_slots_fill_to - descriptor @prod covers what was taken before @end
 *
 * For slots that were taken for several frames before it was known which
 * of them would come: what @prod gives back must not be more than its own.
 *
 * @end: @slots->head right after its slots were taken; never less than
 *	that of the descriptor before
 */
void vwlan_slots_fill_to(struct vwlan_slots *slots, uint32_t prod,
			 uint32_t end);

/**
 * vwlan_slots_free - descriptors before @cons came back
 *
 * Call it only when the consumer's index has moved.
 */
void vwlan_slots_free(struct vwlan_slots *slots, uint32_t cons);

#endif
