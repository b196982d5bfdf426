// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Wishes that are not the station's own affair, R17 to R19: checked here,
 * judged by the arbiter.
 */
#include <endian.h>
#include <linux/nl80211.h>
#include <string.h>

#include "relay_private.h"

#define RTS_MAX 2347u		/* bytes */
#define FRAGMENT_MIN 256u
#define FRAGMENT_MAX 2346u
#define SETTINGS_ALL (VWLAN_SETTING_RTS | VWLAN_SETTING_FRAGMENT | \
		      VWLAN_SETTING_RETRY_SHORT | VWLAN_SETTING_RETRY_LONG)

void relay_power_save_command(struct relay *relay,
			      const struct vwlan_control *command)
{
	/* R19: a guest can't know whether it is alone: never refused. */
	relay->power_save = command->number[VWLAN_TLV_POWER_SAVE] != 0;
	relay->effects->power_save(relay->user, relay->power_save);
	relay_respond(relay, command, VWLAN_OK);
}

void relay_power_command(struct relay *relay,
			 const struct vwlan_control *command)
{
	bool automatic = command->number[VWLAN_TLV_POWER_TYPE] ==
			 NL80211_TX_POWER_AUTOMATIC;
	/* Would the kernel be asked at all?  Else nothing is remembered. */
	enum vwlan_status status = relay_command_check(relay, command);
	struct vwlan_control limited = { .id = command->id };
	int32_t power, wanted = automatic ? ARBITER_POWER_ANY :
			(int32_t)command->number[VWLAN_TLV_TX_POWER];
	int rc;

	power = wanted;
	if (status == VWLAN_OK)
		status = relay->effects->power(relay->user, &power);
	if (status == VWLAN_OK && power == wanted) {
		status = relay_carry(relay, command, NULL, NULL, &rc);
	} else if (status == VWLAN_OK) {
		vwlan_control_set(&limited, VWLAN_TLV_POWER_TYPE,
				  NL80211_TX_POWER_LIMITED);
		vwlan_control_set(&limited, VWLAN_TLV_TX_POWER, power);
		status = relay_carry(relay, &limited, NULL, NULL, &rc);
	}
	relay_respond(relay, command, status);
}

static bool settings_valid(const struct vwlan_phy_settings *s,
			   uint16_t changed)
{
	uint32_t rts = le32toh(s->rts), fragment = le32toh(s->fragment);

	if (changed & ~SETTINGS_ALL)
		return false;
	if (changed & VWLAN_SETTING_RTS && rts != ARBITER_UNSET &&
	    rts > RTS_MAX)
		return false;
	if (changed & VWLAN_SETTING_FRAGMENT && fragment != ARBITER_UNSET &&
	    (fragment < FRAGMENT_MIN || fragment > FRAGMENT_MAX))
		return false;
	return true;
}

void relay_settings_command(struct relay *relay,
			    const struct vwlan_control *command)
{
	struct vwlan_phy_settings s;
	struct arbiter_wish wish = relay->wish;
	enum vwlan_status status;
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
		wish.rts = le32toh(s.rts);
	if (changed & VWLAN_SETTING_FRAGMENT)
		wish.fragment = le32toh(s.fragment);
	if (changed & VWLAN_SETTING_RETRY_SHORT)
		wish.retry_short = s.retry_short;
	if (changed & VWLAN_SETTING_RETRY_LONG)
		wish.retry_long = s.retry_long;
	status = relay->effects->settings(relay->user, &wish, changed);
	if (status == VWLAN_OK)
		relay->wish = wish;
	relay_respond(relay, command, status);
}

void relay_settings_again(struct relay *relay)
{
	relay->effects->settings(relay->user, &relay->wish, SETTINGS_ALL);
	if (relay->power_save >= 0)
		relay->effects->power_save(relay->user, relay->power_save);
}
