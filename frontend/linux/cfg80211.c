// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cfg80211's operations, but for scanning (scan.c) and joining (join.c,
 * connect.c).
 */
#include "command.h"
#include "compat.h"
#include "connect.h"
#include "join.h"
#include "quality.h"
#include "scan.h"
#include "station.h"

#define SIGNAL_LOWEST (-127)	/* dBm; no threshold is below */
#define MCS_HT_MAX 31
#define MCS_VHT_MAX 11
#define MCS_HE_MAX 13
#define STREAMS_MAX 8

/* ------------------------------------------------------------------ */
/* Keys                                                                */

static int op_add_key(struct wiphy *wiphy, struct compat_owner *owner,
		      int link_id, u8 index, bool pairwise, const u8 *mac,
		      struct key_params *key)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	if (key->mode != NL80211_KEY_RX_TX)
		return -EOPNOTSUPP;
	return vwlan_command_add_key(s->device, s->generation, index,
				     pairwise ? mac : NULL, key);
}

static int op_del_key(struct wiphy *wiphy, struct compat_owner *owner,
		      int link_id, u8 index, bool pairwise, const u8 *mac)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	return vwlan_command_delete_key(s->device, s->generation, index,
					pairwise ? mac : NULL);
}

static int op_set_default_key(struct wiphy *wiphy, struct net_device *netdev,
			      int link_id, u8 index, bool unicast,
			      bool multicast)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	u32 use = (unicast ? VWLAN_KEY_DEFAULT_UNICAST : 0) |
		  (multicast ? VWLAN_KEY_DEFAULT_MULTICAST : 0);

	return vwlan_command_default_key(s->device, s->generation, index,
					 use);
}

static int op_set_default_mgmt_key(struct wiphy *wiphy,
				   struct compat_owner *owner, int link_id,
				   u8 index)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	return vwlan_command_default_key(s->device, s->generation, index,
					 VWLAN_KEY_DEFAULT_MANAGEMENT);
}

static int op_set_default_beacon_key(struct wiphy *wiphy,
				     struct compat_owner *owner, int link_id,
				     u8 index)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	return vwlan_command_default_key(s->device, s->generation, index,
					 VWLAN_KEY_DEFAULT_BEACON);
}

/* ------------------------------------------------------------------ */
/* The access point                                                    */

/* Supplicants set this one flag, and nothing else, of an access point. */
static int op_change_station(struct wiphy *wiphy, struct compat_owner *owner,
			     const u8 *mac, struct station_parameters *params)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	u32 flag = BIT(NL80211_STA_FLAG_AUTHORIZED);

	if (!s->wdev.connected ||
	    !ether_addr_equal(mac, s->wdev.u.client.connected_addr))
		return -ENOENT;
	if (!(params->sta_flags_mask & flag))
		return 0;
	return vwlan_command_authorize(s->device, s->generation, mac,
				       params->sta_flags_set & flag);
}

static int width_get(u8 mhz)
{
	switch (mhz) {
	case 40:
		return RATE_INFO_BW_40;
	case 80:
		return RATE_INFO_BW_80;
	case 160:
		return RATE_INFO_BW_160;
	}
	return RATE_INFO_BW_20;
}

