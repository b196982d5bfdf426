// SPDX-License-Identifier: GPL-2.0-or-later
/* Stations: joins the state machine to supplicant, radio and clock. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "log.h"
#include "nl80211.h"
#include "recovery.h"
#include "relays.h"
#include "station_private.h"
#include "supplicant.h"

#define MEASURE_EVERY 2.0	/* s */

void station_rearm(struct station *station)
{
	struct ev_loop *loop = station->device->engine->loop;
	uint64_t at = join_deadline(&station->join), now;

	station_follow(station);
	ev_timer_stop(loop, &station->timer);
	if (at == JOIN_NEVER)
		return;
	now = clock_ms();
	/* A millisecond more than needed, rather than a turn for nothing. */
	ev_timer_set(&station->timer,
		     at > now ? (at - now + 1) / 1000.0 : 0.0, 0.0);
	ev_timer_start(loop, &station->timer);
}

static void on_deadline(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct station *station = timer->data;

	(void)loop;
	(void)events;
	join_timeout(&station->join, clock_ms());
	station_rearm(station);
}

/* ------------------------------------------------------------------ */
/* What a station causes                                               */

static void on_answer(const struct supplicant_asker *asker, const char *text)
{
	struct station *station = asker->who;

	join_answer(&station->join, asker->step, asker->attempt, text,
		    clock_ms());
	station_rearm(station);
}

/* Most are about one interface; the rest say so by their names. */
static bool step_is_global(enum join_step step)
{
	return step == JOIN_ADD_INTERFACE || step == JOIN_REMOVE_INTERFACE;
}

static void effect_ask(void *user, enum join_step step, uint32_t attempt,
		       const char *text)
{
	struct station *station = user;
	const struct device *device = station->device;
	const struct supplicant_asker asker = {
		.who = station,
		.step = step,
		.attempt = attempt,
		.answer = on_answer,
	};
	char line[WPATEXT_MAX + IFNAMSIZ + 16];
	int rc;

	if (step_is_global(step))
		snprintf(line, sizeof(line), "%s", text);
	else
		snprintf(line, sizeof(line), "IFNAME=%s %s",
			 device->entry->ifname, text);
	rc = supplicant_ask(device->engine->stations->supplicant, line,
			    &asker);
	explicit_bzero(line, sizeof(line));
	if (rc && !station->unasked)
		log_device(LOG_WARNING, device->key.domid, device->key.devid,
			   "the supplicant wasn't asked: %s", strerror(-rc));
	station->unasked = rc != 0;
}

/* A guest can cause many: what it can't do as fast as it likes is shown. */
static void log_state(struct station *station)
{
	const struct device *device = station->device;
	const struct table_entry *entry = device->entry;
	bool connected = entry->state == VWLAN_STATE_CONNECTED;
	int level = connected == station->connected ? LOG_DEBUG : LOG_INFO;

	station->connected = connected;
	log_device(level, device->key.domid, device->key.devid,
		   "%s%s%s", vwlan_state_text(entry->state),
		   entry->status ? ": " : "",
		   entry->status ? vwlan_status_text(entry->status) : "");
}

static void effect_send(void *user, struct vwlan_control *control)
{
	struct station *station = user;

	if (control->type == VWLAN_EVENT && control->id == VWLAN_EVT_STATE)
		log_state(station);
	device_send(station->device, control);
}

static void effect_channels(void *user, char *to)
{
	const struct device *device = ((const struct station *)user)->device;

	relay_phy_frequencies(relays_phy(device->engine->stations->relays),
			      &device->entry->policy, to);
}

static uint32_t effect_place(void *user, const struct vwlan_ssid *ssid)
{
	const struct device *device = ((const struct station *)user)->device;

	return table_place(&device->engine->table, device->entry, ssid);
}

static void effect_note(void *user, const char *text)
{
	const struct station *station = user;

	log_device(LOG_WARNING, station->device->key.domid,
		   station->device->key.devid, "%s", text);
}

