// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>
#include <syslog.h>

#include <cjson/cJSON.h>

#include "engine.h"
#include "log.h"
#include "policy.h"
#include "policy_request.h"
#include "radio.h"
#include "record_file.h"

static cJSON *answer(const char *error)
{
	cJSON *json = cJSON_CreateObject();

	if (error)
		cJSON_AddStringToObject(json, "error", error);
	return json;
}

/* A whole number from 0 to @max, or -1. */
static int number_of(const cJSON *object, const char *name, int max)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (!cJSON_IsNumber(item) || item->valuedouble < 0 ||
	    item->valuedouble > max ||
	    item->valuedouble != (int)item->valuedouble)
		return -1;
	return item->valuedouble;
}

static struct table_entry *entry_find(const struct engine *engine,
				      const cJSON *request)
{
	int domid = number_of(request, "domid", VWLAN_DOMID_MAX);
	int devid = number_of(request, "devid", VWLAN_DEVID_MAX);

	if (domid < 0 || devid < 0)
		return NULL;
	return table_find(&engine->table, domid, devid);
}

/* Into @policy and @changed; false: @why says what is wrong. */
static bool all_take(const struct table_entry *entry, const cJSON *set,
		     struct vwlan_policy *policy, uint32_t *changed,
		     char *why)
{
	bool uplink = entry->uplink[0];
	const cJSON *item;
	const char *text;

	cJSON_ArrayForEach(item, set) {
		text = cJSON_GetStringValue(item);
		if (policy_set(policy, changed, uplink, text ? text : "",
			       why))
			return false;
	}
	return true;
}

static void change_log(const struct table_entry *entry,
		       const struct vwlan_policy *policy)
{
	char before[VWLAN_NODE_MAX], now[VWLAN_NODE_MAX];
	enum vwlan_policy_key key;

	for (key = 0; key < VWLAN_POLICY_KEYS; key++) {
		vwlan_policy_format(&entry->policy, key, before);
		vwlan_policy_format(policy, key, now);
		if (strcmp(before, now))
			log_device(LOG_NOTICE, entry->key.domid,
				   entry->key.devid, "policy: %s is %s now, "
				   "was %s", vwlan_policy_name(key), now,
				   before);
	}
}

cJSON *policy_request(struct engine *engine, const cJSON *request)
{
	const cJSON *set = cJSON_GetObjectItemCaseSensitive(request, "set");
	struct table_entry *entry = entry_find(engine, request);
	char why[VWLAN_POLICY_WHY_MAX] = "nothing is to be changed";
	struct vwlan_policy policy;
	struct device *device;
	uint32_t changed;
	int rc;

	if (!entry)
		return answer("there is no such device");
	if (!cJSON_IsArray(set) || cJSON_GetArraySize(set) == 0)
		return answer(why);
	policy = entry->policy;
	changed = entry->policy_changed;
	if (!all_take(entry, set, &policy, &changed, why))
		return answer(why);
	change_log(entry, &policy);
	entry->policy = policy;
	entry->policy_changed = changed;
	/* Whoever is told that it is done may count on it from now on. */
	rc = records_save(engine);
	device = device_find(engine, entry->key.domid, entry->key.devid);
	if (device)
		station_policy_news(device);
	return answer(rc ? "it is in effect, but the table's file can't be "
			   "written: another engine won't know" : NULL);
}

static void threshold_add(cJSON *to, const char *name, uint32_t value)
{
	if (value == ARBITER_UNSET)
		cJSON_AddStringToObject(to, name, "off");
	else
		cJSON_AddNumberToObject(to, name, value);
}

static void retry_add(cJSON *to, const char *name, uint8_t value)
{
	if (value == 0)
		cJSON_AddStringToObject(to, name, "default");
	else
		cJSON_AddNumberToObject(to, name, value);
}

static void text_add(cJSON *to, const char *name, const char *value)
{
	if (value[0])
		cJSON_AddStringToObject(to, name, value);
}

/* What became of it, and of what the guests wish for. */
static void effective_add(cJSON *to, const struct device *device)
{
	struct radio_effective now;
	cJSON *json;

	if (!device || !station_effective(device, &now))
		return;
	json = cJSON_AddObjectToObject(to, "effective");
	if (now.power == ARBITER_POWER_ANY)
		cJSON_AddStringToObject(json, "txpower", "any");
	else
		cJSON_AddNumberToObject(json, "txpower", now.power / 100.0);
	cJSON_AddBoolToObject(json, "power-save", now.power_save);
	threshold_add(json, "rts", now.settings.rts);
	threshold_add(json, "fragment", now.settings.fragment);
	retry_add(json, "retry-short", now.settings.retry_short);
	retry_add(json, "retry-long", now.settings.retry_long);
	text_add(json, "bitrates", now.bitrates);
	text_add(json, "qos-map", now.qos_map);
}

void policy_report(cJSON *to, const struct engine *engine,
		   unsigned int domid, unsigned int devid)
{
	const struct table_entry *entry = table_find(&engine->table, domid,
						     devid);
	cJSON *policy, *changed;
	enum vwlan_policy_key key;
	char text[VWLAN_NODE_MAX];

	if (!entry)
		return;
	policy = cJSON_AddObjectToObject(to, "policy");
	changed = cJSON_AddArrayToObject(to, "policy_changed");
	for (key = 0; key < VWLAN_POLICY_KEYS; key++) {
		if (entry->uplink[0] && !vwlan_policy_for_uplink(key))
			continue;
		vwlan_policy_format(&entry->policy, key, text);
		cJSON_AddStringToObject(policy, vwlan_policy_name(key), text);
		if (entry->policy_changed & 1u << key)
			cJSON_AddItemToArray(changed, cJSON_CreateString(
				vwlan_policy_name(key)));
	}
	effective_add(to, device_find(engine, domid, devid));
}
