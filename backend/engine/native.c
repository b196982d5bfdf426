// SPDX-License-Identifier: GPL-2.0-or-later
/* One native station: joins its relay to netlink, clock and worker. */
#include <errno.h>
#include <linux/nl80211.h>
#include <netlink/genl/genl.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "relays_private.h"

/* ------------------------------------------------------------------ */
/* What a station causes                                               */

/* Less than the guest's own watchdogs, more than arbiter_settings.grace. */
#define PATIENCE 4000u	/* ms */

static void connection_read(struct arbiter_connection *to,
			    const struct vwlan_control *command)
{
	to->ssid = command->ssid[0];
	if (vwlan_control_has(command, VWLAN_TLV_BSSID))
		memcpy(to->bssid, command->bssid, sizeof(to->bssid));
	if (vwlan_control_has(command, VWLAN_TLV_FREQUENCY))
		to->frequency = command->number[VWLAN_TLV_FREQUENCY];
}

static void request_read(struct arbiter_request *to,
			 const struct vwlan_control *command)
{
	switch (command->id) {
	case VWLAN_CMD_UP:
		to->kind = ARBITER_UP;
		return;
	case VWLAN_CMD_REMAIN:
	case VWLAN_CMD_SEND_FRAME:
		to->kind = command->id == VWLAN_CMD_REMAIN ?
				   ARBITER_REMAIN : ARBITER_SEND_FRAME;
		if (vwlan_control_has(command, VWLAN_TLV_FREQUENCY))
			to->frequency = command->number[VWLAN_TLV_FREQUENCY];
		if (vwlan_control_has(command, VWLAN_TLV_DURATION))
			to->duration = command->number[VWLAN_TLV_DURATION];
		return;
	default:
		to->kind = ARBITER_JOIN;
		connection_read(&to->connection, command);
	}
}

static bool up_parked(const struct native *native, uint32_t kind, int verdict)
{
	return kind == ARBITER_UP && verdict == VWLAN_OK &&
	       native->guest.radio && !native->guest.arbiter.placed;
}

static int effect_judge(void *user, const struct vwlan_control *command)
{
	struct arbiter_request request = {
		.id = command->seq,
		.patience = PATIENCE,
	};
	struct native *native = user;
	int verdict;

	request_read(&request, command);
	verdict = radio_ask(&native->guest, &request);
	if (verdict == RADIO_LATER)
		return RELAY_LATER;
	return up_parked(native, request.kind, verdict) ? RELAY_PARKED :
							  verdict;
}

static void effect_back(void *user)
{
	radio_tell(&((struct native *)user)->guest, ARBITER_CANCEL_REMAIN);
}

static int effect_ask(void *user, struct nl_msg *request, bool dump,
		      relay_answer_fn *answer, void *context)
{
	struct native *native = user;

	return relays_ask(native->relays, &native->netlink, request, dump,
			  answer, context);
}

static int effect_link_set(void *user, bool up)
{
	const struct native *native = user;

	return relays_link_set(native->relays,
			       native->device->entry->ifindex, up);
}

static int effect_link_get(void *user)
{
	const struct native *native = user;

	return relays_link_get(native->relays,
			       native->device->entry->ifindex);
}

static int effect_mac_ask(void *user, const uint8_t *mac)
{
	const struct native *native = user;

	return device_mac_ask(native->device, mac);
}

static bool effect_mac_taken(void *user, const uint8_t *mac)
{
	const struct device *device = ((const struct native *)user)->device;

	return table_mac_taken(&device->engine->table, mac, device->entry);
}

static int effect_settings(void *user, const struct arbiter_wish *wish,
			   uint16_t changed)
{
	const struct arbiter_request request = {
		.kind = ARBITER_SET_PHY,
		.settings = *wish,
		.changed = changed,
	};

	return radio_ask(&((struct native *)user)->guest, &request);
}

static int effect_power(void *user, int32_t *power)
{
	return radio_power(&((struct native *)user)->guest, power);
}

