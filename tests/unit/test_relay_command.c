// SPDX-License-Identifier: GPL-2.0-or-later
/* Each command as a request, and each refusal. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "engine/relay_check.h"
#include "relay_scene.h"

static const uint8_t broadcast[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

/**
 * struct build - one command on its way into a request
 * @a: its attributes, once it is built
 */
struct build {
	struct relay_phy phy;
	struct relay_view view;
	struct nl_msg *request;
	struct nlattr *a[NL80211_ATTR_MAX + 1];
};

static void build_open(struct build *b, enum relay_link link)
{
	memset(b, 0, sizeof(*b));
	air_phy(&b->phy);
	b->view = (struct relay_view){
		.family = SCENE_NL80211, .ifindex = SCENE_IFINDEX,
		.mac = air_mac, .phy = &b->phy, .link = link,
		.bssid = air_bssid, .cookie = 0x1122334455667788,
	};
}

static enum vwlan_status build(struct build *b, struct vwlan_control *c)
{
	enum vwlan_status status;

	relay_request_free(b->request);
	b->request = relay_request();
	status = relay_command_build(b->request, &b->view, c);
	if (status == VWLAN_OK)
		cr_assert_eq(genlmsg_parse(nlmsg_hdr(b->request), 0, b->a,
					   NL80211_ATTR_MAX, NULL), 0);
	if (status == VWLAN_OK)
		cr_assert_eq(nla_get_u32(b->a[NL80211_ATTR_IFINDEX]),
			     SCENE_IFINDEX);
	return status;
}

static uint8_t built(const struct build *b)
{
	return genlmsg_hdr(nlmsg_hdr(b->request))->cmd;
}

static bool holds(const struct nlattr *attribute, const void *bytes,
		  int length)
{
	return attribute && nla_len(attribute) == length &&
	       memcmp(nla_data(attribute), bytes, length) == 0;
}

/* ------------------------------------------------------------------ */

Test(relay_command, scan_asks_for_what_the_guest_asked)
{
	static const uint8_t frequencies[] = { 0x6c, 9, 0x85, 9 };
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);
	struct nlattr *list[8];
	struct build b;

	build_open(&b, RELAY_APART);
	vwlan_control_add_ssid(&c, "net", 3);
	vwlan_control_add_ssid(&c, "", 0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_FREQUENCIES, frequencies, 4);
	vwlan_control_set_bytes(&c, VWLAN_TLV_IE, "\x7f\1\2", 3);
	vwlan_control_set_bssid(&c, air_bssid);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_TRIGGER_SCAN);
	cr_assert(holds(b.a[NL80211_ATTR_IE], "\x7f\1\2", 3));
	cr_assert(holds(b.a[NL80211_ATTR_BSSID], air_bssid, 6));
	cr_assert_eq(nla_parse_nested(list, 7, b.a[NL80211_ATTR_SCAN_SSIDS],
				      NULL), 0);
	cr_assert(holds(list[1], "net", 3));
	cr_assert(holds(list[2], "", 0));
	cr_assert_eq(nla_parse_nested(list, 7,
				      b.a[NL80211_ATTR_SCAN_FREQUENCIES],
				      NULL), 0);
	cr_assert_eq(nla_get_u32(list[1]), 2412);
	cr_assert_eq(nla_get_u32(list[2]), 2437);
	relay_request_free(b.request);
}

Test(relay_command, scan_without_a_name_only_listens)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);
	struct build b;

	build_open(&b, RELAY_APART);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_null(b.a[NL80211_ATTR_SCAN_SSIDS]);
	cr_assert_null(b.a[NL80211_ATTR_SCAN_FREQUENCIES]);
	cr_assert_null(b.a[NL80211_ATTR_SCAN_FLAGS]);
	relay_request_free(b.request);
}

Test(relay_command, scan_keeps_others_results_and_sends_known_flags_alone)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);
	struct build b;

	build_open(&b, RELAY_APART);
	vwlan_control_set(&c, VWLAN_TLV_SCAN_FLAGS,
			  0xfffffff0 | VWLAN_SCAN_FLUSH |
				  VWLAN_SCAN_RANDOM_ADDRESS);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	vwlan_control_set_mac(&c, air_mac);
	vwlan_control_set_bytes(&c, VWLAN_TLV_MAC_MASK, broadcast, 6);
	cr_assert_eq(build(&b, &c), VWLAN_POLICY);
	vwlan_control_set_bytes(&c, VWLAN_TLV_MAC_MASK, air_bssid, 6);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_SCAN_FLAGS]),
		     NL80211_SCAN_FLAG_RANDOM_ADDR);
	cr_assert(holds(b.a[NL80211_ATTR_MAC], air_mac, 6));
	b.phy.features = 0;
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	relay_request_free(b.request);
}

