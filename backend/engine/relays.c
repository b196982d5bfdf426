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

#include "recovery.h"
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

/* What came with an answer would lie there until more comes. */
static void news_feed(struct relays *relays, const struct netlink *netlink,
		      struct ev_io *io)
{
	if ((netlink->lost || !STAILQ_EMPTY(&netlink->news)) &&
	    ev_is_active(io))
		ev_feed_event(relays->engine->loop, io, EV_READ);
}

int relays_ask(struct relays *relays, struct netlink *netlink,
	       struct nl_msg *request, bool dump, relay_answer_fn *answer,
	       void *context)
{
	struct hearer hearer = { relays, answer, context };

	int rc = netlink_ask(netlink, request, dump,
			     answer ? answer_hear : NULL, &hearer);

	if (netlink == &relays->radio)
		news_feed(relays, netlink, &relays->radio_io);
	return rc;
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
	news_feed(relays, &relays->links, &relays->links_io);
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
	int index;
	struct relay_phy found;
};

/* The monitor's choice; before it is known, by its rule for a new radio. */
static bool phy_preferred(const struct phy_search *search, const char *name,
			  const struct nlattr *index)
{
	if (search->index != RELAYS_UNTOLD)
		return index && nla_len(index) >= 4 &&
		       (int)nla_get_u32(index) == search->index;
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
	if (!phy_preferred(search, name, attributes[NL80211_ATTR_WIPHY]))
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

/* A radio that has just come knows nothing of anybody's wishes. */
static void phy_begin(struct relays *relays)
{
	relays_settings_forget(relays);
	recovery_radio_back(relays->engine->recovery);
	stations_radio_news(relays->engine);
}

static void phy_tell(struct relays *relays, bool another)
{
	struct radio *radio = relays->engine->radio;
	struct native *native;

	if (!relays->phy.there || another) {
		radio_lost(radio, VWLAN_NO_RADIO);
		radio_scan_lost(radio);
	}
	if (!relays->phy.there)
		return;
	if (relays->blocked)
		radio_lost(radio, relays->blocked);
	else
		radio_phy(radio, &relays->phy);
	LIST_FOREACH(native, &relays->natives, next)
		native_phy_news(native);
	if (another)
		phy_begin(relays);
}

void relays_phy_refresh(struct relays *relays)
{
	struct phy_search search = {
		.wanted = relays->engine->config->phy,
		.index = relays->index,
	};
	bool another;

	relay_phy_begin(&search.found);
	if (phy_ask(relays, &search))
		return;
	relay_phy_profile(&search.found,
			  relays->engine->config->native_profile);
	if (memcmp(&search.found, &relays->phy, sizeof(relays->phy)) == 0 &&
	    relays->phy_blocked == relays->blocked)
		return;
	another = !relays->phy.there ||
		  relays->phy.index != search.found.index;
	/* Padding too: it is compared. */
	memcpy(&relays->phy, &search.found, sizeof(relays->phy));
	relays->phy_blocked = relays->blocked;
	phy_tell(relays, another);
}

void relays_radio(struct relays *relays, int index, enum vwlan_status blocked)
{
	relays->index = index;
	relays->blocked = blocked;
	if (relays->there)
		relays_phy_refresh(relays);
}

bool relays_radio_there(const struct relays *relays)
{
	return relays->there && relays->phy.there;
}

/* Of another radio's scans there is nothing to be known. */
static void scan_hear(const struct relays *relays, uint8_t command,
		      struct nlattr **attributes)
{
	const struct nlattr *phy = attributes[NL80211_ATTR_WIPHY];
	const struct nlattr *ifindex = attributes[NL80211_ATTR_IFINDEX];

	if (phy && nla_len(phy) >= 4 &&
	    nla_get_u32(phy) == relays->phy.index)
		radio_scan_news(relays->engine->radio, command,
				ifindex && nla_len(ifindex) >= 4 ?
					(int)nla_get_u32(ifindex) : 0);
}

/* Returns false if it is about something else than a scan. */
static bool scan_news(const struct relays *relays, struct nlmsghdr *message)
{
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];
	uint8_t command;

	if (!relays_parse(relays, message, attributes))
		return true;
	command = genlmsg_hdr(message)->cmd;
	if (command != NL80211_CMD_TRIGGER_SCAN &&
	    command != NL80211_CMD_NEW_SCAN_RESULTS &&
	    command != NL80211_CMD_SCAN_ABORTED)
		return false;
	scan_hear(relays, command, attributes);
	return true;
}