/* cfg80211 computes with these, and warns if they can't be: false then. */
static bool rate_fill(struct rate_info *to, const struct vwlan_bitrate *from)
{
	u16 value = le16_to_cpu(from->value);

	memset(to, 0, sizeof(*to));
	to->bw = width_get(from->width);
	switch (from->kind) {
	case VWLAN_BITRATE_LEGACY:
		to->legacy = value;
		return value > 0;
	case VWLAN_BITRATE_HT:
		to->flags = RATE_INFO_FLAGS_MCS;
		if (to->bw != RATE_INFO_BW_40)
			to->bw = RATE_INFO_BW_20;
		break;
	case VWLAN_BITRATE_VHT:
		to->flags = RATE_INFO_FLAGS_VHT_MCS;
		break;
	case VWLAN_BITRATE_HE:
		to->flags = RATE_INFO_FLAGS_HE_MCS;
		to->he_gi = min_t(u8, from->guard, NL80211_RATE_INFO_HE_GI_3_2);
		break;
	default:
		return false;
	}
	if (from->kind != VWLAN_BITRATE_HE && from->guard)
		to->flags |= RATE_INFO_FLAGS_SHORT_GI;
	to->mcs = min_t(u16, value, U8_MAX);
	to->nss = from->nss;
	if (from->kind == VWLAN_BITRATE_HT)
		return to->mcs <= MCS_HT_MAX;
	return to->nss >= 1 && to->nss <= STREAMS_MAX &&
	       to->mcs <= (from->kind == VWLAN_BITRATE_VHT ? MCS_VHT_MAX :
							     MCS_HE_MAX);
}

static void counters_fill(struct station_info *to,
			  const struct vwlan_station *from)
{
	to->rx_bytes = le64_to_cpu(from->rx_bytes);
	to->tx_bytes = le64_to_cpu(from->tx_bytes);
	to->rx_packets = le32_to_cpu(from->rx_packets);
	to->tx_packets = le32_to_cpu(from->tx_packets);
	to->tx_retries = le32_to_cpu(from->tx_retries);
	to->tx_failed = le32_to_cpu(from->tx_failed);
	to->beacon_loss_count = le32_to_cpu(from->beacon_loss);
	to->connected_time = le32_to_cpu(from->connected_time);
	to->inactive_time = le32_to_cpu(from->inactive_time);
	to->filled |= BIT_ULL(NL80211_STA_INFO_RX_BYTES64) |
		      BIT_ULL(NL80211_STA_INFO_TX_BYTES64) |
		      BIT_ULL(NL80211_STA_INFO_RX_PACKETS) |
		      BIT_ULL(NL80211_STA_INFO_TX_PACKETS) |
		      BIT_ULL(NL80211_STA_INFO_TX_RETRIES) |
		      BIT_ULL(NL80211_STA_INFO_TX_FAILED) |
		      BIT_ULL(NL80211_STA_INFO_BEACON_LOSS) |
		      BIT_ULL(NL80211_STA_INFO_CONNECTED_TIME) |
		      BIT_ULL(NL80211_STA_INFO_INACTIVE_TIME);
}

static void station_fill(struct station_info *to,
			 const struct vwlan_station *from)
{
	counters_fill(to, from);
	if (from->signal) {
		to->signal = from->signal;
		to->filled |= BIT_ULL(NL80211_STA_INFO_SIGNAL);
	}
	if (from->signal_average) {
		to->signal_avg = from->signal_average;
		to->filled |= BIT_ULL(NL80211_STA_INFO_SIGNAL_AVG);
	}
	if (from->beacon_signal_average) {
		to->rx_beacon_signal_avg = from->beacon_signal_average;
		to->filled |= BIT_ULL(NL80211_STA_INFO_BEACON_SIGNAL_AVG);
	}
	if (rate_fill(&to->txrate, &from->tx_rate))
		to->filled |= BIT_ULL(NL80211_STA_INFO_TX_BITRATE);
	if (rate_fill(&to->rxrate, &from->rx_rate))
		to->filled |= BIT_ULL(NL80211_STA_INFO_RX_BITRATE);
	if (from->dtim_period) {
		to->bss_param.dtim_period = from->dtim_period;
		to->bss_param.beacon_interval =
			le16_to_cpu(from->beacon_interval);
		to->filled |= BIT_ULL(NL80211_STA_INFO_BSS_PARAM);
	}
}

