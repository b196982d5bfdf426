// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The arbiter's effects must not call it back, and a guest's station can't
 * be taken down in the middle of that guest's own command.  So effects are
 * put into a line, in the order in which the radio can follow them, and
 * carried out as soon as both allow it.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <syslog.h>

#include "clock.h"
#include "log.h"
#include "policy.h"
#include "radio_wish.h"
#include "relay_phy.h"

/* An engine has found all its devices by then. */
#define BEGIN_MS 3000u

enum effect_kind {
	EFFECT_ANSWER,
	EFFECT_UP,
	EFFECT_DOWN,
	EFFECT_CONNECT,
	EFFECT_DISCONNECT,
	EFFECT_STRANDED,
	EFFECT_SCAN_OVER,
};

struct effect {
	STAILQ_ENTRY(effect) next;
	struct radio_guest *guest;
	enum effect_kind kind;
	enum vwlan_status status;
	uint32_t id;
	uint64_t since;
};

static struct radio_guest *guest_of(const struct arbiter_guest *guest)
{
	return guest->user;
}

/* ------------------------------------------------------------------ */
/* What the arbiter causes                                             */

__attribute__((format(printf, 3, 4)))
static void guest_log(const struct radio_guest *guest, int level,
		      const char *format, ...)
{
	char text[128];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	log_device(level, guest->device->key.domid, guest->device->key.devid,
		   "%s", text);
}

/*
 * Without it, table and radio would never agree again: this engine ends, and
 * the next one begins with what is there.
 */
static struct effect *effect_add(struct radio *radio,
				 struct arbiter_guest *guest,
				 enum effect_kind kind,
				 enum vwlan_status status, uint32_t id)
{
	struct effect *effect = calloc(1, sizeof(*effect));

	if (!effect) {
		guest_log(guest_of(guest), LOG_CRIT, "no memory for what the "
			  "radio does to it: the engine ends");
		exit(EXIT_FAILURE);
	}
	effect->guest = guest_of(guest);
	effect->kind = kind;
	effect->status = status;
	effect->id = id;
	STAILQ_INSERT_TAIL(&radio->effects, effect, next);
	return effect;
}

/* A guest can cause many: the same again and again is worth one line. */
static void refused_log(struct radio_guest *guest, const char *what,
			enum vwlan_status why)
{
	guest_log(guest, guest->said == why ? LOG_DEBUG : LOG_INFO, "%s: %s",
		  what, vwlan_status_text(why));
	guest->said = why;
}

static void on_answer(void *user, struct arbiter_guest *guest, uint32_t id,
		      const struct arbiter_answer *answer)
{
	enum vwlan_status status = VWLAN_OK;

	if (answer->verdict == ARBITER_REFUSE) {
		status = answer->status;
		refused_log(guest_of(guest), "refused", status);
	}
	effect_add(user, guest, EFFECT_ANSWER, status, id);
}

/* What happens every few seconds is not worth a line each time. */
static int turn_level(const struct arbiter_guest *guest)
{
	return guest_of(guest)->turn.others ? LOG_DEBUG : LOG_INFO;
}

static void on_up(void *user, struct arbiter_guest *guest)
{
	guest_log(guest_of(guest), turn_level(guest), "has a station again");
	effect_add(user, guest, EFFECT_UP, VWLAN_OK, 0);
}

static void on_down(void *user, struct arbiter_guest *guest,
		    enum vwlan_status why, const struct arbiter_guest *by,
		    uint64_t at)
{
	radio_turn_lost(guest_of(guest), by ? guest_of(by) : NULL, at);
	guest_log(guest_of(guest), turn_level(guest), "loses its station: %s",
		  vwlan_status_text(why));
	effect_add(user, guest, EFFECT_DOWN, why, 0);
}

static void on_connect(void *user, struct arbiter_guest *guest,
		       const struct arbiter_connection *connection)
{
	(void)connection;
	guest_log(guest_of(guest), turn_level(guest), "may connect again");
	effect_add(user, guest, EFFECT_CONNECT, VWLAN_OK, 0);
}

