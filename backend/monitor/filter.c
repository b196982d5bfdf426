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

#define TICK 64u	/* ns; the kernel's PSCHED_TICKS2NS(1) */
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

/* Of the 32 bits, most rates need no more; the kernel takes the larger. */
static int rate_parameters_put(struct nl_msg *msg,
			       const struct filter_rate *rate)
{
	const uint64_t ticks = rate->burst / TICK;
	const struct tc_police parameters = {
		.action = TC_ACT_SHOT,
		.burst = ticks < UINT32_MAX ? ticks : UINT32_MAX,
		.mtu = UINT32_MAX,
		.rate = {
			.rate = rate->bytes < UINT32_MAX ? rate->bytes :
							   UINT32_MAX,
			.linklayer = TC_LINKLAYER_ETHERNET,
			.cell_log = 1,
		},
	};
	/* It has to be there; since Linux 3.8 nothing is looked up in it. */
	static const uint8_t table[TC_RTAB_SIZE];

	if (nla_put(msg, TCA_POLICE_TBF, sizeof(parameters), &parameters) ||
	    nla_put(msg, TCA_POLICE_RATE, sizeof(table), table) ||
	    nla_put_u64(msg, TCA_POLICE_RATE64, rate->bytes) ||
	    nla_put_u32(msg, TCA_POLICE_RESULT, TC_ACT_PIPE))
		return -EMSGSIZE;
	return 0;
}

static int rate_put(struct nl_msg *msg, const struct filter_rate *rate)
{
	struct nlattr *options;

	if (nla_put_string(msg, TCA_ACT_KIND, "police"))
		return -EMSGSIZE;
	options = nla_nest_start(msg, TCA_ACT_OPTIONS);
	if (!options || rate_parameters_put(msg, rate))
		return -EMSGSIZE;
	return nla_nest_end(msg, options);
}

static int action_put(struct nl_msg *msg, int number,
		      const struct filter *filter, bool rate)
{
	struct nlattr *action = nla_nest_start(msg, number);
	int rc;

	if (!action)
		return -EMSGSIZE;
	if (rate)
		rc = rate_put(msg, &filter->rate);
	else if (filter->verdict == FILTER_MARK)
		rc = mark_put(msg, filter->mark);
	else
		rc = verdict_put(msg, filter->verdict);
	return rc ? rc : nla_nest_end(msg, action);
}

/* What is within the rate goes on to the verdict. */
static int actions_put(struct nl_msg *msg, const struct filter *filter)
{
	struct nlattr *list = nla_nest_start(msg, TCA_BPF_ACT);
	int number = 1, rc = 0;

	if (!list)
		return -EMSGSIZE;
	if (filter->rate.bytes)
		rc = action_put(msg, number++, filter, true);
	if (rc == 0)
		rc = action_put(msg, number, filter, false);
	return rc ? rc : nla_nest_end(msg, list);
}

static int program_put(struct nl_msg *msg, const struct filter *filter)
{
	struct nlattr *options = nla_nest_start(msg, TCA_OPTIONS);

	if (!options || actions_put(msg, filter) ||
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
