// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vwlan sweep: what guests left behind.
 *
 * xl removes a guest's own directories and its part of /libxl; the
 * directories in the driver domain are vwland's to remove, and this is for
 * when it couldn't.
 */
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "pair.h"
#include "verb.h"

/**
 * names_fn - called with each name in a directory that is a number
 */
typedef int names_fn(struct tool *tool, xs_transaction_t t,
		     struct pair *pair, uint32_t number);

static int numbers_each(struct tool *tool, xs_transaction_t t,
			const char *directory, struct pair *pair,
			names_fn *each)
{
	unsigned int count = 0, i;
	uint32_t number;
	char **names = xs_directory(tool->xs, t, directory, &count);
	int rc = 0;

	for (i = 0; names && i < count && rc == 0; i++)
		if (vwlan_number_parse(names[i], strlen(names[i]), 0,
				       VWLAN_DOMID_MAX, &number) == 0)
			rc = each(tool, t, pair, number);
	free(names);
	return rc;
}

/*
 * attach makes a directory and its entry in one transaction, and this one
 * sees them in one: a directory without an entry belongs to nobody.
 */
static int leaf_sweep(struct tool *tool, xs_transaction_t t,
		      struct pair *pair, uint32_t devid)
{
	char path[VWLAN_PATH_MAX];
	struct entry entry;

	if (registry_find(tool, t, pair->guest, devid, &entry) == 0 &&
	    entry.backend == pair->backend)
		return 0;
	vwlan_backend_path(path, pair->backend, pair->guest, devid, NULL);
	return store_remove_leaf(tool, t, path);
}

static int guest_sweep(struct tool *tool, xs_transaction_t t,
		       struct pair *pair, uint32_t guest)
{
	char directory[VWLAN_PATH_MAX];

	pair->guest = guest;
	snprintf(directory, sizeof(directory),
		 "/local/domain/%u/backend/vwlan/%u", pair->backend, guest);
	return numbers_each(tool, t, directory, pair, leaf_sweep);
}

static int backend_sweep(struct tool *tool, xs_transaction_t t,
			 struct pair *pair, uint32_t backend)
{
	char directory[VWLAN_PATH_MAX];

	pair->backend = backend;
	snprintf(directory, sizeof(directory),
		 "/local/domain/%u/backend/vwlan", backend);
	return numbers_each(tool, t, directory, pair, guest_sweep);
}

static int backends_sweep(struct tool *tool, xs_transaction_t t, void *user)
{
	struct pair pair = { 0 };

	(void)user;
	return numbers_each(tool, t, "/local/domain", &pair, backend_sweep);
}

/* Entries of guests that are gone, which xl did not see to. */
static int entries_sweep(struct tool *tool)
{
	struct entry *list;
	struct pair pair;
	size_t count, i;
	int rc = registry_read(tool, XBT_NULL, "vwlan", &list, &count);

	for (i = 0; rc == 0 && i < count; i++) {
		if (domain_exists(tool, list[i].guest))
			continue;
		pair = (struct pair){ .guest = list[i].guest,
				      .devid = list[i].devid,
				      .backend = list[i].backend };
		rc = pair_remove(tool, &pair);
	}
	free(list);
	return rc;
}

int sweep_stale(struct tool *tool)
{
	int rc = entries_sweep(tool);

	return rc ? rc : store_transact(tool, backends_sweep, NULL);
}

int sweep_run(struct tool *tool, const struct verb_options *options,
	      char **arguments)
{
	(void)options;
	(void)arguments;
	return sweep_stale(tool);
}
