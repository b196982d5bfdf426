// SPDX-License-Identifier: GPL-2.0-or-later
/* A managed station's scans, and what it sees of the air. */
#include <errno.h>
#include <linux/nl80211.h>

#include "clock.h"
#include "relays.h"
#include "station_private.h"

enum vwlan_status station_scan(void *user,
			       const struct vwlan_control *command,
			       uint32_t number)
{
	return radio_scan_ask(&((struct station *)user)->guest, command,
			      number);
}

void station_scan_abort(void *user)
{
	radio_scan_abort(&((struct station *)user)->guest);
}

static void bss_take(void *context, uint8_t command, struct nlattr **a)
{
	struct station *station = context;
	struct relay_bss bss;

	if (command == NL80211_CMD_NEW_SCAN_RESULTS &&
	    relay_bss_read(&bss, a))
		join_scan_bss(&station->join, &bss);
}

int station_scan_list(void *user)
{
	struct station *station = user;
	const struct device *device = station->device;
	struct relays *relays = device->engine->stations->relays;
	const struct relay_view view = {
		.family = relays_family(relays),
		.ifindex = device->entry->ifindex,
	};
	struct nl_msg *request = relay_request();
	int rc = -ENOMEM;

	if (request) {
		relay_request_begin(request, &view, NL80211_CMD_GET_SCAN);
		rc = relays_ask_radio(relays, request, true, bss_take,
				      station);
	}
	relay_request_free(request);
	return rc;
}

void station_scan_over(void *user, uint32_t number, enum vwlan_status status,
		       uint64_t since)
{
	struct station *station = user;

	/* It never asks for new results alone. */
	(void)since;
	join_scan_over(&station->join, number, status, clock_ms());
	station_rearm(station);
}

void station_seek(void *user, const struct vwlan_ssid *ssid)
{
	radio_seek(&((struct station *)user)->guest, ssid);
}

bool station_shows(void *user, const struct vwlan_ssid *ssid,
		   enum arbiter_hidden hidden, uint32_t frequency)
{
	const struct station *station = user;

	return radio_shows(&station->guest, ssid, hidden, frequency);
}
