// SPDX-License-Identifier: GPL-2.0-or-later
/* R14: how often a guest may ask. */
#include "arbiter_private.h"

#define TOKEN 1000u	/* thousandths: one comes back in ms / rate */

static const struct arbiter_rate *rate_of(const struct arbiter_guest *g,
					  enum arbiter_bucket_kind kind)
{
	if (kind == ARBITER_FRAMES)
		return &g->policy.frames;
	return kind == ARBITER_HANDSHAKES ? &g->policy.handshake :
					&g->policy.commands;
}

void arbiter_rate_fill(struct arbiter_guest *g, uint64_t now)
{
	unsigned int kind;

	for (kind = 0; kind < ARBITER_BUCKETS; kind++) {
		g->bucket[kind].tokens = rate_of(g, kind)->burst * TOKEN;
		g->bucket[kind].at = now;
	}
}

uint32_t arbiter_rate_take(struct arbiter_guest *g,
			   enum arbiter_bucket_kind kind, uint64_t now)
{
	const struct arbiter_rate *rate = rate_of(g, kind);
	struct arbiter_bucket *bucket = &g->bucket[kind];
	uint64_t tokens, full = rate->burst * (uint64_t)TOKEN;
	uint64_t passed = now - bucket->at;

	/* Long enough to be full, whatever the rate: no overflow below. */
	if (passed > UINT32_MAX)
		passed = UINT32_MAX;
	tokens = bucket->tokens + passed * rate->each_second;
	bucket->at = now;
	bucket->tokens = tokens > full ? full : tokens;
	if (bucket->tokens >= TOKEN) {
		bucket->tokens -= TOKEN;
		return 0;
	}
	if (rate->each_second == 0)
		return UINT32_MAX;
	return (TOKEN - bucket->tokens) / rate->each_second + 1;
}
