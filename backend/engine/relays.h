/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Native stations: joins relay.c to netlink, clock and the rest of the
 * engine.  Nothing here knows what a command means.
 */
#ifndef ENGINE_RELAYS_H
#define ENGINE_RELAYS_H

#include "engine.h"
#include "relay.h"

struct arbiter_wish;
struct radio_effective;
struct native;
struct radio_guest;
struct relays;

/**
 * relays_open - what they share; to be called with privileges
 *
 * Without wireless there is no native mode, and that is all.
 *
 * Returns 0 or a negative errno.
 */
int relays_open(struct relays **relays, struct engine *engine);

/** relays_start - begin to listen */
void relays_start(struct relays *relays);

void relays_close(struct relays *relays);

/** relays_there - is there wireless at all? */
bool relays_there(const struct relays *relays);

/** relays_radio - the monitor's word on it; as relays.index and .blocked */
void relays_radio(struct relays *relays, int index,
		  enum vwlan_status blocked);

/** relays_radio_there - can stations be made? */
bool relays_radio_there(const struct relays *relays);

/** relays_gone - is there no such interface any more? */
bool relays_gone(struct relays *relays, int ifindex);

/** relays_up - is this interface up? */
bool relays_up(struct relays *relays, int ifindex);

/** relays_take_down - an interface that has lost its station */
void relays_take_down(struct relays *relays, int ifindex);

/** relays_bring_up - one that has it again; 0 or a negative errno */
int relays_bring_up(struct relays *relays, int ifindex);

/* relays_wish.c: what the arbiter makes of guests' wishes. */

/** relays_settings - R17: what all stations have in common */
void relays_settings(struct relays *relays, const struct arbiter_wish *wish);

/**
 * relays_power - R18: one station's transmit power
 *
 * @power: 1/100 dBm, or ARBITER_POWER_ANY
 *
 * Returns 0; -EOPNOTSUPP if the radio has one power for all stations; or
 * another negative errno.
 */
int relays_power(struct relays *relays, int ifindex, int32_t power);

/** relays_power_save - R19: of one station; no failure of the guest's */
void relays_power_save(struct relays *relays, int ifindex, bool on);

/**
 * relays_possible - is there a radio now that guests can drive?
 *
 * Returns VWLAN_CAP_* that a frontend needs for it, or 0.
 */
uint32_t relays_possible(struct relays *relays);

/** relays_family - nl80211's number */
int relays_family(const struct relays *relays);

/** relays_phy - the radio that stations are made on */
const struct relay_phy *relays_phy(const struct relays *relays);

/** relays_ask_radio - nl80211, on the socket that is no guest's */
int relays_ask_radio(struct relays *relays, struct nl_msg *request, bool dump,
		     relay_answer_fn *answer, void *context);

/**
 * native_open - a native station whose interface is there
 *
 * Takes device->radio_fd over.
 *
 * Returns 0 or a negative errno.
 */
int native_open(struct native **native, struct relays *relays,
		struct device *device, bool adopt);

void native_close(struct native *native);

/** native_command - as station_command() */
void native_command(struct native *native,
		    const struct vwlan_control *command);

/** native_policy_news - its device's policy is another now */
void native_policy_news(struct native *native);

/** native_effective - as radio_effective() */
bool native_effective(const struct native *native,
		      struct radio_effective *to);

/** native_mac_set - the monitor's answer */
void native_mac_set(struct native *native, int error);

/** native_lost - its interface is gone */
void native_lost(struct native *native);

/** native_renewed - it has another, and device->radio_fd is its socket */
void native_renewed(struct native *native);

/** native_measured - signal in dBm, rates in 100 kb/s; 0 if unknown */
void native_measured(struct native *native, int32_t signal,
		     uint32_t tx_rate, uint32_t rx_rate);

/** native_guest - what it has of the radio */
const struct radio_guest *native_guest(const struct native *native);

#endif
