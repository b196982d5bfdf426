// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vwlan watch: guests' devices again, after what loses them.
 *
 * A guest that reboots or is restored is a new domain, of which xl makes
 * what it knows; a driver domain that was restarted has another ID.  In
 * both cases the device is made anew, as it was remembered.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "memory.h"
#include "pair.h"
#include "verb.h"

#define SOON 2000	/* ms: a backend is there, but not ready yet */
#define LATER 60000	/* ms: it failed, and perhaps not for good */
#define NEVER INT64_MAX
#define WAITS 15u	/* in a row: then it's worth telling */

/**
 * struct watcher
 * @waits: how often in a row some backend was not ready
 * @said: the last failure, so that it's told once
 */
struct watcher {
	struct tool *tool;
	int timeout;
	unsigned int waits;
	char said[TOOL_WHY_MAX];
};

static void failure_tell(struct watcher *w, const struct memory *memory)
{
	char text[TOOL_WHY_MAX];

	snprintf(text, sizeof(text), "%.200s: device %d: %.250s",
		 memory->guest, memory->spec.devid, w->tool->why);
	if (strcmp(text, w->said) != 0)
		fprintf(stderr, "vwlan: %s\n", text);
	snprintf(w->said, sizeof(w->said), "%s", text);
}

static int device_make(struct watcher *w, struct memory *memory,
		       const struct pair *pair)
{
	struct tool *tool = w->tool;
	char why[TOOL_WHY_MAX];
	int rc = pair_make_again(tool, pair, &memory->spec, memory->guest);

	if (rc)
		return rc;
	rc = pair_wait_ready(tool, pair, clock_now_ms() + w->timeout);
	if (rc == 0)
		return 0;
	snprintf(why, sizeof(why), "%s", tool->why);
	pair_remove(tool, pair);
	return tool_refuse(tool, rc, "%s", why);
}

static void device_tell(const struct memory *memory, const struct pair *pair)
{
	printf("%s (domain %u): device %u again, backend %s (domain %u)\n",
	       memory->guest, pair->guest, pair->devid, memory->spec.backend,
	       pair->backend);
	fflush(stdout);
}

/*
 * Is the device missing?  If so, *@stale is what a backend that is no more
 * has left of it; or @stale->guest is 0.
 */
static bool device_misses(struct tool *tool, const struct memory *memory,
			  struct pair *pair, struct pair *stale)
{
	struct entry entry;

	*stale = (struct pair){ 0 };
	if (libxl_name_to_domid(tool->xl, memory->guest, &pair->guest) ||
	    !domain_runs(tool, pair->guest))
		return false;
	pair->devid = memory->spec.devid;
	if (registry_find(tool, XBT_NULL, pair->guest, pair->devid, &entry))
		return true;
	if (domain_runs(tool, entry.backend))
		return false;
	*stale = *pair;
	stale->backend = entry.backend;
	return true;
}

/* A domain that has just been made has no vwland yet. */
static int64_t backend_await(struct watcher *w, const struct memory *memory)
{
	if (++w->waits == WAITS)
		failure_tell(w, memory);
	return clock_now_ms() + SOON;
}

/* Returns when to try again, by clock_now_ms(). */
static int64_t device_restore(struct watcher *w, struct memory *memory)
{
	struct pair pair = { 0 }, stale;
	struct tool *tool = w->tool;
	int rc;

	/* Without a backend there is nothing to do: its start will tell. */
	if (!device_misses(tool, memory, &pair, &stale) ||
	    domain_find(tool, memory->spec.backend, &pair.backend))
		return NEVER;
	if (domain_find_backend(tool, memory->spec.backend, &pair.backend))
		return backend_await(w, memory);
	rc = stale.guest ? pair_remove(tool, &stale) : 0;
	if (rc == 0)
		rc = device_make(w, memory, &pair);
	/* Somebody went, or doesn't want it any more. */
	if (rc == -ENOENT || rc == -EINTR)
		return clock_now_ms() + SOON;
	if (rc) {
		failure_tell(w, memory);
		return clock_now_ms() + LATER;
	}
	w->said[0] = '\0';
	w->waits = 0;
	device_tell(memory, &pair);
	return NEVER;
}

static int devices_restore(struct watcher *w, int64_t *next)
{
	struct tool *tool = w->tool;
	struct memory *list = NULL;
	size_t count = 0, i;
	int64_t again;
	int rc = sweep_stale(tool);

	if (rc == 0)
		rc = memory_read(tool, &list, &count);
	*next = NEVER;
	for (i = 0; rc == 0 && i < count; i++) {
		again = device_restore(w, &list[i]);
		if (again < *next)
			*next = again;
	}
	free(list);
	return rc;
}

/* Until this process is to stop. */
static int events_follow(struct watcher *w)
{
	struct tool *tool = w->tool;
	int64_t next;
	int rc = 0;

	while (rc == 0 || rc == -ETIMEDOUT) {
		tool->stirred = false;
		rc = devices_restore(w, &next);
		/* While a backend was waited for, more may have happened. */
		if (rc == 0 && !tool->stirred)
			rc = wait_event(tool, next);
	}
	return rc == -EINTR ? 0 : rc;
}

int watch_run(struct tool *tool, const struct verb_options *options,
	      char **arguments)
{
	struct watcher w = { .tool = tool, .timeout = options->timeout };
	int rc;

	(void)arguments;
	if (!xs_watch(tool->xs, "@introduceDomain", WAIT_DOMAINS) ||
	    !xs_watch(tool->xs, "@releaseDomain", WAIT_DOMAINS))
		return tool_refuse(tool, -errno, "xenstore: can't watch for "
				   "domains: %s", strerror(errno));
	rc = events_follow(&w);
	if (rc && !tool->why[0])
		return tool_refuse(tool, rc, "%s", strerror(-rc));
	return rc;
}
