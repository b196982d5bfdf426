// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "scan_request.h"

/* FNV-1a: it only tells whether two guests' are the same. */
static uint64_t hash(const void *bytes, size_t length)
{
	uint64_t value = UINT64_C(0xcbf29ce484222325);
	const uint8_t *byte = bytes;
	size_t i;

	for (i = 0; i < length; i++)
		value = (value ^ byte[i]) * UINT64_C(0x100000001b3);
	return value;
}

static uint32_t number(const struct vwlan_control *c,
		       enum vwlan_tlv_type tlv)
{
	return vwlan_control_has(c, tlv) ? c->number[tlv] : 0;
}

static void frequencies_read(struct arbiter_scan_request *to,
			     const struct vwlan_control *c)
{
	const uint8_t *bytes;
	size_t length, i;

	bytes = vwlan_control_bytes(c, VWLAN_TLV_FREQUENCIES, &length);
	for (i = 0; i < length / 2 && i < VWLAN_FREQUENCIES_MAX; i++)
		to->frequency[i] = bytes[2 * i] | bytes[2 * i + 1] << 8;
	to->frequencies = i;
}

static void words_read(struct scan_words *to, const struct vwlan_control *c)
{
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(c, VWLAN_TLV_IE, &length);
	if (bytes && length <= sizeof(to->elements)) {
		memcpy(to->elements, bytes, length);
		to->length = length;
	}
	bytes = vwlan_control_bytes(c, VWLAN_TLV_MAC_MASK, &length);
	if (bytes && length == sizeof(to->mask))
		memcpy(to->mask, bytes, length);
	memcpy(to->mac, c->mac, sizeof(to->mac));
}

void scan_request_read(struct arbiter_scan_request *to,
		       struct scan_words *words,
		       const struct vwlan_control *c)
{
	memset(to, 0, sizeof(*to));
	memset(words, 0, sizeof(*words));
	to->ssids = c->ssids;
	memcpy(to->ssid, c->ssid, sizeof(to->ssid));
	frequencies_read(to, c);
	words_read(words, c);
	to->ie_hash = hash(words->elements, words->length);
	to->ie_length = words->length;
	to->mac_hash = hash(words, offsetof(struct scan_words, length));
	to->flags = number(c, VWLAN_TLV_SCAN_FLAGS);
	if (vwlan_control_has(c, VWLAN_TLV_BSSID))
		memcpy(to->bssid, c->bssid, sizeof(to->bssid));
	to->duration = number(c, VWLAN_TLV_DURATION);
}

/* ------------------------------------------------------------------ */

static void frequencies_put(struct vwlan_control *to,
			    const struct arbiter_phy *phy,
			    const struct arbiter_set *set)
{
	uint8_t bytes[2 * VWLAN_FREQUENCIES_MAX];
	unsigned int i, count = 0;

	for (i = 0; i < phy->channels; i++) {
		if (!(set->bits[i / 64] & UINT64_C(1) << i % 64))
			continue;
		/* More than can be named: then all of them. */
		if (count == VWLAN_FREQUENCIES_MAX)
			return;
		bytes[2 * count] = phy->channel[i].frequency & 0xff;
		bytes[2 * count + 1] = phy->channel[i].frequency >> 8;
		count++;
	}
	vwlan_control_set_bytes(to, VWLAN_TLV_FREQUENCIES, bytes, 2 * count);
}

void scan_request_command(struct vwlan_control *to,
			  const struct arbiter_phy *phy,
			  const struct arbiter_scan *scan,
			  const struct scan_words *elements,
			  const struct scan_words *address)
{
	static const uint8_t any[VWLAN_MAC_LEN];
	unsigned int i;

	vwlan_control_clear(to);
	to->type = VWLAN_COMMAND;
	to->id = VWLAN_CMD_SCAN;
	for (i = 0; i < scan->ssids; i++)
		vwlan_control_add_ssid(to, scan->ssid[i].bytes,
				       scan->ssid[i].length);
	frequencies_put(to, phy, &scan->channels);
	if (elements && elements->length)
		vwlan_control_set_bytes(to, VWLAN_TLV_IE, elements->elements,
					elements->length);
	if (scan->flags)
		vwlan_control_set(to, VWLAN_TLV_SCAN_FLAGS, scan->flags);
	if (scan->flags & VWLAN_SCAN_RANDOM_ADDRESS && address) {
		vwlan_control_set_mac(to, address->mac);
		vwlan_control_set_bytes(to, VWLAN_TLV_MAC_MASK, address->mask,
					sizeof(address->mask));
	}
	if (memcmp(scan->bssid, any, sizeof(any)))
		vwlan_control_set_bssid(to, scan->bssid);
	if (scan->duration)
		vwlan_control_set(to, VWLAN_TLV_DURATION, scan->duration);
}
