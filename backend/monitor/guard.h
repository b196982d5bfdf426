/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The driver domain's other interfaces: no guest's frames leave there
 * that its own interface has not checked, see mark.h.
 */
#ifndef MONITOR_GUARD_H
#define MONITOR_GUARD_H

#include <ev.h>
#include <netlink/netlink.h>
#include <stdbool.h>

/** guard_ours_fn - is this a guest's interface?  Those have their own. */
typedef bool guard_ours_fn(const void *user, int ifindex);

/**
 * struct guard
 * @events: tells of interfaces that appear
 * @route: for requests
 */
struct guard {
	struct ev_loop *loop;
	struct nl_sock *events;
	struct nl_sock *route;
	ev_io io;
	guard_ours_fn *ours;
	const void *user;
};

/**
 * guard_open - guard all interfaces that there are, and those to come
 *
 * The filters stay when we end: they choose nothing but vwlan's marks.
 *
 * Returns 0 or a negative errno; guard_close() only after 0.
 */
int guard_open(struct guard *guard, struct ev_loop *loop,
	       guard_ours_fn *ours, const void *user);

void guard_close(struct guard *guard);

#endif
