// SPDX-License-Identifier: GPL-2.0-or-later
/*
 *	/vwlan/NAME		in hexadecimal: names may have any character
 *	/vwlan/NAME/name	and as it is
 *	/vwlan/NAME/DEVID	the device's specification
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define ROOT "/vwlan"

struct memories {
	struct memory *list;
	size_t count;
};

static void guest_path(char *to, const char *guest)
{
	size_t i, at = snprintf(to, STORE_PATH_MAX, ROOT "/");

	for (i = 0; guest[i] && at + 2 < STORE_PATH_MAX; i++, at += 2)
		snprintf(to + at, STORE_PATH_MAX - at, "%02x",
			 (unsigned char)guest[i]);
}

static void node_path(char *to, const char *guest, const char *name)
{
	size_t length;

	guest_path(to, guest);
	length = strlen(to);
	snprintf(to + length, STORE_PATH_MAX - length, "/%s", name);
}

static void device_path(char *to, const char *guest, unsigned int devid)
{
	char name[16];

	snprintf(name, sizeof(name), "%u", devid);
	node_path(to, guest, name);
}

int memory_keep(struct tool *tool, xs_transaction_t t, const char *guest,
		const struct spec *spec)
{
	char path[STORE_PATH_MAX], text[SPEC_TEXT_MAX];
	int rc;

	/* What is made below inherits that it is nobody else's business. */
	if (!store_exists(tool, t, ROOT)) {
		rc = store_mkdir(tool, t, ROOT, 0, 0);
		if (rc)
			return rc;
	}
	node_path(path, guest, "name");
	rc = store_write(tool, t, path, guest);
	if (rc)
		return rc;
	spec_complete(spec, text);
	device_path(path, guest, spec->devid);
	return store_write(tool, t, path, text);
}

bool memory_has(struct tool *tool, xs_transaction_t t, const char *guest,
		unsigned int devid)
{
	char path[STORE_PATH_MAX];

	device_path(path, guest, devid);
	return store_exists(tool, t, path);
}

int memory_forget(struct tool *tool, xs_transaction_t t, const char *guest,
		  unsigned int devid)
{
	char path[STORE_PATH_MAX];
	unsigned int count = 0;
	char **names;
	int rc;

	device_path(path, guest, devid);
	rc = store_remove(tool, t, path);
	guest_path(path, guest);
	names = xs_directory(tool->xs, t, path, &count);
	free(names);
	/* Its name alone is nothing to remember. */
	return rc || count > 1 ? rc : store_remove(tool, t, path);
}

int memory_forget_guest(struct tool *tool, const char *guest)
{
	char path[STORE_PATH_MAX];

	guest_path(path, guest);
	return store_remove(tool, XBT_NULL, path);
}

/* What can't be understood is passed over: somebody wrote it by hand. */
static int device_read(struct tool *tool, const char *directory,
		       const char *name, struct memory *to)
{
	char path[STORE_PATH_MAX + 16], why[SPEC_WHY_MAX];
	unsigned int length;
	uint32_t devid;
	char *text;
	int rc = -EINVAL;

	if (vwlan_number_parse(name, strlen(name), 0, VWLAN_DEVID_MAX,
			       &devid))
		return -EINVAL;
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	text = xs_read(tool->xs, XBT_NULL, path, &length);
	if (text)
		rc = spec_parse(text, &to->spec, why);
	free(text);
	return rc || to->spec.devid != (int)devid ? -EINVAL : 0;
}

static int memories_add(struct tool *tool, struct memories *all,
			const struct memory *memory)
{
	struct memory *list = reallocarray(all->list, all->count + 1,
					   sizeof(*list));

	if (!list)
		return tool_refuse(tool, -ENOMEM, "out of memory");
	all->list = list;
	list[all->count++] = *memory;
	return 0;
}

static int guest_name_read(struct tool *tool, const char *directory, char *to)
{
	char path[STORE_PATH_MAX + 16];
	unsigned int length;
	char *name;

	snprintf(path, sizeof(path), "%s/name", directory);
	name = xs_read(tool->xs, XBT_NULL, path, &length);
	if (!name)
		return -ENOENT;
	snprintf(to, DOMAIN_NAME_MAX, "%s", name);
	free(name);
	return 0;
}

static int guest_read(struct tool *tool, const char *directory,
		      struct memories *all)
{
	struct memory memory;
	unsigned int count = 0, i;
	char **names;
	int rc = 0;

	if (guest_name_read(tool, directory, memory.guest))
		return 0;
	names = xs_directory(tool->xs, XBT_NULL, directory, &count);
	for (i = 0; names && i < count && rc == 0; i++)
		if (device_read(tool, directory, names[i], &memory) == 0)
			rc = memories_add(tool, all, &memory);
	free(names);
	return rc;
}

int memory_read(struct tool *tool, struct memory **list, size_t *count)
{
	struct memories all = { 0 };
	char path[STORE_PATH_MAX];
	unsigned int guests = 0, i;
	char **names = xs_directory(tool->xs, XBT_NULL, ROOT, &guests);
	int rc = 0;

	for (i = 0; names && i < guests && rc == 0; i++) {
		snprintf(path, sizeof(path), ROOT "/%s", names[i]);
		rc = guest_read(tool, path, &all);
	}
	free(names);
	*list = all.list;
	*count = all.count;
	return rc;
}
