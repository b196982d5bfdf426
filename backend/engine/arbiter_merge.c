// SPDX-License-Identifier: GPL-2.0-or-later
/* R4, R5: which scan does for which, and what is known without one. */
#include <string.h>

#include "arbiter_private.h"

#define BRIEF 3u	/* channels: what a station looks at to roam */

static void set_add(struct arbiter_set *set, unsigned int i)
{
	set->bits[i / 64] |= UINT64_C(1) << i % 64;
}

static bool set_has(const struct arbiter_set *set, unsigned int i)
{
	return set->bits[i / 64] & UINT64_C(1) << i % 64;
}

#define WORDS (sizeof(((struct arbiter_set *)0)->bits) / sizeof(uint64_t))

static bool set_covers(const struct arbiter_set *a,
		       const struct arbiter_set *b)
{
	unsigned int i;

	for (i = 0; i < WORDS; i++)
		if (b->bits[i] & ~a->bits[i])
			return false;
	return true;
}

bool arbiter_scan_brief(const struct arbiter_scan *scan)
{
	unsigned int i, count = 0;

	for (i = 0; i < WORDS; i++)
		count += __builtin_popcountll(scan->channels.bits[i]);
	return count <= BRIEF;
}

/* ------------------------------------------------------------------ */
/* What a guest asked for                                              */

/* Channels that it may not use are left out: R8. */
static enum vwlan_status channels_read(const struct arbiter *a,
				       const struct arbiter_guest *g,
				       const struct arbiter_scan_request *from,
				       struct arbiter_set *to, uint64_t now)
{
	enum vwlan_status status, why = VWLAN_CHANNEL;
	unsigned int i, count = 0;
	unsigned int asked = from->frequencies;
	int at;

	for (i = 0; i < (asked ? asked : a->phy.channels); i++) {
		at = asked ? arbiter_phy_find(&a->phy, from->frequency[i]) :
			     (int)i;
		if (at < 0)
			return VWLAN_BAD_VALUE;
		status = arbiter_channel_usable(a, g, &a->channel[at], now);
		/* A scan only listens where there was radar. */
		if (status != VWLAN_OK && status != VWLAN_RADAR) {
			why = status;
			continue;
		}
		set_add(to, at);
		count++;
	}
	return count ? VWLAN_OK : why;
}

static bool sizes_right(const struct arbiter *a,
			const struct arbiter_scan_request *from)
{
	unsigned int i;

	for (i = 0; i < from->ssids && i < VWLAN_SCAN_SSIDS; i++)
		if (from->ssid[i].length > VWLAN_SSID_MAX)
			return false;
	return from->ssids <= VWLAN_SCAN_SSIDS &&
	       from->ssids <= a->phy.scan_ssids &&
	       from->frequencies <= VWLAN_FREQUENCIES_MAX &&
	       from->ie_length <= a->phy.scan_ie_max;
}

enum vwlan_status arbiter_scan_read(const struct arbiter *a,
				    const struct arbiter_guest *g,
				    const struct arbiter_scan_request *from,
				    struct arbiter_scan *to, uint64_t now)
{
	memset(to, 0, sizeof(*to));
	if (!sizes_right(a, from))
		return VWLAN_BAD_VALUE;
	to->active = from->ssids;
	to->ssids = from->ssids;
	memcpy(to->ssid, from->ssid, from->ssids * sizeof(from->ssid[0]));
	if (from->ie_length) {
		to->ie_from = g;
		to->ie_hash = from->ie_hash;
		to->ie_length = from->ie_length;
	}
	/* Forgetting what is known would be to all guests' cost. */
	to->flags = from->flags & ~VWLAN_SCAN_FLUSH;
	if (to->flags & VWLAN_SCAN_RANDOM_ADDRESS)
		to->mac_hash = from->mac_hash;
	memcpy(to->bssid, from->bssid, VWLAN_MAC_LEN);
	to->duration = from->duration;
	return channels_read(a, g, from, &to->channels, now);
}

/* ------------------------------------------------------------------ */
/* Two of them                                                         */

static bool ssid_in(const struct arbiter_scan *scan,
		    const struct vwlan_ssid *ssid)
{
	unsigned int i;

	for (i = 0; i < scan->ssids; i++)
		if (vwlan_ssid_same(&scan->ssid[i], ssid))
			return true;
	return false;
}

static bool bssid_any(const struct arbiter_scan *scan)
{
	static const uint8_t any[VWLAN_MAC_LEN];

	return memcmp(scan->bssid, any, sizeof(any)) == 0;
}

