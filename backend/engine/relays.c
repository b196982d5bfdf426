// SPDX-License-Identifier: GPL-2.0-or-later
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
#include <time.h>

#include "log.h"
#include "netlink.h"
#include "relay.h"
#include "relays.h"

/**
 * struct relays
 * @buffer: for all sockets
 * @there: there is wireless at all
 * @family: nl80211's number
 * @radio: nl80211, about the radio as such
 * @links: rtnetlink: interfaces, up and down
 * @phy: the radio that stations are made on
 * @settings: what its settings were last set to
 * @natives: all stations
 */
struct relays {
	struct engine *engine;
	uint8_t *buffer;
	bool there;
	int family;
	struct netlink radio;
	struct netlink links;
	ev_io radio_io;
	ev_io links_io;
	struct relay_phy phy;
	struct relay_settings settings;
	LIST_HEAD(, native) natives;
};

/**
 * struct native - one guest's station
 * @netlink: its own socket
 * @timer: runs out at the relay's next deadline
 */
struct native {
	LIST_ENTRY(native) next;
	struct relays *relays;
	struct device *device;
	struct relay relay;
	struct netlink netlink;
	ev_io io;
	ev_timer timer;
};

/* Not libev's: that is the time of day, which can jump. */
static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * UINT64_C(1000) + now.tv_nsec / 1000000;
}

/* ------------------------------------------------------------------ */
/* nl80211's messages                                                  */

/* What a message that answers is for. */
struct hearer {
	int family;
	relay_answer_fn *answer;
	void *context;
};

static bool message_parse(struct nlmsghdr *message, int family,
			  struct nlattr **attributes)
{
	return message->nlmsg_type == family &&
	       genlmsg_parse(message, 0, attributes, NL80211_ATTR_MAX,
			     NULL) == 0;
}

static void answer_hear(void *context, struct nlmsghdr *message)
{
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];
	const struct hearer *hearer = context;

	if (message_parse(message, hearer->family, attributes))
		hearer->answer(hearer->context, genlmsg_hdr(message)->cmd,
			       attributes);
}

static int nl80211_exchange(struct netlink *netlink, int family,
			    struct nl_msg *request, bool dump,
			    relay_answer_fn *answer, void *context)
{
	struct hearer hearer = { family, answer, context };

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
	rc = nl80211_exchange(&relays->radio, relays->family, request, true,
			      phy_take, search);
	relay_request_free(request);
	return rc;
}

static void phy_refresh(struct relays *relays)
{
	struct phy_search search = { relays->engine->config->phy, { 0 } };
	struct native *native;

	relay_phy_begin(&search.found);
	if (phy_ask(relays, &search) ||
	    memcmp(&search.found, &relays->phy, sizeof(relays->phy)) == 0)
		return;
	relays->phy = search.found;
	LIST_FOREACH(native, &relays->natives, next)
		relay_phy_news(&native->relay);
}

/* Rules, and radios that come and go; what they say is asked for anew. */
static void on_radio(struct ev_loop *loop, ev_io *io, int events)
{
	struct relays *relays = io->data;
	struct netlink_news *news;
	bool some = false;

	(void)loop;
	(void)events;
	netlink_read(&relays->radio);
	while ((news = netlink_next(&relays->radio))) {
		some = true;
		free(news);
	}
	if (some || relays->radio.lost)
		phy_refresh(relays);
	relays->radio.lost = false;
}

bool relays_possible(struct relays *relays)
{
	if (!relays->there)
		return false;
	phy_refresh(relays);
	return relay_phy_native(&relays->phy);
}

/* ------------------------------------------------------------------ */
/* What a station causes                                               */

static int effect_ask(void *user, struct nl_msg *request, bool dump,
		      relay_answer_fn *answer, void *context)
{
	struct native *native = user;

	return nl80211_exchange(&native->netlink, native->relays->family,
				request, dump, answer, context);
}

static int effect_link_set(void *user, bool up)
{
	const struct native *native = user;

	return link_ask(native->relays, RTM_NEWLINK,
			native->device->entry->ifindex, up ? IFF_UP : 0,
			IFF_UP, NULL, NULL);
}

static int effect_link_get(void *user)
{
	const struct native *native = user;
	int up = 0, rc;

	rc = link_ask(native->relays, RTM_GETLINK,
		      native->device->entry->ifindex, 0, 0, link_hear, &up);
	return rc ? rc : up;
}

static int effect_mac_ask(void *user, const uint8_t *mac)
{
	const struct native *native = user;

	return device_mac_ask(native->device, mac);
}

static bool effect_mac_taken(void *user, const uint8_t *mac)
{
	const struct device *device = ((const struct native *)user)->device;

	return table_mac_taken(&device->engine->table, mac, device->entry);
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
	nl80211_exchange(&relays->radio, relays->family, request, false,
			 NULL, NULL);
	relay_request_free(request);
	relays->settings = *wanted;
}

static void settings_merge(struct relays *relays)
{
	struct relay_settings wanted;
	struct native *native;

	relay_settings_none(&wanted);
	LIST_FOREACH(native, &relays->natives, next)
		relay_settings_merge(&wanted, &native->relay.wish);
	if (memcmp(&wanted, &relays->settings, sizeof(wanted)))
		settings_apply(relays, &wanted);
}

static void effect_settings(void *user)
{
	settings_merge(((struct native *)user)->relays);
}

static void effect_send(void *user, struct vwlan_control *control)
{
	const struct native *native = user;

	device_send(native->device, control);
}

static bool effect_sought_by_others(void *user,
				    const struct vwlan_ssid *ssid)
{
	const struct native *native = user;

	return station_sought_by_others(native->device, ssid);
}

