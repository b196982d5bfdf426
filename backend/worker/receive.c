// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From the packet socket to the guest's rx ring.
 *
 * The kernel writes each frame straight into slots that the guest has
 * mapped already.  How long a frame will be is not known before: while they
 * are small each gets one slot, and the rest of a rare large one lands in
 * a private buffer; while large ones come, each gets slots for 64 KiB, and
 * those that it leaves over come back with it.
 */
#include <errno.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "worker.h"

#define LARGE_SLOTS 33u		/* slots for VWLAN_FRAME_MAX bytes */
#define LARGE_TURNS 16u		/* how long to expect large frames */
#define OVERFLOW (VWLAN_FRAME_MAX - VWLAN_SLOT_SIZE)

/**
 * struct incoming - room for one frame
 * @vnet: its offload fields
 * @iov: vnet, slots, overflow
 * @slot: its first one
 * @end: position after its last one
 */
struct incoming {
	struct virtio_net_hdr vnet;
	struct iovec iov[3];
	uint32_t slot;
	uint32_t end;
};

/**
 * struct receive
 * @slots: which are in use
 * @freed: the guest's index up to which they have been freed
 * @large: turns for which large frames are still expected
 * @full: no room for another frame
 * @held: the guest's limit has to be waited for
 * @dry: the last look emptied the socket
 * @control: what the kernel says beside a batch's last frame
 * @overflow: WORKER_BATCH times OVERFLOW bytes; touched only when needed
 */
struct receive {
	struct vwlan_slots slots;
	uint32_t freed;
	unsigned int large;
	bool full;
	bool held;
	bool dry;
	struct incoming frames[WORKER_BATCH];
	struct mmsghdr messages[WORKER_BATCH];
	alignas(struct cmsghdr) uint8_t control[CMSG_SPACE(sizeof(uint32_t))];
	uint8_t *overflow;
};

static struct vwlan_frame *frame_at(const struct worker *worker,
				    uint32_t index)
{
	const struct worker_setup *setup = worker->setup;
	void *frames = (uint8_t *)setup->backend_area +
		       setup->layout.rx_frames;

	return (struct vwlan_frame *)frames + (index & (worker->rx.size - 1));
}

static uint8_t *slot_at(const struct worker *worker, uint32_t slot)
{
	const struct worker_setup *setup = worker->setup;

	return (uint8_t *)setup->backend_area + setup->layout.rx_slots +
	       slot * VWLAN_SLOT_SIZE;
}

int receive_open(struct worker *worker)
{
	struct receive *receive = calloc(1, sizeof(*receive));

	if (!receive)
		return -ENOMEM;
	worker->receive = receive;
	receive->overflow = calloc(WORKER_BATCH, OVERFLOW);
	if (!receive->overflow)
		return -ENOMEM;
	/* After a crash: what the guest has not taken yet stays where it is. */
	if (vwlan_producer_room(&worker->rx) < 0)
		return -EPROTO;
	vwlan_slots_resume(&receive->slots, worker->rx.size,
			   frame_at(worker, 0), worker->rx.cons,
			   worker->rx.prod);
	receive->freed = worker->rx.cons;
	return 0;
}

bool receive_full(const struct worker *worker)
{
	return worker->receive->full;
}

bool receive_held(const struct worker *worker)
{
	return worker->receive->held;
}

void receive_look(struct worker *worker)
{
	worker->receive->dry = false;
}

bool receive_arm(struct worker *worker)
{
	/* Enough to be worth a turn: a quarter of the ring. */
	return vwlan_producer_arm(&worker->rx, worker->rx.size -
				  (worker->rx.prod - worker->rx.cons) +
				  (worker->rx.prod - worker->rx.cons + 3) / 4);
}

static void incoming_make(struct worker *worker, unsigned int i,
			  uint32_t slot, uint32_t slots)
{
	struct receive *receive = worker->receive;
	struct incoming *in = &receive->frames[i];
	struct msghdr *header = &receive->messages[i].msg_hdr;

	in->slot = slot;
	in->end = receive->slots.head;
	in->iov[0] = (struct iovec){ &in->vnet, sizeof(in->vnet) };
	in->iov[1] = (struct iovec){ slot_at(worker, slot),
				     slots * VWLAN_SLOT_SIZE };
	in->iov[2] = (struct iovec){ receive->overflow + i * OVERFLOW,
				     OVERFLOW };
	memset(header, 0, sizeof(*header));
	header->msg_iov = in->iov;
	header->msg_iovlen = slots == 1 ? 3 : 2;
	/* Of all frames: only the last one's is looked at. */
	header->msg_control = receive->control;
	header->msg_controllen = sizeof(receive->control);
}