static const struct join_effects station_effects = {
	.ask = effect_ask,
	.send = effect_send,
	.scan = station_scan,
	.scan_abort = station_scan_abort,
	.scan_list = station_scan_list,
	.seek = station_seek,
	.shows = station_shows,
	.channels = effect_channels,
	.place = effect_place,
	.judge = station_judge,
	.note = effect_note,
};

/* ------------------------------------------------------------------ */
/* The supplicant's news                                               */

static void each_station(struct engine *engine,
			 void (*call)(struct join *join, uint64_t now))
{
	struct device *device, *next;
	uint64_t now = clock_ms();

	HASH_ITER(by_key, engine->devices, device, next) {
		if (!device->station || device->station->native)
			continue;
		call(&device->station->join, now);
		station_rearm(device->station);
	}
}

void stations_radio_news(struct engine *engine)
{
	each_station(engine, join_radio_news);
}

static void on_supplicant_up(void *user)
{
	struct stations *stations = user;

	each_station(stations->engine, join_up);
}

static void on_supplicant_down(void *user)
{
	struct stations *stations = user;

	each_station(stations->engine, join_down);
}

static void on_supplicant_event(void *user, const struct wpatext_event *event)
{
	struct stations *stations = user;
	struct device *device;

	device = device_find_interface(stations->engine, event->ifname);
	if (!device || !device->station || device->station->native)
		return;
	join_event(&device->station->join, event, clock_ms());
	station_attempt(device->station, event);
	station_rearm(device->station);
}

static const struct supplicant_listener supplicant_news = {
	.up = on_supplicant_up,
	.down = on_supplicant_down,
	.event = on_supplicant_event,
};

/* ------------------------------------------------------------------ */
/* The radio's news                                                    */

static struct device *device_of(struct engine *engine, int ifindex)
{
	struct device *device, *next;

	HASH_ITER(by_key, engine->devices, device, next)
		if (device->station && device->entry->ifindex == ifindex)
			return device;
	return NULL;
}

static void on_station(void *user, int ifindex, int32_t signal,
		       uint32_t tx_rate, uint32_t rx_rate)
{
	const struct join_measure measure = { signal, tx_rate, rx_rate };
	struct stations *stations = user;
	struct device *device = device_of(stations->engine, ifindex);

	if (device && device->station->native)
		native_measured(device->station->native, signal, tx_rate,
				rx_rate);
	else if (device)
		join_measured(&device->station->join, &measure);
}

static void on_key(void *user, int ifindex, unsigned int index)
{
	struct stations *stations = user;
	struct device *device = device_of(stations->engine, ifindex);

	if (device && index < TABLE_KEYS)
		device->station->keys |= 1u << index;
}

static const struct nl80211_listener radio_news = {
	.station = on_station,
	.key = on_key,
};

static void station_measure(struct stations *stations, struct device *device)
{
	struct table_entry *entry = device->entry;
	struct station *station = device->station;

	if (entry->mode == VWLAN_MODE_UPLINK ||
	    entry->state != VWLAN_STATE_CONNECTED) {
		station->keys = 0;
		return;
	}
	/* The answers to the last questions; index 0 is the pairwise key. */
	if (!station->native)
		entry->key_index = station->keys | (entry->cipher ? 1u : 0);
	station->keys = 0;
	nl80211_ask(stations->nl80211, entry->ifindex, entry->bssid);
}

static void on_measure(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct stations *stations = timer->data;
	struct device *device, *next;

	(void)loop;
	(void)events;
	HASH_ITER(by_key, stations->engine->devices, device, next)
		if (device->station)
			station_measure(stations, device);
}

/* ------------------------------------------------------------------ */
/* Profiles                                                            */

