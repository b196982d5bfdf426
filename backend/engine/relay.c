// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Commands that concern the station as such, and what comes back.  Joining
 * is in relay_join.c, scans are in relay_scan.c.
 */
#include <endian.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <string.h>
#include <syslog.h>

#include "ipc.h"
#include "relay_answer.h"
#include "relay_attribute.h"
#include "relay_event.h"
#include "relay_private.h"

#define THOUSAND 1000u		/* of a token's thousandths */
#define GENERAL_BURST 64u	/* commands */
#define GENERAL_RATE 20u	/* a second */
#define URGENT_BURST 32u
#define URGENT_RATE 10u
#define FRAME_BURST 5u
#define FRAME_RATE 5u
#define RETRY_AFTER 2000u	/* ms, for a radio that is switched off */
#define NO_THRESHOLD 0xffffffffu
#define RTS_MAX 2347u		/* bytes */
#define FRAGMENT_MIN 256u
#define FRAGMENT_MAX 2346u
#define SETTINGS_ALL (VWLAN_SETTING_RTS | VWLAN_SETTING_FRAGMENT | \
		      VWLAN_SETTING_RETRY_SHORT | VWLAN_SETTING_RETRY_LONG)

struct relay_view relay_view(const struct relay *relay)
{
	return (struct relay_view){
		.family = relay->family,
		.ifindex = relay->entry->ifindex,
		.mac = relay->entry->mac,
		.phy = relay->phy,
		.link = relay->link,
		.bssid = relay->bssid,
	};
}

static void response_begin(struct vwlan_control *response,
			   const struct vwlan_control *command)
{
	vwlan_control_clear(response);
	response->type = VWLAN_RESPONSE;
	response->id = command->id;
	response->seq = command->seq;
}

void relay_respond(struct relay *relay, const struct vwlan_control *command,
		   enum vwlan_status status)
{
	struct vwlan_control response;

	response_begin(&response, command);
	response.status = status;
	relay->effects->send(relay->user, &response);
}

static void event_send(struct relay *relay, enum vwlan_event_id id)
{
	struct vwlan_control event;

	vwlan_control_clear(&event);
	event.type = VWLAN_EVENT;
	event.id = id;
	if (id == VWLAN_EVT_STATE)
		table_entry_describe(relay->entry, &event);
	relay->effects->send(relay->user, &event);
}

/* ------------------------------------------------------------------ */
/* R14: how many commands                                              */

static void bucket_fill(struct relay_bucket *bucket, uint32_t burst,
			uint64_t now)
{
	bucket->tokens = burst * THOUSAND;
	bucket->at = now;
}

static bool bucket_take(struct relay_bucket *bucket, uint32_t rate,
			uint32_t burst, uint64_t now)
{
	uint64_t tokens = bucket->tokens + (now - bucket->at) * rate;

	bucket->at = now;
	bucket->tokens = tokens < burst * THOUSAND ? tokens :
						     burst * THOUSAND;
	if (bucket->tokens < THOUSAND)
		return false;
	bucket->tokens -= THOUSAND;
	return true;
}

/* What a handshake needs goes on when curiosity has used up its share. */
static bool urgent(uint16_t id)
{
	switch (id) {
	case VWLAN_CMD_AUTHENTICATE:
	case VWLAN_CMD_ASSOCIATE:
	case VWLAN_CMD_DEAUTHENTICATE:
	case VWLAN_CMD_DISASSOCIATE:
	case VWLAN_CMD_ADD_KEY:
	case VWLAN_CMD_DELETE_KEY:
	case VWLAN_CMD_DEFAULT_KEY:
	case VWLAN_CMD_AUTHORIZE:
	case VWLAN_CMD_SEND_EAPOL:
	case VWLAN_CMD_DOWN:
		return true;
	default:
		return false;
	}
}

