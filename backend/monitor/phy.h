/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which phy is the radio.  A driver that is loaded anew, or a card that is
 * plugged in again, gets another name and number from the kernel: what
 * stays is its permanent address.
 */
#ifndef MONITOR_PHY_H
#define MONITOR_PHY_H

#include <stdbool.h>

#include "config.h"
#include "vwlan_nodes.h"

/**
 * struct phy
 * @config: constant
 * @address: the radio's permanent address as text, or "" as long as none
 *	was found; kept in a file, so that it outlives the daemon
 */
struct phy {
	const struct config *config;
	char address[VWLAN_MAC_TEXT];
};

/** phy_open - reads what an earlier monitor knew */
void phy_open(struct phy *phy, const struct config *config);

/**
 * phy_find - where it is now
 *
 * The one with the known address; else the one that the configuration
 * names; else, if it names none, the first by name.
 *
 * @index: set to nl80211's number of it
 *
 * Returns 0; -ERFKILL if it is there and switched off; -ENODEV if it isn't
 * there, or another negative errno; then @index is -1.
 */
int phy_find(struct phy *phy, int *index);

#endif