static int passphrase_read(const char *path, struct join_network *to)
{
	char line[VWLAN_PASSPHRASE_MAX + 3];
	FILE *file = fopen(path, "re");
	size_t length;
	int rc = 0;

	if (!file)
		return -errno;
	/* Or a copy would be left in the library's buffer. */
	setvbuf(file, NULL, _IONBF, 0);
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	length = strcspn(line, "\r\n");
	if (wpatext_passphrase_valid(line, length)) {
		memcpy(to->passphrase, line, length);
		to->passphrase_length = length;
	} else {
		rc = -EINVAL;
	}
	explicit_bzero(line, sizeof(line));
	return rc;
}

/* One bad profile is no reason to leave the other guests without radio. */
static void profile_read(struct stations *stations, unsigned int i)
{
	const struct config_network *network;
	struct join_network *profile = &stations->profile[i];
	int rc = 0;

	network = &stations->engine->config->network[i];
	profile->ssid = network->ssid;
	if (network->passphrase_file[0])
		rc = passphrase_read(network->passphrase_file, profile);
	stations->usable[i] = rc == 0;
	if (rc == -EINVAL)
		log_daemon(LOG_ERR, "network %s: %s: not a passphrase of %u "
			   "to %u printable characters", network->name,
			   network->passphrase_file, VWLAN_PASSPHRASE_MIN,
			   VWLAN_PASSPHRASE_MAX);
	else if (rc)
		log_daemon(LOG_ERR, "network %s: %s: %s", network->name,
			   network->passphrase_file, strerror(-rc));
}

static const struct join_network *profile_find(const struct device *device)
{
	const struct config *config = device->engine->config;
	const struct config_network *network;
	const char *name = device->entry->network;
	unsigned int i;

	if (!name[0])
		return NULL;
	network = config_network_find(config, name);
	i = network ? network - config->network : 0;
	if (network && device->engine->stations->usable[i])
		return &device->engine->stations->profile[i];
	log_device(LOG_ERR, device->key.domid, device->key.devid,
		   "network %s: %s", name,
		   network ? "its passphrase could not be read" :
			     "not in the configuration");
	return NULL;
}

/* ------------------------------------------------------------------ */
/* Life                                                                */

int stations_open(struct engine *engine)
{
	struct stations *stations = calloc(1, sizeof(*stations));
	unsigned int i;
	int rc;

	if (!stations)
		return -ENOMEM;
	stations->engine = engine;
	engine->stations = stations;
	rc = radio_open(engine);
	if (rc)
		return rc;
	snprintf(stations->supplicant_config,
		 sizeof(stations->supplicant_config), "%s/supplicant.conf",
		 engine->config->run);
	for (i = 0; i < engine->config->networks; i++)
		profile_read(stations, i);
	/* Without a radio there still are uplinks. */
	rc = nl80211_open(&stations->nl80211, engine->loop, &radio_news,
			  stations);
	if (rc)
		log_daemon(LOG_WARNING, "no wireless (nl80211): %s",
			   strerror(-rc));
	rc = relays_open(&stations->relays, engine);
	return rc ? rc : recovery_open(engine, stations->relays);
}

int stations_start(struct engine *engine)
{
	struct stations *stations = engine->stations;

	if (stations->nl80211) {
		ev_timer_init(&stations->measure, on_measure, MEASURE_EVERY,
			      MEASURE_EVERY);
		stations->measure.data = stations;
		ev_timer_start(engine->loop, &stations->measure);
		nl80211_start(stations->nl80211);
	}
	recovery_start(engine->recovery);
	relays_start(stations->relays);
	return supplicant_open(&stations->supplicant, engine->loop,
			       engine->config->run, &supplicant_news,
			       stations);
}

void stations_close(struct engine *engine)
{
	struct stations *stations = engine->stations;

	if (!stations)
		return;
	if (stations->nl80211)
		ev_timer_stop(engine->loop, &stations->measure);
	nl80211_close(stations->nl80211);
	supplicant_close(stations->supplicant);
	recovery_close(engine);
	relays_close(stations->relays);
	radio_close(engine);
	explicit_bzero(stations, sizeof(*stations));
	free(stations);
	engine->stations = NULL;
}

