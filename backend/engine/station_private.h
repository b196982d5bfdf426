/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What station.c and station_radio.c know of one another. */
#ifndef ENGINE_STATION_PRIVATE_H
#define ENGINE_STATION_PRIVATE_H

#include "engine.h"
#include "join.h"
#include "radio.h"

/**
 * struct stations - what they share
 * @relays: what native stations share
 * @profiles: the configuration's networks, with their passphrases
 * @usable: this one's passphrase could be read
 * @supplicant_config: what the monitor wrote for it, as it sees the path
 */
struct stations {
	struct engine *engine;
	struct supplicant *supplicant;
	struct nl80211 *nl80211;
	struct relays *relays;
	ev_timer measure;
	struct join_network profile[CONFIG_NETWORKS_MAX];
	bool usable[CONFIG_NETWORKS_MAX];
	char supplicant_config[96];
};

/**
 * struct station - one guest's
 * @native: in native mode; then the rest is not used
 * @guest: what it has of the radio
 * @refused: the access point that it was kept from last; frequency 0: none
 * @timer: runs out at the state machine's next deadline
 * @keys: group key indexes that the driver has told of since last asked
 * @connected: the log has it so
 * @unasked: the supplicant's line was full, and that was logged
 */
struct station {
	struct device *device;
	struct native *native;
	struct radio_guest guest;
	struct arbiter_connection refused;
	struct join join;
	ev_timer timer;
	uint32_t keys;
	bool connected;
	bool unasked;
};

/* station.c */

/** station_rearm - after anything that happened to it: tell, set the timer */
void station_rearm(struct station *station);

/* station_radio.c */

/**
 * station_enter - managed: ask for a station of the radio's
 *
 * A guest for which there is none now gets the next one.
 *
 * @adopt: an earlier engine had it
 *
 * Returns 0 or a negative errno.
 */
int station_enter(struct station *station, bool adopt);

/** station_judge - join_effects.judge() */
int station_judge(void *user, const struct vwlan_ssid *ssid);

/** station_follow - compare what became of it with what the arbiter knows */
void station_follow(struct station *station);

/** station_attempt - the supplicant's news of an attempt to connect */
void station_attempt(struct station *station,
		     const struct wpatext_event *event);

/* station_scan.c: join_effects, and radio_calls.scan_over() */
enum vwlan_status station_scan(void *user,
			       const struct vwlan_control *command,
			       uint32_t number);
void station_scan_abort(void *user);
int station_scan_list(void *user);
void station_scan_over(void *user, uint32_t number, enum vwlan_status status,
		       uint64_t since);
void station_seek(void *user, const struct vwlan_ssid *ssid);
bool station_shows(void *user, const struct vwlan_ssid *ssid,
		   enum arbiter_hidden hidden, uint32_t frequency);

#endif
