// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/virtio_net.h>
#include <xen/events.h>

#include "netdev.h"

#define HEADER_COPY 256u	/* bytes of a large frame that lie together */
#define FRAGMENT_ORDER 3	/* log2 of the pages of its other pieces */
#define OFFLOADS (NETIF_F_HW_CSUM | NETIF_F_ALL_TSO)

struct netdev_private {
	struct vwlan_device *device;
};

struct vwlan_device *vwlan_netdev_device(const struct net_device *netdev)
{
	return ((struct netdev_private *)netdev_priv(netdev))->device;
}

static u32 capabilities_needed(const struct vwlan_frame *frame)
{
	if (frame->gso_type == VWLAN_GSO_UDP_L4)
		return VWLAN_CAP_CSUM | VWLAN_CAP_USO;
	if (frame->gso_type != VWLAN_GSO_NONE)
		return VWLAN_CAP_CSUM | VWLAN_CAP_TSO;
	return frame->flags & VWLAN_FRAME_CSUM_PARTIAL ? VWLAN_CAP_CSUM : 0;
}

static bool frame_allowed(const struct vwlan_device *d,
			  const struct vwlan_frame *frame, u32 slots)
{
	return vwlan_frame_check(frame, slots) == 0 &&
	       !(capabilities_needed(frame) & ~d->capabilities);
}

/* ------------------------------------------------------------------ */
/* Receive                                                             */

