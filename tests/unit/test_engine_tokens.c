// SPDX-License-Identifier: GPL-2.0-or-later
/* R14's token buckets. */
#include <criterion/criterion.h>

#include "engine/tokens.h"
#include "random.h"

Test(tokens, R14_a_burst_and_then_a_rate)
{
	const struct tokens_rate rate = { 20, 3 };
	struct tokens tokens;

	tokens_fill(&tokens, &rate, 1000);
	cr_assert_eq(tokens_take(&tokens, &rate, 1000), 0);
	cr_assert_eq(tokens_take(&tokens, &rate, 1000), 0);
	cr_assert_eq(tokens_take(&tokens, &rate, 1000), 0);
	cr_assert_eq(tokens_take(&tokens, &rate, 1000), 51);
	cr_assert_neq(tokens_take(&tokens, &rate, 1049), 0);
	cr_assert_eq(tokens_take(&tokens, &rate, 1050), 0);
}

Test(tokens, R14_never_more_than_a_burst)
{
	const struct tokens_rate rate = { UINT16_MAX, UINT16_MAX };
	struct tokens tokens = { 0, 0 };
	unsigned int i;

	for (i = 0; i < UINT16_MAX; i++)
		cr_assert_eq(tokens_take(&tokens, &rate, UINT64_MAX), 0);
	cr_assert_neq(tokens_take(&tokens, &rate, UINT64_MAX), 0);
}

Test(tokens, R14_a_rate_of_none)
{
	const struct tokens_rate rate = { 0, 1 };
	struct tokens tokens;

	tokens_fill(&tokens, &rate, 0);
	cr_assert_eq(tokens_take(&tokens, &rate, 0), 0);
	cr_assert_eq(tokens_take(&tokens, &rate, UINT64_MAX), UINT32_MAX);
}

Test(tokens, R14_over_any_time_no_more_than_was_promised)
{
	struct tokens_rate rate;
	struct tokens tokens;
	struct random r;
	uint64_t now = 0, taken = 0;
	unsigned int i;

	random_init(&r);
	rate.each_second = 1 + random_below(&r, 100);
	rate.burst = 1 + random_below(&r, 100);
	tokens_fill(&tokens, &rate, 0);
	for (i = 0; i < 20000; i++) {
		now += random_next(&r) % 30;
		taken += tokens_take(&tokens, &rate, now) == 0;
		cr_assert_leq(taken, rate.burst +
			      now * rate.each_second / 1000,
			      "seed %#lx", (unsigned long)r.seed);
	}
}
