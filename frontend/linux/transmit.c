// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Frames on their way out: copied into slots, and counted until the backend
 * has sent them, so that the stack keeps what would only wait here (BQL).
 */
#include <linux/netdevice.h>
#include <xen/events.h>

#include "netdev.h"
#include "transmit.h"

#define TX_PROBLEM "the transmit ring's index is impossible"

static struct netdev_queue *tx_queue(const struct vwlan_device *d)
{
	return netdev_get_tx_queue(d->netdev, 0);
}

/*
 * Under the queue's lock.  Returns how many descriptors are free, or
 * -EPROTO.
 */
static int tx_reclaim(struct vwlan_device *d)
{
	int room = vwlan_producer_room(&d->tx);
	u32 frames = 0, bytes = 0;

	if (room < 0 || d->tx_reclaimed == d->tx.cons)
		return room;
	vwlan_slots_free(&d->tx_slots, d->tx.cons);
	for (; d->tx_reclaimed != d->tx.cons; frames++)
		bytes += d->tx_lengths[d->tx_reclaimed++ & (d->tx.size - 1)];
	netdev_tx_completed_queue(tx_queue(d), frames, bytes);
	return room;
}

static void tx_publish(struct vwlan_device *d)
{
	if (vwlan_producer_publish(&d->tx)) {
		d->counters.notifications++;
		notify_remote_via_irq(d->link.irq_data);
	}
}

/*
 * Asks for a notification when half of what the backend has is consumed,
 * so that it is worth a batch.  Returns true if there is no need to wait.
 */
static bool tx_arm(struct vwlan_device *d)
{
	u32 used = d->tx.prod - d->tx.cons;

	if (used == 0)
		return true;
	/* First: it may come at once. */
	d->tx_armed_at = d->tx_reclaimed;
	WRITE_ONCE(d->tx_armed, true);
	return vwlan_producer_arm(&d->tx,
				  d->tx.size - used + (used + 1) / 2);
}

/*
 * More bytes are on their way than are good for the others' latency: the
 * rest waits where the stack can order it.  Nothing tells of a frame that
 * was sent, unless it is asked for.
 */
static int tx_wait(struct vwlan_device *d)
{
	struct netdev_queue *queue = tx_queue(d);
	int rc = 0;

	while (rc >= 0 && netif_xmit_stopped(queue) &&
	       !netif_tx_queue_stopped(queue) && tx_arm(d))
		rc = tx_reclaim(d);
	return rc < 0 ? rc : 0;
}

static int gso_describe(const struct sk_buff *skb, struct vwlan_frame *frame)
{
	const struct skb_shared_info *info = skb_shinfo(skb);

	if (info->gso_type & SKB_GSO_TCPV4)
		frame->gso_type = VWLAN_GSO_TCPV4;
	else if (info->gso_type & SKB_GSO_TCPV6)
		frame->gso_type = VWLAN_GSO_TCPV6;
	else
		return -EINVAL;
	if (info->gso_type & SKB_GSO_TCP_ECN)
		frame->gso_type |= VWLAN_GSO_ECN;
	frame->gso_size = info->gso_size;
	frame->header_length = skb_transport_offset(skb) + tcp_hdrlen(skb);
	return 0;
}

/* All of the descriptor but the slot. */
static int tx_describe(struct vwlan_device *d, const struct sk_buff *skb,
		       struct vwlan_frame *frame)
{
	memset(frame, 0, sizeof(*frame));
	frame->length = skb->len;
	frame->domid = d->link.wish.domid;
	frame->vr = d->link.wish.vr;
	if (skb->ip_summed == CHECKSUM_PARTIAL) {
		frame->flags = VWLAN_FRAME_CSUM_PARTIAL;
		frame->csum_start = skb_checksum_start_offset(skb);
		frame->csum_offset = skb->csum_offset;
	}
	if (skb_is_gso(skb) && gso_describe(skb, frame))
		return -EINVAL;
	return vwlan_netdev_allows(d, frame, d->tx.size) ? 0 : -EINVAL;
}

