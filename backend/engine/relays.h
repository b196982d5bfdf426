/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Native stations: joins relay.c to netlink, clock and the rest of the
 * engine.  Nothing here knows what a command means.
 */
#ifndef ENGINE_RELAYS_H
#define ENGINE_RELAYS_H

#include "engine.h"

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

/** relays_up - is this interface up? */
bool relays_up(struct relays *relays, int ifindex);

/** relays_take_down - an interface that has lost its station */
void relays_take_down(struct relays *relays, int ifindex);

/** relays_bring_up - one that has it again; 0 or a negative errno */
int relays_bring_up(struct relays *relays, int ifindex);

/** relays_possible - is there a radio now that guests can drive? */
bool relays_possible(struct relays *relays);

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

/** native_mac_set - the monitor's answer */
void native_mac_set(struct native *native, int error);

/** native_measured - signal in dBm, rates in 100 kb/s; 0 if unknown */
void native_measured(struct native *native, int32_t signal,
		     uint32_t tx_rate, uint32_t rx_rate);

/** native_guest - what it has of the radio */
const struct radio_guest *native_guest(const struct native *native);

/** native_sought - has its guest asked for a network of this name? */
bool native_sought(const struct native *native,
		   const struct vwlan_ssid *ssid);

/** station_sought_by_others - station.c: has another device's guest? */
bool station_sought_by_others(const struct device *device,
			      const struct vwlan_ssid *ssid);

#endif
