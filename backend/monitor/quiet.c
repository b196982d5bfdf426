// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <net/if.h>
#include <stdio.h>
#include <unistd.h>

#include <netlink/route/act/gact.h>
#include <netlink/route/cls/matchall.h>
#include <netlink/route/link.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/tc.h>

#include "log.h"
#include "quiet.h"

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

static int clsact_add(struct nl_sock *route, int ifindex)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
	struct rtnl_tc *tc = TC_CAST(qdisc);
	int rc;

	if (!qdisc)
		return -ENOMEM;
	rtnl_tc_set_ifindex(tc, ifindex);
	rtnl_tc_set_parent(tc, TC_H_CLSACT);
	rtnl_tc_set_handle(tc, TC_H_MAKE(TC_H_CLSACT, 0));
	rc = rtnl_tc_set_kind(tc, "clsact");
	if (rc == 0)
		rc = rtnl_qdisc_add(route, qdisc, NLM_F_CREATE | NLM_F_EXCL);
	rtnl_qdisc_put(qdisc);
	return rc ? -EIO : 0;
}

/* Takes over @action, whatever the outcome. */
static int filter_fill(struct rtnl_cls *filter, int ifindex, uint16_t prio,
		       uint16_t protocol, struct rtnl_act *action)
{
	struct rtnl_tc *tc = TC_CAST(filter);
	int rc;

	rtnl_tc_set_ifindex(tc, ifindex);
	rtnl_tc_set_parent(tc, TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS));
	rtnl_cls_set_prio(filter, prio);
	rtnl_cls_set_protocol(filter, protocol);
	rc = rtnl_tc_set_kind(tc, "matchall");
	if (rc == 0)
		rc = rtnl_mall_append_action(filter, action);
	if (rc)
		rtnl_act_put(action);
	return rc;
}

static int filter_add(struct nl_sock *route, int ifindex, uint16_t prio,
		      uint16_t protocol, int verdict)
{
	struct rtnl_cls *filter = rtnl_cls_alloc();
	struct rtnl_act *action = rtnl_act_alloc();
	int rc = -NLE_NOMEM;

	if (!filter || !action) {
		rtnl_act_put(action);
		goto out;
	}
	rc = rtnl_tc_set_kind(TC_CAST(action), "gact");
	if (rc == 0)
		rc = rtnl_gact_set_action(action, verdict);
	if (rc) {
		rtnl_act_put(action);
		goto out;
	}
	rc = filter_fill(filter, ifindex, prio, protocol, action);
	if (rc == 0)
		rc = rtnl_cls_add(route, filter, NLM_F_CREATE | NLM_F_EXCL);
out:
	rtnl_cls_put(filter);
	return rc ? -EIO : 0;
}

int quiet_make(struct nl_sock *route, int ifindex, const char *name, bool up)
{
	int rc;

	ipv6_disable(name);
	rc = clsact_add(route, ifindex);
	if (rc == 0)
		rc = filter_add(route, ifindex, 1, ETH_P_PAE, TC_ACT_OK);
	if (rc == 0)
		rc = filter_add(route, ifindex, 2, ETH_P_ALL, TC_ACT_SHOT);
	return rc ? rc : flags_set(route, ifindex, up);
}
