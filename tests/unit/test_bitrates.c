// SPDX-License-Identifier: GPL-2.0-or-later
/* Masks of rates: which are taken, and what nl80211 is told. */
#include <criterion/criterion.h>
#include <endian.h>
#include <string.h>

#include "engine/bitrates.h"
#include "random.h"
#include "relay_scene.h"

#define RATES 12u
#define MASK sizeof(struct vwlan_bitrate_mask)

static struct relay_phy phy;
static struct bitrates taken;

/* 2.4 GHz: legacy and HT of two streams; 5 GHz: OFDM, HT, VHT and HE. */
static void phy_open(void)
{
	static const uint16_t rates[RATES] = {
		10, 20, 55 | VWLAN_RATE_SHORT, 110, 60, 90, 120, 180, 240,
		360, 480, 540,
	};
	struct relay_band *two, *five;

	air_phy(&phy);
	phy.features |= VWLAN_PHY_BITRATES | VWLAN_PHY_QOS_MAP;
	two = &phy.band[0];
	memcpy(two->rate, rates, sizeof(rates));
	two->rates = RATES;
	two->ht = true;
	memset(two->ht_body + 3, 0xff, 2);
	five = &phy.band[1];
	five->channel[five->channels++].frequency = 5180;
	memcpy(five->rate, rates + 4, sizeof(rates) - 4 * sizeof(rates[0]));
	five->rates = RATES - 4;
	five->ht = five->vht = true;
	memset(five->ht_body + 3, 0xff, 2);
	/* One stream to 9, one to 7; likewise to 11 and 9. */
	memcpy(five->vht_body + 8, "\xf2\xff", 2);
	five->he_length = 29;
	memcpy(five->he_body + 19, "\xf6\xff", 2);
}

/* All that the band has. */
static struct vwlan_bitrate_mask whole(uint8_t band)
{
	struct vwlan_bitrate_mask mask = {
		.band = band,
		.he_guard = VWLAN_GUARD_ANY,
		.he_ltf = VWLAN_GUARD_ANY,
		.legacy = htole32(band ? 0xff : 0xfff),
		.ht = { 0xff, 0xff },
	};

	if (band) {
		mask.vht[0] = htole16(0x3ff);
		mask.vht[1] = htole16(0xff);
		mask.he[0] = htole16(0xfff);
		mask.he[1] = htole16(0x3ff);
	}
	return mask;
}

static bool take(const struct vwlan_bitrate_mask *masks, size_t count)
{
	return bitrates_take(&taken, &phy, (const uint8_t *)masks,
			     count * MASK);
}

static const char *text(void)
{
	static char to[BITRATES_TEXT];

	bitrates_text(to, &phy, &taken);
	return to;
}

Test(bitrates, bands_that_keep_all_their_rates_are_left_out)
{
	struct vwlan_bitrate_mask masks[2];

	phy_open();
	masks[0] = whole(0);
	masks[1] = whole(1);
	cr_assert(take(masks, 2));
	cr_assert_eq(taken.count, 0);
	cr_assert_str_eq(text(), "any");
	masks[1].legacy = htole32(0x11);
	cr_assert(take(masks, 2));
	cr_assert_eq(taken.count, 1);
	cr_assert_eq(taken.mask[0].band, 1);
	cr_assert(bitrates_take(&taken, &phy, NULL, 0));
	cr_assert_eq(taken.count, 0);
}

#define BAD(band, change) do { \
	struct vwlan_bitrate_mask mask = whole(band); \
\
	mask.legacy = htole32(1); \
	cr_assert(take(&mask, 1)); \
	change; \
	cr_assert_not(take(&mask, 1), #change); \
} while (0)

Test(bitrates, what_the_radio_does_not_have_is_refused)
{
	phy_open();
	BAD(0, mask.legacy = htole32(0x1000));
	BAD(0, mask.legacy = htole32(0x80000000));
	BAD(0, mask.ht[2] = 1);
	BAD(0, mask.ht[9] = 0x80);
	BAD(0, mask.vht[0] = htole16(1));
	BAD(0, mask.he[7] = htole16(1));
	BAD(0, mask.he_guard = 0);
	BAD(0, mask.he_ltf = 0);
	BAD(0, mask.guard = 3);
	BAD(0, mask.band = 2);
	BAD(0, mask.band = VWLAN_BANDS);
	BAD(0, mask.band = 255);
	BAD(1, mask.legacy = htole32(0x100));
	BAD(1, mask.vht[0] = htole16(0x400));
	BAD(1, mask.vht[1] = htole16(0x100));
	BAD(1, mask.vht[2] = htole16(1));
	BAD(1, mask.he[0] = htole16(0x1000));
	BAD(1, mask.he[1] = htole16(0x400));
	BAD(1, mask.he_guard = 3);
	BAD(1, mask.he_ltf = 3);
	phy.band[0].ht = false;
	BAD(1, mask.band = 0);
}

