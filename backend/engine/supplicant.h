/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The connection to wpa_supplicant's global control interface.  Nothing
 * here blocks: requests wait in line, one is under way at a time.
 */
#ifndef ENGINE_SUPPLICANT_H
#define ENGINE_SUPPLICANT_H

#include <ev.h>
#include <stdbool.h>
#include <stdint.h>

struct supplicant;
struct wpatext_event;

/**
 * struct supplicant_listener - who is told
 * @up: it is there, perhaps again: it may be a new one
 * @down: it isn't; what was asked won't be answered
 * @event: about one interface or none
 */
struct supplicant_listener {
	void (*up)(void *user);
	void (*down)(void *user);
	void (*event)(void *user, const struct wpatext_event *event);
};

/** struct supplicant_asker - who asks, and what the answer is to be called
 *	with; @who also names the requests for supplicant_forget() */
struct supplicant_asker {
	void *who;
	unsigned int step;
	uint32_t attempt;
	void (*answer)(const struct supplicant_asker *asker,
		       const char *text);
};

/**
 * supplicant_open - begin to look for it, and never stop
 *
 * @run: directory of its socket "supplicant" and of "client", where ours
 *	are made; kept by reference
 *
 * Returns 0 or a negative errno.
 */
int supplicant_open(struct supplicant **supplicant, struct ev_loop *loop,
		    const char *run,
		    const struct supplicant_listener *listener, void *user);

void supplicant_close(struct supplicant *supplicant);

bool supplicant_is_up(const struct supplicant *supplicant);

/**
 * supplicant_ask - put a request into the line
 *
 * @text: copied, and the copy wiped after use
 * @asker: copied; its @answer may be NULL
 *
 * Returns 0, -ENOTCONN while it is down, -ENOBUFS if too many of
 * this asker's wait.
 */
int supplicant_ask(struct supplicant *supplicant, const char *text,
		   const struct supplicant_asker *asker);

/** supplicant_forget - nobody is there any more to hear @who's answers */
void supplicant_forget(struct supplicant *supplicant, const void *who);

#endif
