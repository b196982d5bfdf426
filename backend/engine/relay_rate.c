// SPDX-License-Identifier: GPL-2.0-or-later
/* R14: how many commands a guest may give. */
#include "relay_private.h"

#define THOUSAND 1000u		/* of a token's thousandths */
#define GENERAL_BURST 64u	/* commands */
#define GENERAL_RATE 20u	/* a second */
#define URGENT_BURST 32u
#define URGENT_RATE 10u
#define FRAME_BURST 5u
#define FRAME_RATE 5u

static void bucket_fill(struct relay_bucket *bucket, uint32_t burst,
			uint64_t now)
{
	bucket->tokens = burst * THOUSAND;
	bucket->at = now;
}

static bool bucket_take(struct relay_bucket *bucket, uint32_t rate,
			uint32_t burst, uint64_t now)
{
	uint64_t tokens = bucket->tokens + (now - bucket->at) * rate;

	bucket->at = now;
	bucket->tokens = tokens < burst * THOUSAND ? tokens :
						     burst * THOUSAND;
	if (bucket->tokens < THOUSAND)
		return false;
	bucket->tokens -= THOUSAND;
	return true;
}

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
	    !bucket_take(&relay->frames, FRAME_RATE, FRAME_BURST, now))
		return false;
	if (bucket_take(&relay->general, GENERAL_RATE, GENERAL_BURST, now))
		return true;
	return urgent(id) &&
	       bucket_take(&relay->urgent, URGENT_RATE, URGENT_BURST, now);
}

void relay_rate_open(struct relay *relay, uint64_t now)
{
	bucket_fill(&relay->general, GENERAL_BURST, now);
	bucket_fill(&relay->urgent, URGENT_BURST, now);
	bucket_fill(&relay->frames, FRAME_BURST, now);
}