static bool admitted(struct relay *relay, uint16_t id, uint64_t now)
{
	if (id == VWLAN_CMD_SEND_FRAME &&
	    !bucket_take(&relay->frames, FRAME_RATE, FRAME_BURST, now))
		return false;
	if (bucket_take(&relay->general, GENERAL_RATE, GENERAL_BURST, now))
		return true;
	return urgent(id) &&
	       bucket_take(&relay->urgent, URGENT_RATE, URGENT_BURST, now);
}

/* ------------------------------------------------------------------ */
/* The kernel                                                          */

enum vwlan_status relay_carry(struct relay *relay,
			      const struct vwlan_control *command,
			      relay_answer_fn *answer, void *context,
			      int *rc)
{
	const struct relay_view view = relay_view(relay);
	struct nl_msg *request = relay_request();
	enum vwlan_status status;

	*rc = 0;
	if (!request)
		return VWLAN_FAILED;
	status = relay_command_build(request, &view, command);
	if (status == VWLAN_OK) {
		*rc = relay->effects->ask(relay->user, request, false,
					  answer, context);
		status = relay_command_status(command->id, *rc);
	}
	relay_request_free(request);
	return status;
}

static void plain_command(struct relay *relay,
			  const struct vwlan_control *command)
{
	enum vwlan_status status;
	int rc;

	status = relay_carry(relay, command, NULL, NULL, &rc);
	if (status == VWLAN_OK && command->id == VWLAN_CMD_ADD_KEY)
		relay->entry->key_index |=
			1u << command->number[VWLAN_TLV_KEY_INDEX];
	if (status == VWLAN_OK && command->id == VWLAN_CMD_DELETE_KEY)
		relay->entry->key_index &=
			~(1u << command->number[VWLAN_TLV_KEY_INDEX]);
	relay_respond(relay, command, status);
}

/* ------------------------------------------------------------------ */
/* Questions                                                           */

static void hello_command(struct relay *relay,
			  const struct vwlan_control *command)
{
	uint32_t version = command->number[VWLAN_TLV_VERSION];
	struct vwlan_control response;

	response_begin(&response, command);
	if (version >> 16 != VWLAN_ABI_MAJOR)
		response.status = VWLAN_UNSUPPORTED;
	vwlan_control_set(&response, VWLAN_TLV_VERSION,
			  VWLAN_ABI_MAJOR << 16 | VWLAN_ABI_MINOR);
	vwlan_control_set(&response, VWLAN_TLV_CAPABILITIES,
			  BACKEND_CAPABILITIES | VWLAN_CAP_NATIVE);
	vwlan_control_set(&response, VWLAN_TLV_MODE, VWLAN_MODE_NATIVE);
	vwlan_control_set_mac(&response, relay->entry->mac);
	relay->effects->send(relay->user, &response);
}

static void phy_command(struct relay *relay,
			const struct vwlan_control *command)
{
	uint32_t own = relay->mac_policy == CONFIG_MAC_FIXED ? 0 :
		       VWLAN_PHY_SET_MAC;
	struct vwlan_control response;

	response_begin(&response, command);
	if (command->id == VWLAN_CMD_GET_PHY)
		relay_phy_describe(relay->phy, own, &response);
	else if (relay_phy_describe_band(relay->phy,
					 command->number[VWLAN_TLV_BAND],
					 &response))
		response.status = VWLAN_NOT_FOUND;
	relay->effects->send(relay->user, &response);
}

struct question {
	struct vwlan_control *response;
	bool answered;
};

static void question_answer(void *context, uint8_t command,
			    struct nlattr **a)
{
	struct question *question = context;
	struct vwlan_control *response = question->response;

	if (question->answered)
		return;
	if (command == NL80211_CMD_NEW_STATION &&
	    response->id == VWLAN_CMD_GET_STATION)
		question->answered = relay_answer_station(response, a);
	else if (command == NL80211_CMD_NEW_INTERFACE &&
		 response->id == VWLAN_CMD_GET_TX_POWER)
		question->answered = relay_answer_tx_power(response, a);
	else if (command == NL80211_CMD_NEW_INTERFACE &&
		 response->id == VWLAN_CMD_GET_CHANNEL)
		question->answered = relay_answer_channel(response, a);
}

