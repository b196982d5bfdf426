// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xenstore.h>

#include "verb.h"
#include "vwlan_nodes.h"

#define CHILDREN_MAX 64u	/* nodes of a directory that are looked at */

/**
 * struct check - one run
 * @path: of the directory that is being checked
 * @directories: checked so far
 * @problems: found so far
 */
struct check {
	struct xs_handle *xs;
	const char *path;
	unsigned int directories;
	unsigned int problems;
};

static void report(void *user, const char *name, const char *problem)
{
	const struct check *check = user;

	printf("%s/%s: %s\n", check->path, name, problem);
}

static void problem(struct check *check, const char *text)
{
	printf("%s: %s\n", check->path, text);
	check->problems++;
}

/* A node may go between listing and reading: then it isn't there. */
static size_t nodes_read(struct check *check, char **names,
			 unsigned int count, struct vwlan_tree_node *nodes)
{
	char path[VWLAN_PATH_MAX + 64];
	unsigned int i, length;
	size_t read = 0;
	char *text;

	for (i = 0; i < count && read < CHILDREN_MAX; i++) {
		snprintf(path, sizeof(path), "%s/%s", check->path, names[i]);
		text = xs_read(check->xs, XBT_NULL, path, &length);
		if (!text)
			continue;
		nodes[read].name = names[i];
		nodes[read].text = text;
		nodes[read++].length = length;
	}
	return read;
}

static void directory_check(struct check *check, enum vwlan_side side,
			    const char *path)
{
	struct vwlan_tree_node nodes[CHILDREN_MAX];
	unsigned int count;
	char **names;
	size_t read;

	check->path = path;
	check->directories++;
	names = xs_directory(check->xs, XBT_NULL, path, &count);
	if (!names) {
		problem(check, errno == ENOENT ? "isn't there" :
						 strerror(errno));
		return;
	}
	if (count > CHILDREN_MAX)
		problem(check, "has far too many nodes");
	read = nodes_read(check, names, count, nodes);
	check->problems += vwlan_tree_check(side, nodes, read, report, check);
	while (read)
		free((void *)nodes[--read].text);
	free(names);
}

/* The backend builds both paths from the numbers; so do we. */
static void device_check(struct check *check, unsigned int backend,
			 unsigned int guest, unsigned int devid)
{
	char path[VWLAN_PATH_MAX];

	vwlan_backend_path(path, backend, guest, devid, NULL);
	directory_check(check, VWLAN_BACKEND, path);
	vwlan_frontend_path(path, guest, devid, NULL);
	directory_check(check, VWLAN_FRONTEND, path);
}

static void guest_check(struct check *check, unsigned int backend,
			const char *name)
{
	char path[VWLAN_PATH_MAX];
	unsigned int count = 0, i;
	uint32_t guest, devid;
	char **names;

	snprintf(path, sizeof(path), "/local/domain/%u/backend/vwlan/%.16s",
		 backend, name);
	check->path = path;
	if (vwlan_number_parse(name, strlen(name), 0, VWLAN_DOMID_MAX,
			       &guest)) {
		problem(check, "not a domain ID");
		return;
	}
	names = xs_directory(check->xs, XBT_NULL, path, &count);
	for (i = 0; names && i < count; i++) {
		if (vwlan_number_parse(names[i], strlen(names[i]), 0,
				       VWLAN_DEVID_MAX, &devid) == 0) {
			device_check(check, backend, guest, devid);
			continue;
		}
		check->path = path;
		report(check, names[i], "not a device's number");
		check->problems++;
	}
	free(names);
}

static int own_domid(struct check *check, uint32_t *domid)
{
	unsigned int length;
	char *text = xs_read(check->xs, XBT_NULL, "domid", &length);
	int rc = -EINVAL;

	if (text)
		rc = vwlan_number_parse(text, length, 0, VWLAN_DOMID_MAX,
					domid);
	free(text);
	return rc;
}

static int all_check(struct check *check)
{
	char path[VWLAN_PATH_MAX];
	unsigned int count = 0, i;
	uint32_t backend;
	char **names;

	if (own_domid(check, &backend))
		return complain("can't read our own domain ID");
	snprintf(path, sizeof(path), "/local/domain/%u/backend/vwlan",
		 backend);
	names = xs_directory(check->xs, XBT_NULL, path, &count);
	for (i = 0; names && i < count; i++)
		guest_check(check, backend, names[i]);
	free(names);
	return 0;
}

/* /local/domain/N/backend/vwlan/… or /local/domain/N/device/vwlan/… */
static int path_check(struct check *check, const char *path)
{
	if (strlen(path) >= VWLAN_PATH_MAX)
		return complain("%s: too long", path);
	if (strstr(path, "/backend/vwlan/"))
		directory_check(check, VWLAN_BACKEND, path);
	else if (strstr(path, "device/vwlan/"))
		directory_check(check, VWLAN_FRONTEND, path);
	else
		return complain("%s: not a vwlan device's directory", path);
	return 0;
}

int schema_check_run(const struct verb *verb, int argc, char **argv)
{
	struct check check = { 0 };
	int rc = 0, i;

	if (argc > 1 && strcmp(argv[1], "--help") == 0)
		return verb_help(verb);
	if (argc > 1 && argv[1][0] == '-')
		return verb_misused(verb);
	check.xs = xs_open(0);
	if (!check.xs)
		return complain("can't reach xenstore: %s", strerror(errno));
	if (argc == 1)
		rc = all_check(&check);
	for (i = 1; i < argc && rc == 0; i++)
		rc = path_check(&check, argv[i]);
	xs_close(check.xs);
	if (rc == 0)
		printf("%u directories, %u problems\n", check.directories,
		       check.problems);
	return rc || check.problems ? 1 : 0;
}
