// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vwlan-udp - small datagrams: how many a second, and how long one takes
 *
 *   vwlan-udp serve PORT                 answer the other verbs
 *   vwlan-udp up HOST PORT SECONDS       send; the server counts
 *   vwlan-udp down HOST PORT SECONDS     the server sends; count
 *   vwlan-udp echo HOST PORT COUNT       one at a time, there and back
 *
 * Prints one line of JSON.  Whoever receives counts, from the first
 * datagram to the last; what was sent and lost counts for nothing.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SIZE 64u	/* bytes of a datagram, without any header */
#define BATCH 64u	/* datagrams in one system call */
#define BUFFER (4 << 20)
#define SILENCE_MS 700
#define TRIES 20

enum kind { ZERO = 'Z', DATA = 'D', QUERY = 'Q', FLOOD = 'F', ECHO = 'E' };

/**
 * struct datagram - what is sent, and answered
 * @kind: enum kind; an answer has the question's
 * @value: FLOOD: for how many ms; ECHO: number
 * @count: QUERY's answer: datagrams
 * @ns: QUERY's answer: from the first to the last
 */
struct datagram {
	uint32_t kind;
	uint32_t value;
	uint64_t count;
	uint64_t ns;
	uint8_t rest[SIZE - 24];
};

/**
 * struct batch - of datagrams, to send or to receive
 */
struct batch {
	struct datagram datagrams[BATCH];
	struct iovec iov[BATCH];
	struct mmsghdr messages[BATCH];
	struct sockaddr_in from[BATCH];
};

/**
 * struct tally - what came
 * @first, @last: when, in ns
 */
struct tally {
	uint64_t count;
	uint64_t first;
	uint64_t last;
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void batch_make(struct batch *batch, bool receive)
{
	unsigned int i;

	memset(batch, 0, sizeof(*batch));
	for (i = 0; i < BATCH; i++) {
		batch->datagrams[i].kind = DATA;
		batch->iov[i].iov_base = &batch->datagrams[i];
		batch->iov[i].iov_len = SIZE;
		batch->messages[i].msg_hdr.msg_iov = &batch->iov[i];
		batch->messages[i].msg_hdr.msg_iovlen = 1;
		if (receive)
			batch->messages[i].msg_hdr.msg_name = &batch->from[i];
	}
}

/* Waits for one; returns how many, or -1 if the socket's time is over. */
static int batch_receive(struct batch *batch, int fd)
{
	unsigned int i;

	for (i = 0; i < BATCH; i++)
		batch->messages[i].msg_hdr.msg_namelen =
			batch->messages[i].msg_hdr.msg_name ?
			sizeof(batch->from[i]) : 0;
	return recvmmsg(fd, batch->messages, BATCH, MSG_WAITFORONE, NULL);
}

static void tally_add(struct tally *tally, unsigned int count)
{
	uint64_t now = now_ns();

	if (tally->count == 0)
		tally->first = now;
	tally->last = now;
	tally->count += count;
}

static void tally_print(uint64_t count, uint64_t ns)
{
	printf("{\"datagrams\":%llu,\"pps\":%.0f}\n",
	       (unsigned long long)count,
	       ns > 0 ? count * 1e9 / ns : 0.);
}

static int socket_open(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), size = BUFFER;
	struct timeval silence = {
		.tv_sec = 0, .tv_usec = SILENCE_MS * 1000,
	};

	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof(silence));
	return fd;
}

/* To the peer that @fd is connected to, for so long. */
static void flood(int fd, uint64_t ns)
{
	static struct batch batch;
	uint64_t end = now_ns() + ns;

	batch_make(&batch, false);
	while (now_ns() < end)
		/* A full queue is no reason to stop. */
		if (sendmmsg(fd, batch.messages, BATCH, 0) < 0 &&
		    errno != ENOBUFS && errno != EAGAIN && errno != EINTR)
			return;
}

/* ------------------------------------------------------------------ */

static void flood_back(int fd, const struct sockaddr_in *to, uint32_t ms)
{
	const struct sockaddr none = { .sa_family = AF_UNSPEC };

	if (connect(fd, (const struct sockaddr *)to, sizeof(*to)))
		return;
	flood(fd, (uint64_t)ms * 1000000);
	connect(fd, &none, sizeof(none));
}

