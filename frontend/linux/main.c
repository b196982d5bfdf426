// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Follows the nodes of both sides (xenstore-schema/vwlan_nodes.def), and
 * makes and drops the link to the backend.
 */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <xen/xen.h>

#include "command.h"
#include "compat.h"
#include "device.h"
#include "event.h"
#include "netdev.h"
#include "station.h"
#include "version.h"

#define SLOTS 512u		/* wanted, of either ring */
#define STEPS_MAX 8		/* a life has no more edges in a row */
#define RETRY (HZ / 2)		/* after the first failure; doubled by each */
#define RETRY_DOUBLINGS 6
#define STABLE (10 * HZ)	/* linked so long: failures are forgotten */
#define TRANSACTION_TRIES 16	/* others may write at the same time */
#define CAPABILITIES (VWLAN_CAP_CSUM | VWLAN_CAP_TSO | VWLAN_CAP_NATIVE)

static void step_queue(struct vwlan_device *d, unsigned long delay)
{
	if (!READ_ONCE(d->gone))
		mod_delayed_work(system_freezable_wq, &d->step, delay);
}

void vwlan_device_fail(struct vwlan_device *d, const char *problem)
{
	cmpxchg(&d->problem, NULL, problem);
	step_queue(d, 0);
}

/* A backend that makes us fail over and over costs us little. */
static void failure_count(struct vwlan_device *d)
{
	unsigned int doublings = min_t(unsigned int, d->failures++,
				       RETRY_DOUBLINGS);

	d->not_before = jiffies + ((unsigned long)RETRY << doublings);
}

/* ------------------------------------------------------------------ */
/* The link                                                            */

static irqreturn_t control_interrupt(int irq, void *user)
{
	struct vwlan_device *d = user;

	vwlan_control_interrupt(&d->control);
	return IRQ_HANDLED;
}

static irqreturn_t data_interrupt(int irq, void *user)
{
	vwlan_netdev_interrupt(user);
	return IRQ_HANDLED;
}

static void link_drop(struct vwlan_device *d)
{
	if (!d->linked)
		return;
	vwlan_control_stop(&d->control);
	vwlan_link_unbind(&d->link, d);
	if (d->netdev)
		vwlan_netdev_detach(d);
	vwlan_control_close(&d->control);
	if (d->station)
		vwlan_station_lost(d);
	vwlan_link_close(&d->link);
	d->linked = false;
	dev_info(&d->xdev->dev, "detached from the backend\n");
}

static void device_close(struct vwlan_device *d)
{
	link_drop(d);
	xenbus_switch_state(d->xdev, XenbusStateClosed);
}

/* The link goes, and whoever looks at the nodes sees why. */
static void device_give_up(struct vwlan_device *d, const char *problem)
{
	dev_err(&d->xdev->dev, "%s\n", problem);
	link_drop(d);
	failure_count(d);
	xenbus_printf(XBT_NIL, d->xdev->nodename, "error", "%s", problem);
	xenbus_switch_state(d->xdev, XenbusStateClosed);
}

static bool number_read(const struct vwlan_device *d, const char *name,
			u32 min, u32 max, u32 *to)
{
	return xenbus_scanf(XBT_NIL, d->xdev->otherend, name, "%u", to) == 1 &&
	       *to >= min && *to <= max;
}

static bool wish_read(struct vwlan_device *d, struct vwlan_link_wish *wish,
		      u32 *capabilities)
{
	u32 vr;

	memset(wish, 0, sizeof(*wish));
	if (!number_read(d, "ring-ref", 1, U32_MAX, &wish->ring_ref) ||
	    !number_read(d, "event-channel-control", 1, S32_MAX,
			 &wish->port_control) ||
	    !number_read(d, "event-channel-data", 1, S32_MAX,
			 &wish->port_data) ||
	    !number_read(d, "virtual-radio", 0, U16_MAX, &vr) ||
	    !number_read(d, "capabilities", 0, U16_MAX, capabilities))
		return false;
	wish->domid = xenbus_read_unsigned("domid", "", DOMID_SELF);
	wish->vr = vr;
	memcpy(wish->mac, d->mac, sizeof(wish->mac));
	return true;
}

