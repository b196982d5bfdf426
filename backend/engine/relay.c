// SPDX-License-Identifier: GPL-2.0-or-later
/* Which command is whose, the guest's questions, and nl80211's news. */
#include <linux/nl80211.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "ipc.h"
#include "relay_answer.h"
#include "relay_event.h"
#include "relay_private.h"

struct relay_view relay_view(const struct relay *relay)
{
	return (struct relay_view){
		.family = relay->family,
		.ifindex = relay->entry->ifindex,
		.mac = relay->entry->mac,
		.phy = relay->phy,
		.link = relay->link,
		.bssid = relay->bssid,
		.generation = relay->entry->generation,
	};
}

enum vwlan_status relay_command_check(const struct relay *relay,
				      const struct vwlan_control *command)
{
	const struct relay_view view = relay_view(relay);
	struct nl_msg *request = relay_request();
	enum vwlan_status status = VWLAN_FAILED;

	if (request)
		status = relay_command_build(request, &view, command);
	relay_request_free(request);
	return status;
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

void relay_event_send(struct relay *relay, enum vwlan_event_id id)
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
			  BACKEND_CAPABILITIES | VWLAN_CAP_NATIVE |
			  (relay->phy->connects ? VWLAN_CAP_CONNECT : 0));
	vwlan_control_set(&response, VWLAN_TLV_MODE, VWLAN_MODE_NATIVE);
	vwlan_control_set_mac(&response, relay->entry->mac);
	relay->effects->send(relay->user, &response);
}

