/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Traffic control: programs that look at each frame of an interface, and
 * what becomes of those that they choose.
 */
#ifndef MONITOR_FILTER_H
#define MONITOR_FILTER_H

#include <linux/filter.h>
#include <netlink/netlink.h>
#include <stdbool.h>
#include <stdint.h>

/** enum filter_verdict - what becomes of a frame that was chosen */
enum filter_verdict {
	FILTER_PASS,
	FILTER_DROP,
	FILTER_MARK,	/* pass, with a mark */
};

/**
 * struct filter_rate - how much of what was chosen may pass; the rest is
 *	dropped
 * @bytes: a second, headers included; 0: all of it
 * @burst: ns; their worth may pass at once.  A frame that is longer than
 *	that never passes.
 */
struct filter_rate {
	uint64_t bytes;
	uint64_t burst;
};

/**
 * struct filter - one program on one interface
 * @egress: for what leaves; else for what comes in
 * @priority: 1 is asked first; the first that chooses a frame decides
 * @protocol: ETH_P_*, as the frame's sender named it
 * @code: classic BPF; not 0 chooses the frame.  Its data begins with the
 *	Ethernet header on egress.
 * @length: instructions
 * @mark: with FILTER_MARK
 * @rate: what has passed before a replacement counts no more
 * @replace: in the place of one that was added before
 */
struct filter {
	bool egress;
	uint16_t priority;
	uint16_t protocol;
	const struct sock_filter *code;
	uint16_t length;
	enum filter_verdict verdict;
	uint32_t mark;
	struct filter_rate rate;
	bool replace;
};

/**
 * filter_prepare - filters can be added to the interface from now on
 *
 * Returns 0, if they could before as well; or a negative errno, such as
 * for an interface that has the qdisc "ingress".
 */
int filter_prepare(struct nl_sock *route, int ifindex);

/** filter_add - returns 0; -EEXIST; or another negative errno */
int filter_add(struct nl_sock *route, int ifindex,
	       const struct filter *filter);

#endif
