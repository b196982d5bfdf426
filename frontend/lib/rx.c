// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "rx.h"

void front_rx_init(struct front_rx *rx, struct vwlan_ring_consumer *own,
		   const struct vwlan_ring_producer *peer, uint32_t size,
		   const struct vwlan_frame *frames, const uint8_t *slots,
		   const struct front_tag *tag, uint32_t capabilities)
{
	memset(rx, 0, sizeof(*rx));
	vwlan_consumer_init(&rx->ring, own, peer, size);
	rx->frames = frames;
	rx->slots = slots;
	rx->tag = *tag;
	rx->capabilities = capabilities;
}

int front_rx_begin(struct front_rx *rx)
{
	return vwlan_consumer_ready(&rx->ring);
}

const uint8_t *front_rx_next(struct front_rx *rx, struct vwlan_frame *frame,
			     unsigned int *budget)
{
	uint32_t at;
	int rc;

	while (*budget > 0 && rx->ring.cons != rx->ring.prod) {
		--*budget;
		at = rx->ring.cons++ & (rx->ring.size - 1);
		vwlan_frame_copy(frame, &rx->frames[at]);
		rc = front_frame_accept(frame, &rx->tag, rx->ring.size,
					rx->capabilities);
		if (rc == 0)
			return rx->slots +
			       (size_t)frame->slot * VWLAN_SLOT_SIZE;
		if (rc == -EPERM)
			rx->bad_tags++;
		else
			rx->bad_frames++;
	}
	return NULL;
}

bool front_rx_end(struct front_rx *rx)
{
	return vwlan_consumer_publish(&rx->ring);
}