Test(bitrates, a_guard_interval_needs_rates_that_have_one)
{
	struct vwlan_bitrate_mask mask = whole(0);

	phy_open();
	mask.guard = 1;
	cr_assert(take(&mask, 1));
	cr_assert_eq(taken.count, 1);
	memset(mask.ht, 0, sizeof(mask.ht));
	phy.band[0].ht = false;
	cr_assert_not(take(&mask, 1));
	mask.guard = 0;
	cr_assert(take(&mask, 1));
}

Test(bitrates, a_band_is_never_left_without_a_rate)
{
	struct vwlan_bitrate_mask mask = whole(0);

	phy_open();
	mask.legacy = 0;
	cr_assert(take(&mask, 1));
	memset(mask.ht, 0, sizeof(mask.ht));
	cr_assert_not(take(&mask, 1));
	mask.legacy = htole32(0x800);
	cr_assert(take(&mask, 1));
}

Test(bitrates, bands_rise_and_masks_are_whole)
{
	struct vwlan_bitrate_mask masks[VWLAN_BANDS + 1];
	unsigned int i;

	phy_open();
	masks[0] = whole(1);
	masks[1] = whole(0);
	cr_assert_not(take(masks, 2));
	masks[1] = masks[0];
	cr_assert_not(take(masks, 2));
	cr_assert_not(bitrates_take(&taken, &phy, (uint8_t *)masks,
				    MASK - 1));
	for (i = 0; i <= VWLAN_BANDS; i++)
		masks[i] = whole(i);
	cr_assert_not(take(masks, VWLAN_BANDS + 1));
}

/* What nl80211 counts in 500 kb/s, up to 127 of them. */
Test(bitrates, a_rate_that_nl80211_cannot_name_is_not_chosen)
{
	struct vwlan_bitrate_mask mask = whole(0);

	phy_open();
	phy.band[0].rate[1] = 27;
	phy.band[0].rate[2] = 640;
	cr_assert(take(&mask, 1));
	mask.legacy = htole32(0xff9);
	cr_assert(take(&mask, 1));
	mask.legacy = htole32(0xffb);
	cr_assert_not(take(&mask, 1));
	mask.legacy = htole32(0xffd);
	cr_assert_not(take(&mask, 1));
}

Test(bitrates, what_is_reserved_counts_for_nothing)
{
	struct vwlan_bitrate_mask mask = whole(0);

	phy_open();
	mask.reserved[1] = 9;
	cr_assert(take(&mask, 1));
	cr_assert_eq(taken.count, 0);
}

Test(bitrates, are_told_in_a_few_words)
{
	struct vwlan_bitrate_mask masks[2];

	phy_open();
	masks[0] = whole(0);
	masks[0].legacy = htole32(0x54);
	masks[0].ht[0] = 0x27;
	masks[0].ht[1] = 0;
	masks[0].guard = 2;
	masks[1] = whole(1);
	masks[1].legacy = 0;
	memset(masks[1].ht, 0, sizeof(masks[1].ht));
	masks[1].vht[1] = 0;
	masks[1].he_guard = 2;
	masks[1].he_ltf = 1;
	cr_assert(take(masks, 2));
	cr_assert_str_eq(text(), "2.4 GHz: 5.5 6 12 Mb/s, HT 0-2,5, "
			 "long guard interval; 5 GHz: VHT 1x0-9, "
			 "HE 1x0-11 2x0-9, HE guard interval 3.2 us, "
			 "HE LTF 2x");
}

/* ------------------------------------------------------------------ */
/* nl80211                                                             */

/* A mask, as Linux makes it out of a request. */
static struct vwlan_bitrate_mask heard(uint8_t band, struct nlattr *nested)
{
	struct vwlan_bitrate_mask mask = whole(band);
	struct nlattr *r[NL80211_TXRATE_MAX + 1];
	const struct relay_band *b = &phy.band[band];
	const uint8_t *bytes;
	uint16_t streams[8];
	unsigned int n;
	int i;

	cr_assert_eq(nla_parse_nested(r, NL80211_TXRATE_MAX, nested, NULL),
		     0);
	if (r[NL80211_TXRATE_LEGACY]) {
		bytes = nla_data(r[NL80211_TXRATE_LEGACY]);
		mask.legacy = 0;
		for (i = 0; i < nla_len(r[NL80211_TXRATE_LEGACY]); i++)
			for (n = 0; n < b->rates; n++)
				if ((b->rate[n] & ~VWLAN_RATE_SHORT) ==
				    5u * bytes[i])
					mask.legacy |= htole32(1u << n);
	}
	if (r[NL80211_TXRATE_HT]) {
		bytes = nla_data(r[NL80211_TXRATE_HT]);
		memset(mask.ht, 0, sizeof(mask.ht));
		for (i = 0; i < nla_len(r[NL80211_TXRATE_HT]); i++)
			mask.ht[bytes[i] / 8] |= 1u << bytes[i] % 8;
	}
	if (r[NL80211_TXRATE_VHT]) {
		memcpy(streams, nla_data(r[NL80211_TXRATE_VHT]), 16);
		for (n = 0; n < 8; n++)
			mask.vht[n] = htole16(streams[n]);
	}
	if (r[NL80211_TXRATE_HE]) {
		memcpy(streams, nla_data(r[NL80211_TXRATE_HE]), 16);
		for (n = 0; n < 8; n++)
			mask.he[n] = htole16(streams[n]);
	}
	if (r[NL80211_TXRATE_GI])
		mask.guard = nla_get_u8(r[NL80211_TXRATE_GI]);
	if (r[NL80211_TXRATE_HE_GI])
		mask.he_guard = nla_get_u8(r[NL80211_TXRATE_HE_GI]);
	if (r[NL80211_TXRATE_HE_LTF])
		mask.he_ltf = nla_get_u8(r[NL80211_TXRATE_HE_LTF]);
	return mask;
}