static void effect_power_save(void *user, bool on)
{
	const struct arbiter_request request = {
		.kind = ARBITER_POWER_SAVE,
		.power_save = on,
	};

	radio_ask(&((struct native *)user)->guest, &request);
}

static void effect_send(void *user, struct vwlan_control *control)
{
	const struct native *native = user;

	device_send(native->device, control);
}

static enum vwlan_status effect_scan(void *user,
				     const struct vwlan_control *command,
				     uint32_t number)
{
	struct native *native = user;

	return radio_scan_ask(&native->guest, command, number);
}

static void effect_scan_abort(void *user)
{
	radio_scan_abort(&((struct native *)user)->guest);
}

static void effect_seek(void *user, const struct vwlan_ssid *ssid)
{
	radio_seek(&((struct native *)user)->guest, ssid);
}

static bool effect_shows(void *user, const struct vwlan_ssid *ssid,
			 enum arbiter_hidden hidden, uint32_t frequency)
{
	const struct native *native = user;

	return radio_shows(&native->guest, ssid, hidden, frequency);
}

static void effect_log(void *user, int level, const char *text)
{
	const struct native *native = user;

	log_device(level, native->device->key.domid,
		   native->device->key.devid, "%s", text);
}

static const struct relay_effects native_effects = {
	.judge = effect_judge,
	.back = effect_back,
	.ask = effect_ask,
	.link_set = effect_link_set,
	.link_get = effect_link_get,
	.mac_ask = effect_mac_ask,
	.mac_taken = effect_mac_taken,
	.settings = effect_settings,
	.power = effect_power,
	.power_save = effect_power_save,
	.send = effect_send,
	.scan = effect_scan,
	.scan_abort = effect_scan_abort,
	.seek = effect_seek,
	.shows = effect_shows,
	.log = effect_log,
};

/* ------------------------------------------------------------------ */
/* What happens to a station                                           */

static void native_rearm(struct native *native)
{
	struct ev_loop *loop = native->device->engine->loop;
	uint64_t at = relay_deadline(&native->relay), now;

	ev_timer_stop(loop, &native->timer);
	if (at == RELAY_NEVER)
		return;
	now = clock_ms();
	ev_timer_set(&native->timer,
		     at > now ? (at - now + 1) / 1000.0 : 0.0, 0.0);
	ev_timer_start(loop, &native->timer);
}

/* The filter in the kernel came a moment after the socket. */
static bool news_own(const struct native *native, struct nlattr **attributes)
{
	const struct nlattr *ifindex = attributes[NL80211_ATTR_IFINDEX];

	return ifindex && nla_len(ifindex) >= 4 &&
	       (int)nla_get_u32(ifindex) == native->device->entry->ifindex;
}

static void news_take(struct native *native, struct nlmsghdr *message)
{
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];

	if (relays_parse(native->relays, message, attributes) &&
	    news_own(native, attributes))
		relay_news(&native->relay, genlmsg_hdr(message)->cmd,
			   attributes, clock_ms());
}

/* ------------------------------------------------------------------ */
/* What it has of the radio                                            */

static void connection_now(const struct relay *relay,
			   struct arbiter_connection *to)
{
	to->ssid = relay->entry->ssid;
	memcpy(to->bssid, relay->bssid, sizeof(to->bssid));
	to->frequency = relay->entry->frequency;
}

static void link_follow(struct native *native)
{
	const struct arbiter_guest *known = &native->guest.arbiter;
	const struct relay *relay = &native->relay;
	struct arbiter_connection now;
	bool live = known->link == ARBITER_JOINING ||
		    known->link == ARBITER_JOINED;
	bool same = live && memcmp(known->connection.bssid, relay->bssid,
				   VWLAN_MAC_LEN) == 0;
	bool connected = relay->entry->state == VWLAN_STATE_CONNECTED;

	connection_now(relay, &now);
	/* Found by the radio itself, somewhere: that is news. */
	if (now.frequency && !known->connection.frequency)
		same = false;
	if (relay->joining)
		return;
	if (relay->link == RELAY_APART) {
		if (live)
			radio_left(&native->guest);
	} else if (connected && (!same || known->link != ARBITER_JOINED)) {
		radio_joined(&native->guest, &now);
	} else if (!same) {
		radio_trying(&native->guest, &now);
	} else if (known->connection.frequency != now.frequency) {
		radio_switched(&native->guest, now.frequency);
	}
}

