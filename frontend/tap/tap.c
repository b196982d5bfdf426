// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tap.h"
#include "vwlan_frame.h"

/* Since Linux 6.2, and newer than the headers may be. */
#ifndef TUN_F_USO4
#define TUN_F_USO4 0x20
#define TUN_F_USO6 0x40
#endif

static int call(int fd, unsigned long request, void *argument)
{
	return ioctl(fd, request, argument) < 0 ? -errno : 0;
}

static int interface_make(int fd, const char *name)
{
	struct ifreq request = {
		.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR,
	};
	int header = sizeof(struct virtio_net_hdr), little = 1, rc;

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	rc = call(fd, TUNSETIFF, &request);
	if (rc == 0)
		rc = call(fd, TUNSETVNETHDRSZ, &header);
	if (rc == 0)
		rc = call(fd, TUNSETVNETLE, &little);
	return rc;
}

int tap_address(int fd, const uint8_t *mac)
{
	struct ifreq request = { 0 };

	request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
	memcpy(request.ifr_hwaddr.sa_data, mac, VWLAN_MAC_LEN);
	return call(fd, SIOCSIFHWADDR, &request);
}

/*
 * The interface is of no use while it is down, and there is no supplicant
 * in the guest that would see to it.
 */
static int interface_up(const char *name)
{
	struct ifreq request = { 0 };
	int rc, fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	rc = call(fd, SIOCGIFFLAGS, &request);
	request.ifr_flags |= IFF_UP;
	if (rc == 0)
		rc = call(fd, SIOCSIFFLAGS, &request);
	close(fd);
	return rc;
}

int tap_open(const char *name, const uint8_t *mac)
{
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return -errno;
	rc = interface_make(fd, name);
	if (rc == 0)
		rc = tap_address(fd, mac);
	if (rc == 0)
		rc = tap_carrier(fd, false);
	if (rc == 0)
		rc = interface_up(name);
	if (rc)
		close(fd);
	return rc ? rc : fd;
}

int tap_offload(int fd, uint32_t capabilities)
{
	unsigned long flags = 0;

	if (capabilities & VWLAN_CAP_CSUM)
		flags |= TUN_F_CSUM;
	if (flags && capabilities & VWLAN_CAP_TSO)
		flags |= TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;
	if (flags && capabilities & VWLAN_CAP_USO)
		flags |= TUN_F_USO4 | TUN_F_USO6;
	return ioctl(fd, TUNSETOFFLOAD, flags) < 0 ? -errno : 0;
}

uint32_t tap_capabilities(int fd)
{
	uint32_t try = VWLAN_CAP_OFFLOADS;

	if (tap_offload(fd, try))
		try &= ~VWLAN_CAP_USO;
	if (tap_offload(fd, try))
		try = 0;
	tap_offload(fd, 0);
	return try;
}

int tap_carrier(int fd, bool on)
{
	int carrier = on;

	return call(fd, TUNSETCARRIER, &carrier);
}