static int scan_with(enum vwlan_tlv_type tlv, const void *bytes,
		     size_t length)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);
	struct build b;
	int status;

	build_open(&b, RELAY_APART);
	vwlan_control_set_bytes(&c, tlv, bytes, length);
	status = build(&b, &c);
	relay_request_free(b.request);
	return status;
}

Test(relay_command, scan_refuses_channels_and_elements_that_are_none)
{
	static const uint8_t zeros[VWLAN_IE_MAX];

	cr_assert_eq(scan_with(VWLAN_TLV_FREQUENCIES, "\x6d\x09", 2),
		     VWLAN_BAD_VALUE);
	/* Channel 14 is disabled, and there is no other. */
	cr_assert_eq(scan_with(VWLAN_TLV_FREQUENCIES, "\xb4\x09", 2),
		     VWLAN_BAD_VALUE);
	cr_assert_eq(scan_with(VWLAN_TLV_IE, "\x7f\2\2", 3),
		     VWLAN_BAD_VALUE);
	cr_assert_eq(scan_with(VWLAN_TLV_IE, "\x7f", 1), VWLAN_BAD_VALUE);
	cr_assert_eq(scan_with(VWLAN_TLV_IE, zeros, 1024), VWLAN_OK);
	cr_assert_eq(scan_with(VWLAN_TLV_IE, zeros, 1026), VWLAN_BAD_VALUE);
}

Test(relay_command, scan_refuses_more_names_than_the_radio_can)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SCAN);
	struct build b;

	build_open(&b, RELAY_APART);
	b.phy.scan_ssids = 1;
	vwlan_control_add_ssid(&c, "a", 1);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	vwlan_control_add_ssid(&c, "b", 1);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	relay_request_free(b.request);
}

/* ------------------------------------------------------------------ */

static struct vwlan_control authenticate(uint32_t type)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHENTICATE);

	air_bss(&c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, type);
	return c;
}

Test(relay_command, authenticate_names_the_access_point)
{
	struct vwlan_control c = authenticate(NL80211_AUTHTYPE_OPEN_SYSTEM);
	struct build b;

	build_open(&b, RELAY_APART);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_AUTHENTICATE);
	cr_assert(holds(b.a[NL80211_ATTR_MAC], air_bssid, 6));
	cr_assert(holds(b.a[NL80211_ATTR_SSID], "net", 3));
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_WIPHY_FREQ]), 2412);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_AUTH_TYPE]), 0);
	cr_assert_null(b.a[NL80211_ATTR_AUTH_DATA]);
	relay_request_free(b.request);
}

Test(relay_command, authenticate_carries_sae_as_it_is)
{
	struct vwlan_control c = authenticate(NL80211_AUTHTYPE_SAE);
	struct build b;

	build_open(&b, RELAY_APART);
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	vwlan_control_set_bytes(&c, VWLAN_TLV_AUTH_DATA, "\1\0\x7e\0xyz", 7);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert(holds(b.a[NL80211_ATTR_AUTH_DATA], "\1\0\x7e\0xyz", 7));
	b.phy.features &= ~VWLAN_PHY_SAE;
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	relay_request_free(b.request);
}

Test(relay_command, authenticate_refuses_what_makes_no_sense)
{
	struct vwlan_control c = authenticate(NL80211_AUTHTYPE_FILS_SK);
	struct build b;

	build_open(&b, RELAY_APART);
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	c = authenticate(0);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2484);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 5180);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	c = authenticate(0);
	c.bssid[0] |= 1;
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	c = authenticate(0);
	vwlan_control_set_bytes(&c, VWLAN_TLV_IE, "\1\xff", 2);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	c = authenticate(NL80211_AUTHTYPE_SHARED_KEY);
	vwlan_control_set_bytes(&c, VWLAN_TLV_KEY, "123456", 6);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	relay_request_free(b.request);
}

