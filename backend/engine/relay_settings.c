// SPDX-License-Identifier: GPL-2.0-or-later
/* Wishes that are not the station's own affair: R17, R19. */
#include <endian.h>
#include <string.h>

#include "relay_private.h"

#define NO_THRESHOLD 0xffffffffu
#define RTS_MAX 2347u		/* bytes */
#define FRAGMENT_MIN 256u
#define FRAGMENT_MAX 2346u
#define SETTINGS_ALL (VWLAN_SETTING_RTS | VWLAN_SETTING_FRAGMENT | \
		      VWLAN_SETTING_RETRY_SHORT | VWLAN_SETTING_RETRY_LONG)

void relay_power_save_apply(struct relay *relay)
{
	struct vwlan_control command = { .id = VWLAN_CMD_POWER_SAVE };
	int rc;

	/* R19: with several stations up the driver may not be able to. */
	if (relay->power_save < 0)
		return;
	vwlan_control_set(&command, VWLAN_TLV_POWER_SAVE, relay->power_save);
	relay_carry(relay, &command, NULL, NULL, &rc);
}

void relay_power_save_command(struct relay *relay,
			      const struct vwlan_control *command)
{
	relay->power_save = command->number[VWLAN_TLV_POWER_SAVE] != 0;
	relay_power_save_apply(relay);
	relay_respond(relay, command, VWLAN_OK);
}

static bool settings_valid(const struct vwlan_phy_settings *s,
			   uint16_t changed)
{
	uint32_t rts = le32toh(s->rts), fragment = le32toh(s->fragment);

	if (changed & ~SETTINGS_ALL)
		return false;
	if (changed & VWLAN_SETTING_RTS && rts != NO_THRESHOLD &&
	    rts > RTS_MAX)
		return false;
	if (changed & VWLAN_SETTING_FRAGMENT && fragment != NO_THRESHOLD &&
	    (fragment < FRAGMENT_MIN || fragment > FRAGMENT_MAX))
		return false;
	return true;
}

void relay_settings_command(struct relay *relay,
			    const struct vwlan_control *command)
{
	struct vwlan_phy_settings s;
	const uint8_t *bytes;
	uint16_t changed;
	size_t length;

	bytes = vwlan_control_bytes(command, VWLAN_TLV_PHY_SETTINGS, &length);
	memcpy(&s, bytes, sizeof(s));
	changed = le16toh(s.changed);
	if (!settings_valid(&s, changed)) {
		relay_respond(relay, command, VWLAN_BAD_VALUE);
		return;
	}
	if (changed & VWLAN_SETTING_RTS)
		relay->wish.rts = le32toh(s.rts);
	if (changed & VWLAN_SETTING_FRAGMENT)
		relay->wish.fragment = le32toh(s.fragment);
	if (changed & VWLAN_SETTING_RETRY_SHORT)
		relay->wish.retry_short = s.retry_short;
	if (changed & VWLAN_SETTING_RETRY_LONG)
		relay->wish.retry_long = s.retry_long;
	relay->effects->settings(relay->user);
	relay_respond(relay, command, VWLAN_OK);
}

void relay_settings_none(struct relay_settings *settings)
{
	settings->rts = NO_THRESHOLD;
	settings->fragment = NO_THRESHOLD;
	settings->retry_short = 0;
	settings->retry_long = 0;
}

bool relay_settings_same(const struct relay_settings *a,
			 const struct relay_settings *b)
{
	return a->rts == b->rts && a->fragment == b->fragment &&
	       a->retry_short == b->retry_short &&
	       a->retry_long == b->retry_long;
}

static uint8_t fewer(uint8_t a, uint8_t b)
{
	if (a == 0 || b == 0)
		return a ? a : b;
	return a < b ? a : b;
}

void relay_settings_merge(struct relay_settings *to,
			  const struct relay_settings *other)
{
	if (other->rts < to->rts)
		to->rts = other->rts;
	if (other->fragment < to->fragment)
		to->fragment = other->fragment;
	to->retry_short = fewer(to->retry_short, other->retry_short);
	to->retry_long = fewer(to->retry_long, other->retry_long);
}
