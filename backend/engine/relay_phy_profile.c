// SPDX-License-Identifier: GPL-2.0-or-later
/* How a guest's supplicant drives a radio: step by step, or by CONNECT. */
#include "relay_phy.h"

static bool authenticates(const struct relay_phy *phy)
{
	return phy->authenticate && phy->associate;
}

void relay_phy_profile(struct relay_phy *phy, enum config_profile wanted)
{
	/* nl80211 does it for drivers that leave it to their users, too. */
	phy->connects = wanted == CONFIG_PROFILE_CONNECT ||
			(wanted == CONFIG_PROFILE_AUTO &&
			 !authenticates(phy) && phy->connect);
}

bool relay_phy_takes(const struct relay_phy *phy, uint16_t command)
{
	switch (command) {
	case VWLAN_CMD_AUTHENTICATE:
	case VWLAN_CMD_ASSOCIATE:
	case VWLAN_CMD_DEAUTHENTICATE:
	case VWLAN_CMD_DISASSOCIATE:
		return !phy->connects;
	case VWLAN_CMD_CONNECT:
	case VWLAN_CMD_DISCONNECT:
		return phy->connects;
	default:
		return true;
	}
}

bool relay_phy_native(const struct relay_phy *phy)
{
	return phy->there && phy->eapol &&
	       (phy->connects ? phy->connect : authenticates(phy));
}

uint32_t relay_phy_capabilities(const struct relay_phy *phy)
{
	if (!relay_phy_native(phy))
		return 0;
	return phy->connects ? VWLAN_CAP_NATIVE | VWLAN_CAP_CONNECT :
			       VWLAN_CAP_NATIVE;
}
