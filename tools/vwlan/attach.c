// SPDX-License-Identifier: GPL-2.0-or-later
/* vwlan attach: one more device for a guest that runs. */
#include <errno.h>
#include <stdlib.h>

#include "domain.h"
#include "pair.h"
#include "verb.h"

static int devids_used(struct tool *tool, unsigned int guest, uint32_t *used)
{
	struct entry *list;
	size_t count, i;
	int rc = registry_read(tool, XBT_NULL, "vwlan", &list, &count);

	*used = 0;
	for (i = 0; rc == 0 && i < count; i++)
		if (list[i].guest == guest && list[i].devid <= VWLAN_DEVID_MAX)
			*used |= 1u << list[i].devid;
	free(list);
	return rc;
}

static int pair_choose(struct tool *tool, const char *guest, struct spec *spec,
		       struct pair *pair)
{
	char why[SPEC_WHY_MAX];
	uint32_t domid, backend, used;
	size_t which;
	int rc = domain_find(tool, guest, &domid);

	if (rc == 0 && domid == 0)
		rc = tool_refuse(tool, -EINVAL, "dom0 can't be a guest");
	if (rc == 0)
		rc = domain_find_backend(tool, spec->backend, &backend);
	if (rc == 0 && backend == domid)
		rc = tool_refuse(tool, -EINVAL, "domain \"%s\" can't be its "
				 "own backend", guest);
	if (rc == 0)
		rc = devids_used(tool, domid, &used);
	if (rc)
		return rc;
	rc = specs_number(spec, 1, used, &which, why);
	if (rc)
		return tool_refuse(tool, rc, "%s", why);
	*pair = (struct pair){ .guest = domid, .devid = spec->devid,
			       .backend = backend };
	return 0;
}

static int device_attach(struct tool *tool, const struct pair *pair,
			 struct spec *spec, int timeout)
{
	char name[DOMAIN_NAME_MAX], why[TOOL_WHY_MAX];
	int rc;

	domain_name(tool, pair->guest, name);
	rc = pair_make(tool, pair, spec, name);
	if (rc)
		return rc;
	rc = pair_wait_ready(tool, pair, clock_now_ms() + timeout);
	if (rc == 0)
		return 0;
	snprintf(why, sizeof(why), "%s", tool->why);
	if (pair_forget(tool, pair, name))
		return tool_refuse(tool, rc, "%.400s; and its nodes could not "
				   "be removed", why);
	return tool_refuse(tool, rc, "%s", why);
}

int attach_run(struct tool *tool, const struct verb_options *options,
	       char **arguments)
{
	char why[TOOL_WHY_MAX];
	struct spec spec;
	struct pair pair = { 0 };
	int rc = spec_parse(arguments[1], &spec, why);

	if (rc)
		return tool_refuse(tool, rc, "\"%.200s\": %.200s",
				   arguments[1], why);
	rc = sweep_stale(tool);
	if (rc == 0)
		rc = pair_choose(tool, arguments[0], &spec, &pair);
	if (rc == 0)
		rc = device_attach(tool, &pair, &spec, options->timeout);
	if (rc) {
		snprintf(why, sizeof(why), "%s", tool->why);
		return tool_refuse(tool, rc, "\"%.200s\": %.250s",
				   arguments[1], why);
	}
	printf("%d\n", spec.devid);
	return 0;
}