Test(relay_command, authenticate_with_a_shared_key)
{
	struct vwlan_control c = authenticate(NL80211_AUTHTYPE_SHARED_KEY);
	struct nlattr *key[NL80211_KEY_MAX + 1];
	struct build b;

	build_open(&b, RELAY_APART);
	vwlan_control_set_bytes(&c, VWLAN_TLV_KEY, "12345", 5);
	vwlan_control_set(&c, VWLAN_TLV_KEY_INDEX, 2);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	nla_parse_nested(key, NL80211_KEY_MAX, b.a[NL80211_ATTR_KEY], NULL);
	cr_assert(holds(key[NL80211_KEY_DATA], "12345", 5));
	cr_assert_eq(nla_get_u8(key[NL80211_KEY_IDX]), 2);
	cr_assert_eq(nla_get_u32(key[NL80211_KEY_CIPHER]), 0x000fac01);
	relay_request_free(b.request);
}

/* ------------------------------------------------------------------ */

static struct vwlan_control associate(uint32_t flags)
{
	struct vwlan_control c = air_command(VWLAN_CMD_ASSOCIATE);
	const struct vwlan_association wish = {
		.flags = flags, .wpa_versions = NL80211_WPA_VERSION_2,
		.cipher = 0x000fac04, .group_cipher = 0x000fac04,
		.akm = 0x000fac02,
	};

	air_bss(&c);
	vwlan_control_set_bytes(&c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
	return c;
}

Test(relay_command, associate_always_owns_the_connection_and_its_port)
{
	struct vwlan_control c = associate(0);
	struct build b;

	build_open(&b, RELAY_JOINING);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_ASSOCIATE);
	cr_assert_not_null(b.a[NL80211_ATTR_SOCKET_OWNER]);
	cr_assert_not_null(b.a[NL80211_ATTR_CONTROL_PORT_OVER_NL80211]);
	cr_assert_null(b.a[NL80211_ATTR_CONTROL_PORT]);
	cr_assert_null(b.a[NL80211_ATTR_USE_MFP]);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_AKM_SUITES]), 0x000fac02);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_CIPHER_SUITES_PAIRWISE]),
		     0x000fac04);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_WPA_VERSIONS]), 2);
	relay_request_free(b.request);
}

Test(relay_command, associate_carries_flags_and_overrides)
{
	struct vwlan_control c = associate(VWLAN_ASSOCIATION_CONTROL_PORT |
					   VWLAN_ASSOCIATION_MFP |
					   VWLAN_ASSOCIATION_DISABLE_HE |
					   VWLAN_ASSOCIATION_RRM);
	uint8_t ht[52] = { 1 };
	struct build b;

	ht[26] = 2;
	build_open(&b, RELAY_JOINING);
	vwlan_control_set_bytes(&c, VWLAN_TLV_HT_OVERRIDE, ht, sizeof(ht));
	vwlan_control_set_bytes(&c, VWLAN_TLV_PREVIOUS_BSSID, air_stranger,
				6);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_not_null(b.a[NL80211_ATTR_CONTROL_PORT]);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_USE_MFP]),
		     NL80211_MFP_REQUIRED);
	cr_assert_not_null(b.a[NL80211_ATTR_DISABLE_HE]);
	cr_assert_null(b.a[NL80211_ATTR_DISABLE_HT]);
	/* The radio has no RRM. */
	cr_assert_null(b.a[NL80211_ATTR_USE_RRM]);
	cr_assert(holds(b.a[NL80211_ATTR_HT_CAPABILITY], ht, 26));
	cr_assert(holds(b.a[NL80211_ATTR_HT_CAPABILITY_MASK], ht + 26, 26));
	cr_assert(holds(b.a[NL80211_ATTR_PREV_BSSID], air_stranger, 6));
	relay_request_free(b.request);
}

Test(relay_command, associate_needs_an_authentication_there)
{
	struct vwlan_control c = associate(0);
	struct build b;

	build_open(&b, RELAY_APART);
	cr_assert_eq(build(&b, &c), VWLAN_NOT_CONNECTED);
	b.view.link = RELAY_JOINING;
	vwlan_control_set_bssid(&c, air_stranger);
	cr_assert_eq(build(&b, &c), VWLAN_NOT_CONNECTED);
	/* Or that the present access point speaks for it. */
	vwlan_control_set_bytes(&c, VWLAN_TLV_PREVIOUS_BSSID, air_bssid, 6);
	cr_assert_eq(build(&b, &c), VWLAN_NOT_CONNECTED);
	b.view.link = RELAY_ASSOCIATED;
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	relay_request_free(b.request);
}

