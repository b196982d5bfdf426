/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A netlink socket on which the kernel answers at once.  Its handlers run
 * inside the call that sends a request: when that returns, the answers are
 * in the socket's queue.  News that lie before or between them wait in
 * order until they are asked for.
 */
#ifndef ENGINE_NETLINK_H
#define ENGINE_NETLINK_H

#include <netlink/msg.h>
#include <stdbool.h>
#include <sys/queue.h>

/** struct netlink_news - a message that nobody had asked for */
struct netlink_news {
	STAILQ_ENTRY(netlink_news) next;
	struct nlmsghdr message[];
};

/**
 * struct netlink
 * @fd: the socket; owned
 * @seq: of the last request
 * @every: what others' requests led to is news as well; to be set after
 *	netlink_open()
 * @lost: the kernel had news and no room for them
 * @buffer: for one packet; shared among sockets, as it is only used inside
 *	a call
 * @news: in the order in which they came
 */
struct netlink {
	int fd;
	uint32_t seq;
	bool every;
	bool lost;
	uint8_t *buffer;
	STAILQ_HEAD(, netlink_news) news;
};

#define NETLINK_BUFFER (64u << 10)	/* bytes of @buffer */

/** netlink_open - @fd: bound, belongs to @netlink afterwards */
void netlink_open(struct netlink *netlink, int fd, uint8_t *buffer);

void netlink_close(struct netlink *netlink);

/** netlink_answer_fn - called with each message that answers */
typedef void netlink_answer_fn(void *context, struct nlmsghdr *message);

/**
 * netlink_ask - send a request, hear what answers it
 *
 * @request: complete but for flags and numbers
 * @dump: for all there are
 * @answer: may be NULL
 *
 * Never waits.  Returns 0, the kernel's negative errno, or -EIO if the
 * answer is missing.
 */
int netlink_ask(struct netlink *netlink, struct nl_msg *request, bool dump,
		netlink_answer_fn *answer, void *context);

/** netlink_read - take what has come into the news */
void netlink_read(struct netlink *netlink);

/** netlink_next - the oldest news; to be freed; NULL if there is none */
struct netlink_news *netlink_next(struct netlink *netlink);

#endif
