// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "clock.h"
#include "engine.h"
#include "policy_request.h"
#include "radio.h"
#include "report.h"
#include "wpatext.h"

static void ssid_add(cJSON *to, const struct vwlan_ssid *ssid)
{
	char text[4 * VWLAN_SSID_MAX + 1], hex[2 * VWLAN_SSID_MAX + 1];
	size_t at = 0;
	unsigned int i;
	char c;

	if (ssid->length == 0)
		return;
	for (i = 0; i < ssid->length && i < VWLAN_SSID_MAX; i++) {
		c = ssid->bytes[i];
		if (c >= ' ' && c <= '~' && c != '\\')
			text[at++] = c;
		else
			at += snprintf(text + at, sizeof(text) - at,
				       "\\x%02x", ssid->bytes[i]);
	}
	text[at] = '\0';
	wpatext_hex(hex, ssid->bytes, i);
	cJSON_AddStringToObject(to, "ssid", text);
	cJSON_AddStringToObject(to, "ssid_hex", hex);
}

static void mac_add(cJSON *to, const char *name, const uint8_t *mac)
{
	static const uint8_t none[VWLAN_MAC_LEN];
	char text[VWLAN_MAC_TEXT];

	if (memcmp(mac, none, sizeof(none)) == 0)
		return;
	vwlan_mac_format(mac, text);
	cJSON_AddStringToObject(to, name, text);
}

static void number_add(cJSON *to, const char *name, double value)
{
	if (value)
		cJSON_AddNumberToObject(to, name, value);
}

static void text_add(cJSON *to, const char *name, const char *text)
{
	if (text[0])
		cJSON_AddStringToObject(to, name, text);
}

static void selector_add(cJSON *to, const char *name, uint32_t selector)
{
	char text[16];

	if (!selector)
		return;
	snprintf(text, sizeof(text), "%02x-%02x-%02x:%u", selector >> 24,
		 selector >> 16 & 0xff, selector >> 8 & 0xff,
		 selector & 0xff);
	cJSON_AddStringToObject(to, name, text);
}

static void rates_add(cJSON *to, const struct table_entry *entry)
{
	cJSON *rates, *rate;
	unsigned int i;

	if (!entry->rate_count)
		return;
	rates = cJSON_AddArrayToObject(to, "ap_rates");
	for (i = 0; i < entry->rate_count; i++) {
		rate = cJSON_CreateObject();
		cJSON_AddNumberToObject(rate, "mbps",
					(entry->rates[i] & 0x7f) * 0.5);
		cJSON_AddBoolToObject(rate, "basic", entry->rates[i] >> 7);
		cJSON_AddItemToArray(rates, rate);
	}
}

static void keys_add(cJSON *to, uint32_t mask)
{
	cJSON *keys = cJSON_AddArrayToObject(to, "key_indexes");
	unsigned int i;

	for (i = 0; i < TABLE_KEYS; i++)
		if (mask & 1u << i)
			cJSON_AddItemToArray(keys, cJSON_CreateNumber(i));
}

static void connection_add(cJSON *to, const struct table_entry *entry)
{
	cJSON_AddStringToObject(to, "state", vwlan_state_text(entry->state));
	if (entry->status)
		cJSON_AddStringToObject(to, "status",
					vwlan_status_text(entry->status));
	number_add(to, "reason", entry->reason);
	ssid_add(to, &entry->ssid);
	mac_add(to, "bssid", entry->bssid);
	number_add(to, "frequency", entry->frequency);
	number_add(to, "signal", entry->signal);
	number_add(to, "tx_mbps", entry->tx_rate / 10.0);
	number_add(to, "rx_mbps", entry->rx_rate / 10.0);
	rates_add(to, entry);
	selector_add(to, "cipher", entry->cipher);
	selector_add(to, "group_cipher", entry->group_cipher);
	selector_add(to, "akm", entry->akm);
	keys_add(to, entry->key_index);
	cJSON_AddNumberToObject(to, "generation", entry->generation);
}

static void turn_add(cJSON *to, const struct device *device)
{
	static const char *const waits[] = {
		[RADIO_WAITS_STATION] = "station",
		[RADIO_WAITS_CHANNEL] = "channel",
	};
	const struct radio_guest *guest = station_guest(device);
	enum radio_waits waits_for;
	uint64_t ms;

	if (!guest)
		return;
	waits_for = radio_turn_waits(guest, &ms);
	if (waits_for != RADIO_WAITS_NOT) {
		cJSON_AddStringToObject(to, "waits_for", waits[waits_for]);
		number_add(to, "back_in_ms", ms);
	}
	number_add(to, "turns", guest->turn.ended);
	number_add(to, "switch_ms", guest->turn.took);
}

