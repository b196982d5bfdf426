// SPDX-License-Identifier: GPL-2.0-or-later
/* vwlan create: all of a guest's devices, or no guest. */
#include <errno.h>
#include <poll.h>

#include "config.h"
#include "domain.h"
#include "guest.h"
#include "memory.h"
#include "pair.h"
#include "verb.h"

/**
 * struct creation - how far it got
 * @made: how many of @pairs are in xenstore
 */
struct creation {
	const char *file;
	struct config config;
	struct pair pairs[SPEC_COUNT_MAX];
	size_t made;
};

static int device_check(struct tool *tool, struct creation *c, size_t i)
{
	const struct spec *spec = &c->config.specs[i];
	uint32_t backend;
	int rc = domain_find_backend(tool, spec->backend, &backend);

	if (rc == 0 && spec->has_mac)
		rc = registry_check_mac(tool, XBT_NULL, spec->mac, backend);
	if (rc)
		return config_refuse(tool, rc, c->file, i, tool->why);
	c->pairs[i].backend = backend;
	c->pairs[i].devid = spec->devid;
	return 0;
}

/* Whatever can be known to fail fails here, before there is a guest. */
static int creation_check(struct tool *tool, struct creation *c)
{
	uint32_t domid;
	size_t i;
	int rc = 0;

	if (libxl_name_to_domid(tool->xl, c->config.name, &domid) == 0)
		return tool_refuse(tool, -EEXIST, "%s: domain \"%s\" is "
				   "running already", c->file,
				   c->config.name);
	for (i = 0; i < c->config.count && rc == 0; i++)
		rc = device_check(tool, c, i);
	return rc;
}

static int devices_make(struct tool *tool, struct creation *c, uint32_t domid)
{
	size_t i;
	int rc;

	for (i = 0; i < c->config.count; i++) {
		c->pairs[i].guest = domid;
		rc = pair_make(tool, &c->pairs[i], &c->config.specs[i],
			       c->config.name);
		if (rc)
			return config_refuse(tool, rc, c->file, i, tool->why);
		c->made++;
	}
	return 0;
}

static int devices_wait(struct tool *tool, struct creation *c, int timeout)
{
	int64_t deadline = clock_now_ms() + timeout;
	size_t i;
	int rc;

	for (i = 0; i < c->made; i++) {
		rc = pair_wait_ready(tool, &c->pairs[i], deadline);
		if (rc)
			return config_refuse(tool, rc, c->file, i, tool->why);
	}
	return 0;
}

static int interrupt_check(struct tool *tool)
{
	struct pollfd fd = { .fd = tool->interrupt, .events = POLLIN };

	if (poll(&fd, 1, 0) > 0)
		return tool_refuse(tool, -EINTR, "interrupted");
	return 0;
}

/* The reason that is already in @tool->why is the one to be shown. */
static void creation_undo(struct tool *tool, struct creation *c,
			  uint32_t domid)
{
	char why[TOOL_WHY_MAX];
	bool failed;

	snprintf(why, sizeof(why), "%s", tool->why);
	failed = guest_destroy(tool, domid) != 0;
	while (c->made > 0)
		if (pair_forget(tool, &c->pairs[--c->made],
				c->config.name))
			failed = true;
	tool_refuse(tool, 0, "%.400s%s", why, failed ? "; and not all of the "
		    "guest could be removed, see xl list" : "");
}

int create_run(struct tool *tool, const struct verb_options *options,
	       char **arguments)
{
	struct creation c = { .file = arguments[0] };
	char **settings = arguments + 1;
	uint32_t domid;
	int rc;

	rc = config_read(tool, c.file, settings, &c.config);
	if (rc == 0)
		rc = creation_check(tool, &c);
	if (rc == 0)
		rc = sweep_stale(tool);
	/* Or vwlan watch would give it those that it had before. */
	if (rc == 0)
		rc = memory_forget_guest(tool, c.config.name);
	if (rc == 0)
		rc = guest_start(tool, c.file, settings, c.config.name,
				 &domid);
	if (rc)
		goto out;
	rc = devices_make(tool, &c, domid);
	if (rc == 0)
		rc = devices_wait(tool, &c, options->timeout);
	if (rc == 0)
		rc = interrupt_check(tool);
	if (rc == 0)
		rc = guest_unpause(tool, domid);
	if (rc)
		creation_undo(tool, &c, domid);
out:
	config_free(&c.config);
	return rc;
}
