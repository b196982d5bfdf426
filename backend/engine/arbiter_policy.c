// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "arbiter_phy.h"
#include "arbiter_policy.h"

void arbiter_policy_default(struct arbiter_policy *policy)
{
	*policy = (struct arbiter_policy) {
		.priority = 3,
		.mac = ARBITER_MAC_FIXED,
		.phy_wide = true,
		.weight = ARBITER_WEIGHT,
		.power_max = ARBITER_POWER_ANY,
		.commands = tokens_commands,
		.frames = tokens_frames,
		.handshake = tokens_handshakes,
	};
}

void arbiter_settings_default(struct arbiter_settings *settings)
{
	*settings = (struct arbiter_settings) {
		.grace = 2000,
		.turn = 5000,
		.rts_min = 256,
		.fragment_min = 1024,
		.retry_min = 4,
		.retry_max = 15,
	};
}

uint32_t arbiter_policy_turn(const struct arbiter_policy *policy,
			     const struct arbiter_settings *settings)
{
	uint64_t turn = policy->turn ? policy->turn : settings->turn;

	turn = turn * policy->weight / ARBITER_WEIGHT;
	if (turn < ARBITER_TURN_MIN)
		return ARBITER_TURN_MIN;
	return turn > ARBITER_TURN_MAX ? ARBITER_TURN_MAX : turn;
}

bool arbiter_policy_ssid(const struct arbiter_policy *policy,
			 const struct vwlan_ssid *ssid)
{
	unsigned int i;

	for (i = 0; i < policy->ssids; i++)
		if (vwlan_ssid_same(&policy->ssid[i], ssid))
			return true;
	return policy->ssids == 0;
}

bool arbiter_policy_band(const struct arbiter_policy *policy,
			 uint32_t frequency)
{
	return policy->bands == 0 ||
	       policy->bands & 1u << arbiter_band(frequency);
}
