// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/virtio_net.h>
#include <xen/events.h>

#include "netdev.h"
#include "transmit.h"

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

bool vwlan_netdev_allows(const struct vwlan_device *d,
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
	if (!vwlan_netdev_allows(d, frame, d->rx.size)) {
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
	woken = vwlan_transmit_wake(d);
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
	d->tx_frames = link->guest_area.address + l->tx_frames;
	d->tx_area = link->guest_area.address + l->tx_slots;
}

static void rings_look(struct vwlan_device *d)
{
	local_bh_disable();
	napi_schedule(&d->napi);
	local_bh_enable();
}

void vwlan_netdev_attach(struct vwlan_device *d)
{
	rings_init(d);
	features_update(d);
	napi_enable(&d->napi);
	netif_tx_lock_bh(d->netdev);
	vwlan_transmit_reset(d);
	WRITE_ONCE(d->ready, true);
	if (netif_running(d->netdev))
		netif_wake_queue(d->netdev);
	netif_tx_unlock_bh(d->netdev);
	smp_mb();
	rings_look(d);
}

void vwlan_netdev_start(struct vwlan_device *d)
{
	netif_start_queue(d->netdev);
	/* What was sent while it was down was not looked at. */
	if (READ_ONCE(d->ready))
		rings_look(d);
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
	vwlan_netdev_start(vwlan_netdev_device(netdev));
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
