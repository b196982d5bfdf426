/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Device specifications: what an entry of vwlan = [...] says.  Pure.
 *
 *	backend=wifi,mac=00:16:3e:00:00:01,network=corp
 */
#ifndef SPEC_H
#define SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vwlan_nodes.h"
#include "vwlan_policy.h"

#define SPEC_WHY_MAX 160	/* bytes of a reason, NUL included */
#define SPEC_TEXT_MAX 512	/* bytes of a specification, NUL included */
#define SPEC_NAME_MAX 33	/* bytes of a profile's name, NUL included */
#define SPEC_COUNT_MAX (VWLAN_DEVID_MAX + 1)
#define SPEC_DEVID_ANY -1

/**
 * struct spec - one device that is wanted
 * @backend: name or domain ID of the driver domain
 * @network: name of a network profile, or empty
 * @uplink: name of an uplink, or empty
 * @has_mac: @mac was given
 * @mac: the station's address
 * @policy: by enum vwlan_policy_key: what was written, checked, or empty
 * @devid: 0 to VWLAN_DEVID_MAX, or SPEC_DEVID_ANY
 * @text: what the administrator wrote
 */
struct spec {
	char backend[64];
	char network[SPEC_NAME_MAX];
	char uplink[SPEC_NAME_MAX];
	bool has_mac;
	uint8_t mac[6];
	char policy[VWLAN_POLICY_KEYS][VWLAN_NODE_MAX];
	int devid;
	char text[SPEC_TEXT_MAX];
};

/**
 * spec_parse - take a specification apart
 *
 * @why: SPEC_WHY_MAX bytes; says what is wrong
 *
 * Returns 0 or -EINVAL.
 */
int spec_parse(const char *text, struct spec *to, char *why);

/**
 * spec_complete - as it was written, with what has been chosen since
 *
 * @to: SPEC_TEXT_MAX bytes; the same device results from it again
 */
void spec_complete(const struct spec *spec, char *to);

/**
 * specs_number - give a device ID to those that have none
 *
 * @used: bit n is set if the guest has a device n already
 * @which: index of the one that @why is about
 *
 * Returns 0; -EEXIST if an ID is taken; -ENOSPC if none is left.
 */
int specs_number(struct spec *specs, size_t count, uint32_t used,
		 size_t *which, char *why);

/**
 * specs_check_macs - does any address appear twice?
 *
 * Returns 0 or -EEXIST, with @which and @why as above.
 */
int specs_check_macs(const struct spec *specs, size_t count, size_t *which,
		     char *why);

#endif
