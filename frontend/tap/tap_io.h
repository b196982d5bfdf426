/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many reads and writes of a TAP device at once.
 *
 * TAP has no call for several frames.  io_uring makes one system call of
 * them; where it is missing or forbidden there is one call a frame.
 */
#ifndef TAP_IO_H
#define TAP_IO_H

#include <liburing.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/uio.h>

#define TAP_IO_MAX 127u	/* requests at once */

/**
 * struct tap_io_request - one frame
 * @iov: where it is, or goes
 * @iovs: how many of @iov are used
 * @write: to the device, not from it
 * @result: bytes, or a negative errno; -EAGAIN: there is no frame
 */
struct tap_io_request {
	struct iovec iov[3];
	unsigned int iovs;
	bool write;
	int result;
};

/**
 * struct tap_io - how a device is read and written
 * @fd: the device, borrowed; must not block
 * @batched: @ring is in use
 * @ring: io_uring
 * @calls: system calls made
 * @sequence: indexes of the last requests, in the order in which they
 *	became complete
 */
struct tap_io {
	int fd;
	bool batched;
	struct io_uring ring;
	uint64_t calls;
	uint8_t sequence[TAP_IO_MAX];
};

/**
 * tap_io_open - @batched: use io_uring if it is there
 *
 * Once, by the thread that will use it.  Never fails.
 */
void tap_io_open(struct tap_io *io, int fd, bool batched);

void tap_io_close(struct tap_io *io);

/**
 * tap_io_run - do @count requests, up to TAP_IO_MAX
 *
 * Every request has its result when this returns.  A read may get its
 * frame before one that stands ahead of it: @io->sequence tells in which
 * order the frames came.
 */
void tap_io_run(struct tap_io *io, struct tap_io_request *requests,
		unsigned int count);

#endif
