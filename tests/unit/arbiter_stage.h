/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An arbiter with a recorder in the place of everything it can cause.
 * Effects become lines of text, guests are numbers.
 */
#ifndef TESTS_ARBITER_STAGE_H
#define TESTS_ARBITER_STAGE_H

#include "engine/arbiter.h"

#define STAGE_GUESTS 8u

/**
 * struct stage - what a test looks at
 * @policy: of the guests that are opened next
 * @answer: the last one
 * @log: what happened since it was last looked at
 * @now: the test's clock, ms
 * @id: of the last request
 */
struct stage {
	struct arbiter arbiter;
	struct arbiter_guest guest[STAGE_GUESTS];
	struct arbiter_phy phy;
	struct arbiter_policy policy;
	struct arbiter_answer answer;
	char log[4096];
	uint64_t now;
	uint32_t id;
};

/** stage_init - a radio with so many stations on so many channels */
void stage_init(struct stage *stage, unsigned int stations,
		unsigned int channels);
void stage_free(struct stage *stage);

/** stage_open - guest @i, with @policy */
void stage_open(struct stage *stage, unsigned int i);

/** stage_ask - the verdict; stage->answer has the rest */
enum arbiter_verdict stage_ask(struct stage *stage, unsigned int i,
			       struct arbiter_request request);
enum arbiter_verdict stage_kind(struct stage *stage, unsigned int i,
				enum arbiter_kind kind);
enum arbiter_verdict stage_up(struct stage *stage, unsigned int i);

/** stage_join - network "net", an access point on that frequency */
enum arbiter_verdict stage_join(struct stage *stage, unsigned int i,
				uint32_t frequency);

/** stage_connect - opened, up and connected, as a start */
void stage_connect(struct stage *stage, unsigned int i, uint32_t frequency);

/** stage_scan - for a network, or for any if @ssid is NULL */
enum arbiter_verdict stage_scan(struct stage *stage, unsigned int i,
				const char *ssid);

struct vwlan_ssid stage_ssid(const char *text);
struct arbiter_connection stage_network(uint32_t frequency);

/** stage_wait - let time pass, with all deadlines on the way */
void stage_wait(struct stage *stage, uint64_t ms);

/** stage_expect - that was all that happened since the last time */
#define stage_expect(stage, text) \
	do { \
		cr_assert_str_eq((stage)->log, (text)); \
		(stage)->log[0] = '\0'; \
	} while (0)

#endif
