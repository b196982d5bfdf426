// SPDX-License-Identifier: GPL-2.0-or-later
/* R17 to R19: what guests wish of the radio, and what comes of it. */
#include <string.h>
#include <syslog.h>

#include "clock.h"
#include "log.h"
#include "radio_wish.h"
#include "relays.h"
#include "station_private.h"

void radio_wish_settings(const struct engine *engine,
			 const struct arbiter_wish *wish)
{
	relays_settings(engine->stations->relays, wish);
}

static struct relays *relays_of(const struct radio_guest *guest)
{
	return guest->device->engine->stations->relays;
}

void radio_wish_power(struct radio_guest *guest, int32_t power)
{
	const struct device *device = guest->device;
	int rc;

	/* Its own command brings it to the kernel, and the outcome back. */
	if (guest->powering)
		return;
	rc = relays_power(relays_of(guest), device->entry->ifindex, power);
	if (rc)
		log_device(LOG_WARNING, device->key.domid, device->key.devid,
			   "its transmit power can't be limited: %s",
			   strerror(-rc));
}

void radio_wish_saving(struct radio_guest *guest, bool on)
{
	relays_power_save(relays_of(guest), guest->device->entry->ifindex,
			  on);
}

int radio_power(struct radio_guest *guest, int32_t *power)
{
	const struct arbiter_request request = {
		.kind = ARBITER_TX_POWER,
		.power = *power,
	};
	struct arbiter_answer answer;

	if (!guest->radio)
		return VWLAN_OK;
	guest->powering = true;
	arbiter_ask(&guest->radio->arbiter, &guest->arbiter, &request,
		    &answer, clock_ms());
	guest->powering = false;
	*power = answer.power;
	/* It is in the middle of a command of its own. */
	guest->busy = true;
	radio_settle(guest->radio);
	guest->busy = false;
	return radio_answer(guest, &answer);
}

bool radio_effective(const struct radio_guest *guest,
		     struct radio_effective *to)
{
	const struct arbiter *arbiter;

	if (!guest->radio || !guest->arbiter.placed)
		return false;
	arbiter = &guest->radio->arbiter;
	to->power = guest->arbiter.power_told;
	to->power_save = arbiter->saving_on &&
			 arbiter->saving == &guest->arbiter;
	to->settings = arbiter->effective;
	to->bitrates[0] = '\0';
	to->qos_map[0] = '\0';
	return true;
}
