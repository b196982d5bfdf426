// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "pump.h"

#define TURNS 16u	/* before control and xenstore get a look in */
#define PUMP_LARGE 64u	/* small frames until none but small are expected */
#define FLUSH_MAX 4096u	/* frames; the device's queue holds fewer */

#define LARGE_SLOTS FRONT_FRAME_SLOTS_MAX
#define OVERFLOW_SIZE ((LARGE_SLOTS - 1) * VWLAN_SLOT_SIZE)
#define HEADER sizeof(struct virtio_net_hdr)

static_assert(PUMP_WRITES + PUMP_READS <= TAP_IO_MAX, "a turn is one call");

int pump_open(struct pump *p, int fd, bool batched)
{
	memset(p, 0, sizeof(*p));
	/* Pages of it come into being when a large frame needs them. */
	p->overflow = mmap(NULL, PUMP_READS * OVERFLOW_SIZE,
			   PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
			   -1, 0);
	if (p->overflow == MAP_FAILED)
		return -errno;
	p->reads = 1;
	tap_io_open(&p->io, fd, batched);
	return 0;
}

void pump_close(struct pump *p)
{
	tap_io_close(&p->io);
	munmap(p->overflow, PUMP_READS * OVERFLOW_SIZE);
}

void pump_attach(struct pump *p, struct front_link *link)
{
	p->link = link;
	p->blocked = false;
	p->reads = 1;
}

static struct iovec piece(const void *at, size_t length)
{
	return (struct iovec){ .iov_base = (void *)at, .iov_len = length };
}

void pump_flush(struct pump *p)
{
	struct tap_io_request r = { .iovs = 1 };
	unsigned int i;

	r.iov[0] = piece(p->overflow, OVERFLOW_SIZE);
	for (i = 0; i < FLUSH_MAX && r.result >= 0; i++)
		tap_io_run(&p->io, &r, 1);
}

/* ------------------------------------------------------------------ */
/* From the backend to the kernel                                      */

static int writes_prepare(struct pump *p)
{
	struct front_rx *rx = &p->link->rx;
	unsigned int budget = PUMP_WRITES, count = 0;
	struct tap_io_request *r;
	struct vwlan_frame frame;
	const uint8_t *bytes;
	int rc = front_rx_begin(rx);

	if (rc < 0)
		return rc;
	while ((bytes = front_rx_next(rx, &frame, &budget)) != NULL) {
		vwlan_frame_to_vnet(&frame, &p->vnet[count]);
		p->length[count] = frame.length;
		r = &p->requests[count];
		r->iov[0] = piece(&p->vnet[count], HEADER);
		r->iov[1] = piece(bytes, frame.length);
		r->iovs = 2;
		r->write = true;
		count++;
	}
	return count;
}

static bool writes_finish(struct pump *p, unsigned int count)
{
	struct front_rx *rx = &p->link->rx;
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (p->requests[i].result < 0) {
			p->counters.rx_refused++;
			continue;
		}
		p->counters.rx_frames++;
		p->counters.rx_bytes += p->length[i];
	}
	p->counters.rx_bad += rx->bad_frames;
	p->counters.rx_tag += rx->bad_tags;
	rx->bad_frames = 0;
	rx->bad_tags = 0;
	return front_rx_end(rx);
}

/* ------------------------------------------------------------------ */
/* From the kernel to the backend                                      */

static uint32_t read_slots(const struct pump *p)
{
	return p->large ? LARGE_SLOTS : 1;
}

/* Never more than half of the slots, so that the other half is on its way. */
static unsigned int reads_limit(const struct pump *p)
{
	unsigned int fit = p->link->tx.ring.size / 2 / read_slots(p);
	unsigned int limit = p->reads < PUMP_READS ? p->reads : PUMP_READS;

	if (fit == 0)
		fit = 1;
	return limit < fit ? limit : fit;
}

/*
 * A frame goes straight into its slots.  Where a small one is expected it
 * gets one slot, and private memory behind it in case it is not.
 */
static void read_prepare(struct pump *p, unsigned int at, unsigned int i)
{
	struct tap_io_request *r = &p->requests[at];
	uint32_t slots = read_slots(p);

	r->iov[0] = piece(&p->vnet[at], HEADER);
	r->iov[1] = piece(front_tx_slot(&p->link->tx, p->slot[i]),
			  (size_t)slots * VWLAN_SLOT_SIZE);
	r->iov[2] = piece(p->overflow + i * (size_t)OVERFLOW_SIZE,
			  OVERFLOW_SIZE);
	r->iovs = slots == 1 ? 3 : 2;
	r->write = false;
}

/* @at: the first request that is free. */
static int reads_prepare(struct pump *p, unsigned int at)
{
	struct front_tx *tx = &p->link->tx;
	unsigned int count = 0, limit = reads_limit(p);
	int room = front_tx_begin(tx), slot;

	if (room < 0 || !p->sending)
		return room < 0 ? room : 0;
	if ((unsigned int)room < limit)
		limit = room;
	for (; count < limit; count++) {
		slot = front_tx_reserve(tx, read_slots(p));
		if (slot < 0)
			break;
		p->slot[count] = slot;
		read_prepare(p, at + count, count);
	}
	p->blocked = count == 0;
	return count;
}

