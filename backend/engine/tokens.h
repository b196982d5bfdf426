/* SPDX-License-Identifier: GPL-2.0-or-later */
/* R14's token buckets: so many a second, so many at once.  Pure. */
#ifndef ENGINE_TOKENS_H
#define ENGINE_TOKENS_H

#include <stdint.h>

/**
 * struct tokens_rate - a bucket's numbers
 * @each_second: tokens that come back in a second
 * @burst: tokens at most
 */
struct tokens_rate {
	uint16_t each_second;
	uint16_t burst;
};

/**
 * struct tokens - a bucket
 * @level: thousandths of a token
 * @at: when they were counted, ms of any clock that never goes back
 */
struct tokens {
	uint32_t level;
	uint64_t at;
};

/* What a guest may do; see docs/arbitration.md. */
extern const struct tokens_rate tokens_commands;
extern const struct tokens_rate tokens_frames;		/* to be sent */
extern const struct tokens_rate tokens_handshakes;	/* set aside */

/** tokens_fill - as many as there can be */
void tokens_fill(struct tokens *tokens, const struct tokens_rate *rate,
		 uint64_t now);

/**
 * tokens_take - one
 *
 * Returns 0; or, if there is none, the ms until there will be one,
 * UINT32_MAX for never.
 */
uint32_t tokens_take(struct tokens *tokens, const struct tokens_rate *rate,
		     uint64_t now);

#endif
