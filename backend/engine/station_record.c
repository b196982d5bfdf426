// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a station outlives the daemon. */
#include <string.h>

#include "relays_private.h"
#include "station_private.h"

void station_record(const struct device *device, struct record *to)
{
	const struct station *station = device->station;

	if (station->native)
		relay_record(&station->native->relay, to);
	else if (device->entry->mode == VWLAN_MODE_MANAGED)
		join_record(&station->join, to);
}

/* Of another device under the same number, or of another profile, no. */
static bool record_fits(const struct table_entry *entry)
{
	const struct record *record = &entry->record;

	return entry->remembered &&
	       memcmp(record->given, entry->given, VWLAN_MAC_LEN) == 0 &&
	       strcmp(record->network, entry->network) == 0;
}

const struct record *station_remembered(const struct device *device)
{
	return record_fits(device->entry) ? &device->entry->record : NULL;
}