/*
 * Room for as many frames as there are slots and descriptors for, and as
 * the limit allows if they are as long as their slots.
 */
static unsigned int batch_make(struct worker *worker, unsigned int room,
			       uint32_t slots, uint32_t allowed)
{
	uint32_t frames;
	unsigned int i;
	int slot;

	if (allowed > WORKER_BATCH_BYTES)
		allowed = WORKER_BATCH_BYTES;
	frames = allowed / (slots * VWLAN_SLOT_SIZE) + 1;
	if (room > WORKER_BATCH)
		room = WORKER_BATCH;
	if (room > frames)
		room = frames;
	for (i = 0; i < room; i++) {
		slot = vwlan_slots_take(&worker->receive->slots, slots);
		if (slot < 0)
			break;
		incoming_make(worker, i, slot, slots);
	}
	return i;
}

/* What a frame has too much of for its one slot: move it to a larger run. */
static int overflow_move(struct worker *worker, struct incoming *in,
			 uint32_t length)
{
	int slot = vwlan_slots_take(&worker->receive->slots,
				    vwlan_frame_slots(length));
	uint8_t *to;

	if (slot < 0)
		return slot;
	to = slot_at(worker, slot);
	memcpy(to, in->iov[1].iov_base, VWLAN_SLOT_SIZE);
	memcpy(to + VWLAN_SLOT_SIZE, in->iov[2].iov_base,
	       length - VWLAN_SLOT_SIZE);
	in->slot = slot;
	return 0;
}

/* For a guest that does not know what a partial checksum is. */
static int checksum_fill(const struct worker *worker,
			 struct vwlan_frame *frame, uint8_t *bytes)
{
	if (!(frame->flags & VWLAN_FRAME_CSUM_PARTIAL) ||
	    worker->setup->capabilities & VWLAN_CAP_CSUM)
		return 0;
	frame->flags = 0;
	return vwlan_frame_checksum(frame, bytes, frame->length);
}

/* Returns DROP_COUNT if @frame is fit for the guest. */
static enum drop_reason frame_make(struct worker *worker,
				   struct incoming *in, uint32_t length,
				   struct vwlan_frame *frame)
{
	memset(frame, 0, sizeof(*frame));
	frame->length = length;
	frame->slot = in->slot;
	frame->domid = worker->setup->domid;
	frame->vr = worker->setup->vr;
	if (vwlan_frame_from_vnet(frame, &in->vnet) ||
	    vwlan_frame_check(frame, worker->rx.size))
		return DROP_DESCRIPTOR;
	if (frame->gso_type != VWLAN_GSO_NONE &&
	    !(worker->setup->capabilities & VWLAN_CAP_TSO))
		return DROP_DESCRIPTOR;
	if (checksum_fill(worker, frame, slot_at(worker, in->slot)))
		return DROP_DESCRIPTOR;
	if (vwlan_frame_is_eapol(slot_at(worker, in->slot),
				 length < VWLAN_FRAME_HEADER ?
				 length : VWLAN_FRAME_HEADER))
		return DROP_EAPOL;
	return DROP_COUNT;
}

static void frame_deliver(struct worker *worker, unsigned int i,
			  uint32_t slots)
{
	struct receive *receive = worker->receive;
	struct worker_direction *counters = &worker->setup->shared->rx;
	struct incoming *in = &receive->frames[i];
	uint32_t length = receive->messages[i].msg_len;
	enum drop_reason reason = DROP_DESCRIPTOR;
	struct vwlan_frame frame;

	if (length < sizeof(in->vnet) ||
	    receive->messages[i].msg_hdr.msg_flags & MSG_TRUNC)
		goto drop;
	length -= sizeof(in->vnet);
	if (length > VWLAN_SLOT_SIZE)
		receive->large = LARGE_TURNS;
	reason = DROP_FULL;
	if (length > slots * VWLAN_SLOT_SIZE &&
	    overflow_move(worker, in, length))
		goto drop;
	reason = frame_make(worker, in, length, &frame);
	if (reason != DROP_COUNT)
		goto drop;
	*frame_at(worker, worker->rx.prod) = frame;
	vwlan_slots_fill_to(&receive->slots, worker->rx.prod++, in->end);
	worker_count(&counters->frames, 1);
	worker_count(&counters->bytes, length);
	bucket_take(&worker->rx_bucket, length);
	return;
drop:
	worker_count(&counters->drops[reason], 1);
}

