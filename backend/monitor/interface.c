// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/nl80211.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/route/link.h>
#include <netlink/route/link/macvlan.h>

#include "interface.h"
#include "log.h"
#include "mark.h"
#include "native.h"
#include "quiet.h"
#include "vwlan_frame.h"

#define RECEIVE_BUFFER (1 << 20)	/* bytes that may wait for a guest */
#define RECEIVE_BUFFER_MIN (32 << 10)	/* if it has a limit */
#define RECEIVE_TIME 100		/* ms of that limit */
#define SEND_BUFFER (512 << 10)		/* bytes that may wait for the air */

static int station_request(struct nl_msg *msg, int family, int phy,
			   const char *name, const uint8_t *mac)
{
	if (!genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, 0,
			 NL80211_CMD_NEW_INTERFACE, 0) ||
	    nla_put_u32(msg, NL80211_ATTR_WIPHY, phy) ||
	    nla_put_string(msg, NL80211_ATTR_IFNAME, name) ||
	    nla_put_u32(msg, NL80211_ATTR_IFTYPE, NL80211_IFTYPE_STATION) ||
	    nla_put(msg, NL80211_ATTR_MAC, VWLAN_MAC_LEN, mac) ||
	    nla_put_flag(msg, NL80211_ATTR_SOCKET_OWNER))
		return -EMSGSIZE;
	return 0;
}

/* The kernel's error as it is: libnl's own codes lose which one it was. */
static int error_take(struct sockaddr_nl *who, struct nlmsgerr *error,
		      void *result)
{
	(void)who;
	*(int *)result = error->error;
	return NL_STOP;
}

static int message_exchange(struct nl_sock *sock, struct nl_msg *msg)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int rc = 0;

	if (!cb)
		return -ENOMEM;
	nl_cb_err(cb, NL_CB_CUSTOM, error_take, &rc);
	if (nl_send_auto(sock, msg) < 0) {
		rc = -EIO;
		goto out;
	}
	/* First the new interface itself, then the acknowledgement. */
	if (nl_recvmsgs(sock, cb) >= 0 && rc == 0)
		nl_recvmsgs(sock, cb);
out:
	nl_cb_put(cb);
	return rc;
}

static int station_make(struct interface *interface, struct phy *phy,
			const uint8_t *mac)
{
	struct nl_msg *msg = NULL;
	int index, family, rc;

	/* One that is switched off has stations all the same. */
	rc = phy_find(phy, &index);
	if (rc && rc != -ERFKILL)
		return rc;
	interface->owner = nl_socket_alloc();
	if (!interface->owner || genl_connect(interface->owner))
		return -ENOMEM;
	family = genl_ctrl_resolve(interface->owner, NL80211_GENL_NAME);
	if (family < 0)
		return -ENODEV;
	msg = nlmsg_alloc();
	if (!msg)
		return -ENOMEM;
	rc = station_request(msg, family, index, interface->name, mac);
	if (rc == 0)
		rc = message_exchange(interface->owner, msg);
	nlmsg_free(msg);
	return rc;
}

static int route_connect(struct nl_sock **sock)
{
	*sock = nl_socket_alloc();
	if (!*sock)
		return -ENOMEM;
	if (nl_connect(*sock, NETLINK_ROUTE)) {
		nl_socket_free(*sock);
		return -EIO;
	}
	return 0;
}

static int macvlan_add(struct nl_sock *route, const char *name,
		       const char *device, const uint8_t *mac)
{
	struct rtnl_link *link = rtnl_link_macvlan_alloc();
	struct nl_addr *address = nl_addr_build(AF_LLC, (void *)mac,
						VWLAN_MAC_LEN);
	int lower = if_nametoindex(device);
	int rc = -ENOMEM;

	if (!link || !address)
		goto out;
	rc = -ENODEV;
	if (lower == 0)
		goto out;
	rtnl_link_set_name(link, name);
	rtnl_link_set_link(link, lower);
	rtnl_link_set_addr(link, address);
	rtnl_link_macvlan_set_mode(link, rtnl_link_macvlan_str2mode("bridge"));
	rc = rtnl_link_add(route, link, NLM_F_CREATE | NLM_F_EXCL);
	if (rc)
		rc = rc == -NLE_EXIST ? -EEXIST : -EIO;
out:
	nl_addr_put(address);
	rtnl_link_put(link);
	return rc;
}

static void link_delete(int ifindex)
{
	struct rtnl_link *link = rtnl_link_alloc();
	struct nl_sock *route;

	if (link && route_connect(&route) == 0) {
		rtnl_link_set_ifindex(link, ifindex);
		rtnl_link_delete(route, link);
		nl_socket_free(route);
	}
	rtnl_link_put(link);
}

