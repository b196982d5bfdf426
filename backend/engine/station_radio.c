// SPDX-License-Identifier: GPL-2.0-or-later
/* What a managed station has of the radio, beside other guests. */
#include <string.h>

#include "clock.h"
#include "relays.h"
#include "station_private.h"
#include "supplicant.h"

#define AGAIN_AFTER 20000u	/* ms until it tries what was refused again */

/* ------------------------------------------------------------------ */
/* What it asks for, and what becomes of it                            */

/* The supplicant finds the channel, unless it was refused one before. */
int station_judge(void *user, const struct vwlan_ssid *ssid)
{
	struct station *station = user;
	struct arbiter_request request = {
		.kind = ARBITER_JOIN,
		.id = ARBITER_JOIN,
		.patience = ARBITER_PATIENT,
		.connection.ssid = *ssid,
	};
	int verdict;

	if (station->refused.frequency &&
	    vwlan_ssid_same(&station->refused.ssid, ssid))
		request.connection = station->refused;
	station->refused.frequency = 0;
	verdict = radio_ask(&station->guest, &request);
	return verdict == RADIO_LATER ? JOIN_LATER : verdict;
}

static void connection_now(const struct table_entry *entry,
			   struct arbiter_connection *to)
{
	to->ssid = entry->ssid;
	memcpy(to->bssid, entry->bssid, sizeof(to->bssid));
	to->frequency = entry->frequency;
}

static void connected_follow(struct station *station)
{
	const struct arbiter_guest *known = &station->guest.arbiter;
	struct arbiter_connection now;

	connection_now(station->device->entry, &now);
	station->refused.frequency = 0;
	if (known->link != ARBITER_JOINED ||
	    memcmp(known->connection.bssid, now.bssid, VWLAN_MAC_LEN))
		radio_joined(&station->guest, &now);
	else if (known->connection.frequency != now.frequency)
		radio_switched(&station->guest, now.frequency);
}

void station_follow(struct station *station)
{
	const struct arbiter_guest *known = &station->guest.arbiter;

	if (!station->guest.radio || !known->placed)
		return;
	if (station->device->entry->state == VWLAN_STATE_CONNECTED)
		connected_follow(station);
	else if (station->join.wish == JOIN_NOTHING &&
		 (known->link != ARBITER_IDLE || known->target.ssid.length))
		radio_tell(&station->guest, ARBITER_LEAVE);
	else if (known->link == ARBITER_JOINED)
		radio_left(&station->guest);
}

static void trying(struct station *station, const struct wpatext_event *event)
{
	struct arbiter_connection to = { .frequency = event->frequency };
	const struct join *join = &station->join;

	if (join->wish != JOIN_TOLD)
		return;
	to.ssid = join->wanted.ssid;
	memcpy(to.bssid, event->bssid, sizeof(to.bssid));
	radio_trying(&station->guest, &to);
	if (station->guest.arbiter.link == ARBITER_IDLE)
		station->refused = to;
}

/* An attempt that failed keeps no channel from the others. */
void station_attempt(struct station *station,
		     const struct wpatext_event *event)
{
	if (!station->guest.radio || !station->guest.arbiter.placed)
		return;
	switch (event->id) {
	case WPATEXT_TRYING:
		trying(station, event);
		break;
	case WPATEXT_DISCONNECTED:
	case WPATEXT_TEMP_DISABLED:
	case WPATEXT_AUTH_REJECT:
	case WPATEXT_ASSOC_REJECT:
	case WPATEXT_FREQ_CONFLICT:
		if (station->guest.arbiter.link == ARBITER_JOINING)
			radio_left(&station->guest);
		break;
	default:
		break;
	}
}

/* ------------------------------------------------------------------ */
/* What other guests leave it                                          */

static void station_start(struct station *station)
{
	join_unpark(&station->join);
	/* Else when it has an interface again. */
	if (!station->device->lost &&
	    supplicant_is_up(station->device->engine->stations->supplicant))
		join_up(&station->join, clock_ms());
}

static bool station_wake(struct station *station)
{
	const struct device *device = station->device;
	struct join *join = &station->join;
	uint64_t now = clock_ms();

	if (!join_resting(join))
		return false;
	if (relays_bring_up(device->engine->stations->relays,
			    device->entry->ifindex)) {
		join_park(join, VWLAN_NO_RADIO, now);
		return false;
	}
	join_unpark(join);
	/* The channel may be another's still: then call_connect() is next. */
	return station->guest.arbiter.wait_for == ARBITER_CHANNEL ||
	       join_wake(join, now);
}

