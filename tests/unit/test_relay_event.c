// SPDX-License-Identifier: GPL-2.0-or-later
/* nl80211's news as events, and answers as values; whole and too short. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/relay_answer.h"
#include "engine/relay_event.h"
#include "relay_scene.h"

static struct vwlan_control event;
static uint64_t cookie;

static bool read_frame(uint8_t command, uint8_t type, size_t length)
{
	static uint8_t frame[VWLAN_MANAGEMENT_MAX + 1];
	struct air_message m;
	bool taken;

	frame[0] = type;
	memcpy(frame + 16, air_bssid, 6);
	frame[24] = 0x34;
	frame[25] = 0x12;
	frame[28] = 1;
	air_message_open(&m);
	nla_put(m.message, NL80211_ATTR_FRAME, length, frame);
	nla_put_u32(m.message, NL80211_ATTR_WIPHY_FREQ, 2412);
	air_message_parse(&m);
	taken = relay_event_read(&event, &cookie, command, m.attributes);
	air_message_close(&m);
	if (taken)
		cr_assert_eq(vwlan_control_check(&event), 0);
	return taken;
}

Test(relay_event, frames_become_the_events_that_they_are)
{
	static const struct {
		uint8_t command, type;
		uint16_t id;
	} cases[] = {
		{ NL80211_CMD_AUTHENTICATE, 0xb0, VWLAN_EVT_AUTHENTICATED },
		{ NL80211_CMD_ASSOCIATE, 0x10, VWLAN_EVT_ASSOCIATED },
		{ NL80211_CMD_ASSOCIATE, 0x30, VWLAN_EVT_ASSOCIATED },
		{ NL80211_CMD_DEAUTHENTICATE, 0xc0,
		  VWLAN_EVT_DEAUTHENTICATED },
		{ NL80211_CMD_DISASSOCIATE, 0xa0, VWLAN_EVT_DEAUTHENTICATED },
		{ NL80211_CMD_UNPROT_DEAUTHENTICATE, 0xc0,
		  VWLAN_EVT_UNPROTECTED },
		{ NL80211_CMD_UNPROT_DISASSOCIATE, 0xa0,
		  VWLAN_EVT_UNPROTECTED },
		{ NL80211_CMD_FRAME, 0xd0, VWLAN_EVT_FRAME },
	};
	size_t i, length;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cr_assert(read_frame(cases[i].command, cases[i].type, 30));
		cr_assert_eq(event.id, cases[i].id, "case %zu", i);
		vwlan_control_bytes(&event, VWLAN_TLV_FRAME, &length);
		cr_assert_eq(length, 30);
		cr_assert_arr_eq(relay_event_bssid(&event), air_bssid, 6);
	}
}

Test(relay_event, frames_of_another_type_or_length_are_dropped)
{
	cr_assert_not(read_frame(NL80211_CMD_AUTHENTICATE, 0xc0, 30));
	cr_assert_not(read_frame(NL80211_CMD_DEAUTHENTICATE, 0xd0, 30));
	cr_assert_not(read_frame(NL80211_CMD_FRAME, 0x80, 30));
	cr_assert_not(read_frame(NL80211_CMD_AUTHENTICATE, 0xb0, 29));
	cr_assert_not(read_frame(NL80211_CMD_ASSOCIATE, 0x10, 29));
	cr_assert_not(read_frame(NL80211_CMD_DEAUTHENTICATE, 0xc0, 25));
	cr_assert(read_frame(NL80211_CMD_DEAUTHENTICATE, 0xc0, 26));
	cr_assert_not(read_frame(NL80211_CMD_FRAME, 0xd0, 24));
	cr_assert_not(read_frame(NL80211_CMD_DEAUTHENTICATE, 0xc0, 0));
	cr_assert_not(read_frame(NL80211_CMD_FRAME, 0xd0,
				 VWLAN_MANAGEMENT_MAX + 1));
	cr_assert(read_frame(NL80211_CMD_FRAME, 0xd0, VWLAN_MANAGEMENT_MAX));
}

Test(relay_event, codes_are_where_the_standard_has_them)
{
	cr_assert(read_frame(NL80211_CMD_AUTHENTICATE, 0xb0, 30));
	cr_assert_eq(relay_event_status(&event), 1);
	cr_assert(read_frame(NL80211_CMD_ASSOCIATE, 0x10, 30));
	cr_assert_eq(relay_event_status(&event), 0);
	cr_assert(read_frame(NL80211_CMD_DEAUTHENTICATE, 0xc0, 30));
	cr_assert_eq(relay_event_reason(&event), 0x1234);
}

static bool read_message(uint8_t command, struct air_message *m)
{
	bool taken;

	air_message_parse(m);
	taken = relay_event_read(&event, &cookie, command, m->attributes);
	air_message_close(m);
	if (taken && event.id != VWLAN_EVT_EAPOL_STATUS &&
	    event.id != VWLAN_EVT_REMAIN_BEGIN)
		cr_assert_eq(vwlan_control_check(&event), 0);
	return taken;
}

Test(relay_event, timeouts_name_the_access_point)
{
	struct air_message m;

	air_message_open(&m);
	nla_put_flag(m.message, NL80211_ATTR_TIMED_OUT);
	nla_put(m.message, NL80211_ATTR_MAC, 6, air_bssid);
	cr_assert(read_message(NL80211_CMD_AUTHENTICATE, &m));
	cr_assert_eq(event.id, VWLAN_EVT_AUTH_TIMEOUT);
	cr_assert_arr_eq(relay_event_bssid(&event), air_bssid, 6);
	air_message_open(&m);
	nla_put_flag(m.message, NL80211_ATTR_TIMED_OUT);
	cr_assert_not(read_message(NL80211_CMD_ASSOCIATE, &m));
}

Test(relay_event, the_request_goes_along_if_it_fits)
{
	uint8_t frame[VWLAN_MANAGEMENT_MAX] = { 0x10 }, request[1024] = { 0 };
	struct air_message m;
	size_t length;

	air_message_open(&m);
	nla_put(m.message, NL80211_ATTR_FRAME, 100, frame);
	nla_put(m.message, NL80211_ATTR_REQ_IE, 1024, request);
	cr_assert(read_message(NL80211_CMD_ASSOCIATE, &m));
	vwlan_control_bytes(&event, VWLAN_TLV_REQUEST_IE, &length);
	cr_assert_eq(length, 1024);
	air_message_open(&m);
	nla_put(m.message, NL80211_ATTR_FRAME, sizeof(frame), frame);
	nla_put(m.message, NL80211_ATTR_REQ_IE, 1024, request);
	cr_assert(read_message(NL80211_CMD_ASSOCIATE, &m));
	cr_assert_not(vwlan_control_has(&event, VWLAN_TLV_REQUEST_IE));
}

Test(relay_event, eapol)
{
	struct air_message m;
	size_t length;

	air_message_open(&m);
	nla_put(m.message, NL80211_ATTR_FRAME, 3, "\2\3\0");
	nla_put(m.message, NL80211_ATTR_MAC, 6, air_bssid);
	nla_put_u16(m.message, NL80211_ATTR_CONTROL_PORT_ETHERTYPE, 0x888e);
	nla_put_flag(m.message, NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT);
	cr_assert(read_message(NL80211_CMD_CONTROL_PORT_FRAME, &m));
	cr_assert_eq(event.id, VWLAN_EVT_EAPOL);
	cr_assert_eq(event.number[VWLAN_TLV_ETHERTYPE], 0x888e);
	cr_assert_eq(event.number[VWLAN_TLV_FRAME_FLAGS],
		     VWLAN_SEND_UNENCRYPTED);
	cr_assert_arr_eq(vwlan_control_bytes(&event, VWLAN_TLV_FRAME,
					     &length), "\2\3\0", 3);
	air_message_open(&m);
	nla_put(m.message, NL80211_ATTR_FRAME, 3, "\2\3\0");
	nla_put(m.message, NL80211_ATTR_MAC, 5, air_bssid);
	nla_put_u16(m.message, NL80211_ATTR_CONTROL_PORT_ETHERTYPE, 0x888e);
	cr_assert_not(read_message(NL80211_CMD_CONTROL_PORT_FRAME, &m));
}

Test(relay_event, what_became_of_frames_has_a_cookie)
{
	struct air_message m;

	air_message_open(&m);
	nla_put_u64(m.message, NL80211_ATTR_COOKIE, 99);
	nla_put_flag(m.message, NL80211_ATTR_ACK);
	cr_assert(read_message(NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS,
			       &m));
	cr_assert_eq(event.id, VWLAN_EVT_EAPOL_STATUS);
	cr_assert_eq(cookie, 99);
	cr_assert_eq(event.number[VWLAN_TLV_ACK], 1);
	air_message_open(&m);
	nla_put_u32(m.message, NL80211_ATTR_COOKIE, 99);
	cr_assert_not(read_message(NL80211_CMD_FRAME_TX_STATUS, &m));
	air_message_open(&m);
	nla_put_u64(m.message, NL80211_ATTR_COOKIE, 5);
	nla_put_u32(m.message, NL80211_ATTR_WIPHY_FREQ, 2437);
	nla_put_u32(m.message, NL80211_ATTR_DURATION, 100);
	cr_assert(read_message(NL80211_CMD_REMAIN_ON_CHANNEL, &m));
	cr_assert_eq(event.number[VWLAN_TLV_DURATION], 100);
	cr_assert_eq(cookie, 5);
}

static bool read_cqm(int attribute, uint32_t value)
{
	struct air_message m;
	struct nlattr *cqm;

	air_message_open(&m);
	cqm = nla_nest_start(m.message, NL80211_ATTR_CQM);
	nla_put_u32(m.message, attribute, value);
	nla_put_s32(m.message, NL80211_ATTR_CQM_RSSI_LEVEL, -71);
	nla_nest_end(m.message, cqm);
	return read_message(NL80211_CMD_NOTIFY_CQM, &m);
}

Test(relay_event, signal)
{
	cr_assert(read_cqm(NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT,
			   NL80211_CQM_RSSI_THRESHOLD_EVENT_LOW));
	cr_assert_eq(event.number[VWLAN_TLV_CQM_EVENT], VWLAN_CQM_LOW);
	cr_assert_eq((int32_t)event.number[VWLAN_TLV_SIGNAL], -71);
	cr_assert(read_cqm(NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT,
			   NL80211_CQM_RSSI_THRESHOLD_EVENT_HIGH));
	cr_assert_eq(event.number[VWLAN_TLV_CQM_EVENT], VWLAN_CQM_HIGH);
	cr_assert(read_cqm(NL80211_ATTR_CQM_PKT_LOSS_EVENT, 50));
	cr_assert_eq(event.number[VWLAN_TLV_CQM_EVENT],
		     VWLAN_CQM_PACKET_LOSS);
	cr_assert(read_cqm(NL80211_ATTR_CQM_BEACON_LOSS_EVENT, 0));
	cr_assert_eq(event.number[VWLAN_TLV_CQM_EVENT],
		     VWLAN_CQM_BEACON_LOSS);
	cr_assert_not(read_cqm(NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT, 77));
}

Test(relay_event, channel_switches_and_mic_failures)
{
	struct vwlan_channel_definition channel;
	struct air_message m;
	size_t length;

	air_message_open(&m);
	nla_put_u32(m.message, NL80211_ATTR_WIPHY_FREQ, 2437);
	nla_put_u32(m.message, NL80211_ATTR_CHANNEL_WIDTH, 1);
	nla_put_u32(m.message, NL80211_ATTR_CH_SWITCH_COUNT, 5);
	cr_assert(read_message(NL80211_CMD_CH_SWITCH_STARTED_NOTIFY, &m));
	cr_assert_eq(event.number[VWLAN_TLV_COUNT_DOWN], 5);
	memcpy(&channel, vwlan_control_bytes(&event, VWLAN_TLV_CHANNEL,
					     &length), sizeof(channel));
	cr_assert_eq(channel.frequency, 2437);
	cr_assert_eq(channel.width, 1);
	air_message_open(&m);
	nla_put_u32(m.message, NL80211_ATTR_WIPHY_FREQ, 2437);
	cr_assert(read_message(NL80211_CMD_CH_SWITCH_NOTIFY, &m));
	cr_assert_not(vwlan_control_has(&event, VWLAN_TLV_COUNT_DOWN));
	air_message_open(&m);
	nla_put(m.message, NL80211_ATTR_MAC, 6, air_bssid);
	nla_put_u32(m.message, NL80211_ATTR_KEY_TYPE,
		    NL80211_KEYTYPE_PAIRWISE);
	nla_put_u8(m.message, NL80211_ATTR_KEY_IDX, 1);
	cr_assert(read_message(NL80211_CMD_MICHAEL_MIC_FAILURE, &m));
	cr_assert_eq(event.number[VWLAN_TLV_KEY_TYPE], 1);
}

Test(relay_event, nothing_at_all_is_no_event)
{
	struct air_message m;
	unsigned int command;

	for (command = 0; command <= NL80211_CMD_MAX; command++) {
		air_message_open(&m);
		cr_assert_not(read_message(command, &m), "command %u",
			      command);
	}
}

/* ------------------------------------------------------------------ */

