/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packet marks: whose frame it is.
 *
 * A packet socket takes an interface with each frame, which no system call
 * filter sees, so a guest that took its worker over could name any.  What
 * a worker's socket sends is therefore marked as unchecked; only the
 * guest's own interface checks such a frame, and gives it the plain tag;
 * every other interface drops it.
 */
#ifndef MONITOR_MARK_H
#define MONITOR_MARK_H

#include "ipc.h"

/*
 * Above every domain ID.  With a virtual radio, which is never 0, above it:
 * others who mark packets seldom use more than 16 bits.
 */
#define MARK_UNCHECKED 0x8000u
#define MARK_RADIO 0xffff0000u

/** mark_checked - the tag */
static inline uint32_t mark_checked(const struct monitor_message *request)
{
	return (uint32_t)request->vr << 16 | request->domid;
}

static inline uint32_t mark_unchecked(const struct monitor_message *request)
{
	return mark_checked(request) | MARK_UNCHECKED;
}

#endif