static void call_up(void *user)
{
	struct station *station = user;

	if (!station_wake(station))
		station_start(station);
	station_rearm(station);
}

static void call_down(void *user, enum vwlan_status why)
{
	struct station *station = user;
	const struct device *device = station->device;
	uint64_t now = clock_ms();

	if (!station->guest.turn.others ||
	    !join_rest(&station->join, true, why, now))
		join_park(&station->join, why, now);
	/* The supplicant is slower than who gets the station next. */
	relays_take_down(device->engine->stations->relays,
			 device->entry->ifindex);
	station_rearm(station);
}

static void call_answer(void *user, uint32_t id, enum vwlan_status status)
{
	struct station *station = user;

	if (id == ARBITER_JOIN)
		join_judged(&station->join, status, clock_ms());
	else if (status == VWLAN_OK && station->guest.arbiter.placed)
		station_start(station);
	else if (status == VWLAN_OK)
		join_park(&station->join, VWLAN_SLOT, clock_ms());
	else
		radio_guest_adopt(&station->guest, false);
	station_rearm(station);
}

static void call_connect(void *user)
{
	struct station *station = user;
	uint64_t now = clock_ms();

	if (!join_wake(&station->join, now))
		join_free_again(&station->join, now);
	station_rearm(station);
}

/*
 * Whom the arbiter has in a line is told.  Who only just came upon a channel
 * asks for that one, which a higher class may get; then now and again.
 */
static void call_disconnect(void *user, enum vwlan_status why)
{
	struct station *station = user;
	uint64_t now = clock_ms(), again = now + AGAIN_AFTER;

	if (station->guest.arbiter.wait_for != ARBITER_NOTHING)
		again = JOIN_NEVER;
	else if (station->refused.frequency && why == VWLAN_CHANNEL)
		again = now;
	if (!station->guest.turn.others ||
	    !join_rest(&station->join, false, why, now))
		join_cut(&station->join, why, again, now);
	station_rearm(station);
}

static void call_stranded(void *user, enum vwlan_status why)
{
	struct station *station = user;

	join_strand(&station->join, why, clock_ms());
	station_rearm(station);
}

static const struct radio_calls station_calls = {
	.answer = call_answer,
	.up = call_up,
	.down = call_down,
	.connect = call_connect,
	.disconnect = call_disconnect,
	.stranded = call_stranded,
	.scan_over = station_scan_over,
};

void station_lost(struct device *device)
{
	struct station *station = device->station;

	if (station->native) {
		native_lost(station->native);
		return;
	}
	join_lost(&station->join, clock_ms());
	station_rearm(station);
}

static void station_found(struct station *station)
{
	if (station->device->entry->mode == VWLAN_MODE_UPLINK)
		join_found(&station->join, clock_ms());
	else if (!station->join.parked)
		station_start(station);
}

void station_renewed(struct device *device)
{
	struct station *station = device->station;

	if (station->native) {
		native_renewed(station->native);
		return;
	}
	station_found(station);
	station_rearm(station);
}

int station_enter(struct station *station, bool adopt)
{
	const struct arbiter_request request = {
		.kind = ARBITER_UP,
		.id = ARBITER_UP,
		.patience = ARBITER_PATIENT,
	};
	struct device *device = station->device;
	struct relays *relays = device->engine->stations->relays;
	int rc;

	if (device->entry->mode != VWLAN_MODE_MANAGED ||
	    !relays_there(relays))
		return 0;
	rc = radio_guest_open(device->engine->radio, &station->guest, device,
			      &station_calls, station);
	if (rc)
		return rc;
	station->join.was_parked = adopt && device->shared->parked;
	if (adopt && relays_up(relays, device->entry->ifindex)) {
		radio_guest_adopt(&station->guest, true);
		return 0;
	}
	if (station->join.was_parked) {
		join_rest_adopt(&station->join, clock_ms());
		radio_guest_adopt(&station->guest, false);
		return 0;
	}
	rc = radio_ask(&station->guest, &request);
	if (rc == VWLAN_OK && station->guest.arbiter.placed)
		return 0;
	/* Or it is to have its turn. */
	join_park(&station->join, rc > VWLAN_OK ? rc : VWLAN_SLOT,
		  clock_ms());
	if (rc > VWLAN_OK)
		radio_guest_adopt(&station->guest, false);
	return 0;
}
