/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which rates a guest lets its frames be sent at.  Pure.
 */
#ifndef ENGINE_BITRATES_H
#define ENGINE_BITRATES_H

#include <stdbool.h>
#include <stddef.h>

#include "vwlan_message.h"

#define BITRATES_TEXT 1024u	/* bytes; for people, NUL included */

struct nl_msg;
struct relay_phy;

/**
 * struct bitrates - rates that may be used
 * @count: how many of @mask there are; 0: all rates
 * @mask: as in a message, of bands of which not all rates may be used
 */
struct bitrates {
	uint8_t count;
	struct vwlan_bitrate_mask mask[VWLAN_BANDS];
};

/**
 * bitrates_take - a message's BITRATE_MASKS
 *
 * @bytes: unchecked; NULL, with @length 0, for all rates
 *
 * Bands that keep all their rates are left out.  Returns false if there are
 * rates among them that the radio doesn't have, or that nl80211 has no name
 * for, or if a band is left without any; @to is undefined then.
 */
bool bitrates_take(struct bitrates *to, const struct relay_phy *phy,
		   const uint8_t *bytes, size_t length);

/** bitrates_put - into a request; @from as bitrates_take() made it */
void bitrates_put(struct nl_msg *to, const struct relay_phy *phy,
		  const struct bitrates *from);

/**
 * bitrates_text - for people: "2.4 GHz: 6 12 Mb/s, HT 0-7"; "any" for all
 *
 * @to: BITRATES_TEXT bytes
 */
void bitrates_text(char *to, const struct relay_phy *phy,
		   const struct bitrates *from);

#endif