static int op_get_station(struct wiphy *wiphy, struct compat_owner *owner,
			  const u8 *mac, struct station_info *info)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	struct vwlan_station station;
	int rc;

	if (!s->wdev.connected ||
	    !ether_addr_equal(mac, s->wdev.u.client.connected_addr))
		return -ENOENT;
	rc = vwlan_command_get_station(s->device, mac, &station);
	if (rc == 0)
		station_fill(info, &station);
	return rc;
}

static int op_dump_station(struct wiphy *wiphy, struct compat_owner *owner,
			   int index, u8 *mac, struct station_info *info)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	if (index > 0 || !s->wdev.connected)
		return -ENOENT;
	memcpy(mac, s->wdev.u.client.connected_addr, ETH_ALEN);
	return op_get_station(wiphy, owner, mac, info);
}

/* ------------------------------------------------------------------ */
/* Frames                                                              */

static int op_tx_control_port(struct wiphy *wiphy, struct net_device *netdev,
			      const u8 *bytes, size_t length, const u8 *to,
			      const __be16 proto, const bool clear,
			      int link_id, COMPAT_COOKIE cookie)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	u16 ethertype = be16_to_cpu(proto);
	u64 number;
	int rc;

	if ((ethertype != VWLAN_ETH_EAPOL && ethertype != VWLAN_ETH_PREAUTH) ||
	    length > VWLAN_MANAGEMENT_MAX)
		return -EINVAL;
	number = vwlan_sent_keep(s, bytes, cookie ? length : 0, cookie);
	rc = vwlan_command_send_eapol(s->device, s->generation, to,
				      ethertype, bytes, length,
				      clear ? VWLAN_SEND_UNENCRYPTED : 0,
				      number);
	if (rc)
		kfree(vwlan_sent_take(s, number));
	else
		compat_cookie_tell(cookie, number);
	return rc;
}

static int op_mgmt_tx(struct wiphy *wiphy, struct wireless_dev *wdev,
		      struct cfg80211_mgmt_tx_params *params,
		      COMPAT_COOKIE cookie)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	u64 number;
	int rc;

	if (params->len > VWLAN_MANAGEMENT_MAX)
		return -EINVAL;
	number = vwlan_sent_keep(s, params->buf, params->len, cookie);
	rc = vwlan_command_send_frame(s->device, params, number);
	if (rc)
		kfree(vwlan_sent_take(s, number));
	else
		compat_cookie_tell(cookie, number);
	return rc;
}

static int op_mgmt_tx_cancel_wait(struct wiphy *wiphy,
				  struct wireless_dev *wdev, u64 cookie)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	return vwlan_command_cancel(s->device, VWLAN_CMD_CANCEL_FRAME,
				    (u32)cookie);
}

/* The backend passes all action frames: cfg80211 knows who wants which. */
static void op_update_mgmt_frame_registrations(struct wiphy *wiphy,
					       struct wireless_dev *wdev,
					       struct mgmt_frame_regs *update)
{
}

static int op_remain_on_channel(struct wiphy *wiphy,
				struct wireless_dev *wdev,
				struct ieee80211_channel *channel,
				unsigned int duration,
				COMPAT_COOKIE cookie COMPAT_REMAIN_ADDRESS)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	u64 number = 0;
	bool busy;
	int rc;

	spin_lock(&s->sent_lock);
	busy = s->remaining;
	if (!busy) {
		number = compat_cookie_choose(cookie, &s->cookie);
		s->remaining = channel;
		s->remaining_cookie = number;
	}
	spin_unlock(&s->sent_lock);
	if (busy)
		return -EBUSY;
	rc = vwlan_command_remain(s->device, channel->center_freq, duration,
				  number);
	if (rc == 0) {
		compat_cookie_tell(cookie, number);
		return 0;
	}
	spin_lock(&s->sent_lock);
	s->remaining = NULL;
	spin_unlock(&s->sent_lock);
	return rc;
}

static int op_cancel_remain_on_channel(struct wiphy *wiphy,
				       struct wireless_dev *wdev, u64 cookie)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	return vwlan_command_cancel(s->device, VWLAN_CMD_CANCEL_REMAIN,
				    (u32)cookie);
}

