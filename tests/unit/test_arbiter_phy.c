// SPDX-License-Identifier: GPL-2.0-or-later
/* R1: what a radio can do at once. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "engine/arbiter_phy.h"

#define STATION (1u << ARBITER_IFTYPE_STATION)
#define AP (1u << 3)

/* As a common laptop's: one station, or one beside an access point. */
static const struct arbiter_phy laptop = {
	.combinations = 2,
	.combination = {
		{ .interfaces = 2, .channels = 2, .limits = 1,
		  .limit = { { 1, STATION } } },
		{ .interfaces = 2, .channels = 1, .limits = 2,
		  .limit = { { 1, STATION }, { 1, AP } } },
	},
};

/* Four stations on one channel, or two on two. */
static const struct arbiter_phy either = {
	.combinations = 2,
	.combination = {
		{ .interfaces = 4, .channels = 1, .limits = 1,
		  .limit = { { 4, STATION } } },
		{ .interfaces = 2, .channels = 2, .limits = 1,
		  .limit = { { 2, STATION } } },
	},
};

Test(arbiter_phy, r1_limits_are_the_combinations)
{
	cr_assert(arbiter_phy_fits(&laptop, 1, 1));
	cr_assert_not(arbiter_phy_fits(&laptop, 2, 1));
}

Test(arbiter_phy, r1_combinations_are_alternatives)
{
	cr_assert(arbiter_phy_fits(&either, 4, 1));
	cr_assert(arbiter_phy_fits(&either, 2, 2));
	cr_assert_not(arbiter_phy_fits(&either, 3, 2));
	cr_assert_not(arbiter_phy_fits(&either, 5, 1));
	cr_assert_not(arbiter_phy_fits(&either, 2, 3));
}

Test(arbiter_phy, r1_others_interfaces_count)
{
	struct arbiter_phy phy = laptop;

	phy.others[3] = 1;
	cr_assert(arbiter_phy_fits(&phy, 1, 1));
	cr_assert_not(arbiter_phy_fits(&phy, 1, 2));
	phy.others[ARBITER_IFTYPE_STATION] = 1;
	cr_assert_not(arbiter_phy_fits(&phy, 1, 1));
}

Test(arbiter_phy, r1_a_type_in_no_limit_fits_nowhere)
{
	struct arbiter_phy phy = either;

	phy.others[3] = 1;
	cr_assert_not(arbiter_phy_fits(&phy, 1, 1));
}

Test(arbiter_phy, r1_types_share_a_limit)
{
	const struct arbiter_phy phy = {
		.combinations = 1,
		.combination = {
			{ .interfaces = 8, .channels = 1, .limits = 1,
			  .limit = { { 3, STATION | AP } } },
		},
		.others = { [3] = 1 },
	};

	cr_assert(arbiter_phy_fits(&phy, 2, 1));
	cr_assert_not(arbiter_phy_fits(&phy, 3, 1));
}

Test(arbiter_phy, r1_without_combinations_there_is_one_interface)
{
	const struct arbiter_phy phy = { 0 };

	cr_assert(arbiter_phy_fits(&phy, 1, 1));
	cr_assert_not(arbiter_phy_fits(&phy, 2, 1));
	cr_assert_not(arbiter_phy_fits(&phy, 1, 2));
}

Test(arbiter_phy, r1_overrides_only_lower)
{
	struct arbiter_phy phy = either;

	phy.max_stations = 1;
	phy.max_channels = 9;
	cr_assert(arbiter_phy_fits(&phy, 1, 2));
	cr_assert_not(arbiter_phy_fits(&phy, 2, 1));
	cr_assert_not(arbiter_phy_fits(&phy, 1, 3));
	phy.max_stations = 9;
	cr_assert_not(arbiter_phy_fits(&phy, 5, 1));
	phy.max_channels = 1;
	cr_assert_not(arbiter_phy_fits(&phy, 2, 2));
}

Test(arbiter_phy, nonsense_is_no_radio)
{
	struct arbiter_phy phy = laptop;

	cr_assert_eq(arbiter_phy_check(&phy), 0);
	phy.combinations = ARBITER_COMBINATIONS_MAX + 1;
	cr_assert_eq(arbiter_phy_check(&phy), -EINVAL);
	phy.combinations = 1;
	phy.combination[0].limits = ARBITER_LIMITS_MAX + 1;
	cr_assert_eq(arbiter_phy_check(&phy), -EINVAL);
	phy = laptop;
	phy.channels = 2;
	phy.channel[0].frequency = phy.channel[1].frequency = 2412;
	cr_assert_eq(arbiter_phy_check(&phy), -EINVAL);
	phy.channels = ARBITER_CHANNELS_MAX + 1;
	cr_assert_eq(arbiter_phy_check(&phy), -EINVAL);
}

Test(arbiter_phy, channels_are_found_by_frequency)
{
	struct arbiter_phy phy = { .channels = 3 };

	phy.channel[0].frequency = 2412;
	phy.channel[1].frequency = 2437;
	phy.channel[2].frequency = 5180;
	cr_assert_eq(arbiter_phy_find(&phy, 2412), 0);
	cr_assert_eq(arbiter_phy_find(&phy, 5180), 2);
	cr_assert_eq(arbiter_phy_find(&phy, 2417), -ENOENT);
	cr_assert_eq(arbiter_phy_find(&phy, 65536 + 2412), -ENOENT);
}

Test(arbiter_phy, r3_addresses_stay_inside_the_mask)
{
	struct arbiter_phy phy = { .address = { 2, 0, 0, 0, 1, 0 } };
	const uint8_t near[] = { 2, 0, 0, 0, 1, 7 };
	const uint8_t far[] = { 2, 0, 0, 0, 2, 7 };

	cr_assert(arbiter_phy_address_fits(&phy, far));
	phy.address_mask[5] = 0x0f;
	cr_assert(arbiter_phy_address_fits(&phy, near));
	cr_assert_not(arbiter_phy_address_fits(&phy, far));
}

Test(arbiter_phy, bands_are_nl80211s)
{
	cr_assert_eq(arbiter_band(2484), 0);
	cr_assert_eq(arbiter_band(5180), 1);
	cr_assert_eq(arbiter_band(5885), 1);
	cr_assert_eq(arbiter_band(60480), 2);
	cr_assert_eq(arbiter_band(5955), 3);
}
