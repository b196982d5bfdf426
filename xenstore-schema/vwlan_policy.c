// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "vwlan_policy_private.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int number_take(struct reading *r, struct span text, uint32_t min,
		       uint32_t max, uint32_t *to)
{
	if (vwlan_number_parse(text.at, text.length, min, max, to))
		return refuse(r, "is not a number from %u to %u", min, max);
	return 0;
}

static int priority_take(struct reading *r, struct span text)
{
	uint32_t value;
	int rc = number_take(r, text, 0, VWLAN_POLICY_PRIORITY_MAX, &value);

	if (rc == 0)
		r->policy.priority = value;
	return rc;
}

static const char *const mac_names[] = {
	[VWLAN_MAC_POLICY_FIXED] = "fixed",
	[VWLAN_MAC_POLICY_LOCAL] = "local",
	[VWLAN_MAC_POLICY_ANY] = "any",
};

static int mac_take(struct reading *r, struct span text)
{
	size_t i;

	for (i = 0; i < COUNT(mac_names); i++) {
		if (!span_is(text, mac_names[i]))
			continue;
		r->policy.mac = i;
		return 0;
	}
	return refuse(r, "is none of fixed, local and any");
}

/* ------------------------------------------------------------------ */
/* Networks                                                            */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int ssid_hex_take(struct reading *r, struct span text,
			 struct vwlan_ssid *ssid)
{
	size_t i;
	int high, low;

	if (text.length % 2 || text.length < 2 ||
	    text.length > 2 * VWLAN_SSID_MAX)
		return refuse(r, "has a hex: without 1 to %u pairs of "
			      "hexadecimal digits", VWLAN_SSID_MAX);
	for (i = 0; i < text.length / 2; i++) {
		high = hex_digit(text.at[2 * i]);
		low = hex_digit(text.at[2 * i + 1]);
		if (high < 0 || low < 0)
			return refuse(r, "has a hex: with something else "
				      "than hexadecimal digits");
		ssid->bytes[i] = high << 4 | low;
	}
	ssid->length = text.length / 2;
	return 0;
}

static int ssid_take(struct reading *r, struct span text,
		     struct vwlan_ssid *ssid)
{
	if (span_begins(text, "hex:"))
		return ssid_hex_take(r, span_skip(text, 4), ssid);
	if (text.length < 1 || text.length > VWLAN_SSID_MAX)
		return refuse(r, "has a name that is not 1 to %u bytes",
			      VWLAN_SSID_MAX);
	if (span_is(text, "any"))
		return refuse(r, "has any beside names");
	if (memchr(text.at, ',', text.length))
		return refuse(r, "has a comma in a name; write it as hex:");
	memcpy(ssid->bytes, text.at, text.length);
	ssid->length = text.length;
	return 0;
}

static int networks_take(struct reading *r, struct span text)
{
	struct vwlan_policy *p = &r->policy;
	struct span item;
	int rc = 0;

	p->ssids = 0;
	memset(p->ssid, 0, sizeof(p->ssid));
	if (span_is(text, "any"))
		return 0;
	while (rc == 0 && item_next(&text, &item)) {
		if (p->ssids == VWLAN_POLICY_SSIDS)
			return refuse(r, "has more than %u names",
				      VWLAN_POLICY_SSIDS);
		rc = ssid_take(r, item, &p->ssid[p->ssids++]);
	}
	return rc;
}

/* Would its bytes mean something else, or nothing, as they are? */
static bool ssid_needs_hex(const struct vwlan_ssid *ssid)
{
	struct span text = { (const char *)ssid->bytes, ssid->length };
	size_t i;

	for (i = 0; i < text.length; i++)
		if (text.at[i] < ' ' || text.at[i] > '~' ||
		    text.at[i] == ',' || text.at[i] == ';')
			return true;
	return span_begins(text, "hex:") || span_is(text, "any") ||
	       span_trim(text).length != text.length;
}

static size_t ssid_format(const struct vwlan_ssid *ssid, char *to,
			  size_t size)
{
	size_t used, i;

	if (!ssid_needs_hex(ssid))
		return snprintf(to, size, "%.*s", (int)ssid->length,
				(const char *)ssid->bytes);
	used = snprintf(to, size, "hex:");
	for (i = 0; i < ssid->length && used < size; i++)
		used += snprintf(to + used, size - used, "%02x",
				 ssid->bytes[i]);
	return used;
}