static void effect_log(void *user, int level, const char *text)
{
	const struct native *native = user;

	log_device(level, native->device->key.domid,
		   native->device->key.devid, "%s", text);
}

static const struct relay_effects native_effects = {
	.ask = effect_ask,
	.link_set = effect_link_set,
	.link_get = effect_link_get,
	.mac_ask = effect_mac_ask,
	.mac_taken = effect_mac_taken,
	.settings = effect_settings,
	.send = effect_send,
	.sought_by_others = effect_sought_by_others,
	.log = effect_log,
};

/* ------------------------------------------------------------------ */
/* What happens to a station                                           */

static void native_rearm(struct native *native)
{
	struct ev_loop *loop = native->device->engine->loop;
	uint64_t at = relay_deadline(&native->relay), now = now_ms();

	ev_timer_stop(loop, &native->timer);
	if (at == RELAY_NEVER)
		return;
	ev_timer_set(&native->timer,
		     at > now ? (at - now + 1) / 1000.0 : 0.0, 0.0);
	ev_timer_start(loop, &native->timer);
}

/* The filter in the kernel came a moment after the socket. */
static bool news_own(const struct native *native, struct nlattr **attributes)
{
	const struct nlattr *ifindex = attributes[NL80211_ATTR_IFINDEX];

	return ifindex && nla_len(ifindex) >= 4 &&
	       (int)nla_get_u32(ifindex) == native->device->entry->ifindex;
}

static void news_take(struct native *native, struct nlmsghdr *message)
{
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];

	if (message_parse(message, native->relays->family, attributes) &&
	    news_own(native, attributes))
		relay_news(&native->relay, genlmsg_hdr(message)->cmd,
			   attributes, now_ms());
}

/* Each news may lead to a request, which may bring further news. */
static void native_settle(struct native *native)
{
	struct netlink_news *news;

	while ((news = netlink_next(&native->netlink))) {
		news_take(native, news->message);
		free(news);
	}
	if (native->netlink.lost) {
		native->netlink.lost = false;
		relay_lost(&native->relay);
	}
	native_rearm(native);
}

static void on_native(struct ev_loop *loop, ev_io *io, int events)
{
	struct native *native = io->data;

	(void)loop;
	(void)events;
	netlink_read(&native->netlink);
	native_settle(native);
}

static void on_deadline(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct native *native = timer->data;

	(void)loop;
	(void)events;
	relay_timeout(&native->relay, now_ms());
	native_settle(native);
}

void native_command(struct native *native,
		    const struct vwlan_control *command)
{
	/* What happened before it is told before its answer. */
	netlink_read(&native->netlink);
	native_settle(native);
	relay_command(&native->relay, command, now_ms());
	native_settle(native);
}

void native_mac_set(struct native *native, int error)
{
	relay_mac_set(&native->relay, error);
	if (error == 0)
		device_mac_tell(native->device);
}

void native_measured(struct native *native, int32_t signal,
		     uint32_t tx_rate, uint32_t rx_rate)
{
	relay_measured(&native->relay, signal, tx_rate, rx_rate);
}

bool native_sought(const struct native *native,
		   const struct vwlan_ssid *ssid)
{
	return relay_sought(&native->relay, ssid);
}

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
	if (!native)
		return;
	relay_link_news(&native->relay, now_ms());
	native_settle(native);
}

static void links_lost(struct relays *relays)
{
	struct native *native;

	relays->links.lost = false;
	LIST_FOREACH(native, &relays->natives, next) {
		relay_link_news(&native->relay, now_ms());
		native_settle(native);
	}
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

static int radio_open(struct relays *relays)
{
	struct nl_sock *socket = nl_socket_alloc();
	int rc = -ENOENT;

	if (!socket)
		return -ENOMEM;
	if (genl_connect(socket))
		goto out;
	relays->family = genl_ctrl_resolve(socket, NL80211_GENL_NAME);
	if (relays->family < 0 ||
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
		rc = radio_open(r);
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
	phy_refresh(relays);
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

static void native_begin(struct native *native, bool adopt)
{
	struct engine *engine = native->device->engine;

	/* What is left of an earlier engine's questions. */
	netlink_read(&native->netlink);
	phy_refresh(native->relays);
	relay_open(&native->relay, &native_effects, native,
		   native->device->entry, &native->relays->phy,
		   native->relays->family, engine->config->mac_policy,
		   now_ms());
	if (adopt)
		relay_adopt(&native->relay);
	native_settle(native);
}

int native_open(struct native **native, struct relays *relays,
		struct device *device, bool adopt)
{
	struct ev_loop *loop = device->engine->loop;
	struct native *n;

	if (!relays->there || device->radio_fd < 0)
		return -ENODEV;
	n = calloc(1, sizeof(*n));
	if (!n)
		return -ENOMEM;
	n->relays = relays;
	n->device = device;
	netlink_open(&n->netlink, device->radio_fd, relays->buffer);
	device->radio_fd = -1;
	ev_io_init(&n->io, on_native, n->netlink.fd, EV_READ);
	ev_init(&n->timer, on_deadline);
	n->io.data = n;
	n->timer.data = n;
	*native = n;
	native_begin(n, adopt);
	LIST_INSERT_HEAD(&relays->natives, n, next);
	ev_io_start(loop, &n->io);
	return 0;
}

void native_close(struct native *native)
{
	struct ev_loop *loop = native->device->engine->loop;

	LIST_REMOVE(native, next);
	ev_io_stop(loop, &native->io);
	ev_timer_stop(loop, &native->timer);
	relay_close(&native->relay);
	netlink_close(&native->netlink);
	settings_merge(native->relays);
	free(native);
}
