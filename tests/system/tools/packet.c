// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One frame on an interface, with a packet mark: what a worker that its
 * guest has taken over could send.  For root in the driver domain, who can
 * choose the mark; a worker's own is fixed.
 *
 * vwlan-packet INTERFACE MARK SOURCE DESTINATION [TYPE [BODY [COUNT]]]
 *
 * TYPE and BODY are hexadecimal; an error of sending is no failure.  With
 * COUNT, so many frames of full length; prints how many were taken.
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define FRAME 64u
#define FRAME_FULL 1400u

static void address_put(uint8_t *to, const char *text)
{
	const struct ether_addr *address = ether_aton(text);

	if (!address) {
		fprintf(stderr, "packet: no address: %s\n", text);
		exit(2);
	}
	memcpy(to, address, ETH_ALEN);
}

static void body_put(uint8_t *to, size_t room, const char *hex)
{
	unsigned int byte;

	for (; room > 0 && sscanf(hex, "%2x", &byte) == 1; room--, hex += 2)
		*to++ = byte;
}

static void frame_make(uint8_t *frame, char **arguments, int count)
{
	uint16_t type = htons(0x88b5);

	address_put(frame, arguments[1]);
	address_put(frame + ETH_ALEN, arguments[0]);
	if (count > 2)
		type = htons(strtoul(arguments[2], NULL, 16));
	memcpy(frame + 12, &type, sizeof(type));
	if (count > 3)
		body_put(frame + 14, FRAME - 14, arguments[3]);
}

/* Dropped frames are an error or none, by what dropped them. */
static void flood(int fd, const struct sockaddr_ll *to, const uint8_t *frame,
		  unsigned int count)
{
	unsigned int i, taken = 0;

	for (i = 0; i < count; i++)
		taken += sendto(fd, frame, FRAME_FULL, 0,
				(const struct sockaddr *)to,
				sizeof(*to)) == FRAME_FULL;
	printf("%u\n", taken);
}

int main(int argc, char **argv)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	uint8_t frame[FRAME_FULL] = { 0 };
	uint32_t mark;
	int fd;

	if (argc < 5 || argc > 8) {
		fputs("packet: see its source\n", stderr);
		return 2;
	}
	frame_make(frame, argv + 3, argc < 8 ? argc - 3 : 4);
	to.sll_ifindex = if_nametoindex(argv[1]);
	mark = strtoul(argv[2], NULL, 0);
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 || to.sll_ifindex == 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark))) {
		perror("packet");
		return 1;
	}
	if (argc == 8)
		flood(fd, &to, frame, strtoul(argv[7], NULL, 0));
	else if (sendto(fd, frame, FRAME, 0, (struct sockaddr *)&to,
			sizeof(to)) < 0)
		perror("packet: sendto");
	return 0;
}
