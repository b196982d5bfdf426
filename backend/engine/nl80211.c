// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/nl80211.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "nl80211.h"

#define ANSWERS_AT_ONCE 64u
#define GROUP_KEY_FIRST 1u	/* 0 is the pairwise one */
#define GROUP_KEY_LAST 5u	/* 4 and 5 are IGTKs */

struct nl80211 {
	struct ev_loop *loop;
	const struct nl80211_listener *listener;
	void *user;
	struct nl_sock *socket;
	int family;
	ev_io io;
};

/* ------------------------------------------------------------------ */
/* Answers                                                             */

static uint32_t rate_read(struct nlattr *nested)
{
	struct nlattr *rate[NL80211_RATE_INFO_MAX + 1];

	if (!nested ||
	    nla_parse_nested(rate, NL80211_RATE_INFO_MAX, nested, NULL))
		return 0;
	if (rate[NL80211_RATE_INFO_BITRATE32] &&
	    nla_len(rate[NL80211_RATE_INFO_BITRATE32]) >= 4)
		return nla_get_u32(rate[NL80211_RATE_INFO_BITRATE32]);
	if (rate[NL80211_RATE_INFO_BITRATE] &&
	    nla_len(rate[NL80211_RATE_INFO_BITRATE]) >= 2)
		return nla_get_u16(rate[NL80211_RATE_INFO_BITRATE]);
	return 0;
}

static int32_t signal_read(struct nlattr *attribute)
{
	if (!attribute || nla_len(attribute) < 1)
		return 0;
	return (int8_t)nla_get_u8(attribute);
}

static void station_read(struct nl80211 *nl, struct nlattr **attributes,
			 int ifindex)
{
	struct nlattr *info[NL80211_STA_INFO_MAX + 1];

	if (!attributes[NL80211_ATTR_STA_INFO] ||
	    nla_parse_nested(info, NL80211_STA_INFO_MAX,
			     attributes[NL80211_ATTR_STA_INFO], NULL))
		return;
	nl->listener->station(nl->user, ifindex,
			      signal_read(info[NL80211_STA_INFO_SIGNAL]),
			      rate_read(info[NL80211_STA_INFO_TX_BITRATE]),
			      rate_read(info[NL80211_STA_INFO_RX_BITRATE]));
}

static void message_read(struct nl80211 *nl, struct nlmsghdr *header)
{
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];
	const struct nlattr *key;
	int ifindex;

	if (header->nlmsg_type != nl->family ||
	    genlmsg_parse(header, 0, attributes, NL80211_ATTR_MAX, NULL) ||
	    !attributes[NL80211_ATTR_IFINDEX] ||
	    nla_len(attributes[NL80211_ATTR_IFINDEX]) < 4)
		return;
	ifindex = nla_get_u32(attributes[NL80211_ATTR_IFINDEX]);
	key = attributes[NL80211_ATTR_KEY_IDX];
	switch (genlmsg_hdr(header)->cmd) {
	case NL80211_CMD_NEW_STATION:
		station_read(nl, attributes, ifindex);
		break;
	case NL80211_CMD_NEW_KEY:
		if (key && nla_len(key) >= 1)
			nl->listener->key(nl->user, ifindex,
					  nla_get_u8(key));
		break;
	}
}

static int answer_read(struct nl80211 *nl)
{
	struct sockaddr_nl from;
	unsigned char *bytes = NULL;
	struct nlmsghdr *header;
	int length, left;

	length = nl_recv(nl->socket, &from, &bytes, NULL);
	if (length <= 0)
		return length;
	left = length;
	header = (struct nlmsghdr *)(void *)bytes;
	for (; from.nl_pid == 0 && nlmsg_ok(header, left);
	     header = nlmsg_next(header, &left))
		message_read(nl, header);
	/* mac80211 tells the key itself with its index: not kept. */
	explicit_bzero(bytes, length);
	free(bytes);
	return length;
}

static void on_answer(struct ev_loop *loop, ev_io *io, int events)
{
	struct nl80211 *nl = io->data;
	unsigned int i;

	(void)loop;
	(void)events;
	for (i = 0; i < ANSWERS_AT_ONCE; i++)
		if (answer_read(nl) <= 0)
			return;
}

/* ------------------------------------------------------------------ */
/* Requests                                                            */

static struct nl_msg *request_new(struct nl80211 *nl, uint8_t command,
				  int ifindex)
{
	struct nl_msg *message = nlmsg_alloc();

	if (!message)
		return NULL;
	if (!genlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, nl->family, 0,
			 NLM_F_REQUEST, command, 0) ||
	    nla_put_u32(message, NL80211_ATTR_IFINDEX, ifindex)) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

static void request_send(struct nl80211 *nl, struct nl_msg *message)
{
	/* One that can't be sent is one answer less: it is asked again. */
	nl_send_auto(nl->socket, message);
	nlmsg_free(message);
}

void nl80211_ask(struct nl80211 *nl, int ifindex, const uint8_t *bssid)
{
	struct nl_msg *message;
	unsigned int key;

	message = request_new(nl, NL80211_CMD_GET_STATION, ifindex);
	if (!message)
		return;
	nla_put(message, NL80211_ATTR_MAC, VWLAN_MAC_LEN, bssid);
	request_send(nl, message);
	for (key = GROUP_KEY_FIRST; key <= GROUP_KEY_LAST; key++) {
		message = request_new(nl, NL80211_CMD_GET_KEY, ifindex);
		if (!message)
			return;
		nla_put_u8(message, NL80211_ATTR_KEY_IDX, key);
		request_send(nl, message);
	}
}

/* ------------------------------------------------------------------ */

int nl80211_open(struct nl80211 **nl80211, struct ev_loop *loop,
		 const struct nl80211_listener *listener, void *user)
{
	struct nl80211 *nl = calloc(1, sizeof(*nl));
	int rc = -ENOMEM;

	if (!nl)
		return rc;
	nl->loop = loop;
	nl->listener = listener;
	nl->user = user;
	nl->socket = nl_socket_alloc();
	if (!nl->socket)
		goto out;
	rc = -EIO;
	if (genl_connect(nl->socket))
		goto out;
	rc = -ENOENT;
	nl->family = genl_ctrl_resolve(nl->socket, NL80211_GENL_NAME);
	if (nl->family < 0)
		goto out;
	nl_socket_disable_auto_ack(nl->socket);
	nl_socket_disable_seq_check(nl->socket);
	rc = nl_socket_set_nonblocking(nl->socket) ? -EIO : 0;
	ev_io_init(&nl->io, on_answer, nl_socket_get_fd(nl->socket),
		   EV_READ);
	nl->io.data = nl;
out:
	if (rc) {
		nl_socket_free(nl->socket);
		free(nl);
		nl = NULL;
	}
	*nl80211 = nl;
	return rc;
}

void nl80211_start(struct nl80211 *nl)
{
	ev_io_start(nl->loop, &nl->io);
}

void nl80211_close(struct nl80211 *nl)
{
	if (!nl)
		return;
	ev_io_stop(nl->loop, &nl->io);
	nl_socket_free(nl->socket);
	free(nl);
}