Test(relay_command, leaving_says_why)
{
	struct vwlan_control c = air_command(VWLAN_CMD_DEAUTHENTICATE);
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	vwlan_control_set_bssid(&c, air_bssid);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 3);
	vwlan_control_set(&c, VWLAN_TLV_LOCAL, 1);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_DEAUTHENTICATE);
	cr_assert_eq(nla_get_u16(b.a[NL80211_ATTR_REASON_CODE]), 3);
	cr_assert_not_null(b.a[NL80211_ATTR_LOCAL_STATE_CHANGE]);
	c.id = VWLAN_CMD_DISASSOCIATE;
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_DISASSOCIATE);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 0);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	vwlan_control_set(&c, VWLAN_TLV_REASON, 65536);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	relay_request_free(b.request);
}

/* ------------------------------------------------------------------ */

static struct vwlan_control add_key(uint32_t cipher, uint32_t index,
				    size_t length, const uint8_t *mac)
{
	struct vwlan_control c = air_command(VWLAN_CMD_ADD_KEY);
	static const uint8_t key[VWLAN_KEY_MAX] = { 0xaa };

	vwlan_control_set(&c, VWLAN_TLV_CIPHER, cipher);
	vwlan_control_set(&c, VWLAN_TLV_KEY_INDEX, index);
	vwlan_control_set_bytes(&c, VWLAN_TLV_KEY, key, length);
	if (mac)
		vwlan_control_set_mac(&c, mac);
	return c;
}

Test(relay_command, a_pairwise_key_goes_to_the_own_access_point)
{
	struct vwlan_control c = add_key(0x000fac04, 0, 16, air_bssid);
	struct nlattr *key[NL80211_KEY_MAX + 1];
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	vwlan_control_set_bytes(&c, VWLAN_TLV_KEY_SEQUENCE, "123456", 6);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_NEW_KEY);
	cr_assert(holds(b.a[NL80211_ATTR_MAC], air_bssid, 6));
	nla_parse_nested(key, NL80211_KEY_MAX, b.a[NL80211_ATTR_KEY], NULL);
	cr_assert_eq(nla_len(key[NL80211_KEY_DATA]), 16);
	cr_assert(holds(key[NL80211_KEY_SEQ], "123456", 6));
	cr_assert_eq(nla_get_u32(key[NL80211_KEY_CIPHER]), 0x000fac04);
	cr_assert_eq(nla_get_u32(key[NL80211_KEY_TYPE]),
		     NL80211_KEYTYPE_PAIRWISE);
	relay_request_free(b.request);
}

static int key_status(struct vwlan_control c, enum relay_link link)
{
	struct build b;
	int status;

	build_open(&b, link);
	status = build(&b, &c);
	relay_request_free(b.request);
	return status;
}

Test(relay_command, R21_a_key_needs_a_connection_and_its_access_point)
{
	cr_assert_eq(key_status(add_key(0x000fac04, 0, 16, air_stranger),
				RELAY_ASSOCIATED), VWLAN_POLICY);
	cr_assert_eq(key_status(add_key(0x000fac04, 0, 16, air_bssid),
				RELAY_JOINING), VWLAN_NOT_CONNECTED);
	cr_assert_eq(key_status(add_key(0x000fac04, 1, 16, NULL),
				RELAY_APART), VWLAN_NOT_CONNECTED);
	cr_assert_eq(key_status(add_key(0x000fac04, 1, 16, NULL),
				RELAY_ASSOCIATING), VWLAN_OK);
}

Test(relay_command, R21_what_is_about_an_earlier_connection_is_refused)
{
	struct vwlan_control key = add_key(0x000fac04, 0, 16, air_bssid);
	struct vwlan_control open = air_command(VWLAN_CMD_AUTHORIZE);
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	b.view.generation = 7;
	vwlan_control_set_mac(&open, air_bssid);
	vwlan_control_set(&open, VWLAN_TLV_AUTHORIZED, 1);
	key.generation = open.generation = 7;
	cr_assert_eq(build(&b, &key), VWLAN_OK);
	cr_assert_eq(build(&b, &open), VWLAN_OK);
	key.generation = open.generation = 6;
	cr_assert_eq(build(&b, &key), VWLAN_NOT_CONNECTED);
	cr_assert_eq(build(&b, &open), VWLAN_NOT_CONNECTED);
	relay_request_free(b.request);
}

