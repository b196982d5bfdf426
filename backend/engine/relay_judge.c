// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What this station may have beside the others, as the arbiter says: a
 * station at all, and a channel.
 */
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "relay_private.h"

static void carry_out(struct relay *relay,
		      const struct vwlan_control *command, uint64_t now)
{
	if (command->id == VWLAN_CMD_UP)
		relay_up_command(relay, command);
	else if (command->id == VWLAN_CMD_CONNECT)
		relay_connect_command(relay, command);
	else
		relay_join_command(relay, command, now);
}

/* Up, as far as the guest can tell; its turn comes by itself. */
static void park(struct relay *relay, const struct vwlan_control *command)
{
	relay->up = true;
	relay->blocked = true;
	relay->parked = true;
	relay->entry->state = VWLAN_STATE_DOWN;
	relay->entry->status = VWLAN_SLOT;
	relay_respond(relay, command, VWLAN_OK);
	relay_event_send(relay, VWLAN_EVT_STATE);
}

static void refuse(struct relay *relay, const struct vwlan_control *command,
		   enum vwlan_status status)
{
	/* A connection that it has goes on. */
	if (relay->link == RELAY_APART && !relay->joining)
		relay->entry->status = status;
	if (command->id == VWLAN_CMD_UP)
		relay->entry->state = VWLAN_STATE_DOWN;
	relay_respond(relay, command, status);
}

/* What its policy keeps it from is refused with that reason. */
static bool channel_judged(const struct relay *relay, uint32_t frequency)
{
	return relay_phy_usable(relay->phy, frequency) ||
	       (relay_phy_channel(relay->phy, frequency) &&
		!policy_band(&relay->entry->policy, frequency));
}

/* CONNECT need not say where: then the radio looks for the network. */
static bool place_judged(const struct relay *relay,
			 const struct vwlan_control *command)
{
	if (!vwlan_control_has(command, VWLAN_TLV_FREQUENCY))
		return command->id == VWLAN_CMD_CONNECT;
	return channel_judged(relay, command->number[VWLAN_TLV_FREQUENCY]);
}

static void verdict_do(struct relay *relay,
		       const struct vwlan_control *command, int verdict,
		       uint64_t now)
{
	if (verdict == VWLAN_OK)
		carry_out(relay, command, now);
	else if (verdict == RELAY_PARKED)
		park(relay, command);
	else
		refuse(relay, command, verdict);
}

/*
 * AUTHENTICATE was judged already, unless it went through the wire: so fast
 * transition over the DS does, to another access point on any channel.
 */
static bool associate_judged(const struct relay *relay,
			     const struct vwlan_control *command)
{
	return relay->link != RELAY_ASSOCIATED ||
	       memcmp(relay->bssid, command->bssid, VWLAN_MAC_LEN) == 0;
}

/* What fails whatever the others do needs no verdict. */
static bool verdict_needed(const struct relay *relay,
			   const struct vwlan_control *command)
{
	if (command->id == VWLAN_CMD_UP)
		return !relay->up && !relay->mac_wanted;
	if (command->id == VWLAN_CMD_ASSOCIATE &&
	    associate_judged(relay, command))
		return false;
	return relay->up && !relay->blocked && !relay->joining &&
	       command->ssids == 1 &&
	       command->ssid[0].length <= VWLAN_SSID_MAX &&
	       !(vwlan_control_has(command, VWLAN_TLV_BSSID) &&
		 command->bssid[0] & 1) &&
	       place_judged(relay, command);
}

/* The policy may have changed since it was given this address. */
static bool mac_allowed(const struct relay *relay)
{
	const struct table_entry *entry = relay->entry;

	return policy_mac(&entry->policy, entry->given, entry->mac);
}

static void hold(struct relay *relay, const struct vwlan_control *command)
{
	relay->held = malloc(sizeof(*relay->held));
	if (relay->held)
		*relay->held = *command;
	else
		relay_respond(relay, command, VWLAN_FAILED);
}

void relay_judge_command(struct relay *relay,
			 const struct vwlan_control *command, uint64_t now)
{
	int verdict = VWLAN_OK;

	if (relay->held) {
		relay_respond(relay, command, VWLAN_BUSY);
		return;
	}
	if (command->id == VWLAN_CMD_UP && !mac_allowed(relay))
		verdict = VWLAN_POLICY;
	else if (verdict_needed(relay, command))
		verdict = relay->effects->judge(relay->user, command);
	if (verdict == RELAY_LATER)
		hold(relay, command);
	else
		verdict_do(relay, command, verdict, now);
}

static struct vwlan_control *held_take(struct relay *relay)
{
	struct vwlan_control *command = relay->held;

	relay->held = NULL;
	return command;
}

static void held_free(struct vwlan_control *command)
{
	vwlan_control_wipe(command);
	free(command);
}

void relay_judged(struct relay *relay, uint32_t seq, int verdict,
		  uint64_t now)
{
	struct vwlan_control *command;

	if (!relay->held || relay->held->seq != seq)
		return;
	command = held_take(relay);
	verdict_do(relay, command, verdict, now);
	held_free(command);
}

void relay_judge_drop(struct relay *relay, enum vwlan_status status)
{
	struct vwlan_control *command = held_take(relay);

	if (!command)
		return;
	relay_respond(relay, command, status == VWLAN_OK ? VWLAN_FAILED :
							   status);
	held_free(command);
}

/* ------------------------------------------------------------------ */

void relay_cut(struct relay *relay, enum vwlan_status why)
{
	if (relay->gone)
		return;
	relay_join_cut(relay, why);
	relay_event_send(relay, VWLAN_EVT_STATE);
}

void relay_free_again(struct relay *relay)
{
	if (relay->link == RELAY_APART)
		relay->entry->status = VWLAN_OK;
	relay_event_send(relay, VWLAN_EVT_STATE);
}
