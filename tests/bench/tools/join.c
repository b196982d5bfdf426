// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vwlan-join - how long a supplicant's way from wish to authorised takes
 *
 *   vwlan-join SOCKET	SOCKET: of its control interface
 *
 * Has a supplicant that knows its network connect, and prints one line of
 * JSON.  Sleeps in between: a program that kept asking would take the time
 * from those that work, in the domain where it runs and not in the other.
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 20	/* s, for all of it */
#define MESSAGE 4096

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int address_set(struct sockaddr_un *address, const char *path)
{
	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	if (strlen(path) >= sizeof(address->sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address->sun_path, path);
	return 0;
}

static int control_open(const char *path, struct sockaddr_un *own)
{
	struct sockaddr_un peer;
	char name[sizeof(own->sun_path)];
	int fd;

	snprintf(name, sizeof(name), "/tmp/vwlan-join.%d", (int)getpid());
	if (address_set(own, name) || address_set(&peer, path))
		return -1;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)own, sizeof(*own)) ||
	    connect(fd, (struct sockaddr *)&peer, sizeof(peer)))
		return -1;
	return fd;
}

static int readable_wait(int fd, uint64_t end_us)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	uint64_t now = now_us();
	int rc = poll(&ready, 1,
		      now < end_us ? (int)((end_us - now) / 1000) : 0);

	if (rc == 0)
		errno = ETIMEDOUT;
	return rc > 0 ? 0 : -1;
}

/* Until a message has @text at its begin, or behind an event's priority. */
static int message_wait(int fd, const char *text, uint64_t end_us)
{
	char message[MESSAGE], *begin;
	ssize_t length;

	for (;;) {
		if (readable_wait(fd, end_us))
			return -1;
		length = recv(fd, message, sizeof(message) - 1, 0);
		if (length < 0)
			return -1;
		message[length] = '\0';
		begin = strchr(message, '>');
		begin = message[0] == '<' && begin ? begin + 1 : message;
		if (strncmp(begin, text, strlen(text)) == 0)
			return 0;
	}
}

static int ask(int fd, const char *request, const char *answer,
	       uint64_t end_us)
{
	if (send(fd, request, strlen(request), 0) < 0)
		return -1;
	return message_wait(fd, answer, end_us);
}

/*
 * The event is sent before the station is authorised: what the supplicant
 * answers only after that tells when it was.
 */
static int join(int fd)
{
	uint64_t start, end = now_us() + PATIENCE * UINT64_C(1000000);

	if (ask(fd, "ATTACH", "OK", end))
		return -1;
	start = now_us();
	if (ask(fd, "REASSOCIATE", "OK", end) ||
	    message_wait(fd, "CTRL-EVENT-CONNECTED", end) ||
	    ask(fd, "PING", "PONG", end))
		return -1;
	printf("{\"ms\":%.3f}\n", (now_us() - start) / 1e3);
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_un own = { .sun_path = "" };
	int fd, rc;

	if (argc != 2) {
		fputs("usage: vwlan-join SOCKET\n", stderr);
		return 2;
	}
	fd = control_open(argv[1], &own);
	rc = fd < 0 ? -1 : join(fd);
	if (rc)
		perror("vwlan-join");
	if (own.sun_path[0])
		unlink(own.sun_path);
	return rc ? 1 : 0;
}
