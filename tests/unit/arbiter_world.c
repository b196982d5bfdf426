// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "arbiter_world.h"
#include "engine/arbiter_private.h"

#define DEFER_MAX 5000u	/* ms that a scan is put off */
#define RUN_MAX 60000u	/* ms that the arbiter waits for a scan's end */

const uint16_t world_frequencies[] = {
	2412, 2437, 2462, 5180, 5200, 5240,
};

static struct world_guest *guest_of(struct arbiter_guest *guest)
{
	return guest->user;
}

static struct vwlan_ssid name_of(unsigned int i)
{
	struct vwlan_ssid ssid = { 0 };

	ssid.length = snprintf((char *)ssid.bytes, sizeof(ssid.bytes),
			       "hidden%u", i);
	return ssid;
}

/* ------------------------------------------------------------------ */
/* The radio                                                           */

static void radio_check(const struct world *w)
{
	unsigned int stations = 0, channels = 0, i, j, users;

	for (i = 0; i < w->guests; i++)
		stations += w->guest[i].up;
	for (j = 0; j < WORLD_FREQUENCIES; j++) {
		users = 0;
		for (i = 0; i < w->guests; i++)
			users += w->guest[i].frequency ==
				 world_frequencies[j];
		channels += users > 0;
	}
	world_assert(w, stations <= w->stations);
	world_assert(w, channels <= w->channels);
}

static void radio_connect(struct world *w, struct world_guest *g,
			  uint32_t frequency)
{
	world_assert(w, g->up);
	world_assert(w, w->there);
	g->frequency = frequency;
	g->cut = false;
	radio_check(w);
}

static void radio_up(struct world *w, struct world_guest *g)
{
	world_assert(w, w->there);
	world_assert(w, !g->up);
	g->up = true;
	radio_check(w);
}

static void radio_down(struct world *w, struct world_guest *g)
{
	g->up = false;
	g->frequency = 0;
	g->seeking = false;
	g->cut = false;
	/* The kernel ends a scan with its interface. */
	if (w->scanning == g)
		w->scan_end = w->now;
}

/* ------------------------------------------------------------------ */
/* Effects                                                             */

static void accepted(struct world *w, struct world_guest *g,
		     enum arbiter_kind kind, uint32_t frequency,
		     const struct arbiter_answer *answer)
{
	if (kind == ARBITER_UP && !answer->parked && !g->up)
		radio_up(w, g);
	if (kind != ARBITER_JOIN)
		return;
	/* 0 ends what there was, until the supplicant has chosen. */
	radio_connect(w, g, frequency);
	g->parked = false;
	g->seeking = frequency == 0;
	g->allowed = answer->frequencies;
	memcpy(g->frequencies, answer->frequency, sizeof(g->frequencies));
}

/*
 * Who lost its connection while it asked for another has neither then, unless
 * it goes on waiting.
 */
static void refused(struct world_guest *g, enum arbiter_kind kind)
{
	if (kind == ARBITER_JOIN && g->arbiter.wait_for == ARBITER_NOTHING)
		g->parked = false;
}

static void do_answer(void *user, struct arbiter_guest *guest, uint32_t id,
		      const struct arbiter_answer *answer)
{
	struct world *w = user;
	struct world_guest *g = guest_of(guest);

	/* Each one once, and in time. */
	world_assert(w, g->open);
	world_assert(w, g->pending == id && id);
	world_assert(w, w->now <= g->until);
	world_assert(w, answer->verdict == ARBITER_ACCEPT ||
			answer->verdict == ARBITER_REFUSE);
	world_assert(w, (answer->verdict == ARBITER_REFUSE) ==
			(answer->status != VWLAN_OK));
	g->pending = 0;
	w->answers++;
	if (answer->verdict == ARBITER_ACCEPT)
		accepted(w, g, g->pending_kind, g->pending_frequency, answer);
	else
		refused(g, g->pending_kind);
}

static void do_up(void *user, struct arbiter_guest *guest)
{
	struct world *w = user;

	w->grants++;
	guest_of(guest)->parked = false;
	radio_up(w, guest_of(guest));
}

/* As the guest is told. */
static bool turns_of(const struct arbiter_guest *guest,
		     const struct arbiter_guest *by)
{
	return by && by->policy.share && guest->policy.share;
}

