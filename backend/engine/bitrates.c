// SPDX-License-Identifier: GPL-2.0-or-later
#include <endian.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "bitrates.h"
#include "relay_phy.h"

#define HT_BITS 77u		/* MCS indexes 0 to 76 */
#define STREAMS 8u
#define HT_MCS 3u		/* where these begin in the elements' bodies */
#define VHT_TX_MAP 8u
#define HE_TX_MAP 19u		/* for 80 MHz and less */
#define UNIT 5u			/* nl80211 counts in 500 kb/s */
#define UNITS_MAX 127u

/* ------------------------------------------------------------------ */
/* What a band has                                                     */

/* Two bits for each number of streams; 3: none (9.4.2.157.3, 9.4.2.248.4). */
static void map_spread(const uint8_t *map, const uint16_t *masks, __le16 *to)
{
	unsigned int n, bits = map[0] | map[1] << 8;

	for (n = 0; n < STREAMS; n++)
		to[n] = htole16(masks[bits >> 2 * n & 3]);
}

static void band_whole(const struct relay_band *band,
		       struct vwlan_bitrate_mask *to)
{
	static const uint16_t vht[] = { 0x00ff, 0x01ff, 0x03ff, 0 };
	static const uint16_t he[] = { 0x00ff, 0x03ff, 0x0fff, 0 };

	memset(to, 0, sizeof(*to));
	to->he_guard = VWLAN_GUARD_ANY;
	to->he_ltf = VWLAN_GUARD_ANY;
	to->legacy = htole32((1ull << band->rates) - 1);
	if (band->ht)
		memcpy(to->ht, band->ht_body + HT_MCS, sizeof(to->ht));
	if (band->vht)
		map_spread(band->vht_body + VHT_TX_MAP, vht, to->vht);
	if (band->he_length)
		map_spread(band->he_body + HE_TX_MAP, he, to->he);
}

/* Of the masks themselves: byte order doesn't matter. */
static const uint8_t *rates_of(const struct vwlan_bitrate_mask *mask)
{
	return (const uint8_t *)mask +
	       offsetof(struct vwlan_bitrate_mask, legacy);
}

#define RATES_LENGTH (sizeof(struct vwlan_bitrate_mask) - \
		      offsetof(struct vwlan_bitrate_mask, legacy))

static bool rates_fit(const struct vwlan_bitrate_mask *mask,
		      const struct vwlan_bitrate_mask *whole)
{
	const uint8_t *wanted = rates_of(mask), *had = rates_of(whole);
	bool any = false;
	size_t i;

	for (i = 0; i < RATES_LENGTH; i++) {
		if (wanted[i] & ~had[i])
			return false;
		any |= wanted[i];
	}
	return any;
}

static bool guards_fit(const struct vwlan_bitrate_mask *mask,
		       const struct relay_band *band)
{
	bool he = mask->he_guard != VWLAN_GUARD_ANY ||
		  mask->he_ltf != VWLAN_GUARD_ANY;

	if (mask->guard > NL80211_TXRATE_FORCE_LGI ||
	    (mask->he_guard != VWLAN_GUARD_ANY &&
	     mask->he_guard > NL80211_RATE_INFO_HE_GI_3_2) ||
	    (mask->he_ltf != VWLAN_GUARD_ANY &&
	     mask->he_ltf > NL80211_RATE_INFO_HE_4XLTF))
		return false;
	if (mask->guard && !band->ht && !band->vht)
		return false;
	return !he || band->he_length;
}

static uint32_t rate_value(const struct relay_band *band, unsigned int n)
{
	return band->rate[n] & ~VWLAN_RATE_SHORT;
}

