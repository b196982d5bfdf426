/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A radio that goes takes its interfaces along, and so does the network
 * device below uplinks; when it is back, they are made again, and guests
 * keep their devices.  Which phy is the radio, and
 * whether it is switched off, only the monitor can see.
 */
#ifndef ENGINE_RECOVERY_H
#define ENGINE_RECOVERY_H

#include "engine.h"

struct recovery;
struct relays;

/**
 * recovery_open - with privileges: listens to what is switched off
 *
 * Returns 0 or a negative errno; @engine->recovery is set.
 */
int recovery_open(struct engine *engine, struct relays *relays);

/** recovery_start - without them */
void recovery_start(struct recovery *recovery);

void recovery_close(struct engine *engine);

/** recovery_radio_ask - radios came or went: which is ours now? */
void recovery_radio_ask(struct recovery *recovery);

/** recovery_radio_told - the monitor's answer */
void recovery_radio_told(struct recovery *recovery,
			 const struct monitor_message *message);

/** recovery_radio_back - there is a radio, perhaps after a while without */
void recovery_radio_back(struct recovery *recovery);

/** recovery_look - is the device's interface still there? */
void recovery_look(struct device *device);

/** recovery_link_gone - an interface was removed, whoever's it was */
void recovery_link_gone(struct recovery *recovery, int ifindex);

/**
 * recovery_renewed - the monitor's answer to RENEW
 *
 * @fd: the station's netlink socket in native mode, or -1; set to -1 if it
 *	was taken over
 */
void recovery_renewed(struct device *device,
		      const struct monitor_message *message, int *fd);

#endif
