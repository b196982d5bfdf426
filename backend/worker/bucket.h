/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A token bucket of bytes: so many a second, so many at once.  Pure: the
 * time comes in as an argument.
 */
#ifndef WORKER_BUCKET_H
#define WORKER_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "vwlan_policy.h"

/**
 * struct bucket
 * @limit: what it is filled by
 * @level: what may pass now, in 1/8000 byte, so that one us at 1 kbit/s is
 *	a whole number; below 0 after a frame that was longer than what was
 *	left, until that has come back
 * @at: when @level was right, us
 */
struct bucket {
	struct vwlan_rate limit;
	int64_t level;
	uint64_t at;
};

/**
 * bucket_set - other numbers from now on
 *
 * What is in it stays, as far as it fits: setting the same again and again
 * lets nothing more pass.  A bucket that had no limit is full at first.
 *
 * @now: us, of any clock that does not go back
 */
void bucket_set(struct bucket *bucket, const struct vwlan_rate *limit,
		uint64_t now);

/** bucket_unlimited - may all pass?  Then nobody needs to know the time. */
static inline bool bucket_unlimited(const struct bucket *bucket)
{
	return bucket->limit.rate == 0;
}

/**
 * bucket_ready - how many bytes may pass now
 *
 * A frame may pass if this is more than 0, however long it is: the next
 * one pays for it.  Returns UINT32_MAX without limit.
 */
uint32_t bucket_ready(struct bucket *bucket, uint64_t now);

/** bucket_take - so many bytes have passed */
void bucket_take(struct bucket *bucket, uint64_t bytes);

/**
 * bucket_wait - us until bucket_ready() is more than 0
 *
 * 0 if it is now, as of its last call.
 */
uint64_t bucket_wait(const struct bucket *bucket);

#endif