/*
 * What the station became of is compared with what the arbiter knows: so
 * nothing that happens to it, in whatever way, is missed.
 */
static void native_follow(struct native *native)
{
	const struct arbiter_guest *known = &native->guest.arbiter;
	const struct relay *relay = &native->relay;

	if (!native->guest.radio || relay->held)
		return;
	if (known->pending.kind == ARBITER_JOIN)
		radio_tell(&native->guest, ARBITER_LEAVE);
	if (known->pending.kind == ARBITER_UP || (known->wants && !relay->up))
		radio_tell(&native->guest, ARBITER_DOWN);
	if (known->placed)
		link_follow(native);
}

static void call_answer(void *user, uint32_t id, enum vwlan_status status)
{
	struct native *native = user;
	const struct vwlan_control *held = native->relay.held;
	uint32_t kind = held && held->id == VWLAN_CMD_UP ? ARBITER_UP :
							   ARBITER_JOIN;

	relay_judged(&native->relay, id, up_parked(native, kind, status) ?
		     RELAY_PARKED : (int)status, clock_ms());
	native_settle(native);
}

static void call_up(void *user)
{
	struct native *native = user;

	relay_unpark(&native->relay, clock_ms());
	native_settle(native);
}

static void call_down(void *user, enum vwlan_status why)
{
	struct native *native = user;

	relay_park(&native->relay, why, clock_ms());
	native_settle(native);
}

static void call_connect(void *user)
{
	struct native *native = user;

	relay_free_again(&native->relay);
	native_settle(native);
}

static void call_disconnect(void *user, enum vwlan_status why)
{
	struct native *native = user;

	relay_cut(&native->relay, why);
	native_settle(native);
}

static void call_scan_over(void *user, uint32_t number,
			   enum vwlan_status status, uint64_t since)
{
	struct native *native = user;

	relay_scan_over(&native->relay, number, status, since, clock_ms());
	native_settle(native);
}

static const struct radio_calls native_calls = {
	.answer = call_answer,
	.up = call_up,
	.down = call_down,
	.connect = call_connect,
	.disconnect = call_disconnect,
	.scan_over = call_scan_over,
};

/* ------------------------------------------------------------------ */

/* Each news may lead to a request, which may bring further news. */
void native_settle(struct native *native)
{
	struct netlink_news *news;

	while ((news = netlink_next(&native->netlink))) {
		news_take(native, news->message);
		free(news);
	}
	if (native->netlink.lost) {
		native->netlink.lost = false;
		relay_lost(&native->relay);
	}
	native_rearm(native);
	native_follow(native);
}

static void on_native(struct ev_loop *loop, ev_io *io, int events)
{
	struct native *native = io->data;

	(void)loop;
	(void)events;
	netlink_read(&native->netlink);
	native_settle(native);
}

static void on_deadline(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct native *native = timer->data;

	(void)loop;
	(void)events;
	relay_timeout(&native->relay, clock_ms());
	native_settle(native);
}

void native_command(struct native *native,
		    const struct vwlan_control *command)
{
	/* What happened before it is told before its answer. */
	netlink_read(&native->netlink);
	native_settle(native);
	relay_command(&native->relay, command, clock_ms());
	native_settle(native);
}

void native_phy_news(struct native *native)
{
	relay_phy_narrow(&native->phy, &native->relays->phy,
			 &native->device->entry->policy);
	relay_phy_news(&native->relay);
}