static void question_command(struct relay *relay,
			     const struct vwlan_control *command)
{
	struct vwlan_control response;
	struct question question = { &response, false };
	int rc;

	response_begin(&response, command);
	response.status = relay_carry(relay, command, question_answer,
				      &question, &rc);
	if (response.status == VWLAN_OK && !question.answered)
		response.status = VWLAN_NOT_FOUND;
	relay->effects->send(relay->user, &response);
}

static void state_command(struct relay *relay,
			  const struct vwlan_control *command)
{
	struct vwlan_control response;

	response_begin(&response, command);
	table_entry_describe(relay->entry, &response);
	relay->effects->send(relay->user, &response);
}

/* ------------------------------------------------------------------ */
/* Interface                                                           */

static void power_save_apply(struct relay *relay)
{
	struct vwlan_control command = { .id = VWLAN_CMD_POWER_SAVE };
	int rc;

	/* R19: with several stations up the driver may not be able to. */
	if (relay->power_save < 0)
		return;
	vwlan_control_set(&command, VWLAN_TLV_POWER_SAVE, relay->power_save);
	relay_carry(relay, &command, NULL, NULL, &rc);
}

/* Action frames to this station that the kernel has no use for. */
static void frames_register(struct relay *relay)
{
	const struct relay_view view = relay_view(relay);
	struct nl_msg *request = relay_request();

	if (!request)
		return;
	relay_request_begin(request, &view, NL80211_CMD_REGISTER_FRAME);
	nla_put_u16(request, NL80211_ATTR_FRAME_TYPE, 0x00d0);
	nla_put(request, NL80211_ATTR_FRAME_MATCH, 0, "");
	/* Registered by an earlier engine, perhaps, on the same socket. */
	relay->effects->ask(relay->user, request, false, NULL, NULL);
	relay_request_free(request);
}

static int link_up(struct relay *relay)
{
	int rc = relay->effects->link_set(relay->user, true);

	relay->blocked = rc != 0;
	if (rc)
		return rc;
	relay->retry_at = RELAY_NEVER;
	relay->entry->state = VWLAN_STATE_DISCONNECTED;
	relay->entry->status = VWLAN_OK;
	frames_register(relay);
	power_save_apply(relay);
	return 0;
}

static void up_command(struct relay *relay,
		       const struct vwlan_control *command)
{
	enum vwlan_status status = VWLAN_OK;

	if (relay->mac_wanted)
		status = VWLAN_BUSY;
	else if (!relay->up || relay->blocked)
		status = relay_command_status(command->id, link_up(relay));
	if (status == VWLAN_OK)
		relay->up = true;
	relay_respond(relay, command, status);
}

static void down_command(struct relay *relay,
			 const struct vwlan_control *command, uint64_t now)
{
	int rc = relay->effects->link_set(relay->user, false);

	relay->up = false;
	relay->blocked = false;
	relay->retry_at = RELAY_NEVER;
	relay_join_give_up(relay, VWLAN_FAILED);
	relay_scan_stop(relay, VWLAN_FAILED, now);
	relay_join_end(relay, VWLAN_OK, 0);
	relay_respond(relay, command, relay_command_status(command->id, rc));
}

/* R3: which address the guest may have. */
static bool mac_allowed(const struct relay *relay, const uint8_t *mac)
{
	static const uint8_t none[VWLAN_MAC_LEN];

	if (mac[0] & 1 || memcmp(mac, none, sizeof(none)) == 0)
		return false;
	if (memcmp(mac, relay->entry->given, VWLAN_MAC_LEN) == 0)
		return true;
	if (relay->mac_policy == CONFIG_MAC_FIXED ||
	    (relay->mac_policy == CONFIG_MAC_LOCAL && !(mac[0] & 2)))
		return false;
	return !relay->effects->mac_taken(relay->user, mac);
}

