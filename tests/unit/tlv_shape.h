/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What vwlan_abi_message.h says of each value, a second time. */
#ifndef TESTS_TLV_SHAPE_H
#define TESTS_TLV_SHAPE_H

#include "vwlan_message.h"

/**
 * struct tlv_shape - bytes that a value may have
 * @each: in multiples of this
 */
struct tlv_shape {
	unsigned int min, max, each;
};

struct tlv_shape tlv_shape_of(unsigned int type);

static inline bool tlv_shape_fits(unsigned int type, unsigned int length)
{
	struct tlv_shape shape = tlv_shape_of(type);

	return length >= shape.min && length <= shape.max &&
	       length % shape.each == 0;
}

/* Is it a number?  No other value has four bytes and never more. */
static inline bool tlv_is_number(unsigned int type)
{
	return tlv_shape_of(type).max == 4;
}

/* Is it one that a struct vwlan_control keeps in its memory? */
static inline bool tlv_is_row(unsigned int type)
{
	return !tlv_is_number(type) && type != VWLAN_TLV_MAC &&
	       type != VWLAN_TLV_BSSID && type != VWLAN_TLV_SSID &&
	       type != VWLAN_TLV_PASSPHRASE;
}

#endif
