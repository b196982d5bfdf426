// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "store.h"

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

int domain_find_backend(struct tool *tool, const char *text,
			uint32_t *domid)
{
	char path[VWLAN_PATH_MAX];
	uint32_t running = 0;
	int rc = domain_find(tool, text, domid);

	if (rc)
		return tool_refuse(tool, rc, "backend \"%s\" isn't running",
				   text);
	if (!domain_drives(tool, *domid))
		return tool_refuse(tool, -ENODEV, "backend \"%s\" is no "
				   "driver domain (driver_domain=1)", text);
	vwlan_announce_path(path, *domid);
	if (store_number_read(tool, XBT_NULL, path, 1, &running) || !running)
		return tool_refuse(tool, -ENODEV, "vwland isn't running in "
				   "backend \"%s\"", text);
	return 0;
}
