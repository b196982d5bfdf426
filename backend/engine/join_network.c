// SPDX-License-Identifier: GPL-2.0-or-later
/* What the supplicant is told of a network, and where to look for it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "join_private.h"
#include "policy.h"
#include "relay_phy.h"
#include "vwlan_nodes.h"

#define AGAIN_AFTER 20000u	/* ms, for what other guests left no room for */
#define HINT_LOOKS 3u	/* scans of one channel; the kernel's last 30 ms */

void join_begin(struct join *join, uint64_t now)
{
	join_turn_end(join);
	join->wish = JOIN_TOLD;
	join->looks = 1;
	join->judging = false;
	join->again_at = JOIN_NEVER;
	join->attempt++;
	/* A request that finds no room in the line has no answer. */
	join->retry_at = now + JOIN_RETRY_AFTER;
	join_state(join, VWLAN_STATE_CONNECTING, VWLAN_OK, 0, now);
	join->limited = false;
	join_ask(join, JOIN_FORGET, "REMOVE_NETWORK all");
	join_ask(join, JOIN_ADD_NETWORK, "ADD_NETWORK");
}

static void refused(struct join *join, enum vwlan_status why, uint64_t now)
{
	join->judging = false;
	join->again_at = now + AGAIN_AFTER;
	join_state(join, VWLAN_STATE_CONNECTING, why, 0, now);
}

void join_connect(struct join *join, uint64_t now)
{
	int verdict;

	/* Until it may, the supplicant is to do nothing. */
	if (join->wish == JOIN_TOLD)
		join->wish = JOIN_CONNECT;
	join->again_at = JOIN_NEVER;
	join->judging = true;
	verdict = join->effects->judge(join->user, &join->wanted.ssid);
	if (verdict == VWLAN_OK)
		join_begin(join, now);
	else if (verdict != JOIN_LATER)
		refused(join, verdict, now);
	else
		join_state(join, VWLAN_STATE_CONNECTING, VWLAN_OK, 0, now);
}

void join_judged(struct join *join, enum vwlan_status status, uint64_t now)
{
	if (!join->judging || join->link != JOIN_READY)
		return;
	if (status == VWLAN_OK)
		join_begin(join, now);
	else
		refused(join, status, now);
}

static void network_set(struct join *join, const char *name,
			const char *value)
{
	char text[WPATEXT_MAX];

	snprintf(text, sizeof(text), "SET_NETWORK %" PRIu32 " %s %s",
		 join->network_id, name, value);
	join_ask(join, JOIN_SET, text);
	explicit_bzero(text, sizeof(text));
}

/*
 * The supplicant takes the outermost quotes as the passphrase's ends, and
 * has no escapes: any printable character may stand between them.
 */
static void passphrase_set(struct join *join)
{
	char value[VWLAN_PASSPHRASE_MAX + 3];

	snprintf(value, sizeof(value), "\"%s\"", join->wanted.passphrase);
	network_set(join, "psk", value);
	explicit_bzero(value, sizeof(value));
	network_set(join, "key_mgmt", "WPA-PSK WPA-PSK-SHA256 SAE");
	network_set(join, "ieee80211w", "1");
}

/*
 * Where it was, or where others are who have it from the administrator too: of
 * any other network, a guest could tell by the time that somebody is there.
 */
static uint32_t place_first(const struct join *join)
{
	const struct vwlan_ssid *ssid = &join->wanted.ssid;
	uint32_t frequency;

	if (join->looks > HINT_LOOKS)
		return 0;
	if (join->hint.frequency && vwlan_ssid_same(&join->hint.ssid, ssid))
		return join->hint.frequency;
	if (!join->has_profile || !vwlan_ssid_same(&join->profile.ssid, ssid))
		return 0;
	frequency = join->effects->place(join->user, ssid);
	return frequency && policy_band(&join->entry->policy, frequency) ?
		       frequency : 0;
}

/* "freq" is for the first scan alone; the supplicant's next is of all. */
static void network_select(struct join *join)
{
	uint32_t frequency = place_first(join);
	char text[64];
	int length;

	length = snprintf(text, sizeof(text), "SELECT_NETWORK %" PRIu32,
			  join->network_id);
	join->hinted = frequency;
	if (frequency)
		snprintf(text + length, sizeof(text) - length,
			 " freq=%" PRIu32, frequency);
	join_ask(join, JOIN_SELECT, text);
}

bool join_hint_drop(struct join *join)
{
	if (!join->hinted)
		return false;
	if (++join->looks > HINT_LOOKS)
		join->hint.frequency = 0;
	network_select(join);
	return true;
}

/* Where its access point may be; "0" is anywhere. */
static void frequencies_set(struct join *join)
{
	char only[POLICY_FREQUENCIES_TEXT];

	policy_frequencies(&join->entry->policy, ' ', only);
	if (only[0] || join->limited)
		network_set(join, "freq_list", only[0] ? only : "0");
	join->limited = only[0];
}

/*
 * What the interface's scans are of, unless a network is looked for where it
 * was.  Left alone, the supplicant has all channels scanned, those of bands
 * too that it can't or must not use, and who shares the radio waits for it.
 */
static void channels_set(struct join *join)
{
	char list[RELAY_FREQUENCIES_TEXT], text[WPATEXT_MAX];

	join->effects->channels(join->user, list);
	if (!list[0] && !join->narrowed)
		return;
	snprintf(text, sizeof(text), "SET freq_list %s", list[0] ? list : "0");
	join_ask(join, JOIN_CHANNELS, text);
	join->narrowed = list[0];
}

static void network_describe(struct join *join)
{
	char hex[2 * VWLAN_SSID_MAX + 1], bssid[VWLAN_MAC_TEXT];

	channels_set(join);
	wpatext_hex(hex, join->wanted.ssid.bytes, join->wanted.ssid.length);
	network_set(join, "ssid", hex);
	network_set(join, "scan_ssid", "1");
	if (join->wanted.has_bssid) {
		vwlan_mac_format(join->wanted.bssid, bssid);
		network_set(join, "bssid", bssid);
	}
	frequencies_set(join);
	if (join->wanted.passphrase_length)
		passphrase_set(join);
	else
		network_set(join, "key_mgmt", "NONE");
	network_select(join);
}

/* A network that the supplicant refuses would never be joined. */
void join_network_answer(struct join *join, enum join_step step,
			 const char *text)
{
	if (step == JOIN_SELECT)
		join->retry_at = JOIN_NEVER;
	if (step == JOIN_ADD_NETWORK) {
		if (wpatext_number_parse(text, &join->network_id) == 0) {
			network_describe(join);
			return;
		}
		join->retry_at = JOIN_NEVER;
	} else if (wpatext_ok(text)) {
		return;
	}
	join->effects->note(join->user, "the supplicant refused the network");
	if (join->entry->state != VWLAN_STATE_CONNECTING)
		return;
	join->entry->status = VWLAN_FAILED;
	join_tell(join);
}

void join_radio_news(struct join *join, uint64_t now)
{
	(void)now;
	if (join->link == JOIN_READY)
		channels_set(join);
}

void join_policy_news(struct join *join, uint64_t now)
{
	if (join->link != JOIN_READY)
		return;
	channels_set(join);
	if (join->wish == JOIN_TOLD)
		frequencies_set(join);
	/* What was refused may be allowed now. */
	if (join->wish == JOIN_CONNECT && join->again_at != JOIN_NEVER &&
	    join->entry->status == VWLAN_POLICY)
		join->again_at = now;
}
