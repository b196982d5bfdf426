// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How a station's frames are sent: at which rates, and how urgently.  Both
 * are its own affair; the kernel forgets the first with the interface, and
 * the second with the connection.
 */
#include <linux/nl80211.h>
#include <string.h>
#include <syslog.h>

#include "relay_private.h"

void relay_quality_open(struct relay *relay)
{
	struct table_entry *entry = relay->entry;

	/* The device's last guest may have left some on the interface. */
	relay->bitrates_sure = entry->bitrates_told.count == 0;
	entry->bitrates.count = 0;
	entry->bitrates_told.count = 0;
	entry->qos_map.length = 0;
}

/* ------------------------------------------------------------------ */
/* Rates                                                               */

static enum vwlan_status bitrates_tell(struct relay *relay,
				       const struct bitrates *rates)
{
	struct vwlan_control c = { .id = VWLAN_CMD_SET_BITRATES };
	enum vwlan_status status;
	int rc;

	if (rates->count)
		vwlan_control_set_bytes(&c, VWLAN_TLV_BITRATE_MASKS,
					rates->mask, rates->count *
					sizeof(rates->mask[0]));
	status = relay_carry(relay, &c, NULL, NULL, &rc);
	if (status == VWLAN_OK) {
		relay->entry->bitrates_told = *rates;
		relay->bitrates_sure = true;
	}
	return status;
}

/* The same again and again is no news. */
static void bitrates_complain(struct relay *relay, const char *text)
{
	relay->effects->log(relay->user, relay->bitrates_refused ?
			    LOG_DEBUG : LOG_INFO, text);
	relay->bitrates_refused = true;
}

void relay_bitrates_command(struct relay *relay,
			    const struct vwlan_control *command)
{
	enum vwlan_status status = relay_command_check(relay, command);
	const uint8_t *bytes;
	struct bitrates wish;
	size_t length;

	bytes = vwlan_control_bytes(command, VWLAN_TLV_BITRATE_MASKS,
				    &length);
	if (status == VWLAN_BAD_VALUE)
		bitrates_complain(relay, "it wants bit rates that its radio "
				  "does not have, or none at all");
	if (status != VWLAN_OK ||
	    !bitrates_take(&wish, relay->phy, bytes, length)) {
		relay_respond(relay, command, status);
		return;
	}
	/* While it is down, the kernel takes none. */
	if (relay->up && !relay->blocked)
		status = bitrates_tell(relay, &wish);
	if (status == VWLAN_OK) {
		relay->entry->bitrates = wish;
		relay->bitrates_refused = false;
	} else {
		bitrates_complain(relay, "the bit rates that it wants leave "
				  "none that its access point insists on, "
				  "or the driver refuses them");
	}
	relay_respond(relay, command, status);
}

void relay_bitrates_again(struct relay *relay)
{
	static const struct bitrates any;
	const struct table_entry *entry = relay->entry;

	if (!(relay_phy_features(relay->phy) & VWLAN_PHY_BITRATES) ||
	    (entry->bitrates.count == 0 && entry->bitrates_told.count == 0 &&
	     relay->bitrates_sure))
		return;
	if (bitrates_tell(relay, &entry->bitrates) == VWLAN_OK ||
	    entry->bitrates.count == 0)
		return;
	bitrates_complain(relay, "the bit rates that it wanted are of no use "
			  "here: it has all of them");
	/* The kernel may have kept a part. */
	bitrates_tell(relay, &any);
}

/* ------------------------------------------------------------------ */
/* Priorities                                                          */

void relay_qos_map_command(struct relay *relay,
			   const struct vwlan_control *command)
{
	enum vwlan_status status;
	const uint8_t *bytes;
	size_t length;
	int rc;

	status = relay_carry(relay, command, NULL, NULL, &rc);
	bytes = vwlan_control_bytes(command, VWLAN_TLV_QOS_MAP, &length);
	if (status == VWLAN_OK)
		qos_map_take(&relay->entry->qos_map, bytes, length);
	/* That of a connection that is over went with it. */
	if (status == VWLAN_NOT_CONNECTED && length == 0)
		status = VWLAN_OK;
	relay_respond(relay, command, status);
}

/* ------------------------------------------------------------------ */
/* Another engine                                                      */

void relay_quality_record(const struct relay *relay, struct record *to)
{
	to->bitrates = relay->entry->bitrates;
	to->qos_map = relay->entry->qos_map;
}

void relay_quality_restore(struct relay *relay, const struct record *from)
{
	struct table_entry *entry = relay->entry;

	entry->bitrates = from->bitrates;
	if (relay->up && !relay->blocked && !relay->gone)
		relay_bitrates_again(relay);
	/* The kernel has kept it, if this is that connection still. */
	if (relay->link == RELAY_ASSOCIATED &&
	    memcmp(relay->bssid, from->bssid, VWLAN_MAC_LEN) == 0)
		entry->qos_map = from->qos_map;
}

void relay_quality_text(const struct relay *relay, char *bitrates,
			char *qos_map)
{
	bitrates_text(bitrates, relay->phy, &relay->entry->bitrates_told);
	qos_map_text(qos_map, &relay->entry->qos_map);
}