uint32_t station_native_possible(struct engine *engine)
{
	return relays_possible(engine->stations->relays);
}

static int station_open_native(struct station *station, bool adopt)
{
	struct device *device = station->device;
	int rc;

	/* The guest is to recognise its connection. */
	if (adopt && device->shared->generation)
		device->entry->generation = device->shared->generation;
	rc = native_open(&station->native, device->engine->stations->relays,
			 device, adopt);
	if (rc) {
		device->station = NULL;
		free(station);
	}
	device->entry->remembered = false;
	return rc;
}

int station_open(struct device *device, bool adopt)
{
	struct engine *engine = device->engine;
	struct station *station = calloc(1, sizeof(*station));
	int rc;

	if (!station)
		return -ENOMEM;
	station->device = device;
	device->station = station;
	ev_init(&station->timer, on_deadline);
	station->timer.data = station;
	/*
	 * The guest may remember a number that an earlier engine gave:
	 * seconds since 1970 are more than there were CONNECTs.
	 */
	if (device->entry->generation == 0)
		device->entry->generation = time(NULL);
	if (device->entry->mode == VWLAN_MODE_NATIVE)
		return station_open_native(station, adopt);
	join_open(&station->join, &station_effects, station, device->entry,
		  profile_find(device), engine->config->guest_networks,
		  clock_ms());
	station->join.supplicant_config =
		engine->stations->supplicant_config;
	if (station_remembered(device))
		join_restore(&station->join, station_remembered(device));
	device->entry->remembered = false;
	rc = station_enter(station, adopt);
	if (rc) {
		join_close(&station->join);
		device->station = NULL;
		free(station);
		return rc;
	}
	if (supplicant_is_up(engine->stations->supplicant))
		join_up(&station->join, clock_ms());
	station_rearm(station);
	return 0;
}

static void interface_remove(const struct device *device)
{
	static const struct supplicant_asker nobody;
	char text[64];

	snprintf(text, sizeof(text), "INTERFACE_REMOVE %s",
		 device->entry->ifname);
	supplicant_ask(device->engine->stations->supplicant, text, &nobody);
}

void station_close(struct device *device)
{
	struct station *station = device->station;

	if (!station)
		return;
	if (station->native)
		native_close(station->native);
	radio_guest_close(&station->guest);
	supplicant_forget(device->engine->stations->supplicant, station);
	if (device->entry->mode == VWLAN_MODE_MANAGED)
		interface_remove(device);
	ev_timer_stop(device->engine->loop, &station->timer);
	table_entry_disconnect(device->entry, VWLAN_OK, 0);
	device->entry->state = VWLAN_STATE_DOWN;
	join_close(&station->join);
	free(station);
	device->station = NULL;
}

void station_command(struct device *device,
		     const struct vwlan_control *command)
{
	struct station *station = device->station;

	if (station->native) {
		native_command(station->native, command);
	} else {
		join_command(&station->join, command, clock_ms());
		station_rearm(station);
	}
}

bool station_effective(const struct device *device,
		       struct radio_effective *to)
{
	const struct station *station = device->station;

	if (!station)
		return false;
	return station->native ? native_effective(station->native, to) :
				 radio_effective(&station->guest, to);
}

void station_policy_news(struct device *device)
{
	struct station *station = device->station;

	device_policy_tell(device);
	if (!station)
		return;
	if (station->native) {
		native_policy_news(station->native);
		return;
	}
	/* What it loses by it now waits as ever before it is tried again. */
	join_policy_news(&station->join, clock_ms());
	radio_guest_policy(&station->guest);
	station_rearm(station);
}

const struct radio_guest *station_guest(const struct device *device)
{
	if (!device || !device->station)
		return NULL;
	return device->station->native ? native_guest(device->station->native) :
					 &device->station->guest;
}

void station_mac_set(struct device *device, int error)
{
	if (device->station->native)
		native_mac_set(device->station->native, error);
}