static void do_down(void *user, struct arbiter_guest *guest,
		    enum vwlan_status why, const struct arbiter_guest *by,
		    uint64_t at)
{
	struct world *w = user;

	(void)why;
	(void)at;
	world_assert(w, guest_of(guest)->up);
	world_assert(w, by != guest);
	radio_down(w, guest_of(guest));
	guest_of(guest)->parked = turns_of(guest, by);
}

static void do_connect(void *user, struct arbiter_guest *guest,
		       const struct arbiter_connection *connection)
{
	struct world *w = user;
	struct world_guest *g = guest_of(guest);

	world_assert(w, g->up);
	w->grants++;
	g->parked = false;
	g->seeking = !g->native;
	g->allowed = connection->frequency ? 1 : 0;
	g->frequencies[0] = connection->frequency;
}

static void do_disconnect(void *user, struct arbiter_guest *guest,
			  enum vwlan_status why,
			  const struct arbiter_guest *by, uint64_t at)
{
	struct world *w = user;
	struct world_guest *g = guest_of(guest);

	(void)at;
	world_assert(w, by != guest);
	world_assert(w, why != VWLAN_OK);
	g->frequency = 0;
	g->seeking = false;
	g->cut = true;
	g->parked = turns_of(guest, by);
}

static void do_stranded(void *user, struct arbiter_guest *guest,
			enum vwlan_status why)
{
	struct world *w = user;

	world_assert(w, why == VWLAN_SLOT || why == VWLAN_CHANNEL ||
			why == w->arbiter.blocked);
	world_assert(w, guest->wait_for != ARBITER_NOTHING);
	guest_of(guest)->parked = false;
	w->stranded++;
}

static void do_warn(void *user, struct arbiter_guest *guest,
		    enum vwlan_status why, const struct arbiter_guest *by,
		    uint64_t at)
{
	struct world *w = user;

	(void)why;
	world_assert(w, by && by->policy.priority > guest->policy.priority);
	world_assert(w, guest->immune_until == ARBITER_NEVER);
	world_assert(w, at == w->now + w->settings.grace);
}

static void do_scan_start(void *user, struct arbiter_guest *leader,
			  const struct arbiter_scan *scan)
{
	struct world *w = user;

	world_assert(w, !w->scanning);
	world_assert(w, guest_of(leader)->up);
	world_assert(w, scan->ssids <= w->phy.scan_ssids);
	w->scanning = guest_of(leader);
	w->scan_end = w->now + 50 + random_below(&w->random, 4000);
	w->scans++;
	/* Some are never heard of again. */
	if (random_below(&w->random, 200) == 0)
		w->scan_end = ARBITER_NEVER;
}

static void do_scan_abort(void *user, struct arbiter_guest *leader)
{
	struct world *w = user;

	world_assert(w, w->scanning == guest_of(leader));
	w->scan_end = w->now + 10;
}

static void do_scan_over(void *user, struct arbiter_guest *guest,
			 uint32_t id, enum vwlan_status status,
			 uint64_t since)
{
	struct world *w = user;
	struct world_guest *g = guest_of(guest);

	(void)status;
	world_assert(w, since <= w->now);
	world_assert(w, g->open && id && g->scan == id);
	g->scan = 0;
	if (w->now - g->scan_since > w->scan_longest)
		w->scan_longest = w->now - g->scan_since;
}

static void do_phy_settings(void *user, const struct arbiter_wish *wish)
{
	struct world *w = user;

	world_assert(w, wish->rts >= w->settings.rts_min);
	world_assert(w, wish->fragment >= w->settings.fragment_min);
}

static void do_tx_power(void *user, struct arbiter_guest *guest,
			int32_t power)
{
	struct world *w = user;

	world_assert(w, guest_of(guest)->up || guest->placed);
	world_assert(w, power <= guest->policy.power_max);
}

static void do_power_save(void *user, struct arbiter_guest *guest, bool on)
{
	struct world *w = user;

	world_assert(w, guest->placed);
	world_assert(w, !on || w->arbiter.stations == 1);
}

static void do_channels(void *user, struct arbiter_guest *guest)
{
	struct world *w = user;

	world_assert(w, guest->policy.narrow);
}