static void networks_format(const struct vwlan_policy *p, char *to)
{
	size_t used = 0, i;

	for (i = 0; i < p->ssids && used + 1 < VWLAN_NODE_MAX; i++) {
		if (i > 0)
			to[used++] = ';';
		used += ssid_format(&p->ssid[i], to + used,
				    VWLAN_NODE_MAX - used);
	}
	if (i == 0)
		strcpy(to, "any");
}

/* ------------------------------------------------------------------ */
/* Bands, power, turns                                                 */

static const struct {
	const char *name;
	unsigned int band;	/* enum nl80211_band */
} bands[] = {
	{ "2.4", 0 },
	{ "5", 1 },
	{ "6", 3 },
};

static int bands_take(struct reading *r, struct span text)
{
	struct span item;
	size_t i;

	r->policy.bands = 0;
	if (span_is(text, "any"))
		return 0;
	while (item_next(&text, &item)) {
		for (i = 0; i < COUNT(bands); i++)
			if (span_is(item, bands[i].name))
				break;
		if (i == COUNT(bands))
			return refuse(r, "has something else than 2.4, 5 and "
				      "6");
		r->policy.bands |= 1u << bands[i].band;
	}
	return 0;
}

static void bands_format(const struct vwlan_policy *p, char *to)
{
	size_t used = 0, i;

	for (i = 0; i < COUNT(bands); i++)
		if (p->bands & 1u << bands[i].band)
			used += snprintf(to + used, VWLAN_NODE_MAX - used,
					 "%s%s", used ? ";" : "",
					 bands[i].name);
	if (used == 0)
		strcpy(to, "any");
}

static int power_take(struct reading *r, struct span text)
{
	uint32_t dbm;

	r->policy.power_max = VWLAN_POLICY_POWER_ANY;
	if (span_is(text, "any"))
		return 0;
	if (vwlan_number_parse(text.at, text.length, 0,
			       VWLAN_POLICY_POWER_MAX, &dbm))
		return refuse(r, "is neither a number of dBm from 0 to %u "
			      "nor any", VWLAN_POLICY_POWER_MAX);
	r->policy.power_max = dbm * 100;
	return 0;
}

static int share_take(struct reading *r, struct span text)
{
	r->policy.share = span_is(text, "yes");
	if (r->policy.share || span_is(text, "no"))
		return 0;
	return refuse(r, "is neither yes nor no");
}

static int weight_take(struct reading *r, struct span text)
{
	uint32_t value;
	int rc = number_take(r, text, VWLAN_POLICY_WEIGHT_MIN,
			     VWLAN_POLICY_WEIGHT_MAX, &value);

	if (rc == 0)
		r->policy.weight = value;
	return rc;
}

static int turn_take(struct reading *r, struct span text)
{
	return number_take(r, text, VWLAN_POLICY_TURN_MIN,
			   VWLAN_POLICY_TURN_MAX, &r->policy.turn);
}

/* ------------------------------------------------------------------ */

static const struct key {
	const char *name;
	enum vwlan_node_index node;
	int (*take)(struct reading *r, struct span text);
} keys[] = {
	[VWLAN_POLICY_PRIORITY] = {
		"priority", VWLAN_BACKEND_NODE_priority, priority_take },
	[VWLAN_POLICY_MAC] = {
		"mac-policy", VWLAN_BACKEND_NODE_mac_policy, mac_take },
	[VWLAN_POLICY_NETWORKS] = {
		"networks", VWLAN_BACKEND_NODE_networks, networks_take },
	[VWLAN_POLICY_BANDS] = {
		"bands", VWLAN_BACKEND_NODE_bands, bands_take },
	[VWLAN_POLICY_RATE] = {
		"rate", VWLAN_BACKEND_NODE_rate, policy_rate_take },
	[VWLAN_POLICY_TXPOWER] = {
		"txpower-max", VWLAN_BACKEND_NODE_txpower_max, power_take },
	[VWLAN_POLICY_SHARE] = {
		"share", VWLAN_BACKEND_NODE_share, share_take },
	[VWLAN_POLICY_WEIGHT] = {
		"weight", VWLAN_BACKEND_NODE_weight, weight_take },
	[VWLAN_POLICY_TURN] = {
		"turn", VWLAN_BACKEND_NODE_turn, turn_take },
};

