// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "command.h"
#include "compat.h"
#include "join.h"
#include "netdev.h"
#include "scan.h"
#include "station.h"
#include "transmit.h"

/* ------------------------------------------------------------------ */
/* Frames whose fate is waited for                                     */

static struct vwlan_sent *sent_remove(struct vwlan_station_state *s,
				      struct vwlan_sent *sent)
{
	list_del(&sent->list);
	s->sent_count--;
	return sent;
}

u64 vwlan_sent_keep(struct vwlan_station_state *s, const u8 *bytes,
		    size_t length, COMPAT_COOKIE cookie)
{
	struct vwlan_sent *sent = kmalloc(sizeof(*sent) + length, GFP_KERNEL);
	struct vwlan_sent *old = NULL;
	u64 number;

	spin_lock(&s->sent_lock);
	number = compat_cookie_choose(cookie, &s->cookie);
	if (sent) {
		sent->cookie = number;
		sent->length = length;
		memcpy(sent->bytes, bytes, length);
		list_add_tail(&sent->list, &s->sent);
		if (++s->sent_count > VWLAN_SENT_MAX)
			old = sent_remove(s, list_first_entry(
				&s->sent, struct vwlan_sent, list));
	}
	spin_unlock(&s->sent_lock);
	kfree(old);
	return number;
}

struct vwlan_sent *vwlan_sent_take(struct vwlan_station_state *s, u32 cookie)
{
	struct vwlan_sent *sent, *found = NULL;

	spin_lock(&s->sent_lock);
	list_for_each_entry(sent, &s->sent, list) {
		if ((u32)sent->cookie != cookie)
			continue;
		found = sent_remove(s, sent);
		break;
	}
	spin_unlock(&s->sent_lock);
	return found;
}

static void sent_forget(struct vwlan_station_state *s)
{
	struct vwlan_sent *sent, *next;

	spin_lock(&s->sent_lock);
	list_for_each_entry_safe(sent, next, &s->sent, list)
		kfree(sent_remove(s, sent));
	s->remaining = NULL;
	spin_unlock(&s->sent_lock);
}

void vwlan_station_reset(struct vwlan_station_state *s)
{
	vwlan_scan_finish(s, true);
	vwlan_join_lost(s);
	sent_forget(s);
}

/* ------------------------------------------------------------------ */
/* Network interface                                                   */

static int station_open(struct net_device *netdev)
{
	struct vwlan_device *d = vwlan_netdev_device(netdev);
	int rc = vwlan_command_up(d);

	if (rc)
		return rc;
	vwlan_netdev_start(d);
	return 0;
}

static int station_stop(struct net_device *netdev)
{
	struct vwlan_device *d = vwlan_netdev_device(netdev);

	netif_stop_queue(netdev);
	netif_carrier_off(netdev);
	vwlan_netdev_quiesce(d);
	vwlan_command_down(d);
	/* cfg80211 wants to hear the end of all before it is down. */
	vwlan_station_reset(d->station);
	return 0;
}

static int station_set_mac(struct net_device *netdev, void *address)
{
	struct vwlan_device *d = vwlan_netdev_device(netdev);
	int rc = eth_prepare_mac_addr_change(netdev, address);

	if (rc)
		return rc;
	if (!vwlan_phy_can(d->station->phy, VWLAN_PHY_SET_MAC))
		return -EOPNOTSUPP;
	rc = vwlan_command_set_mac(d, ((struct sockaddr *)address)->sa_data);
	if (rc == 0)
		eth_commit_mac_addr_change(netdev, address);
	return rc;
}

static const struct net_device_ops station_netdev_ops = {
	.ndo_open = station_open,
	.ndo_stop = station_stop,
	.ndo_start_xmit = vwlan_netdev_transmit,
	.ndo_set_mac_address = station_set_mac,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_fix_features = vwlan_netdev_fix_features,
};

/* ------------------------------------------------------------------ */
/* Birth and death                                                     */

static void station_init(struct vwlan_station_state *s,
			 struct vwlan_device *d, struct wiphy *wiphy)
{
	s->device = d;
	s->wiphy = wiphy;
	s->wdev.wiphy = wiphy;
	s->wdev.iftype = NL80211_IFTYPE_STATION;
	spin_lock_init(&s->scan_lock);
	spin_lock_init(&s->sent_lock);
	INIT_LIST_HEAD(&s->sent);
	vwlan_scan_init(s);
	vwlan_join_init(s);
}