Test(relay_answer, a_station)
{
	struct vwlan_control to = { .type = VWLAN_RESPONSE };
	struct vwlan_station s;
	struct air_message m;
	struct nlattr *info, *rate;
	size_t length;

	air_message_open(&m);
	info = nla_nest_start(m.message, NL80211_ATTR_STA_INFO);
	nla_put_u8(m.message, NL80211_STA_INFO_SIGNAL, (uint8_t)-55);
	nla_put_u64(m.message, NL80211_STA_INFO_RX_BYTES64, 1ull << 40);
	nla_put_u32(m.message, NL80211_STA_INFO_TX_BYTES, 77);
	nla_put_u16(m.message, NL80211_STA_INFO_TX_FAILED, 1);
	rate = nla_nest_start(m.message, NL80211_STA_INFO_TX_BITRATE);
	nla_put_u8(m.message, NL80211_RATE_INFO_VHT_MCS, 200);
	nla_put_u8(m.message, NL80211_RATE_INFO_VHT_NSS, 0);
	nla_put_flag(m.message, NL80211_RATE_INFO_80_MHZ_WIDTH);
	nla_nest_end(m.message, rate);
	nla_nest_end(m.message, info);
	air_message_parse(&m);
	cr_assert(relay_answer_station(&to, m.attributes));
	memcpy(&s, vwlan_control_bytes(&to, VWLAN_TLV_STATION, &length),
	       sizeof(s));
	cr_assert_eq(s.signal, -55);
	cr_assert_eq(s.rx_bytes, 1ull << 40);
	cr_assert_eq(s.tx_bytes, 77);
	cr_assert_eq(s.tx_failed, 0);	/* too short to be one */
	cr_assert_eq(s.tx_rate.kind, VWLAN_BITRATE_VHT);
	cr_assert_eq(s.tx_rate.value, 11);
	cr_assert_eq(s.tx_rate.nss, 1);
	cr_assert_eq(s.tx_rate.width, 80);
	air_message_close(&m);
}

