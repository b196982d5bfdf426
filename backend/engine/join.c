// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Commands, and the connection's state.  Scans are in join_scan.c, what is
 * said to the supplicant about networks in join_link.c.
 */
#include <stdlib.h>
#include <string.h>

#include "ipc.h"
#include "join_private.h"

#define SIGNAL_STEP 5		/* dB worth an event */
#define JOINING_PATIENCE 10000u	/* ms until we say that it isn't there */
#define QUIET 3000u		/* ms, while we find out how things stand */

void join_respond(struct join *join, const struct vwlan_control *command,
		  enum vwlan_status status)
{
	struct vwlan_control response = {
		.type = VWLAN_RESPONSE,
		.status = status,
		.id = command->id,
		.seq = command->seq,
	};

	join->effects->send(join->user, &response);
}

static bool told_already(const struct join *join)
{
	const struct table_entry *entry = join->entry;
	int32_t step = entry->signal - join->sent.signal;

	return join->sent.state == entry->state &&
	       join->sent.status == entry->status &&
	       join->sent.reason == entry->reason &&
	       join->sent.generation == entry->generation &&
	       join->sent.frequency == entry->frequency &&
	       memcmp(join->sent.bssid, entry->bssid,
		      sizeof(entry->bssid)) == 0 &&
	       step < SIGNAL_STEP && step > -SIGNAL_STEP;
}

void join_tell(struct join *join)
{
	const struct table_entry *entry = join->entry;
	struct vwlan_control event = {
		.type = VWLAN_EVENT,
		.id = VWLAN_EVT_STATE,
	};

	if (join->quiet || told_already(join))
		return;
	join->sent.state = entry->state;
	join->sent.status = entry->status;
	join->sent.reason = entry->reason;
	join->sent.generation = entry->generation;
	join->sent.frequency = entry->frequency;
	join->sent.signal = entry->signal;
	memcpy(join->sent.bssid, entry->bssid, sizeof(entry->bssid));
	table_entry_describe(entry, &event);
	join->effects->send(join->user, &event);
}

void join_speak(struct join *join)
{
	join->quiet = false;
	join->quiet_until = JOIN_NEVER;
}

void join_state(struct join *join, enum vwlan_state state,
		enum vwlan_status status, uint16_t reason, uint64_t now)
{
	table_entry_disconnect(join->entry, status, reason);
	join->entry->state = state;
	if (join->wish == JOIN_CONNECT || join->wish == JOIN_TOLD)
		join->entry->ssid = join->wanted.ssid;
	join->missing = false;
	join->missing_at = JOIN_NEVER;
	if (state == VWLAN_STATE_CONNECTING)
		join->missing_at = now + JOINING_PATIENCE;
	join_tell(join);
}

/* ------------------------------------------------------------------ */
/* Commands                                                            */

static void hello_command(struct join *join,
			  const struct vwlan_control *command)
{
	struct vwlan_control response = {
		.type = VWLAN_RESPONSE,
		.id = command->id,
		.seq = command->seq,
	};

	if (!vwlan_control_has(command, VWLAN_TLV_VERSION)) {
		join_respond(join, command, VWLAN_BAD_MESSAGE);
		return;
	}
	if (command->number[VWLAN_TLV_VERSION] >> 16 != VWLAN_ABI_MAJOR)
		response.status = VWLAN_UNSUPPORTED;
	vwlan_control_set(&response, VWLAN_TLV_VERSION,
			  VWLAN_ABI_MAJOR << 16 | VWLAN_ABI_MINOR);
	vwlan_control_set(&response, VWLAN_TLV_CAPABILITIES,
			  BACKEND_CAPABILITIES);
	vwlan_control_set(&response, VWLAN_TLV_MODE, join->entry->mode);
	vwlan_control_set_mac(&response, join->entry->mac);
	join->effects->send(join->user, &response);
}

static enum vwlan_status network_read(struct join_network *network,
				      const struct vwlan_control *command)
{
	const struct vwlan_ssid *ssid = &command->ssid[0];

	if (!vwlan_control_has(command, VWLAN_TLV_SSID))
		return VWLAN_BAD_MESSAGE;
	if (command->ssids != 1 || ssid->length == 0 ||
	    ssid->length > VWLAN_SSID_MAX)
		return VWLAN_BAD_VALUE;
	network->ssid = *ssid;
	if (vwlan_control_has(command, VWLAN_TLV_BSSID)) {
		if (command->bssid[0] & 1)
			return VWLAN_BAD_VALUE;
		network->has_bssid = true;
		memcpy(network->bssid, command->bssid, VWLAN_MAC_LEN);
	}
	if (!vwlan_control_has(command, VWLAN_TLV_PASSPHRASE))
		return VWLAN_OK;
	if (!wpatext_passphrase_valid(command->passphrase,
				      command->passphrase_length))
		return VWLAN_BAD_VALUE;
	network->passphrase_length = command->passphrase_length;
	memcpy(network->passphrase, command->passphrase,
	       command->passphrase_length);
	return VWLAN_OK;
}

/*
 * The profile is the administrator's, so its passphrase is only ever used
 * for the name that it goes with, and only where the guest gave none.
 */
