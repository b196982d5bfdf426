/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The radio that guests share: joins the arbiter to clock and log, and
 * keeps what it causes until it can be carried out.
 */
#ifndef ENGINE_RADIO_H
#define ENGINE_RADIO_H

#include "arbiter.h"
#include "engine.h"

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
 */
struct radio_calls {
	void (*answer)(void *user, uint32_t id, enum vwlan_status status);
	void (*up)(void *user);
	void (*down)(void *user, enum vwlan_status why);
	void (*connect)(void *user);
	void (*disconnect)(void *user, enum vwlan_status why);
};

/**
 * struct radio_guest - one guest, in its station's memory
 * @radio: NULL while it is not known there
 * @busy: it is in the middle of something: its own effects wait
 * @said: the last refusal in the log, so as not to repeat it
 */
struct radio_guest {
	struct arbiter_guest arbiter;
	struct radio *radio;
	struct device *device;
	const struct radio_calls *calls;
	void *user;
	bool busy;
	enum vwlan_status said;
};

/** radio_open - without a phy; 0 or a negative errno */
int radio_open(struct engine *engine);

void radio_close(struct engine *engine);

/** radio_phy - what it can do, as read anew */
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

/** radio_tell - for what is never refused: DOWN, LEAVE */
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

/** radio_settle - carry out what was caused, set the timer */
void radio_settle(struct radio *radio);

#endif
