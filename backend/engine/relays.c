// SPDX-License-Identifier: GPL-2.0-or-later
/* What native stations share: radio, interfaces, life. */
#include <errno.h>
#include <fcntl.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "relays_private.h"

/* ------------------------------------------------------------------ */
/* nl80211's messages                                                  */

/* Who hears a message that answers. */
struct hearer {
	const struct relays *relays;
	relay_answer_fn *answer;
	void *context;
};

bool relays_parse(const struct relays *relays, struct nlmsghdr *message,
		  struct nlattr **attributes)
{
	return message->nlmsg_type == relays->family &&
	       genlmsg_parse(message, 0, attributes, NL80211_ATTR_MAX,
			     NULL) == 0;
}

static void answer_hear(void *context, struct nlmsghdr *message)
{
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];
	const struct hearer *hearer = context;

	if (relays_parse(hearer->relays, message, attributes))
		hearer->answer(hearer->context, genlmsg_hdr(message)->cmd,
			       attributes);
}

int relays_ask(struct relays *relays, struct netlink *netlink,
	       struct nl_msg *request, bool dump, relay_answer_fn *answer,
	       void *context)
{
	struct hearer hearer = { relays, answer, context };

	return netlink_ask(netlink, request, dump,
			   answer ? answer_hear : NULL, &hearer);
}

/* ------------------------------------------------------------------ */
/* Interfaces                                                          */

static int link_ask(struct relays *relays, int type, int ifindex,
		    unsigned int flags, unsigned int change,
		    netlink_answer_fn *answer, void *context)
{
	struct nl_msg *request = nlmsg_alloc_simple(type, 0);
	struct ifinfomsg info = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = ifindex,
		.ifi_flags = flags,
		.ifi_change = change,
	};
	int rc;

	if (!request)
		return -ENOMEM;
	nlmsg_append(request, &info, sizeof(info), NLMSG_ALIGNTO);
	rc = netlink_ask(&relays->links, request, false, answer, context);
	nlmsg_free(request);
	return rc;
}

static void link_hear(void *context, struct nlmsghdr *message)
{
	const struct ifinfomsg *info = nlmsg_data(message);

	if (message->nlmsg_type == RTM_NEWLINK &&
	    nlmsg_datalen(message) >= (int)sizeof(*info))
		*(int *)context = (info->ifi_flags & IFF_UP) != 0;
}

int relays_link_set(struct relays *relays, int ifindex, bool up)
{
	return link_ask(relays, RTM_NEWLINK, ifindex, up ? IFF_UP : 0, IFF_UP,
			NULL, NULL);
}

int relays_link_get(struct relays *relays, int ifindex)
{
	int up = 0;
	int rc = link_ask(relays, RTM_GETLINK, ifindex, 0, 0, link_hear, &up);

	return rc ? rc : up;
}

/* ------------------------------------------------------------------ */
/* Radio                                                               */

struct phy_search {
	const char *wanted;
	struct relay_phy found;
};

/* By the monitor's rule: the configured one, or the first by name. */
static bool phy_preferred(const struct phy_search *search, const char *name)
{
	if (search->wanted[0])
		return strcmp(search->wanted, name) == 0;
	return !search->found.there || strcmp(name, search->found.name) <= 0;
}

static void phy_take(void *context, uint8_t command,
		     struct nlattr **attributes)
{
	const struct nlattr *attribute = attributes[NL80211_ATTR_WIPHY_NAME];
	struct phy_search *search = context;
	char name[RELAY_NAME_MAX];

	if (command != NL80211_CMD_NEW_WIPHY || !attribute)
		return;
	nla_strlcpy(name, attribute, sizeof(name));
	if (!phy_preferred(search, name))
		return;
	if (strcmp(name, search->found.name))
		relay_phy_begin(&search->found);
	relay_phy_read(&search->found, attributes);
}

static int phy_ask(struct relays *relays, struct phy_search *search)
{
	struct nl_msg *request = relay_request();
	int rc;

	if (!request)
		return -ENOMEM;
	genlmsg_put(request, 0, 0, relays->family, 0, 0,
		    NL80211_CMD_GET_WIPHY, 0);
	nla_put_flag(request, NL80211_ATTR_SPLIT_WIPHY_DUMP);
	rc = relays_ask(relays, &relays->radio, request, true, phy_take,
			search);
	relay_request_free(request);
	return rc;
}

