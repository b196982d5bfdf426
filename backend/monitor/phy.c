// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "phy.h"

#define PHYS "/sys/class/ieee80211/"

/* The first line of a small file, without its end; 0 or a negative errno. */
static int line_read(const char *path, char *to, size_t size)
{
	FILE *file = fopen(path, "re");
	int rc = 0;

	if (!file)
		return -errno;
	if (!fgets(to, size, file))
		rc = -EIO;
	else
		to[strcspn(to, "\n")] = '\0';
	fclose(file);
	return rc;
}

static int number_read(const char *path, int *to)
{
	char line[16];
	uint32_t number;
	int rc = line_read(path, line, sizeof(line));

	if (rc == 0)
		rc = vwlan_number_parse(line, strlen(line), 0, INT_MAX,
					&number);
	if (rc == 0)
		*to = number;
	return rc;
}

/* "", if it has none that could tell it from others. */
static void address_read(const char *path, char *to)
{
	char file[PATH_MAX];
	uint8_t mac[VWLAN_MAC_LEN];

	snprintf(file, sizeof(file), "%s/macaddress", path);
	if (line_read(file, to, VWLAN_MAC_TEXT) ||
	    vwlan_mac_parse(to, strlen(to), mac))
		to[0] = '\0';
}

/* ------------------------------------------------------------------ */
/* What is known                                                       */

static void address_path(const struct phy *phy, char *path, size_t size)
{
	snprintf(path, size, "%s/radio", phy->config->run);
}

/*
 * With the name that the configuration had: if the administrator names
 * another, what was known is of no use.
 */
static void address_keep(struct phy *phy, const char *address)
{
	char path[PATH_MAX];
	FILE *file;

	if (address[0] == '\0' || strcmp(address, phy->address) == 0)
		return;
	memcpy(phy->address, address, sizeof(phy->address));
	address_path(phy, path, sizeof(path));
	file = fopen(path, "we");
	if (file)
		fprintf(file, "%s %s\n", address, phy->config->phy);
	if (!file || fclose(file))
		log_daemon(LOG_WARNING, "can't write %s: %s", path,
			   strerror(errno));
}

void phy_open(struct phy *phy, const struct config *config)
{
	char path[PATH_MAX], line[VWLAN_MAC_TEXT + IFNAMSIZ + 1], *name;
	uint8_t mac[VWLAN_MAC_LEN];

	phy->config = config;
	phy->address[0] = '\0';
	address_path(phy, path, sizeof(path));
	if (line_read(path, line, sizeof(line)))
		return;
	name = strchr(line, ' ');
	if (!name || strcmp(name + 1, config->phy) ||
	    vwlan_mac_parse(line, name - line, mac))
		return;
	vwlan_mac_format(mac, phy->address);
}

/* ------------------------------------------------------------------ */
/* Where it is                                                         */

/* How much speaks for this one; 0: it is another. */
static int phy_rank(const struct phy *phy, const char *path,
		    const char *address)
{
	const char *wanted = phy->config->phy;
	int rank = wanted[0] ? 0 : 1;

	if (wanted[0] && strcmp(path + strlen(PHYS), wanted) == 0)
		rank = 2;
	if (phy->address[0] && strcmp(phy->address, address) == 0)
		rank += 4;
	return rank;
}

static const char *phy_choose(struct phy *phy, const glob_t *found)
{
	char address[VWLAN_MAC_TEXT], chosen[VWLAN_MAC_TEXT] = "";
	const char *best = NULL;
	int rank, highest = 0;
	size_t i;

	/* In alphabetical order: of equals the first. */
	for (i = 0; i < found->gl_pathc; i++) {
		address_read(found->gl_pathv[i], address);
		rank = phy_rank(phy, found->gl_pathv[i], address);
		if (rank <= highest)
			continue;
		highest = rank;
		best = found->gl_pathv[i];
		memcpy(chosen, address, sizeof(chosen));
	}
	address_keep(phy, chosen);
	return best;
}

/* Switched off, by a button or by software? */
static bool phy_blocked(const char *path)
{
	char pattern[PATH_MAX];
	bool blocked = false;
	int value;
	glob_t found;
	size_t i;

	snprintf(pattern, sizeof(pattern), "%s/rfkill*/{hard,soft}", path);
	if (glob(pattern, GLOB_BRACE, NULL, &found))
		return false;
	for (i = 0; i < found.gl_pathc; i++)
		if (number_read(found.gl_pathv[i], &value) == 0 && value == 1)
			blocked = true;
	globfree(&found);
	return blocked;
}

int phy_find(struct phy *phy, int *index)
{
	char path[PATH_MAX];
	const char *best;
	glob_t found;
	int rc = glob(PHYS "*", 0, NULL, &found);

	*index = -1;
	if (rc)
		return rc == GLOB_NOMATCH ? -ENODEV : -EIO;
	rc = -ENODEV;
	best = phy_choose(phy, &found);
	if (best) {
		snprintf(path, sizeof(path), "%s/index", best);
		rc = number_read(path, index);
	}
	if (rc == 0 && phy_blocked(best))
		rc = -ERFKILL;
	globfree(&found);
	return rc;
}