static void mac_command(struct relay *relay,
			const struct vwlan_control *command)
{
	int rc;

	if (relay->up || relay->mac_wanted) {
		relay_respond(relay, command, VWLAN_BUSY);
		return;
	}
	if (!mac_allowed(relay, command->mac)) {
		relay_respond(relay, command, VWLAN_POLICY);
		return;
	}
	rc = relay->effects->mac_ask(relay->user, command->mac);
	if (rc) {
		relay_respond(relay, command, VWLAN_FAILED);
		return;
	}
	relay->mac_wanted = true;
	relay->mac_seq = command->seq;
	memcpy(relay->mac, command->mac, sizeof(relay->mac));
}

void relay_mac_set(struct relay *relay, int error)
{
	struct vwlan_control command = { .id = VWLAN_CMD_SET_MAC };

	if (!relay->mac_wanted)
		return;
	relay->mac_wanted = false;
	command.seq = relay->mac_seq;
	if (error == 0)
		memcpy(relay->entry->mac, relay->mac, sizeof(relay->mac));
	relay_respond(relay, &command,
		      relay_command_status(command.id, error));
}

/* ------------------------------------------------------------------ */
/* Settings                                                            */

static void power_save_command(struct relay *relay,
			       const struct vwlan_control *command)
{
	relay->power_save = command->number[VWLAN_TLV_POWER_SAVE] != 0;
	power_save_apply(relay);
	relay_respond(relay, command, VWLAN_OK);
}

static bool settings_valid(const struct vwlan_phy_settings *s,
			   uint16_t changed)
{
	uint32_t rts = le32toh(s->rts), fragment = le32toh(s->fragment);

	if (changed & ~SETTINGS_ALL)
		return false;
	if (changed & VWLAN_SETTING_RTS && rts != NO_THRESHOLD &&
	    rts > RTS_MAX)
		return false;
	if (changed & VWLAN_SETTING_FRAGMENT && fragment != NO_THRESHOLD &&
	    (fragment < FRAGMENT_MIN || fragment > FRAGMENT_MAX))
		return false;
	return true;
}

static void settings_command(struct relay *relay,
			     const struct vwlan_control *command)
{
	struct vwlan_phy_settings s;
	const uint8_t *bytes;
	uint16_t changed;
	size_t length;

	bytes = vwlan_control_bytes(command, VWLAN_TLV_PHY_SETTINGS, &length);
	memcpy(&s, bytes, sizeof(s));
	changed = le16toh(s.changed);
	if (!settings_valid(&s, changed)) {
		relay_respond(relay, command, VWLAN_BAD_VALUE);
		return;
	}
	if (changed & VWLAN_SETTING_RTS)
		relay->wish.rts = le32toh(s.rts);
	if (changed & VWLAN_SETTING_FRAGMENT)
		relay->wish.fragment = le32toh(s.fragment);
	if (changed & VWLAN_SETTING_RETRY_SHORT)
		relay->wish.retry_short = s.retry_short;
	if (changed & VWLAN_SETTING_RETRY_LONG)
		relay->wish.retry_long = s.retry_long;
	relay->effects->settings(relay->user);
	relay_respond(relay, command, VWLAN_OK);
}

void relay_settings_none(struct relay_settings *settings)
{
	settings->rts = NO_THRESHOLD;
	settings->fragment = NO_THRESHOLD;
	settings->retry_short = 0;
	settings->retry_long = 0;
}

static uint8_t fewer(uint8_t a, uint8_t b)
{
	if (a == 0 || b == 0)
		return a ? a : b;
	return a < b ? a : b;
}

void relay_settings_merge(struct relay_settings *to,
			  const struct relay_settings *other)
{
	if (other->rts < to->rts)
		to->rts = other->rts;
	if (other->fragment < to->fragment)
		to->fragment = other->fragment;
	to->retry_short = fewer(to->retry_short, other->retry_short);
	to->retry_long = fewer(to->retry_long, other->retry_long);
}

/* ------------------------------------------------------------------ */
/* Frames on their way                                                 */

