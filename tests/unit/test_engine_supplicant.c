// SPDX-License-Identifier: GPL-2.0-or-later
/* The supplicant's text, taken apart. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "engine/wpatext.h"

static struct wpatext_event event_of(const char *text)
{
	struct wpatext_event event;

	cr_assert_eq(wpatext_event_parse(&event, text), 0, "%s", text);
	return event;
}

Test(wpatext, event_connected)
{
	struct wpatext_event event = event_of(
		"IFNAME=vw5.0 <3>CTRL-EVENT-CONNECTED - Connection to "
		"02:00:00:00:00:00 completed [id=0 id_str=]");

	cr_assert_eq(event.id, WPATEXT_CONNECTED);
	cr_assert_str_eq(event.ifname, "vw5.0");
}

Test(wpatext, event_disconnected)
{
	struct wpatext_event event = event_of(
		"IFNAME=vw5.0 <3>CTRL-EVENT-DISCONNECTED "
		"bssid=02:00:00:00:00:00 reason=15 locally_generated=1");

	cr_assert_eq(event.id, WPATEXT_DISCONNECTED);
	cr_assert_eq(event.reason, 15);
	cr_assert(event.local);
}

Test(wpatext, event_wrong_key)
{
	struct wpatext_event event = event_of(
		"IFNAME=vw5.0 <3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 "
		"ssid=\"corp\" auth_failures=1 duration=10 "
		"reason=WRONG_KEY");

	cr_assert_eq(event.id, WPATEXT_TEMP_DISABLED);
	cr_assert(event.wrong_key);
}

/* A network's name can look like anything. */
Test(wpatext, event_name_is_no_argument)
{
	struct wpatext_event event = event_of(
		"IFNAME=vw5.0 <3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 "
		"ssid=\"x\\\" reason=WRONG_KEY \\\\\" auth_failures=1 "
		"duration=10 reason=CONN_FAILED");

	cr_assert_not(event.wrong_key);
}

Test(wpatext, event_rejects)
{
	struct wpatext_event event = event_of(
		"IFNAME=a <3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:00 "
		"auth_type=3 auth_transaction=2 status_code=15");

	cr_assert_eq(event.id, WPATEXT_AUTH_REJECT);
	cr_assert_eq(event.auth_type, 3);
	cr_assert_eq(event.status_code, 15);
}

Test(wpatext, event_malformed)
{
	static const char *const bad[] = {
		"", "OK\n", "IFNAME=", "IFNAME= <3>CTRL-EVENT-CONNECTED",
		"IFNAME=abcdefghijklmnopq <3>CTRL-EVENT-CONNECTED",
		"IFNAME=a", "<3", "<x>CTRL-EVENT-CONNECTED",
		"<3>CTRL-EVENT-DISCONNECTED reason=99999",
		"<3>CTRL-EVENT-DISCONNECTED reason=-1",
		"<3>CTRL-EVENT-DISCONNECTED reason=",
	};
	struct wpatext_event event;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_assert_eq(wpatext_event_parse(&event, bad[i]), -EBADMSG,
			     "%s", bad[i]);
}

Test(wpatext, event_trying)
{
	static const uint8_t bssid[] = { 2, 0, 0, 0, 1, 0 };
	struct wpatext_event event = event_of(
		"IFNAME=vw5.0 <3>SME: Trying to authenticate with "
		"02:00:00:00:01:00 (SSID='a freq=1 MHz) b' freq=2437 MHz)");

	cr_assert_eq(event.id, WPATEXT_TRYING);
	cr_assert_str_eq(event.ifname, "vw5.0");
	cr_assert_arr_eq(event.bssid, bssid, sizeof(bssid));
	cr_assert_eq(event.frequency, 2437);
}

Test(wpatext, event_trying_malformed)
{
	static const char *const bad[] = {
		"<3>SME: Trying to authenticate with ",
		"<3>SME: Trying to authenticate with 02:00:00:00:01",
		"<3>SME: Trying to authenticate with 02:00:00:00:01:00",
		"<3>SME: Trying to authenticate with 03:00:00:00:01:00 "
		"(SSID='a' freq=2437 MHz)",
		"<3>SME: Trying to authenticate with 02:00:00:00:01:00 "
		"(SSID='a' freq=)",
		"<3>SME: Trying to authenticate with 02:00:00:00:01:00 "
		"(SSID='a' freq=99999999999 MHz)",
	};
	struct wpatext_event event;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_assert_eq(wpatext_event_parse(&event, bad[i]), -EBADMSG,
			     "%s", bad[i]);
	cr_assert_eq(event_of("<3>SME: Deauthentication").id, WPATEXT_OTHER);
}

