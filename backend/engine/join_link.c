// SPDX-License-Identifier: GPL-2.0-or-later
/* The supplicant's side: interface, state, and who may have the radio. */
#include <stdio.h>
#include <string.h>

#include "join_private.h"
#include "vwlan_nodes.h"

#define STATUS_EVERY 10000u	/* ms: events can be lost */
#define MASK_RATES 0x00000402u	/* wpa_ctrl.h: BSSID, IE */

void join_ask(struct join *join, enum join_step step, const char *text)
{
	join->effects->ask(join->user, step, join->attempt, text);
}

void join_status_again(struct join *join, uint64_t now)
{
	join->status_at = now + STATUS_EVERY;
}

void join_status_ask(struct join *join, uint64_t now)
{
	join_status_again(join, now);
	join_ask(join, JOIN_STATUS, "STATUS");
}

/* ------------------------------------------------------------------ */
/* State                                                               */

static void connected(struct join *join, const struct wpatext_status *status)
{
	struct table_entry *entry = join->entry;
	bool roamed = entry->state != VWLAN_STATE_CONNECTED ||
		      memcmp(entry->bssid, status->bssid,
			     sizeof(entry->bssid));
	char text[64], bssid[VWLAN_MAC_TEXT];

	join->missing_at = JOIN_NEVER;
	join_turn_end(join);
	join->hint.ssid = status->ssid;
	join->hint.frequency = status->frequency;
	join->hinted = false;
	entry->state = VWLAN_STATE_CONNECTED;
	entry->status = VWLAN_OK;
	entry->reason = 0;
	entry->ssid = status->ssid;
	memcpy(entry->bssid, status->bssid, sizeof(entry->bssid));
	entry->frequency = status->frequency;
	entry->cipher = status->cipher;
	entry->group_cipher = status->group_cipher;
	entry->akm = status->akm;
	join_tell(join);
	if (!roamed)
		return;
	vwlan_mac_format(status->bssid, bssid);
	snprintf(text, sizeof(text), "BSS %s MASK=%x", bssid, MASK_RATES);
	join_ask(join, JOIN_RATES, text);
}

static void rates_answer(struct join *join, const char *text)
{
	struct table_entry *entry = join->entry;
	struct wpatext_bss bss;

	if (entry->state != VWLAN_STATE_CONNECTED ||
	    wpatext_bss_parse(&bss, &text) <= 0 ||
	    memcmp(bss.bssid, entry->bssid, sizeof(bss.bssid)))
		return;
	_Static_assert(sizeof(entry->rates) == sizeof(bss.rates),
		       "as many rates");
	memcpy(entry->rates, bss.rates, sizeof(entry->rates));
	entry->rate_count = bss.rate_count;
}

static bool wanted(const struct join *join,
		   const struct wpatext_status *status)
{
	if (join->wish == JOIN_TOLD)
		return vwlan_ssid_same(&join->wanted.ssid, &status->ssid);
	return join->wish == JOIN_ADOPTED;
}

static void state_follow(struct join *join,
			 const struct wpatext_status *status, uint64_t now)
{
	enum vwlan_state state = join->entry->state;

	/* Until it is back, or isn't in time, it counts as parked. */
	if (join->turn == JOIN_TURN_RESTING ||
	    (join->turn == JOIN_TURN_WAKING &&
	     status->state != WPATEXT_STATE_COMPLETED))
		return;
	switch (status->state) {
	case WPATEXT_STATE_COMPLETED:
		if (status->has_bssid && wanted(join, status))
			connected(join, status);
		break;
	case WPATEXT_STATE_DISABLED:
		if (state != VWLAN_STATE_DOWN)
			join_state(join, VWLAN_STATE_DOWN, VWLAN_NO_RADIO, 0,
				   now);
		break;
	case WPATEXT_STATE_HANDSHAKE:
	case WPATEXT_STATE_UNKNOWN:
		break;
	case WPATEXT_STATE_IDLE:
	case WPATEXT_STATE_INACTIVE:
	case WPATEXT_STATE_JOINING:
		if (join->wish == JOIN_NOTHING) {
			if (state == VWLAN_STATE_DOWN)
				join_state(join, VWLAN_STATE_DISCONNECTED,
					   VWLAN_OK, 0, now);
		} else if (state == VWLAN_STATE_DOWN) {
			join_state(join, VWLAN_STATE_CONNECTING, VWLAN_OK, 0,
				   now);
		} else if (state == VWLAN_STATE_CONNECTED) {
			join_state(join, VWLAN_STATE_CONNECTING, VWLAN_FAILED,
				   0, now);
		}
		break;
	}
}

