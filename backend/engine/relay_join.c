// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The way to a connection and out of it: what the guest asks for and the
 * kernel tells, and what the table gets to know of it.
 */
#include <endian.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "policy.h"
#include "relay_attribute.h"
#include "relay_event.h"
#include "relay_private.h"

#define REASON_LEAVING 3u	/* IEEE 802.11-2020, table 9-49 */
#define ASSOC_FIXED 6u		/* bytes before an answer's elements */
#define ELEMENT_RATES 1u
#define ELEMENT_MORE_RATES 50u

/* Table 9-50. */
#define STATUS_SUCCESS 0u
#define STATUS_CHALLENGE_FAIL 15u
#define STATUS_CLOGGED 76u
#define STATUS_SAE_HASH_TO_ELEMENT 126u
#define STATUS_SAE_PK 127u

static void log_connected(struct relay *relay, enum vwlan_state before)
{
	enum vwlan_state now = relay->entry->state;

	/* Others a guest could cause as often as it likes. */
	relay->effects->log(relay->user, before != now &&
			    (before == VWLAN_STATE_CONNECTED ||
			     now == VWLAN_STATE_CONNECTED) ?
			    LOG_INFO : LOG_DEBUG, vwlan_state_text(now));
}

void relay_join_end(struct relay *relay, enum vwlan_status status,
		    uint16_t reason)
{
	enum vwlan_state before = relay->entry->state;

	relay->link = RELAY_APART;
	memset(relay->bssid, 0, sizeof(relay->bssid));
	table_entry_disconnect(relay->entry, status, reason);
	if (relay->blocked || relay->gone)
		relay->entry->state = VWLAN_STATE_DOWN;
	log_connected(relay, before);
}

void relay_join_connected(struct relay *relay, bool connected)
{
	enum vwlan_state before = relay->entry->state;

	relay->entry->state = connected ? VWLAN_STATE_CONNECTED :
					  VWLAN_STATE_CONNECTING;
	log_connected(relay, before);
}

/* ------------------------------------------------------------------ */
/* Authentication                                                      */

static void bss_take(struct relay *relay,
		     const struct vwlan_control *command)
{
	struct table_entry *entry = relay->entry;

	memcpy(relay->bssid, command->bssid, sizeof(relay->bssid));
	entry->state = VWLAN_STATE_CONNECTING;
	entry->ssid = command->ssid[0];
	memcpy(entry->bssid, command->bssid, sizeof(entry->bssid));
	entry->frequency = command->number[VWLAN_TLV_FREQUENCY];
}

static void authenticate_begun(struct relay *relay,
			       const struct vwlan_control *command)
{
	relay_join_end(relay, VWLAN_OK, 0);
	bss_take(relay, command);
	relay->link = RELAY_JOINING;
}

/* Once it is under way, what is told is about this attempt. */
static void authenticate_end(struct relay *relay,
			     const struct vwlan_control *command,
			     enum vwlan_status status)
{
	if (status == VWLAN_OK) {
		relay->entry->generation++;
		authenticate_begun(relay, command);
	}
	relay_respond(relay, command, status);
}

/* The kernel's idea of this connection has outlived the guest's. */
void relay_join_drop(struct relay *relay, const uint8_t *bssid)
{
	struct vwlan_control leave = { .id = relay->phy->connects ?
		VWLAN_CMD_DISCONNECT : VWLAN_CMD_DEAUTHENTICATE };
	int rc;

	vwlan_control_set_bssid(&leave, bssid);
	vwlan_control_set(&leave, VWLAN_TLV_REASON, REASON_LEAVING);
	vwlan_control_set(&leave, VWLAN_TLV_LOCAL, 1);
	relay_carry(relay, &leave, NULL, NULL, &rc);
}

static enum vwlan_status authenticate_try(struct relay *relay,
					  const struct vwlan_control *command,
					  int *rc)
{
	enum vwlan_status status;

	relay->dropping = false;
	status = relay_carry(relay, command, NULL, NULL, rc);
	if (*rc != -EALREADY)
		return status;
	relay->dropping = true;
	relay_join_drop(relay, command->bssid);
	return relay_carry(relay, command, NULL, NULL, rc);
}