Test(relay_command, a_key_fits_its_cipher_and_index)
{
	static const struct {
		uint32_t cipher, index;
		size_t length;
		const uint8_t *mac;
		int status;
	} cases[] = {
		{ 0x000fac04, 0, 15, air_bssid, VWLAN_BAD_VALUE },
		{ 0x000fac04, 0, 32, air_bssid, VWLAN_BAD_VALUE },
		{ 0x000fac04, 2, 16, air_bssid, VWLAN_BAD_VALUE },
		{ 0x000fac04, 1, 16, air_bssid, VWLAN_OK },
		{ 0x000fac04, 3, 16, NULL, VWLAN_OK },
		{ 0x000fac04, 4, 16, NULL, VWLAN_BAD_VALUE },
		{ 0x000fac06, 3, 16, NULL, VWLAN_BAD_VALUE },
		{ 0x000fac06, 5, 16, NULL, VWLAN_OK },
		{ 0x000fac06, 6, 16, NULL, VWLAN_BAD_VALUE },
		{ 0x000fac06, 0, 16, air_bssid, VWLAN_BAD_VALUE },
		/* Known, but not by this radio; and not known at all. */
		{ 0x000fac08, 0, 16, air_bssid, VWLAN_UNSUPPORTED },
		{ 0x000fac07, 0, 16, air_bssid, VWLAN_UNSUPPORTED },
		{ 0x00000000, 0, 16, air_bssid, VWLAN_UNSUPPORTED },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(key_status(add_key(cases[i].cipher,
						cases[i].index,
						cases[i].length,
						cases[i].mac),
					RELAY_ASSOCIATED),
			     cases[i].status, "case %zu", i);
}

Test(relay_command, a_key_for_later_needs_the_feature)
{
	struct vwlan_control c = add_key(0x000fac04, 1, 16, air_bssid);
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	vwlan_control_set(&c, VWLAN_TLV_KEY_MODE, NL80211_KEY_SET_TX);
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	b.phy.features |= VWLAN_PHY_EXT_KEY_ID;
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_SET_KEY);
	vwlan_control_set(&c, VWLAN_TLV_KEY_MODE, 99);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	relay_request_free(b.request);
}

Test(relay_command, nothing_of_a_request_is_left_in_memory)
{
	struct vwlan_control c = add_key(0x000fac04, 0, 16, air_bssid);
	struct build b;
	struct nlmsghdr *header;
	size_t size;

	build_open(&b, RELAY_ASSOCIATED);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	header = nlmsg_hdr(b.request);
	size = header->nlmsg_len;
	cr_assert_not_null(memchr(header, 0xaa, size));
	/* Kept alive, to be looked at. */
	nlmsg_get(b.request);
	relay_request_free(b.request);
	cr_assert_null(memchr(header, 0xaa, size));
	nlmsg_free(b.request);
}

Test(relay_command, deleting_and_choosing_keys)
{
	struct vwlan_control c = air_command(VWLAN_CMD_DELETE_KEY);
	struct nlattr *key[NL80211_KEY_MAX + 1];
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	vwlan_control_set(&c, VWLAN_TLV_KEY_INDEX, 1);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_DEL_KEY);
	vwlan_control_set_mac(&c, air_stranger);
	cr_assert_eq(build(&b, &c), VWLAN_POLICY);
	c = air_command(VWLAN_CMD_DEFAULT_KEY);
	vwlan_control_set(&c, VWLAN_TLV_KEY_INDEX, 4);
	vwlan_control_set(&c, VWLAN_TLV_KEY_DEFAULT,
			  VWLAN_KEY_DEFAULT_MANAGEMENT);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	nla_parse_nested(key, NL80211_KEY_MAX, b.a[NL80211_ATTR_KEY], NULL);
	cr_assert_not_null(key[NL80211_KEY_DEFAULT_MGMT]);
	cr_assert_null(key[NL80211_KEY_DEFAULT]);
	vwlan_control_set(&c, VWLAN_TLV_KEY_DEFAULT,
			  VWLAN_KEY_DEFAULT_MANAGEMENT |
				  VWLAN_KEY_DEFAULT_UNICAST);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	vwlan_control_set(&c, VWLAN_TLV_KEY_INDEX, 8);
	vwlan_control_set(&c, VWLAN_TLV_KEY_DEFAULT, 1);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	relay_request_free(b.request);
}

