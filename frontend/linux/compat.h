/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What differs between the kernels that this driver builds on, 6.1 and
 * later: all of it is here.  VWLAN_HAVE_* come from Kbuild, which looks into
 * the kernel's headers: stable kernels get changes of later ones.
 */
#ifndef VWLANFRONT_COMPAT_H
#define VWLANFRONT_COMPAT_H

#include <linux/version.h>
#include <net/cfg80211.h>
#include <xen/xenbus.h>
#if __has_include(<linux/hex.h>)
#include <linux/hex.h>
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "xen-vwlanfront needs Linux 6.1 or later"
#endif

/* The station's lock: what cfg80211 holds around authentication and such. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
static inline void compat_station_lock(struct wireless_dev *wdev)
{
	mutex_lock(&wdev->mtx);
}

static inline void compat_station_unlock(struct wireless_dev *wdev)
{
	mutex_unlock(&wdev->mtx);
}
#else
static inline void compat_station_lock(struct wireless_dev *wdev)
{
	wiphy_lock(wdev->wiphy);
}

static inline void compat_station_unlock(struct wireless_dev *wdev)
{
	wiphy_unlock(wdev->wiphy);
}
#endif

#ifdef VWLAN_HAVE_ASSOC_RESP_DATA
#define compat_assoc_response cfg80211_rx_assoc_resp_data
#else
#define compat_assoc_response cfg80211_rx_assoc_resp
#endif

static inline bool compat_rx_control_port(struct net_device *netdev,
					  struct sk_buff *skb, bool clear)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
	return cfg80211_rx_control_port(netdev, skb, clear);
#else
	return cfg80211_rx_control_port(netdev, skb, clear, -1);
#endif
}

/* For a while they told of punctured channels, which we have none of. */
#ifdef VWLAN_HAVE_SWITCH_PUNCTURED
#define COMPAT_PUNCTURED , 0
#else
#define COMPAT_PUNCTURED
#endif

static inline void compat_switch_started(struct net_device *netdev,
					 struct cfg80211_chan_def *to,
					 u8 count)
{
	cfg80211_ch_switch_started_notify(netdev, to, 0, count,
					  false COMPAT_PUNCTURED);
}

static inline void compat_switched(struct net_device *netdev,
				   struct cfg80211_chan_def *to)
{
	cfg80211_ch_switch_notify(netdev, to, 0 COMPAT_PUNCTURED);
}

/*
 * The cookie of a frame, or of a stay on a channel: drivers chose it, and
 * told it through a pointer; now they are told it.
 */
#ifdef VWLAN_HAVE_COOKIE_GIVEN
#define COMPAT_COOKIE u64

static inline u64 compat_cookie_choose(u64 given, u32 *last)
{
	return given;
}

static inline void compat_cookie_tell(u64 given, u64 cookie)
{
}
#else
#define COMPAT_COOKIE u64 *

static inline u64 compat_cookie_choose(u64 *told, u32 *last)
{
	/* No cookie is 0: to cfg80211 that is none. */
	return ++*last ? *last : ++*last;
}

static inline void compat_cookie_tell(u64 *told, u64 cookie)
{
	if (told)
		*told = cookie;
}
#endif

static inline enum xenbus_state
compat_state_of(const struct xenbus_device *xdev, const char *path)
{
#ifdef VWLAN_HAVE_DEVICE_STATE
	return xenbus_read_driver_state(xdev, path);
#else
	return xenbus_read_driver_state(path);
#endif
}

/* What keys and stations are said to be of; all of these have a wiphy. */
#ifdef VWLAN_HAVE_WDEV_OPERATIONS
#define compat_owner wireless_dev
#else
#define compat_owner net_device
#endif

/* Operations whose last arguments changed. */
#ifdef VWLAN_HAVE_REMAIN_ADDRESS
#define COMPAT_REMAIN_ADDRESS , const u8 *rx_addr
#else
#define COMPAT_REMAIN_ADDRESS
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
#define COMPAT_LINK_ID
#else
#define COMPAT_LINK_ID unsigned int link_id,
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define COMPAT_RADIO
#else
#define COMPAT_RADIO int radio,
#endif

#endif
