// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From the guest's tx ring to the packet socket.
 *
 * Descriptor and headers are copied once, checked, and sent from the copy;
 * the payload goes straight from the guest's slot.  The kernel copies it
 * once, and looks only at its own copy.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "clock.h"
#include "frame.h"
#include "worker.h"

/**
 * struct outgoing - one frame on its way
 * @index: of its descriptor
 */
struct outgoing {
	uint32_t index;
	struct virtio_net_hdr vnet;
	uint8_t header[WORKER_HEADERS];
	struct iovec iov[3];
	uint32_t length;
};

/**
 * struct transmit
 * @blocked: the socket took no more
 * @held: the guest's limit has to be waited for
 * @refused: some queue behind the socket was full, when the next frame was
 *	tried for the first time
 * @reasons: of the batch's descriptors, in order; DROP_COUNT if admitted
 */
struct transmit {
	bool blocked;
	bool held;
	bool refused;
	uint64_t again_at;	/* us, if @refused */
	uint8_t reasons[WORKER_BATCH];
	struct outgoing frames[WORKER_BATCH];
	struct mmsghdr messages[WORKER_BATCH];
};

int transmit_open(struct worker *worker)
{
	worker->transmit = calloc(1, sizeof(*worker->transmit));
	return worker->transmit ? 0 : -ENOMEM;
}

bool transmit_blocked(const struct worker *worker)
{
	return worker->transmit->blocked;
}

bool transmit_held(const struct worker *worker)
{
	return worker->transmit->held;
}

bool transmit_refused(const struct worker *worker)
{
	return worker->transmit->refused;
}

static const uint8_t *slot_at(const struct worker *worker, uint32_t slot)
{
	const struct worker_setup *setup = worker->setup;

	return (const uint8_t *)setup->guest_area + setup->layout.tx_slots +
	       slot * VWLAN_SLOT_SIZE;
}

static const struct vwlan_frame *frame_at(const struct worker *worker,
					  uint32_t index)
{
	const struct worker_setup *setup = worker->setup;
	const void *frames = (const uint8_t *)setup->guest_area +
			     setup->layout.tx_frames;

	return (const struct vwlan_frame *)frames +
	       (index & (worker->tx.size - 1));
}

static void outgoing_fill(struct outgoing *out, struct mmsghdr *message,
			  const struct vwlan_frame *frame,
			  const uint8_t *slot, uint32_t header)
{
	vwlan_frame_to_vnet(frame, &out->vnet);
	out->length = frame->length;
	out->iov[0] = (struct iovec){ &out->vnet, sizeof(out->vnet) };
	out->iov[1] = (struct iovec){ out->header, header };
	out->iov[2] = (struct iovec){ (void *)(slot + header),
				      frame->length - header };
	memset(message, 0, sizeof(*message));
	message->msg_hdr.msg_iov = out->iov;
	message->msg_hdr.msg_iovlen = frame->length > header ? 3 : 2;
}

/* Returns DROP_COUNT if the frame may go out as @out. */
static enum drop_reason outgoing_make(struct worker *worker, uint32_t index,
				      struct outgoing *out,
				      struct mmsghdr *message)
{
	const struct worker_setup *setup = worker->setup;
	struct vwlan_frame frame;
	enum drop_reason reason;
	const uint8_t *slot;
	uint32_t header;

	vwlan_frame_copy(&frame, frame_at(worker, index));
	if (vwlan_frame_check(&frame, worker->tx.size))
		return DROP_DESCRIPTOR;
	slot = slot_at(worker, frame.slot);
	header = frame.length < WORKER_HEADERS ? frame.length : WORKER_HEADERS;
	memcpy(out->header, slot, header);
	reason = frame_admit(&frame, out->header, header, setup->domid,
			     setup->vr, worker->mac);
	if (reason == DROP_COUNT)
		outgoing_fill(out, message, &frame, slot, header);
	return reason;
}

