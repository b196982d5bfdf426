// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vwlan-eapol - send many EAPOL frames, and see what becomes of each
 *
 *   vwlan-eapol INTERFACE BSSID COUNT
 *
 * Through nl80211, as a supplicant's; each is an EAPOL-Start.  Prints one
 * line of JSON: how many the interface took ("sent"), how many of them were
 * acknowledged and were not, as the kernel's news tell ("acked", "lost"), how
 * many news named none of them, or one a second time ("strange"), and how long
 * it took until the last of them ("ms").
 */
#include <errno.h>
#include <inttypes.h>
#include <linux/netlink.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define FRAMES_MAX 4096u
#define ETH_ALEN 6
#define ETHERTYPE 0x888e
#define QUIET_MS 3000	/* no news any more */

/**
 * struct flood
 * @sent: cookies of frames that the interface took
 * @told: whether there was news of each
 * @took: the cookie of the last request, or 0
 * @done: that request was taken, or refused
 */
struct flood {
	struct nl_sock *requests, *news;
	int family;
	uint32_t ifindex;
	uint8_t bssid[ETH_ALEN];
	unsigned int wanted, count;
	uint64_t sent[FRAMES_MAX];
	bool told[FRAMES_MAX];
	uint64_t took;
	bool done;
	unsigned int acked, lost, strange;
	uint64_t begun, heard;	/* ms */
};

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int news_take(struct nl_msg *message, void *context)
{
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];
	struct nlmsghdr *header = nlmsg_hdr(message);
	struct flood *f = context;
	uint64_t cookie;
	unsigned int i = 0;

	if (genlmsg_hdr(header)->cmd !=
	    NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS ||
	    genlmsg_parse(header, 0, attributes, NL80211_ATTR_MAX, NULL) ||
	    !attributes[NL80211_ATTR_COOKIE])
		return NL_OK;
	cookie = nla_get_u64(attributes[NL80211_ATTR_COOKIE]);
	while (i < f->count && f->sent[i] != cookie)
		i++;
	if (i == f->count || f->told[i])
		f->strange++;
	else if (attributes[NL80211_ATTR_ACK])
		f->acked++;
	else
		f->lost++;
	if (i < f->count)
		f->told[i] = true;
	f->heard = now_ms();
	return NL_OK;
}

/* The cookie comes with the acknowledgement (linux/netlink.h). */
static int request_done(struct nl_msg *message, void *context)
{
	struct nlattr *attributes[NLMSGERR_ATTR_MAX + 1];
	struct nlattr *cookie = NULL;
	struct flood *f = context;

	if (nlmsg_parse(nlmsg_hdr(message), sizeof(struct nlmsgerr),
			attributes, NLMSGERR_ATTR_MAX, NULL) == 0)
		cookie = attributes[NLMSGERR_ATTR_COOKIE];
	if (cookie && nla_len(cookie) == sizeof(f->took))
		f->took = nla_get_u64(cookie);
	f->done = true;
	return NL_STOP;
}

/* With a cookie, and without the request, in each acknowledgement. */
static int requests_open(struct flood *f)
{
	const int on = 1;
	int fd;

	f->requests = nl_socket_alloc();
	if (!f->requests || genl_connect(f->requests))
		return -ENOMEM;
	fd = nl_socket_get_fd(f->requests);
	if (setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on)))
		return -errno;
	return nl_socket_modify_cb(f->requests, NL_CB_ACK, NL_CB_CUSTOM,
				   request_done, f);
}

static int news_open(struct flood *f, int group)
{
	f->news = nl_socket_alloc();
	if (!f->news || genl_connect(f->news) ||
	    nl_socket_set_buffer_size(f->news, 1 << 20, 0))
		return -ENOMEM;
	nl_socket_disable_seq_check(f->news);
	nl_socket_modify_cb(f->news, NL_CB_VALID, NL_CB_CUSTOM, news_take, f);
	return nl_socket_add_membership(f->news, group);
}

static int sockets_open(struct flood *f)
{
	int group, rc = requests_open(f);

	if (rc)
		return rc;
	f->family = genl_ctrl_resolve(f->requests, "nl80211");
	group = genl_ctrl_resolve_grp(f->requests, "nl80211", "mlme");
	if (f->family < 0 || group < 0)
		return -ENOENT;
	return news_open(f, group);
}

static struct nl_msg *frame_make(const struct flood *f)
{
	static const uint8_t start[] = { 2, 1, 0, 0 };	/* 802.1X 11.3 */
	struct nl_msg *message = nlmsg_alloc();

	if (!message)
		return NULL;
	genlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, f->family, 0, 0,
		    NL80211_CMD_CONTROL_PORT_FRAME, 0);
	nla_put_u32(message, NL80211_ATTR_IFINDEX, f->ifindex);
	nla_put(message, NL80211_ATTR_FRAME, sizeof(start), start);
	nla_put(message, NL80211_ATTR_MAC, ETH_ALEN, f->bssid);
	nla_put_u16(message, NL80211_ATTR_CONTROL_PORT_ETHERTYPE, ETHERTYPE);
	nla_put_flag(message, NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT);
	return message;
}

static void frame_send(struct flood *f)
{
	struct nl_msg *message = frame_make(f);
	int rc = message ? nl_send_auto(f->requests, message) : -NLE_NOMEM;

	nlmsg_free(message);
	f->took = 0;
	f->done = false;
	while (rc >= 0 && !f->done)
		rc = nl_recvmsgs_default(f->requests);
	if (rc < 0)
		fprintf(stderr, "vwlan-eapol: %s\n", nl_geterror(rc));
	else if (f->took)
		f->sent[f->count++] = f->took;
}

/* Until there was none for @quiet milliseconds. */
static int news_read(struct flood *f, int quiet)
{
	struct pollfd ready = {
		.fd = nl_socket_get_fd(f->news),
		.events = POLLIN,
	};
	int rc = 0;

	while (rc == 0 && poll(&ready, 1, quiet) > 0)
		rc = nl_recvmsgs_default(f->news);
	return rc;
}

static int flood_read(struct flood *f, char **argv)
{
	char end;

	f->ifindex = if_nametoindex(argv[1]);
	f->wanted = strtoul(argv[3], NULL, 10);
	return f->ifindex && f->wanted > 0 && f->wanted <= FRAMES_MAX &&
	       sscanf(argv[2], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx%c",
		      &f->bssid[0], &f->bssid[1], &f->bssid[2], &f->bssid[3],
		      &f->bssid[4], &f->bssid[5], &end) == 6 ? 0 : -EINVAL;
}

int main(int argc, char **argv)
{
	static struct flood f;
	unsigned int i;
	int rc;

	if (argc != 4 || flood_read(&f, argv)) {
		fputs("usage: vwlan-eapol INTERFACE BSSID COUNT\n", stderr);
		return 2;
	}
	rc = sockets_open(&f);
	f.begun = f.heard = now_ms();
	for (i = 0; rc == 0 && i < f.wanted; i++) {
		frame_send(&f);
		rc = news_read(&f, 0);
	}
	if (rc == 0)
		rc = news_read(&f, QUIET_MS);
	if (rc == 0)
		printf("{\"sent\":%u,\"acked\":%u,\"lost\":%u,"
		       "\"strange\":%u,\"ms\":%" PRIu64 "}\n",
		       f.count, f.acked, f.lost, f.strange,
		       f.heard - f.begun);
	else
		fprintf(stderr, "vwlan-eapol: nl80211 failed (%d)\n", rc);
	nl_socket_free(f.requests);
	nl_socket_free(f.news);
	return rc ? 1 : 0;
}
