/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The radio that guests share: joins the arbiter to clock and log, and
 * keeps what it causes until it can be carried out.
 */
#ifndef ENGINE_RADIO_H
#define ENGINE_RADIO_H

#include "arbiter.h"
#include "engine.h"
#include "scan_request.h"

#define RADIO_LATER (-1)	/* no status: the answer comes later */

struct radio;
struct relay_phy;

/**
 * struct radio_calls - what becomes of a guest's station
 *
 * The arbiter may be asked again from within these.
 *
 * @answer: to a request that had RADIO_LATER; VWLAN_OK, or why not
 * @up: it has a station again
 * @down: it has none for now; up() comes by itself
 * @connect: it may connect again
 * @disconnect: cut its connection
 * @stranded: no turn will bring back what it has lost; up() or connect()
 *	comes by itself, some time; NULL if it doesn't count on a turn
 * @scan_over: the scan that radio_scan_ask() gave this number; what was
 *	heard before @since is not for it
 */
struct radio_calls {
	void (*answer)(void *user, uint32_t id, enum vwlan_status status);
	void (*up)(void *user);
	void (*down)(void *user, enum vwlan_status why);
	void (*connect)(void *user);
	void (*disconnect)(void *user, enum vwlan_status why);
	void (*stranded)(void *user, enum vwlan_status why);
	void (*scan_over)(void *user, uint32_t number,
			  enum vwlan_status status, uint64_t since);
};

/**
 * struct radio_turn - how a guest fares where guests take turns
 * @others: what it lost last went to another's turn, and comes back
 * @back_at: ms; when that is at the earliest, or 0 if nobody knows
 * @begun_at: ms; when the one before it lost what it gets; 0: it has begun
 * @ended: how many turns of its have ended
 * @took: ms that the last change to its turn took, from the end of the other
 *	connection to its own; 0: none yet
 */
struct radio_turn {
	bool others;
	uint64_t back_at;
	uint64_t begun_at;
	uint32_t ended;
	uint64_t took;
};

/**
 * struct radio_guest - one guest, in its station's memory
 * @radio: NULL while it is not known there
 * @busy: it is in the middle of something: its own effects wait
 * @powering: it is asking for another transmit power itself
 * @said: the last refusal in the log, so as not to repeat it
 * @turn: among those that share the radio
 * @words: what its scan sends; NULL before the first one
 */
struct radio_guest {
	struct arbiter_guest arbiter;
	struct radio *radio;
	struct device *device;
	const struct radio_calls *calls;
	void *user;
	bool busy;
	bool powering;
	enum vwlan_status said;
	struct radio_turn turn;
	struct scan_words *words;
};

/** radio_open - without a phy; 0 or a negative errno */
int radio_open(struct engine *engine);

void radio_close(struct engine *engine);

/** radio_lost - there is none, or it is switched off, as @why says */
void radio_lost(struct radio *radio, enum vwlan_status why);

/** radio_phy - there is one; what it can do, as read anew */
void radio_phy(struct radio *radio, const struct relay_phy *phy);

/**
 * radio_guest_open - a guest with a station of the radio's
 *
 * Returns 0 or a negative errno.
 */
int radio_guest_open(struct radio *radio, struct radio_guest *guest,
		     struct device *device, const struct radio_calls *calls,
		     void *user);

/** radio_guest_close - nothing comes for it any more */
void radio_guest_close(struct radio_guest *guest);

/**
 * radio_guest_policy - its device's policy is another now
 *
 * What it must give up is carried out before this returns.
 */
void radio_guest_policy(struct radio_guest *guest);

/**
 * radio_guest_adopt - it has been up since before this engine, or waits
 *
 * @placed: it is up; if not, it gets a station as soon as there is one
 */
void radio_guest_adopt(struct radio_guest *guest, bool placed);

/**
 * radio_ask - may it?
 *
 * What others have to give up for it is carried out before this returns.
 *
 * Returns VWLAN_OK, why not, or RADIO_LATER.
 */