static bool authenticate_wait(struct relay *relay,
			      const struct vwlan_control *command,
			      uint64_t now)
{
	if (relay_look_begin(relay, command, now) != VWLAN_OK)
		return false;
	relay->joining = malloc(sizeof(*relay->joining));
	if (!relay->joining)
		return false;
	*relay->joining = *command;
	return true;
}

static void authenticate_command(struct relay *relay,
				 const struct vwlan_control *command,
				 uint64_t now)
{
	enum vwlan_status status;
	int rc;

	if (relay->joining) {
		relay_respond(relay, command, VWLAN_BUSY);
		return;
	}
	if (command->ssids == 1)
		relay->effects->seek(relay->user, &command->ssid[0]);
	status = authenticate_try(relay, command, &rc);
	/* The kernel has forgotten the access point, and the guest not. */
	if (rc == -ENOENT && authenticate_wait(relay, command, now))
		return;
	authenticate_end(relay, command, status);
}

static struct vwlan_control *joining_take(struct relay *relay)
{
	struct vwlan_control *command = relay->joining;

	relay->joining = NULL;
	return command;
}

static void joining_free(struct vwlan_control *command)
{
	vwlan_control_wipe(command);
	free(command);
}

void relay_join_scanned(struct relay *relay, uint64_t now)
{
	struct vwlan_control *command = joining_take(relay);
	enum vwlan_status status;
	int rc;

	(void)now;
	if (!command)
		return;
	status = authenticate_try(relay, command, &rc);
	authenticate_end(relay, command, status);
	joining_free(command);
}

void relay_join_give_up(struct relay *relay, enum vwlan_status status)
{
	struct vwlan_control *command = joining_take(relay);

	relay_look_stop(relay);
	if (!command)
		return;
	authenticate_end(relay, command, status == VWLAN_OK ? VWLAN_FAILED :
							      status);
	joining_free(command);
}

/* ------------------------------------------------------------------ */
/* The other commands                                                  */

/* The network that AUTHENTICATE named was judged; this may name another. */
static enum vwlan_status
associate_check(const struct relay *relay,
		const struct vwlan_control *command)
{
	const struct vwlan_policy *policy = &relay->entry->policy;

	if (command->id != VWLAN_CMD_ASSOCIATE)
		return VWLAN_OK;
	if (command->ssids != 1 ||
	    command->ssid[0].length > VWLAN_SSID_MAX)
		return VWLAN_BAD_VALUE;
	return vwlan_policy_allows(policy, &command->ssid[0]) &&
	       policy_band(policy, command->number[VWLAN_TLV_FREQUENCY]) ?
	       VWLAN_OK : VWLAN_POLICY;
}

void relay_join_wish(struct relay *relay,
		     const struct vwlan_control *command)
{
	struct vwlan_association wish;
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(command, VWLAN_TLV_ASSOCIATION, &length);
	memcpy(&wish, bytes, sizeof(wish));
	relay->controlled = le32toh(wish.flags) &
			    VWLAN_ASSOCIATION_CONTROL_PORT;
	relay->entry->cipher = le32toh(wish.cipher);
	relay->entry->group_cipher = le32toh(wish.group_cipher);
	relay->entry->akm = le32toh(wish.akm);
}

static void associate_begun(struct relay *relay,
			    const struct vwlan_control *command)
{
	/* Another access point, perhaps: FT over the DS has no AUTHENTICATE. */
	bss_take(relay, command);
	relay->link = RELAY_ASSOCIATING;
	relay_join_wish(relay, command);
}

static bool own_bssid(const struct relay *relay, const uint8_t *bssid)
{
	return relay->link != RELAY_APART &&
	       memcmp(relay->bssid, bssid, VWLAN_MAC_LEN) == 0;
}

void relay_join_command(struct relay *relay,
			const struct vwlan_control *command, uint64_t now)
{
	enum vwlan_status status;
	int rc;

	if (command->id == VWLAN_CMD_AUTHENTICATE) {
		authenticate_command(relay, command, now);
		return;
	}
	if (command->id == VWLAN_CMD_DEAUTHENTICATE) {
		relay_judge_drop(relay, VWLAN_FAILED);
		relay_join_give_up(relay, VWLAN_FAILED);
	}
	status = associate_check(relay, command);
	if (status == VWLAN_OK)
		status = relay_carry(relay, command, NULL, NULL, &rc);
	if (status == VWLAN_OK && command->id == VWLAN_CMD_ASSOCIATE)
		associate_begun(relay, command);
	else if (status == VWLAN_OK && command->id == VWLAN_CMD_AUTHORIZE)
		relay_join_connected(relay,
				     command->number[VWLAN_TLV_AUTHORIZED]);
	else if (status == VWLAN_OK && own_bssid(relay, command->bssid))
		relay_join_end(relay, VWLAN_OK, 0);
	relay_respond(relay, command, status);
}