/* ------------------------------------------------------------------ */
/* Interface                                                           */

static void profile_want(struct join *join)
{
	join->wanted = join->profile;
	join->wish = JOIN_CONNECT;
	join->entry->generation++;
	join->effects->seek(join->user, &join->wanted.ssid);
}

static void ready_mark(struct join *join, uint64_t now)
{
	join->link = JOIN_READY;
	join->was_parked = false;
	join->retry_at = JOIN_NEVER;
	join->status_at = now + STATUS_EVERY;
	join_speak(join);
}

/* The supplicant has the interface and does nothing with it. */
static void ready(struct join *join, uint64_t now)
{
	ready_mark(join, now);
	if (join->wish == JOIN_ADOPTED)
		join->wish = join->has_profile ? JOIN_PROFILE : JOIN_NOTHING;
	if (join->wish == JOIN_PROFILE)
		profile_want(join);
	if (join->wish == JOIN_NOTHING)
		join_state(join, VWLAN_STATE_DISCONNECTED, VWLAN_OK, 0, now);
	else
		join_connect(join, now);
}

/* It is at something: an earlier engine told it, or we before a pause. */
static void adopt(struct join *join, const struct wpatext_status *status,
		  uint64_t now)
{
	bool completed = status->state == WPATEXT_STATE_COMPLETED &&
			 status->has_bssid;
	bool was_parked = join->was_parked;

	ready_mark(join, now);
	if (was_parked && !completed && join->wish != JOIN_TOLD) {
		join_wake_adopt(join, now);
		if (status->state == WPATEXT_STATE_IDLE)
			join_ask(join, JOIN_RETURN, "RECONNECT");
		return;
	}
	if (status->state == WPATEXT_STATE_IDLE && join->wish != JOIN_TOLD)
		/* The guest wanted to be disconnected. */
		join->wish = JOIN_NOTHING;
	else if (join->wish == JOIN_NOTHING || join->wish == JOIN_PROFILE)
		join->wish = JOIN_ADOPTED;
	if (join->wish == JOIN_NOTHING)
		join_state(join, VWLAN_STATE_DISCONNECTED, VWLAN_OK, 0, now);
	else if (completed && wanted(join, status))
		connected(join, status);
	else
		join_state(join, VWLAN_STATE_CONNECTING, VWLAN_OK, 0, now);
}

static bool interface_ours(const struct join *join,
			   const struct wpatext_status *status)
{
	return status->state != WPATEXT_STATE_DISABLED &&
	       status->has_address &&
	       memcmp(status->address, join->entry->mac,
		      VWLAN_MAC_LEN) == 0;
}

static void interface_add(struct join *join, uint64_t now)
{
	const char *config = join->supplicant_config;
	char text[160];

	join->link = JOIN_ADDING;
	join->retry_at = now + JOIN_RETRY_AFTER;
	snprintf(text, sizeof(text), "INTERFACE_ADD %s\t%s\tnl80211",
		 join->entry->ifname, config ? config : "");
	join_ask(join, JOIN_ADD_INTERFACE, text);
}

static void interface_remove(struct join *join)
{
	char text[64];

	snprintf(text, sizeof(text), "INTERFACE_REMOVE %s",
		 join->entry->ifname);
	join_ask(join, JOIN_REMOVE_INTERFACE, text);
}

static void asking_answer(struct join *join, const char *text, uint64_t now)
{
	struct wpatext_status status;

	if (wpatext_status_parse(&status, text)) {
		interface_add(join, now);
	} else if (!interface_ours(join, &status)) {
		/* Left over from an interface of the same name. */
		interface_remove(join);
		interface_add(join, now);
	} else if (status.state == WPATEXT_STATE_INACTIVE ||
		   join->wish == JOIN_CONNECT) {
		ready(join, now);
	} else {
		adopt(join, &status, now);
	}
}

static void interface_answer(struct join *join, const char *text,
			     uint64_t now)
{
	if (wpatext_ok(text)) {
		ready(join, now);
		return;
	}
	join->link = JOIN_REFUSED;
	join_speak(join);
	join->retry_at = now + JOIN_RETRY_AFTER;
	join->effects->note(join->user,
			    "the supplicant can't use the interface");
	join_state(join, VWLAN_STATE_DOWN, VWLAN_NO_RADIO, 0, now);
}

