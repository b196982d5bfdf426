/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which frames may pass.  Pure.
 */
#ifndef WORKER_FRAME_H
#define WORKER_FRAME_H

#include "ipc.h"
#include "vwlan_frame.h"

/**
 * frame_admit - may the guest send this?
 *
 * A station's driver puts the frame's own source address on the air: if
 * it could be another's, one guest could speak as another.
 *
 * @frame: has passed vwlan_frame_check()
 * @header: private copy of the frame's first @length bytes
 *
 * Returns DROP_COUNT if it may, else why not.
 */
enum drop_reason frame_admit(const struct vwlan_frame *frame,
			     const uint8_t *header, uint32_t length,
			     uint16_t domid, uint16_t vr, const uint8_t *mac);

#endif