static double counter(const _Atomic uint64_t *from)
{
	return atomic_load_explicit(from, memory_order_relaxed);
}

static void direction_add(cJSON *to, const char *name,
			  const struct worker_direction *from)
{
	cJSON *direction = cJSON_AddObjectToObject(to, name), *drops;
	unsigned int i;

	cJSON_AddNumberToObject(direction, "frames", counter(&from->frames));
	cJSON_AddNumberToObject(direction, "bytes", counter(&from->bytes));
	cJSON_AddNumberToObject(direction, "held", counter(&from->held));
	drops = cJSON_AddObjectToObject(direction, "drops");
	for (i = 0; i < DROP_COUNT; i++)
		cJSON_AddNumberToObject(drops, drop_reason_text(i),
					counter(&from->drops[i]));
}

static void counters_add(cJSON *to, const struct worker_shared *shared)
{
	if (!shared)
		return;
	direction_add(to, "tx", &shared->tx);
	direction_add(to, "rx", &shared->rx);
	cJSON_AddNumberToObject(to, "system_calls",
				counter(&shared->system_calls));
	cJSON_AddNumberToObject(to, "notifications",
				counter(&shared->notifications));
	cJSON_AddNumberToObject(to, "wakeups", counter(&shared->wakeups));
}

static const char *mode_text(enum vwlan_mode mode)
{
	switch (mode) {
	case VWLAN_MODE_UPLINK:
		return "uplink";
	case VWLAN_MODE_NATIVE:
		return "native";
	case VWLAN_MODE_MANAGED:
		break;
	}
	return "managed";
}

static cJSON *device_report(const struct engine *engine,
			    const struct table_entry *entry,
			    const struct device *device)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "domid", entry->key.domid);
	cJSON_AddNumberToObject(json, "devid", entry->key.devid);
	text_add(json, "name", entry->name);
	cJSON_AddNumberToObject(json, "virtual_radio", entry->vr);
	mac_add(json, "mac", entry->mac);
	cJSON_AddStringToObject(json, "mode", mode_text(entry->mode));
	text_add(json, "network", entry->network);
	text_add(json, "uplink", entry->uplink);
	cJSON_AddNumberToObject(json, "priority", entry->policy.priority);
	cJSON_AddStringToObject(json, "backend_state",
				vwlan_xenbus_text(entry->backend_state));
	cJSON_AddStringToObject(json, "frontend_state",
				vwlan_xenbus_text(entry->frontend_state));
	text_add(json, "interface", entry->ifname);
	connection_add(json, entry);
	turn_add(json, device);
	number_add(json, "worker_pid", entry->worker_pid);
	cJSON_AddNumberToObject(json, "worker_restarts",
				entry->worker_restarts);
	text_add(json, "error", entry->error);
	policy_report(json, engine, entry->key.domid, entry->key.devid);
	counters_add(json, device ? device->shared : NULL);
	return json;
}

static void process_add(cJSON *to, const char *role, int pid)
{
	cJSON *process = cJSON_CreateObject();

	cJSON_AddStringToObject(process, "role", role);
	cJSON_AddNumberToObject(process, "pid", pid);
	cJSON_AddItemToArray(to, process);
}

static void processes_add(cJSON *to, const struct engine *engine,
			  pid_t monitor)
{
	cJSON *processes = cJSON_AddArrayToObject(to, "processes");
	struct table_entry *entry, *next;
	char role[32];

	process_add(processes, "monitor", monitor);
	process_add(processes, "engine", getpid());
	HASH_ITER(by_key, engine->table.entries, entry, next) {
		if (!entry->worker_pid)
			continue;
		snprintf(role, sizeof(role), "worker %u.%u",
			 entry->key.domid, entry->key.devid);
		process_add(processes, role, entry->worker_pid);
	}
}

cJSON *report_status(const struct engine *engine, pid_t monitor)
{
	cJSON *json = cJSON_CreateObject(), *devices;
	struct table_entry *entry, *next;

	cJSON_AddNumberToObject(json, "format", 1);
	cJSON_AddNumberToObject(json, "domid", engine->domid);
	cJSON_AddNumberToObject(json, "uptime",
				(long)(clock_seconds() - engine->started));
	processes_add(json, engine, monitor);
	devices = cJSON_AddArrayToObject(json, "devices");
	HASH_ITER(by_key, engine->table.entries, entry, next)
		cJSON_AddItemToArray(devices,
				     device_report(engine, entry,
					device_find(engine,
						    entry->key.domid,
						    entry->key.devid)));
	return json;
}