static void status_answer(struct join *join, const char *text, uint64_t now)
{
	struct wpatext_status status;

	if (join->link == JOIN_ASKING) {
		asking_answer(join, text, now);
	} else if (join->link != JOIN_READY) {
		return;
	} else if (wpatext_status_parse(&status, text) == 0) {
		state_follow(join, &status, now);
	} else {
		/* It has lost the interface; begin again. */
		join_down(join, now);
		join_up(join, now);
	}
}

void join_answer(struct join *join, enum join_step step, uint32_t attempt,
		 const char *text, uint64_t now)
{
	switch (step) {
	case JOIN_ADD_INTERFACE:
		if (join->link == JOIN_ADDING)
			interface_answer(join, text, now);
		return;
	case JOIN_REMOVE_INTERFACE:
	case JOIN_FORGET:
	case JOIN_DISCONNECT:
	case JOIN_RETURN:
		return;
	case JOIN_STATUS:
		if (attempt == join->attempt || join->link == JOIN_ASKING)
			status_answer(join, text, now);
		return;
	case JOIN_RATES:
		rates_answer(join, text);
		return;
	case JOIN_CHANNELS:
		if (!wpatext_ok(text))
			join->effects->note(join->user, "the supplicant "
					    "refused the radio's channels");
		return;
	case JOIN_ADD_NETWORK:
	case JOIN_SET:
	case JOIN_SELECT:
		if (attempt == join->attempt && join->link == JOIN_READY)
			join_network_answer(join, step, text);
		return;
	}
}

void join_up(struct join *join, uint64_t now)
{
	if (join->entry->mode != VWLAN_MODE_MANAGED || join->parked)
		return;
	join->retry_at = JOIN_NEVER;
	join->link = JOIN_ASKING;
	join_status_ask(join, now);
}

/* It isn't the supplicant's any more. */
static void away(struct join *join, uint64_t now)
{
	join->link = JOIN_AWAY;
	join->status_at = JOIN_NEVER;
	join->retry_at = JOIN_NEVER;
	join->again_at = JOIN_NEVER;
	join->judging = false;
	join_turn_end(join);
	join_scan_end(join, VWLAN_NO_RADIO);
	join_state(join, VWLAN_STATE_DOWN, join_away(join), 0, now);
}

void join_down(struct join *join, uint64_t now)
{
	if (join->entry->mode == VWLAN_MODE_MANAGED)
		away(join, now);
}

/* By itself, the supplicant would go on with whatever has that name. */
void join_lost(struct join *join, uint64_t now)
{
	if (join->entry->mode == VWLAN_MODE_NATIVE)
		return;
	if (join->link != JOIN_AWAY)
		interface_remove(join);
	join->attempt++;
	away(join, now);
}

/* ------------------------------------------------------------------ */
/* Other guests                                                        */

enum vwlan_status join_away(const struct join *join)
{
	/* What an uplink is without isn't a radio. */
	if (join->entry->mode == VWLAN_MODE_UPLINK)
		return VWLAN_FAILED;
	return join->parked ? join->parked_why : VWLAN_NO_RADIO;
}

void join_park(struct join *join, enum vwlan_status why, uint64_t now)
{
	join->parked = true;
	join->parked_why = why;
	if (join->link != JOIN_AWAY)
		interface_remove(join);
	join->attempt++;
	join_speak(join);
	away(join, now);
}

void join_unpark(struct join *join)
{
	join->parked = false;
}

void join_cut(struct join *join, enum vwlan_status why, uint64_t again_at,
	      uint64_t now)
{
	if (join->link != JOIN_READY || join->wish == JOIN_NOTHING)
		return;
	join_turn_end(join);
	if (join->wish == JOIN_TOLD)
		join->wish = JOIN_CONNECT;
	join->attempt++;
	join->retry_at = JOIN_NEVER;
	join->again_at = again_at;
	join_ask(join, JOIN_DISCONNECT, "DISCONNECT");
	join_state(join, VWLAN_STATE_CONNECTING, why, 0, now);
}

/* What an earlier engine wanted only the supplicant knows. */
void join_again(struct join *join, uint64_t now)
{
	join->again_at = JOIN_NEVER;
	if (join->link != JOIN_READY)
		return;
	if (join->wish == JOIN_ADOPTED)
		join_ask(join, JOIN_DISCONNECT, "RECONNECT");
	else if (join->wish == JOIN_CONNECT)
		join_connect(join, now);
}

void join_free_again(struct join *join, uint64_t now)
{
	if (join->link == JOIN_READY && join->wish == JOIN_CONNECT)
		join_begin(join, now);
	else
		join_again(join, now);
}