static const struct arbiter_effects effects = {
	.answer = do_answer,
	.up = do_up,
	.down = do_down,
	.connect = do_connect,
	.disconnect = do_disconnect,
	.stranded = do_stranded,
	.warn = do_warn,
	.scan_start = do_scan_start,
	.scan_abort = do_scan_abort,
	.scan_over = do_scan_over,
	.phy_settings = do_phy_settings,
	.tx_power = do_tx_power,
	.power_save = do_power_save,
	.channels = do_channels,
};

/* ------------------------------------------------------------------ */
/* Beginning and end                                                   */

void world_init(struct world *w, unsigned int guests, unsigned int stations,
		unsigned int channels)
{
	unsigned int i;

	w->guests = guests;
	w->stations = stations;
	w->channels = channels;
	w->now = 1;
	w->there = true;
	w->scan_end = ARBITER_NEVER;
	w->phy.combinations = 1;
	w->phy.combination[0].interfaces = stations;
	w->phy.combination[0].channels = channels;
	w->phy.combination[0].limits = 1;
	w->phy.combination[0].limit[0].max = stations;
	w->phy.combination[0].limit[0].types = 1u << ARBITER_IFTYPE_STATION;
	w->phy.scan_ssids = 4;
	w->phy.scan_ie_max = 500;
	w->phy.channels = WORLD_FREQUENCIES;
	for (i = 0; i < WORLD_FREQUENCIES; i++) {
		w->phy.channel[i].frequency = world_frequencies[i];
		w->phy.channel[i].max_power = 2000;
	}
	arbiter_settings_default(&w->settings);
	arbiter_init(&w->arbiter, &effects, w, &w->settings);
	world_assert(w, arbiter_radio_came(&w->arbiter, &w->phy,
					   w->now) == 0);
}

void world_free(struct world *w)
{
	unsigned int i;

	for (i = 0; i < w->guests; i++)
		if (w->guest[i].open)
			world_close(w, &w->guest[i]);
	world_assert(w, w->arbiter.guests == 0);
	world_assert(w, w->arbiter.stations == 0);
	world_assert(w, w->arbiter.used_channels == 0);
	world_assert(w, w->arbiter.held == 0);
	world_assert(w, w->arbiter.connected == 0);
	world_assert(w, w->arbiter.timers_count == 0);
	world_assert(w, w->arbiter.names == NULL);
	arbiter_free(&w->arbiter);
}

void world_open(struct world *w, struct world_guest *g,
		const struct arbiter_policy *policy)
{
	const uint8_t mac[] = { 0, 0x16, 0x3e, 0, 0, g - w->guest };

	memset(g, 0, sizeof(*g));
	g->open = true;
	g->native = random_below(&w->random, 2);
	g->waits_since = ARBITER_NEVER;
	world_assert(w, arbiter_guest_open(&w->arbiter, &g->arbiter, policy,
					   mac, g, w->now) == 0);
}

void world_close(struct world *w, struct world_guest *g)
{
	g->open = false;
	arbiter_guest_close(&w->arbiter, &g->arbiter, w->now);
	radio_down(w, g);
	world_pass(w, 0);
}

/* ------------------------------------------------------------------ */
/* Asking                                                              */

/* R6: put off for a while that is known, or not at all. */
static void deferral_check(struct world *w, const struct world_guest *g,
			   const struct arbiter_answer *answer)
{
	world_assert(w, (answer->verdict == ARBITER_DEFER) ==
			g->arbiter.scan_deferred);
	if (answer->verdict != ARBITER_DEFER)
		return;
	world_assert(w, answer->status == VWLAN_RATE);
	world_assert(w, answer->until > w->now);
	world_assert(w, answer->until <= w->now + DEFER_MAX);
	w->deferred++;
}

static void asked(struct world *w, struct world_guest *g,
		  const struct arbiter_request *request,
		  const struct arbiter_answer *answer)
{
	world_assert(w, (answer->verdict == ARBITER_REFUSE ||
			 answer->verdict == ARBITER_DEFER ||
			 answer->verdict == ARBITER_PREEMPT) ==
			(answer->status != VWLAN_OK));
	if (answer->verdict == ARBITER_REFUSE) {
		refused(g, request->kind);
		return;
	}
	if (request->kind == ARBITER_SCAN) {
		world_assert(w, g->scan == 0);
		deferral_check(w, g, answer);
		g->scan = request->id;
		g->scan_since = w->now;
		return;
	}
	if (answer->verdict == ARBITER_ACCEPT) {
		accepted(w, g, request->kind, request->connection.frequency,
			 answer);
		return;
	}
	world_assert(w, g->pending == 0);
	g->pending = request->id;
	g->pending_kind = request->kind;
	g->pending_frequency = request->connection.frequency;
	g->until = answer->until;
}