static void cookie_keep(struct relay *relay, uint64_t kernel,
			const struct vwlan_control *command)
{
	struct relay_cookie *cookie = &relay->cookies[relay->cookie_next];

	relay->cookie_next = (relay->cookie_next + 1) % RELAY_COOKIES;
	cookie->kernel = kernel;
	cookie->guest = command->number[VWLAN_TLV_COOKIE];
	cookie->command = command->id;
}

static const struct relay_cookie *cookie_find(const struct relay *relay,
					      uint64_t kernel)
{
	unsigned int i;

	for (i = 0; i < RELAY_COOKIES; i++)
		if (relay->cookies[i].command &&
		    relay->cookies[i].kernel == kernel)
			return &relay->cookies[i];
	return NULL;
}

static void cookie_take(void *context, uint8_t command, struct nlattr **a)
{
	(void)command;
	attribute_u64(a[NL80211_ATTR_COOKIE], context);
}

/* A driver that doesn't tell what became of it: taken to have arrived. */
static void arrived_tell(struct relay *relay,
			 const struct vwlan_control *command)
{
	struct vwlan_control event;

	vwlan_control_clear(&event);
	event.type = VWLAN_EVENT;
	event.id = VWLAN_EVT_EAPOL_STATUS;
	vwlan_control_set(&event, VWLAN_TLV_COOKIE,
			  command->number[VWLAN_TLV_COOKIE]);
	vwlan_control_set(&event, VWLAN_TLV_ACK, 1);
	relay->effects->send(relay->user, &event);
}

static void send_command(struct relay *relay,
			 const struct vwlan_control *command)
{
	enum vwlan_status status;
	uint64_t kernel = 0;
	int rc;

	status = relay_carry(relay, command, cookie_take, &kernel, &rc);
	if (status == VWLAN_OK && kernel)
		cookie_keep(relay, kernel, command);
	relay_respond(relay, command, status);
	if (status == VWLAN_OK && command->id == VWLAN_CMD_SEND_EAPOL &&
	    (!kernel || !relay->phy->eapol_status))
		arrived_tell(relay, command);
}

static uint16_t cancelled(uint16_t id)
{
	return id == VWLAN_CMD_CANCEL_FRAME ? VWLAN_CMD_SEND_FRAME :
					      VWLAN_CMD_REMAIN;
}

static void cancel_command(struct relay *relay,
			   const struct vwlan_control *command)
{
	struct relay_view view = relay_view(relay);
	struct nl_msg *request;
	enum vwlan_status status = VWLAN_NOT_FOUND;
	unsigned int i;
	int rc;

	for (i = 0; i < RELAY_COOKIES; i++)
		if (relay->cookies[i].command == cancelled(command->id) &&
		    relay->cookies[i].guest ==
			    command->number[VWLAN_TLV_COOKIE])
			break;
	request = i < RELAY_COOKIES ? relay_request() : NULL;
	if (request) {
		view.cookie = relay->cookies[i].kernel;
		relay_command_build(request, &view, command);
		rc = relay->effects->ask(relay->user, request, false, NULL,
					 NULL);
		status = relay_command_status(command->id, rc);
	}
	relay_request_free(request);
	relay_respond(relay, command, status);
}

/* ------------------------------------------------------------------ */

