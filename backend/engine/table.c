// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "table.h"

static uint16_t vr_unused(struct table *table)
{
	/* The ID space is far larger than any table: this ends. */
	while (table->next_vr == 0 || table_find_vr(table, table->next_vr))
		table->next_vr++;
	return table->next_vr++;
}

struct table_entry *table_add(struct table *table, uint16_t domid,
			      uint16_t devid)
{
	struct table_entry *entry;

	if (table_find(table, domid, devid) || table->count > UINT16_MAX)
		return NULL;
	entry = calloc(1, sizeof(*entry));
	if (!entry)
		return NULL;
	entry->key.domid = domid;
	entry->key.devid = devid;
	entry->vr = vr_unused(table);
	HASH_ADD(by_key, table->entries, key, sizeof(entry->key), entry);
	table->count++;
	return entry;
}

struct table_entry *table_find(const struct table *table, uint16_t domid,
			       uint16_t devid)
{
	const struct table_key key = { domid, devid };
	struct table_entry *entry;

	HASH_FIND(by_key, table->entries, &key, sizeof(key), entry);
	return entry;
}

struct table_entry *table_find_vr(const struct table *table, uint16_t vr)
{
	struct table_entry *entry, *next;

	HASH_ITER(by_key, table->entries, entry, next)
		if (entry->vr == vr)
			return entry;
	return NULL;
}

void table_adopt_vr(struct table *table, struct table_entry *entry,
		    uint16_t vr)
{
	struct table_entry *other = table_find_vr(table, vr);

	entry->vr = vr;
	if (other && other != entry)
		other->vr = vr_unused(table);
}

struct table_entry *table_find_mac(const struct table *table,
				   const uint8_t *mac)
{
	struct table_entry *entry, *next;

	HASH_ITER(by_key, table->entries, entry, next)
		if (memcmp(entry->mac, mac, sizeof(entry->mac)) == 0)
			return entry;
	return NULL;
}

bool table_mac_taken(const struct table *table, const uint8_t *mac,
		     const struct table_entry *except)
{
	struct table_entry *entry, *next;

	HASH_ITER(by_key, table->entries, entry, next)
		if (entry != except &&
		    (memcmp(entry->mac, mac, sizeof(entry->mac)) == 0 ||
		     memcmp(entry->given, mac, sizeof(entry->given)) == 0))
			return true;
	return false;
}

uint32_t table_place(const struct table *table,
		     const struct table_entry *except,
		     const struct vwlan_ssid *ssid)
{
	struct table_entry *entry, *next;

	HASH_ITER(by_key, table->entries, entry, next)
		if (entry != except && entry->frequency &&
		    entry->state == VWLAN_STATE_CONNECTED &&
		    vwlan_ssid_same(&entry->ssid, ssid))
			return entry->frequency;
	return 0;
}

void table_remove(struct table *table, struct table_entry *entry)
{
	HASH_DELETE(by_key, table->entries, entry);
	table->count--;
	free(entry);
}

void table_entry_disconnect(struct table_entry *entry,
			    enum vwlan_status status, uint16_t reason)
{
	entry->state = VWLAN_STATE_DISCONNECTED;
	entry->status = status;
	entry->reason = reason;
	memset(&entry->ssid, 0, sizeof(entry->ssid));
	memset(entry->bssid, 0, sizeof(entry->bssid));
	memset(entry->rates, 0, sizeof(entry->rates));
	entry->rate_count = 0;
	entry->frequency = 0;
	entry->signal = 0;
	entry->tx_rate = 0;
	entry->rx_rate = 0;
	entry->cipher = 0;
	entry->group_cipher = 0;
	entry->akm = 0;
	entry->key_index = 0;
	entry->qos_map.length = 0;
}

static void describe_number(struct vwlan_control *control,
			    enum vwlan_tlv_type tlv, uint32_t value)
{
	if (value)
		vwlan_control_set(control, tlv, value);
}

void table_entry_describe(const struct table_entry *entry,
			  struct vwlan_control *control)
{
	static const uint8_t none[VWLAN_MAC_LEN];

	vwlan_control_set(control, VWLAN_TLV_STATE, entry->state);
	vwlan_control_set(control, VWLAN_TLV_STATUS, entry->status);
	describe_number(control, VWLAN_TLV_REASON, entry->reason);
	if (entry->ssid.length)
		vwlan_control_add_ssid(control, entry->ssid.bytes,
				       entry->ssid.length);
	if (memcmp(entry->bssid, none, sizeof(none)))
		vwlan_control_set_bssid(control, entry->bssid);
	describe_number(control, VWLAN_TLV_FREQUENCY, entry->frequency);
	describe_number(control, VWLAN_TLV_SIGNAL, (uint32_t)entry->signal);
	describe_number(control, VWLAN_TLV_TX_RATE, entry->tx_rate);
	describe_number(control, VWLAN_TLV_RX_RATE, entry->rx_rate);
	describe_number(control, VWLAN_TLV_CIPHER, entry->cipher);
	describe_number(control, VWLAN_TLV_AKM, entry->akm);
}