static enum vwlan_status network_admit(const struct join *join,
				       struct join_network *network)
{
	const struct join_network *profile = &join->profile;

	if (!vwlan_policy_allows(&join->entry->policy, &network->ssid))
		return VWLAN_POLICY;
	if (network->passphrase_length == 0 && join->has_profile &&
	    vwlan_ssid_same(&network->ssid, &profile->ssid)) {
		network->passphrase_length = profile->passphrase_length;
		memcpy(network->passphrase, profile->passphrase,
		       sizeof(network->passphrase));
		return VWLAN_OK;
	}
	return join->guest_networks ? VWLAN_OK : VWLAN_POLICY;
}

static void connect_command(struct join *join,
			    const struct vwlan_control *command,
			    uint64_t now)
{
	struct join_network network = { 0 };
	enum vwlan_status status;

	status = network_read(&network, command);
	if (status == VWLAN_OK)
		status = network_admit(join, &network);
	if (status == VWLAN_OK) {
		join->wanted = network;
		join->wish = JOIN_CONNECT;
		join->entry->generation++;
	}
	explicit_bzero(&network, sizeof(network));
	join_respond(join, command, status);
	if (status != VWLAN_OK)
		return;
	join_turn_drop(join, now);
	join_speak(join);
	join->effects->seek(join->user, &join->wanted.ssid);
	if (join->link == JOIN_READY) {
		join_connect(join, now);
		return;
	}
	/* Kept until the supplicant can be told. */
	join_state(join, VWLAN_STATE_DOWN, join_away(join), 0, now);
}

static void disconnect_command(struct join *join,
			       const struct vwlan_control *command,
			       uint64_t now)
{
	join_turn_drop(join, now);
	join->wish = JOIN_NOTHING;
	join->judging = false;
	join->again_at = JOIN_NEVER;
	join->attempt++;
	if (join->link == JOIN_READY)
		join->retry_at = JOIN_NEVER;
	explicit_bzero(&join->wanted, sizeof(join->wanted));
	join_respond(join, command, VWLAN_OK);
	join_speak(join);
	if (join->link != JOIN_READY) {
		join_state(join, VWLAN_STATE_DOWN, join_away(join), 0, now);
		return;
	}
	join->effects->ask(join->user, JOIN_DISCONNECT, join->attempt,
			   "DISCONNECT");
	join_state(join, VWLAN_STATE_DISCONNECTED, VWLAN_OK, 0, now);
}

static void state_command(struct join *join,
			  const struct vwlan_control *command)
{
	struct vwlan_control response = {
		.type = VWLAN_RESPONSE,
		.id = command->id,
		.seq = command->seq,
	};

	table_entry_describe(join->entry, &response);
	join->effects->send(join->user, &response);
}

static void managed_command(struct join *join,
			    const struct vwlan_control *command,
			    uint64_t now)
{
	if (join->entry->mode != VWLAN_MODE_MANAGED)
		join_respond(join, command, VWLAN_UNSUPPORTED);
	else if (command->id == VWLAN_CMD_SCAN)
		join_scan_command(join, command);
	else if (command->id == VWLAN_CMD_CONNECT)
		connect_command(join, command, now);
	else
		disconnect_command(join, command, now);
}

void join_command(struct join *join, const struct vwlan_control *command,
		  uint64_t now)
{
	if (tokens_take(&join->tokens, &tokens_commands, now)) {
		join_respond(join, command, VWLAN_RATE);
		return;
	}
	switch (command->id) {
	case VWLAN_CMD_HELLO:
		hello_command(join, command);
		return;
	case VWLAN_CMD_GET_STATE:
		state_command(join, command);
		return;
	case VWLAN_CMD_SCAN:
	case VWLAN_CMD_CONNECT:
	case VWLAN_CMD_DISCONNECT:
		managed_command(join, command, now);
		return;
	default:
		join_respond(join, command, VWLAN_UNSUPPORTED);
	}
}

/* ------------------------------------------------------------------ */
/* Events                                                              */

/* Tried again by the supplicant, until the guest no longer wants it. */
static void lost(struct join *join, const struct wpatext_event *event,
		 uint64_t now)
{
	struct table_entry *entry = join->entry;

	if (entry->state == VWLAN_STATE_CONNECTED) {
		join_state(join, VWLAN_STATE_CONNECTING, VWLAN_FAILED,
			   event->reason, now);
		return;
	}
	/* A failed attempt: why it failed comes with the next event. */
	if (entry->state == VWLAN_STATE_CONNECTING && !event->local)
		entry->reason = event->reason;
}

static void failed(struct join *join, enum vwlan_status status)
{
	struct table_entry *entry = join->entry;

	if (entry->state != VWLAN_STATE_CONNECTING)
		return;
	/* What is known for certain isn't taken back by a guess. */
	if (status == VWLAN_FAILED && entry->status == VWLAN_AUTH_FAILED)
		return;
	entry->status = status;
	join_tell(join);
}

