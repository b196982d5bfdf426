// SPDX-License-Identifier: GPL-2.0-or-later
/* Waiting for a backend: for what it writes to its "state". */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pair.h"

typedef bool state_fn(enum vwlan_xenbus_state state);

int64_t clock_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static bool state_answers(enum vwlan_xenbus_state state)
{
	return state != VWLAN_INITIALISING;
}

static bool state_offers(enum vwlan_xenbus_state state)
{
	return state >= VWLAN_INIT_WAIT && state <= VWLAN_CONNECTED;
}

static bool state_is_over(enum vwlan_xenbus_state state)
{
	return state == VWLAN_CLOSED || state == VWLAN_UNKNOWN;
}

int wait_event(struct tool *tool, int64_t deadline)
{
	int64_t left = deadline - clock_now_ms();
	struct pollfd fds[] = {
		{ .fd = xs_fileno(tool->xs), .events = POLLIN },
		{ .fd = tool->interrupt, .events = POLLIN },
	};
	char **event;

	if (left <= 0)
		return -ETIMEDOUT;
	if (left > INT_MAX)
		left = -1;
	if (poll(fds, 2, left) < 0 && errno != EINTR)
		return -errno;
	if (fds[1].revents)
		return -EINTR;
	while ((event = xs_check_watch(tool->xs))) {
		if (strcmp(event[XS_WATCH_TOKEN], WAIT_DOMAINS) == 0)
			tool->stirred = true;
		free(event);
	}
	return 0;
}

static int state_wait(struct tool *tool, const struct pair *pair,
		      state_fn *done, int64_t deadline,
		      enum vwlan_xenbus_state *state)
{
	char path[VWLAN_PATH_MAX];
	int rc = 0;

	vwlan_backend_path(path, pair->backend, pair->guest, pair->devid,
			   vwlan_nodes[VWLAN_BACKEND_NODE_state].name);
	if (!xs_watch(tool->xs, path, "state"))
		return tool_refuse(tool, -errno, "xenstore: can't watch %s: "
				   "%s", path, strerror(errno));
	for (;;) {
		*state = store_state_read(tool, path);
		if (done(*state))
			break;
		rc = wait_event(tool, deadline);
		if (rc)
			break;
	}
	xs_unwatch(tool->xs, path, "state");
	if (rc == -ETIMEDOUT)
		return tool_refuse(tool, rc, "backend %u is still in state %s "
				   "after the time allowed", pair->backend,
				   vwlan_xenbus_text(*state));
	if (rc == -EINTR)
		return tool_refuse(tool, rc, "interrupted");
	if (rc)
		return tool_refuse(tool, rc, "poll: %s", strerror(-rc));
	return 0;
}

/* The backend said no: in its own words, if they can be shown. */
static int state_refuse(struct tool *tool, const struct pair *pair,
			enum vwlan_xenbus_state state)
{
	struct vwlan_backend_nodes nodes = { 0 };
	char path[VWLAN_PATH_MAX];

	vwlan_backend_path(path, pair->backend, pair->guest, pair->devid,
			   vwlan_nodes[VWLAN_BACKEND_NODE_error].name);
	store_node_read(tool, XBT_NULL, path, VWLAN_BACKEND_NODE_error,
			&nodes);
	return tool_refuse(tool, -ECONNREFUSED, "backend %u refused the "
			   "device (state %s): %s", pair->backend,
			   vwlan_xenbus_text(state), nodes.error[0] ?
			   nodes.error : "it gave no reason");
}

int pair_wait_ready(struct tool *tool, const struct pair *pair,
		    int64_t deadline)
{
	enum vwlan_xenbus_state state;
	int rc = state_wait(tool, pair, state_answers, deadline, &state);

	if (rc || state_offers(state))
		return rc;
	return state_refuse(tool, pair, state);
}

int pair_wait_closed(struct tool *tool, const struct pair *pair,
		     int64_t deadline)
{
	enum vwlan_xenbus_state state;

	return state_wait(tool, pair, state_is_over, deadline, &state);
}