/* The backend's answer to HELLO decides what kind of interface there is. */
static int session_begin(struct vwlan_device *d, const char **problem)
{
	u32 mode;
	int rc;

	*problem = "the backend's answer to HELLO makes no sense";
	rc = vwlan_command_hello(d, &mode);
	if (rc)
		return rc;
	*problem = "can't make the network interface";
	if (d->netdev && d->mode != mode) {
		vwlan_station_destroy(d);
		vwlan_netdev_destroy(d);
	}
	d->mode = mode;
	if (mode == VWLAN_MODE_NATIVE)
		return vwlan_station_begin(d, problem);
	if (!d->netdev) {
		rc = vwlan_netdev_register(d);
		if (rc)
			return rc;
	}
	vwlan_netdev_attach(d);
	return vwlan_event_refresh(d);
}

static int link_make(struct vwlan_device *d, const char **problem)
{
	struct vwlan_link_wish wish;
	u32 capabilities;
	int rc;

	*problem = "nodes are missing in the backend's directory";
	if (!wish_read(d, &wish, &capabilities))
		return -ENODATA;
	d->capabilities = capabilities & CAPABILITIES;
	rc = vwlan_link_open(&d->link, d->xdev, &wish, problem);
	if (rc)
		return rc;
	vwlan_control_open(&d->control, &d->link);
	d->linked = true;
	d->problem = NULL;
	*problem = "can't bind the event channels";
	return vwlan_link_bind(&d->link, d->xdev, control_interrupt,
			       data_interrupt, d);
}

static void device_connect(struct vwlan_device *d)
{
	const char *problem;
	int rc = link_make(d, &problem);

	if (rc == 0) {
		vwlan_control_start(&d->control, &d->link);
		/* Removed meanwhile: then nobody stops what starts now. */
		if (READ_ONCE(d->gone))
			vwlan_control_stop(&d->control);
		d->not_before = jiffies + STABLE;
		xenbus_rm(XBT_NIL, d->xdev->nodename, "error");
		xenbus_switch_state(d->xdev, XenbusStateConnected);
		rc = session_begin(d, &problem);
	}
	if (rc) {
		device_give_up(d, d->problem ? d->problem : problem);
		return;
	}
	vwlan_control_listen(&d->control);
	d->counters.links++;
	dev_info(&d->xdev->dev, "attached to the backend\n");
}

/* ------------------------------------------------------------------ */
/* States                                                              */

static int offer_write(struct vwlan_device *d, struct xenbus_transaction t,
		       u32 tx_slots, u32 rx_slots)
{
	const char *directory = d->xdev->nodename;
	int rc = xenbus_printf(t, directory, "version", "%u",
			       VWLAN_ABI_MAJOR);

	if (rc == 0)
		rc = xenbus_printf(t, directory, "capabilities", "%u",
				   CAPABILITIES);
	if (rc == 0)
		rc = xenbus_printf(t, directory, "tx-slots", "%u", tx_slots);
	if (rc == 0)
		rc = xenbus_printf(t, directory, "rx-slots", "%u", rx_slots);
	return rc;
}

static int offer_commit(struct vwlan_device *d, u32 tx_slots, u32 rx_slots)
{
	struct xenbus_transaction t;
	int tries, rc = -EAGAIN;

	for (tries = 0; tries < TRANSACTION_TRIES && rc == -EAGAIN; tries++) {
		rc = xenbus_transaction_start(&t);
		if (rc)
			return rc;
		rc = offer_write(d, t, tx_slots, rx_slots);
		if (rc)
			xenbus_transaction_end(t, 1);
		else
			rc = xenbus_transaction_end(t, 0);
	}
	return rc;
}

static void device_offer(struct vwlan_device *d)
{
	u32 version, tx_slots, rx_slots;

	if (!number_read(d, "version", 1, U16_MAX, &version) ||
	    !number_read(d, "max-tx-slots", 64, 512, &tx_slots) ||
	    !number_read(d, "max-rx-slots", 64, 512, &rx_slots)) {
		device_give_up(d, "the backend does not say what it offers");
	} else if (version != VWLAN_ABI_MAJOR) {
		device_give_up(d, "the backend speaks another version");
	} else if (offer_commit(d, min(tx_slots, SLOTS),
				min(rx_slots, SLOTS))) {
		device_give_up(d, "can't write nodes");
	} else {
		xenbus_switch_state(d->xdev, XenbusStateInitialised);
	}
}

