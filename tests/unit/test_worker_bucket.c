// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>

#include "monitor/weight.h"
#include "random.h"
#include "worker/bucket.h"

#define SECOND 1000000u		/* us */

static const struct vwlan_rate megabit = { 1000, 50000 };	/* 6250 bytes */

static struct bucket bucket_of(const struct vwlan_rate *rate, uint64_t now)
{
	struct bucket bucket = { 0 };

	bucket_set(&bucket, rate, now);
	return bucket;
}

Test(bucket, R13_without_limit_all_passes)
{
	static const struct vwlan_rate none = { 0, 50000 };
	struct bucket bucket = bucket_of(&none, 5);

	cr_assert(bucket_unlimited(&bucket));
	bucket_take(&bucket, UINT32_MAX);
	cr_assert_eq(bucket_ready(&bucket, 5), UINT32_MAX);
	cr_assert_eq(bucket_wait(&bucket), 0);
}

Test(bucket, R13_full_at_first_and_empty_after_the_burst)
{
	struct bucket bucket = bucket_of(&megabit, 7);

	cr_assert_eq(bucket_ready(&bucket, 7), 6250);
	bucket_take(&bucket, 6249);
	cr_assert_eq(bucket_ready(&bucket, 7), 1);
	bucket_take(&bucket, 1);
	cr_assert_eq(bucket_ready(&bucket, 7), 0);
	/* One byte takes 8 us; the first part of it is enough to go on. */
	cr_assert_eq(bucket_wait(&bucket), 1);
	cr_assert_eq(bucket_ready(&bucket, 8), 1);
}

Test(bucket, R13_never_more_than_the_burst)
{
	struct bucket bucket = bucket_of(&megabit, 0);

	bucket_take(&bucket, 6250);
	cr_assert_eq(bucket_ready(&bucket, 100 * SECOND), 6250);
	cr_assert_eq(bucket_ready(&bucket, UINT64_MAX), 6250);
}

Test(bucket, R13_a_long_frame_is_paid_for_by_the_next)
{
	struct bucket bucket = bucket_of(&megabit, 0);

	bucket_take(&bucket, 65550);
	cr_assert_eq(bucket_ready(&bucket, 0), 0);
	cr_assert_eq(bucket_wait(&bucket), (65550 - 6250) * 8 + 1);
	cr_assert_eq(bucket_ready(&bucket, (65550 - 6250) * 8), 0);
	cr_assert_eq(bucket_ready(&bucket, (65550 - 6250) * 8 + 1), 1);
}

Test(bucket, R13_an_interval_too_short_to_wake_for)
{
	static const struct vwlan_rate rate = { 8000, 1000 };
	struct bucket bucket = bucket_of(&rate, 0);

	cr_assert_eq(bucket_ready(&bucket, 0), 4000);
}

Test(bucket, R13_setting_again_lets_nothing_more_pass)
{
	static const struct vwlan_rate half = { 500, 50000 };
	struct bucket bucket = bucket_of(&megabit, 0);

	bucket_take(&bucket, 6250);
	bucket_set(&bucket, &megabit, 0);
	cr_assert_eq(bucket_ready(&bucket, 0), 0);
	/* The time until now counts at the old rate. */
	bucket_set(&bucket, &half, 8000);
	cr_assert_eq(bucket_ready(&bucket, 8000), 1000);
	cr_assert_eq(bucket_ready(&bucket, 16000), 1500);
	cr_assert_eq(bucket_ready(&bucket, SECOND), 3125);
}

Test(bucket, R13_a_smaller_burst_holds_at_once)
{
	static const struct vwlan_rate short_one = { 1000, 10000 };
	struct bucket bucket = bucket_of(&megabit, 0);

	bucket_set(&bucket, &short_one, 0);
	cr_assert_eq(bucket_ready(&bucket, 0), 1250);
}

Test(bucket, R13_limit_goes_and_comes)
{
	static const struct vwlan_rate none = { 0, 0 };
	struct bucket bucket = bucket_of(&megabit, 0);

	bucket_take(&bucket, 60000);
	bucket_set(&bucket, &none, 1);
	cr_assert_eq(bucket_ready(&bucket, 1), UINT32_MAX);
	bucket_set(&bucket, &megabit, SECOND);
	cr_assert_eq(bucket_ready(&bucket, SECOND), 6250);
}

Test(bucket, R13_impossible_numbers_do_no_harm)
{
	static const struct vwlan_rate rate = { UINT32_MAX, UINT32_MAX };
	struct bucket bucket = bucket_of(&rate, 0);

	cr_assert_eq(bucket.limit.rate, VWLAN_POLICY_RATE_MAX);
	cr_assert_gt(bucket_ready(&bucket, UINT64_MAX), 0);
	bucket_take(&bucket, UINT32_MAX);
	bucket_ready(&bucket, 1);
}

/* However it is used: no more than burst, rate and one frame, nor less. */
static void rate_check(struct random *random)
{
	const struct vwlan_rate rate = {
		.rate = 8 + random_below(random, 1000000),
		.interval = 4000 + random_below(random, 100000),
	};
	struct bucket bucket = bucket_of(&rate, 0);
	uint64_t now = 0, passed = 0, length = 0, may;
	unsigned int i;

	for (i = 0; i < 2000; i++) {
		if (bucket_ready(&bucket, now) == 0)
			now += bucket_wait(&bucket);
		cr_assert_gt(bucket_ready(&bucket, now), 0, "seed %llu",
			     (unsigned long long)random->seed);
		length = 14 + random_below(random, 65536);
		bucket_take(&bucket, length);
		passed += length;
	}
	may = rate.rate * (rate.interval + now) / 8000;
	cr_assert_leq(passed, may + length, "seed %llu",
		      (unsigned long long)random->seed);
	cr_assert_geq(passed + rate.rate / 8000 + 2, may, "seed %llu",
		      (unsigned long long)random->seed);
}

Test(bucket, R13_property_rate_is_kept_and_reached)
{
	struct random random;
	unsigned int round;

	random_init(&random);
	for (round = 0; round < 50; round++)
		rate_check(&random);
}

/* ------------------------------------------------------------------ */

Test(weight, R13_common_is_before_ordinary_programs)
{
	cr_assert_eq(weight_nice(100), -5);
	cr_assert_eq(weight_nice(111), -5);
	cr_assert_eq(weight_nice(90), -5);
}

Test(weight, R13_each_step_is_a_quarter_more)
{
	cr_assert_eq(weight_nice(125), -6);
	cr_assert_eq(weight_nice(80), -4);
	cr_assert_eq(weight_nice(200), -8);
	cr_assert_eq(weight_nice(50), -2);
	cr_assert_eq(weight_nice(400), -11);
	cr_assert_eq(weight_nice(VWLAN_POLICY_WEIGHT_MAX), -15);
	cr_assert_eq(weight_nice(VWLAN_POLICY_WEIGHT_MIN), 5);
}

Test(weight, R13_bounds)
{
	cr_assert_eq(weight_nice(UINT16_MAX), -20);
	cr_assert_eq(weight_nice(1), 16);
	cr_assert_eq(weight_nice(0), 19);
}