/* ------------------------------------------------------------------ */
/* Settings                                                            */

static int op_set_power_mgmt(struct wiphy *wiphy, struct net_device *netdev,
			     bool enabled, int timeout)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	if (!vwlan_phy_can(s->phy, VWLAN_PHY_POWER_SAVE))
		return enabled ? -EOPNOTSUPP : 0;
	return vwlan_command_power_save(s->device, enabled);
}

static int op_set_cqm_rssi_config(struct wiphy *wiphy,
				  struct net_device *netdev, s32 threshold,
				  u32 hysteresis)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	if (!vwlan_phy_can(s->phy, VWLAN_PHY_CQM))
		return -EOPNOTSUPP;
	return vwlan_command_set_cqm(s->device, &threshold,
				     threshold ? 1 : 0, hysteresis);
}

/* The levels that the signal is between; without one, S32_MIN or S32_MAX. */
static int op_set_cqm_rssi_range_config(struct wiphy *wiphy,
					struct net_device *netdev, s32 low,
					s32 high)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	unsigned int count = 0;
	s32 thresholds[2];

	if (!vwlan_phy_can(s->phy, VWLAN_PHY_CQM_LIST))
		return -EOPNOTSUPP;
	if (low >= SIGNAL_LOWEST && low < 0)
		thresholds[count++] = low;
	if (high > low && high >= SIGNAL_LOWEST && high < 0)
		thresholds[count++] = high;
	return vwlan_command_set_cqm(s->device, thresholds, count, 0);
}

static int op_set_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev,
			   COMPAT_RADIO enum nl80211_tx_power_setting type,
			   int mbm)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);

	/* Without an interface it would be about others' too. */
	if (!wdev || !vwlan_phy_can(s->phy, VWLAN_PHY_TX_POWER))
		return -EOPNOTSUPP;
	return vwlan_command_set_tx_power(s->device, type, mbm);
}

static int op_get_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev,
			   COMPAT_RADIO COMPAT_LINK_ID int *dbm)
{
	s32 mbm;
	int rc = vwlan_command_get_tx_power(vwlan_station_of(wiphy)->device,
					    &mbm);

	if (rc == 0)
		*dbm = MBM_TO_DBM(mbm);
	return rc;
}

static int op_set_wiphy_params(struct wiphy *wiphy, COMPAT_RADIO u32 changed)
{
	struct vwlan_phy_settings settings = {
		.rts = cpu_to_le32(wiphy->rts_threshold),
		.fragment = cpu_to_le32(wiphy->frag_threshold),
		.retry_short = wiphy->retry_short,
		.retry_long = wiphy->retry_long,
	};
	u16 mask = 0;

	if (changed & WIPHY_PARAM_RTS_THRESHOLD)
		mask |= VWLAN_SETTING_RTS;
	if (changed & WIPHY_PARAM_FRAG_THRESHOLD)
		mask |= VWLAN_SETTING_FRAGMENT;
	if (changed & WIPHY_PARAM_RETRY_SHORT)
		mask |= VWLAN_SETTING_RETRY_SHORT;
	if (changed & WIPHY_PARAM_RETRY_LONG)
		mask |= VWLAN_SETTING_RETRY_LONG;
	if (mask == 0)
		return -EOPNOTSUPP;
	settings.changed = cpu_to_le16(mask);
	return vwlan_command_set_phy(vwlan_station_of(wiphy)->device,
				     &settings);
}

bool vwlan_chandef_fill(struct wiphy *wiphy, struct cfg80211_chan_def *to,
			const struct vwlan_channel_definition *from)
{
	u32 width = le32_to_cpu(from->width);

	memset(to, 0, sizeof(*to));
	to->chan = ieee80211_get_channel(wiphy, le32_to_cpu(from->frequency));
	to->center_freq1 = le32_to_cpu(from->center1);
	to->center_freq2 = le32_to_cpu(from->center2);
	/* The widths of bands that we have; in the order of their numbers. */
	if (!to->chan || width > NL80211_CHAN_WIDTH_160)
		return false;
	to->width = width;
	return cfg80211_chandef_valid(to);
}

