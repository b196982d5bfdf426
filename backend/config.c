// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxlutil has no way to list a file's keys, so a misspelt key at the top
 * level goes unnoticed, as in xl's own files.  Inside a list's items every
 * key is checked.
 */
#include <errno.h>
#include <libxlutil.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "config_item.h"

/* oxenstored allows a domain 100 watches; one is on the devices' root. */
#define DEVICES_MAX 96L
/* Xen's grant tables have room for no more by far. */
#define PAGES_MAX (1L << 20)
#define STATIONS_MAX 1024L
#define CHANNELS_MAX 16L

struct reader {
	XLU_Config *xlu;
	const char *path;
};

__attribute__((format(printf, 3, 4)))
static int wrong(const struct reader *reader, const char *key,
		 const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s: %s: ", reader->path, key);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return -EINVAL;
}

static int number_read(const struct reader *reader, const char *key, long min,
		       long max, long *to)
{
	long value;
	int rc = xlu_cfg_get_long(reader->xlu, key, &value, 1);

	if (rc == ESRCH)
		return 0;
	if (rc || value < min || value > max)
		return wrong(reader, key, "expected a number from %ld to %ld",
			     min, max);
	*to = value;
	return 0;
}

static int slots_read(const struct reader *reader, const char *key,
		      unsigned int *to)
{
	long min = 1L << VWLAN_FRAME_ORDER_MIN;
	long max = 1L << VWLAN_FRAME_ORDER_MAX;
	long value = *to;
	int rc = number_read(reader, key, min, max, &value);

	if (rc)
		return rc;
	if (config_slots_check(value))
		return wrong(reader, key, "expected a power of two from %ld "
			     "to %ld", min, max);
	*to = value;
	return 0;
}

static int text_read(const struct reader *reader, const char *key, char *to,
		     size_t size)
{
	const char *value;
	int rc = xlu_cfg_get_string(reader->xlu, key, &value, 1);

	if (rc == ESRCH)
		return 0;
	if (rc || strlen(value) >= size)
		return wrong(reader, key, "expected a text of less than %zu "
			     "characters in quotation marks", size);
	snprintf(to, size, "%s", value);
	return 0;
}

static int path_read(const struct reader *reader, const char *key, char *to,
		     size_t size)
{
	int rc = text_read(reader, key, to, size);

	if (rc == 0 && to[0] != '/')
		return wrong(reader, key, "expected an absolute path");
	return rc;
}

static int user_read(const struct reader *reader, const char *key, char *to,
		     size_t size)
{
	int rc = text_read(reader, key, to, size);

	/* Whoever it is meant for, root has no sandbox. */
	if (rc == 0 && (to[0] == '\0' || strcmp(to, "root") == 0))
		return wrong(reader, key, "expected the name of a user other "
			     "than root");
	return rc;
}

static int phy_read(const struct reader *reader, char *to, size_t size)
{
	int rc = text_read(reader, "phy", to, size);

	if (rc == 0 && to[0] && config_interface_check(to))
		return wrong(reader, "phy", "expected a name as \"phy0\"");
	return rc;
}

/*
 * Keys as in a device's specification, with '_' for '-'; but "networks" are
 * the profiles here.  A reason begins with the key's name over there.
 */
static int policy_read(const struct reader *reader,
		       struct vwlan_policy *policy)
{
	static const char *const names[VWLAN_POLICY_KEYS] = {
		[VWLAN_POLICY_PRIORITY] = "priority",
		[VWLAN_POLICY_MAC] = "mac_policy",
		[VWLAN_POLICY_NETWORKS] = "allowed_networks",
		[VWLAN_POLICY_BANDS] = "bands",
		[VWLAN_POLICY_RATE] = "rate",
		[VWLAN_POLICY_TXPOWER] = "txpower_max",
		[VWLAN_POLICY_SHARE] = "share",
		[VWLAN_POLICY_WEIGHT] = "weight",
		[VWLAN_POLICY_TURN] = "turn",
	};
	char value[VWLAN_NODE_MAX], why[VWLAN_POLICY_WHY_MAX];
	enum vwlan_policy_key key;
	const char *name;
	int rc = 0;

	for (key = 0; rc == 0 && key < VWLAN_POLICY_KEYS; key++) {
		name = vwlan_policy_name(key);
		value[0] = '\0';
		rc = text_read(reader, names[key], value, sizeof(value));
		if (rc == 0 && value[0] &&
		    vwlan_policy_take(policy, key, value, strlen(value), why))
			rc = wrong(reader, names[key], "%s",
				   why + strlen(name) + 1);
	}
	return rc;
}

/* ------------------------------------------------------------------ */
/* Lists                                                               */

static int network_add(struct config *config, const char *item, char *why)
{
	struct config_network network;
	int rc = config_network_parse(&network, item, why);

	if (rc)
		return rc;
	if (config_network_find(config, network.name)) {
		snprintf(why, CONFIG_WHY_MAX, "name \"%s\" is taken already",
			 network.name);
		return -EINVAL;
	}
	config->network[config->networks++] = network;
	return 0;
}