/* @allowed: bytes; the last frame may be longer than what is left of it */
static unsigned int batch_make(struct worker *worker, unsigned int ready,
			       int64_t allowed)
{
	struct transmit *transmit = worker->transmit;
	enum drop_reason reason;
	unsigned int i, n = 0;

	for (i = 0; i < ready && allowed > 0; i++, worker->tx.cons++) {
		transmit->frames[n].index = worker->tx.cons;
		reason = outgoing_make(worker, worker->tx.cons,
				       &transmit->frames[n],
				       &transmit->messages[n]);
		transmit->reasons[i] = reason;
		if (reason == DROP_COUNT)
			allowed -= transmit->frames[n++].length;
	}
	return n;
}

static void drops_count(struct worker *worker, unsigned int count)
{
	struct worker_direction *counters = &worker->setup->shared->tx;
	unsigned int i;

	for (i = 0; i < count; i++)
		if (worker->transmit->reasons[i] != DROP_COUNT)
			worker_count(&counters->drops
				     [worker->transmit->reasons[i]], 1);
}

static void sent_count(struct worker *worker, unsigned int from,
		       unsigned int count)
{
	struct worker_direction *counters = &worker->setup->shared->tx;
	uint64_t bytes = 0;
	unsigned int i;

	for (i = 0; i < count; i++)
		bytes += worker->transmit->frames[from + i].length;
	worker_count(&counters->frames, count);
	worker_count(&counters->bytes, bytes);
	bucket_take(&worker->tx_bucket, bytes);
}

/* The interface is down or gone: no other frame would pass either. */
static bool link_lost(int error)
{
	return error == ENETDOWN || error == ENXIO;
}

/*
 * Returns how many of the batch are done with.  Less than @n means that the
 * socket is full (what it holds is bounded in bytes by its send buffer), or
 * a queue behind it.  Nothing tells when that one has room again, and it may
 * be this process that keeps others from emptying it: the frame is tried
 * once more after a pause, and then lost.
 */
static unsigned int batch_send(struct worker *worker, unsigned int n)
{
	struct transmit *transmit = worker->transmit;
	struct worker_direction *counters = &worker->setup->shared->tx;
	unsigned int done = 0, lost;
	int sent;

	while (done < n) {
		sent = sendmmsg(worker->setup->packet_fd,
				transmit->messages + done, n - done,
				MSG_DONTWAIT);
		worker_count(&worker->setup->shared->system_calls, 1);
		if (sent > 0) {
			sent_count(worker, done, sent);
			done += sent;
			transmit->refused = false;
		} else if (errno == EAGAIN) {
			transmit->blocked = true;
			break;
		} else if (errno == ENOBUFS && !transmit->refused) {
			transmit->refused = true;
			transmit->again_at =
				clock_us() + TRANSMIT_REFUSED_WAIT * 1000;
			break;
		} else if (errno != EINTR) {
			lost = link_lost(errno) ? n - done : 1;
			worker_count(&counters->drops[DROP_LINK], lost);
			transmit->refused = false;
			done += lost;
		}
	}
	return done;
}

bool transmit_turn(struct worker *worker)
{
	struct transmit *transmit = worker->transmit;
	int ready = vwlan_consumer_ready(&worker->tx);
	uint32_t start = worker->tx.cons, allowed;
	unsigned int n, done;

	transmit->blocked = false;
	transmit->held = false;
	if (ready < 0)
		worker_break(worker, BROKEN_TX_INDEX);
	if (ready <= 0)
		return false;
	if (transmit->refused && clock_us() < transmit->again_at)
		return false;
	allowed = limit_ready(&worker->tx_bucket);
	transmit->held = allowed == 0;
	if (allowed == 0) {
		worker_count(&worker->setup->shared->tx.held, 1);
		return false;
	}
	if (allowed > WORKER_BATCH_BYTES)
		allowed = WORKER_BATCH_BYTES;
	n = batch_make(worker, ready > (int)WORKER_BATCH ? (int)WORKER_BATCH :
							   ready, allowed);
	done = batch_send(worker, n);
	/* Frames that did not go out stay in the ring, for another turn. */
	if (done < n)
		worker->tx.cons = transmit->frames[done].index;
	drops_count(worker, worker->tx.cons - start);
	worker->notify_data |= vwlan_consumer_publish(&worker->tx);
	return worker->tx.cons != start && !transmit->refused;
}
