// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tap_io.h"

static bool ring_open(struct io_uring *ring, unsigned int flags)
{
	return io_uring_queue_init(TAP_IO_MAX, ring, flags) == 0;
}

void tap_io_open(struct tap_io *io, int fd, bool batched)
{
	memset(io, 0, sizeof(*io));
	io->fd = fd;
	if (!batched)
		return;
	io->batched = ring_open(&io->ring, IORING_SETUP_SINGLE_ISSUER) ||
		      ring_open(&io->ring, 0);
	if (io->batched && io_uring_register_files(&io->ring, &fd, 1)) {
		io_uring_queue_exit(&io->ring);
		io->batched = false;
	}
}

void tap_io_close(struct tap_io *io)
{
	if (io->batched)
		io_uring_queue_exit(&io->ring);
	io->batched = false;
}

static void request_run(struct tap_io *io, struct tap_io_request *r)
{
	ssize_t done = r->write ? writev(io->fd, r->iov, r->iovs) :
				  readv(io->fd, r->iov, r->iovs);

	io->calls++;
	r->result = done < 0 ? -errno : (int)done;
}

static void requests_run(struct tap_io *io, struct tap_io_request *requests,
			 unsigned int count)
{
	bool empty = false;
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (empty && !requests[i].write) {
			requests[i].result = -EAGAIN;
			continue;
		}
		request_run(io, &requests[i]);
		empty = empty || (!requests[i].write &&
				  requests[i].result == -EAGAIN);
	}
}

static void request_queue(struct tap_io *io, struct tap_io_request *r)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&io->ring);

	/* File 0 is the one that was registered. */
	if (r->write)
		io_uring_prep_writev(sqe, 0, r->iov, r->iovs, 0);
	else
		io_uring_prep_readv(sqe, 0, r->iov, r->iovs, 0);
	sqe->flags |= IOSQE_FIXED_FILE;
	io_uring_sqe_set_data(sqe, r);
	r->result = -EINPROGRESS;
}

/* Takes what is complete; returns how many requests that was. */
static unsigned int results_take(struct tap_io *io)
{
	struct io_uring_cqe *cqe;
	unsigned int head, taken = 0;
	struct tap_io_request *r;

	io_uring_for_each_cqe(&io->ring, head, cqe) {
		r = io_uring_cqe_get_data(cqe);
		r->result = cqe->res;
		taken++;
	}
	io_uring_cq_advance(&io->ring, taken);
	return taken;
}

/*
 * The device does not block, so the kernel carries out each request while
 * it is being submitted, one after the other: frames keep their order, and
 * a read from an empty device completes with -EAGAIN.
 */
void tap_io_run(struct tap_io *io, struct tap_io_request *requests,
		unsigned int count)
{
	unsigned int i, left = count;

	if (!io->batched || count < 2) {
		requests_run(io, requests, count);
		return;
	}
	for (i = 0; i < count; i++)
		request_queue(io, &requests[i]);
	while (left > 0) {
		io->calls++;
		io_uring_submit_and_wait(&io->ring, left);
		left -= results_take(io);
	}
}