static void station_free(struct vwlan_station_state *s)
{
	struct wiphy *wiphy = s->wiphy;

	vwlan_phy_free(wiphy);
	kfree(s->phy);
	wiphy_free(wiphy);
}

/* The new one owns @phy. */
static struct vwlan_station_state *station_new(struct vwlan_device *d,
					       struct vwlan_phy_data *phy)
{
	struct vwlan_station_state *s;
	struct wiphy *wiphy = wiphy_new(vwlan_cfg80211_ops(phy), sizeof(*s));
	int rc;

	if (!wiphy) {
		kfree(phy);
		return ERR_PTR(-ENOMEM);
	}
	s = wiphy_priv(wiphy);
	s->phy = phy;
	station_init(s, d, wiphy);
	set_wiphy_dev(wiphy, &d->xdev->dev);
	memcpy(wiphy->perm_addr, d->mac, ETH_ALEN);
	rc = vwlan_phy_fill(wiphy, phy);
	/* First: whoever asks for its rules must find some. */
	if (rc == 0)
		rc = vwlan_phy_rules(wiphy, phy);
	if (rc == 0)
		rc = wiphy_register(wiphy);
	if (rc) {
		station_free(s);
		return ERR_PTR(rc);
	}
	return s;
}

static int station_make(struct vwlan_device *d, struct vwlan_phy_data *phy)
{
	struct vwlan_station_state *s = station_new(d, phy);
	struct net_device *netdev;

	if (IS_ERR(s))
		return PTR_ERR(s);
	d->station = s;
	netdev = vwlan_netdev_create(d, "wlan%d", &station_netdev_ops);
	if (!netdev)
		return -ENOMEM;
	d->netdev = netdev;
	netdev->ieee80211_ptr = &s->wdev;
	s->wdev.netdev = netdev;
	SET_NETDEV_DEV(netdev, wiphy_dev(s->wiphy));
	return register_netdev(netdev);
}

void vwlan_station_destroy(struct vwlan_device *d)
{
	struct vwlan_station_state *s = d->station;

	if (!s)
		return;
	vwlan_netdev_destroy(d);
	d->station = NULL;
	cancel_delayed_work_sync(&s->scan_watchdog);
	cancel_delayed_work_sync(&s->join_watchdog);
	sent_forget(s);
	wiphy_unregister(s->wiphy);
	station_free(s);
}

/* The interface was up all the while: the backend's has to be as well. */
static int station_resume(struct vwlan_device *d)
{
	struct net_device *netdev = d->netdev;
	u32 state;
	int rc = vwlan_command_get_state(d, &state, &d->station->generation);

	if (rc)
		return rc;
	rtnl_lock();
	if (!ether_addr_equal(netdev->dev_addr, d->mac))
		rc = vwlan_command_set_mac(d, netdev->dev_addr);
	if (rc == 0 && netif_running(netdev))
		rc = vwlan_command_up(d);
	rtnl_unlock();
	return rc;
}

/* The backend knew what we can do before it chose a profile. */
static struct vwlan_phy_data *phy_agreed(struct vwlan_device *d)
{
	struct vwlan_phy_data *phy = vwlan_phy_read(d);

	if (IS_ERR(phy) || !vwlan_phy_can(phy, VWLAN_PHY_CONNECT) ||
	    d->capabilities & VWLAN_CAP_CONNECT)
		return phy;
	kfree(phy);
	return ERR_PTR(-EPROTO);
}

int vwlan_station_begin(struct vwlan_device *d, const char **problem)
{
	struct vwlan_phy_data *phy = phy_agreed(d);
	int rc = 0;

	if (IS_ERR(phy)) {
		*problem = "what the backend tells of its radio makes no sense";
		return PTR_ERR(phy);
	}
	if (d->station && vwlan_phy_fits(d->station->phy, phy)) {
		vwlan_phy_update(d->station->wiphy, phy);
		kfree(phy);
	} else {
		vwlan_station_destroy(d);
	}
	if (!d->station) {
		*problem = "can't make the wireless interface";
		rc = station_make(d, phy);
		if (rc)
			vwlan_station_destroy(d);
	}
	if (rc)
		return rc;
	vwlan_netdev_attach(d);
	*problem = "the interface can't be what it was";
	return station_resume(d);
}

void vwlan_station_lost(struct vwlan_device *d)
{
	struct vwlan_station_state *s = d->station;

	vwlan_station_reset(s);
	cancel_delayed_work_sync(&s->scan_watchdog);
	cancel_delayed_work_sync(&s->join_watchdog);
}
