// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netlink.h"

#define PACKETS_AT_ONCE 256u	/* read for news; the rest later */

void netlink_open(struct netlink *netlink, int fd, uint8_t *buffer)
{
	netlink->fd = fd;
	/* An answer to an earlier engine's request is none to ours. */
	netlink->seq = (uint32_t)getpid() << 16;
	netlink->every = false;
	netlink->lost = false;
	netlink->buffer = buffer;
	STAILQ_INIT(&netlink->news);
}

void netlink_close(struct netlink *netlink)
{
	struct netlink_news *news;

	while ((news = netlink_next(netlink)))
		free(news);
	close(netlink->fd);
}

struct netlink_news *netlink_next(struct netlink *netlink)
{
	struct netlink_news *news = STAILQ_FIRST(&netlink->news);

	if (news)
		STAILQ_REMOVE_HEAD(&netlink->news, next);
	return news;
}

static void news_keep(struct netlink *netlink,
		      const struct nlmsghdr *message)
{
	struct netlink_news *news = malloc(sizeof(*news) +
					   message->nlmsg_len);

	if (!news) {
		netlink->lost = true;
		return;
	}
	memcpy(news->message, message, message->nlmsg_len);
	STAILQ_INSERT_TAIL(&netlink->news, news, next);
}

/* Returns bytes in the buffer; 0 if there are none; or a negative errno. */
static int packet_receive(struct netlink *netlink)
{
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { netlink->buffer, NETLINK_BUFFER };
	struct msghdr msg = {
		.msg_name = &from, .msg_namelen = sizeof(from),
		.msg_iov = &iov, .msg_iovlen = 1,
	};
	ssize_t got;

	do {
		got = recvmsg(netlink->fd, &msg, MSG_DONTWAIT);
		if (got < 0 && errno == ENOBUFS)
			netlink->lost = true;
		/* Another process's: nothing of the kernel's, passed over. */
	} while ((got < 0 && (errno == EINTR || errno == ENOBUFS)) ||
		 (got >= 0 && from.nl_pid != 0));
	if (got < 0)
		return errno == EAGAIN ? 0 : -errno;
	if (msg.msg_flags & MSG_TRUNC)
		netlink->lost = true;
	return got;
}

/* One request's answers. */
struct exchange {
	struct netlink *netlink;
	netlink_answer_fn *answer;
	void *context;
	bool done;
	int error;
};

static void exchange_take(struct exchange *exchange,
			  struct nlmsghdr *message)
{
	const int *error = nlmsg_data(message);

	/* With another than 0 they are answers that nobody waits for. */
	if (message->nlmsg_seq != exchange->netlink->seq) {
		if (message->nlmsg_type >= NLMSG_MIN_TYPE &&
		    (message->nlmsg_seq == 0 || exchange->netlink->every))
			news_keep(exchange->netlink, message);
	} else if (message->nlmsg_type == NLMSG_ERROR ||
		   message->nlmsg_type == NLMSG_DONE) {
		exchange->done = true;
		exchange->error = nlmsg_datalen(message) >=
				  (int)sizeof(*error) ? *error : 0;
	} else if (message->nlmsg_type >= NLMSG_MIN_TYPE &&
		   exchange->answer) {
		exchange->answer(exchange->context, message);
	}
}

static int packet_take(struct exchange *exchange)
{
	struct nlmsghdr *message = (void *)exchange->netlink->buffer;
	int left = packet_receive(exchange->netlink);
	int got = left;

	for (; left > 0 && nlmsg_ok(message, left);
	     message = nlmsg_next(message, &left))
		exchange_take(exchange, message);
	/* The kernel tells a key with its index, as it is. */
	if (got > 0)
		explicit_bzero(exchange->netlink->buffer, got);
	return got;
}

int netlink_ask(struct netlink *netlink, struct nl_msg *request, bool dump,
		netlink_answer_fn *answer, void *context)
{
	const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct exchange exchange = { netlink, answer, context, false, 0 };
	struct nlmsghdr *header = nlmsg_hdr(request);

	/* News have 0. */
	if (++netlink->seq == 0)
		netlink->seq++;
	header->nlmsg_seq = netlink->seq;
	header->nlmsg_pid = 0;
	header->nlmsg_flags = NLM_F_REQUEST | (dump ? NLM_F_DUMP : NLM_F_ACK);
	if (sendto(netlink->fd, header, header->nlmsg_len, 0,
		   (const struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		return -errno;
	while (!exchange.done)
		if (packet_take(&exchange) <= 0)
			return -EIO;
	return exchange.error;
}

void netlink_read(struct netlink *netlink)
{
	struct exchange exchange = { netlink, NULL, NULL, false, 0 };
	unsigned int i;

	for (i = 0; i < PACKETS_AT_ONCE; i++)
		if (packet_take(&exchange) <= 0)
			return;
}
