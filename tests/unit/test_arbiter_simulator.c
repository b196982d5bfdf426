// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Guests that do anything, for days of simulated time, against what always
 * has to hold.  TEST_SEED= repeats a run.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "arbiter_world.h"

#define CHAOS_STEPS 60000u
#define IMPATIENT_STEPS 20000u
#define SCAN_BOUND 320000u	/* ms: all batches, each at its slowest */

static struct world *world_make(unsigned int guests, unsigned int stations,
				unsigned int channels)
{
	struct world *w = calloc(1, sizeof(*w));

	cr_assert_not_null(w);
	random_init(&w->random);
	world_init(w, guests, stations, channels);
	return w;
}

static struct arbiter_policy policy_random(struct world *w)
{
	struct arbiter_policy policy;
	struct random *r = &w->random;

	arbiter_policy_default(&policy);
	policy.priority = random_below(r, ARBITER_CLASSES);
	policy.bands = random_below(r, 4) ? 0 : 1 + random_below(r, 3);
	policy.share = random_below(r, 2);
	policy.narrow = random_below(r, 4) == 0;
	policy.phy_wide = random_below(r, 2);
	policy.realtime = random_below(r, 6) == 0;
	policy.weight = 20 + random_below(r, 400);
	policy.turn = random_below(r, 2) ? 0 : 1 + random_below(r, 8000);
	if (random_below(r, 2))
		policy.power_max = random_below(r, 2500);
	return policy;
}

static uint32_t frequency_random(struct world *w)
{
	return world_frequencies[random_below(&w->random,
					      WORLD_FREQUENCIES)];
}

static void guest_rare(struct world *w, struct world_guest *g)
{
	struct arbiter_policy policy = policy_random(w);

	switch (random_below(&w->random, 4)) {
	case 0:
		world_reset(w);
		break;
	case 1:
		world_close(w, g);
		break;
	case 2:
		arbiter_guest_policy(&w->arbiter, &g->arbiter, &policy,
				     w->now);
		world_pass(w, 0);
		break;
	default:
		world_kind(w, g, ARBITER_DOWN);
	}
}

static void guest_act(struct world *w, struct world_guest *g)
{
	switch (random_below(&w->random, 17)) {
	case 0:
	case 1:
		world_up(w, g);
		break;
	case 2:
	case 3:
		world_join(w, g, g->native || random_below(&w->random, 2) ?
					 frequency_random(w) : 0);
		break;
	case 4:
	case 5:
		world_scan(w, g);
		break;
	case 6:
		world_leave(w, g);
		break;
	case 7:
		world_kind(w, g, ARBITER_LEAVE);
		break;
	case 8:
		world_kind(w, g, random_below(&w->random, 2) ?
					 ARBITER_ABORT_SCAN :
					 ARBITER_DOWN);
		break;
	case 9:
		world_kind(w, g, ARBITER_REMAIN +
					 random_below(&w->random, 6));
		break;
	case 10:
		if (random_below(&w->random, 20) == 0)
			guest_rare(w, g);
		break;
	case 11:
		if (random_below(&w->random, 4) == 0)
			world_switch(w, g, frequency_random(w));
		break;
	default:
		world_progress(w, g);
	}
}

static void scans_check(const struct world *w)
{
	unsigned int i;

	for (i = 0; i < w->guests; i++)
		if (w->guest[i].scan)
			world_assert(w, w->now - w->guest[i].scan_since <
						SCAN_BOUND);
}

static void chaos_step(struct world *w)
{
	struct world_guest *g;
	struct arbiter_policy policy;

	g = &w->guest[random_below(&w->random, w->guests)];
	if (!g->open) {
		policy = policy_random(w);
		world_open(w, g, &policy);
	} else {
		guest_act(w, g);
	}
	if (random_below(&w->random, 3) == 0)
		world_pass(w, random_below(&w->random, 12000));
	world_check(w);
	scans_check(w);
}

static void chaos(unsigned int guests, unsigned int stations,
		  unsigned int channels)
{
	struct world *w = world_make(guests, stations, channels);
	unsigned int i;

	for (i = 0; i < CHAOS_STEPS; i++)
		chaos_step(w);
	/* Days, and not in vain. */
	world_assert(w, w->now > 24 * 3600000ull);
	world_assert(w, w->scans > 100);
	world_assert(w, w->answers > 100);
	world_assert(w, w->grants > 100);
	world_assert(w, w->parked > 10);
	world_assert(w, w->stranded > 10);
	world_free(w);
	free(w);
}

Test(arbiter_simulator, chaos_on_a_radio_with_one_station)
{
	chaos(6, 1, 1);
}

Test(arbiter_simulator, chaos_on_a_radio_with_one_channel)
{
	chaos(WORLD_GUESTS, 16, 1);
}