/* One scan can miss a network that is there. */
static void missing_tell(struct join *join, uint64_t now)
{
	if (!join->missing || now < join->missing_at)
		return;
	join->missing_at = JOIN_NEVER;
	if (join->entry->status == VWLAN_OK)
		failed(join, VWLAN_NOT_FOUND);
}

static bool sae_refused(const struct wpatext_event *event)
{
	/* 1 and 15: the other side's confirmation didn't fit ours. */
	return event->auth_type == 3 &&
	       (event->status_code == 1 || event->status_code == 15);
}

static void connection_event(struct join *join,
			     const struct wpatext_event *event, uint64_t now)
{
	switch (event->id) {
	case WPATEXT_CONNECTED:
		join_status_ask(join, now);
		break;
	case WPATEXT_DISCONNECTED:
		lost(join, event, now);
		break;
	case WPATEXT_TEMP_DISABLED:
		failed(join, event->wrong_key ? VWLAN_AUTH_FAILED :
						VWLAN_FAILED);
		break;
	case WPATEXT_AUTH_REJECT:
		failed(join, sae_refused(event) ? VWLAN_AUTH_FAILED :
						  VWLAN_FAILED);
		break;
	case WPATEXT_ASSOC_REJECT:
		failed(join, VWLAN_FAILED);
		break;
	case WPATEXT_NOT_FOUND:
		if (join_hint_drop(join))
			break;
		join->missing = true;
		missing_tell(join, now);
		break;
	case WPATEXT_FREQ_CONFLICT:
		failed(join, VWLAN_CHANNEL);
		break;
	default:
		break;
	}
}

void join_event(struct join *join, const struct wpatext_event *event,
		uint64_t now)
{
	if (join->link != JOIN_READY)
		return;
	if (!join_turn_hides(join, event, now) &&
	    join->wish != JOIN_NOTHING)
		connection_event(join, event, now);
}

void join_measured(struct join *join, const struct join_measure *measure)
{
	struct table_entry *entry = join->entry;
	bool first = entry->signal == 0;

	if (entry->state != VWLAN_STATE_CONNECTED)
		return;
	entry->signal = measure->signal;
	entry->tx_rate = measure->tx_rate;
	entry->rx_rate = measure->rx_rate;
	/* The first one is no change worth an event. */
	if (first)
		join->sent.signal = entry->signal;
	join_tell(join);
}

/* ------------------------------------------------------------------ */
/* Life                                                                */

static void open_quietly(struct join *join, uint64_t now)
{
	join->quiet = true;
	join->quiet_until = now + QUIET;
	join_state(join, VWLAN_STATE_DOWN, join_away(join), 0, now);
}

void join_open(struct join *join, const struct join_effects *effects,
	       void *user, struct table_entry *entry,
	       const struct join_network *profile, bool guest_networks,
	       uint64_t now)
{
	memset(join, 0, sizeof(*join));
	join->effects = effects;
	join->user = user;
	join->entry = entry;
	join->guest_networks = guest_networks;
	tokens_fill(&join->tokens, &tokens_commands, now);
	join->missing_at = JOIN_NEVER;
	join->quiet_until = JOIN_NEVER;
	join->status_at = JOIN_NEVER;
	join->retry_at = JOIN_NEVER;
	join->again_at = JOIN_NEVER;
	join->turn_until = JOIN_NEVER;
	join->scan_at = JOIN_NEVER;
	join->sent.state = VWLAN_STATE_COUNT;
	if (profile) {
		join->profile = *profile;
		join->has_profile = true;
		join->wish = JOIN_PROFILE;
	}
	if (entry->mode == VWLAN_MODE_UPLINK)
		join_found(join, now);
	else
		open_quietly(join, now);
}

void join_found(struct join *join, uint64_t now)
{
	join_state(join, VWLAN_STATE_CONNECTED, VWLAN_OK, 0, now);
}

void join_restore(struct join *join, const struct record *from)
{
	join->hint.ssid = from->ssid;
	join->hint.frequency = from->frequency;
	if (from->apart && join->wish == JOIN_PROFILE)
		join->wish = JOIN_NOTHING;
}

void join_record(const struct join *join, struct record *to)
{
	to->up = true;
	to->apart = join->wish == JOIN_NOTHING;
}

void join_close(struct join *join)
{
	free(join->found);
	join->found = NULL;
	explicit_bzero(&join->wanted, sizeof(join->wanted));
	explicit_bzero(&join->profile, sizeof(join->profile));
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t join_deadline(const struct join *join)
{
	uint64_t at = earlier(join->status_at, join->retry_at);

	at = earlier(at, join->quiet_until);
	at = earlier(at, join->again_at);
	at = earlier(at, join->turn_until);
	if (join->missing)
		at = earlier(at, join->missing_at);
	return earlier(at, join->scan_at);
}

void join_timeout(struct join *join, uint64_t now)
{
	if (now >= join->status_at)
		join_status_ask(join, now);
	if (now >= join->retry_at)
		join_up(join, now);
	if (now >= join->again_at)
		join_again(join, now);
	join_turn_timeout(join, now);
	if (now >= join->quiet_until) {
		join_speak(join);
		join_tell(join);
	}
	missing_tell(join, now);
	join_scan_timeout(join, now);
}