void relays_phy_refresh(struct relays *relays)
{
	struct phy_search search = { relays->engine->config->phy, { 0 } };
	struct native *native;

	relay_phy_begin(&search.found);
	if (phy_ask(relays, &search) ||
	    memcmp(&search.found, &relays->phy, sizeof(relays->phy)) == 0)
		return;
	/* Padding too: it is compared. */
	memcpy(&relays->phy, &search.found, sizeof(relays->phy));
	radio_phy(relays->engine->radio, &relays->phy);
	LIST_FOREACH(native, &relays->natives, next)
		native_phy_news(native);
}

/* Of those whose scans wait, the one that has waited longest. */
static void scan_turn(struct relays *relays)
{
	struct native *native, *first = NULL;
	uint64_t waits, least = RELAY_NEVER;

	LIST_FOREACH(native, &relays->natives, next) {
		waits = relay_scan_waits(&native->relay);
		if (waits < least) {
			least = waits;
			first = native;
		}
	}
	if (first)
		native_scan_turn(first);
}

/* Is it about a scan, and if so, is it the end of one? */
static bool scan_news(const struct relays *relays,
		      struct nlmsghdr *message, bool *idle)
{
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];

	if (!relays_parse(relays, message, attributes))
		return true;
	switch (genlmsg_hdr(message)->cmd) {
	case NL80211_CMD_NEW_SCAN_RESULTS:
	case NL80211_CMD_SCAN_ABORTED:
		*idle = true;
		return true;
	case NL80211_CMD_TRIGGER_SCAN:
		return true;
	default:
		return false;
	}
}

/* Rules, and radios that come and go; what they say is asked for anew. */
static void on_radio(struct ev_loop *loop, ev_io *io, int events)
{
	struct relays *relays = io->data;
	struct netlink_news *news;
	bool changed = relays->radio.lost, idle = changed;

	(void)loop;
	(void)events;
	relays->radio.lost = false;
	netlink_read(&relays->radio);
	while ((news = netlink_next(&relays->radio))) {
		if (!scan_news(relays, news->message, &idle))
			changed = true;
		free(news);
	}
	if (changed)
		relays_phy_refresh(relays);
	if (idle)
		scan_turn(relays);
}

bool relays_there(const struct relays *relays)
{
	return relays->there;
}

bool relays_up(struct relays *relays, int ifindex)
{
	return relays->there && relays_link_get(relays, ifindex) > 0;
}

void relays_take_down(struct relays *relays, int ifindex)
{
	if (relays->there)
		relays_link_set(relays, ifindex, false);
}

int relays_bring_up(struct relays *relays, int ifindex)
{
	return relays->there ? relays_link_set(relays, ifindex, true) :
			       -ENODEV;
}

bool relays_possible(struct relays *relays)
{
	if (!relays->there)
		return false;
	relays_phy_refresh(relays);
	return relay_phy_native(&relays->phy);
}

static void settings_apply(struct relays *relays,
			   const struct relay_settings *wanted)
{
	struct nl_msg *request = relay_request();

	if (!request)
		return;
	genlmsg_put(request, 0, 0, relays->family, 0, 0,
		    NL80211_CMD_SET_WIPHY, 0);
	nla_put_u32(request, NL80211_ATTR_WIPHY, relays->phy.index);
	if (wanted->rts != relays->settings.rts)
		nla_put_u32(request, NL80211_ATTR_WIPHY_RTS_THRESHOLD,
			    wanted->rts);
	if (wanted->fragment != relays->settings.fragment)
		nla_put_u32(request, NL80211_ATTR_WIPHY_FRAG_THRESHOLD,
			    wanted->fragment);
	if (wanted->retry_short)
		nla_put_u8(request, NL80211_ATTR_WIPHY_RETRY_SHORT,
			   wanted->retry_short);
	if (wanted->retry_long)
		nla_put_u8(request, NL80211_ATTR_WIPHY_RETRY_LONG,
			   wanted->retry_long);
	/* R17: a radio that can't is no failure of the guest's. */
	relays_ask(relays, &relays->radio, request, false, NULL, NULL);
	relay_request_free(request);
	relays->settings = *wanted;
}

void relays_settings_merge(struct relays *relays)
{
	struct relay_settings wanted;
	struct native *native;

	relay_settings_none(&wanted);
	LIST_FOREACH(native, &relays->natives, next)
		relay_settings_merge(&wanted, &native->relay.wish);
	if (!relay_settings_same(&wanted, &relays->settings))
		settings_apply(relays, &wanted);
}

/* ------------------------------------------------------------------ */
/* News of interfaces                                                  */

static struct native *native_find(struct relays *relays, int ifindex)
{
	struct native *native;