Test(arbiter_simulator, chaos_on_a_radio_with_little_of_both)
{
	chaos(WORLD_GUESTS, 4, 2);
}

/* R6: all want to scan all the time, beside those who are connected. */
static void impatient_step(struct world *w)
{
	struct world_guest *g;

	g = &w->guest[random_below(&w->random, w->guests)];
	switch (random_below(&w->random, 12)) {
	case 0:
		world_up(w, g);
		break;
	case 1:
		world_join(w, g, frequency_random(w));
		break;
	case 2:
		world_leave(w, g);
		break;
	case 3:
		world_kind(w, g, random_below(&w->random, 8) ?
					 ARBITER_ABORT_SCAN : ARBITER_DOWN);
		break;
	case 4:
	case 5:
		world_progress(w, g);
		break;
	default:
		world_scan(w, g);
	}
	world_pass(w, random_below(&w->random, 1000));
	world_check(w);
	scans_check(w);
}

Test(arbiter_simulator, those_who_scan_without_end)
{
	struct world *w = world_make(6, 6, 2);
	struct arbiter_policy policy;
	unsigned int i;

	arbiter_policy_default(&policy);
	for (i = 0; i < w->guests; i++)
		world_open(w, &w->guest[i], &policy);
	for (i = 0; i < IMPATIENT_STEPS; i++)
		impatient_step(w);
	world_assert(w, w->scans > 100);
	world_assert(w, w->deferred > 100);
	world_free(w);
	free(w);
}

/* ------------------------------------------------------------------ */
/* Nobody starves                                                      */

#define FAIR_STEPS 40000u
#define FAIR_TURN 4000u	/* ms, of the longest turn here */
#define FAIR_SETTLE 20000u	/* ms, that connecting may take before it */

static struct arbiter_policy policy_sharing(struct world *w)
{
	struct arbiter_policy policy;

	arbiter_policy_default(&policy);
	policy.share = true;
	policy.turn = 1000;
	policy.weight = 100 + random_below(&w->random, 301);
	return policy;
}

static bool waits(const struct world_guest *g)
{
	return g->open && g->arbiter.wait_for != ARBITER_NOTHING;
}

/*
 * With W others in line, a guest is back after W turns at most, before each
 * of which there may be the time that it takes to connect.  Where both are
 * scarce it may wait for a channel as well, once it has a station.
 */
static void waiting_check(struct world *w, uint64_t bound)
{
	struct world_guest *g;
	unsigned int i;

	for (i = 0; i < w->guests; i++) {
		g = &w->guest[i];
		if (!waits(g)) {
			g->waits_since = ARBITER_NEVER;
			continue;
		}
		if (g->waits_since == ARBITER_NEVER)
			g->waits_since = w->now;
		if (w->now - g->waits_since > w->wait_longest)
			w->wait_longest = w->now - g->waits_since;
		world_assert(w, w->now - g->waits_since <= bound);
	}
}

static void fair_step(struct world *w, uint64_t bound)
{
	struct world_guest *g;

	g = &w->guest[random_below(&w->random, w->guests)];
	switch (random_below(&w->random, 8)) {
	case 0:
		world_up(w, g);
		break;
	case 1:
		world_join(w, g, frequency_random(w));
		break;
	case 2:
		world_leave(w, g);
		break;
	case 3:
		if (random_below(&w->random, 10) == 0)
			world_kind(w, g, ARBITER_DOWN);
		break;
	default:
		world_progress(w, g);
	}
	waiting_check(w, bound);
	world_pass(w, random_below(&w->random, 400));
	world_check(w);
	waiting_check(w, bound);
}

static void fair(unsigned int guests, unsigned int stations,
		 unsigned int channels, uint64_t bound)
{
	struct world *w = world_make(guests, stations, channels);
	struct arbiter_policy policy;
	unsigned int i;

	for (i = 0; i < guests; i++) {
		policy = policy_sharing(w);
		world_open(w, &w->guest[i], &policy);
	}
	for (i = 0; i < FAIR_STEPS; i++)
		fair_step(w, bound);
	/* There was waiting: the bound means something. */
	world_assert(w, w->wait_longest > FAIR_TURN);
	world_free(w);
	free(w);
}

Test(arbiter_simulator, nobody_starves_for_a_station)
{
	fair(8, 1, 1, 7 * (FAIR_TURN + FAIR_SETTLE) + 500);
}

Test(arbiter_simulator, nobody_starves_for_a_channel)
{
	fair(8, 8, 1, 7 * FAIR_TURN + 500);
}

Test(arbiter_simulator, nobody_starves_for_either)
{
	fair(8, 4, 2, 14 * (FAIR_TURN + FAIR_SETTLE) + 500);
}