void world_ask(struct world *w, struct world_guest *g,
	       struct arbiter_request *request)
{
	struct arbiter_answer answer;

	request->id = ++w->id;
	request->generation = w->id;
	arbiter_ask(&w->arbiter, &g->arbiter, request, &answer, w->now);
	asked(w, g, request, &answer);
	world_pass(w, 0);
}

void world_kind(struct world *w, struct world_guest *g,
		enum arbiter_kind kind)
{
	struct arbiter_request request = { .kind = kind };
	struct arbiter_answer answer;

	request.id = ++w->id;
	request.patience = random_below(&w->random, 3) ?
				   ARBITER_PATIENT :
				   random_below(&w->random, 5000);
	request.connection.bssid[0] = 2;
	request.frequency = world_frequencies[random_below(
		&w->random, WORLD_FREQUENCIES)];
	request.duration = random_below(&w->random, 400);
	request.settings.rts = random_below(&w->random, 3000);
	request.settings.fragment = random_below(&w->random, 3000);
	request.changed = random_below(&w->random, 16);
	request.power = random_below(&w->random, 4000);
	request.power_save = random_below(&w->random, 2);
	arbiter_ask(&w->arbiter, &g->arbiter, &request, &answer, w->now);
	if (answer.verdict != ARBITER_REFUSE && (kind == ARBITER_DOWN ||
						 kind == ARBITER_LEAVE))
		g->parked = false;
	if (answer.verdict != ARBITER_REFUSE && kind == ARBITER_DOWN)
		radio_down(w, g);
	if (answer.verdict != ARBITER_REFUSE && kind == ARBITER_LEAVE) {
		g->frequency = 0;
		g->seeking = false;
	}
	if (kind == ARBITER_UP)
		asked(w, g, &request, &answer);
	world_pass(w, 0);
}

void world_up(struct world *w, struct world_guest *g)
{
	world_kind(w, g, ARBITER_UP);
}

/* On each channel there are two access points. */
static uint8_t side_of(const struct world *w, const struct world_guest *g)
{
	return (g - w->guest) % 2;
}

static struct arbiter_connection network(const struct world *w,
					 const struct world_guest *g,
					 uint32_t frequency)
{
	struct arbiter_connection connection = {
		.ssid = { 3, "net" },
		.bssid = { 2, side_of(w, g), 0, 0, frequency >> 8,
			   frequency },
		.frequency = frequency,
	};

	return connection;
}

void world_join(struct world *w, struct world_guest *g, uint32_t frequency)
{
	struct arbiter_request request = {
		.kind = ARBITER_JOIN,
		.patience = g->native ? 4000 : ARBITER_PATIENT,
		.connection = network(w, g, frequency),
	};

	/* What it waited for before is over, whatever the answer. */
	g->parked = false;
	world_ask(w, g, &request);
}

void world_scan(struct world *w, struct world_guest *g)
{
	struct arbiter_scan_request scan = { 0 };
	struct arbiter_request request = {
		.kind = ARBITER_SCAN, .scan = &scan,
	};
	unsigned int i, name;

	scan.ssids = random_below(&w->random, 4);
	for (i = 0; i < scan.ssids; i++) {
		name = random_below(&w->random, WORLD_NAMES);
		scan.ssid[i] = name_of(name);
		g->asked |= 1u << name;
	}
	scan.frequencies = random_below(&w->random, WORLD_FREQUENCIES);
	for (i = 0; i < scan.frequencies; i++)
		scan.frequency[i] = world_frequencies[i];
	scan.ie_length = random_below(&w->random, 3) ? 0 : 20;
	scan.ie_hash = random_below(&w->random, 3);
	scan.flags = random_below(&w->random, 4) ?
			     0 : random_below(&w->random, 16);
	scan.mac_hash = random_below(&w->random, 2);
	world_ask(w, g, &request);
}