/* One access point; lengths of its elements may be 0: there are none. */
static void bss_message(struct air_message *m, const char *probe,
			int probe_length, const char *beacon,
			int beacon_length)
{
	struct nlattr *bss;

	air_message_open(m);
	bss = nla_nest_start(m->message, NL80211_ATTR_BSS);
	nla_put(m->message, NL80211_BSS_BSSID, 6, air_bssid);
	nla_put_u32(m->message, NL80211_BSS_FREQUENCY, 2412);
	nla_put_u16(m->message, NL80211_BSS_BEACON_INTERVAL, 100);
	nla_put_u16(m->message, NL80211_BSS_CAPABILITY, 0x11);
	nla_put_s32(m->message, NL80211_BSS_SIGNAL_MBM, -4500);
	nla_put_u64(m->message, NL80211_BSS_TSF, 12345);
	if (probe)
		nla_put_flag(m->message, NL80211_BSS_PRESP_DATA);
	if (probe)
		nla_put(m->message, NL80211_BSS_INFORMATION_ELEMENTS,
			probe_length, probe);
	if (beacon)
		nla_put(m->message, NL80211_BSS_BEACON_IES, beacon_length,
			beacon);
	nla_nest_end(m->message, bss);
	air_message_parse(m);
}

Test(relay_answer, an_access_point)
{
	struct relay_bss bss;
	struct air_message m;
	size_t length;

	bss_message(&m, "\0\3net", 5, "\0\3net\1\1\2", 8);
	cr_assert(relay_bss_read(&bss, m.attributes));
	cr_assert_not(relay_bss_hidden(&bss));
	cr_assert(relay_bss_event(&event, &bss));
	cr_assert_eq(vwlan_control_check(&event), 0);
	cr_assert_eq((int32_t)event.number[VWLAN_TLV_SIGNAL], -45);
	cr_assert_eq(event.number[VWLAN_TLV_CAPABILITY], 0x11);
	vwlan_control_bytes(&event, VWLAN_TLV_IE, &length);
	cr_assert_eq(length, 5);
	vwlan_control_bytes(&event, VWLAN_TLV_BEACON_IE, &length);
	cr_assert_eq(length, 8);
	air_message_close(&m);
	bss_message(&m, "\0\3net", 5, "\0\3\0\0\0", 5);
	cr_assert(relay_bss_read(&bss, m.attributes));
	cr_assert(relay_bss_hidden(&bss));
	air_message_close(&m);
	bss_message(&m, NULL, 0, NULL, 0);
	cr_assert_not(relay_bss_read(&bss, m.attributes));
	air_message_close(&m);
}