static struct sk_buff *rx_copy_large(struct vwlan_device *d, const u8 *from,
				     u32 length)
{
	struct sk_buff *skb;
	int rc;

	skb = alloc_skb_with_frags(HEADER_COPY, length - HEADER_COPY,
				   FRAGMENT_ORDER, &rc,
				   GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_put(skb, HEADER_COPY);
	skb->data_len = length - HEADER_COPY;
	skb->len += skb->data_len;
	skb->dev = d->netdev;
	skb_store_bits(skb, 0, from, length);
	return skb;
}

static struct sk_buff *rx_copy(struct vwlan_device *d, const u8 *from,
			       u32 length)
{
	struct sk_buff *skb;

	if (length > VWLAN_SLOT_SIZE)
		return rx_copy_large(d, from, length);
	skb = napi_alloc_skb(&d->napi, length);
	if (skb)
		skb_put_data(skb, from, length);
	return skb;
}

static void rx_deliver(struct vwlan_device *d,
		       const struct vwlan_frame *frame, struct sk_buff *skb)
{
	struct virtio_net_hdr vnet;

	if (vwlan_frame_is_eapol(skb->data, skb_headlen(skb))) {
		d->counters.rx_eapol++;
		goto drop;
	}
	vwlan_frame_to_vnet(frame, &vnet);
	if (vnet.flags & VIRTIO_NET_HDR_F_DATA_VALID)
		skb->ip_summed = CHECKSUM_UNNECESSARY;
	if (virtio_net_hdr_to_skb(skb, &vnet, true)) {
		d->counters.rx_bad++;
		goto drop;
	}
	dev_sw_netstats_rx_add(d->netdev, skb->len);
	skb->protocol = eth_type_trans(skb, d->netdev);
	napi_gro_receive(&d->napi, skb);
	return;
drop:
	dev_kfree_skb_any(skb);
}

static void rx_frame(struct vwlan_device *d, const struct vwlan_frame *frame)
{
	const struct vwlan_link_wish *wish = &d->link.wish;
	struct sk_buff *skb;

	if (frame->domid != wish->domid || frame->vr != wish->vr) {
		d->counters.rx_tag++;
		return;
	}
	if (!frame_allowed(d, frame, d->rx.size)) {
		d->counters.rx_bad++;
		return;
	}
	if (!netif_running(d->netdev))
		return;
	skb = rx_copy(d, d->rx_area + (size_t)frame->slot * VWLAN_SLOT_SIZE,
		      frame->length);
	if (skb)
		rx_deliver(d, frame, skb);
	else
		d->counters.rx_memory++;
}

/* Returns how many frames there were, or -EPROTO. */
static int rx_frames(struct vwlan_device *d, int budget)
{
	struct vwlan_consumer *rx = &d->rx;
	int ready = vwlan_consumer_ready(rx);
	struct vwlan_frame frame;
	int i;

	if (ready < 0)
		return ready;
	if (ready > budget)
		ready = budget;
	for (i = 0; i < ready; i++) {
		vwlan_frame_copy(&frame,
				 &d->rx_frames[rx->cons++ & (rx->size - 1)]);
		rx_frame(d, &frame);
	}
	if (vwlan_consumer_publish(rx)) {
		d->counters.notifications++;
		notify_remote_via_irq(d->link.irq_data);
	}
	return ready;
}

/* ------------------------------------------------------------------ */
/* Transmit                                                            */

/* Returns how many descriptors are free, or -EPROTO. */
static int tx_reclaim(struct vwlan_device *d)
{
	int room = vwlan_producer_room(&d->tx);

	if (room >= 0 && d->tx_reclaimed != d->tx.cons) {
		vwlan_slots_free(&d->tx_slots, d->tx.cons);
		d->tx_reclaimed = d->tx.cons;
	}
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

	return used == 0 ||
	       vwlan_producer_arm(&d->tx, d->tx.size - used + (used + 1) / 2);
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
	return frame_allowed(d, frame, d->tx.size) ? 0 : -EINVAL;
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
		vwlan_device_fail(d, "the transmit ring's index is "
				  "impossible");
		goto drop;
	}
	tx_commit(d, skb, &frame, slot);
	dev_consume_skb_any(skb);
	if (!more)
		tx_publish(d);
	return NETDEV_TX_OK;
drop:
	if (d->ready && !more)
		tx_publish(d);
	netdev->stats.tx_dropped++;
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

/* Returns true if the queue was stopped and goes on, or -EPROTO. */
static int tx_wake(struct vwlan_device *d)
{
	struct netdev_queue *queue = netdev_get_tx_queue(d->netdev, 0);
	u32 before;
	int rc = 0;

	if (!netif_tx_queue_stopped(queue) || !netif_running(d->netdev))
		return 0;
	__netif_tx_lock(queue, smp_processor_id());
	before = d->tx_reclaimed;
	if (d->ready)
		rc = tx_reclaim(d);
	if (d->ready && rc >= 0 && (before != d->tx_reclaimed || tx_arm(d)))
		netif_tx_wake_queue(queue);
	__netif_tx_unlock(queue);
	return rc < 0 ? rc : before != d->tx_reclaimed;
}

/* ------------------------------------------------------------------ */

static void data_acknowledge(struct vwlan_device *d, bool work)
{
	if (test_and_clear_bit(0, &d->data_pending))
		xen_irq_lateeoi(d->link.irq_data,
				work ? 0 : XEN_EOI_FLAG_SPURIOUS);
}

static int netdev_poll(struct napi_struct *napi, int budget)
{
	struct vwlan_device *d = container_of(napi, struct vwlan_device,
					      napi);
	int woken, done;

	if (budget == 0)
		return 0;
	woken = tx_wake(d);
	done = rx_frames(d, budget);
	if (woken < 0 || done < 0) {
		/* Not acknowledged: until the link is made anew. */
		vwlan_device_fail(d, "the frame rings make no sense");
		napi_complete_done(napi, 0);
		return 0;
	}
	/* The ring is asked again while this poll still owns it. */
	if (done == budget || vwlan_consumer_arm(&d->rx))
		return budget;
	if (napi_complete_done(napi, done))
		data_acknowledge(d, done > 0 || woken);
	return done;
}

void vwlan_netdev_interrupt(struct vwlan_device *d)
{
	d->counters.interrupts++;
	set_bit(0, &d->data_pending);
	smp_mb__after_atomic();
	/* Not ready yet: vwlan_netdev_attach() looks at the rings. */
	if (READ_ONCE(d->ready))
		napi_schedule(&d->napi);
}

static netdev_features_t features_offered(const struct vwlan_device *d)
{
	netdev_features_t features = NETIF_F_SG;

	if (!(d->capabilities & VWLAN_CAP_CSUM))
		return features;
	features |= NETIF_F_HW_CSUM;
	if (d->capabilities & VWLAN_CAP_TSO)
		features |= NETIF_F_TSO | NETIF_F_TSO6 | NETIF_F_TSO_ECN;
	return features;
}

static void features_update(struct vwlan_device *d)
{
	struct net_device *netdev = d->netdev;

	rtnl_lock();
	netdev->hw_features &= ~OFFLOADS;
	netdev->hw_features |= features_offered(d);
	netdev_update_features(netdev);
	rtnl_unlock();
}

netdev_features_t vwlan_netdev_fix_features(struct net_device *netdev,
					    netdev_features_t features)
{
	const struct vwlan_device *d = vwlan_netdev_device(netdev);

	return features & (features_offered(d) | ~OFFLOADS);
}

static void rings_init(struct vwlan_device *d)
{
	struct vwlan_link *link = &d->link;
	const struct vwlan_backend_page *backend = link->backend_area.address;
	struct vwlan_guest_page *guest = link->guest_area.address;
	const struct vwlan_layout *l = &link->layout;

	vwlan_consumer_init(&d->rx, &guest->rx, &backend->rx,
			    1u << l->rx_order);
	d->rx_frames = link->backend_area.address + l->rx_frames;
	d->rx_area = link->backend_area.address + l->rx_slots;
	vwlan_producer_init(&d->tx, &guest->tx, &backend->tx,
			    1u << l->tx_order);
	/* A new mapping: nothing of an earlier one is on its way. */
	d->tx.cons = d->tx.prod;
	d->tx_reclaimed = d->tx.prod;
	d->tx_frames = link->guest_area.address + l->tx_frames;
	d->tx_area = link->guest_area.address + l->tx_slots;
	vwlan_slots_init(&d->tx_slots, d->tx.size);
}

void vwlan_netdev_attach(struct vwlan_device *d)
{
	rings_init(d);
	features_update(d);
	napi_enable(&d->napi);
	netif_tx_lock_bh(d->netdev);
	WRITE_ONCE(d->ready, true);
	if (netif_running(d->netdev))
		netif_wake_queue(d->netdev);
	netif_tx_unlock_bh(d->netdev);
	smp_mb();
	local_bh_disable();
	napi_schedule(&d->napi);
	local_bh_enable();
}

void vwlan_netdev_detach(struct vwlan_device *d)
{
	if (!d->ready)
		return;
	netif_carrier_off(d->netdev);
	netif_tx_lock_bh(d->netdev);
	WRITE_ONCE(d->ready, false);
	netif_tx_unlock_bh(d->netdev);
	napi_disable(&d->napi);
	clear_bit(0, &d->data_pending);
}

void vwlan_netdev_quiesce(struct vwlan_device *d)
{
	if (READ_ONCE(d->ready))
		napi_synchronize(&d->napi);
}

/* ------------------------------------------------------------------ */

static int netdev_open(struct net_device *netdev)
{
	netif_start_queue(netdev);
	return 0;
}

static int netdev_stop(struct net_device *netdev)
{
	netif_stop_queue(netdev);
	vwlan_netdev_quiesce(vwlan_netdev_device(netdev));
	return 0;
}

/* No address of its own: the backend drops frames from any other. */
static const struct net_device_ops netdev_ops = {
	.ndo_open = netdev_open,
	.ndo_stop = netdev_stop,
	.ndo_start_xmit = vwlan_netdev_transmit,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_fix_features = vwlan_netdev_fix_features,
};

struct net_device *vwlan_netdev_create(struct vwlan_device *d,
				       const char *name,
				       const struct net_device_ops *ops)
{
	struct net_device *netdev;
	struct netdev_private *private;

	netdev = alloc_netdev(sizeof(*private), name, NET_NAME_ENUM,
			      ether_setup);
	if (!netdev)
		return NULL;
	netdev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	if (!netdev->tstats) {
		free_netdev(netdev);
		return NULL;
	}
	private = netdev_priv(netdev);
	private->device = d;
	netdev->netdev_ops = ops;
	netdev->ethtool_ops = &vwlan_ethtool_ops;
	netdev->min_mtu = ETH_MIN_MTU;
	netdev->max_mtu = VWLAN_MTU_MAX;
	netdev->hw_features = features_offered(d);
	netdev->features = netdev->hw_features;
	eth_hw_addr_set(netdev, d->mac);
	SET_NETDEV_DEV(netdev, &d->xdev->dev);
	netif_carrier_off(netdev);
	netif_napi_add(netdev, &d->napi, netdev_poll);
	return netdev;
}

int vwlan_netdev_register(struct vwlan_device *d)
{
	struct net_device *netdev = vwlan_netdev_create(d, "vwlan%d",
							&netdev_ops);
	int rc;

	if (!netdev)
		return -ENOMEM;
	d->netdev = netdev;
	rc = register_netdev(netdev);
	if (rc)
		vwlan_netdev_destroy(d);
	return rc;
}

void vwlan_netdev_destroy(struct vwlan_device *d)
{
	struct net_device *netdev = d->netdev;

	if (!netdev)
		return;
	if (netdev->reg_state == NETREG_REGISTERED)
		unregister_netdev(netdev);
	d->netdev = NULL;
	netif_napi_del(&d->napi);
	free_percpu(netdev->tstats);
	free_netdev(netdev);
}