/* Whom it shows itself as, and to whom. */
static bool identity_covers(const struct arbiter_scan *scan,
			    const struct arbiter_scan *other)
{
	if (!bssid_any(scan) &&
	    memcmp(scan->bssid, other->bssid, VWLAN_MAC_LEN))
		return false;
	if (!(other->flags & VWLAN_SCAN_RANDOM_ADDRESS))
		return true;
	return scan->flags & VWLAN_SCAN_RANDOM_ADDRESS &&
	       scan->mac_hash == other->mac_hash;
}

static bool dwell_covers(const struct arbiter_scan *scan,
			 const struct arbiter_scan *other)
{
	if ((scan->flags | other->flags) & VWLAN_SCAN_DURATION_EXACT)
		return scan->duration == other->duration;
	return scan->duration >= other->duration;
}

bool arbiter_scan_covers(const struct arbiter_scan *scan,
			 const struct arbiter_scan *other)
{
	unsigned int i;

	if (!set_covers(&scan->channels, &other->channels) ||
	    !identity_covers(scan, other) || !dwell_covers(scan, other))
		return false;
	if (other->ie_from &&
	    (!scan->ie_from || scan->ie_hash != other->ie_hash ||
	     scan->ie_length != other->ie_length))
		return false;
	for (i = 0; i < other->ssids; i++)
		if (!ssid_in(scan, &other->ssid[i]))
			return false;
	return scan->active || !other->active;
}

/* What can't be had in one scan; the rest can be added up. */
static bool merge_conflicts(const struct arbiter_scan *scan,
			    const struct arbiter_scan *other)
{
	const uint32_t same = VWLAN_SCAN_RANDOM_ADDRESS |
			      VWLAN_SCAN_DURATION_EXACT;

	if ((scan->flags ^ other->flags) & same ||
	    scan->mac_hash != other->mac_hash)
		return true;
	if (scan->flags & VWLAN_SCAN_DURATION_EXACT &&
	    scan->duration != other->duration)
		return true;
	return scan->ie_from && other->ie_from &&
	       (scan->ie_hash != other->ie_hash ||
		scan->ie_length != other->ie_length);
}

static bool ssids_merge(const struct arbiter *a, struct arbiter_scan *scan,
			const struct arbiter_scan *other)
{
	unsigned int limit = a->phy.scan_ssids, i, count = scan->ssids;

	if (limit > ARBITER_SCAN_SSIDS)
		limit = ARBITER_SCAN_SSIDS;
	for (i = 0; i < other->ssids; i++) {
		if (ssid_in(scan, &other->ssid[i]))
			continue;
		if (count == limit)
			return false;
		scan->ssid[count++] = other->ssid[i];
	}
	/* Until here @scan is as it was. */
	scan->ssids = count;
	return true;
}

bool arbiter_scan_merge(const struct arbiter *a, struct arbiter_scan *scan,
			const struct arbiter_scan *other)
{
	unsigned int i;

	if (merge_conflicts(scan, other) || !ssids_merge(a, scan, other))
		return false;
	for (i = 0; i < WORDS; i++)
		scan->channels.bits[i] |= other->channels.bits[i];
	scan->active = scan->active || other->active;
	scan->flags &= other->flags | ~VWLAN_SCAN_LOW_PRIORITY;
	if (!scan->ie_from) {
		scan->ie_from = other->ie_from;
		scan->ie_hash = other->ie_hash;
		scan->ie_length = other->ie_length;
	}
	if (memcmp(scan->bssid, other->bssid, VWLAN_MAC_LEN))
		memset(scan->bssid, 0, VWLAN_MAC_LEN);
	if (other->duration > scan->duration)
		scan->duration = other->duration;
	return true;
}

/* ------------------------------------------------------------------ */
/* What is known                                                       */

static bool asks_for_any(const struct arbiter_scan *scan)
{
	return scan->ssids == 0 ||
	       (scan->ssids == 1 && scan->ssid[0].length == 0);
}

bool arbiter_scan_known(const struct arbiter *a,
			const struct arbiter_scan *scan, uint64_t age,
			uint64_t now)
{
	const struct arbiter_channel *c;
	unsigned int i;
	uint64_t at;

	if (!asks_for_any(scan) || scan->ie_from)
		return false;
	for (i = 0; i < a->phy.channels; i++) {
		c = &a->channel[i];
		at = scan->active ? c->probed_at : c->heard_at;
		if (set_has(&scan->channels, i) &&
		    (at == ARBITER_NEVER || now - at > age))
			return false;
	}
	return true;
}

void arbiter_scan_learn(struct arbiter *a, const struct arbiter_scan *scan,
			uint64_t started)
{
	const struct vwlan_ssid any = { 0 };
	bool probed = ssid_in(scan, &any);
	unsigned int i;

	if (!bssid_any(scan))
		return;
	for (i = 0; i < a->phy.channels; i++) {
		if (!set_has(&scan->channels, i))
			continue;
		a->channel[i].heard_at = started;
		if (probed)
			a->channel[i].probed_at = started;
	}
}
