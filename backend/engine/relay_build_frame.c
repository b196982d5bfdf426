// SPDX-License-Identifier: GPL-2.0-or-later
/* Frames that the guest sends, and channels that it stays on. */
#include <linux/nl80211.h>

#include "relay_build.h"
#include "relay_check.h"

#define REMAIN_MIN 10u	/* ms, NL80211_MIN_REMAIN_ON_CHANNEL_TIME */

enum vwlan_status build_eapol(struct nl_msg *to,
			      const struct relay_view *view,
			      const struct vwlan_control *c)
{
	enum vwlan_status status = relay_check_eapol(view, c);

	if (status != VWLAN_OK)
		return status;
	build_bytes(to, NL80211_ATTR_FRAME, c, VWLAN_TLV_FRAME);
	nla_put(to, NL80211_ATTR_MAC, VWLAN_MAC_LEN, c->mac);
	nla_put_u16(to, NL80211_ATTR_CONTROL_PORT_ETHERTYPE,
		    build_number(c, VWLAN_TLV_ETHERTYPE));
	build_flag(to, NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT,
		   build_number(c, VWLAN_TLV_FRAME_FLAGS) &
			   VWLAN_SEND_UNENCRYPTED);
	return VWLAN_OK;
}

static bool offchannel(const struct relay_view *view)
{
	return relay_phy_features(view->phy) & VWLAN_PHY_OFFCHANNEL;
}

static enum vwlan_status duration_check(const struct relay_view *view,
					uint32_t frequency, uint32_t duration)
{
	if (!offchannel(view))
		return VWLAN_UNSUPPORTED;
	if (!relay_phy_usable(view->phy, frequency) ||
	    duration < REMAIN_MIN || duration > view->phy->remain_max)
		return VWLAN_BAD_VALUE;
	return VWLAN_OK;
}

static enum vwlan_status put_channel(struct nl_msg *to,
				     const struct relay_view *view,
				     const struct vwlan_control *c)
{
	uint32_t frequency = build_number(c, VWLAN_TLV_FREQUENCY);
	uint32_t duration = build_number(c, VWLAN_TLV_DURATION);
	uint32_t flags = build_number(c, VWLAN_TLV_FRAME_FLAGS);
	enum vwlan_status status = VWLAN_OK;

	/*
	 * Supplicants set the flag on each frame.  Without a duration the
	 * radio stays no longer than the frame takes.
	 */
	if (duration)
		status = duration_check(view, frequency, duration);
	else if (flags & VWLAN_SEND_OFFCHANNEL && !offchannel(view))
		status = VWLAN_UNSUPPORTED;
	else if (frequency && !relay_phy_usable(view->phy, frequency))
		status = VWLAN_BAD_VALUE;
	if (frequency)
		nla_put_u32(to, NL80211_ATTR_WIPHY_FREQ, frequency);
	if (duration)
		nla_put_u32(to, NL80211_ATTR_DURATION, duration);
	build_flag(to, NL80211_ATTR_OFFCHANNEL_TX_OK,
		   flags & VWLAN_SEND_OFFCHANNEL);
	return status;
}

enum vwlan_status build_frame(struct nl_msg *to,
			      const struct relay_view *view,
			      const struct vwlan_control *c)
{
	uint32_t flags = build_number(c, VWLAN_TLV_FRAME_FLAGS);
	enum vwlan_status status;
	const uint8_t *frame;
	size_t length;

	frame = vwlan_control_bytes(c, VWLAN_TLV_FRAME, &length);
	status = relay_check_frame(view, frame, length);
	if (status != VWLAN_OK)
		return status;
	nla_put(to, NL80211_ATTR_FRAME, length, frame);
	build_flag(to, NL80211_ATTR_TX_NO_CCK_RATE, flags & VWLAN_SEND_NO_CCK);
	build_flag(to, NL80211_ATTR_DONT_WAIT_FOR_ACK,
		   flags & VWLAN_SEND_NO_ACK_WAIT);
	return put_channel(to, view, c);
}

enum vwlan_status build_remain(struct nl_msg *to,
			       const struct relay_view *view,
			       const struct vwlan_control *c)
{
	uint32_t frequency = build_number(c, VWLAN_TLV_FREQUENCY);
	uint32_t duration = build_number(c, VWLAN_TLV_DURATION);

	nla_put_u32(to, NL80211_ATTR_WIPHY_FREQ, frequency);
	nla_put_u32(to, NL80211_ATTR_DURATION, duration);
	return duration_check(view, frequency, duration);
}

enum vwlan_status build_cancel(struct nl_msg *to,
			       const struct relay_view *view,
			       const struct vwlan_control *c)
{
	(void)c;
	nla_put_u64(to, NL80211_ATTR_COOKIE, view->cookie);
	return VWLAN_OK;
}
