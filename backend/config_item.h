/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Items of the configuration's lists, "key=value,key=value".  Pure.
 */
#ifndef BACKEND_CONFIG_ITEM_H
#define BACKEND_CONFIG_ITEM_H

#include <stddef.h>

#include "config.h"

#define CONFIG_WHY_MAX 256u	/* bytes, NUL included */

/**
 * config_network_parse - one item of networks
 *
 * @why: CONFIG_WHY_MAX bytes: what is wrong, and what is expected
 *
 * Returns 0 or -EINVAL.
 */
int config_network_parse(struct config_network *network, const char *item,
			 char *why);

/** config_uplink_parse - one item of uplinks; as above */
int config_uplink_parse(struct config_uplink *uplink, const char *item,
			char *why);

/**
 * config_slots_check - a power of two that the rings' layout allows?
 *
 * Returns 0 or -ERANGE.
 */
int config_slots_check(long slots);

/**
 * config_interface_check - can a network interface have this name?
 *
 * Returns 0 or -EINVAL.
 */
int config_interface_check(const char *name);

#endif