/* A frame outgrew its slot: gives it a row of them.  Rare. */
static int frame_move(struct pump *p, unsigned int i, uint32_t length)
{
	struct front_tx *tx = &p->link->tx;
	int slot = front_tx_reserve(tx, vwlan_frame_slots(length));
	uint8_t *to;

	if (slot < 0)
		return slot;
	to = front_tx_slot(tx, slot);
	memcpy(to, front_tx_slot(tx, p->slot[i]), VWLAN_SLOT_SIZE);
	memcpy(to + VWLAN_SLOT_SIZE, p->overflow + i * (size_t)OVERFLOW_SIZE,
	       length - VWLAN_SLOT_SIZE);
	return slot;
}

/* Returns how many slots from the reserved one on it used. */
static uint32_t frame_send(struct pump *p, unsigned int at, unsigned int i,
			   uint32_t slots)
{
	struct front_tx *tx = &p->link->tx;
	uint32_t length = p->requests[at].result - HEADER;
	const uint8_t *bytes = front_tx_slot(tx, p->slot[i]);
	struct vwlan_frame frame;
	int slot = p->slot[i];

	if (front_frame_make(&frame, &p->vnet[at], length,
			     p->link->wish.capabilities)) {
		p->counters.tx_bad++;
		return 0;
	}
	if (vwlan_frame_is_eapol(bytes, length < VWLAN_SLOT_SIZE ?
				 length : VWLAN_SLOT_SIZE)) {
		p->counters.tx_eapol++;
		return 0;
	}
	if (vwlan_frame_slots(length) > slots)
		slot = frame_move(p, i, length);
	if (slot < 0) {
		p->counters.tx_full++;
		return slots;
	}
	front_tx_commit(tx, &frame, slot);
	p->counters.tx_frames++;
	p->counters.tx_bytes += length;
	return vwlan_frame_slots(length);
}

static void large_expect(struct pump *p, uint32_t used)
{
	if (used > 1)
		p->large = PUMP_LARGE;
	else if (p->large > 0)
		p->large--;
}

/* How many slots were reserved last, and got nothing. */
static uint32_t slots_unused(const uint32_t *used, unsigned int count,
			     uint32_t slots)
{
	uint32_t unused = 0;

	while (count-- > 0) {
		/* Moved to slots behind all of these: none can be undone. */
		if (used[count] > slots)
			return 0;
		unused += slots - used[count];
		if (used[count] > 0)
			break;
	}
	return unused;
}

/* How many reads got a frame goes to @got. */
static bool reads_finish(struct pump *p, unsigned int at, unsigned int count,
			 unsigned int *got)
{
	uint32_t slots = read_slots(p), used[PUMP_READS] = { 0 };
	unsigned int i, done;

	*got = 0;
	/* In the order of the frames, which need not be that of the reads. */
	for (done = 0; done < at + count; done++) {
		if (p->io.sequence[done] < at)
			continue;
		i = p->io.sequence[done] - at;
		if (p->requests[at + i].result < (int)HEADER)
			continue;
		++*got;
		used[i] = frame_send(p, at + i, i, slots);
		large_expect(p, used[i]);
	}
	p->dry = *got < count || count == 0;
	/* More reads if all found a frame; else one more than did. */
	p->reads = *got == count ? 2 * count + 1 : *got + 1;
	return front_tx_end(&p->link->tx, slots_unused(used, count, slots));
}

/* ------------------------------------------------------------------ */

/* Returns 0, or -EPROTO. */
static int turn(struct pump *p)
{
	int writes, reads;
	unsigned int got;
	bool notify;

	writes = writes_prepare(p);
	if (writes < 0)
		return writes;
	reads = reads_prepare(p, writes);
	if (reads < 0)
		return reads;
	/*
	 * Writes first: what the kernel answers them with, it does at once,
	 * and the reads of the same call pick it up.
	 */
	if (writes + reads > 0)
		tap_io_run(&p->io, p->requests, writes + reads);
	notify = writes_finish(p, writes);
	notify |= reads_finish(p, writes, reads, &got);
	if (notify) {
		p->counters.notifications++;
		front_link_notify_data(p->link);
	}
	if (writes + got > 0)
		p->counters.turns++;
	return 0;
}

/* Returns true if there is something to do after all. */
static bool rings_arm(struct pump *p)
{
	bool again = vwlan_consumer_arm(&p->link->rx.ring);

	if (p->blocked)
		again |= front_tx_arm(&p->link->tx);
	return again;
}

enum pump_state pump_run(struct pump *p)
{
	unsigned int turns;

	if (!p->link)
		return PUMP_IDLE;
	for (turns = 0; turns < TURNS; turns++) {
		if (turn(p))
			return PUMP_BROKEN;
		/*
		 * The device wakes us when it has more: asking it once again
		 * would cost as much as being woken, and on one processor
		 * nobody has made a frame meanwhile.
		 */
		if (p->dry && !rings_arm(p))
			return PUMP_IDLE;
	}
	return PUMP_MORE;
}
