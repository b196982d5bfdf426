// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "frame.h"

#define SOURCE 6	/* offset of the source address */

enum drop_reason frame_admit(const struct vwlan_frame *frame,
			     const uint8_t *header, uint32_t length,
			     uint16_t domid, uint16_t vr, const uint8_t *mac)
{
	if (frame->domid != domid || frame->vr != vr)
		return DROP_TAG;
	if (length < VWLAN_FRAME_MIN ||
	    memcmp(header + SOURCE, mac, VWLAN_MAC_LEN) != 0)
		return DROP_SOURCE;
	if (vwlan_frame_is_eapol(header, length))
		return DROP_EAPOL;
	return DROP_COUNT;
}
