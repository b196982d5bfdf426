/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The wireless side of the device: what the backend says of networks and
 * of the connection, and what the user wants of it.
 *
 * A wish to be connected outlives the backend: it is repeated when a new
 * one comes, and to one that has forgotten it, so that a guest returns to
 * its network by itself.
 */
#ifndef STATION_H
#define STATION_H

#include "../lib/link.h"

#define STATION_NETWORKS 64u	/* access points that are remembered */

/**
 * struct station_wish - the connection that the user wants
 * @wanted: there is one
 * @proven: it was fulfilled once: its passphrase is right
 * @connect: the command, with its passphrase
 *
 * Lies in memory that is neither swapped out nor dumped.
 */
struct station_wish {
	bool wanted;
	bool proven;
	struct vwlan_control connect;
};

/**
 * struct station - one device's
 * @link: to the backend; NULL while there is none
 * @heard: called with each message that is sound, after the station took
 *	from it what it needs; with NULL when @link goes away
 * @user: passed to @heard
 * @state: the last STATE event, or what came instead of one
 * @hello: the backend's answer to HELLO
 * @wish: what the user wants
 * @generation: of the connection that @wish led to
 * @connecting: @wish was sent, and not answered yet
 * @resumed: it is known how things stood when @link came
 * @scanning: results are coming in
 * @networks: the last scan's results
 * @network_count: how many of them
 * @overruns: times that the backend had to drop events
 */
struct station {
	struct front_link *link;
	void (*heard)(void *user, const struct vwlan_control *m);
	void *user;
	struct vwlan_control state;
	struct vwlan_control hello;
	struct station_wish *wish;
	uint32_t generation;
	bool connecting;
	bool resumed;
	bool scanning;
	struct vwlan_control networks[STATION_NETWORKS];
	unsigned int network_count;
	uint64_t overruns;
};

/** station_open - takes the locked memory; needs the right to lock it */
int station_open(struct station *station,
		 void (*heard)(void *user, const struct vwlan_control *m),
		 void *user);

void station_close(struct station *station);

/** station_attach - @link: say HELLO and take up the wish; NULL: gone */
int station_attach(struct station *station, struct front_link *link);

/**
 * station_run - hear what the backend said
 *
 * @more: set to true if there may be more: come back soon
 *
 * Returns 0, or -EPROTO if the backend broke the contract.
 */
int station_run(struct station *station, bool *more);

/** station_online - do frames pass? */
bool station_online(const struct station *station);

/** station_scan - @ssids: up to VWLAN_SCAN_SSIDS hidden networks */
int station_scan(struct station *station, const struct vwlan_ssid *ssids,
		 unsigned int count);

/**
 * station_connect - wish for a network
 *
 * @m: SSID, and perhaps PASSPHRASE and BSSID; the caller wipes it
 *
 * Returns 0 if it was sent; -ENOTCONN if it will be, once there is a
 * backend; another negative errno if it can't be sent.
 */
int station_connect(struct station *station, const struct vwlan_control *m);

/** station_disconnect - wish for none; errors as station_connect() */
int station_disconnect(struct station *station);

/** station_refresh - ask how things stand */
int station_refresh(struct station *station);

#endif
