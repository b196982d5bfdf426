// SPDX-License-Identifier: GPL-2.0-or-later
/* R14: how often a guest may ask. */
#include "arbiter_private.h"

static const struct tokens_rate *rate_of(const struct arbiter_guest *g,
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

	for (kind = 0; kind < ARBITER_BUCKETS; kind++)
		tokens_fill(&g->bucket[kind], rate_of(g, kind), now);
}

uint32_t arbiter_rate_take(struct arbiter_guest *g,
			   enum arbiter_bucket_kind kind, uint64_t now)
{
	return tokens_take(&g->bucket[kind], rate_of(g, kind), now);
}