Test(relay_command, authorize_opens_the_own_access_points_port)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHORIZE);
	struct nl80211_sta_flag_update flags;
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	vwlan_control_set_mac(&c, air_bssid);
	vwlan_control_set(&c, VWLAN_TLV_AUTHORIZED, 1);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_SET_STATION);
	memcpy(&flags, nla_data(b.a[NL80211_ATTR_STA_FLAGS2]),
	       sizeof(flags));
	cr_assert_eq(flags.mask, 1u << NL80211_STA_FLAG_AUTHORIZED);
	cr_assert_eq(flags.set, flags.mask);
	vwlan_control_set_mac(&c, air_stranger);
	cr_assert_eq(build(&b, &c), VWLAN_POLICY);
	b.view.link = RELAY_JOINING;
	cr_assert_eq(build(&b, &c), VWLAN_NOT_CONNECTED);
	relay_request_free(b.request);
}

/* ------------------------------------------------------------------ */

static struct vwlan_control eapol(const uint8_t *to, uint32_t type)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SEND_EAPOL);

	vwlan_control_set_mac(&c, to);
	vwlan_control_set(&c, VWLAN_TLV_ETHERTYPE, type);
	vwlan_control_set(&c, VWLAN_TLV_COOKIE, 1);
	vwlan_control_set_bytes(&c, VWLAN_TLV_FRAME, "\2\3\0", 3);
	return c;
}

Test(relay_command, eapol_goes_to_the_own_access_point_alone)
{
	struct vwlan_control c = eapol(air_bssid, 0x888e);
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	vwlan_control_set(&c, VWLAN_TLV_FRAME_FLAGS, VWLAN_SEND_UNENCRYPTED);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_CONTROL_PORT_FRAME);
	cr_assert(holds(b.a[NL80211_ATTR_FRAME], "\2\3\0", 3));
	cr_assert_eq(nla_get_u16(b.a[NL80211_ATTR_CONTROL_PORT_ETHERTYPE]),
		     0x888e);
	cr_assert_not_null(b.a[NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT]);
	c = eapol(air_bssid, 0x88c7);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	c = eapol(air_bssid, 0x0800);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	c = eapol(air_bssid, 0x1888e);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	c = eapol(air_stranger, 0x888e);
	cr_assert_eq(build(&b, &c), VWLAN_POLICY);
	b.view.link = RELAY_JOINING;
	cr_assert_eq(build(&b, &c), VWLAN_NOT_CONNECTED);
	relay_request_free(b.request);
}

struct frame_case {
	uint8_t control, flags, category, action;
	const uint8_t *da, *sa, *bssid;
	int status;
};

static int frame_status(const struct frame_case *f, enum relay_link link,
			size_t length)
{
	uint8_t frame[28] = { f->control, f->flags };
	struct relay_phy phy;
	const struct relay_view view = {
		.mac = air_mac, .bssid = air_bssid, .link = link,
		.phy = &phy,
	};

	air_phy(&phy);
	memcpy(frame + 4, f->da, 6);
	memcpy(frame + 10, f->sa, 6);
	memcpy(frame + 16, f->bssid, 6);
	frame[24] = f->category;
	frame[25] = f->action;
	return relay_check_frame(&view, frame, length);
}

