/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Native mode: a wireless interface that cfg80211 drives, and whose station
 * is in the driver domain.
 *
 * What is said here to be under the station's lock is under the one that
 * cfg80211 holds when it calls for authentication and the like; compat.h
 * knows which one that is.
 */
#ifndef VWLANFRONT_STATION_H
#define VWLANFRONT_STATION_H

#include <net/cfg80211.h>

#include "compat.h"
#include "device.h"
#include "phy.h"

#define VWLAN_SENT_MAX 16u	/* frames whose fate is waited for */

/**
 * struct vwlan_sent - a frame that the supplicant wants to hear of
 * @cookie: cfg80211's; the backend gets the low 32 bits
 * @length: bytes
 */
struct vwlan_sent {
	struct list_head list;
	u64 cookie;
	u16 length;
	u8 bytes[];
};

/**
 * struct vwlan_station_state - an interface; the private part of its wiphy
 * @device: whose it is
 * @wiphy: the radio as cfg80211 knows it
 * @wdev: the interface as cfg80211 knows it
 * @phy: what the radio can do
 * @scan_lock: guards @scan
 * @scan: the scan that is under way, or NULL
 * @scan_watchdog: ends it if the backend does not
 * @generation: of the connection, or of the attempt; station's lock, as
 *	is what follows up to @join_watchdog
 * @left: the end of that connection was told already
 * @authenticating: AUTHENTICATED or AUTH_TIMEOUT is due
 * @bssid: of the access point that is authenticated with
 * @associating: what is associated with, while ASSOCIATED or ASSOC_TIMEOUT
 *	is due; cfg80211 holds it for as long
 * @connecting: CONNECT's profile: CONNECTED or CONNECT_TIMEOUT is due
 * @mapped: the backend was told of a QoS map
 * @connected: there: cfg80211 was told of a connection, and of no end of it
 * @ssid: there: the network's, @ssid_length bytes
 * @join_watchdog: ends any of them if the backend does not
 * @sent_lock: guards what follows
 * @sent: frames whose fate is waited for
 * @sent_count: how many
 * @cookie: the last one given out, where that is the driver's to do
 * @remaining: channel that is remained on, or NULL
 * @remaining_cookie: its cookie
 */
struct vwlan_station_state {
	struct vwlan_device *device;
	struct wiphy *wiphy;
	struct wireless_dev wdev;
	struct vwlan_phy_data *phy;

	spinlock_t scan_lock;
	struct cfg80211_scan_request *scan;
	struct delayed_work scan_watchdog;

	u32 generation;
	bool left;
	bool authenticating;
	u8 bssid[ETH_ALEN];
	struct cfg80211_bss *associating;
	bool connecting;
	bool mapped;
	bool connected;
	u8 ssid_length;
	u8 ssid[IEEE80211_MAX_SSID_LEN];
	struct delayed_work join_watchdog;

	spinlock_t sent_lock;
	struct list_head sent;
	unsigned int sent_count;
	u32 cookie;
	struct ieee80211_channel *remaining;
	u64 remaining_cookie;
};

/**
 * vwlan_cfg80211_ops - for a radio that can do this
 *
 * cfg80211 tells its users that a command is there if its operation is.
 */
const struct cfg80211_ops *
vwlan_cfg80211_ops(const struct vwlan_phy_data *phy);

/** vwlan_cfg80211_init - before there is a device */
void vwlan_cfg80211_init(void);

/** vwlan_chandef_fill - returns false if there is no such channel */
bool vwlan_chandef_fill(struct wiphy *wiphy, struct cfg80211_chan_def *to,
			const struct vwlan_channel_definition *from);

/** vwlan_station_connects - is CONNECT the radio's profile? */
static inline bool vwlan_station_connects(const struct vwlan_station_state *s)
{
	return vwlan_phy_can(s->phy, VWLAN_PHY_CONNECT);
}

/** vwlan_station_of - by the wiphy that cfg80211 passes */
static inline struct vwlan_station_state *vwlan_station_of(struct wiphy *wiphy)
{
	return wiphy_priv(wiphy);
}

/**
 * vwlan_station_begin - a backend was linked, whose mode is native
 *
 * The interface stays what it was if the radio can do the same as before.
 */
int vwlan_station_begin(struct vwlan_device *d, const char **problem);

/**
 * vwlan_station_lost - the link went, and the connection with it
 *
 * No event is handled any more.
 */
void vwlan_station_lost(struct vwlan_device *d);

/** vwlan_station_destroy - unregister the interface and its wiphy, if any */
void vwlan_station_destroy(struct vwlan_device *d);

/** vwlan_station_reset - the station is gone: so is all that was under way */
void vwlan_station_reset(struct vwlan_station_state *s);

/**
 * vwlan_sent_keep - remember a frame until its fate is known
 *
 * @cookie: what cfg80211 passed
 *
 * The oldest is forgotten if there are too many.  Returns its cookie.
 */
u64 vwlan_sent_keep(struct vwlan_station_state *s, const u8 *bytes,
		    size_t length, COMPAT_COOKIE cookie);

/**
 * vwlan_sent_take - forget it
 *
 * @cookie: as the backend knows it
 *
 * Returns it, to be freed, or NULL if it is not known.
 */
struct vwlan_sent *vwlan_sent_take(struct vwlan_station_state *s, u32 cookie);

#endif