static void random_mask(struct random *r, struct vwlan_bitrate_mask *mask)
{
	struct vwlan_bitrate_mask all = *mask;
	uint8_t *to = (uint8_t *)mask;
	size_t i;

	random_fill(r, to + 4, MASK - 4);
	for (i = 4; i < MASK; i++)
		to[i] &= ((uint8_t *)&all)[i];
	if (random_below(r, 3) == 0)
		mask->legacy = random_below(r, 2) ? all.legacy : 0;
	if (random_below(r, 3) == 0)
		memcpy(mask->ht, all.ht, sizeof(all.ht));
	if (random_below(r, 3) == 0)
		memcpy(mask->vht, all.vht, sizeof(all.vht));
	mask->guard = random_below(r, 3);
	if (mask->band && random_below(r, 2))
		mask->he_guard = random_below(r, 3);
	if (mask->band && random_below(r, 2))
		mask->he_ltf = random_below(r, 3);
}

static void heard_all(const struct vwlan_bitrate_mask *masks, long seed)
{
	struct nlattr *bands[VWLAN_BANDS + 1];
	struct vwlan_bitrate_mask mask;
	struct air_message m;
	unsigned int i;

	memset(bands, 0, sizeof(bands));
	air_message_open(&m);
	bitrates_put(m.message, &phy, &taken);
	air_message_parse(&m);
	cr_assert_eq(!m.attributes[NL80211_ATTR_TX_RATES], !taken.count);
	if (taken.count)
		cr_assert_eq(nla_parse_nested(bands, VWLAN_BANDS,
			     m.attributes[NL80211_ATTR_TX_RATES], NULL), 0);
	for (i = 0; i < 2; i++) {
		mask = bands[i] ? heard(i, bands[i]) : whole(i);
		cr_assert_arr_eq(&mask, &masks[i], MASK, "band %u, seed %#lx",
				 i, seed);
	}
	air_message_close(&m);
}

Test(bitrates, the_kernel_hears_what_the_guest_said)
{
	struct vwlan_bitrate_mask masks[2];
	unsigned int round, heard_of = 0;
	struct random r;

	phy_open();
	random_init(&r);
	for (round = 0; round < 5000; round++) {
		masks[0] = whole(0);
		masks[1] = whole(1);
		random_mask(&r, &masks[0]);
		random_mask(&r, &masks[1]);
		if (!take(masks, 2))
			continue;
		heard_all(masks, r.seed);
		heard_of++;
	}
	cr_assert_gt(heard_of, 1000);
}

/* Linux 6.1 stops there. */
Test(bitrates, a_band_without_legacy_rates_comes_last)
{
	struct vwlan_bitrate_mask masks[2];
	struct air_message m;

	phy_open();
	masks[0] = whole(0);
	masks[0].legacy = 0;
	masks[1] = whole(1);
	masks[1].legacy = htole32(1);
	cr_assert(take(masks, 2));
	air_message_open(&m);
	bitrates_put(m.message, &phy, &taken);
	air_message_parse(&m);
	cr_assert_eq(nla_type(nla_data(m.attributes[NL80211_ATTR_TX_RATES])),
		     1);
	air_message_close(&m);
}

Test(bitrates, noise_is_survived)
{
	struct vwlan_bitrate_mask masks[VWLAN_BANDS];
	unsigned int round, i;
	struct random r;

	phy_open();
	random_init(&r);
	for (round = 0; round < 20000; round++) {
		random_fill(&r, masks, sizeof(masks));
		for (i = 0; i < VWLAN_BANDS; i++)
			masks[i].band = i;
		/* Of radios that have whatever it is, too. */
		random_fill(&r, &phy.band[1].ht_body, 19);
		random_fill(&r, &phy.band[1].vht_body, 12);
		random_fill(&r, &phy.band[1].he_body, 29);
		random_fill(&r, &phy.band[1].rate, 64);
		phy.band[1].rates = random_below(&r, VWLAN_RATES_MAX + 1);
		if (take(&masks[1], 1)) {
			struct air_message m;

			air_message_open(&m);
			bitrates_put(m.message, &phy, &taken);
			air_message_close(&m);
			cr_assert_lt(strlen(text()), BITRATES_TEXT);
		}
	}
}