/* ------------------------------------------------------------------ */
/* Events                                                              */

static void authenticated(struct relay *relay,
			  const struct vwlan_control *event)
{
	switch (relay_event_status(event)) {
	case STATUS_SUCCESS:
	case STATUS_CLOGGED:
	case STATUS_SAE_HASH_TO_ELEMENT:
	case STATUS_SAE_PK:
		break;
	case STATUS_CHALLENGE_FAIL:
		relay_join_end(relay, VWLAN_AUTH_FAILED, 0);
		break;
	default:
		relay_join_end(relay, VWLAN_FAILED, 0);
	}
}

void relay_join_rates(struct table_entry *entry, const uint8_t *elements,
		      size_t length)
{
	size_t at = 0;
	uint8_t i;

	entry->rate_count = 0;
	while (length - at >= 2 && elements[at + 1] <= length - at - 2) {
		for (i = 0; (elements[at] == ELEMENT_RATES ||
			     elements[at] == ELEMENT_MORE_RATES) &&
			    i < elements[at + 1] &&
			    entry->rate_count < sizeof(entry->rates); i++)
			entry->rates[entry->rate_count++] =
				elements[at + 2 + i];
		at += 2u + elements[at + 1];
	}
}

static void rates_read(struct table_entry *entry,
		       const struct vwlan_control *event)
{
	const size_t before = RELAY_FRAME_BODY + ASSOC_FIXED;
	const uint8_t *frame;
	size_t length;

	frame = vwlan_control_bytes(event, VWLAN_TLV_FRAME, &length);
	relay_join_rates(entry, frame + before, length - before);
}

static void associated(struct relay *relay,
		       const struct vwlan_control *event)
{
	if (relay_event_status(event) != STATUS_SUCCESS) {
		relay_join_end(relay, VWLAN_FAILED, 0);
		return;
	}
	relay->link = RELAY_ASSOCIATED;
	rates_read(relay->entry, event);
	/* Without one that the access point insists on, it takes them all. */
	relay_bitrates_again(relay);
	if (!relay->controlled)
		relay_join_connected(relay, true);
}

static void channel_switched(struct relay *relay,
			     const struct vwlan_control *event)
{
	struct vwlan_channel_definition channel;
	const uint8_t *bytes;
	size_t length;

	bytes = vwlan_control_bytes(event, VWLAN_TLV_CHANNEL, &length);
	memcpy(&channel, bytes, sizeof(channel));
	if (!vwlan_control_has(event, VWLAN_TLV_COUNT_DOWN))
		relay->entry->frequency = le32toh(channel.frequency);
}

bool relay_join_dropped(struct relay *relay,
			const struct vwlan_control *event)
{
	const uint8_t *frame;
	size_t length;

	if (!relay->dropping || event->id != VWLAN_EVT_DEAUTHENTICATED ||
	    !own_bssid(relay, relay_event_bssid(event)))
		return false;
	frame = vwlan_control_bytes(event, VWLAN_TLV_FRAME, &length);
	if (memcmp(frame + RELAY_FRAME_SA, relay->entry->mac, VWLAN_MAC_LEN))
		return false;
	relay->dropping = false;
	return true;
}

void relay_join_event(struct relay *relay, const struct vwlan_control *event)
{
	if (event->id == VWLAN_EVT_CHANNEL_SWITCH) {
		channel_switched(relay, event);
		return;
	}
	/* An earlier access point's news don't concern this connection. */
	switch (event->id) {
	case VWLAN_EVT_AUTHENTICATED:
		if (own_bssid(relay, relay_event_bssid(event)))
			authenticated(relay, event);
		break;
	case VWLAN_EVT_ASSOCIATED:
		if (own_bssid(relay, relay_event_bssid(event)))
			associated(relay, event);
		break;
	case VWLAN_EVT_AUTH_TIMEOUT:
	case VWLAN_EVT_ASSOC_TIMEOUT:
		if (own_bssid(relay, relay_event_bssid(event)))
			relay_join_end(relay, VWLAN_TIMEOUT, 0);
		break;
	case VWLAN_EVT_DEAUTHENTICATED:
		if (own_bssid(relay, relay_event_bssid(event)))
			relay_join_end(relay, VWLAN_OK,
				       relay_event_reason(event));
		break;
	}
}

