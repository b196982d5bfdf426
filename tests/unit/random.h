/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random numbers for property tests: SplitMix64, the same everywhere.
 *
 * Each run has another seed, which every failure must print; TEST_SEED=
 * repeats one.
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

struct random {
	uint64_t seed;
	uint64_t state;
};

static inline void random_init(struct random *r)
{
	const char *given = getenv("TEST_SEED");

	r->seed = 1;
	if (given)
		r->seed = strtoull(given, NULL, 0);
	else if (getrandom(&r->seed, sizeof(r->seed), 0) < 0)
		abort();
	r->state = r->seed;
}

static inline uint64_t random_next(struct random *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 to @count - 1 */
static inline uint32_t random_below(struct random *r, uint32_t count)
{
	return random_next(r) % count;
}

static inline void random_fill(struct random *r, void *to, size_t length)
{
	uint8_t *bytes = to;
	size_t i;

	for (i = 0; i < length; i++)
		bytes[i] = random_next(r);
}

#endif