/* Rules, and radios that come and go; what they say is asked for anew. */
static void on_radio(struct ev_loop *loop, ev_io *io, int events)
{
	struct relays *relays = io->data;
	struct netlink_news *news;
	bool lost, changed = false;

	(void)loop;
	(void)events;
	netlink_read(&relays->radio);
	while ((news = netlink_next(&relays->radio))) {
		if (!scan_news(relays, news->message))
			changed = true;
		free(news);
	}
	lost = relays->radio.lost;
	relays->radio.lost = false;
	if (lost)
		radio_scan_lost(relays->engine->radio);
	if (changed || lost) {
		relays_phy_refresh(relays);
		recovery_radio_ask(relays->engine->recovery);
	}
	radio_settle(relays->engine->radio);
}

int relays_family(const struct relays *relays)
{
	return relays->family;
}

const struct relay_phy *relays_phy(const struct relays *relays)
{
	return &relays->phy;
}

int relays_ask_radio(struct relays *relays, struct nl_msg *request, bool dump,
		     relay_answer_fn *answer, void *context)
{
	return relays_ask(relays, &relays->radio, request, dump, answer,
			  context);
}

bool relays_there(const struct relays *relays)
{
	return relays->there;
}

bool relays_up(struct relays *relays, int ifindex)
{
	return relays->there && relays_link_get(relays, ifindex) > 0;
}

bool relays_gone(struct relays *relays, int ifindex)
{
	return relays->listening &&
	       relays_link_get(relays, ifindex) == -ENODEV;
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

uint32_t relays_possible(struct relays *relays)
{
	if (!relays->there)
		return 0;
	relays_phy_refresh(relays);
	return relay_phy_capabilities(&relays->phy);
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

/* Most of them, while a station joins: that something runs on it. */
static bool link_stays(const struct nlmsghdr *message,
		       const struct ifinfomsg *info)
{
	return message->nlmsg_type == RTM_NEWLINK && info->ifi_flags & IFF_UP;
}

static void link_news(struct relays *relays, struct nlmsghdr *message)
{
	const struct ifinfomsg *info = nlmsg_data(message);
	struct native *native;

	if (nlmsg_datalen(message) < (int)sizeof(*info) ||
	    link_stays(message, info))
		return;
	native = native_find(relays, info->ifi_index);
	if (native)
		native_link_news(native);
	if (message->nlmsg_type == RTM_DELLINK)
		recovery_link_gone(relays->engine->recovery,
				   info->ifi_index);
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
	r->index = RELAYS_UNTOLD;
	LIST_INIT(&r->natives);
	relays_settings_forget(r);
	rc = links_open(r);
	r->listening = rc == 0;
	if (rc == 0)
		rc = phys_open(r);
	r->there = rc == 0;
	return rc == -ENOMEM ? rc : 0;
}

void relays_start(struct relays *relays)
{
	struct ev_loop *loop = relays->engine->loop;

	if (relays->listening) {
		ev_io_init(&relays->links_io, on_links, relays->links.fd,
			   EV_READ);
		relays->links_io.data = relays;
		ev_io_start(loop, &relays->links_io);
	}
	if (!relays->there)
		return;
	ev_io_init(&relays->radio_io, on_radio, relays->radio.fd, EV_READ);
	relays->radio_io.data = relays;
	ev_io_start(loop, &relays->radio_io);
	relays_phy_refresh(relays);
}

void relays_close(struct relays *relays)
{
	if (!relays)
		return;
	if (relays->there) {
		ev_io_stop(relays->engine->loop, &relays->radio_io);
		netlink_close(&relays->radio);
	}
	if (relays->listening) {
		ev_io_stop(relays->engine->loop, &relays->links_io);
		netlink_close(&relays->links);
	}
	free(relays->buffer);
	free(relays);
}
