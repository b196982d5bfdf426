// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <libxlutil.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

#define CONFIG_BYTES_MAX (1 << 20)

int config_refuse(struct tool *tool, int rc, const char *file, size_t which,
		  const char *why)
{
	/* @why may be the tool's own buffer, which is about to change. */
	char text[TOOL_WHY_MAX];

	snprintf(text, sizeof(text), "%s", why);
	return tool_refuse(tool, rc, "%s: vwlan[%zu]: %s", file, which, text);
}

static int file_copy(struct tool *tool, const char *file, FILE *to)
{
	FILE *from = fopen(file, "re");
	char buffer[4096];
	size_t length, total = 0;
	int rc = 0;

	if (!from)
		return tool_refuse(tool, -errno, "%s: %s", file,
				   strerror(errno));
	while ((length = fread(buffer, 1, sizeof(buffer), from)) > 0 &&
	       total <= CONFIG_BYTES_MAX) {
		fwrite(buffer, 1, length, to);
		total += length;
	}
	if (ferror(from))
		rc = tool_refuse(tool, -EIO, "%s: can't be read", file);
	else if (total > CONFIG_BYTES_MAX)
		rc = tool_refuse(tool, -EFBIG, "%s: too long", file);
	fclose(from);
	return rc;
}

/* As xl does it: the file, and a line for each setting. */
static int text_gather(struct tool *tool, const char *file, char **settings,
		       char **text, size_t *length)
{
	FILE *to = open_memstream(text, length);
	int rc;

	if (!to)
		return tool_refuse(tool, -errno, "out of memory");
	rc = file_copy(tool, file, to);
	for (; *settings; settings++)
		fprintf(to, "\n%s\n", *settings);
	if (fclose(to) && rc == 0)
		rc = tool_refuse(tool, -ENOMEM, "out of memory");
	return rc;
}

static int entry_read(struct tool *tool, const char *file,
		      const XLU_ConfigList *list, size_t which,
		      struct config *config)
{
	const char *text = xlu_cfg_get_listitem(list, which);
	char why[SPEC_WHY_MAX];
	int rc;

	if (!text)
		return config_refuse(tool, -EINVAL, file, which,
				     "is no text");
	config->entry[which] = strdup(text);
	if (!config->entry[which])
		return tool_refuse(tool, -ENOMEM, "out of memory");
	config->count++;
	rc = spec_parse(text, &config->specs[which], why);
	return rc ? config_refuse(tool, rc, file, which, why) : 0;
}

static int entries_read(struct tool *tool, const char *file,
			const XLU_Config *xlu, struct config *config)
{
	XLU_ConfigList *list;
	int rc, i, count;

	rc = xlu_cfg_get_list(xlu, "vwlan", &list, &count, 1);
	if (rc == ESRCH)
		return tool_refuse(tool, -ENOENT, "%s: has no vwlan = [...]; "
				   "xl create starts it as well", file);
	if (rc)
		return tool_refuse(tool, -EINVAL, "%s: vwlan is no list of "
				   "texts", file);
	if (count > (int)SPEC_COUNT_MAX)
		return tool_refuse(tool, -E2BIG, "%s: vwlan has more than %u "
				   "entries", file, SPEC_COUNT_MAX);
	for (i = 0; i < count && rc == 0; i++)
		rc = entry_read(tool, file, list, i, config);
	return rc;
}

static int values_read(struct tool *tool, const char *file,
		       const XLU_Config *xlu, struct config *config)
{
	const char *name;

	if (xlu_cfg_get_string(xlu, "name", &name, 1))
		return tool_refuse(tool, -EINVAL, "%s: has no name", file);
	config->name = strdup(name);
	if (!config->name)
		return tool_refuse(tool, -ENOMEM, "out of memory");
	return entries_read(tool, file, xlu, config);
}

static int devices_check(struct tool *tool, const char *file,
			 struct config *config)
{
	char why[SPEC_WHY_MAX];
	size_t which;
	int rc = specs_check_macs(config->specs, config->count, &which, why);

	if (rc == 0)
		rc = specs_number(config->specs, config->count, 0, &which,
				  why);
	return rc ? config_refuse(tool, rc, file, which, why) : 0;
}

/* @report collects what libxlutil says: its first line says enough. */
static int text_parse(struct tool *tool, const char *file, const char *text,
		      size_t length, struct config *config, FILE *report,
		      char **said)
{
	XLU_Config *xlu = xlu_cfg_init(report, file);
	int rc = 0;

	if (!xlu)
		return tool_refuse(tool, -ENOMEM, "out of memory");
	if (xlu_cfg_readdata(xlu, text, length)) {
		fflush(report);
		rc = tool_refuse(tool, -EINVAL, "%.*s",
				 (int)strcspn(*said, "\n"), *said);
		if (!tool->why[0])
			tool_refuse(tool, rc, "%s: can't be parsed", file);
	}
	if (rc == 0)
		rc = values_read(tool, file, xlu, config);
	xlu_cfg_destroy(xlu);
	return rc ? rc : devices_check(tool, file, config);
}

int config_read(struct tool *tool, const char *file, char **settings,
		struct config *config)
{
	char *text = NULL, *said = NULL;
	size_t length = 0, spoken = 0;
	FILE *report = NULL;
	int rc;

	*config = (struct config){ 0 };
	rc = text_gather(tool, file, settings, &text, &length);
	if (rc)
		goto out;
	report = open_memstream(&said, &spoken);
	if (!report) {
		rc = tool_refuse(tool, -ENOMEM, "out of memory");
		goto out;
	}
	rc = text_parse(tool, file, text, length, config, report, &said);
out:
	if (report)
		fclose(report);
	free(said);
	free(text);
	return rc;
}

void config_free(struct config *config)
{
	size_t i;

	for (i = 0; i < config->count; i++)
		free(config->entry[i]);
	free(config->name);
}
