// SPDX-License-Identifier: GPL-2.0-or-later
#include "engine/tokens.h"

#define TOKEN 1000u	/* thousandths: one comes back in ms / rate */

const struct tokens_rate tokens_commands = { 20, 64 };
const struct tokens_rate tokens_frames = { 5, 10 };
const struct tokens_rate tokens_handshakes = { 50, 100 };

void tokens_fill(struct tokens *tokens, const struct tokens_rate *rate,
		 uint64_t now)
{
	tokens->level = rate->burst * TOKEN;
	tokens->at = now;
}

uint32_t tokens_take(struct tokens *tokens, const struct tokens_rate *rate,
		     uint64_t now)
{
	uint64_t level, full = rate->burst * (uint64_t)TOKEN;
	uint64_t passed = now - tokens->at;

	/* Long enough to be full, whatever the rate: no overflow below. */
	if (passed > UINT32_MAX)
		passed = UINT32_MAX;
	level = tokens->level + passed * rate->each_second;
	tokens->at = now;
	tokens->level = level > full ? full : level;
	if (tokens->level >= TOKEN) {
		tokens->level -= TOKEN;
		return 0;
	}
	if (rate->each_second == 0)
		return UINT32_MAX;
	return (TOKEN - tokens->level) / rate->each_second + 1;
}
