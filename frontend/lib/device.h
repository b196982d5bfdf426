/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A frontend device: follows the nodes of both sides, and keeps the link
 * to the backend, whichever domain that is.
 */
#ifndef FRONT_DEVICE_H
#define FRONT_DEVICE_H

#include "life.h"
#include "link.h"
#include "store.h"

struct front_device;

/**
 * struct front_device_config - what the user of a device decides
 * @devid: device number, 0 to VWLAN_DEVID_MAX
 * @capabilities: VWLAN_CAP_* that this frontend has
 * @tx_slots: wanted; 64 to 512
 * @rx_slots: wanted; 64 to 512
 * @attached: the link is up, and both sides are about to be Connected
 * @detaching: the link is about to go: use nothing of it any more
 * @report: something for the log; @priority is syslog's
 * @user: passed to all of them
 */
struct front_device_config {
	unsigned int devid;
	uint32_t capabilities;
	uint32_t tx_slots;
	uint32_t rx_slots;
	void (*attached)(void *user, struct front_link *link);
	void (*detaching)(void *user);
	void (*report)(void *user, int priority, const char *text);
	void *user;
};

/**
 * struct front_device - state of a device
 * @config: as given
 * @store: its nodes
 * @grants: handle that maps
 * @events: handle that binds
 * @peer_before: backend's state when last looked at
 * @attached: @link is in use
 * @link: the connection
 * @failures: in a row, without having been connected for a while
 * @not_before: CLOCK_MONOTONIC in ms; no new attempt before that
 */
struct front_device {
	struct front_device_config config;
	struct front_store store;
	xengnttab_handle *grants;
	xenevtchn_handle *events;
	enum vwlan_xenbus_state peer_before;
	bool attached;
	struct front_link link;
	unsigned int failures;
	int64_t not_before;
};

/**
 * front_device_open - open the handles, and begin from Initialising
 *
 * What an earlier process left behind is forgotten: its pages were
 * unmapped by the kernel when it ended.
 */
int front_device_open(struct front_device *device,
		      const struct front_device_config *config);

/** front_device_close - unmap, say Closed, let go of everything */
void front_device_close(struct front_device *device);

/**
 * front_device_step - look at the nodes, and do what they ask for
 *
 * Returns ms until it wants to be called again though nothing changed, or
 * -1: never.
 */
int front_device_step(struct front_device *device);

/**
 * front_device_fail - the backend broke the contract: close the device
 *
 * It is taken up again when the backend offers it again, but not at once.
 */
void front_device_fail(struct front_device *device, const char *problem);

/** front_device_mac - the address that dom0 gave; -ENODATA if none yet */
int front_device_mac(const struct front_device *device, uint8_t *mac);

#endif
