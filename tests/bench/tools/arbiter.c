// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vwlan-arbiter - what one request costs, with few guests and with many
 *
 * Prints one line of JSON: ns for each kind of request with 2, 64 and 1,024
 * guests, the ratio of many to few, and bytes for each guest.  The clock is
 * the processor's; the least of several rounds counts, as whatever disturbs
 * only adds.
 */
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/arbiter.h"

#define ROUNDS 30u
#define REQUESTS 4096u	/* of each kind in a round */
#define CHANNELS 32u

static const unsigned int sizes[] = { 2, 64, 1024 };

#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

/**
 * struct bench - one arbiter and its guests
 * @now: simulated, ms
 */
struct bench {
	struct arbiter arbiter;
	struct arbiter_phy phy;
	struct arbiter_guest *guests;
	unsigned int count;
	uint64_t now;
};

/* ------------------------------------------------------------------ */
/* What it causes costs nothing here                                   */

static void no_answer(void *user, struct arbiter_guest *guest, uint32_t id,
		      const struct arbiter_answer *answer)
{
	(void)user;
	(void)guest;
	(void)id;
	(void)answer;
}

static void no_up(void *user, struct arbiter_guest *guest)
{
	(void)user;
	(void)guest;
}

static void no_down(void *user, struct arbiter_guest *guest,
		    enum vwlan_status why, const struct arbiter_guest *by,
		    uint64_t at)
{
	(void)user;
	(void)guest;
	(void)why;
	(void)by;
	(void)at;
}

static void no_connect(void *user, struct arbiter_guest *guest,
		       const struct arbiter_connection *connection)
{
	(void)user;
	(void)guest;
	(void)connection;
}

static void no_scan_start(void *user, struct arbiter_guest *leader,
			  const struct arbiter_scan *scan)
{
	(void)user;
	(void)leader;
	(void)scan;
}

static void no_scan_over(void *user, struct arbiter_guest *guest,
			 uint32_t id, enum vwlan_status status,
			 uint64_t since)
{
	(void)user;
	(void)guest;
	(void)id;
	(void)status;
	(void)since;
}

static void no_phy_settings(void *user, const struct arbiter_wish *wish)
{
	(void)user;
	(void)wish;
}

static void no_tx_power(void *user, struct arbiter_guest *guest,
			int32_t power)
{
	(void)user;
	(void)guest;
	(void)power;
}

static void no_power_save(void *user, struct arbiter_guest *guest, bool on)
{
	(void)user;
	(void)guest;
	(void)on;
}

static void no_stranded(void *user, struct arbiter_guest *guest,
			enum vwlan_status why)
{
	(void)user;
	(void)guest;
	(void)why;
}

static const struct arbiter_effects effects = {
	.answer = no_answer,
	.up = no_up,
	.down = no_down,
	.connect = no_connect,
	.disconnect = no_down,
	.stranded = no_stranded,
	.warn = no_down,
	.scan_start = no_scan_start,
	.scan_abort = no_up,
	.scan_over = no_scan_over,
	.phy_settings = no_phy_settings,
	.tx_power = no_tx_power,
	.power_save = no_power_save,
	.channels = no_up,
};

/* ------------------------------------------------------------------ */
/* The guests                                                          */

static void refused(const char *what)
{
	fprintf(stderr, "vwlan-arbiter: %s was refused\n", what);
	exit(1);
}

static void ask(struct bench *b, unsigned int i,
		struct arbiter_request *request, const char *what)
{
	struct arbiter_answer answer;

	arbiter_ask(&b->arbiter, &b->guests[i % b->count], request, &answer,
		    b->now);
	if (answer.verdict == ARBITER_REFUSE)
		refused(what);
	arbiter_timeout(&b->arbiter, b->now);
}

static void ask_kind(struct bench *b, unsigned int i, enum arbiter_kind kind,
		     const char *what)
{
	struct arbiter_request request = {
		.kind = kind, .patience = ARBITER_PATIENT,
	};

	request.settings.rts = 256 + i * 7 % 2000;
	request.settings.fragment = ARBITER_UNSET;
	request.changed = VWLAN_SETTING_RTS;
	request.power = 1000;
	ask(b, i, &request, what);
}

static void ask_join(struct bench *b, unsigned int i)
{
	struct arbiter_request request = {
		.kind = ARBITER_JOIN,
		.patience = ARBITER_PATIENT,
		.connection = { .ssid = { 3, "net" }, .bssid = { 2 } },
	};

	request.connection.frequency =
		b->phy.channel[i % b->count % CHANNELS].frequency;
	ask(b, i, &request, "JOIN");
}

static void phy_make(struct arbiter_phy *phy, unsigned int stations)
{
	unsigned int i;

	phy->combinations = 1;
	phy->combination[0].interfaces = stations;
	phy->combination[0].channels = CHANNELS;
	phy->combination[0].limits = 1;
	phy->combination[0].limit[0].max = stations;
	phy->combination[0].limit[0].types = 1u << ARBITER_IFTYPE_STATION;
	phy->scan_ssids = 4;
	phy->channels = CHANNELS;
	for (i = 0; i < CHANNELS; i++) {
		phy->channel[i].frequency = 5000 + 20 * i;
		phy->channel[i].max_power = 2000;
	}
}

