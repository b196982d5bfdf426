// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/nl80211.h>
#include <string.h>

#include "relay_build.h"
#include "relay_check.h"

uint32_t build_number(const struct vwlan_control *c,
		      enum vwlan_tlv_type tlv)
{
	return vwlan_control_has(c, tlv) ? c->number[tlv] : 0;
}

bool build_unicast(const uint8_t *mac)
{
	static const uint8_t none[VWLAN_MAC_LEN];

	return !(mac[0] & 1) && memcmp(mac, none, sizeof(none));
}

void build_bytes(struct nl_msg *to, int attribute,
		 const struct vwlan_control *c, enum vwlan_tlv_type tlv)
{
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(c, tlv, &length);
	if (bytes)
		nla_put(to, attribute, length, bytes);
}

void build_flag(struct nl_msg *to, int attribute, bool set)
{
	if (set)
		nla_put_flag(to, attribute);
}

enum vwlan_status build_elements(struct nl_msg *to,
				 const struct vwlan_control *c)
{
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(c, VWLAN_TLV_IE, &length);
	if (length > VWLAN_SENT_IE_MAX ||
	    (bytes && !relay_check_elements(bytes, length)))
		return VWLAN_BAD_VALUE;
	if (length > 0)
		nla_put(to, NL80211_ATTR_IE, length, bytes);
	return VWLAN_OK;
}