	LIST_FOREACH(native, &relays->natives, next)
		if (native->device->entry->ifindex == ifindex)
			return native;
	return NULL;
}

static void link_news(struct relays *relays, struct nlmsghdr *message)
{
	const struct ifinfomsg *info = nlmsg_data(message);
	struct native *native;

	if (nlmsg_datalen(message) < (int)sizeof(*info))
		return;
	native = native_find(relays, info->ifi_index);
	if (native)
		native_link_news(native);
}

static void links_lost(struct relays *relays)
{
	struct native *native;

	relays->links.lost = false;
	LIST_FOREACH(native, &relays->natives, next)
		native_link_news(native);
}

static void on_links(struct ev_loop *loop, ev_io *io, int events)
{
	struct relays *relays = io->data;
	struct netlink_news *news;

	(void)loop;
	(void)events;
	netlink_read(&relays->links);
	while ((news = netlink_next(&relays->links))) {
		link_news(relays, news->message);
		free(news);
	}
	if (relays->links.lost)
		links_lost(relays);
}

/* ------------------------------------------------------------------ */
/* Life                                                                */

/* libnl makes the socket; what it does with it later is ours. */
static int socket_take(struct nl_sock *socket, struct netlink *netlink,
		       uint8_t *buffer)
{
	int fd = fcntl(nl_socket_get_fd(socket), F_DUPFD_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	netlink_open(netlink, fd, buffer);
	return 0;
}

static int group_join(struct nl_sock *socket, const char *name)
{
	int group = genl_ctrl_resolve_grp(socket, NL80211_GENL_NAME, name);

	return group < 0 || nl_socket_add_membership(socket, group) ?
	       -ENOENT : 0;
}

static int phys_open(struct relays *relays)
{
	struct nl_sock *socket = nl_socket_alloc();
	int rc = -ENOENT;

	if (!socket)
		return -ENOMEM;
	if (genl_connect(socket))
		goto out;
	relays->family = genl_ctrl_resolve(socket, NL80211_GENL_NAME);
	if (relays->family < 0 ||
	    group_join(socket, NL80211_MULTICAST_GROUP_SCAN) ||
	    group_join(socket, NL80211_MULTICAST_GROUP_REG) ||
	    group_join(socket, NL80211_MULTICAST_GROUP_CONFIG))
		goto out;
	rc = socket_take(socket, &relays->radio, relays->buffer);
out:
	nl_socket_free(socket);
	return rc;
}

static int links_open(struct relays *relays)
{
	struct nl_sock *socket = nl_socket_alloc();
	int rc = -EIO;

	if (!socket)
		return -ENOMEM;
	if (nl_connect(socket, NETLINK_ROUTE) == 0 &&
	    nl_socket_add_membership(socket, RTNLGRP_LINK) == 0)
		rc = socket_take(socket, &relays->links, relays->buffer);
	nl_socket_free(socket);
	relays->links.every = true;
	return rc;
}

int relays_open(struct relays **relays, struct engine *engine)
{
	struct relays *r = calloc(1, sizeof(*r));
	uint8_t *buffer = malloc(NETLINK_BUFFER);
	int rc;

	*relays = r;
	if (!r || !buffer) {
		free(buffer);
		free(r);
		*relays = NULL;
		return -ENOMEM;
	}
	r->engine = engine;
	r->buffer = buffer;
	LIST_INIT(&r->natives);
	relay_settings_none(&r->settings);
	rc = links_open(r);
	if (rc == 0) {
		rc = phys_open(r);
		if (rc)
			netlink_close(&r->links);
	}
	r->there = rc == 0;
	return rc == -ENOMEM ? rc : 0;
}

void relays_start(struct relays *relays)
{
	struct ev_loop *loop = relays->engine->loop;

	if (!relays->there)
		return;
	ev_io_init(&relays->radio_io, on_radio, relays->radio.fd, EV_READ);
	ev_io_init(&relays->links_io, on_links, relays->links.fd, EV_READ);
	relays->radio_io.data = relays;
	relays->links_io.data = relays;
	ev_io_start(loop, &relays->radio_io);
	ev_io_start(loop, &relays->links_io);
	relays_phy_refresh(relays);
}

void relays_close(struct relays *relays)
{
	if (!relays)
		return;
	if (relays->there) {
		ev_io_stop(relays->engine->loop, &relays->radio_io);
		ev_io_stop(relays->engine->loop, &relays->links_io);
		netlink_close(&relays->radio);
		netlink_close(&relays->links);
	}
	free(relays->buffer);
	free(relays);
}
