// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tap_io.h"

static bool ring_open(struct io_uring *ring, unsigned int flags)
{
	return io_uring_queue_init(TAP_IO_MAX + 1, ring, flags) == 0;
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
		io->sequence[i] = i;
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

/*
 * A read from an empty device would wait for a frame, even though the
 * device does not block: last of all, what waits is called off.
 */
static void rest_cancel(struct tap_io *io)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&io->ring);

	io_uring_prep_cancel(sqe, NULL, IORING_ASYNC_CANCEL_ANY);
	io_uring_sqe_set_data(sqe, NULL);
}

/* Takes what is complete; returns how many requests are now. */
static unsigned int results_take(struct tap_io *io,
				 struct tap_io_request *requests,
				 unsigned int done)
{
	unsigned int head, cqes = 0, taken = 0;
	struct tap_io_request *r;
	struct io_uring_cqe *cqe;

	io_uring_for_each_cqe(&io->ring, head, cqe) {
		cqes++;
		r = io_uring_cqe_get_data(cqe);
		if (!r)		/* the cancellation itself */
			continue;
		r->result = cqe->res == -ECANCELED ? -EAGAIN : cqe->res;
		io->sequence[done + taken++] = r - requests;
	}
	io_uring_cq_advance(&io->ring, cqes);
	return taken;
}

/*
 * The kernel carries out the requests one after the other while they are
 * being submitted, so that all are complete when the call returns.  Only a
 * frame that comes just then may go to a read that had found none.
 */
void tap_io_run(struct tap_io *io, struct tap_io_request *requests,
		unsigned int count)
{
	unsigned int i, done = 0;

	if (!io->batched || count < 2) {
		requests_run(io, requests, count);
		return;
	}
	for (i = 0; i < count; i++)
		request_queue(io, &requests[i]);
	/*
	 * Never wait: a read that was woken, and lost the frame to another
	 * one, may have begun to wait after it was to be called off.
	 */
	while (done < count) {
		rest_cancel(io);
		io->calls++;
		io_uring_submit_and_get_events(&io->ring);
		done += results_take(io, requests, done);
	}
}