static void command_dispatch(struct relay *relay,
			     const struct vwlan_control *command,
			     uint64_t now)
{
	switch (command->id) {
	case VWLAN_CMD_UP:
		up_command(relay, command);
		break;
	case VWLAN_CMD_DOWN:
		down_command(relay, command, now);
		break;
	case VWLAN_CMD_SET_MAC:
		mac_command(relay, command);
		break;
	case VWLAN_CMD_SCAN:
		relay_scan_command(relay, command, now);
		break;
	case VWLAN_CMD_ABORT_SCAN:
		relay_scan_abort(relay, command, now);
		break;
	case VWLAN_CMD_AUTHENTICATE:
	case VWLAN_CMD_ASSOCIATE:
	case VWLAN_CMD_DEAUTHENTICATE:
	case VWLAN_CMD_DISASSOCIATE:
	case VWLAN_CMD_AUTHORIZE:
		relay_join_command(relay, command, now);
		break;
	case VWLAN_CMD_SEND_EAPOL:
	case VWLAN_CMD_SEND_FRAME:
	case VWLAN_CMD_REMAIN:
		send_command(relay, command);
		break;
	case VWLAN_CMD_CANCEL_FRAME:
	case VWLAN_CMD_CANCEL_REMAIN:
		cancel_command(relay, command);
		break;
	case VWLAN_CMD_GET_STATION:
	case VWLAN_CMD_GET_TX_POWER:
	case VWLAN_CMD_GET_CHANNEL:
		question_command(relay, command);
		break;
	case VWLAN_CMD_POWER_SAVE:
		power_save_command(relay, command);
		break;
	case VWLAN_CMD_SET_PHY:
		settings_command(relay, command);
		break;
	default:
		plain_command(relay, command);
	}
}

void relay_command(struct relay *relay, const struct vwlan_control *command,
		   uint64_t now)
{
	if (!admitted(relay, command->id, now))
		relay_respond(relay, command, VWLAN_RATE);
	else if (command->id == VWLAN_CMD_HELLO)
		hello_command(relay, command);
	else if (command->id == VWLAN_CMD_GET_STATE)
		state_command(relay, command);
	else if (command->id == VWLAN_CMD_GET_PHY ||
		 command->id == VWLAN_CMD_GET_BAND)
		phy_command(relay, command);
	else if (relay->gone)
		relay_respond(relay, command, VWLAN_NO_RADIO);
	else
		command_dispatch(relay, command, now);
}

/* ------------------------------------------------------------------ */
/* News                                                                */

static bool cookie_translate(const struct relay *relay,
			     struct vwlan_control *event, uint64_t kernel)
{
	const struct relay_cookie *cookie;

	switch (event->id) {
	case VWLAN_EVT_EAPOL_STATUS:
	case VWLAN_EVT_FRAME_STATUS:
	case VWLAN_EVT_REMAIN_BEGIN:
	case VWLAN_EVT_REMAIN_END:
		cookie = cookie_find(relay, kernel);
		if (cookie)
			vwlan_control_set(event, VWLAN_TLV_COOKIE,
					  cookie->guest);
		return cookie;
	default:
		return true;
	}
}

void relay_news(struct relay *relay, uint8_t command, struct nlattr **a,
		uint64_t now)
{
	struct vwlan_control event;
	uint64_t cookie;

	if (command == NL80211_CMD_NEW_SCAN_RESULTS ||
	    command == NL80211_CMD_SCAN_ABORTED) {
		relay_scan_ended(relay,
				 command == NL80211_CMD_SCAN_ABORTED, now);
		return;
	}
	if (!relay_event_read(&event, &cookie, command, a) ||
	    !cookie_translate(relay, &event, cookie))
		return;
	relay_join_event(relay, &event);
	relay->effects->send(relay->user, &event);
}

void relay_lost(struct relay *relay)
{
	relay->effects->log(relay->user, LOG_WARNING,
			    "nl80211's news were lost");
	relay_join_look(relay);
	event_send(relay, VWLAN_EVT_OVERRUN);
}

static void radio_lost(struct relay *relay, enum vwlan_status status,
		       uint64_t now)
{
	relay_join_give_up(relay, status);
	relay_scan_stop(relay, status, now);
	relay_join_end(relay, status, 0);
	relay->entry->state = VWLAN_STATE_DOWN;
	relay->effects->log(relay->user, LOG_INFO,
			    vwlan_status_text(status));
	event_send(relay, VWLAN_EVT_STATE);
}

