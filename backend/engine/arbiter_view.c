// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * R8: what a guest sees of the air.  The kernel has one list of access
 * points for all: a name that isn't in a beacon is only there because
 * somebody asked for it, and belongs to whoever did.
 */
#include <stdlib.h>
#include <string.h>

#include "arbiter_private.h"

static struct arbiter_name *name_find(const struct arbiter *a,
				      const struct vwlan_ssid *ssid)
{
	struct arbiter_name *name;

	HASH_FIND(by_ssid, a->names, ssid, sizeof(*ssid), name);
	return name;
}

/* All of it is hashed: what follows the name's end must be the same. */
static struct vwlan_ssid ssid_padded(const struct vwlan_ssid *ssid)
{
	struct vwlan_ssid padded = { .length = ssid->length };

	if (padded.length > VWLAN_SSID_MAX)
		padded.length = VWLAN_SSID_MAX;
	memcpy(padded.bytes, ssid->bytes, padded.length);
	return padded;
}

static void name_leave(struct arbiter *a, struct arbiter_name *name)
{
	if (!name || --name->guests)
		return;
	HASH_DELETE(by_ssid, a->names, name);
	free(name);
}

static bool sought(const struct arbiter_guest *g,
		   const struct arbiter_name *name)
{
	unsigned int i;

	for (i = 0; i < ARBITER_SOUGHT; i++)
		if (name && g->sought[i] == name)
			return true;
	return false;
}

void arbiter_seek(struct arbiter *a, struct arbiter_guest *g,
		  const struct vwlan_ssid *ssid)
{
	struct vwlan_ssid padded = ssid_padded(ssid);
	struct arbiter_name *name = name_find(a, &padded);

	if (padded.length == 0 || sought(g, name))
		return;
	if (!name) {
		name = calloc(1, sizeof(*name));
		/* Then nobody is shown what might be this one. */
		a->names_lost = a->names_lost || !name;
		if (!name)
			return;
		name->ssid = padded;
		HASH_ADD(by_ssid, a->names, ssid, sizeof(name->ssid), name);
	}
	name->guests++;
	name_leave(a, g->sought[g->sought_next]);
	g->sought[g->sought_next] = name;
	g->sought_next = (g->sought_next + 1) % ARBITER_SOUGHT;
}

void arbiter_view_forget(struct arbiter *a, struct arbiter_guest *g)
{
	unsigned int i;

	for (i = 0; i < ARBITER_SOUGHT; i++) {
		name_leave(a, g->sought[i]);
		g->sought[i] = NULL;
	}
}

static bool name_shown(const struct arbiter *a,
		       const struct arbiter_guest *g,
		       const struct vwlan_ssid *ssid,
		       enum arbiter_hidden hidden)
{
	struct vwlan_ssid padded = ssid_padded(ssid);
	const struct arbiter_name *name;

	if (padded.length == 0)
		return true;
	if (!arbiter_policy_ssid(&g->policy, &padded))
		return false;
	name = name_find(a, &padded);
	if (hidden == ARBITER_SHOWN || sought(g, name))
		return true;
	return hidden == ARBITER_UNKNOWN && !name && !a->names_lost;
}

bool arbiter_shows(const struct arbiter *a, const struct arbiter_guest *g,
		   const struct vwlan_ssid *ssid, enum arbiter_hidden hidden,
		   uint32_t frequency, uint64_t now)
{
	const struct arbiter_channel *c = arbiter_channel_find(a, frequency);

	if (!c || arbiter_channel_usable(a, g, c, now) != VWLAN_OK)
		return false;
	return name_shown(a, g, ssid, hidden);
}

bool arbiter_channel_open(const struct arbiter *a,
			  const struct arbiter_guest *g, uint32_t frequency,
			  uint64_t now)
{
	const struct arbiter_channel *c = arbiter_channel_find(a, frequency);

	if (!c || arbiter_channel_usable(a, g, c, now) != VWLAN_OK)
		return false;
	return !g->policy.narrow || arbiter_channel_fits(a, g, c);
}

/* Each of them has to be told, so each is walked to. */
void arbiter_view_changed(struct arbiter *a)
{
	struct arbiter_guest *g;

	LIST_FOREACH(g, &a->narrow, narrow)
		a->effects->channels(a->user, g);
}