Test(wpatext, event_of_no_interest)
{
	cr_assert_eq(event_of("<3>CTRL-EVENT-DSCP-POLICY clear_all").id,
		     WPATEXT_OTHER);
	cr_assert_eq(event_of("<3>CTRL-EVENT-CONNECTEDX").id, WPATEXT_OTHER);
}

Test(wpatext, status_completed)
{
	static const char text[] =
		"bssid=02:00:00:00:01:00\nfreq=2412\nssid=a\\n\\\"\\xff\n"
		"id=0\nmode=station\npairwise_cipher=CCMP\n"
		"group_cipher=TKIP\nkey_mgmt=WPA2-PSK\n"
		"wpa_state=COMPLETED\naddress=00:16:3e:00:00:01\n";
	struct wpatext_status status;

	cr_assert_eq(wpatext_status_parse(&status, text), 0);
	cr_assert_eq(status.state, WPATEXT_STATE_COMPLETED);
	cr_assert(status.has_address && status.has_bssid);
	cr_assert_eq(status.frequency, 2412);
	cr_assert_eq(status.ssid.length, 4);
	cr_assert_arr_eq(status.ssid.bytes, "a\n\"\xff", 4);
	cr_assert_eq(status.cipher, 0x000fac04);
	cr_assert_eq(status.group_cipher, 0x000fac02);
	cr_assert_eq(status.akm, 0x000fac02);
}

Test(wpatext, status_refused)
{
	struct wpatext_status status;

	cr_assert_eq(wpatext_status_parse(&status, "FAIL-NO-IFNAME-MATCH\n"),
		     -EBADMSG);
	cr_assert_eq(wpatext_status_parse(&status, ""), -EBADMSG);
	cr_assert_eq(wpatext_status_parse(&status, "wpa_state=NONSENSE\n"),
		     -EBADMSG);
}

Test(wpatext, bss_goes_on_after_a_bad_one)
{
	const char *text = "id=0\nbssid=nonsense\n====\n"
			   "id=1\nbssid=02:00:00:00:02:00\n####\n";
	struct wpatext_bss bss;

	cr_assert_eq(wpatext_bss_parse(&bss, &text), -EBADMSG);
	cr_assert_eq(wpatext_bss_parse(&bss, &text), 1);
	cr_assert_eq(bss.bssid[4], 2);
	cr_assert_eq(wpatext_bss_parse(&bss, &text), 0);
}

Test(wpatext, bss_rates)
{
	const char *text = "bssid=02:00:00:00:01:00\n"
			   "ie=0004636f727001048284 8b96\n";
	const char *good = "bssid=02:00:00:00:01:00\n"
			   "ie=0004636f7270010482848b9632020c18\n";
	const uint8_t rates[] = { 0x82, 0x84, 0x8b, 0x96, 0x0c, 0x18 };
	struct wpatext_bss bss;

	cr_assert_eq(wpatext_bss_parse(&bss, &text), 1);
	cr_assert_eq(bss.rate_count, 0);
	cr_assert_eq(wpatext_bss_parse(&bss, &good), 1);
	cr_assert_eq(bss.rate_count, sizeof(rates));
	cr_assert_arr_eq(bss.rates, rates, sizeof(rates));
}

Test(wpatext, bss_rates_are_bounded)
{
	char text[600] = "bssid=02:00:00:00:01:00\nie=01ff";
	const char *at = text;
	struct wpatext_bss bss;
	size_t length = strlen(text);

	memset(text + length, 'a', 2 * 255);
	text[length + 2 * 255] = '\0';
	cr_assert_eq(wpatext_bss_parse(&bss, &at), 1);
	cr_assert_eq(bss.rate_count, WPATEXT_RATES_MAX);
}

Test(wpatext, passphrases)
{
	cr_assert(wpatext_passphrase_valid("a\"b \\ c\"d", 9));
	cr_assert_not(wpatext_passphrase_valid("seven77", 7));
	cr_assert_not(wpatext_passphrase_valid("new\nline", 8));
	cr_assert_not(wpatext_passphrase_valid("\x80\x81\x82\x83\x84\x85"
					       "\x86\x87", 8));
}

Test(wpatext, numbers)
{
	uint32_t number;

	cr_assert_eq(wpatext_number_parse("7\n", &number), 0);
	cr_assert_eq(number, 7);
	cr_assert_eq(wpatext_number_parse("FAIL\n", &number), -EBADMSG);
	cr_assert_eq(wpatext_number_parse("", &number), -EBADMSG);
	cr_assert_eq(wpatext_number_parse("1\n2", &number), -EBADMSG);
}
