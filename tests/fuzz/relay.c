// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Native mode from both sides: what nl80211 may tell, and what a guest may
 * ask for.  Whatever comes in, what goes on to the guest is sound.
 */
#include <linux/nl80211.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "engine/relay_answer.h"
#include "engine/relay_command.h"
#include "engine/relay_event.h"
#include "engine/relay_event_connect.h"
#include "engine/scan_bss.h"

#define INPUT_MAX 8192u

static const uint8_t mac[] = { 0x00, 0x16, 0x3e, 0, 0, 1 };
static const uint8_t bssid[] = { 0x02, 0, 0, 0, 0, 1 };

static void sound(const struct vwlan_control *c)
{
	if (vwlan_control_check(c))
		abort();
}

static void described(const struct relay_phy *phy)
{
	struct vwlan_control to = { .type = VWLAN_RESPONSE };
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	uint32_t band;

	to.id = VWLAN_CMD_GET_PHY;
	relay_phy_describe(phy, 0, &to);
	sound(&to);
	for (band = 0; band <= VWLAN_BANDS; band++) {
		to = (struct vwlan_control){ .type = VWLAN_RESPONSE,
					     .id = VWLAN_CMD_GET_BAND };
		if (relay_phy_describe_band(phy, band, &to))
			continue;
		sound(&to);
		if (vwlan_message_encode(&to, bytes) >
		    (int)VWLAN_RESPONSE_MAX)
			abort();
	}
}

static void answers(struct nlattr **a)
{
	struct vwlan_control to = { .type = VWLAN_RESPONSE,
				    .id = VWLAN_CMD_GET_STATION };
	struct vwlan_ssid ssid;
	struct relay_bss bss;

	relay_answer_station(&to, a);
	relay_answer_tx_power(&to, a);
	relay_answer_channel(&to, a);
	sound(&to);
	if (!relay_bss_read(&bss, a))
		return;
	if (relay_bss_event(&to, &bss))
		sound(&to);
	scan_bss_name(&bss, &ssid);
	scan_bss_security(&bss);
	if (ssid.length > VWLAN_SSID_MAX)
		abort();
}

/* Only the relay puts the cookie in. */
static void event(uint8_t command, struct nlattr **a)
{
	struct vwlan_control to;
	uint64_t cookie;

	if (relay_event_connect_read(&to, command, a))
		sound(&to);
	if (!relay_event_read(&to, &cookie, command, a))
		return;
	vwlan_control_set(&to, VWLAN_TLV_COOKIE, 1);
	sound(&to);
	if (to.id == VWLAN_EVT_AUTHENTICATED || to.id == VWLAN_EVT_ASSOCIATED)
		relay_event_status(&to);
	if (to.id == VWLAN_EVT_DEAUTHENTICATED)
		relay_event_reason(&to);
	relay_event_bssid(&to);
}

static void news(uint8_t command, const uint8_t *data, size_t size)
{
	struct nlattr *a[NL80211_ATTR_MAX + 1];
	struct relay_phy phy;
	void *copy = malloc(size + 1);

	memcpy(copy, data, size);
	if (nla_parse(a, NL80211_ATTR_MAX, copy, size, NULL) == 0) {
		event(command, a);
		answers(a);
		relay_phy_begin(&phy);
		relay_phy_read(&phy, a);
		relay_phy_read(&phy, a);
		described(&phy);
	}
	free(copy);
}

static void command(enum relay_link link, bool connects, const uint8_t *data,
		    size_t size)
{
	static struct relay_phy phy;
	const struct relay_view view = {
		.family = 30, .ifindex = 5, .mac = mac, .phy = &phy,
		.link = link, .bssid = bssid,
	};
	struct nl_msg *request = relay_request();
	struct vwlan_control c;

	relay_phy_begin(&phy);
	phy.scan_ssids = VWLAN_SCAN_SSIDS;
	phy.scan_ie_max = VWLAN_SENT_IE_MAX;
	phy.features = ~0u;
	phy.connects = connects;
	phy.cipher[phy.ciphers++] = 0x000fac04;
	phy.band[0].channel[phy.band[0].channels++].frequency = 2412;
	phy.band[0].rate[phy.band[0].rates++] = 10;
	phy.band[0].rate[phy.band[0].rates++] = 60;
	phy.band[0].ht = phy.band[0].vht = true;
	memset(phy.band[0].ht_body, 0xff, sizeof(phy.band[0].ht_body));
	phy.band[0].he_length = 29;
	if (vwlan_message_decode(&c, data, size) == 0 &&
	    c.type == VWLAN_COMMAND)
		relay_command_build(request, &view, &c);
	relay_request_free(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2 || size > INPUT_MAX)
		return 0;
	if (data[0] & 1)
		news(data[1], data + 2, size - 2);
	else
		command(data[1] & 3, data[1] & 4, data + 2, size - 2);
	return 0;
}
