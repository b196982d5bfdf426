// SPDX-License-Identifier: GPL-2.0-or-later
#include "command.h"
#include "event.h"

/* Without a wireless interface of its own, all there is is a carrier. */
static void carrier_set(struct vwlan_device *d, u32 state)
{
	if (state == VWLAN_STATE_CONNECTED)
		netif_carrier_on(d->netdev);
	else
		netif_carrier_off(d->netdev);
}

int vwlan_event_refresh(struct vwlan_device *d)
{
	u32 state;
	int rc = vwlan_command_get_state(d, &state);

	if (rc == 0)
		carrier_set(d, state);
	return rc;
}

void vwlan_event_heard(void *user, struct vwlan_control *event)
{
	struct vwlan_device *d = user;

	/* Earlier than the answer to HELLO: what it tells is asked for then. */
	if (!READ_ONCE(d->ready))
		return;
	if (event->id == VWLAN_EVT_STATE)
		carrier_set(d, event->number[VWLAN_TLV_STATE]);
	else if (event->id == VWLAN_EVT_OVERRUN)
		vwlan_event_lost(d);
}

void vwlan_event_lost(void *user)
{
	struct vwlan_device *d = user;

	if (READ_ONCE(d->ready))
		vwlan_event_refresh(d);
}
