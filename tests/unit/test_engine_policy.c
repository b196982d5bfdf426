// SPDX-License-Identifier: GPL-2.0-or-later
/* What a device's policy does to its station. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/policy.h"
#include "join_scene.h"
#include "relay_scene.h"

static struct relay_scene scene;
static struct scene managed;

static void allow(struct vwlan_policy *policy, enum vwlan_policy_key key,
		  const char *text)
{
	char why[VWLAN_POLICY_WHY_MAX];

	cr_assert_eq(vwlan_policy_take(policy, key, text, strlen(text), why),
		     0, "%s", why);
}

static struct vwlan_policy with(enum vwlan_policy_key key, const char *text)
{
	struct vwlan_policy policy;

	vwlan_policy_default(&policy);
	allow(&policy, key, text);
	return policy;
}

static void setup(void)
{
	air_open(&scene);
}

static void teardown(void)
{
	air_close(&scene);
}

TestSuite(station_policy, .init = setup, .fini = teardown);

static int up(void)
{
	struct vwlan_control c = air_command(VWLAN_CMD_UP);

	return air_give(&scene, &c, 0);
}

static bool was_asked(uint8_t command)
{
	return memchr(scene.asked, command, scene.asked_count) != NULL;
}

/* The scene's radio, narrowed to the scene's policy. */
static struct relay_phy narrow;

static void phy_narrow(void)
{
	relay_phy_narrow(&narrow, &scene.phy, &scene.entry.policy);
	scene.relay.phy = &narrow;
}

Test(policy_radio, bands)
{
	struct vwlan_policy p = with(VWLAN_POLICY_BANDS, "5;6");

	cr_assert_not(policy_band(&p, 2412));
	cr_assert(policy_band(&p, 5180));
	cr_assert(policy_band(&p, 5955));
	allow(&p, VWLAN_POLICY_BANDS, "any");
	cr_assert(policy_band(&p, 2412));
	cr_assert(policy_band(&p, 60480));
}

Test(policy_radio, frequencies_for_a_supplicant)
{
	struct vwlan_policy p = with(VWLAN_POLICY_BANDS, "2.4");
	char text[POLICY_FREQUENCIES_TEXT];

	policy_frequencies(&p, ',', text);
	cr_assert_str_eq(text, "2412,2417,2422,2427,2432,2437,2442,2447,2452,"
			 "2457,2462,2467,2472,2484");
	allow(&p, VWLAN_POLICY_BANDS, "5;6");
	policy_frequencies(&p, ' ', text);
	cr_assert_eq(strncmp(text, "5180 5200 ", 10), 0);
	cr_assert_str_eq(text + strlen(text) - 10, " 7095 7115");
	/* All there are: then there is nothing to be said. */
	allow(&p, VWLAN_POLICY_BANDS, "2.4;5;6");
	policy_frequencies(&p, ' ', text);
	cr_assert_str_eq(text, "");
}

Test(policy_radio, what_the_administrator_sets)
{
	char why[VWLAN_POLICY_WHY_MAX];
	struct vwlan_policy p;
	uint32_t changed = 0;

	vwlan_policy_default(&p);
	cr_assert_eq(policy_set(&p, &changed, false, "bands=5", why), 0);
	cr_assert_eq(p.bands, 2);
	cr_assert_eq(policy_set(&p, &changed, true, "weight=50", why), 0);
	cr_assert_eq(changed, 1u << VWLAN_POLICY_BANDS |
			      1u << VWLAN_POLICY_WEIGHT);
}

Test(policy_radio, what_the_administrator_cannot_set)
{
	static const char *const wrong[][2] = {
		{ "", "not KEY=VALUE" },
		{ "bands", "not KEY=VALUE" },
		{ "=5", "not KEY=VALUE" },
		{ "mac=fixed", "not KEY=VALUE" },
		{ "\033[2J=5", "not KEY=VALUE" },
		{ "bands=", "bands has no value" },
		{ "bands=7", "bands has something else" },
		{ "rate=\n", "rate has unprintable" },
		{ "weight=5", "weight is not a number" },
	};
	char why[VWLAN_POLICY_WHY_MAX];
	struct vwlan_policy p, before;
	uint32_t changed = 0;
	size_t i;

	vwlan_policy_default(&p);
	before = p;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		cr_assert_lt(policy_set(&p, &changed, false, wrong[i][0],
					why), 0, "%s", wrong[i][0]);
		cr_assert_eq(strncmp(why, wrong[i][1], strlen(wrong[i][1])),
			     0, "%s", why);
	}
	cr_assert_lt(policy_set(&p, &changed, true, "bands=5", why), 0);
	cr_assert_eq(memcmp(&p, &before, sizeof(p)), 0);
	cr_assert_eq(changed, 0);
}

