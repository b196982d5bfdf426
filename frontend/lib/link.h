/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What connects a frontend with its backend while both are Connected: the
 * mapped pages, the event channels, and the rings in them.
 */
#ifndef FRONT_LINK_H
#define FRONT_LINK_H

#include <xenevtchn.h>
#include <xengnttab.h>

#include "control.h"
#include "directory.h"
#include "rx.h"
#include "tx.h"

/**
 * struct front_link_wish - what to map and bind
 * @backend: domain ID of the granter
 * @ring_ref: grant of the directory page
 * @port_control: the backend's port for command and event ring
 * @port_data: the backend's port for tx and rx ring
 * @capabilities: VWLAN_CAP_* that both sides have
 * @expected: what the directory page has to agree with
 */
struct front_link_wish {
	uint32_t backend;
	uint32_t ring_ref;
	uint32_t port_control;
	uint32_t port_data;
	uint32_t capabilities;
	struct front_expected expected;
};

/**
 * struct front_link - a connection
 * @grants: borrowed
 * @events: borrowed
 * @wish: what it was made from
 * @layout: of the two areas
 * @backend_area: mapped read-only; hostile
 * @guest_area: mapped writable
 * @port_control: own port, or -1
 * @port_data: own port, or -1
 * @control: command and event ring
 * @tx: transmit ring
 * @rx: receive ring
 * @notifications: sent over @port_data
 */
struct front_link {
	xengnttab_handle *grants;
	xenevtchn_handle *events;
	struct front_link_wish wish;
	struct vwlan_layout layout;
	const void *backend_area;
	void *guest_area;
	int port_control;
	int port_data;
	struct front_control control;
	struct front_tx tx;
	struct front_rx rx;
	uint64_t notifications;
};

/**
 * front_link_open - map, check, bind
 *
 * @problem: set to what went wrong, when something did
 *
 * Returns 0 or a negative errno; then nothing is mapped or bound.
 */
int front_link_open(struct front_link *link, xengnttab_handle *grants,
		    xenevtchn_handle *events,
		    const struct front_link_wish *wish, const char **problem);

/** front_link_close - unbind and unmap; no pointer into it is left */
void front_link_close(struct front_link *link);

/** front_link_notify_control - the backend has to look at the messages */
void front_link_notify_control(struct front_link *link);

/** front_link_notify_data - the backend has to look at the frames */
void front_link_notify_data(struct front_link *link);

#endif