static int op_get_channel(struct wiphy *wiphy, struct wireless_dev *wdev,
			  unsigned int link_id,
			  struct cfg80211_chan_def *to)
{
	struct vwlan_channel_definition channel;
	int rc = vwlan_command_get_channel(vwlan_station_of(wiphy)->device,
					   &channel);

	if (rc)
		return rc;
	return vwlan_chandef_fill(wiphy, to, &channel) ? 0 : -ENODATA;
}

static const struct cfg80211_ops station_ops = {
	.scan = vwlan_scan_begin,
	.abort_scan = vwlan_scan_abort,
	.auth = vwlan_join_authenticate,
	.assoc = vwlan_join_associate,
	.deauth = vwlan_join_deauthenticate,
	.disassoc = vwlan_join_disassociate,
	.add_key = op_add_key,
	.del_key = op_del_key,
	.set_default_key = op_set_default_key,
	.set_default_mgmt_key = op_set_default_mgmt_key,
	.set_default_beacon_key = op_set_default_beacon_key,
	.change_station = op_change_station,
	.get_station = op_get_station,
	.dump_station = op_dump_station,
	.tx_control_port = op_tx_control_port,
	.mgmt_tx = op_mgmt_tx,
	.mgmt_tx_cancel_wait = op_mgmt_tx_cancel_wait,
	.update_mgmt_frame_registrations = op_update_mgmt_frame_registrations,
	.remain_on_channel = op_remain_on_channel,
	.cancel_remain_on_channel = op_cancel_remain_on_channel,
	.set_power_mgmt = op_set_power_mgmt,
	.set_cqm_rssi_config = op_set_cqm_rssi_config,
	.set_cqm_rssi_range_config = op_set_cqm_rssi_range_config,
	.set_tx_power = op_set_tx_power,
	.get_tx_power = op_get_tx_power,
	.set_wiphy_params = op_set_wiphy_params,
	.get_channel = op_get_channel,
};

#define VARIANT_CONNECT 1u
#define VARIANT_BITRATES 2u
#define VARIANT_QOS_MAP 4u
#define VARIANTS 8u

static struct cfg80211_ops variants[VARIANTS] __ro_after_init;

const struct cfg80211_ops *
vwlan_cfg80211_ops(const struct vwlan_phy_data *phy)
{
	u32 i = 0;

	if (vwlan_phy_can(phy, VWLAN_PHY_CONNECT))
		i |= VARIANT_CONNECT;
	if (vwlan_phy_can(phy, VWLAN_PHY_BITRATES))
		i |= VARIANT_BITRATES;
	if (vwlan_phy_can(phy, VWLAN_PHY_QOS_MAP))
		i |= VARIANT_QOS_MAP;
	return &variants[i];
}

static void __init connect_set(struct cfg80211_ops *ops)
{
	ops->auth = NULL;
	ops->assoc = NULL;
	ops->deauth = NULL;
	ops->disassoc = NULL;
	ops->connect = vwlan_connect_begin;
	ops->disconnect = vwlan_connect_end;
}

void __init vwlan_cfg80211_init(void)
{
	struct cfg80211_ops *ops;
	u32 i;

	for (i = 0; i < VARIANTS; i++) {
		ops = &variants[i];
		*ops = station_ops;
		if (i & VARIANT_CONNECT)
			connect_set(ops);
		if (i & VARIANT_BITRATES)
			ops->set_bitrate_mask = vwlan_quality_set_bitrates;
		if (i & VARIANT_QOS_MAP)
			ops->set_qos_map = vwlan_quality_set_qos_map;
	}
}