Test(policy_radio, R3_addresses)
{
	static const uint8_t given[] = { 0x00, 0x16, 0x3e, 0, 0, 1 };
	static const uint8_t local[] = { 0x02, 0x16, 0x3e, 0, 0, 1 };
	static const uint8_t other[] = { 0x00, 0x16, 0x3e, 0, 0, 2 };
	struct vwlan_policy p = with(VWLAN_POLICY_MAC, "fixed");

	cr_assert(policy_mac(&p, given, given));
	cr_assert_not(policy_mac(&p, given, local));
	allow(&p, VWLAN_POLICY_MAC, "local");
	cr_assert(policy_mac(&p, given, local));
	cr_assert_not(policy_mac(&p, given, other));
	allow(&p, VWLAN_POLICY_MAC, "any");
	cr_assert(policy_mac(&p, given, other));
}

Test(policy_radio, the_arbiter_is_told)
{
	struct vwlan_policy p = with(VWLAN_POLICY_NETWORKS, "a;b");
	struct arbiter_policy to;

	allow(&p, VWLAN_POLICY_PRIORITY, "6");
	allow(&p, VWLAN_POLICY_BANDS, "5");
	allow(&p, VWLAN_POLICY_TXPOWER, "12");
	allow(&p, VWLAN_POLICY_SHARE, "yes");
	allow(&p, VWLAN_POLICY_WEIGHT, "250");
	allow(&p, VWLAN_POLICY_TURN, "3000");
	policy_arbiter(&p, &to);
	cr_assert_eq(to.priority, 6);
	cr_assert_eq(to.ssids, 2);
	cr_assert_eq(to.ssid[1].bytes[0], 'b');
	cr_assert_eq(to.bands, 2);
	cr_assert_eq(to.power_max, 1200);
	cr_assert(to.share);
	cr_assert_eq(to.weight, 250);
	cr_assert_eq(to.turn, 3000);
}

/* ------------------------------------------------------------------ */
/* Native                                                              */

Test(station_policy, a_forbidden_band_is_refused_by_the_arbiter)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHENTICATE);

	up();
	air_bss(&c);
	allow(&scene.entry.policy, VWLAN_POLICY_BANDS, "5");
	phy_narrow();
	cr_assert_not(relay_phy_usable(scene.relay.phy, 2412));
	scene.verdict = VWLAN_POLICY;
	cr_assert_eq(air_give(&scene, &c, 1), VWLAN_POLICY);
	cr_assert_eq(scene.entry.status, VWLAN_POLICY);
	cr_assert_not(was_asked(NL80211_CMD_AUTHENTICATE));
}

Test(station_policy, a_narrow_radio_has_the_others_channels_disabled)
{
	struct relay_phy none;

	allow(&scene.entry.policy, VWLAN_POLICY_BANDS, "2.4");
	phy_narrow();
	cr_assert(narrow.narrow);
	cr_assert(relay_phy_usable(&narrow, 2412));
	cr_assert_not(relay_phy_usable(&narrow, 2484));
	allow(&scene.entry.policy, VWLAN_POLICY_BANDS, "any");
	relay_phy_narrow(&none, &scene.phy, &scene.entry.policy);
	cr_assert_eq(memcmp(&none, &scene.phy, sizeof(none)), 0);
}

Test(station_policy, a_scan_of_all_channels_keeps_to_the_bands)
{
	struct nlattr *a[NL80211_ATTR_MAX + 1];
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);
	const struct relay_view view = {
		.ifindex = SCENE_IFINDEX, .phy = &narrow,
	};
	struct nl_msg *request = relay_request();

	up();
	allow(&scene.entry.policy, VWLAN_POLICY_BANDS, "2.4");
	phy_narrow();
	cr_assert_eq(relay_command_build(request, &view, &c), VWLAN_OK);
	cr_assert_eq(genlmsg_parse(nlmsg_hdr(request), 0, a,
				   NL80211_ATTR_MAX, NULL), 0);
	/* Two channels that are not disabled. */
	cr_assert_not_null(a[NL80211_ATTR_SCAN_FREQUENCIES]);
	cr_assert_eq(nla_len(a[NL80211_ATTR_SCAN_FREQUENCIES]), 16);
	relay_request_free(request);
}

Test(station_policy, a_scan_without_any_band_is_refused)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);

	up();
	allow(&scene.entry.policy, VWLAN_POLICY_BANDS, "6");
	phy_narrow();
	cr_assert_eq(air_give(&scene, &c, 1), VWLAN_POLICY);
	cr_assert_not(was_asked(NL80211_CMD_TRIGGER_SCAN));
}