Test(relay_command, R15_only_a_stations_own_action_frames)
{
	static const struct frame_case cases[] = {
		{ 0xd0, 0, 10, 6, air_bssid, air_mac, air_bssid, 0 },
		{ 0xd0, 0, 8, 0, air_bssid, air_mac, air_bssid, 0 },
		/* Block acknowledgements are the driver's. */
		{ 0xd0, 0, 3, 0, air_bssid, air_mac, air_bssid,
		  VWLAN_POLICY },
		/* Deauthentication, disassociation, authentication, beacon. */
		{ 0xc0, 0, 3, 0, air_bssid, air_mac, air_bssid,
		  VWLAN_POLICY },
		{ 0xa0, 0, 3, 0, air_bssid, air_mac, air_bssid,
		  VWLAN_POLICY },
		{ 0xb0, 0, 3, 0, air_bssid, air_mac, air_bssid,
		  VWLAN_POLICY },
		{ 0x80, 0, 3, 0, broadcast, air_mac, air_mac,
		  VWLAN_POLICY },
		/* A data frame; and one that says it is protected. */
		{ 0x08, 0, 10, 6, air_bssid, air_mac, air_bssid,
		  VWLAN_POLICY },
		{ 0xd0, 0x40, 10, 6, air_bssid, air_mac, air_bssid,
		  VWLAN_POLICY },
		/* Another's address. */
		{ 0xd0, 0, 10, 6, air_bssid, air_stranger, air_bssid,
		  VWLAN_POLICY },
		/* To others: questions about services, and no more. */
		{ 0xd0, 0, 10, 6, air_stranger, air_mac, air_stranger,
		  VWLAN_POLICY },
		{ 0xd0, 0, 4, 10, air_stranger, air_mac, air_stranger,
		  0 },
		{ 0xd0, 0, 4, 12, air_stranger, air_mac, broadcast, 0 },
		{ 0xd0, 0, 4, 10, broadcast, air_mac, broadcast, 0 },
		{ 0xd0, 0, 4, 9, air_stranger, air_mac, air_stranger,
		  VWLAN_POLICY },
		{ 0xd0, 0, 4, 10, air_stranger, air_mac, air_bssid,
		  VWLAN_POLICY },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(frame_status(&cases[i], RELAY_ASSOCIATED, 28),
			     cases[i].status, "case %zu", i);
	cr_assert_eq(frame_status(&cases[0], RELAY_JOINING, 28),
		     VWLAN_POLICY);
	cr_assert_eq(frame_status(&cases[0], RELAY_ASSOCIATED, 24),
		     VWLAN_BAD_VALUE);
	cr_assert_eq(frame_status(&cases[0], RELAY_ASSOCIATED, 25), 0);
	/* Too short to say which action it is. */
	cr_assert_eq(frame_status(&cases[11], RELAY_ASSOCIATED, 25),
		     VWLAN_POLICY);
}

Test(relay_command, R16_other_channels_for_a_short_while)
{
	struct vwlan_control c = air_command(VWLAN_CMD_REMAIN);
	struct build b;

	build_open(&b, RELAY_APART);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2437);
	vwlan_control_set(&c, VWLAN_TLV_DURATION, RELAY_REMAIN_MAX);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_REMAIN_ON_CHANNEL);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_WIPHY_FREQ]), 2437);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_DURATION]), 200);
	vwlan_control_set(&c, VWLAN_TLV_DURATION, RELAY_REMAIN_MAX + 1);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	vwlan_control_set(&c, VWLAN_TLV_DURATION, 20);
	vwlan_control_set(&c, VWLAN_TLV_FREQUENCY, 2484);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	b.phy.offchannel = false;
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	relay_request_free(b.request);
}

Test(relay_command, cancelling_names_the_kernels_cookie)
{
	struct vwlan_control c = air_command(VWLAN_CMD_CANCEL_FRAME);
	struct build b;

	build_open(&b, RELAY_APART);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_FRAME_WAIT_CANCEL);
	cr_assert_eq(nla_get_u64(b.a[NL80211_ATTR_COOKIE]),
		     0x1122334455667788);
	c.id = VWLAN_CMD_CANCEL_REMAIN;
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL);
	relay_request_free(b.request);
}

/* ------------------------------------------------------------------ */

static int cqm_status(struct build *b, const int32_t *thresholds, size_t n)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SET_CQM);

	vwlan_control_set_bytes(&c, VWLAN_TLV_THRESHOLDS, thresholds, 4 * n);
	vwlan_control_set(&c, VWLAN_TLV_HYSTERESIS, 4);
	return build(b, &c);
}

Test(relay_command, thresholds_rise_and_none_ends_it)
{
	const int32_t good[] = { -80, -70 }, bad[] = { -70, -80 };
	const int32_t zero[] = { 0 }, none = 0;
	struct nlattr *cqm[NL80211_ATTR_CQM_MAX + 1];
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	cr_assert_eq(cqm_status(&b, good, 2), VWLAN_OK);
	nla_parse_nested(cqm, NL80211_ATTR_CQM_MAX, b.a[NL80211_ATTR_CQM],
			 NULL);
	cr_assert(holds(cqm[NL80211_ATTR_CQM_RSSI_THOLD], good, 8));
	cr_assert_eq(nla_get_u32(cqm[NL80211_ATTR_CQM_RSSI_HYST]), 4);
	cr_assert_eq(cqm_status(&b, bad, 2), VWLAN_BAD_VALUE);
	cr_assert_eq(cqm_status(&b, zero, 1), VWLAN_BAD_VALUE);
	cr_assert_eq(cqm_status(&b, good, 0), VWLAN_OK);
	nla_parse_nested(cqm, NL80211_ATTR_CQM_MAX, b.a[NL80211_ATTR_CQM],
			 NULL);
	cr_assert(holds(cqm[NL80211_ATTR_CQM_RSSI_THOLD], &none, 4));
	b.phy.features &= ~VWLAN_PHY_CQM_LIST;
	cr_assert_eq(cqm_status(&b, good, 2), VWLAN_UNSUPPORTED);
	cr_assert_eq(cqm_status(&b, good, 1), VWLAN_OK);
	relay_request_free(b.request);
}