static int uplink_add(struct config *config, const char *item, char *why)
{
	struct config_uplink uplink;
	int rc = config_uplink_parse(&uplink, item, why);

	if (rc)
		return rc;
	if (config_uplink_find(config, uplink.name) >= 0) {
		snprintf(why, CONFIG_WHY_MAX, "name \"%s\" is taken already",
			 uplink.name);
		return -EINVAL;
	}
	config->uplink[config->uplinks++] = uplink;
	return 0;
}

typedef int item_add_fn(struct config *config, const char *item, char *why);

static int list_read(const struct reader *reader, struct config *config,
		     const char *key, int max, item_add_fn *add)
{
	char why[CONFIG_WHY_MAX];
	XLU_ConfigList *list;
	const char *item;
	int rc, count, i;

	rc = xlu_cfg_get_list(reader->xlu, key, &list, &count, 1);
	if (rc == ESRCH)
		return 0;
	if (rc)
		return wrong(reader, key, "expected a list, [ \"...\", ... ]");
	if (count > max)
		return wrong(reader, key, "expected %d items at most", max);
	for (i = 0; i < count; i++) {
		item = xlu_cfg_get_listitem(list, i);
		if (!item)
			return wrong(reader, key, "item %d is not a text in "
				     "quotation marks", i + 1);
		if (add(config, item, why))
			return wrong(reader, key, "item %d: %s", i + 1, why);
	}
	return 0;
}

/* ------------------------------------------------------------------ */

static void defaults_set(struct config *config)
{
	*config = (struct config){
		.max_devices = 16,
		.max_pages = 8192,
		.max_tx_slots = 256,
		.max_rx_slots = 256,
		.guest_networks = true,
		.user = "vwland",
		.worker_user = "vwlan-worker",
		.supplicant = "/sbin/wpa_supplicant",
		.run = "/run/vwland",
	};
	vwlan_policy_default(&config->policy);
}

static int numbers_read(const struct reader *reader, struct config *config)
{
	long devices = config->max_devices, pages = config->max_pages;
	long guest_networks = config->guest_networks;
	long stations = config->max_sta, channels = config->max_channels;
	int rc;

	rc = number_read(reader, "max_devices", 1, DEVICES_MAX, &devices);
	if (rc == 0)
		rc = number_read(reader, "max_pages", 1, PAGES_MAX, &pages);
	if (rc == 0)
		rc = number_read(reader, "guest_networks", 0, 1,
				 &guest_networks);
	if (rc == 0)
		rc = number_read(reader, "max_sta", 0, STATIONS_MAX,
				 &stations);
	if (rc == 0)
		rc = number_read(reader, "max_channels", 0, CHANNELS_MAX,
				 &channels);
	if (rc == 0)
		rc = slots_read(reader, "max_tx_slots",
				&config->max_tx_slots);
	if (rc == 0)
		rc = slots_read(reader, "max_rx_slots",
				&config->max_rx_slots);
	config->max_devices = devices;
	config->max_pages = pages;
	config->guest_networks = guest_networks;
	config->max_sta = stations;
	config->max_channels = channels;
	return rc;
}

static int texts_read(const struct reader *reader, struct config *config)
{
	int rc;

	rc = phy_read(reader, config->phy, sizeof(config->phy));
	if (rc == 0)
		rc = policy_read(reader, &config->policy);
	if (rc == 0)
		rc = user_read(reader, "user", config->user,
			       sizeof(config->user));
	if (rc == 0)
		rc = user_read(reader, "worker_user", config->worker_user,
			       sizeof(config->worker_user));
	if (rc == 0)
		rc = path_read(reader, "supplicant", config->supplicant,
			       sizeof(config->supplicant));
	if (rc == 0)
		rc = path_read(reader, "run", config->run,
			       sizeof(config->run));
	return rc;
}

static int lists_read(const struct reader *reader, struct config *config)
{
	int rc;

	rc = list_read(reader, config, "networks", CONFIG_NETWORKS_MAX,
		       network_add);
	if (rc == 0)
		rc = list_read(reader, config, "uplinks", CONFIG_UPLINKS_MAX,
			       uplink_add);
	return rc;
}

int config_read(struct config *config, const char *path)
{
	struct reader reader = { NULL, path };
	int rc;

	/* libxlutil would say "Success". */
	if (access(path, R_OK)) {
		rc = -errno;
		fprintf(stderr, "%s: can't be read: %s\n", path,
			strerror(-rc));
		return rc;
	}
	reader.xlu = xlu_cfg_init(stderr, path);
	if (!reader.xlu)
		return -ENOMEM;
	defaults_set(config);
	/* Says itself what is wrong, and in which line. */
	rc = -xlu_cfg_readfile(reader.xlu, path);
	if (rc == 0)
		rc = numbers_read(&reader, config);
	if (rc == 0)
		rc = texts_read(&reader, config);
	if (rc == 0)
		rc = lists_read(&reader, config);
	xlu_cfg_destroy(reader.xlu);
	return rc;
}
