/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A station with a recorder in the place of supplicant and guest. */
#ifndef TESTS_JOIN_SCENE_H
#define TESTS_JOIN_SCENE_H

#include "engine/join.h"

#define ASKED_MAX 32u
#define SENT_MAX 160u
#define LISTED_MAX 140u

/**
 * struct scene - what a test looks at
 * @asked: what the supplicant was asked, with @step and @attempt
 * @answered: how many of those have been answered
 * @sent: what the guest was sent
 * @scan, @scan_number: what the arbiter was asked for last
 * @scan_verdict: what it says
 * @scan_aborts: how often it was told that nobody waits
 * @list: the kernel's
 * @known: the name that was looked for last
 * @sought: do other guests look for whatever name?
 * @verdict: what the arbiter says to a network
 * @channels: where the radio may look
 * @place: where others are connected to it
 * @now: the test's clock, ms
 */
struct scene {
	struct table_entry entry;
	struct join join;
	char asked[ASKED_MAX][WPATEXT_MAX];
	enum join_step step[ASKED_MAX];
	uint32_t attempt[ASKED_MAX];
	unsigned int asks;
	unsigned int answered;
	struct vwlan_control sent[SENT_MAX];
	unsigned int sends;
	struct vwlan_control scan;
	uint32_t scan_number;
	enum vwlan_status scan_verdict;
	unsigned int scan_aborts;
	struct relay_bss list[LISTED_MAX];
	unsigned int listed;
	int list_error;
	struct vwlan_ssid known;
	bool sought;
	int verdict;
	const char *channels;
	uint32_t place;
	uint64_t now;
};

extern const struct join_effects scene_effects;
extern const struct join_network scene_corp;
extern const char scene_address[];	/* line of STATUS: the right one */

/* Ways to begin: unknown to the supplicant, known to it, connected. */
void scene_open(struct scene *scene, const struct join_network *profile,
		bool guest_networks);
void scene_ready(struct scene *scene, const struct join_network *profile,
		 bool guest_networks);
void scene_connected(struct scene *scene);

/** scene_answer - the oldest question */
void scene_answer(struct scene *scene, const char *text);
void scene_answer_all(struct scene *scene, const char *text);
const char *scene_asked_last(const struct scene *scene);
bool scene_was_asked(const struct scene *scene, const char *text);

/** scene_join - answer all that comes before a network is joined */
void scene_join(struct scene *scene);

/** scene_complete - the supplicant has joined it */
void scene_complete(struct scene *scene, const char *ssid);

struct vwlan_control scene_command_make(uint16_t id);
void scene_command(struct scene *scene, const struct vwlan_control *control);
void scene_connect(struct scene *scene, const char *ssid,
		   const char *passphrase);
void scene_scan(struct scene *scene, const char *ssid);

const struct vwlan_control *scene_sent_last(const struct scene *scene);

/** scene_response - the one response among what was sent since @from */
enum vwlan_status scene_response(const struct scene *scene,
				 unsigned int from);

/** scene_count - how many such events were sent */
unsigned int scene_count(const struct scene *scene, uint16_t id);

#endif
