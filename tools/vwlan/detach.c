// SPDX-License-Identifier: GPL-2.0-or-later
/* vwlan detach: take a device away from a guest that runs. */
#include <errno.h>
#include <string.h>

#include "domain.h"
#include "memory.h"
#include "pair.h"
#include "verb.h"

/* -ENODEV: it isn't there, but it is remembered; else as usual. */
static int pair_find(struct tool *tool, const char *guest, const char *devid,
		     struct pair *pair, char *name)
{
	struct entry entry = { 0 };
	uint32_t domid, number;
	int rc = domain_find(tool, guest, &domid);

	if (rc)
		return rc;
	if (vwlan_number_parse(devid, strlen(devid), 0, VWLAN_DEVID_MAX,
			       &number))
		return tool_refuse(tool, -EINVAL, "\"%s\" is no number from 0 "
				   "to %u", devid, VWLAN_DEVID_MAX);
	domain_name(tool, domid, name);
	rc = registry_find(tool, XBT_NULL, domid, number, &entry);
	if (rc && !memory_has(tool, XBT_NULL, name, number))
		return tool_refuse(tool, -ENOENT, "domain \"%s\" has no "
				   "device %u", guest, number);
	*pair = (struct pair){ .guest = domid, .devid = number,
			       .backend = entry.backend };
	return rc ? -ENODEV : 0;
}

/* A backend that's gone has nothing to close. */
static int device_close(struct tool *tool, const struct pair *pair,
			int timeout)
{
	char why[TOOL_WHY_MAX];
	int rc;

	if (!domain_runs(tool, pair->backend))
		return 0;
	rc = pair_wait_closed(tool, pair, clock_now_ms() + timeout);
	if (rc != -ETIMEDOUT)
		return rc;
	snprintf(why, sizeof(why), "%s", tool->why);
	return tool_refuse(tool, rc, "%.400s; --force removes the device "
			   "anyway", why);
}

int detach_run(struct tool *tool, const struct verb_options *options,
	       char **arguments)
{
	char name[DOMAIN_NAME_MAX];
	struct pair pair = { 0 };
	int rc = pair_find(tool, arguments[0], arguments[1], &pair, name);

	if (rc == -ENODEV)
		return memory_forget(tool, XBT_NULL, name, pair.devid);
	if (rc == 0)
		rc = pair_offline(tool, &pair);
	if (rc == 0 && !options->force)
		rc = device_close(tool, &pair, options->timeout);
	if (rc == 0)
		rc = pair_forget(tool, &pair, name);
	return rc;
}
