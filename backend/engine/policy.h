/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a device's policy (vwlan_policy.h) means on a radio.  Pure.
 */
#ifndef ENGINE_POLICY_H
#define ENGINE_POLICY_H

#include "arbiter_policy.h"
#include "vwlan_policy.h"

#define POLICY_FREQUENCIES_TEXT 640u	/* bytes, NUL included */

/**
 * policy_set - "bands=5", as the administrator says it while vwland runs
 *
 * @changed: bit n is set for key n (enum vwlan_policy_key) if it was taken
 * @uplink: the device is on one, which not all keys are for
 * @text: NUL-terminated, unchecked
 * @why: VWLAN_POLICY_WHY_MAX bytes; says what is wrong; printable
 *
 * Returns 0 or -EINVAL; then nothing has changed.
 */
int policy_set(struct vwlan_policy *policy, uint32_t *changed, bool uplink,
	       const char *text, char *why);

/** policy_band - may the device use this frequency's band?  MHz */
bool policy_band(const struct vwlan_policy *policy, uint32_t frequency);

/**
 * policy_mac - R3: may its station have this address?
 *
 * @given: dom0's, which it always may have
 */
bool policy_mac(const struct vwlan_policy *policy, const uint8_t *given,
		const uint8_t *mac);

/**
 * policy_frequencies - all channels of the bands that it may use, in MHz
 *
 * @between: what stands between two
 * @to: POLICY_FREQUENCIES_TEXT bytes; "" if it may use all bands
 */
void policy_frequencies(const struct vwlan_policy *policy, char between,
			char *to);

/**
 * policy_arbiter - as the arbiter is told
 *
 * Addresses are judged by policy_mac(), which knows the other devices'
 * addresses as well, and commands are counted where they come in (R14): so
 * the arbiter is told of no limits there.
 */
void policy_arbiter(const struct vwlan_policy *policy,
		    struct arbiter_policy *to);

#endif
