// SPDX-License-Identifier: GPL-2.0-or-later
#include "bucket.h"

#define BYTE 8000	/* units; see struct bucket */
#define INTERVAL_MIN 4000u	/* us; a sleeper wakes no more exactly */

static int64_t bucket_full(const struct vwlan_rate *limit)
{
	uint32_t interval = limit->interval;

	if (interval < INTERVAL_MIN)
		interval = INTERVAL_MIN;
	return (int64_t)limit->rate * interval;
}

static void bucket_fill(struct bucket *bucket, uint64_t now)
{
	int64_t missing = bucket_full(&bucket->limit) - bucket->level;
	uint64_t passed = now - bucket->at;

	bucket->at = now;
	/* Long enough, whatever the numbers: nothing can overflow below. */
	if (missing <= 0 ||
	    passed > (uint64_t)missing / bucket->limit.rate)
		bucket->level += missing;
	else
		bucket->level += (int64_t)(passed * bucket->limit.rate);
}

void bucket_set(struct bucket *bucket, const struct vwlan_rate *limit,
		uint64_t now)
{
	bool before = !bucket_unlimited(bucket);

	if (before)
		bucket_fill(bucket, now);
	bucket->limit = *limit;
	/* No more than the administrator could say: nothing overflows. */
	if (limit->rate > VWLAN_POLICY_RATE_MAX)
		bucket->limit.rate = VWLAN_POLICY_RATE_MAX;
	if (limit->interval > VWLAN_POLICY_INTERVAL_MAX)
		bucket->limit.interval = VWLAN_POLICY_INTERVAL_MAX;
	if (bucket_unlimited(bucket))
		return;
	if (!before)
		bucket->level = bucket_full(&bucket->limit);
	bucket->at = now;
	bucket_fill(bucket, now);
}

uint32_t bucket_ready(struct bucket *bucket, uint64_t now)
{
	uint64_t bytes;

	if (bucket_unlimited(bucket))
		return UINT32_MAX;
	bucket_fill(bucket, now);
	if (bucket->level <= 0)
		return 0;
	bytes = ((uint64_t)bucket->level + BYTE - 1) / BYTE;
	return bytes < UINT32_MAX ? bytes : UINT32_MAX;
}

void bucket_take(struct bucket *bucket, uint64_t bytes)
{
	if (!bucket_unlimited(bucket))
		bucket->level -= (int64_t)(bytes * BYTE);
}

uint64_t bucket_wait(const struct bucket *bucket)
{
	if (bucket_unlimited(bucket) || bucket->level > 0)
		return 0;
	return (uint64_t)-bucket->level / bucket->limit.rate + 1;
}