/* ------------------------------------------------------------------ */
/* What happens                                                        */

static void supplicant_try(struct world *w, struct world_guest *g)
{
	struct arbiter_connection to;
	uint32_t frequency;

	frequency = world_frequencies[random_below(&w->random,
						   WORLD_FREQUENCIES)];
	/* Most keep to what they were told. */
	if (g->allowed && random_below(&w->random, 8))
		frequency = g->frequencies[random_below(&w->random,
							g->allowed)];
	to = network(w, g, frequency);
	g->cut = false;
	arbiter_trying(&w->arbiter, &g->arbiter, &to, w->now);
	if (!g->cut)
		radio_connect(w, g, frequency);
	if (!g->cut)
		g->seeking = false;
	world_pass(w, 0);
}

void world_progress(struct world *w, struct world_guest *g)
{
	struct arbiter_connection to = network(w, g, g->frequency);

	if (g->up && g->seeking)
		supplicant_try(w, g);
	else if (g->up && g->frequency && g->native)
		world_kind(w, g, ARBITER_AUTHORIZED);
	else if (g->up && g->frequency)
		arbiter_joined(&w->arbiter, &g->arbiter, &to, w->now);
	world_pass(w, 0);
}

/* The access point is gone, or has sent the guest away. */
void world_leave(struct world *w, struct world_guest *g)
{
	if (!g->frequency && !g->cut)
		return;
	g->frequency = 0;
	g->cut = false;
	g->parked = false;
	arbiter_left(&w->arbiter, &g->arbiter, w->now);
	world_pass(w, 0);
}

static bool same_ap(const struct world *w, const struct world_guest *g,
		    unsigned int i, uint32_t frequency)
{
	return w->guest[i].frequency == frequency &&
	       side_of(w, &w->guest[i]) == side_of(w, g);
}

void world_switch(struct world *w, struct world_guest *g, uint32_t frequency)
{
	const struct arbiter_connection to = network(w, g, frequency);
	uint32_t from = g->frequency;
	unsigned int i;

	if (!from || from == frequency)
		return;
	arbiter_switching(&w->arbiter, &g->arbiter, frequency, w->now);
	for (i = 0; i < w->guests; i++)
		if (same_ap(w, g, i, from))
			w->guest[i].frequency = frequency;
	radio_check(w);
	/* Access points are known by their channels here. */
	for (i = 0; i < w->guests; i++)
		if (same_ap(w, g, i, frequency))
			memcpy(w->guest[i].arbiter.connection.bssid,
			       to.bssid, sizeof(to.bssid));
	if (random_below(&w->random, 2))
		arbiter_switched(&w->arbiter, &g->arbiter, frequency, w->now);
	world_pass(w, 0);
}

void world_reset(struct world *w)
{
	if (w->there) {
		w->there = false;
		w->scanning = NULL;
		w->scan_end = ARBITER_NEVER;
		arbiter_radio_left(&w->arbiter, VWLAN_RFKILL, w->now);
	} else {
		w->there = true;
		world_assert(w, arbiter_radio_came(&w->arbiter, &w->phy,
						   w->now) == 0);
	}
	world_pass(w, 0);
}

/* ------------------------------------------------------------------ */
/* Time                                                                */

static void scan_finish(struct world *w)
{
	bool known = w->scan_end != ARBITER_NEVER;

	w->scanning = NULL;
	w->scan_end = ARBITER_NEVER;
	if (known)
		arbiter_scan_ended(&w->arbiter, VWLAN_OK, w->now);
}

void world_pass(struct world *w, uint64_t ms)
{
	uint64_t end = w->now + ms, at;
	unsigned int rounds = 0;

	for (;;) {
		at = arbiter_deadline(&w->arbiter);
		if (w->scan_end < at)
			at = w->scan_end;
		if (at > end)
			break;
		if (at > w->now) {
			w->now = at;
			rounds = 0;
		}
		/* Nothing is due for ever. */
		world_assert(w, ++rounds < 100);
		if (w->now >= w->scan_end)
			scan_finish(w);
		/* What is never heard of is given up. */
		if (w->scanning && w->arbiter.running &&
		    w->now >= w->arbiter.running->started_at + RUN_MAX)
			w->scanning = NULL;
		arbiter_timeout(&w->arbiter, w->now);
		if (w->scanning && !w->arbiter.running)
			scan_finish(w);
	}
	w->now = end;
}