enum step {
	STEP_NONE,
	STEP_BEGIN,	/* drop the link, and go to Initialising */
	STEP_OFFER,	/* say what is wanted, and go to Initialised */
	STEP_CONNECT,	/* make the link, and go to Connected */
	STEP_CLOSE,	/* drop the link, and go to Closed */
};

/* Do the nodes name other pages or ports than those in use? */
static bool link_moved(struct vwlan_device *d)
{
	struct vwlan_link_wish wish;
	u32 capabilities;

	return wish_read(d, &wish, &capabilities) &&
	       memcmp(&wish, &d->link.wish, sizeof(wish)) != 0;
}

static enum step step_linked(struct vwlan_device *d, enum xenbus_state peer,
			     bool online)
{
	if (!online)
		return STEP_CLOSE;
	if (peer == XenbusStateInitWait)
		return STEP_BEGIN;
	if (peer != XenbusStateConnected)
		return STEP_CLOSE;
	return link_moved(d) ? STEP_BEGIN : STEP_NONE;
}

static enum step step_initialised(enum xenbus_state peer,
				  enum xenbus_state before)
{
	switch (peer) {
	case XenbusStateConnected:
		return STEP_CONNECT;
	case XenbusStateInitWait:
		/* Offered anew after something else: it forgot our answer. */
		return before == XenbusStateInitWait ? STEP_NONE : STEP_OFFER;
	case XenbusStateInitialising:
	case XenbusStateInitialised:
		return STEP_NONE;
	default:
		return STEP_CLOSE;
	}
}

static enum step step_find(struct vwlan_device *d, enum xenbus_state peer)
{
	bool online = xenbus_read_unsigned(d->xdev->otherend, "online", 0);
	bool offered = peer == XenbusStateInitWait && online;
	enum xenbus_state before = d->peer_before;

	d->peer_before = peer;
	if (d->linked)
		return step_linked(d, peer, online);
	switch (d->xdev->state) {
	case XenbusStateInitialising:
		return offered ? STEP_OFFER : STEP_NONE;
	case XenbusStateInitialised:
		return online ? step_initialised(peer, before) : STEP_CLOSE;
	case XenbusStateClosed:
		return offered ? STEP_BEGIN : STEP_NONE;
	default:
		return STEP_CLOSE;
	}
}

static void step_do(struct vwlan_device *d, enum step step)
{
	switch (step) {
	case STEP_NONE:
		break;
	case STEP_BEGIN:
		link_drop(d);
		xenbus_switch_state(d->xdev, XenbusStateInitialising);
		break;
	case STEP_OFFER:
		device_offer(d);
		break;
	case STEP_CONNECT:
		device_connect(d);
		break;
	case STEP_CLOSE:
		device_close(d);
		break;
	}
}

/* How long a new attempt has to wait, in jiffies. */
static unsigned long step_delay(struct vwlan_device *d, enum step step)
{
	if (d->linked && time_after(jiffies, d->not_before))
		d->failures = 0;
	if (d->linked || d->failures == 0 ||
	    (step != STEP_OFFER && step != STEP_BEGIN) ||
	    time_after(jiffies, d->not_before))
		return 0;
	return d->not_before - jiffies + 1;
}

/* Returns true if there may be more to do. */
static bool step_once(struct vwlan_device *d)
{
	enum xenbus_state before = d->peer_before;
	unsigned long delay;
	enum step step;

	if (d->linked && d->problem) {
		device_give_up(d, d->problem);
		return true;
	}
	step = step_find(d, compat_state_of(d->xdev, d->xdev->otherend));
	delay = step_delay(d, step);
	if (delay) {
		d->peer_before = before;
		step_queue(d, delay);
		return false;
	}
	step_do(d, step);
	return step != STEP_NONE;
}

static void device_step(struct work_struct *work)
{
	struct vwlan_device *d = container_of(to_delayed_work(work),
					      struct vwlan_device, step);
	int i;

	mutex_lock(&d->link_lock);
	for (i = 0; i < STEPS_MAX && !READ_ONCE(d->gone); i++)
		if (!step_once(d))
			goto out;
	step_queue(d, RETRY);
out:
	mutex_unlock(&d->link_lock);
}

