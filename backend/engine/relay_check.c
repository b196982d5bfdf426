// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "relay_check.h"
#include "vwlan_frame.h"

/* IEEE 802.11-2020, 9.3.3.1: offsets in a management frame's header. */
#define FRAME_DA 4u
#define FRAME_SA 10u
#define FRAME_BSSID 16u
#define FRAME_BODY 24u

#define FRAME_CONTROL_ACTION 0xd0u

/* Table 9-51: categories of action frames. */
#define CATEGORY_PUBLIC 4u
#define CATEGORY_RADIO_MEASUREMENT 5u
#define CATEGORY_FAST_TRANSITION 6u
#define CATEGORY_SA_QUERY 8u
#define CATEGORY_PROTECTED_DUAL 9u
#define CATEGORY_WNM 10u

/* Table 9-360: public actions that ask about services. */
#define PUBLIC_GAS_INITIAL 10u
#define PUBLIC_GAS_COMEBACK 12u

/* Group keys have indexes of their own for each use (9.4.2.24, 12.5.4). */
#define INDEX_PAIRWISE_MAX 1u
#define INDEX_DATA_MAX 3u
#define INDEX_MANAGEMENT_MAX 5u
#define INDEX_BEACON_MAX 7u

bool relay_check_elements(const uint8_t *bytes, size_t length)
{
	size_t at = 0;

	while (at < length) {
		if (length - at < 2 || bytes[at + 1] > length - at - 2)
			return false;
		at += 2u + bytes[at + 1];
	}
	return true;
}

bool relay_check_current(const struct relay_view *view,
			 const struct vwlan_control *c)
{
	return c->generation == 0 || c->generation == view->generation;
}

/* ------------------------------------------------------------------ */
/* Keys                                                                */

struct cipher {
	uint32_t suite;
	uint8_t length;		/* of the key, bytes */
	bool integrity;		/* protects management frames, nothing else */
};

/* Table 9-149. */
static const struct cipher ciphers[] = {
	{ 0x000fac01, 5, false },	/* WEP-40 */
	{ 0x000fac02, 32, false },	/* TKIP */
	{ 0x000fac04, 16, false },	/* CCMP-128 */
	{ 0x000fac05, 13, false },	/* WEP-104 */
	{ 0x000fac06, 16, true },	/* BIP-CMAC-128 */
	{ 0x000fac08, 16, false },	/* GCMP-128 */
	{ 0x000fac09, 32, false },	/* GCMP-256 */
	{ 0x000fac0a, 32, false },	/* CCMP-256 */
	{ 0x000fac0b, 16, true },	/* BIP-GMAC-128 */
	{ 0x000fac0c, 32, true },	/* BIP-GMAC-256 */
	{ 0x000fac0d, 32, true },	/* BIP-CMAC-256 */
};

static const struct cipher *cipher_find(uint32_t suite)
{
	size_t i;

	for (i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++)
		if (ciphers[i].suite == suite)
			return &ciphers[i];
	return NULL;
}

static bool index_fits(const struct relay_view *view, bool pairwise,
		       bool integrity, uint32_t index)
{
	uint32_t max = INDEX_MANAGEMENT_MAX;

	if (pairwise)
		return !integrity && index <= INDEX_PAIRWISE_MAX;
	if (!integrity)
		return index <= INDEX_DATA_MAX;
	if (relay_phy_features(view->phy) & VWLAN_PHY_BEACON_PROTECTION)
		max = INDEX_BEACON_MAX;
	return index > INDEX_DATA_MAX && index <= max;
}

enum vwlan_status relay_check_key(const struct relay_view *view,
				  const struct vwlan_control *c)
{
	bool pairwise = vwlan_control_has(c, VWLAN_TLV_MAC);
	const struct cipher *cipher;
	size_t length;

	if (view->link < RELAY_ASSOCIATING || !relay_check_current(view, c))
		return VWLAN_NOT_CONNECTED;
	if (pairwise && memcmp(c->mac, view->bssid, VWLAN_MAC_LEN))
		return VWLAN_POLICY;
	cipher = cipher_find(c->number[VWLAN_TLV_CIPHER]);
	if (!cipher || !relay_phy_cipher(view->phy, cipher->suite))
		return VWLAN_UNSUPPORTED;
	vwlan_control_bytes(c, VWLAN_TLV_KEY, &length);
	if (length != cipher->length ||
	    !index_fits(view, pairwise, cipher->integrity,
			c->number[VWLAN_TLV_KEY_INDEX]))
		return VWLAN_BAD_VALUE;
	return VWLAN_OK;
}

/* ------------------------------------------------------------------ */
/* Frames                                                              */

static bool category_allowed(uint8_t category)
{
	switch (category) {
	case CATEGORY_PUBLIC:
	case CATEGORY_RADIO_MEASUREMENT:
	case CATEGORY_FAST_TRANSITION:
	case CATEGORY_SA_QUERY:
	case CATEGORY_PROTECTED_DUAL:
	case CATEGORY_WNM:
		return true;
	default:
		return false;
	}
}

/* To an access point that it isn't with, a station only asks. */
static bool question(const uint8_t *frame, size_t length)
{
	uint8_t action = length > FRAME_BODY + 1 ? frame[FRAME_BODY + 1] : 0;

	return frame[FRAME_BODY] == CATEGORY_PUBLIC &&
	       (action == PUBLIC_GAS_INITIAL || action == PUBLIC_GAS_COMEBACK);
}

static bool bssid_matches(const uint8_t *frame)
{
	static const uint8_t wildcard[VWLAN_MAC_LEN] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff
	};
	const uint8_t *bssid = frame + FRAME_BSSID;

	return memcmp(bssid, frame + FRAME_DA, VWLAN_MAC_LEN) == 0 ||
	       memcmp(bssid, wildcard, VWLAN_MAC_LEN) == 0;
}

enum vwlan_status relay_check_frame(const struct relay_view *view,
				    const uint8_t *frame, size_t length)
{
	bool own;

	if (length <= FRAME_BODY)
		return VWLAN_BAD_VALUE;
	/* Neither another type, nor flags that the driver has to set. */
	if (frame[0] != FRAME_CONTROL_ACTION || frame[1] != 0 ||
	    memcmp(frame + FRAME_SA, view->mac, VWLAN_MAC_LEN) ||
	    !category_allowed(frame[FRAME_BODY]))
		return VWLAN_POLICY;
	own = view->link == RELAY_ASSOCIATED &&
	      memcmp(frame + FRAME_DA, view->bssid, VWLAN_MAC_LEN) == 0 &&
	      memcmp(frame + FRAME_BSSID, view->bssid, VWLAN_MAC_LEN) == 0;
	if (!own && (!question(frame, length) || !bssid_matches(frame)))
		return VWLAN_POLICY;
	return VWLAN_OK;
}

enum vwlan_status relay_check_eapol(const struct relay_view *view,
				    const struct vwlan_control *c)
{
	uint32_t type = c->number[VWLAN_TLV_ETHERTYPE];

	if (view->link < RELAY_ASSOCIATING || !relay_check_current(view, c))
		return VWLAN_NOT_CONNECTED;
	if (type != VWLAN_ETH_EAPOL && type != VWLAN_ETH_PREAUTH)
		return VWLAN_BAD_VALUE;
	return memcmp(c->mac, view->bssid, VWLAN_MAC_LEN) ? VWLAN_POLICY :
							    VWLAN_OK;
}
