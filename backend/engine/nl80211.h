/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the radio's driver says of a connection: signal, rates, which key
 * indexes are in use.  Asked through nl80211, without waiting.
 */
#ifndef ENGINE_NL80211_H
#define ENGINE_NL80211_H

#include <ev.h>
#include <stdint.h>

#include "vwlan_abi.h"

struct nl80211;

/**
 * struct nl80211_listener - who is told the answers
 * @station: signal in dBm, rates in units of 100 kb/s; 0 if unknown
 * @key: this index of the interface's group keys is in use
 */
struct nl80211_listener {
	void (*station)(void *user, int ifindex, int32_t signal,
			uint32_t tx_rate, uint32_t rx_rate);
	void (*key)(void *user, int ifindex, unsigned int index);
};

/**
 * nl80211_open - the socket; to be called with privileges
 *
 * Returns 0, or a negative errno: -ENOENT if there is no wireless at all.
 */
int nl80211_open(struct nl80211 **nl80211, struct ev_loop *loop,
		 const struct nl80211_listener *listener, void *user);

/** nl80211_start - begin to listen */
void nl80211_start(struct nl80211 *nl80211);

void nl80211_close(struct nl80211 *nl80211);

/** nl80211_ask - about one connection; the answers come to the listener */
void nl80211_ask(struct nl80211 *nl80211, int ifindex,
		 const uint8_t *bssid);

#endif