Test(relay_answer, elements_that_do_not_fit_together)
{
	static char elements[2048];
	struct relay_bss bss;
	struct air_message m;
	size_t length;

	bss_message(&m, elements, 2048, elements, 2000);
	cr_assert(relay_bss_read(&bss, m.attributes));
	cr_assert(relay_bss_event(&event, &bss));
	cr_assert_eq(vwlan_control_check(&event), 0);
	vwlan_control_bytes(&event, VWLAN_TLV_IE, &length);
	cr_assert_eq(length, 2048);
	cr_assert_not(vwlan_control_has(&event, VWLAN_TLV_BEACON_IE));
	air_message_close(&m);
}

Test(relay_answer, an_ssid_is_looked_for_within_the_elements)
{
	size_t length;

	cr_assert_null(relay_bss_ssid(NULL, 0, &length));
	cr_assert_null(relay_bss_ssid((const uint8_t *)"\0", 1, &length));
	cr_assert_null(relay_bss_ssid((const uint8_t *)"\0\4net", 5,
				      &length));
	cr_assert_null(relay_bss_ssid((const uint8_t *)"\1\1\1\3\xff", 5,
				      &length));
	cr_assert_arr_eq(relay_bss_ssid((const uint8_t *)"\1\1\1\0\3net", 8,
					&length), "net", 3);
	cr_assert_eq(length, 3);
}