static bool tx_is_eapol(const struct sk_buff *skb)
{
	u8 header[VWLAN_FRAME_HEADER];
	u32 length = min_t(u32, skb->len, sizeof(header));

	return skb_copy_bits(skb, 0, header, length) == 0 &&
	       vwlan_frame_is_eapol(header, length);
}

/* Returns the first of the frame's slots, -EAGAIN or -EPROTO. */
static int tx_take(struct vwlan_device *d, u32 length)
{
	int room = tx_reclaim(d);

	if (room <= 0)
		return room < 0 ? room : -EAGAIN;
	return vwlan_slots_take(&d->tx_slots, vwlan_frame_slots(length));
}

static void tx_commit(struct vwlan_device *d, const struct sk_buff *skb,
		      struct vwlan_frame *frame, int slot)
{
	frame->slot = slot;
	skb_copy_bits(skb, 0, d->tx_area + (size_t)slot * VWLAN_SLOT_SIZE,
		      skb->len);
	vwlan_slots_fill(&d->tx_slots, d->tx.prod);
	d->tx_lengths[d->tx.prod & (d->tx.size - 1)] = skb->len;
	d->tx_frames[d->tx.prod++ & (d->tx.size - 1)] = *frame;
	dev_sw_netstats_tx_add(d->netdev, 1, skb->len);
}

static netdev_tx_t tx_full(struct vwlan_device *d)
{
	d->counters.tx_full++;
	tx_publish(d);
	netif_stop_queue(d->netdev);
	if (tx_arm(d))
		netif_start_queue(d->netdev);
	return NETDEV_TX_BUSY;
}

static void tx_sent(struct vwlan_device *d, u32 length, bool more)
{
	if (!__netdev_tx_sent_queue(tx_queue(d), length, more))
		return;
	tx_publish(d);
	if (tx_wait(d))
		vwlan_device_fail(d, TX_PROBLEM);
}

netdev_tx_t vwlan_netdev_transmit(struct sk_buff *skb,
				  struct net_device *netdev)
{
	struct vwlan_device *d = vwlan_netdev_device(netdev);
	bool more = netdev_xmit_more();
	struct vwlan_frame frame;
	int slot;

	if (!d->ready)
		goto drop;
	if (tx_is_eapol(skb)) {
		d->counters.tx_eapol++;
		goto drop;
	}
	if (tx_describe(d, skb, &frame)) {
		d->counters.tx_bad++;
		goto drop;
	}
	slot = tx_take(d, skb->len);
	if (slot == -EAGAIN)
		return tx_full(d);
	if (slot < 0) {
		vwlan_device_fail(d, TX_PROBLEM);
		goto drop;
	}
	tx_commit(d, skb, &frame, slot);
	dev_consume_skb_any(skb);
	tx_sent(d, frame.length, more);
	return NETDEV_TX_OK;
drop:
	if (d->ready && !more)
		tx_publish(d);
	netdev->stats.tx_dropped++;
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

static int tx_resume(struct vwlan_device *d)
{
	struct netdev_queue *queue = tx_queue(d);
	int rc = tx_reclaim(d);
	bool moved;

	if (rc < 0)
		return rc;
	/* Who notifies without having sent anything did so for nothing. */
	moved = d->tx_reclaimed != d->tx_armed_at;
	d->tx_armed = false;
	if (netif_tx_queue_stopped(queue) && (moved || tx_arm(d)))
		netif_tx_wake_queue(queue);
	rc = tx_wait(d);
	return rc ? rc : moved;
}

int vwlan_transmit_wake(struct vwlan_device *d)
{
	struct netdev_queue *queue = tx_queue(d);
	int rc = 0;

	if (!READ_ONCE(d->tx_armed) || !netif_running(d->netdev))
		return 0;
	__netif_tx_lock(queue, smp_processor_id());
	if (d->ready)
		rc = tx_resume(d);
	__netif_tx_unlock(queue);
	return rc;
}

void vwlan_transmit_reset(struct vwlan_device *d)
{
	/* A new mapping: nothing of an earlier one is on its way. */
	d->tx.cons = d->tx.prod;
	d->tx_reclaimed = d->tx.prod;
	d->tx_armed = false;
	vwlan_slots_init(&d->tx_slots, d->tx.size);
	netdev_tx_reset_queue(tx_queue(d));
}
