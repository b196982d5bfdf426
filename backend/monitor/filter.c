// SPDX-License-Identifier: GPL-2.0-or-later
/* By hand: libnl-route knows neither this classifier nor its actions. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_gact.h>
#include <linux/tc_act/tc_skbedit.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>

#include "filter.h"

#define HANDLE 1u	/* ours at its priority; a second add is refused */

/* Takes over @msg. */
static int message_exchange(struct nl_sock *route, struct nl_msg *msg)
{
	int rc = nl_send_sync(route, msg);

	if (rc >= 0)
		return 0;
	if (rc == -NLE_EXIST)
		return -EEXIST;
	return rc == -NLE_NODEV ? -ENODEV : -EIO;
}

static struct nl_msg *message_make(int type, int flags,
				   const struct tcmsg *header,
				   const char *kind)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, NLM_F_CREATE | flags);

	if (!msg)
		return NULL;
	if (nlmsg_append(msg, (void *)header, sizeof(*header),
			 NLMSG_ALIGNTO) ||
	    nla_put_string(msg, TCA_KIND, kind)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

int filter_prepare(struct nl_sock *route, int ifindex)
{
	const struct tcmsg header = {
		.tcm_ifindex = ifindex,
		.tcm_handle = TC_H_MAKE(TC_H_CLSACT, 0),
		.tcm_parent = TC_H_CLSACT,
	};
	/* If it is there, this changes nothing; another kind is refused. */
	struct nl_msg *msg = message_make(RTM_NEWQDISC, 0, &header, "clsact");

	return msg ? message_exchange(route, msg) : -ENOMEM;
}

static int mark_put(struct nl_msg *msg, uint32_t mark)
{
	const struct tc_skbedit parameters = { .action = TC_ACT_OK };
	struct nlattr *options;

	if (nla_put_string(msg, TCA_ACT_KIND, "skbedit"))
		return -EMSGSIZE;
	options = nla_nest_start(msg, TCA_ACT_OPTIONS);
	if (!options ||
	    nla_put(msg, TCA_SKBEDIT_PARMS, sizeof(parameters),
		    &parameters) ||
	    nla_put_u32(msg, TCA_SKBEDIT_MARK, mark))
		return -EMSGSIZE;
	return nla_nest_end(msg, options);
}

static int verdict_put(struct nl_msg *msg, enum filter_verdict verdict)
{
	const struct tc_gact parameters = {
		.action = verdict == FILTER_DROP ? TC_ACT_SHOT : TC_ACT_OK,
	};
	struct nlattr *options;

	if (nla_put_string(msg, TCA_ACT_KIND, "gact"))
		return -EMSGSIZE;
	options = nla_nest_start(msg, TCA_ACT_OPTIONS);
	if (!options || nla_put(msg, TCA_GACT_PARMS, sizeof(parameters),
				&parameters))
		return -EMSGSIZE;
	return nla_nest_end(msg, options);
}

/* A list of one action. */
static int action_put(struct nl_msg *msg, const struct filter *filter)
{
	struct nlattr *list = nla_nest_start(msg, TCA_BPF_ACT);
	struct nlattr *first = list ? nla_nest_start(msg, 1) : NULL;
	int rc = -EMSGSIZE;

	if (first && filter->verdict == FILTER_MARK)
		rc = mark_put(msg, filter->mark);
	else if (first)
		rc = verdict_put(msg, filter->verdict);
	if (rc)
		return rc;
	nla_nest_end(msg, first);
	return nla_nest_end(msg, list);
}

static int program_put(struct nl_msg *msg, const struct filter *filter)
{
	struct nlattr *options = nla_nest_start(msg, TCA_OPTIONS);

	if (!options || action_put(msg, filter) ||
	    nla_put_u16(msg, TCA_BPF_OPS_LEN, filter->length) ||
	    nla_put(msg, TCA_BPF_OPS,
		    filter->length * sizeof(*filter->code), filter->code))
		return -EMSGSIZE;
	return nla_nest_end(msg, options);
}

int filter_add(struct nl_sock *route, int ifindex,
	       const struct filter *filter)
{
	const struct tcmsg header = {
		.tcm_ifindex = ifindex,
		.tcm_handle = HANDLE,
		.tcm_parent = TC_H_MAKE(TC_H_CLSACT, filter->egress ?
					TC_H_MIN_EGRESS : TC_H_MIN_INGRESS),
		.tcm_info = TC_H_MAKE((uint32_t)filter->priority << 16,
				      htons(filter->protocol)),
	};
	struct nl_msg *msg = message_make(RTM_NEWTFILTER, filter->replace ?
					  NLM_F_REPLACE : NLM_F_EXCL,
					  &header, "bpf");

	if (!msg)
		return -ENOMEM;
	if (program_put(msg, filter)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return message_exchange(route, msg);
}
