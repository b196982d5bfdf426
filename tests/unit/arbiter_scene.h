/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An arbiter with a recorder in the place of everything it can cause.
 * Effects become lines of text, guests are numbers.
 */
#ifndef TESTS_ARBITER_SCENE_H
#define TESTS_ARBITER_SCENE_H

#include "engine/arbiter.h"

#define SCENE_GUESTS 8u

/**
 * struct scene - what a test looks at
 * @policy: of the guests that are opened next
 * @answer: the last one
 * @log: what happened since it was last looked at
 * @now: the test's clock, ms
 * @id: of the last request
 */
struct scene {
	struct arbiter arbiter;
	struct arbiter_guest guest[SCENE_GUESTS];
	struct arbiter_phy phy;
	struct arbiter_policy policy;
	struct arbiter_answer answer;
	char log[4096];
	uint64_t now;
	uint32_t id;
};

/** scene_init - a radio with so many stations on so many channels */
void scene_init(struct scene *scene, unsigned int stations,
		unsigned int channels);
void scene_free(struct scene *scene);

/** scene_open - guest @i, with @policy */
void scene_open(struct scene *scene, unsigned int i);

/** scene_ask - the verdict; scene->answer has the rest */
enum arbiter_verdict scene_ask(struct scene *scene, unsigned int i,
			       struct arbiter_request request);
enum arbiter_verdict scene_kind(struct scene *scene, unsigned int i,
				enum arbiter_kind kind);
enum arbiter_verdict scene_up(struct scene *scene, unsigned int i);

/** scene_join - network "net", an access point on that frequency */
enum arbiter_verdict scene_join(struct scene *scene, unsigned int i,
				uint32_t frequency);

/** scene_connect - opened, up and connected, as a start */
void scene_connect(struct scene *scene, unsigned int i, uint32_t frequency);

/** scene_scan - for a network, or for any if @ssid is NULL */
enum arbiter_verdict scene_scan(struct scene *scene, unsigned int i,
				const char *ssid);

struct vwlan_ssid scene_ssid(const char *text);
struct arbiter_connection scene_network(uint32_t frequency);

/** scene_wait - let time pass, with all deadlines on the way */
void scene_wait(struct scene *scene, uint64_t ms);

/** scene_expect - that was all that happened since the last time */
#define scene_expect(scene, text) \
	do { \
		cr_assert_str_eq((scene)->log, (text)); \
		(scene)->log[0] = '\0'; \
	} while (0)

#endif