static void on_disconnect(void *user, struct arbiter_guest *guest,
			  enum vwlan_status why,
			  const struct arbiter_guest *by, uint64_t at)
{
	radio_turn_lost(guest_of(guest), by ? guest_of(by) : NULL, at);
	refused_log(guest_of(guest), "is disconnected", why);
	effect_add(user, guest, EFFECT_DISCONNECT, why, 0);
}

static void on_stranded(void *user, struct arbiter_guest *guest,
			enum vwlan_status why)
{
	struct radio_turn *turn = &guest_of(guest)->turn;

	turn->back_at = 0;
	/* Otherwise it has heard the reason already. */
	guest_log(guest_of(guest), turn->others ? LOG_INFO : LOG_DEBUG,
		  "no turn is to come: %s", vwlan_status_text(why));
	if (guest_of(guest)->calls->stranded)
		effect_add(user, guest, EFFECT_STRANDED, why, 0);
}

static void on_warn(void *user, struct arbiter_guest *guest,
		    enum vwlan_status why, const struct arbiter_guest *by,
		    uint64_t at)
{
	(void)user;
	(void)by;
	(void)at;
	guest_log(guest_of(guest), LOG_INFO, "gives way to a guest of a "
		  "higher class: %s", vwlan_status_text(why));
}

static void on_scan_start(void *user, struct arbiter_guest *leader,
			  const struct arbiter_scan *scan)
{
	struct radio *radio = user;

	(void)leader;
	(void)scan;
	radio->scan_due = true;
}

static void on_scan_abort(void *user, struct arbiter_guest *leader)
{
	struct radio *radio = user;

	(void)leader;
	radio->abort_due = true;
}

static void on_scan_over(void *user, struct arbiter_guest *guest, uint32_t id,
			 enum vwlan_status status, uint64_t since)
{
	struct effect *effect;

	effect = effect_add(user, guest, EFFECT_SCAN_OVER, status, id);
	effect->since = since;
}

static void on_settings(void *user, const struct arbiter_wish *wish)
{
	const struct radio *radio = user;

	radio_wish_settings(radio->engine, wish);
}

static void on_tx_power(void *user, struct arbiter_guest *guest,
			int32_t power)
{
	(void)user;
	radio_wish_power(guest_of(guest), power);
}

static void on_power_save(void *user, struct arbiter_guest *guest, bool on)
{
	(void)user;
	radio_wish_saving(guest_of(guest), on);
}

static void on_channels(void *user, struct arbiter_guest *guest)
{
	(void)user;
	(void)guest;
}

static const struct arbiter_effects radio_effects = {
	.answer = on_answer,
	.up = on_up,
	.down = on_down,
	.connect = on_connect,
	.disconnect = on_disconnect,
	.stranded = on_stranded,
	.warn = on_warn,
	.scan_start = on_scan_start,
	.scan_abort = on_scan_abort,
	.scan_over = on_scan_over,
	.phy_settings = on_settings,
	.tx_power = on_tx_power,
	.power_save = on_power_save,
	.channels = on_channels,
};

/* ------------------------------------------------------------------ */
/* Carrying it out                                                     */

static void effect_do(const struct effect *effect)
{
	const struct radio_calls *calls = effect->guest->calls;
	void *user = effect->guest->user;

	switch (effect->kind) {
	case EFFECT_ANSWER:
		calls->answer(user, effect->id, effect->status);
		break;
	case EFFECT_UP:
		calls->up(user);
		break;
	case EFFECT_DOWN:
		calls->down(user, effect->status);
		break;
	case EFFECT_CONNECT:
		calls->connect(user);
		break;
	case EFFECT_DISCONNECT:
		calls->disconnect(user, effect->status);
		break;
	case EFFECT_STRANDED:
		calls->stranded(user, effect->status);
		break;
	case EFFECT_SCAN_OVER:
		calls->scan_over(user, effect->id, effect->status,
				 effect->since);
		break;
	}
}

static struct effect *effect_next(struct radio *radio)
{
	struct effect *effect;

	STAILQ_FOREACH(effect, &radio->effects, next)
		if (!effect->guest->busy)
			break;
	if (effect)
		STAILQ_REMOVE(&radio->effects, effect, effect, next);
	return effect;
}

