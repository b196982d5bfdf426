// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "ipc.h"

union control_space {
	struct cmsghdr header;
	char space[CMSG_SPACE(IPC_FDS * sizeof(int))];
};

const char *drop_reason_text(enum drop_reason reason)
{
	static const char *const texts[DROP_COUNT] = {
		[DROP_DESCRIPTOR] = "descriptor", [DROP_TAG] = "tag",
		[DROP_SOURCE] = "source",	  [DROP_EAPOL] = "eapol",
		[DROP_FULL] = "full",		  [DROP_LINK] = "link",
	};

	return reason < DROP_COUNT ? texts[reason] : "unknown";
}

const char *worker_broken_text(enum worker_broken broken)
{
	static const char *const texts[BROKEN_COUNT] = {
		[0] = "nothing",
		[BROKEN_COMMAND_INDEX] =
			"impossible index or length in command ring",
		[BROKEN_EVENT_INDEX] = "impossible index in event ring",
		[BROKEN_TX_INDEX] = "impossible index in tx ring",
		[BROKEN_RX_INDEX] = "impossible index in rx ring",
		[BROKEN_MESSAGE] = "malformed message header",
		[BROKEN_TAG] = "message with another's tag",
	};

	return broken < BROKEN_COUNT ? texts[broken] : "unknown";
}

const char *monitor_stage_text(enum monitor_stage stage)
{
	static const char *const texts[MONITOR_STAGE_COUNT] = {
		[MONITOR_STAGE_REQUEST] = "request refused",
		[MONITOR_STAGE_PAGES] = "can't share pages",
		[MONITOR_STAGE_PORTS] = "can't bind event channels",
		[MONITOR_STAGE_INTERFACE] = "can't make the interface",
		[MONITOR_STAGE_SOCKET] = "can't open a packet socket",
		[MONITOR_STAGE_WORKER] = "can't start a worker",
	};

	return stage < MONITOR_STAGE_COUNT ? texts[stage] : "unknown";
}

int ipc_send(int fd, const void *message, size_t size, const int *fds,
	     size_t count)
{
	struct iovec iov = { (void *)message, size };
	union control_space control = { 0 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *cmsg;

	if (count > IPC_FDS)
		return -E2BIG;
	if (count > 0) {
		msg.msg_control = control.space;
		msg.msg_controllen = CMSG_SPACE(count * sizeof(int));
		cmsg = CMSG_FIRSTHDR(&msg);
		cmsg->cmsg_level = SOL_SOCKET;
		cmsg->cmsg_type = SCM_RIGHTS;
		cmsg->cmsg_len = CMSG_LEN(count * sizeof(int));
		memcpy(CMSG_DATA(cmsg), fds, count * sizeof(int));
	}
	if (sendmsg(fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		return -errno;
	return 0;
}

static void descriptors_take(struct msghdr *msg, int *fds, size_t count)
{
	struct cmsghdr *cmsg;
	size_t i, come;
	int fd;

	for (i = 0; i < count; i++)
		fds[i] = -1;
	for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
		if (cmsg->cmsg_level != SOL_SOCKET ||
		    cmsg->cmsg_type != SCM_RIGHTS)
			continue;
		come = (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (i = 0; i < come; i++) {
			memcpy(&fd, CMSG_DATA(cmsg) + i * sizeof(int),
			       sizeof(fd));
			if (i < count)
				fds[i] = fd;
			else
				close(fd);
		}
	}
}

/* Returns how many bytes came, 0 if the other end is gone, or an errno. */
static int packet_receive(int fd, void *message, size_t size, int *fds,
			  size_t count)
{
	struct iovec iov = { message, size };
	union control_space control;
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t got;

	/* A worker's socket carries no descriptors: leave no room for any. */
	if (count > 0) {
		msg.msg_control = control.space;
		msg.msg_controllen = sizeof(control.space);
	}
	got = recvmsg(fd, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (got < 0)
		return -errno;
	descriptors_take(&msg, fds, count);
	return got > 0 && msg.msg_flags & MSG_TRUNC ? -EPROTO : (int)got;
}

int ipc_receive(int fd, void *message, size_t size, int *fds, size_t count)
{
	int got = packet_receive(fd, message, size, fds, count);

	if (got <= 0)
		return got;
	return (size_t)got == size ? 1 : -EPROTO;
}

#define BARE offsetof(struct worker_message, control.memory)

int worker_message_send(int fd, const struct worker_message *message)
{
	return ipc_send(fd, message, BARE + message->control.used, NULL, 0);
}

int worker_message_receive(int fd, struct worker_message *message)
{
	int got = packet_receive(fd, message, sizeof(*message), NULL, 0);

	if (got <= 0)
		return got;
	if ((size_t)got < BARE || (size_t)got - BARE != message->control.used)
		return -EPROTO;
	return 1;
}
