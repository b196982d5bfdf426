// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>

#include "native.h"
#include "vwlan_abi.h"

#define NEWS_BUFFER (1 << 20)	/* bytes: for as long as no engine runs */

/* Where a generic netlink message's attributes begin. */
#define ATTRIBUTES (NLMSG_HDRLEN + GENL_HDRLEN)
#define MESSAGE_TYPE 4	/* offset of nlmsg_type */

/*
 * Only what names our interface, or none, passes.  The filter's loads are
 * big endian, and netlink is not: what they are compared with is swapped.
 */
static int news_filter(int fd, int ifindex)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, MESSAGE_TYPE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(NLMSG_ERROR), 9, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(NLMSG_DONE), 8, 0),
		BPF_STMT(BPF_LDX | BPF_W | BPF_IMM, NL80211_ATTR_IFINDEX),
		BPF_STMT(BPF_LD | BPF_W | BPF_IMM, ATTRIBUTES),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 (__u32)(SKF_AD_OFF + SKF_AD_NLATTR)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 4, 0),
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_LD | BPF_W | BPF_IND, NLA_HDRLEN),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htonl(ifindex), 1, 0),
		BPF_STMT(BPF_RET | BPF_K, 0),
		BPF_STMT(BPF_RET | BPF_K, ~0u),
	};
	const struct sock_fprog program = {
		sizeof(code) / sizeof(code[0]), code
	};
	int on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		       sizeof(program)) ||
	    setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, &on, sizeof(on)))
		return -errno;
	return 0;
}

static int group_join(struct nl_sock *owner, const char *name)
{
	int group = genl_ctrl_resolve_grp(owner, NL80211_GENL_NAME, name);

	if (group < 0)
		return -ENOENT;
	return nl_socket_add_membership(owner, group) ? -EIO : 0;
}

int native_listen(struct nl_sock *owner, int ifindex)
{
	int fd = nl_socket_get_fd(owner), size = NEWS_BUFFER, on = 1, rc;

	/* An error's answer would bring the request along, and its keys. */
	if (setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		return -errno;
	rc = group_join(owner, NL80211_MULTICAST_GROUP_MLME);
	if (rc == 0)
		rc = group_join(owner, NL80211_MULTICAST_GROUP_SCAN);
	/* Last: the groups' numbers are told without an interface. */
	return rc ? rc : news_filter(fd, ifindex);
}

int native_address_set(const char *name, const uint8_t *mac)
{
	struct ifreq request = { .ifr_hwaddr.sa_family = ARPHRD_ETHER };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), rc = 0;

	if (fd < 0)
		return -errno;
	memcpy(request.ifr_name, name, IFNAMSIZ);
	memcpy(request.ifr_hwaddr.sa_data, mac, VWLAN_MAC_LEN);
	if (ioctl(fd, SIOCSIFHWADDR, &request))
		rc = -errno;
	close(fd);
	return rc;
}