/* ------------------------------------------------------------------ */
/* xenbus                                                              */

static int mac_read(struct vwlan_device *d)
{
	char *text = xenbus_read(XBT_NIL, d->xdev->nodename, "mac", NULL);
	int rc = 0;

	if (IS_ERR(text))
		return PTR_ERR(text);
	if (!mac_pton(text, d->mac) || !is_valid_ether_addr(d->mac))
		rc = -EINVAL;
	kfree(text);
	return rc;
}

static void control_failed(void *user, const char *problem)
{
	vwlan_device_fail(user, problem);
}

static int device_init(struct vwlan_device *d)
{
	int rc = mac_read(d);

	if (rc) {
		dev_err(&d->xdev->dev, "it has no usable MAC address\n");
		return rc;
	}
	d->control.heard = vwlan_event_heard;
	d->control.lost = vwlan_event_lost;
	d->control.failed = control_failed;
	d->control.refused = vwlan_event_refused;
	d->control.user = d;
	return vwlan_control_init(&d->control, dev_name(&d->xdev->dev));
}

static int front_probe(struct xenbus_device *xdev,
		       const struct xenbus_device_id *id)
{
	struct vwlan_device *d = kzalloc(sizeof(*d), GFP_KERNEL);
	int rc;

	if (!d)
		return -ENOMEM;
	d->xdev = xdev;
	mutex_init(&d->link_lock);
	INIT_DELAYED_WORK(&d->step, device_step);
	rc = device_init(d);
	if (rc) {
		vwlan_control_destroy(&d->control);
		kfree(d);
		return rc;
	}
	dev_set_drvdata(&xdev->dev, d);
	/* Another driver had it: the backend shall see a new beginning. */
	if (compat_state_of(xdev, xdev->nodename) !=
	    XenbusStateInitialising)
		xenbus_switch_state(xdev, XenbusStateClosed);
	return 0;
}

static void front_changed(struct xenbus_device *xdev, enum xenbus_state peer)
{
	step_queue(dev_get_drvdata(&xdev->dev), 0);
}

static void front_remove(struct xenbus_device *xdev)
{
	struct vwlan_device *d = dev_get_drvdata(&xdev->dev);

	WRITE_ONCE(d->gone, true);
	/* Whoever waits for the backend need not wait any more. */
	vwlan_control_stop(&d->control);
	cancel_delayed_work_sync(&d->step);
	link_drop(d);
	vwlan_station_destroy(d);
	vwlan_netdev_destroy(d);
	cancel_delayed_work_sync(&d->step);
	vwlan_control_destroy(&d->control);
	kfree(d);
}

/*
 * Pages of another domain's can't be taken along.  If nothing comes of the
 * suspension, the backend's offer brings the link back.
 */
static int front_suspend(struct xenbus_device *xdev)
{
	struct vwlan_device *d = dev_get_drvdata(&xdev->dev);

	mutex_lock(&d->link_lock);
	device_close(d);
	mutex_unlock(&d->link_lock);
	return 0;
}

/* xenbus has looked up the backend anew: it may be another one. */
static int front_resume(struct xenbus_device *xdev)
{
	struct vwlan_device *d = dev_get_drvdata(&xdev->dev);

	d->failures = 0;
	step_queue(d, 0);
	return 0;
}

static const struct xenbus_device_id front_ids[] = {
	{ "vwlan" },
	{ "" }
};

static struct xenbus_driver front_driver = {
	.name = VWLAN_DRIVER,
	.ids = front_ids,
	.probe = front_probe,
	.remove = front_remove,
	.suspend = front_suspend,
	.resume = front_resume,
	.otherend_changed = front_changed,
	.not_essential = true,
};

static int __init front_init(void)
{
	if (!xen_domain())
		return -ENODEV;
	return xenbus_register_frontend(&front_driver);
}

static void __exit front_exit(void)
{
	xenbus_unregister_driver(&front_driver);
}

module_init(front_init);
module_exit(front_exit);

MODULE_DESCRIPTION("Wireless NIC of a Xen guest");
MODULE_LICENSE("GPL");
MODULE_VERSION(VWLAN_VERSION);
MODULE_ALIAS("xen:vwlan");
