// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "scan_bss.h"

#define CAPABILITY_PRIVACY 0x10u	/* 9.4.1.4 */
#define ELEMENT_RSN 48u
#define ELEMENT_VENDOR 221u
#define RSN_SUITES 0x000fac00u
#define WPA_SUITES 0x0050f200u
#define WPA_TYPE 1u

enum arbiter_hidden scan_bss_name(const struct relay_bss *bss,
				  struct vwlan_ssid *ssid)
{
	const uint8_t *bytes;
	size_t length;

	if (bss->probe)
		bytes = relay_bss_ssid(bss->probe, bss->probe_length,
				       &length);
	else
		bytes = relay_bss_ssid(bss->beacon, bss->beacon_length,
				       &length);
	memset(ssid, 0, sizeof(*ssid));
	ssid->length = length;
	if (bytes)
		memcpy(ssid->bytes, bytes, length);
	if (!bss->beacon)
		return ARBITER_UNKNOWN;
	return relay_bss_hidden(bss) ? ARBITER_HIDDEN : ARBITER_SHOWN;
}

bool scan_bss_reveal(struct relay_bss *bss, struct vwlan_ssid *ssid,
		     scan_shows_fn *shows, void *user)
{
	struct relay_bss beacon = *bss;
	enum arbiter_hidden hidden;

	/* It may have another name in its beacon than in its answers. */
	beacon.probe = NULL;
	beacon.probe_length = 0;
	if (bss->beacon && scan_bss_name(&beacon, ssid) == ARBITER_SHOWN &&
	    !shows(user, ssid, ARBITER_SHOWN, bss->frequency))
		return false;
	hidden = scan_bss_name(bss, ssid);
	if (shows(user, ssid, hidden, bss->frequency))
		return true;
	if (hidden != ARBITER_HIDDEN)
		return false;
	*bss = beacon;
	memset(ssid, 0, sizeof(*ssid));
	return shows(user, ssid, hidden, bss->frequency);
}

/* ------------------------------------------------------------------ */
/* Security                                                            */

struct reader {
	const uint8_t *bytes;
	size_t left;
};

static bool skip(struct reader *r, size_t count)
{
	if (count > r->left)
		return false;
	r->bytes += count;
	r->left -= count;
	return true;
}

static bool count_read(struct reader *r, size_t *count)
{
	const uint8_t *at = r->bytes;

	if (!skip(r, 2))
		return false;
	*count = at[0] | at[1] << 8;
	return true;
}

/* Table 9-151, and WPA's few; the type of the suite is its last byte. */
static uint32_t akm_security(uint32_t akm)
{
	switch (akm) {
	case RSN_SUITES | 2:
	case RSN_SUITES | 4:
	case RSN_SUITES | 6:
	case RSN_SUITES | 19:
	case RSN_SUITES | 20:
	case WPA_SUITES | 2:
		return VWLAN_SECURITY_PSK;
	case RSN_SUITES | 8:
	case RSN_SUITES | 9:
	case RSN_SUITES | 24:
	case RSN_SUITES | 25:
		return VWLAN_SECURITY_SAE;
	case RSN_SUITES | 18:
		return VWLAN_SECURITY_OWE;
	case RSN_SUITES | 1:
	case RSN_SUITES | 3:
	case RSN_SUITES | 5:
	case RSN_SUITES | 11:
	case RSN_SUITES | 12:
	case RSN_SUITES | 13:
	case WPA_SUITES | 1:
		return VWLAN_SECURITY_EAP;
	default:
		return 0;
	}
}

/* Behind the version: group cipher, pairwise ciphers, then those. */
static uint32_t akms_security(struct reader r)
{
	uint32_t security = 0;
	const uint8_t *at;
	size_t count;

	if (!skip(&r, 2 + 4) || !count_read(&r, &count) ||
	    !skip(&r, 4 * count) || !count_read(&r, &count))
		return 0;
	for (at = r.bytes; count && skip(&r, 4); count--, at = r.bytes)
		security |= akm_security((uint32_t)at[0] << 24 |
					 at[1] << 16 | at[2] << 8 | at[3]);
	return security;
}

static uint32_t element_security(uint8_t id, struct reader body)
{
	static const uint8_t wpa[] = { 0x00, 0x50, 0xf2, WPA_TYPE };
	const uint8_t *type = body.bytes;

	if (id == ELEMENT_RSN)
		return VWLAN_SECURITY_RSN | akms_security(body);
	if (id != ELEMENT_VENDOR || !skip(&body, sizeof(wpa)) ||
	    memcmp(type, wpa, sizeof(wpa)))
		return 0;
	return VWLAN_SECURITY_WPA | akms_security(body);
}

uint32_t scan_bss_security(const struct relay_bss *bss)
{
	struct reader r = { bss->probe, bss->probe_length };
	uint32_t security = 0;
	const uint8_t *at;

	if (!bss->probe)
		r = (struct reader){ bss->beacon, bss->beacon_length };
	while ((at = r.bytes, skip(&r, 2)) && at[1] <= r.left) {
		security |= element_security(at[0], (struct reader){
						     r.bytes, at[1] });
		skip(&r, at[1]);
	}
	if (security || bss->capability & CAPABILITY_PRIVACY)
		security |= VWLAN_SECURITY_PRIVACY;
	return security;
}
