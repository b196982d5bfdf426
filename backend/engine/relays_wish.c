// SPDX-License-Identifier: GPL-2.0-or-later
/* What the arbiter makes of guests' wishes, told to the kernel. */
#include <errno.h>
#include <linux/nl80211.h>
#include <netlink/genl/genl.h>

#include "relays_private.h"

#define RETRY_SHORT 7u	/* mac80211's own, when nobody wishes anything */
#define RETRY_LONG 4u

static struct nl_msg *request_make(const struct relays *relays,
				   uint8_t command)
{
	struct nl_msg *request = relays->there ? relay_request() : NULL;

	if (request)
		genlmsg_put(request, 0, 0, relays->family, 0, 0, command, 0);
	return request;
}

static int request_send(struct relays *relays, struct nl_msg *request)
{
	int rc = relays_ask(relays, &relays->radio, request, false, NULL,
			    NULL);

	relay_request_free(request);
	return rc;
}

void relays_settings_forget(struct relays *relays)
{
	relays->settings = (struct arbiter_wish){ ARBITER_UNSET,
						  ARBITER_UNSET, 0, 0 };
}

void relays_settings(struct relays *relays, const struct arbiter_wish *wish)
{
	struct nl_msg *request = request_make(relays, NL80211_CMD_SET_WIPHY);
	const struct arbiter_wish *last = &relays->settings;

	if (!request)
		return;
	nla_put_u32(request, NL80211_ATTR_WIPHY, relays->phy.index);
	if (wish->rts != last->rts)
		nla_put_u32(request, NL80211_ATTR_WIPHY_RTS_THRESHOLD,
			    wish->rts);
	if (wish->fragment != last->fragment)
		nla_put_u32(request, NL80211_ATTR_WIPHY_FRAG_THRESHOLD,
			    wish->fragment);
	if (wish->retry_short != last->retry_short)
		nla_put_u8(request, NL80211_ATTR_WIPHY_RETRY_SHORT,
			   wish->retry_short ? wish->retry_short :
					       RETRY_SHORT);
	if (wish->retry_long != last->retry_long)
		nla_put_u8(request, NL80211_ATTR_WIPHY_RETRY_LONG,
			   wish->retry_long ? wish->retry_long : RETRY_LONG);
	/* A radio that can't is no failure of the guest's. */
	request_send(relays, request);
	relays->settings = *wish;
}

int relays_power(struct relays *relays, int ifindex, int32_t power)
{
	bool any = power == ARBITER_POWER_ANY;
	struct nl_msg *request;

	/* Else it would be the other guests' as well. */
	if (!(relay_phy_features(&relays->phy) & VWLAN_PHY_TX_POWER))
		return -EOPNOTSUPP;
	request = request_make(relays, NL80211_CMD_SET_WIPHY);
	if (!request)
		return -ENOMEM;
	nla_put_u32(request, NL80211_ATTR_IFINDEX, ifindex);
	nla_put_u32(request, NL80211_ATTR_WIPHY_TX_POWER_SETTING,
		    any ? NL80211_TX_POWER_AUTOMATIC :
			  NL80211_TX_POWER_LIMITED);
	if (!any)
		nla_put_u32(request, NL80211_ATTR_WIPHY_TX_POWER_LEVEL,
			    power);
	return request_send(relays, request);
}

void relays_power_save(struct relays *relays, int ifindex, bool on)
{
	struct nl_msg *request;

	request = request_make(relays, NL80211_CMD_SET_POWER_SAVE);
	if (!request)
		return;
	nla_put_u32(request, NL80211_ATTR_IFINDEX, ifindex);
	nla_put_u32(request, NL80211_ATTR_PS_STATE,
		    on ? NL80211_PS_ENABLED : NL80211_PS_DISABLED);
	request_send(relays, request);
}
