// SPDX-License-Identifier: GPL-2.0-or-later
/* Frames on their way, and what became of them. */
#include <linux/nl80211.h>

#include "relay_attribute.h"
#include "relay_private.h"

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

/* R16: it may take the radio to another channel. */
static bool goes_away(const struct vwlan_control *command)
{
	return command->id == VWLAN_CMD_REMAIN ||
	       command->id == VWLAN_CMD_SEND_FRAME;
}

static enum vwlan_status away_judge(struct relay *relay,
				    const struct vwlan_control *command)
{
	enum vwlan_status status = relay_command_check(relay, command);

	return status == VWLAN_OK ?
		       (enum vwlan_status)relay->effects->judge(relay->user,
								command) :
		       status;
}

void relay_send_command(struct relay *relay,
			const struct vwlan_control *command)
{
	enum vwlan_status status = VWLAN_OK;
	uint64_t kernel = 0;
	int rc;

	if (goes_away(command))
		status = away_judge(relay, command);
	if (status != VWLAN_OK) {
		relay_respond(relay, command, status);
		return;
	}
	status = relay_carry(relay, command, cookie_take, &kernel, &rc);
	if (status != VWLAN_OK && goes_away(command))
		relay->effects->back(relay->user);
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

void relay_cancel_command(struct relay *relay,
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
	if (status == VWLAN_OK)
		relay->effects->back(relay->user);
	relay_request_free(request);
	relay_respond(relay, command, status);
}

bool relay_cookie_translate(const struct relay *relay,
			    struct vwlan_control *event, uint64_t kernel)
{
	const struct relay_cookie *cookie;

	switch (event->id) {
	case VWLAN_EVT_EAPOL_STATUS:
	case VWLAN_EVT_FRAME_STATUS:
	case VWLAN_EVT_REMAIN_BEGIN:
	case VWLAN_EVT_REMAIN_END:
		cookie = cookie_find(relay, kernel);
		if (cookie && event->id == VWLAN_EVT_REMAIN_END)
			relay->effects->back(relay->user);
		if (cookie)
			vwlan_control_set(event, VWLAN_TLV_COOKIE,
					  cookie->guest);
		return cookie;
	default:
		return true;
	}
}
