// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verb.h"

/**
 * struct wanted - the device that was named
 * @name: of its guest, or the guest's domain ID
 * @devid: or -1
 */
struct wanted {
	const char *name;
	int devid;
};

/* "5", "5/0", "laptop", "laptop/1"; @text is cut in two. */
static int wanted_read(struct wanted *wanted, char *text)
{
	char *slash = strrchr(text, '/'), *end;

	wanted->name = text;
	wanted->devid = -1;
	if (slash) {
		*slash = '\0';
		wanted->devid = strtol(slash + 1, &end, 10);
		if (*end || end == slash + 1 || wanted->devid < 0)
			return -1;
	}
	return text[0] ? 0 : -1;
}

static bool device_is(const cJSON *device, const struct wanted *wanted)
{
	char domid[16];

	snprintf(domid, sizeof(domid), "%.0f", number_of(device, "domid"));
	if (strcmp(wanted->name, domid) &&
	    strcmp(wanted->name, text_of(device, "name")))
		return false;
	return wanted->devid < 0 ||
	       wanted->devid == number_of(device, "devid");
}

/* The one device that was meant; NULL once it has complained. */
static const cJSON *device_find(const cJSON *status,
				const struct wanted *wanted)
{
	const cJSON *device, *found = NULL;

	cJSON_ArrayForEach(device, cJSON_GetObjectItemCaseSensitive(
				   status, "devices")) {
		if (!device_is(device, wanted))
			continue;
		if (found) {
			complain("%s has several devices: add /DEVID",
				 wanted->name);
			return NULL;
		}
		found = device;
	}
	if (!found)
		complain("there is no such device");
	return found;
}

/* ------------------------------------------------------------------ */
/* Showing                                                             */

static bool was_changed(const cJSON *device, const char *key)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(
				 device, "policy_changed"))
		if (cJSON_IsString(item) && !strcmp(item->valuestring, key))
			return true;
	return false;
}

static void values_print(const cJSON *device, const char *which)
{
	const cJSON *item;
	bool policy = strcmp(which, "policy") == 0;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(device,
								  which)) {
		printf("  %-14s", item->string);
		if (cJSON_IsNumber(item))
			printf("%.10g", item->valuedouble);
		else if (cJSON_IsBool(item))
			fputs(cJSON_IsTrue(item) ? "on" : "off", stdout);
		else
			fputs(cJSON_IsString(item) ? item->valuestring : "?",
			      stdout);
		puts(policy && was_changed(device, item->string) ?
		     "  (changed)" : "");
	}
}

static void policy_print(const cJSON *device)
{
	printf("%.0f.%.0f %s  %s\n", number_of(device, "domid"),
	       number_of(device, "devid"), text_of(device, "name"),
	       text_of(device, "mode"));
	values_print(device, "policy");
	if (cJSON_GetObjectItemCaseSensitive(device, "effective")) {
		puts(" in effect:");
		values_print(device, "effective");
	}
}

static void policies_print(const cJSON *status)
{
	const cJSON *device, *all = cJSON_GetObjectItemCaseSensitive(
		status, "devices");

	if (cJSON_GetArraySize(all) == 0)
		puts("no devices");
	cJSON_ArrayForEach(device, all)
		policy_print(device);
}

static int show(struct wanted *wanted)
{
	cJSON *status = daemon_status();
	const cJSON *device = NULL;

	if (!status)
		return 1;
	if (wanted->name)
		device = device_find(status, wanted);
	if (device)
		policy_print(device);
	else if (!wanted->name)
		policies_print(status);
	cJSON_Delete(status);
	return wanted->name && !device;
}

/* ------------------------------------------------------------------ */
/* Changing                                                            */

static int change(const struct wanted *wanted, char **values, int count)
{
	cJSON *status = daemon_status(), *request, *set;
	const cJSON *device;
	int i, rc = 1;

	if (!status)
		return 1;
	device = device_find(status, wanted);
	if (device) {
		request = cJSON_CreateObject();
		cJSON_AddStringToObject(request, "request", "policy");
		cJSON_AddNumberToObject(request, "domid",
					number_of(device, "domid"));
		cJSON_AddNumberToObject(request, "devid",
					number_of(device, "devid"));
		set = cJSON_AddArrayToObject(request, "set");
		for (i = 0; i < count; i++)
			cJSON_AddItemToArray(set,
					     cJSON_CreateString(values[i]));
		rc = daemon_order(request);
		cJSON_Delete(request);
	}
	cJSON_Delete(status);
	return rc;
}

int policy_run(const struct verb *verb, int argc, char **argv)
{
	struct wanted wanted = { 0 };

	if (argc > 1 && strcmp(argv[1], "--help") == 0)
		return verb_help(verb);
	if (argc > 1 && wanted_read(&wanted, argv[1]))
		return verb_misused(verb);
	if (argc <= 2)
		return show(&wanted);
	if (strcmp(argv[2], "set") || argc == 3)
		return verb_misused(verb);
	return change(&wanted, argv + 3, argc - 3);
}