void relay_join_cut(struct relay *relay, enum vwlan_status why)
{
	enum relay_link before = relay->link;

	relay_join_give_up(relay, why);
	if (relay->link == RELAY_APART)
		return;
	/* The guest hears of it as of any other end: from the kernel. */
	relay_join_drop(relay, relay->bssid);
	relay_join_end(relay, why, REASON_LEAVING);
	if (relay->phy->connects)
		relay_connect_ended(relay, before);
}

/* ------------------------------------------------------------------ */
/* Finding out                                                         */

struct look {
	bool found;
	bool authorized;
	uint8_t bssid[VWLAN_MAC_LEN];
	struct vwlan_ssid ssid;
	uint32_t frequency;
};

static void station_look(struct look *look, struct nlattr **a)
{
	struct nlattr *info[NL80211_STA_INFO_MAX + 1];
	struct nl80211_sta_flag_update flags = { 0 };
	const struct nlattr *from;

	if (!attribute_holds(a[NL80211_ATTR_MAC], VWLAN_MAC_LEN))
		return;
	attribute_nested(a[NL80211_ATTR_STA_INFO], NL80211_STA_INFO_MAX,
			 info);
	from = info[NL80211_STA_INFO_STA_FLAGS];
	if (attribute_holds(from, sizeof(flags)))
		memcpy(&flags, nla_data(from), sizeof(flags));
	if (!(flags.set & 1u << NL80211_STA_FLAG_ASSOCIATED))
		return;
	look->found = true;
	look->authorized = flags.set & 1u << NL80211_STA_FLAG_AUTHORIZED;
	memcpy(look->bssid, nla_data(a[NL80211_ATTR_MAC]), VWLAN_MAC_LEN);
}

static void interface_look(struct look *look, struct nlattr **a)
{
	const struct nlattr *ssid = a[NL80211_ATTR_SSID];

	attribute_u32(a[NL80211_ATTR_WIPHY_FREQ], &look->frequency);
	if (!ssid || nla_len(ssid) > (int)VWLAN_SSID_MAX)
		return;
	look->ssid.length = nla_len(ssid);
	memcpy(look->ssid.bytes, nla_data(ssid), look->ssid.length);
}

static void look_answer(void *context, uint8_t command, struct nlattr **a)
{
	if (command == NL80211_CMD_NEW_STATION)
		station_look(context, a);
	else if (command == NL80211_CMD_NEW_INTERFACE)
		interface_look(context, a);
}

static void look_ask(struct relay *relay, struct look *look, uint8_t command,
		     bool dump)
{
	const struct relay_view view = relay_view(relay);
	struct nl_msg *request = relay_request();

	if (!request)
		return;
	relay_request_begin(request, &view, command);
	relay->effects->ask(relay->user, request, dump, look_answer, look);
	relay_request_free(request);
}

void relay_join_look(struct relay *relay)
{
	struct table_entry *entry = relay->entry;
	struct look look = { 0 };

	look_ask(relay, &look, NL80211_CMD_GET_STATION, true);
	look_ask(relay, &look, NL80211_CMD_GET_INTERFACE, false);
	if (!look.found) {
		if (relay->link == RELAY_ASSOCIATED)
			relay_join_end(relay, VWLAN_FAILED, 0);
		return;
	}
	relay->link = RELAY_ASSOCIATED;
	memcpy(relay->bssid, look.bssid, sizeof(relay->bssid));
	memcpy(entry->bssid, look.bssid, sizeof(entry->bssid));
	entry->ssid = look.ssid;
	entry->frequency = look.frequency;
	/* Its name may be hidden, and was asked for all the same. */
	relay->effects->seek(relay->user, &entry->ssid);
	relay_join_connected(relay, look.authorized);
}