Test(station_policy, association_can_name_no_other_network)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHENTICATE);
	struct vwlan_association wish = { 0 };

	up();
	allow(&scene.entry.policy, VWLAN_POLICY_NETWORKS, "net");
	air_bss(&c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	cr_assert_eq(air_give(&scene, &c, 1), VWLAN_OK);
	c = air_command(VWLAN_CMD_ASSOCIATE);
	air_bss(&c);
	vwlan_control_set_bytes(&c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
	c.ssid[0].bytes[0] = 'N';
	cr_assert_eq(air_give(&scene, &c, 2), VWLAN_POLICY);
	cr_assert_not(was_asked(NL80211_CMD_ASSOCIATE));
	c.ssid[0].bytes[0] = 'n';
	cr_assert_eq(air_give(&scene, &c, 3), VWLAN_OK);
	cr_assert(was_asked(NL80211_CMD_ASSOCIATE));
}

Test(station_policy, an_address_that_is_no_longer_allowed)
{
	up();
	scene.entry.mac[0] |= 2;
	relay_policy_news(&scene.relay, 1);
	cr_assert(scene.link_up);
	cr_assert_eq(scene.sent_count, 1);
	allow(&scene.entry.policy, VWLAN_POLICY_MAC, "fixed");
	relay_policy_news(&scene.relay, 2);
	cr_assert_not(scene.link_up);
	cr_assert_eq(scene.entry.state, VWLAN_STATE_DOWN);
	cr_assert_eq(scene.entry.status, VWLAN_POLICY);
	cr_assert_eq(air_last_sent(&scene)->id, VWLAN_EVT_STATE);
	cr_assert_eq(air_last_sent(&scene)->number[VWLAN_TLV_STATUS],
		     VWLAN_POLICY);
	/* Nor does it come up again, before it has the right one. */
	cr_assert_eq(up(), VWLAN_POLICY);
	memcpy(scene.entry.mac, air_mac, VWLAN_MAC_LEN);
	cr_assert_eq(up(), VWLAN_OK);
}

/* ------------------------------------------------------------------ */
/* Managed                                                             */

Test(station_policy, a_managed_guest_cannot_name_another_network)
{
	scene_ready(&managed, NULL, true);
	allow(&managed.entry.policy, VWLAN_POLICY_NETWORKS, "corp;lobby");
	scene_connect(&managed, "cafe", NULL);
	cr_assert_eq(scene_response(&managed, 0), VWLAN_POLICY);
	cr_assert_not(scene_was_asked(&managed, "ADD_NETWORK"));
	managed.sends = 0;
	scene_connect(&managed, "lobby", NULL);
	cr_assert_eq(scene_response(&managed, 0), VWLAN_OK);
	cr_assert(scene_was_asked(&managed, "ADD_NETWORK"));
}

Test(station_policy, a_supplicant_keeps_to_the_bands)
{
	scene_ready(&managed, NULL, true);
	allow(&managed.entry.policy, VWLAN_POLICY_BANDS, "2.4");
	scene_connect(&managed, "lobby", NULL);
	scene_join(&managed);
	cr_assert(scene_was_asked(&managed, "SET_NETWORK 0 freq_list 2412 "
				  "2417 2422 2427 2432 2437 2442 2447 2452 "
				  "2457 2462 2467 2472 2484"));
	allow(&managed.entry.policy, VWLAN_POLICY_BANDS, "any");
	join_policy_news(&managed.join, managed.now);
	cr_assert(scene_was_asked(&managed, "SET_NETWORK 0 freq_list 0"));
}

Test(station_policy, a_supplicant_looks_where_the_radio_may)
{
	scene_ready(&managed, NULL, true);
	managed.channels = "2412 5180";
	scene_connect(&managed, "lobby", NULL);
	scene_join(&managed);
	cr_assert(scene_was_asked(&managed, "SET freq_list 2412 5180"));
	cr_assert_not(scene_was_asked(&managed, "SET_NETWORK 0 freq_list 0"));
	managed.channels = "5180";
	join_radio_news(&managed.join, managed.now);
	cr_assert(scene_was_asked(&managed, "SET freq_list 5180"));
	managed.channels = "";
	join_radio_news(&managed.join, managed.now);
	cr_assert(scene_was_asked(&managed, "SET freq_list 0"));
}

Test(station_policy, what_was_refused_is_asked_again_when_the_policy_changes)
{
	scene_ready(&managed, NULL, true);
	managed.verdict = VWLAN_POLICY;
	scene_connect(&managed, "lobby", NULL);
	cr_assert_eq(managed.entry.status, VWLAN_POLICY);
	managed.verdict = VWLAN_OK;
	join_policy_news(&managed.join, managed.now);
	cr_assert_eq(join_deadline(&managed.join), managed.now);
	join_timeout(&managed.join, managed.now);
	cr_assert(scene_was_asked(&managed, "ADD_NETWORK"));
}