static void effects_drain(struct radio *radio)
{
	struct effect *effect;

	if (radio->draining)
		return;
	radio->draining = true;
	do {
		while ((effect = effect_next(radio))) {
			effect_do(effect);
			free(effect);
		}
	} while (radio_scan_settle(radio));
	radio->draining = false;
}

static void effects_forget(struct radio *radio,
			   const struct radio_guest *guest)
{
	struct effect *effect, *next;

	for (effect = STAILQ_FIRST(&radio->effects); effect; effect = next) {
		next = STAILQ_NEXT(effect, next);
		if (effect->guest != guest)
			continue;
		STAILQ_REMOVE(&radio->effects, effect, effect, next);
		free(effect);
	}
}

static void radio_rearm(struct radio *radio)
{
	uint64_t at = arbiter_deadline(&radio->arbiter), now;
	struct ev_loop *loop = radio->engine->loop;

	if (radio_scan_deadline(radio) < at)
		at = radio_scan_deadline(radio);
	if (!STAILQ_EMPTY(&radio->effects))
		at = 0;
	ev_timer_stop(loop, &radio->timer);
	if (at == ARBITER_NEVER)
		return;
	now = clock_ms();
	ev_timer_set(&radio->timer,
		     at > now ? (at - now + 1) / 1000.0 : 0.0, 0.0);
	ev_timer_start(loop, &radio->timer);
}

void radio_settle(struct radio *radio)
{
	effects_drain(radio);
	radio_rearm(radio);
}

static void on_deadline(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct radio *radio = timer->data;

	(void)loop;
	(void)events;
	arbiter_timeout(&radio->arbiter, clock_ms());
	radio_scan_timeout(radio);
	radio_settle(radio);
}

/* ------------------------------------------------------------------ */
/* Guests                                                              */

int radio_guest_open(struct radio *radio, struct radio_guest *guest,
		     struct device *device, const struct radio_calls *calls,
		     void *user)
{
	struct arbiter_policy policy;
	int rc;

	memset(guest, 0, sizeof(*guest));
	guest->device = device;
	guest->calls = calls;
	guest->user = user;
	policy_arbiter(&device->entry->policy, &policy);
	rc = arbiter_guest_open(&radio->arbiter, &guest->arbiter, &policy,
				device->entry->mac, guest, clock_ms());
	if (rc == 0)
		guest->radio = radio;
	return rc;
}

void radio_guest_close(struct radio_guest *guest)
{
	struct radio *radio = guest->radio;

	if (!radio)
		return;
	guest->radio = NULL;
	arbiter_guest_close(&radio->arbiter, &guest->arbiter, clock_ms());
	effects_forget(radio, guest);
	free(guest->words);
	guest->words = NULL;
	radio_rearm(radio);
}

void radio_guest_policy(struct radio_guest *guest)
{
	struct arbiter_policy policy;

	if (!guest->radio)
		return;
	policy_arbiter(&guest->device->entry->policy, &policy);
	arbiter_guest_policy(&guest->radio->arbiter, &guest->arbiter, &policy,
			     clock_ms());
	radio_settle(guest->radio);
}

void radio_guest_adopt(struct radio_guest *guest, bool placed)
{
	static const struct arbiter_connection none;

	if (!guest->radio)
		return;
	arbiter_guest_adopt(&guest->radio->arbiter, &guest->arbiter, placed,
			    &none, clock_ms());
	radio_rearm(guest->radio);
}

int radio_answer(struct radio_guest *guest,
		 const struct arbiter_answer *answer)
{
	switch (answer->verdict) {
	case ARBITER_ACCEPT:
	case ARBITER_MERGE:
		guest->said = VWLAN_OK;
		return VWLAN_OK;
	case ARBITER_DEFER:
	case ARBITER_PREEMPT:
		guest_log(guest, LOG_DEBUG, "waits: %s",
			  vwlan_status_text(answer->status));
		return RADIO_LATER;
	case ARBITER_REFUSE:
		break;
	}
	refused_log(guest, "refused", answer->status);
	return answer->status;
}

int radio_ask(struct radio_guest *guest,
	      const struct arbiter_request *request)
{
	struct arbiter_answer answer;

	if (!guest->radio)
		return VWLAN_OK;
	arbiter_ask(&guest->radio->arbiter, &guest->arbiter, request, &answer,
		    clock_ms());
	guest->busy = true;
	radio_settle(guest->radio);
	guest->busy = false;
	return radio_answer(guest, &answer);
}