/* ------------------------------------------------------------------ */
/* What always holds                                                   */

static void guest_check(struct world *w, struct world_guest *g)
{
	const struct arbiter_guest *a = &g->arbiter;
	bool linked = a->link == ARBITER_JOINING || a->link == ARBITER_JOINED;
	struct vwlan_ssid name;
	unsigned int i = random_below(&w->random, WORLD_NAMES);

	/* Table and radio agree. */
	world_assert(w, g->up == a->placed);
	world_assert(w, !a->placed || a->wants);
	world_assert(w, g->frequency ==
			(linked ? a->connection.frequency : 0));
	world_assert(w, a->channel == (a->link == ARBITER_IDLE ? NULL :
			arbiter_channel_find(&w->arbiter,
					     a->connection.frequency)));
	/* Who has one waits for another only while it asks for that. */
	world_assert(w, a->wait_for != ARBITER_CHANNEL || !a->channel ||
			a->pending.kind == ARBITER_JOIN);
	world_assert(w, a->wait_for != ARBITER_CHANNEL ||
			a->wait_channel ==
			arbiter_channel_find(&w->arbiter,
					     a->target.frequency));
	/* Whoever wants to be up and isn't waits for it. */
	world_assert(w, !a->wants || a->placed ||
			a->wait_for == ARBITER_STATION);
	world_assert(w, (g->pending != 0) == (a->pending.kind !=
					      ARBITER_OTHER));
	world_assert(w, (g->scan != 0) == (a->batch != NULL));
	/* Nothing is put off for longer than was said. */
	world_assert(w, !a->batch ||
			a->batch->state != ARBITER_BATCH_DEFERRED ||
			w->now < a->batch->ready_at);
	/* R8 */
	name = name_of(i);
	if (arbiter_shows(&w->arbiter, a, &name, ARBITER_HIDDEN, 2412,
			  w->now))
		world_assert(w, g->asked & 1u << i);
}

/* Does somebody have its turn on a station, or are there any on a channel? */
static bool turns_go_round(const struct world *w,
			   const struct world_guest *waiter)
{
	const struct arbiter_guest *g;
	unsigned int i, j, users, sharers;

	for (i = 0; i < w->guests; i++)
		if (waiter->arbiter.wait_for == ARBITER_STATION &&
		    w->guest[i].up && w->guest[i].arbiter.policy.share)
			return true;
	for (j = 0; j < WORLD_FREQUENCIES; j++) {
		users = sharers = 0;
		for (i = 0; i < w->guests; i++) {
			g = &w->guest[i].arbiter;
			if (!w->guest[i].open || !g->channel ||
			    g->connection.frequency != world_frequencies[j])
				continue;
			users++;
			sharers += g->policy.share;
		}
		if (waiter->arbiter.wait_for == ARBITER_CHANNEL && users &&
		    users == sharers)
			return true;
	}
	return false;
}

/* Who is told that its turn comes has one to wait for. */
static void parked_check(struct world *w, const struct world_guest *g)
{
	if (!g->parked)
		return;
	world_assert(w, g->arbiter.wait_for != ARBITER_NOTHING ||
			g->arbiter.radio_waits);
	if (g->arbiter.wait_for == ARBITER_NOTHING ||
	    g->arbiter.wait_as != ARBITER_BY_TURN)
		return;
	w->parked++;
	world_assert(w, w->there);
	world_assert(w, turns_go_round(w, g));
}

void world_check(struct world *w)
{
	unsigned int i, stations = 0, connected = 0;

	radio_check(w);
	for (i = 0; i < w->guests; i++) {
		if (!w->guest[i].open)
			continue;
		guest_check(w, &w->guest[i]);
		parked_check(w, &w->guest[i]);
		stations += w->guest[i].up;
		connected += w->guest[i].arbiter.link == ARBITER_JOINED;
	}
	world_assert(w, stations == w->arbiter.stations);
	world_assert(w, w->arbiter.used_channels <= w->channels);
	world_assert(w, connected == w->arbiter.connected);
}