static void datagram_answer(int fd, struct datagram *datagram,
			    const struct sockaddr_in *from,
			    struct tally *tally)
{
	switch (datagram->kind) {
	case ZERO:
		memset(tally, 0, sizeof(*tally));
		break;
	case QUERY:
		datagram->count = tally->count;
		datagram->ns = tally->last - tally->first;
		break;
	case ECHO:
		break;
	case FLOOD:
		flood_back(fd, from, datagram->value);
		return;
	default:
		return;
	}
	sendto(fd, datagram, SIZE, 0, (const struct sockaddr *)from,
	       sizeof(*from));
}

static int serve(uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(port),
	};
	static struct batch batch;
	struct tally tally = { 0 };
	int fd = socket_open(), got, i, data;

	if (bind(fd, (struct sockaddr *)&address, sizeof(address))) {
		perror("bind");
		return 1;
	}
	batch_make(&batch, true);
	for (;;) {
		got = batch_receive(&batch, fd);
		for (i = 0, data = 0; i < got; i++)
			if (batch.datagrams[i].kind == DATA)
				data++;
			else
				datagram_answer(fd, &batch.datagrams[i],
						&batch.from[i], &tally);
		if (data > 0)
			tally_add(&tally, data);
	}
}

/* Datagrams get lost: asks again until there is an answer. */
static int ask(int fd, struct datagram *datagram)
{
	struct datagram answer;
	int i;

	for (i = 0; i < TRIES; i++) {
		send(fd, datagram, SIZE, 0);
		while (recv(fd, &answer, SIZE, 0) == SIZE)
			if (answer.kind == datagram->kind &&
			    answer.value == datagram->value) {
				*datagram = answer;
				return 0;
			}
	}
	fputs("vwlan-udp: no answer\n", stderr);
	return 1;
}

static int up(int fd, uint32_t seconds)
{
	struct datagram zero = { .kind = ZERO }, query = { .kind = QUERY };

	if (ask(fd, &zero))
		return 1;
	flood(fd, (uint64_t)seconds * 1000000000);
	usleep(300 * 1000);	/* what is on its way shall come and count */
	if (ask(fd, &query))
		return 1;
	tally_print(query.count, query.ns);
	return 0;
}

static int down(int fd, uint32_t seconds)
{
	struct datagram start = { .kind = FLOOD, .value = seconds * 1000 };
	static struct batch batch;
	struct tally tally = { 0 };
	int got;

	batch_make(&batch, false);
	send(fd, &start, SIZE, 0);
	while ((got = batch_receive(&batch, fd)) > 0)
		tally_add(&tally, got);
	tally_print(tally.count, tally.last - tally.first);
	return 0;
}

static int longer(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int echo(int fd, uint32_t count)
{
	uint32_t *us = calloc(count + 1, sizeof(*us)), i;
	uint64_t start;

	for (i = 0; us && i < count; i++) {
		struct datagram datagram = { .kind = ECHO, .value = i };

		start = now_ns();
		if (ask(fd, &datagram))
			return 1;
		us[i] = (now_ns() - start) / 1000;
	}
	if (!us || count == 0)
		return 1;
	qsort(us, count, sizeof(*us), longer);
	printf("{\"p50_us\":%u,\"p99_us\":%u}\n", us[count / 2],
	       us[count * 99 / 100]);
	free(us);
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	int fd = socket_open();

	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		return serve(atoi(argv[2]));
	if (argc != 5 || inet_aton(argv[2], &address.sin_addr) == 0) {
		fputs("usage: vwlan-udp serve PORT | up HOST PORT SECONDS | "
		      "down HOST PORT SECONDS |\n"
		      "                 echo HOST PORT COUNT\n", stderr);
		return 2;
	}
	address.sin_port = htons(atoi(argv[3]));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address))) {
		perror("connect");
		return 1;
	}
	if (strcmp(argv[1], "up") == 0)
		return up(fd, atoi(argv[4]));
	if (strcmp(argv[1], "down") == 0)
		return down(fd, atoi(argv[4]));
	return echo(fd, atoi(argv[4]));
}