void relay_link_news(struct relay *relay, uint64_t now)
{
	/* News may be old: the guest may have been at it since. */
	int rc, up = relay->effects->link_get(relay->user);

	if (relay->gone)
		return;
	if (up == -ENODEV) {
		relay->gone = true;
		relay->retry_at = RELAY_NEVER;
		radio_lost(relay, VWLAN_NO_RADIO, now);
		return;
	}
	if (up || !relay->up || relay->blocked)
		return;
	/* Not the guest's doing: the radio was switched off, perhaps. */
	rc = link_up(relay);
	relay->blocked = true;
	relay->retry_at = now + (rc ? RETRY_AFTER : 0);
	radio_lost(relay, rc == -ERFKILL ? VWLAN_RFKILL : VWLAN_NO_RADIO,
		   now);
}

static void link_retry(struct relay *relay, uint64_t now)
{
	relay->retry_at = now + RETRY_AFTER;
	if (link_up(relay) == 0)
		event_send(relay, VWLAN_EVT_STATE);
}

void relay_phy_news(struct relay *relay)
{
	event_send(relay, VWLAN_EVT_PHY_CHANGED);
}

void relay_measured(struct relay *relay, int32_t signal, uint32_t tx_rate,
		    uint32_t rx_rate)
{
	if (relay->link != RELAY_ASSOCIATED)
		return;
	relay->entry->signal = signal;
	relay->entry->tx_rate = tx_rate;
	relay->entry->rx_rate = rx_rate;
}

/* ------------------------------------------------------------------ */
/* Life                                                                */

void relay_open(struct relay *relay, const struct relay_effects *effects,
		void *user, struct table_entry *entry,
		const struct relay_phy *phy, int family,
		enum config_mac_policy mac_policy, uint64_t now)
{
	memset(relay, 0, sizeof(*relay));
	relay->effects = effects;
	relay->user = user;
	relay->entry = entry;
	relay->phy = phy;
	relay->family = family;
	relay->mac_policy = mac_policy;
	relay->power_save = -1;
	relay->retry_at = RELAY_NEVER;
	relay_settings_none(&relay->wish);
	STAILQ_INIT(&relay->scan.results);
	relay->scan.next_at = RELAY_NEVER;
	relay->scan.until = RELAY_NEVER;
	bucket_fill(&relay->general, GENERAL_BURST, now);
	bucket_fill(&relay->urgent, URGENT_BURST, now);
	bucket_fill(&relay->frames, FRAME_BURST, now);
	relay_join_end(relay, VWLAN_OK, 0);
}

void relay_adopt(struct relay *relay)
{
	int up = relay->effects->link_get(relay->user);

	relay->gone = up < 0;
	relay->up = up > 0;
	if (up > 0) {
		frames_register(relay);
		relay_join_look(relay);
	}
}

void relay_close(struct relay *relay)
{
	if (relay->joining) {
		vwlan_control_wipe(relay->joining);
		free(relay->joining);
	}
	relay_scan_free(relay);
	explicit_bzero(relay, sizeof(*relay));
}

static bool ssid_same(const struct vwlan_ssid *a, const struct vwlan_ssid *b)
{
	return a->length == b->length &&
	       memcmp(a->bytes, b->bytes, a->length) == 0;
}

void relay_seek(struct relay *relay, const struct vwlan_ssid *ssid)
{
	if (ssid->length == 0 || relay_sought(relay, ssid))
		return;
	relay->sought[relay->sought_next] = *ssid;
	relay->sought_next = (relay->sought_next + 1) % RELAY_SOUGHT;
}

bool relay_sought(const struct relay *relay, const struct vwlan_ssid *ssid)
{
	unsigned int i;

	for (i = 0; i < RELAY_SOUGHT; i++)
		if (relay->sought[i].length &&
		    ssid_same(&relay->sought[i], ssid))
			return true;
	return false;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t relay_deadline(const struct relay *relay)
{
	return earlier(relay->retry_at,
		       earlier(relay->scan.next_at, relay->scan.until));
}

void relay_timeout(struct relay *relay, uint64_t now)
{
	if (now >= relay->retry_at)
		link_retry(relay, now);
	relay_scan_timeout(relay, now);
}