static void phy_command(struct relay *relay,
			const struct vwlan_control *command)
{
	struct vwlan_control response;

	response_begin(&response, command);
	/* What policy says of addresses may change: SET_MAC asks it. */
	if (command->id == VWLAN_CMD_GET_PHY)
		relay_phy_describe(relay->phy, VWLAN_PHY_SET_MAC, &response);
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

static void command_dispatch(struct relay *relay,
			     const struct vwlan_control *command,
			     uint64_t now)
{
	switch (command->id) {
	case VWLAN_CMD_UP:
	case VWLAN_CMD_AUTHENTICATE:
	case VWLAN_CMD_CONNECT:
	case VWLAN_CMD_ASSOCIATE:
		relay_judge_command(relay, command, now);
		break;
	case VWLAN_CMD_DISCONNECT:
		relay_disconnect_command(relay, command);
		break;
	case VWLAN_CMD_DOWN:
		relay_down_command(relay, command, now);
		break;
	case VWLAN_CMD_SET_MAC:
		relay_mac_command(relay, command);
		break;
	case VWLAN_CMD_SCAN:
		relay_scan_command(relay, command, now);
		break;
	case VWLAN_CMD_ABORT_SCAN:
		relay_scan_abort(relay, command);
		break;
	case VWLAN_CMD_DEAUTHENTICATE:
	case VWLAN_CMD_DISASSOCIATE:
	case VWLAN_CMD_AUTHORIZE:
		relay_join_command(relay, command, now);
		break;
	case VWLAN_CMD_SEND_EAPOL:
	case VWLAN_CMD_SEND_FRAME:
	case VWLAN_CMD_REMAIN:
		relay_send_command(relay, command);
		break;
	case VWLAN_CMD_CANCEL_FRAME:
	case VWLAN_CMD_CANCEL_REMAIN:
		relay_cancel_command(relay, command);
		break;
	case VWLAN_CMD_GET_STATION:
	case VWLAN_CMD_GET_TX_POWER:
	case VWLAN_CMD_GET_CHANNEL:
		question_command(relay, command);
		break;
	case VWLAN_CMD_POWER_SAVE:
		relay_power_save_command(relay, command);
		break;
	case VWLAN_CMD_SET_TX_POWER:
		relay_power_command(relay, command);
		break;
	case VWLAN_CMD_SET_PHY:
		relay_settings_command(relay, command);
		break;
	case VWLAN_CMD_SET_BITRATES:
		relay_bitrates_command(relay, command);
		break;
	case VWLAN_CMD_SET_QOS_MAP:
		relay_qos_map_command(relay, command);
		break;
	default:
		plain_command(relay, command);
	}
}

void relay_command(struct relay *relay, const struct vwlan_control *command,
		   uint64_t now)
{
	if (!relay_rate_admit(relay, command->id, now))
		relay_respond(relay, command, VWLAN_RATE);
	else if (command->id == VWLAN_CMD_HELLO)
		hello_command(relay, command);
	else if (command->id == VWLAN_CMD_GET_STATE)
		state_command(relay, command);
	else if (command->id == VWLAN_CMD_GET_PHY ||
		 command->id == VWLAN_CMD_GET_BAND)
		phy_command(relay, command);
	else if (!relay_phy_takes(relay->phy, command->id))
		relay_respond(relay, command, VWLAN_UNSUPPORTED);
	else if (relay->gone && command->id != VWLAN_CMD_DOWN)
		relay_respond(relay, command, VWLAN_NO_RADIO);
	else
		command_dispatch(relay, command, now);
}

/* ------------------------------------------------------------------ */
/* News                                                                */

void relay_news(struct relay *relay, uint8_t command, struct nlattr **a,
		uint64_t now)
{
	struct vwlan_control event;
	uint64_t cookie;

	if (relay_look_news(relay, command, now))
		return;
	if (relay->phy->connects && relay_connect_news(relay, command, a))
		return;
	if (!relay_event_read(&event, &cookie, command, a) ||
	    !relay_cookie_translate(relay, &event, cookie) ||
	    relay_join_dropped(relay, &event))
		return;
	relay_join_event(relay, &event);
	relay->effects->send(relay->user, &event);
}

void relay_lost(struct relay *relay)
{
	relay->effects->log(relay->user, LOG_WARNING,
			    "nl80211's news were lost");
	relay_join_look(relay);
	relay_event_send(relay, VWLAN_EVT_OVERRUN);
}

void relay_phy_news(struct relay *relay)
{
	relay_event_send(relay, VWLAN_EVT_PHY_CHANGED);
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
		const struct relay_phy *phy, int family, uint64_t now)
{
	memset(relay, 0, sizeof(*relay));
	relay->effects = effects;
	relay->user = user;
	relay->entry = entry;
	relay->phy = phy;
	relay->family = family;
	relay->power_save = -1;
	relay->wish.rts = ARBITER_UNSET;
	relay->wish.fragment = ARBITER_UNSET;
	relay->retry_at = RELAY_NEVER;
	relay_quality_open(relay);
	STAILQ_INIT(&relay->scan.results);
	relay->scan.next_at = RELAY_NEVER;
	relay->look.next_at = RELAY_NEVER;
	relay->look.until = RELAY_NEVER;
	relay_rate_open(relay, now);
	relay_join_end(relay, VWLAN_OK, 0);
}

void relay_adopt(struct relay *relay)
{
	int up = relay->effects->link_get(relay->user);

	relay->bitrates_sure = false;
	relay->gone = up < 0;
	relay->up = up > 0;
	if (up > 0) {
		relay_frames_register(relay);
		relay_join_look(relay);
	}
}

void relay_close(struct relay *relay)
{
	if (relay->joining) {
		vwlan_control_wipe(relay->joining);
		free(relay->joining);
	}
	if (relay->held) {
		vwlan_control_wipe(relay->held);
		free(relay->held);
	}
	relay_scan_free(relay);
	relay_look_stop(relay);
	explicit_bzero(relay, sizeof(*relay));
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t relay_deadline(const struct relay *relay)
{
	uint64_t look = earlier(relay->look.next_at, relay->look.until);

	return earlier(relay->retry_at, earlier(relay->scan.next_at, look));
}

void relay_timeout(struct relay *relay, uint64_t now)
{
	if (now >= relay->retry_at)
		relay_link_retry(relay, now);
	relay_scan_timeout(relay, now);
	relay_look_timeout(relay, now);
}