void radio_tell(struct radio_guest *guest, enum arbiter_kind kind)
{
	const struct arbiter_request request = { .kind = kind };
	struct arbiter_answer answer;

	if (!guest->radio)
		return;
	arbiter_ask(&guest->radio->arbiter, &guest->arbiter, &request,
		    &answer, clock_ms());
	radio_rearm(guest->radio);
}

void radio_mac(struct radio_guest *guest, const uint8_t *mac)
{
	struct arbiter_request request = { .kind = ARBITER_SET_MAC };

	memcpy(request.mac, mac, sizeof(request.mac));
	if (guest->radio)
		radio_ask(guest, &request);
}

void radio_trying(struct radio_guest *guest,
		  const struct arbiter_connection *connection)
{
	if (!guest->radio)
		return;
	arbiter_trying(&guest->radio->arbiter, &guest->arbiter, connection,
		       clock_ms());
	radio_rearm(guest->radio);
}

void radio_joined(struct radio_guest *guest,
		  const struct arbiter_connection *connection)
{
	if (!guest->radio)
		return;
	arbiter_joined(&guest->radio->arbiter, &guest->arbiter, connection,
		       clock_ms());
	if (guest->arbiter.link == ARBITER_JOINED)
		radio_turn_begun(guest);
	radio_rearm(guest->radio);
}

void radio_left(struct radio_guest *guest)
{
	if (!guest->radio)
		return;
	arbiter_left(&guest->radio->arbiter, &guest->arbiter, clock_ms());
	radio_rearm(guest->radio);
}

void radio_switched(struct radio_guest *guest, uint32_t frequency)
{
	if (!guest->radio)
		return;
	arbiter_switched(&guest->radio->arbiter, &guest->arbiter, frequency,
			 clock_ms());
	radio_rearm(guest->radio);
}

/* ------------------------------------------------------------------ */
/* The radio                                                           */

static bool channels_same(const struct arbiter_phy *a,
			  const struct arbiter_phy *b)
{
	unsigned int i;

	if (a->channels != b->channels)
		return false;
	for (i = 0; i < a->channels; i++)
		if (a->channel[i].frequency != b->channel[i].frequency)
			return false;
	return true;
}

void radio_lost(struct radio *radio, enum vwlan_status why)
{
	if (radio->arbiter.blocked == why)
		return;
	arbiter_radio_left(&radio->arbiter, why, clock_ms());
	radio_rearm(radio);
}

void radio_phy(struct radio *radio, const struct relay_phy *from)
{
	struct arbiter *arbiter = &radio->arbiter;
	struct arbiter_phy phy;
	int rc = 0;

	relay_phy_arbiter(from, &phy);
	phy.max_stations = radio->engine->config->max_sta;
	phy.max_channels = radio->engine->config->max_channels;
	if (arbiter->blocked == VWLAN_OK && channels_same(&arbiter->phy, &phy))
		rc = arbiter_radio_changed(arbiter, &phy, clock_ms());
	else
		rc = arbiter_radio_came(arbiter, &phy, clock_ms());
	if (rc)
		log_daemon(LOG_ERR, "the radio's description makes no sense: "
			   "%s", strerror(-rc));
	radio_rearm(radio);
}

int radio_open(struct engine *engine)
{
	struct radio *radio = calloc(1, sizeof(*radio));

	if (!radio)
		return -ENOMEM;
	radio->engine = engine;
	STAILQ_INIT(&radio->effects);
	arbiter_init(&radio->arbiter, &radio_effects, radio, NULL);
	arbiter_give_from(&radio->arbiter, clock_ms() + BEGIN_MS);
	radio_scan_open(radio);
	ev_init(&radio->timer, on_deadline);
	radio->timer.data = radio;
	engine->radio = radio;
	return 0;
}

void radio_close(struct engine *engine)
{
	struct radio *radio = engine->radio;

	if (!radio)
		return;
	ev_timer_stop(engine->loop, &radio->timer);
	arbiter_free(&radio->arbiter);
	radio_scan_close(radio);
	free(radio);
	engine->radio = NULL;
}
