// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "store.h"
#include "wait.h"

#define ANSWER_TIME 3000	/* ms; a new engine may have to be started */

bool domain_exists(struct tool *tool, uint32_t domid)
{
	/* Any other failure says nothing about the domain. */
	return libxl_domain_info(tool->xl, NULL, domid) !=
	       ERROR_DOMAIN_NOTFOUND;
}

bool domain_runs(struct tool *tool, uint32_t domid)
{
	libxl_dominfo info;
	bool runs;

	libxl_dominfo_init(&info);
	runs = libxl_domain_info(tool->xl, &info, domid) == 0 &&
	       !info.dying && !info.shutdown;
	libxl_dominfo_dispose(&info);
	return runs;
}

int domain_find(struct tool *tool, const char *text, uint32_t *domid)
{
	int rc = vwlan_number_parse(text, strlen(text), 0, VWLAN_DOMID_MAX,
				    domid);

	if (rc == -EINVAL)
		rc = libxl_name_to_domid(tool->xl, text, domid);
	if (rc || !domain_runs(tool, *domid))
		return tool_refuse(tool, -ENOENT, "domain \"%s\" isn't "
				   "running", text);
	return 0;
}

void domain_name(struct tool *tool, uint32_t domid, char *to)
{
	char *name = libxl_domid_to_name(tool->xl, domid);

	if (name)
		snprintf(to, DOMAIN_NAME_MAX, "%s", name);
	else
		snprintf(to, DOMAIN_NAME_MAX, "%u", domid);
	free(name);
}

static bool domain_drives(struct tool *tool, uint32_t domid)
{
	libxl_domain_config config;
	libxl_defbool *drives = &config.c_info.driver_domain;
	bool answer;

	if (domid == 0)
		return true;
	libxl_domain_config_init(&config);
	answer = libxl_retrieve_domain_configuration(tool->xl, domid, &config,
						     NULL) == 0 &&
		 !libxl_defbool_is_default(*drives) &&
		 libxl_defbool_val(*drives);
	libxl_domain_config_dispose(&config);
	return answer;
}

/* Over the announcement, if there is one: a living backend renews it. */
static int announcement_ask(struct tool *tool, xs_transaction_t t, void *user)
{
	const char *path = user;
	uint32_t value;

	if (store_number_read(tool, t, path, 1, &value))
		return -ENODEV;
	return store_write(tool, t, path, "0");
}

/* It was a dead one's; without it the next refusal comes at once. */
static int announcement_remove(struct tool *tool, xs_transaction_t t,
			       void *user)
{
	const char *path = user;
	uint32_t value;

	if (store_number_read(tool, t, path, 1, &value) || value)
		return 0;
	return store_remove(tool, t, path);
}

static int announcement_wait(struct tool *tool, const char *path)
{
	int64_t deadline = clock_now_ms() + ANSWER_TIME;
	uint32_t value;
	int rc = 0;

	if (!xs_watch(tool->xs, path, "answer"))
		return tool_refuse(tool, -errno, "xenstore: can't watch %s: "
				   "%s", path, strerror(errno));
	while (rc == 0 && (store_number_read(tool, XBT_NULL, path, 1,
					     &value) || !value))
		rc = wait_event(tool, deadline);
	xs_unwatch(tool->xs, path, "answer");
	return rc;
}

/* Killed, vwland leaves its announcement behind: so ask. */
static int backend_check(struct tool *tool, const char *text, uint32_t domid)
{
	char path[VWLAN_PATH_MAX];
	int rc;

	vwlan_announce_path(path, domid);
	rc = store_transact(tool, announcement_ask, path);
	if (rc == -ENODEV)
		return tool_refuse(tool, rc, "vwland isn't running in backend "
				   "\"%s\"", text);
	if (rc == 0)
		rc = announcement_wait(tool, path);
	if (rc == -EINTR)
		return tool_refuse(tool, rc, "interrupted");
	if (rc == -ETIMEDOUT) {
		store_transact(tool, announcement_remove, path);
		return tool_refuse(tool, -ENODEV, "vwland doesn't answer in "
				   "backend \"%s\"", text);
	}
	return rc;
}

int domain_find_backend(struct tool *tool, const char *text,
			uint32_t *domid)
{
	int rc = domain_find(tool, text, domid);

	if (rc)
		return tool_refuse(tool, rc, "backend \"%s\" isn't running",
				   text);
	if (!domain_drives(tool, *domid))
		return tool_refuse(tool, -ENODEV, "backend \"%s\" is no "
				   "driver domain (driver_domain=1)", text);
	return backend_check(tool, text, *domid);
}
