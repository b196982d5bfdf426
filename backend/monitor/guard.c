// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#include <netlink/msg.h>

#include "filter.h"
#include "guard.h"
#include "log.h"
#include "mark.h"

static const struct sock_filter unchecked[] = {
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		 (uint32_t)(SKF_AD_OFF + SKF_AD_MARK)),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MARK_UNCHECKED, 0, 2),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MARK_RADIO, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, ~0u),
	BPF_STMT(BPF_RET | BPF_K, 0),
};

static const struct filter unchecked_drop = {
	.egress = true, .priority = 1, .protocol = ETH_P_ALL,
	.code = unchecked, .length = 5, .verdict = FILTER_DROP,
};

static void interface_guard(const struct guard *guard, int ifindex)
{
	char name[IF_NAMESIZE];
	int rc;

	if (guard->ours(guard->user, ifindex))
		return;
	rc = filter_prepare(guard->route, ifindex);
	if (rc == 0)
		rc = filter_add(guard->route, ifindex, &unchecked_drop);
	/* An interface may go at any time: then nothing leaves there. */
	if (rc == 0 || rc == -EEXIST || !if_indextoname(ifindex, name))
		return;
	log_daemon(LOG_WARNING, "%s: can't filter what leaves there (%s): a "
		   "guest that takes its worker over could send on it", name,
		   strerror(-rc));
}

static void interfaces_guard(const struct guard *guard)
{
	struct if_nameindex *all = if_nameindex(), *one;

	if (!all)
		log_daemon(LOG_ERR, "can't list interfaces: %s",
			   strerror(errno));
	for (one = all; one && one->if_index; one++)
		interface_guard(guard, one->if_index);
	if (all)
		if_freenameindex(all);
}

static int link_hear(struct nl_msg *msg, void *user)
{
	const struct nlmsghdr *header = nlmsg_hdr(msg);
	const struct guard *guard = user;
	const struct ifinfomsg *link;

	if (header->nlmsg_type != RTM_NEWLINK ||
	    !nlmsg_valid_hdr(header, sizeof(*link)))
		return NL_OK;
	link = nlmsg_data(header);
	/* Bridges tell of their ports as well: that is no interface. */
	if (link->ifi_family == AF_UNSPEC)
		interface_guard(guard, link->ifi_index);
	return NL_OK;
}

static void events_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct guard *guard = io->data;
	int rc = nl_recvmsgs_default(guard->events);

	(void)loop;
	(void)events;
	/* Some were lost: look at all. */
	if (rc < 0 && rc != -NLE_AGAIN)
		interfaces_guard(guard);
}

static int sockets_open(struct guard *guard)
{
	guard->events = nl_socket_alloc();
	guard->route = nl_socket_alloc();
	if (!guard->events || !guard->route)
		return -ENOMEM;
	nl_socket_disable_seq_check(guard->events);
	nl_socket_modify_cb(guard->events, NL_CB_VALID, NL_CB_CUSTOM,
			    link_hear, guard);
	if (nl_connect(guard->route, NETLINK_ROUTE) ||
	    nl_connect(guard->events, NETLINK_ROUTE) ||
	    nl_socket_add_membership(guard->events, RTNLGRP_LINK) ||
	    nl_socket_set_nonblocking(guard->events))
		return -EIO;
	return 0;
}

int guard_open(struct guard *guard, struct ev_loop *loop,
	       guard_ours_fn *ours, const void *user)
{
	int rc;

	*guard = (struct guard){ .loop = loop, .ours = ours, .user = user };
	rc = sockets_open(guard);
	if (rc) {
		nl_socket_free(guard->events);
		nl_socket_free(guard->route);
		guard->events = NULL;
		return rc;
	}
	ev_io_init(&guard->io, events_readable,
		   nl_socket_get_fd(guard->events), EV_READ);
	guard->io.data = guard;
	ev_io_start(loop, &guard->io);
	interfaces_guard(guard);
	return 0;
}

void guard_close(struct guard *guard)
{
	if (!guard->events)
		return;
	ev_io_stop(guard->loop, &guard->io);
	nl_socket_free(guard->events);
	nl_socket_free(guard->route);
}