void native_policy_news(struct native *native)
{
	radio_guest_policy(&native->guest);
	relay_policy_news(&native->relay, clock_ms());
	native_phy_news(native);
	native_settle(native);
}

bool native_effective(const struct native *native,
		      struct radio_effective *to)
{
	if (!radio_effective(&native->guest, to))
		return false;
	relay_quality_text(&native->relay, to->bitrates, to->qos_map);
	return true;
}

void native_mac_set(struct native *native, int error)
{
	relay_mac_set(&native->relay, error);
	if (error == 0)
		device_mac_tell(native->device);
	radio_mac(&native->guest, native->device->entry->mac);
}

void native_measured(struct native *native, int32_t signal,
		     uint32_t tx_rate, uint32_t rx_rate)
{
	relay_measured(&native->relay, signal, tx_rate, rx_rate);
}

const struct radio_guest *native_guest(const struct native *native)
{
	return &native->guest;
}

void native_lost(struct native *native)
{
	native_link_news(native);
}

void native_renewed(struct native *native)
{
	struct device *device = native->device;
	struct ev_loop *loop = device->engine->loop;

	ev_io_stop(loop, &native->io);
	netlink_close(&native->netlink);
	netlink_open(&native->netlink, device->radio_fd,
		     native->relays->buffer);
	device->radio_fd = -1;
	ev_io_set(&native->io, native->netlink.fd, EV_READ);
	ev_io_start(loop, &native->io);
	relay_renewed(&native->relay, clock_ms());
	native_settle(native);
}

void native_link_news(struct native *native)
{
	relay_link_news(&native->relay, clock_ms());
	native_settle(native);
}

/* ------------------------------------------------------------------ */
/* Life                                                                */

static void native_begin(struct native *native, bool adopt)
{
	const struct record *remembered = station_remembered(native->device);

	/* What is left of an earlier engine's questions. */
	netlink_read(&native->netlink);
	relays_phy_refresh(native->relays);
	relay_phy_narrow(&native->phy, &native->relays->phy,
			 &native->device->entry->policy);
	relay_open(&native->relay, &native_effects, native,
		   native->device->entry, &native->phy,
		   native->relays->family, clock_ms());
	/* The arbiter begins with this, the kernel with what it likes. */
	if (!adopt)
		relays_power_save(native->relays,
				  native->device->entry->ifindex, false);
	if (adopt)
		relay_adopt(&native->relay);
	if (remembered)
		relay_restore(&native->relay, remembered, adopt);
	if (native->relay.up)
		radio_guest_adopt(&native->guest, !native->relay.gone &&
						  !native->relay.parked);
	native_settle(native);
}

int native_open(struct native **native, struct relays *relays,
		struct device *device, bool adopt)
{
	struct ev_loop *loop = device->engine->loop;
	struct native *n;
	int rc;

	if (!relays->there || device->radio_fd < 0)
		return -ENODEV;
	n = calloc(1, sizeof(*n));
	if (!n)
		return -ENOMEM;
	rc = radio_guest_open(device->engine->radio, &n->guest, device,
			      &native_calls, n);
	if (rc) {
		free(n);
		return rc;
	}
	n->relays = relays;
	n->device = device;
	netlink_open(&n->netlink, device->radio_fd, relays->buffer);
	device->radio_fd = -1;
	ev_io_init(&n->io, on_native, n->netlink.fd, EV_READ);
	ev_init(&n->timer, on_deadline);
	n->io.data = n;
	n->timer.data = n;
	*native = n;
	native_begin(n, adopt);
	LIST_INSERT_HEAD(&relays->natives, n, next);
	ev_io_start(loop, &n->io);
	return 0;
}

void native_close(struct native *native)
{
	struct ev_loop *loop = native->device->engine->loop;

	LIST_REMOVE(native, next);
	radio_guest_close(&native->guest);
	ev_io_stop(loop, &native->io);
	ev_timer_stop(loop, &native->timer);
	relay_close(&native->relay);
	netlink_close(&native->netlink);
	free(native);
}