/*
 * For a guest that takes no segments: the kernel must not put any together.
 * Behind an uplink the lower device does that; it is the administrator's.
 */
static void segments_refuse(const char *name)
{
	struct ethtool_value value = { .cmd = ETHTOOL_SGRO };
	struct ifreq request = { .ifr_data = (void *)&value };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	/* Those that come all the same are dropped and counted. */
	if (fd < 0 || ioctl(fd, SIOCETHTOOL, &request))
		log_daemon(LOG_WARNING, "%s: can't switch off GRO: %s", name,
			   strerror(errno));
	if (fd >= 0)
		close(fd);
}

int interface_open(struct interface *interface, struct phy *phy,
		   const struct monitor_message *request)
{
	bool uplink = request->mode == VWLAN_MODE_UPLINK;
	struct nl_sock *route;
	int rc;

	memset(interface, 0, sizeof(*interface));
	interface->packet_fd = -1;
	rc = route_connect(&route);
	if (rc)
		return rc;
	snprintf(interface->name, sizeof(interface->name), "vw%u.%u",
		 request->domid, request->devid);
	/* Left by a monitor that was killed: the name is ours alone. */
	if (if_nametoindex(interface->name))
		link_delete(if_nametoindex(interface->name));
	if (uplink)
		rc = macvlan_add(route, interface->name,
				 phy->config->uplink[request->uplink].device,
				 request->mac);
	else
		rc = station_make(interface, phy, request->mac);
	if (rc)
		goto out;
	interface->ifindex = if_nametoindex(interface->name);
	rc = interface->ifindex ? 0 : -ENODEV;
	if (rc)
		goto out;
	if (!(request->capabilities & VWLAN_CAP_TSO))
		segments_refuse(interface->name);
	rc = quiet_make(route, interface->ifindex, interface->name, request,
			uplink);
	if (rc == 0 && request->mode == VWLAN_MODE_NATIVE)
		rc = native_listen(interface->owner, interface->ifindex);
out:
	nl_socket_free(route);
	if (rc)
		interface_close(interface);
	return rc;
}

/*
 * What the socket gets lands in pages that the guest can read, before the
 * worker sees it: a handshake with the station must not even get there.
 */
static int eapol_filter(int fd)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, VWLAN_ETH_EAPOL, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, VWLAN_ETH_PREAUTH, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, ~0u),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog program = { 5, code };
	int on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		       sizeof(program)) ||
	    setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, &on, sizeof(on)))
		return -errno;
	return 0;
}

/* The kernel doubles the number, and what frames need beside their bytes. */
static uint64_t receive_bytes(uint32_t rate)
{
	uint64_t bytes = (uint64_t)rate * RECEIVE_TIME / 8;

	if (rate == 0 || bytes > RECEIVE_BUFFER)
		return RECEIVE_BUFFER;
	return bytes < RECEIVE_BUFFER_MIN ? RECEIVE_BUFFER_MIN : bytes;
}

static int receive_bound(int fd, const struct monitor_message *request)
{
	int bytes = receive_bytes(request->rx_rate);

	return setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes,
			  sizeof(bytes)) ? -errno : 0;
}

int interface_receive_bound(const struct interface *interface,
			    const struct monitor_message *request)
{
	/* Without a socket it will be opened with the bound. */
	return interface->packet_fd < 0 ?
	       0 : receive_bound(interface->packet_fd, request);
}

static int socket_options(int fd, const struct monitor_message *request)
{
	uint32_t mark = mark_unchecked(request);
	int on = 1, send = SEND_BUFFER;

	if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on,
		       sizeof(on)) ||
	    setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &send, sizeof(send)))
		return -errno;
	if (receive_bound(fd, request))
		return -errno;
	return eapol_filter(fd);
}

int interface_socket(struct interface *interface,
		     const struct monitor_message *request)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = interface->ifindex,
	};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int rc;

	if (fd < 0)
		return -errno;
	rc = socket_options(fd, request);
	if (rc == 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)))
		rc = -errno;
	if (rc)
		close(fd);
	else
		interface->packet_fd = fd;
	return rc;
}

void interface_close(struct interface *interface)
{
	if (interface->packet_fd >= 0)
		close(interface->packet_fd);
	if (interface->ifindex)
		link_delete(interface->ifindex);
	if (interface->owner)
		nl_socket_free(interface->owner);
	memset(interface, 0, sizeof(*interface));
	interface->packet_fd = -1;
}