/* Those that are named one by one, unless all are meant. */
static bool legacy_named(const struct vwlan_bitrate_mask *mask,
			 const struct vwlan_bitrate_mask *whole,
			 const struct relay_band *band)
{
	unsigned int n;
	uint32_t rate;

	if (mask->legacy == whole->legacy)
		return true;
	for (n = 0; n < band->rates; n++) {
		rate = rate_value(band, n);
		if (le32toh(mask->legacy) & 1u << n &&
		    (rate % UNIT || rate / UNIT > UNITS_MAX))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------ */
/* Taking                                                              */

static bool mask_take(struct bitrates *to, const struct relay_phy *phy,
		      struct vwlan_bitrate_mask mask)
{
	struct vwlan_bitrate_mask whole;
	const struct relay_band *band;

	if (mask.band >= VWLAN_BANDS)
		return false;
	band = &phy->band[mask.band];
	if (band->channels == 0)
		return false;
	band_whole(band, &whole);
	whole.band = mask.band;
	memset(mask.reserved, 0, sizeof(mask.reserved));
	if (!rates_fit(&mask, &whole) || !guards_fit(&mask, band) ||
	    !legacy_named(&mask, &whole, band))
		return false;
	if (memcmp(&mask, &whole, sizeof(mask)))
		to->mask[to->count++] = mask;
	return true;
}

bool bitrates_take(struct bitrates *to, const struct relay_phy *phy,
		   const uint8_t *bytes, size_t length)
{
	struct vwlan_bitrate_mask mask;
	size_t i, count = length / sizeof(mask);
	int last = -1;

	memset(to, 0, sizeof(*to));
	if (length % sizeof(mask) || count > VWLAN_BANDS)
		return false;
	for (i = 0; i < count; i++) {
		memcpy(&mask, bytes + i * sizeof(mask), sizeof(mask));
		if (mask.band <= last || !mask_take(to, phy, mask))
			return false;
		last = mask.band;
	}
	return true;
}

/* ------------------------------------------------------------------ */
/* Telling nl80211                                                     */

static void legacy_put(struct nl_msg *to, const struct relay_band *band,
		       const struct vwlan_bitrate_mask *mask)
{
	uint8_t rates[VWLAN_RATES_MAX];
	unsigned int n, count = 0;

	for (n = 0; n < band->rates; n++)
		if (le32toh(mask->legacy) & 1u << n)
			rates[count++] = rate_value(band, n) / UNIT;
	nla_put(to, NL80211_TXRATE_LEGACY, count, rates);
}

static void ht_put(struct nl_msg *to, const struct vwlan_bitrate_mask *mask)
{
	unsigned int n, count = 0;
	uint8_t rates[HT_BITS];

	for (n = 0; n < HT_BITS; n++)
		if (mask->ht[n / 8] & 1u << n % 8)
			rates[count++] = n;
	nla_put(to, NL80211_TXRATE_HT, count, rates);
}

/* They are in the processor's own order there. */
static void streams_put(struct nl_msg *to, int attribute, const __le16 *from)
{
	uint16_t rates[STREAMS];
	unsigned int n;

	for (n = 0; n < STREAMS; n++)
		rates[n] = le16toh(from[n]);
	nla_put(to, attribute, sizeof(rates), rates);
}

/* What isn't said is all that there is. */
static void mask_put(struct nl_msg *to, const struct relay_band *band,
		     const struct vwlan_bitrate_mask *mask)
{
	struct nlattr *nest = nla_nest_start(to, mask->band);
	struct vwlan_bitrate_mask whole;

	band_whole(band, &whole);
	if (mask->legacy != whole.legacy)
		legacy_put(to, band, mask);
	if (memcmp(mask->ht, whole.ht, sizeof(whole.ht)))
		ht_put(to, mask);
	if (memcmp(mask->vht, whole.vht, sizeof(whole.vht)))
		streams_put(to, NL80211_TXRATE_VHT, mask->vht);
	if (memcmp(mask->he, whole.he, sizeof(whole.he)))
		streams_put(to, NL80211_TXRATE_HE, mask->he);
	if (mask->guard)
		nla_put_u8(to, NL80211_TXRATE_GI, mask->guard);
	if (mask->he_guard != VWLAN_GUARD_ANY)
		nla_put_u8(to, NL80211_TXRATE_HE_GI, mask->he_guard);
	if (mask->he_ltf != VWLAN_GUARD_ANY)
		nla_put_u8(to, NL80211_TXRATE_HE_LTF, mask->he_ltf);
	nla_nest_end(to, nest);
}

void bitrates_put(struct nl_msg *to, const struct relay_phy *phy,
		  const struct bitrates *from)
{
	struct nlattr *nest;
	unsigned int i, empty;

	if (from->count == 0)
		return;
	nest = nla_nest_start(to, NL80211_ATTR_TX_RATES);
	/* Linux 6.1 looks at no band after one without legacy rates. */
	for (empty = 0; empty < 2; empty++)
		for (i = 0; i < from->count; i++)
			if ((from->mask[i].legacy == 0) == empty)
				mask_put(to, &phy->band[from->mask[i].band],
					 &from->mask[i]);
	nla_nest_end(to, nest);
}

/* ------------------------------------------------------------------ */
/* Telling people                                                      */

struct text {
	char *at;
	size_t room;
};

__attribute__((format(printf, 2, 3)))
static void text_add(struct text *text, const char *format, ...)
{
	va_list args;
	int got;

	va_start(args, format);
	got = vsnprintf(text->at, text->room, format, args);
	va_end(args);
	if (got < 0 || (size_t)got >= text->room)
		got = text->room - 1;
	text->at += got;
	text->room -= got;
}

static bool bit(const uint8_t *bits, unsigned int n, unsigned int count)
{
	return n < count && bits[n / 8] & 1u << n % 8;
}

/* "0-2,5" */
static void ranges_add(struct text *text, const uint8_t *bits,
		       unsigned int count)
{
	const char *between = "";
	unsigned int n, end;

	for (n = 0; n < count; n++) {
		if (!bit(bits, n, count))
			continue;
		for (end = n; bit(bits, end + 1, count);)
			end++;
		text_add(text, end > n ? "%s%u-%u" : "%s%u", between, n, end);
		between = ",";
		n = end;
	}
}

static const char *separator(struct text *text, const char *begin)
{
	return text->at == begin ? "" : ", ";
}

static void streams_add(struct text *text, const char *begin,
			const char *name, const __le16 *masks)
{
	bool any = false;
	unsigned int n;

	for (n = 0; n < STREAMS; n++) {
		if (masks[n] == 0)
			continue;
		if (!any)
			text_add(text, "%s%s", separator(text, begin), name);
		any = true;
		text_add(text, " %ux", n + 1);
		/* Little endian: bits 0 to 7 come first. */
		ranges_add(text, (const uint8_t *)&masks[n], 16);
	}
}

static void legacy_add(struct text *text, const struct relay_band *band,
		       const struct vwlan_bitrate_mask *mask)
{
	const char *between = "";
	unsigned int n;

	for (n = 0; n < band->rates; n++) {
		if (!(le32toh(mask->legacy) & 1u << n))
			continue;
		text_add(text, "%s%g", between, rate_value(band, n) / 10.0);
		between = " ";
	}
	if (mask->legacy)
		text_add(text, " Mb/s");
}

static void guards_add(struct text *text,
		       const struct vwlan_bitrate_mask *mask)
{
	static const char *const guards[] = { "", "short", "long" };
	static const char *const he_guards[] = { "0.8", "1.6", "3.2" };

	if (mask->guard)
		text_add(text, ", %s guard interval", guards[mask->guard]);
	if (mask->he_guard != VWLAN_GUARD_ANY)
		text_add(text, ", HE guard interval %s us",
			 he_guards[mask->he_guard]);
	if (mask->he_ltf != VWLAN_GUARD_ANY)
		text_add(text, ", HE LTF %ux", 1u << mask->he_ltf);
}

static void mask_add(struct text *text, const struct relay_band *band,
		     const struct vwlan_bitrate_mask *mask)
{
	static const char *const bands[VWLAN_BANDS] = { "2.4", "5", "60",
							"6" };
	static const uint8_t none[sizeof(mask->ht)];
	const char *begin;

	text_add(text, "%s GHz: ", bands[mask->band]);
	begin = text->at;
	legacy_add(text, band, mask);
	if (memcmp(mask->ht, none, sizeof(none))) {
		text_add(text, "%sHT ", separator(text, begin));
		ranges_add(text, mask->ht, HT_BITS);
	}
	streams_add(text, begin, "VHT", mask->vht);
	streams_add(text, begin, "HE", mask->he);
	guards_add(text, mask);
}

void bitrates_text(char *to, const struct relay_phy *phy,
		   const struct bitrates *from)
{
	struct text text = { .at = to, .room = BITRATES_TEXT };
	unsigned int i;

	*to = '\0';
	if (from->count == 0)
		text_add(&text, "any");
	for (i = 0; i < from->count; i++) {
		if (i > 0)
			text_add(&text, "; ");
		mask_add(&text, &phy->band[from->mask[i].band],
			 &from->mask[i]);
	}
}
