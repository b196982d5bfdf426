// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "engine/arbiter_phy.h"
#include "engine/policy.h"

_Static_assert(VWLAN_POLICY_SSIDS <= ARBITER_SSIDS_MAX, "room for all");
_Static_assert(VWLAN_POLICY_POWER_ANY == ARBITER_POWER_ANY, "the same");
_Static_assert(VWLAN_POLICY_PRIORITY_MAX < ARBITER_CLASSES, "a class");

#define BANDS_ALL (1u << 0 | 1u << 1 | 1u << 3)	/* that @channels have */

int policy_set(struct vwlan_policy *policy, uint32_t *changed, bool uplink,
	       const char *text, char *why)
{
	size_t length = strcspn(text, "=");
	int rc, key = vwlan_policy_find(text, length);

	if (key < 0 || text[length] != '=') {
		snprintf(why, VWLAN_POLICY_WHY_MAX,
			 "not KEY=VALUE with a key of a policy's");
		return -EINVAL;
	}
	if (uplink && !vwlan_policy_for_uplink(key)) {
		snprintf(why, VWLAN_POLICY_WHY_MAX,
			 "%s means nothing to a device on an uplink",
			 vwlan_policy_name(key));
		return -EINVAL;
	}
	text += length + 1;
	rc = vwlan_policy_take(policy, key, text, strlen(text), why);
	if (rc == 0)
		*changed |= 1u << key;
	return rc;
}

bool policy_band(const struct vwlan_policy *policy, uint32_t frequency)
{
	return policy->bands == 0 ||
	       policy->bands & 1u << arbiter_band(frequency);
}

bool policy_mac(const struct vwlan_policy *policy, const uint8_t *given,
		const uint8_t *mac)
{
	if (memcmp(mac, given, VWLAN_MAC_LEN) == 0 ||
	    policy->mac == VWLAN_MAC_POLICY_ANY)
		return true;
	return policy->mac == VWLAN_MAC_POLICY_LOCAL && mac[0] & 2;
}

/* IEEE 802.11-2020, annex E, and 802.11ax for 6 GHz: every 20 MHz channel. */
static const struct {
	uint16_t first, last, step;	/* MHz */
} channels[] = {
	{ 2412, 2472, 5 },
	{ 2484, 2484, 1 },
	{ 5180, 5320, 20 },
	{ 5500, 5720, 20 },
	{ 5745, 5885, 20 },
	{ 5935, 5935, 1 },
	{ 5955, 7115, 20 },
};

void policy_frequencies(const struct vwlan_policy *policy, char between,
			char *to)
{
	size_t i, used = 0;
	uint32_t f;

	to[0] = '\0';
	if (policy->bands == 0 || (policy->bands & BANDS_ALL) == BANDS_ALL)
		return;
	for (i = 0; i < sizeof(channels) / sizeof(channels[0]); i++)
		for (f = channels[i].first; f <= channels[i].last;
		     f += channels[i].step) {
			if (!policy_band(policy, f))
				continue;
			if (used > 0)
				to[used++] = between;
			used += snprintf(to + used,
					 POLICY_FREQUENCIES_TEXT - used,
					 "%u", f);
		}
}

void policy_arbiter(const struct vwlan_policy *policy,
		    struct arbiter_policy *to)
{
	static const struct tokens_rate often = { UINT16_MAX, UINT16_MAX };

	arbiter_policy_default(to);
	to->priority = policy->priority;
	to->bands = policy->bands;
	to->ssids = policy->ssids;
	memcpy(to->ssid, policy->ssid, sizeof(policy->ssid));
	to->share = policy->share;
	to->weight = policy->weight;
	to->turn = policy->turn;
	to->power_max = policy->power_max;
	to->mac = ARBITER_MAC_ANY;
	to->commands = often;
	to->frames = often;
	to->handshake = often;
}
