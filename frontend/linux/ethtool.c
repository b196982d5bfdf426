// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ethtool.h>

#include "compat.h"
#include "netdev.h"
#include "version.h"

/* What is told as statistics, in this order. */
static const struct statistic {
	char name[ETH_GSTRING_LEN];
	size_t offset;
} statistics[] = {
#define STATISTIC(name, field) \
	{ name, offsetof(struct vwlan_device, field) }
	STATISTIC("rx_bad", counters.rx_bad),
	STATISTIC("rx_tag", counters.rx_tag),
	STATISTIC("rx_eapol", counters.rx_eapol),
	STATISTIC("rx_memory", counters.rx_memory),
	STATISTIC("tx_bad", counters.tx_bad),
	STATISTIC("tx_eapol", counters.tx_eapol),
	STATISTIC("tx_full", counters.tx_full),
	STATISTIC("notifications", counters.notifications),
	STATISTIC("interrupts", counters.interrupts),
	STATISTIC("links", counters.links),
	STATISTIC("bad_messages", control.bad_messages),
	STATISTIC("bad_message_tags", control.bad_tags),
	STATISTIC("command_timeouts", control.timeouts),
	STATISTIC("refused_busy", control.refusals[VWLAN_BUSY]),
	STATISTIC("refused_rate", control.refusals[VWLAN_RATE]),
	STATISTIC("refused_policy", control.refusals[VWLAN_POLICY]),
	STATISTIC("refused_channel", control.refusals[VWLAN_CHANNEL]),
	STATISTIC("refused_slot", control.refusals[VWLAN_SLOT]),
	STATISTIC("refused_radar", control.refusals[VWLAN_RADAR]),
	STATISTIC("refused_rfkill", control.refusals[VWLAN_RFKILL]),
	STATISTIC("refused_no_radio", control.refusals[VWLAN_NO_RADIO]),
#undef STATISTIC
};

static void ethtool_drvinfo(struct net_device *netdev,
			    struct ethtool_drvinfo *info)
{
	const struct vwlan_device *d = vwlan_netdev_device(netdev);

	strscpy(info->driver, VWLAN_DRIVER, sizeof(info->driver));
	strscpy(info->version, VWLAN_VERSION, sizeof(info->version));
	strscpy(info->bus_info, dev_name(&d->xdev->dev),
		sizeof(info->bus_info));
}

static void ethtool_ringparam(struct net_device *netdev,
			      struct ethtool_ringparam *ring,
			      struct kernel_ethtool_ringparam *kernel,
			      struct netlink_ext_ack *ack)
{
	const struct vwlan_device *d = vwlan_netdev_device(netdev);

	ring->rx_max_pending = 1u << VWLAN_FRAME_ORDER_MAX;
	ring->tx_max_pending = 1u << VWLAN_FRAME_ORDER_MAX;
	ring->rx_pending = d->rx.size;
	ring->tx_pending = d->tx.size;
}

static int ethtool_count(struct net_device *netdev, int set)
{
	return set == ETH_SS_STATS ? ARRAY_SIZE(statistics) : -EOPNOTSUPP;
}

static void ethtool_strings(struct net_device *netdev, u32 set, u8 *to)
{
	size_t i;

	if (set != ETH_SS_STATS)
		return;
	for (i = 0; i < ARRAY_SIZE(statistics); i++)
		memcpy(to + i * ETH_GSTRING_LEN, statistics[i].name,
		       ETH_GSTRING_LEN);
}

static void ethtool_values(struct net_device *netdev,
			   struct ethtool_stats *stats, u64 *to)
{
	const char *device = (char *)vwlan_netdev_device(netdev);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(statistics); i++)
		to[i] = *(const u64 *)(device + statistics[i].offset);
}

const struct ethtool_ops vwlan_ethtool_ops = {
	.get_drvinfo = ethtool_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_ringparam = ethtool_ringparam,
	.get_sset_count = ethtool_count,
	.get_strings = ethtool_strings,
	.get_ethtool_stats = ethtool_values,
	.get_ts_info = ethtool_op_get_ts_info,
};
