// SPDX-License-Identifier: GPL-2.0-or-later
/* R14: how many commands a guest may give. */
#include "relay_private.h"

/* What a handshake needs goes on when curiosity has used up its share. */
static bool urgent(uint16_t id)
{
	switch (id) {
	case VWLAN_CMD_AUTHENTICATE:
	case VWLAN_CMD_ASSOCIATE:
	case VWLAN_CMD_DEAUTHENTICATE:
	case VWLAN_CMD_DISASSOCIATE:
	case VWLAN_CMD_ADD_KEY:
	case VWLAN_CMD_DELETE_KEY:
	case VWLAN_CMD_DEFAULT_KEY:
	case VWLAN_CMD_AUTHORIZE:
	case VWLAN_CMD_SEND_EAPOL:
	case VWLAN_CMD_DOWN:
		return true;
	default:
		return false;
	}
}

bool relay_rate_admit(struct relay *relay, uint16_t id, uint64_t now)
{
	if (id == VWLAN_CMD_SEND_FRAME &&
	    tokens_take(&relay->frames, &tokens_frames, now))
		return false;
	if (tokens_take(&relay->general, &tokens_commands, now) == 0)
		return true;
	return urgent(id) &&
	       tokens_take(&relay->urgent, &tokens_handshakes, now) == 0;
}

void relay_rate_open(struct relay *relay, uint64_t now)
{
	tokens_fill(&relay->general, &tokens_commands, now);
	tokens_fill(&relay->urgent, &tokens_handshakes, now);
	tokens_fill(&relay->frames, &tokens_frames, now);
}
