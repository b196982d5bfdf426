/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A model of the radio and of guests that do as they like, for the
 * simulator.  It counts stations and channels by itself, and refuses what
 * a kernel would.
 */
#ifndef TESTS_ARBITER_WORLD_H
#define TESTS_ARBITER_WORLD_H

#include "engine/arbiter.h"
#include "random.h"

#define WORLD_GUESTS 24u
#define WORLD_NAMES 24u

/**
 * struct world_guest - one guest, and what the model knows of it
 * @native: the supplicant is in the guest
 * @up, @frequency: as the kernel has it
 * @cut: it was disconnected, and its end hasn't been told yet
 * @seeking: a supplicant in the driver domain looks for an access point
 * @allowed: …, on these channels only, if there are any
 * @pending: id of the request that has to be answered, or 0
 * @pending_kind: what it was
 * @pending_frequency: where it goes if it is accepted
 * @until: by when
 * @scan: id of the scan that has to end, or 0
 * @scan_since: when it was accepted
 * @asked: names that it has looked for, bit by bit
 * @waits_since: for its turn, or ARBITER_NEVER
 * @parked: it lost what it waits for to another's turn, and counts on one
 */
struct world_guest {
	struct arbiter_guest arbiter;
	bool open;
	bool native;
	bool up;
	uint32_t frequency;
	bool cut;
	bool seeking;
	unsigned int allowed;
	uint16_t frequencies[ARBITER_ALLOWED_MAX];
	uint32_t pending;
	enum arbiter_kind pending_kind;
	uint32_t pending_frequency;
	uint64_t until;
	uint32_t scan;
	uint64_t scan_since;
	uint32_t asked;
	uint64_t waits_since;
	bool parked;
};

/**
 * struct world - all of it
 * @stations, @channels: what the radio can do
 * @there: the radio is
 * @scanning: whose scan is running, or NULL
 * @scan_end: when it will be over, as far as the radio is concerned
 * @turns: requests and events so far
 * @scan_longest, @wait_longest: of all that was seen, ms
 * @answers, @scans, @deferred, @grants, @parked, @stranded: how many were
 *	seen
 */
struct world {
	struct random random;
	struct arbiter arbiter;
	struct arbiter_phy phy;
	struct arbiter_settings settings;
	unsigned int guests;
	unsigned int stations;
	unsigned int channels;
	struct world_guest guest[WORLD_GUESTS];
	bool there;
	struct world_guest *scanning;
	uint64_t scan_end;
	uint64_t now;
	uint32_t id;
	uint64_t scan_longest;
	uint64_t wait_longest;
	unsigned long answers;
	unsigned long scans;
	unsigned long deferred;
	unsigned long grants;
	unsigned long parked;
	unsigned long stranded;
};

extern const uint16_t world_frequencies[];
#define WORLD_FREQUENCIES 6u

void world_init(struct world *world, unsigned int guests,
		unsigned int stations, unsigned int channels);
void world_free(struct world *world);
void world_open(struct world *world, struct world_guest *guest,
		const struct arbiter_policy *policy);
void world_close(struct world *world, struct world_guest *guest);

/** world_ask - and do as the verdict says */
void world_ask(struct world *world, struct world_guest *guest,
	       struct arbiter_request *request);

/** world_pass - time, and all that is due on the way */
void world_pass(struct world *world, uint64_t ms);

/* What guests and radio do. */
void world_up(struct world *world, struct world_guest *guest);
void world_kind(struct world *world, struct world_guest *guest,
		enum arbiter_kind kind);
void world_join(struct world *world, struct world_guest *guest,
		uint32_t frequency);
void world_scan(struct world *world, struct world_guest *guest);
void world_progress(struct world *world, struct world_guest *guest);
void world_leave(struct world *world, struct world_guest *guest);
void world_switch(struct world *world, struct world_guest *guest,
		  uint32_t frequency);
void world_reset(struct world *world);

/** world_check - the invariants that hold at any moment */
void world_check(struct world *world);

#define world_assert(world, condition) \
	cr_assert(condition, "seed %#llx, at %llu ms: %s", \
		  (unsigned long long)(world)->random.seed, \
		  (unsigned long long)(world)->now, #condition)

#endif