static void guest_begin(struct bench *b, unsigned int i)
{
	struct arbiter_policy policy;
	const uint8_t mac[] = { 0, 0x16, 0x3e, 0, i >> 8, i };

	arbiter_policy_default(&policy);
	policy.priority = i % ARBITER_CLASSES;
	policy.commands = (struct tokens_rate) { 60000, 60000 };
	if (arbiter_guest_open(&b->arbiter, &b->guests[i], &policy, mac, b,
			       b->now) < 0)
		refused("opening");
	ask_kind(b, i, ARBITER_UP, "UP");
	ask_join(b, i);
	ask_kind(b, i, ARBITER_AUTHORIZED, "AUTHORIZED");
}

static void bench_begin(struct bench *b, unsigned int count)
{
	unsigned int i;

	memset(b, 0, sizeof(*b));
	b->count = count;
	b->guests = calloc(count, sizeof(*b->guests));
	if (!b->guests)
		refused("memory");
	phy_make(&b->phy, count);
	arbiter_init(&b->arbiter, &effects, b, NULL);
	if (arbiter_radio_came(&b->arbiter, &b->phy, b->now) < 0)
		refused("the radio");
	for (i = 0; i < count; i++)
		guest_begin(b, i);
}

static void bench_end(struct bench *b)
{
	unsigned int i;

	for (i = 0; i < b->count; i++)
		arbiter_guest_close(&b->arbiter, &b->guests[i], b->now);
	arbiter_free(&b->arbiter);
	free(b->guests);
}

/* ------------------------------------------------------------------ */
/* Kinds of requests, each of which ends as it began                   */

static void do_count(struct bench *b, unsigned int i)
{
	ask_kind(b, i, ARBITER_OTHER, "OTHER");
}

static void do_rejoin(struct bench *b, unsigned int i)
{
	ask_kind(b, i, ARBITER_LEAVE, "LEAVE");
	ask_join(b, i);
	ask_kind(b, i, ARBITER_AUTHORIZED, "AUTHORIZED");
}

static void do_restart(struct bench *b, unsigned int i)
{
	ask_kind(b, i, ARBITER_DOWN, "DOWN");
	ask_kind(b, i, ARBITER_UP, "UP");
	ask_join(b, i);
	ask_kind(b, i, ARBITER_AUTHORIZED, "AUTHORIZED");
}

static void do_settings(struct bench *b, unsigned int i)
{
	ask_kind(b, i, ARBITER_SET_PHY, "SET_PHY");
}

static void do_scan(struct bench *b, unsigned int i)
{
	const struct arbiter_scan_request scan = { .ssids = 1 };
	struct arbiter_request request = {
		.kind = ARBITER_SCAN, .scan = &scan,
	};

	/* Past all that limits scans, so that each one runs. */
	b->now += 20000;
	ask(b, i, &request, "SCAN");
	b->now += 50;
	arbiter_timeout(&b->arbiter, b->now);
	arbiter_scan_ended(&b->arbiter, VWLAN_OK, b->now);
	arbiter_timeout(&b->arbiter, b->now);
}

/** struct kind - @requests: of the arbiter's in one @run */
struct kind {
	const char *name;
	void (*run)(struct bench *b, unsigned int i);
	unsigned int requests;
};

static const struct kind kinds[] = {
	{ "count", do_count, 1 },
	{ "join", do_rejoin, 3 },
	{ "up", do_restart, 4 },
	{ "settings", do_settings, 1 },
	{ "scan", do_scan, 1 },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* ------------------------------------------------------------------ */

static double ns_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static double kind_measure(struct bench *b, const struct kind *kind)
{
	double begun, took, least = 0;
	unsigned int round, i;

	for (round = 0; round < ROUNDS; round++) {
		b->now += 10000;
		begun = ns_now();
		for (i = 0; i < REQUESTS; i++)
			/* Not in the order in which they were opened. */
			kind->run(b, i * 389);
		took = (ns_now() - begun) / REQUESTS / kind->requests;
		if (round == 0 || took < least)
			least = took;
	}
	return least;
}

/* Large pieces are mapped, and counted apart. */
static size_t bytes_now(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

int main(void)
{
	struct bench *b = malloc(sizeof(*b));
	double ns[KINDS][SIZES], bytes = 0;
	unsigned int s, k;
	size_t before;

	if (!b)
		refused("memory");
	for (s = 0; s < SIZES; s++) {
		before = bytes_now();
		bench_begin(b, sizes[s]);
		bytes = (double)(bytes_now() - before) / b->count;
		for (k = 0; k < KINDS; k++)
			ns[k][s] = kind_measure(b, &kinds[k]);
		bench_end(b);
	}
	printf("{");
	for (k = 0; k < KINDS; k++)
		printf("\"%s_ns\": [%.0f, %.0f, %.0f], \"%s_ratio\": %.2f, ",
		       kinds[k].name, ns[k][0], ns[k][1], ns[k][2],
		       kinds[k].name, ns[k][2] / ns[k][0]);
	printf("\"bytes_per_guest\": %.0f, \"radio_bytes\": %zu}\n", bytes,
	       sizeof(b->arbiter));
	free(b);
	return 0;
}
