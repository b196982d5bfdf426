// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <netlink/route/link.h>

#include "filter.h"
#include "log.h"
#include "mark.h"
#include "quiet.h"
#include "vwlan_frame.h"

static void ipv6_disable(const char *name)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path),
		 "/proc/sys/net/ipv6/conf/%s/disable_ipv6", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	/* No such file: no IPv6 in this kernel, which is just as good. */
	if (fd < 0)
		return;
	if (write(fd, "1", 1) != 1)
		log_daemon(LOG_WARNING, "can't disable IPv6 on %s", name);
	close(fd);
}

static int flags_set(struct nl_sock *route, int ifindex, bool up)
{
	struct rtnl_link *change = rtnl_link_alloc(), *link = rtnl_link_alloc();
	int rc = -ENOMEM;

	if (!change || !link)
		goto out;
	rtnl_link_set_ifindex(link, ifindex);
	rtnl_link_set_flags(change, IFF_NOARP | (up ? IFF_UP : 0));
	rc = rtnl_link_change(route, link, change, 0) ? -EIO : 0;
out:
	rtnl_link_put(link);
	rtnl_link_put(change);
	return rc;
}

/* ------------------------------------------------------------------ */
/* What may pass                                                       */

#define LOAD(size, offset) BPF_STMT(BPF_LD | (size) | BPF_ABS, offset)
#define LOAD_ANCILLARY(what) LOAD(BPF_W, (uint32_t)(SKF_AD_OFF + (what)))
#define IF(test, value, then, otherwise) \
	BPF_JUMP(BPF_JMP | (test) | BPF_K, value, then, otherwise)
#define CHOOSE BPF_STMT(BPF_RET | BPF_K, ~0u)
#define LEAVE BPF_STMT(BPF_RET | BPF_K, 0)

#define TYPE_MIN 0x600		/* below, it is a length, and LLC follows */
#define SNAP 0xaaaa0300
#define SNAP_END 22		/* of the type behind a SNAP header */

static uint32_t be32(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 |
	       bytes[3];
}

#define FRAME_PROGRAM 19
#define BURST_MIN 4000u			/* us, as in worker/bucket.c */
#define PACKET_MAX (64u << 10)		/* bytes, headers included */

/*
 * The guest's frames: those from its worker, with the station's address,
 * and no EAPOL in either form that would reach the air as such.  An honest
 * worker sends no others; this is for one that was taken over.
 */
static void frame_program(struct sock_filter *code, uint32_t mark,
			  const uint8_t *mac)
{
	const struct sock_filter program[FRAME_PROGRAM] = {
		LOAD_ANCILLARY(SKF_AD_MARK),
		IF(BPF_JEQ, mark, 0, 16),
		LOAD(BPF_W, 6),
		IF(BPF_JEQ, be32(mac), 0, 14),
		LOAD(BPF_H, 10),
		IF(BPF_JEQ, (uint32_t)mac[4] << 8 | mac[5], 0, 12),
		LOAD(BPF_H, 12),
		IF(BPF_JEQ, VWLAN_ETH_EAPOL, 10, 0),
		IF(BPF_JEQ, VWLAN_ETH_PREAUTH, 9, 0),
		IF(BPF_JGE, TYPE_MIN, 7, 0),
		BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
		IF(BPF_JGE, SNAP_END, 0, 5),
		LOAD(BPF_W, 14),
		IF(BPF_JEQ, SNAP, 0, 3),
		LOAD(BPF_H, 20),
		IF(BPF_JEQ, VWLAN_ETH_EAPOL, 2, 0),
		IF(BPF_JEQ, VWLAN_ETH_PREAUTH, 1, 0),
		CHOOSE,
		LEAVE,
	};

	memcpy(code, program, sizeof(program));
}

/*
 * The worker keeps to the limit, this is for one that was taken over.  So it
 * is a wider one, which never drops a frame of an honest worker's: a quarter
 * more, as the kernel counts the headers of a segmented packet's segments;
 * two bursts at once, as a worker that takes another's place begins with one;
 * and the packet that a worker lets pass before it waits for it, twice.
 */
static void rate_make(struct filter_rate *rate,
		      const struct monitor_message *request)
{
	uint64_t interval = request->tx.interval;

	if (request->tx.rate == 0)
		return;
	if (interval < BURST_MIN)
		interval = BURST_MIN;
	rate->bytes = (uint64_t)request->tx.rate * 1000 / 8 * 5 / 4;
	rate->burst = 2 * interval * 1000 +
		      2 * PACKET_MAX * UINT64_C(1000000000) / rate->bytes;
}

static int frames_pass(struct nl_sock *route, int ifindex,
		       const struct monitor_message *request, bool replace)
{
	struct sock_filter code[FRAME_PROGRAM];
	struct filter filter = {
		.egress = true, .priority = 1, .protocol = ETH_P_ALL,
		.code = code, .length = FRAME_PROGRAM,
		.verdict = FILTER_MARK, .mark = mark_checked(request),
		.replace = replace,
	};
	int rc;

	frame_program(code, mark_unchecked(request), request->mac);
	rate_make(&filter.rate, request);
	rc = filter_add(route, ifindex, &filter);
	if (rc == 0 || rc == -ENODEV || filter.rate.bytes == 0)
		return rc;
	/* A kernel without act_police: it is no worse off than before. */
	log_device(LOG_WARNING, request->domid, request->devid, "its rate "
		   "binds no worker that it takes over: traffic control "
		   "knows no police");
	filter.rate.bytes = 0;
	return filter_add(route, ifindex, &filter);
}

/* The supplicant's; nobody without privileges can send without a mark. */
static int handshake_pass(struct nl_sock *route, int ifindex)
{
	static const struct sock_filter any[] = { CHOOSE };
	static const struct sock_filter unmarked[] = {
		LOAD_ANCILLARY(SKF_AD_MARK),
		IF(BPF_JEQ, 0, 0, 1),
		CHOOSE,
		LEAVE,
	};
	struct filter filter = {
		.priority = 1, .protocol = ETH_P_PAE, .code = any,
		.length = 1, .verdict = FILTER_PASS,
	};
	int rc = filter_add(route, ifindex, &filter);

	filter.egress = true;
	filter.priority = 2;
	filter.code = unmarked;
	filter.length = 4;
	return rc ? rc : filter_add(route, ifindex, &filter);
}

static int rest_drop(struct nl_sock *route, int ifindex)
{
	static const struct sock_filter any[] = { CHOOSE };
	struct filter filter = {
		.priority = 3, .protocol = ETH_P_ALL, .code = any,
		.length = 1, .verdict = FILTER_DROP,
	};
	int rc = filter_add(route, ifindex, &filter);

	filter.egress = true;
	return rc ? rc : filter_add(route, ifindex, &filter);
}

int quiet_make(struct nl_sock *route, int ifindex, const char *name,
	       const struct monitor_message *request, bool up)
{
	int rc;

	ipv6_disable(name);
	rc = filter_prepare(route, ifindex);
	if (rc == 0)
		rc = frames_pass(route, ifindex, request, false);
	if (rc == 0)
		rc = handshake_pass(route, ifindex);
	if (rc == 0)
		rc = rest_drop(route, ifindex);
	return rc ? rc : flags_set(route, ifindex, up);
}

int quiet_change(int ifindex, const struct monitor_message *request)
{
	struct nl_sock *route = nl_socket_alloc();
	int rc = -EIO;

	if (!route)
		return -ENOMEM;
	if (nl_connect(route, NETLINK_ROUTE) == 0)
		rc = frames_pass(route, ifindex, request, true);
	nl_socket_free(route);
	return rc;
}