Test(relay_command, transmit_power_is_the_stations_own_or_nobodys)
{
	struct vwlan_control c = air_command(VWLAN_CMD_SET_TX_POWER);
	struct build b;

	build_open(&b, RELAY_APART);
	vwlan_control_set(&c, VWLAN_TLV_POWER_TYPE,
			  NL80211_TX_POWER_LIMITED);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	vwlan_control_set(&c, VWLAN_TLV_TX_POWER, 1500);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_SET_WIPHY);
	cr_assert_eq(nla_get_u32(b.a[NL80211_ATTR_WIPHY_TX_POWER_LEVEL]),
		     1500);
	vwlan_control_set(&c, VWLAN_TLV_POWER_TYPE, 3);
	cr_assert_eq(build(&b, &c), VWLAN_BAD_VALUE);
	b.phy.features &= ~VWLAN_PHY_TX_POWER;
	vwlan_control_set(&c, VWLAN_TLV_POWER_TYPE, 0);
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	relay_request_free(b.request);
}

Test(relay_command, questions_about_the_own_access_point)
{
	struct vwlan_control c = air_command(VWLAN_CMD_GET_STATION);
	struct build b;

	build_open(&b, RELAY_ASSOCIATED);
	vwlan_control_set_bssid(&c, air_bssid);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_GET_STATION);
	vwlan_control_set_bssid(&c, air_stranger);
	cr_assert_eq(build(&b, &c), VWLAN_NOT_FOUND);
	b.view.link = RELAY_APART;
	cr_assert_eq(build(&b, &c), VWLAN_NOT_CONNECTED);
	c = air_command(VWLAN_CMD_GET_CHANNEL);
	cr_assert_eq(build(&b, &c), VWLAN_OK);
	cr_assert_eq(built(&b), NL80211_CMD_GET_INTERFACE);
	relay_request_free(b.request);
}

Test(relay_command, what_nl80211_has_not_is_unsupported)
{
	struct vwlan_control c = air_command(VWLAN_CMD_CONNECT);
	struct build b;

	build_open(&b, RELAY_APART);
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	c.id = VWLAN_CMD_COUNT;
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	c.id = UINT16_MAX;
	cr_assert_eq(build(&b, &c), VWLAN_UNSUPPORTED);
	relay_request_free(b.request);
}

Test(relay_command, errnos_have_a_meaning)
{
	cr_assert_eq(relay_command_status(VWLAN_CMD_UP, 0), VWLAN_OK);
	cr_assert_eq(relay_command_status(VWLAN_CMD_UP, -EBUSY), VWLAN_SLOT);
	cr_assert_eq(relay_command_status(VWLAN_CMD_AUTHENTICATE, -EBUSY),
		     VWLAN_CHANNEL);
	cr_assert_eq(relay_command_status(VWLAN_CMD_SCAN, -EBUSY),
		     VWLAN_BUSY);
	cr_assert_eq(relay_command_status(VWLAN_CMD_UP, -ERFKILL),
		     VWLAN_RFKILL);
	cr_assert_eq(relay_command_status(VWLAN_CMD_ADD_KEY, -ENOLINK),
		     VWLAN_NOT_CONNECTED);
	cr_assert_eq(relay_command_status(VWLAN_CMD_AUTHENTICATE, -ENOENT),
		     VWLAN_NOT_FOUND);
	cr_assert_eq(relay_command_status(VWLAN_CMD_SCAN, -ENODEV),
		     VWLAN_NO_RADIO);
	cr_assert_eq(relay_command_status(VWLAN_CMD_SCAN, -ENOMEM),
		     VWLAN_FAILED);
}