void vwlan_policy_default(struct vwlan_policy *policy)
{
	*policy = (struct vwlan_policy) {
		.priority = 3,
		.mac = VWLAN_MAC_POLICY_LOCAL,
		.weight = 100,
		.turn = 5000,
		.power_max = VWLAN_POLICY_POWER_ANY,
	};
}

const char *vwlan_policy_name(enum vwlan_policy_key key)
{
	return keys[key].name;
}

int vwlan_policy_find(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < COUNT(keys); i++)
		if (span_is((struct span){ name, length }, keys[i].name))
			return i;
	return -ENOENT;
}

bool vwlan_policy_for_uplink(enum vwlan_policy_key key)
{
	return key == VWLAN_POLICY_PRIORITY || key == VWLAN_POLICY_RATE ||
	       key == VWLAN_POLICY_WEIGHT;
}

enum vwlan_node_index vwlan_policy_node(enum vwlan_policy_key key)
{
	return keys[key].node;
}

static int text_check(struct reading *r, struct span text)
{
	size_t i;

	if (text.length == 0)
		return refuse(r, "has no value");
	if (text.length >= VWLAN_NODE_MAX)
		return refuse(r, "is longer than %u bytes",
			      VWLAN_NODE_MAX - 1);
	for (i = 0; i < text.length; i++)
		if (text.at[i] < ' ' || text.at[i] > '~')
			return refuse(r, "has unprintable characters");
	return 0;
}

int vwlan_policy_take(struct vwlan_policy *policy, enum vwlan_policy_key key,
		      const char *text, size_t length, char *why)
{
	struct reading r = { keys[key].name, *policy, why };
	struct span value = { text, length };
	int rc = text_check(&r, value);

	if (rc == 0)
		rc = keys[key].take(&r, value);
	if (rc == 0)
		*policy = r.policy;
	return rc;
}

void vwlan_policy_format(const struct vwlan_policy *policy,
			 enum vwlan_policy_key key, char *to)
{
	switch (key) {
	case VWLAN_POLICY_PRIORITY:
		snprintf(to, VWLAN_NODE_MAX, "%u", policy->priority);
		break;
	case VWLAN_POLICY_MAC:
		snprintf(to, VWLAN_NODE_MAX, "%s", mac_names[policy->mac]);
		break;
	case VWLAN_POLICY_NETWORKS:
		networks_format(policy, to);
		break;
	case VWLAN_POLICY_BANDS:
		bands_format(policy, to);
		break;
	case VWLAN_POLICY_RATE:
		policy_rate_format(policy, to);
		break;
	case VWLAN_POLICY_TXPOWER:
		if (policy->power_max == VWLAN_POLICY_POWER_ANY)
			snprintf(to, VWLAN_NODE_MAX, "any");
		else
			snprintf(to, VWLAN_NODE_MAX, "%d",
				 policy->power_max / 100);
		break;
	case VWLAN_POLICY_SHARE:
		snprintf(to, VWLAN_NODE_MAX, "%s",
			 policy->share ? "yes" : "no");
		break;
	case VWLAN_POLICY_WEIGHT:
		snprintf(to, VWLAN_NODE_MAX, "%u", policy->weight);
		break;
	case VWLAN_POLICY_TURN:
		snprintf(to, VWLAN_NODE_MAX, "%u", policy->turn);
		break;
	case VWLAN_POLICY_KEYS:
		break;
	}
}

bool vwlan_policy_allows(const struct vwlan_policy *policy,
			 const struct vwlan_ssid *ssid)
{
	unsigned int i;

	for (i = 0; i < policy->ssids; i++)
		if (vwlan_ssid_same(&policy->ssid[i], ssid))
			return true;
	return policy->ssids == 0;
}

void vwlan_policy_copy(struct vwlan_policy *to,
		       const struct vwlan_policy *from,
		       enum vwlan_policy_key key)
{
	char text[VWLAN_NODE_MAX], why[VWLAN_POLICY_WHY_MAX];

	/* What one can be written as, the other can be read from. */
	vwlan_policy_format(from, key, text);
	vwlan_policy_take(to, key, text, strlen(text), why);
}