int radio_ask(struct radio_guest *guest,
	      const struct arbiter_request *request);

/**
 * radio_power - R18: may its station send with this power?
 *
 * @power: 1/100 dBm or ARBITER_POWER_ANY; becomes what it may have
 *
 * Returns VWLAN_OK or why not.
 */
int radio_power(struct radio_guest *guest, int32_t *power);

/**
 * struct radio_effective - what a station has of what was wished for
 * @power: 1/100 dBm, or ARBITER_POWER_ANY
 * @bitrates: as bitrates_text() has it; "": not known
 * @qos_map: as qos_map_text() has it; "": not known
 */
struct radio_effective {
	int32_t power;
	bool power_save;
	struct arbiter_wish settings;
	char bitrates[BITRATES_TEXT];
	char qos_map[QOS_MAP_TEXT];
};

/** radio_effective - false if it has no station now */
bool radio_effective(const struct radio_guest *guest,
		     struct radio_effective *to);

/** radio_tell - for what is never refused: DOWN, LEAVE, CANCEL_REMAIN */
void radio_tell(struct radio_guest *guest, enum arbiter_kind kind);

/** radio_mac - its address, which may be another now */
void radio_mac(struct radio_guest *guest, const uint8_t *mac);

/** radio_trying - its station goes for this access point */
void radio_trying(struct radio_guest *guest,
		  const struct arbiter_connection *connection);

/** radio_joined - it is connected there */
void radio_joined(struct radio_guest *guest,
		  const struct arbiter_connection *connection);

/** radio_left - it isn't any more, or it came to nothing */
void radio_left(struct radio_guest *guest);

/** radio_switched - its access point has changed its channel */
void radio_switched(struct radio_guest *guest, uint32_t frequency);

/** station_guest - what a device has of the radio; NULL if nothing */
const struct radio_guest *station_guest(const struct device *device);

/* radio_turn.c */

/**
 * radio_turn_lost - it has lost its station, or its channel
 *
 * @by: the guest that gets it, or NULL
 * @at: when it comes back at the earliest, or ARBITER_NEVER
 */
void radio_turn_lost(struct radio_guest *guest, struct radio_guest *by,
		     uint64_t at);

/** radio_turn_begun - it is connected, in its turn perhaps */
void radio_turn_begun(struct radio_guest *guest);

/** enum radio_waits - for what does a guest wait? */
enum radio_waits {
	RADIO_WAITS_NOT,
	RADIO_WAITS_STATION,
	RADIO_WAITS_CHANNEL,
};

/**
 * radio_turn_waits - does it wait for its turn?
 *
 * @ms: until that may come at the earliest; 0 if nobody knows
 */
enum radio_waits radio_turn_waits(const struct radio_guest *guest,
				  uint64_t *ms);

/** radio_settle - carry out what was caused, set the timer */
void radio_settle(struct radio *radio);

/* radio_scan.c: scans, and what is seen of the air. */

/**
 * radio_scan_ask - may it scan?
 *
 * @command: a SCAN that relay_command_build() takes
 *
 * Returns VWLAN_OK, or why not.
 */
enum vwlan_status radio_scan_ask(struct radio_guest *guest,
				 const struct vwlan_control *command,
				 uint32_t number);

/** radio_scan_abort - it waits no longer; scan_over() comes as ever */
void radio_scan_abort(struct radio_guest *guest);

/** radio_scan_news - nl80211's about a scan on the radio; radio_settle() */
void radio_scan_news(struct radio *radio, uint8_t command, int ifindex);

/** radio_scan_lost - news may have been lost; radio_settle() is to follow */
void radio_scan_lost(struct radio *radio);

/** radio_seek - the guest knows this network's name */
void radio_seek(struct radio_guest *guest, const struct vwlan_ssid *ssid);

/** radio_shows - R8: is it among the guest's scan results? */
bool radio_shows(const struct radio_guest *guest,
		 const struct vwlan_ssid *ssid, enum arbiter_hidden hidden,
		 uint32_t frequency);

#endif
