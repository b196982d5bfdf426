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

/* Operations whose last arguments changed. */
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