/* Slots that were offered to the kernel and not used go back. */
static void batch_trim(struct receive *receive, unsigned int got,
		       uint32_t slots)
{
	struct incoming *last = &receive->frames[got > 0 ? got - 1 : 0];
	uint32_t length = receive->messages[got > 0 ? got - 1 : 0].msg_len;
	uint32_t used = got > 0 ? vwlan_frame_slots(length) : 0;

	/* Too many by one at the most: @length has the virtio_net_hdr too. */
	receive->slots.head = last->end - (used < slots ? slots - used : 0);
}

static int batch_receive(struct worker *worker, unsigned int offered)
{
	int got = recvmmsg(worker->setup->packet_fd, worker->receive->messages,
			   offered, MSG_DONTWAIT, NULL);

	worker_count(&worker->setup->shared->system_calls, 1);
	return got < 0 ? 0 : got;
}

/* The kernel counts what came while the guest took nothing. */
static void lost_count(struct worker *worker, const struct msghdr *header)
{
	const struct cmsghdr *said = CMSG_FIRSTHDR(header);
	struct worker_shared *shared = worker->setup->shared;
	uint32_t lost;

	if (!said || said->cmsg_level != SOL_SOCKET ||
	    said->cmsg_type != SO_RXQ_OVFL ||
	    said->cmsg_len < CMSG_LEN(sizeof(lost)))
		return;
	memcpy(&lost, CMSG_DATA(said), sizeof(lost));
	worker_count(&shared->rx.drops[DROP_FULL],
		     (uint32_t)(lost - shared->lost));
	shared->lost = lost;
}

/* Arming looks at the guest's index too, so it may be older news. */
static void slots_free(struct worker *worker)
{
	struct vwlan_slots *slots = &worker->receive->slots;

	if (worker->rx.cons != worker->receive->freed)
		vwlan_slots_free(slots, worker->rx.cons);
	worker->receive->freed = worker->rx.cons;
	/* No descriptor will bring back what dropped frames had taken. */
	if (worker->rx.cons == worker->rx.prod)
		slots->tail = slots->head;
}

bool receive_turn(struct worker *worker)
{
	struct receive *receive = worker->receive;
	uint32_t slots = receive->large > 0 ? LARGE_SLOTS : 1;
	int room = vwlan_producer_room(&worker->rx);
	unsigned int offered;
	uint32_t allowed;
	int got, i;

	if (room < 0) {
		worker_break(worker, BROKEN_RX_INDEX);
		return false;
	}
	receive->held = false;
	/* One more look costs a system call; poll() tells for nothing. */
	if (receive->dry)
		return false;
	allowed = limit_ready(&worker->rx_bucket);
	receive->held = allowed == 0;
	if (allowed == 0) {
		worker_count(&worker->setup->shared->rx.held, 1);
		return false;
	}
	slots_free(worker);
	offered = batch_make(worker, room, slots, allowed);
	receive->full = offered == 0;
	if (offered == 0)
		return false;
	if (receive->large > 0)
		receive->large--;
	got = batch_receive(worker, offered);
	receive->dry = got < (int)offered;
	batch_trim(receive, got, slots);
	for (i = 0; i < got; i++)
		frame_deliver(worker, i, slots);
	if (got > 0)
		lost_count(worker, &receive->messages[got - 1].msg_hdr);
	/* With the last one all comes back, what was moved or dropped too. */
	if (worker->rx.prod != worker->rx.published)
		vwlan_slots_fill(&receive->slots, worker->rx.prod - 1);
	worker->notify_data |= vwlan_producer_publish(&worker->rx);
	return got > 0;
}
