// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "vwlan_policy.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define RATE_DIGITS 9u		/* of a rate or an interval; fits 64 bits */

/* Part of a text: not NUL-terminated. */
struct span {
	const char *at;
	size_t length;
};

/*
 * What one value is read into.
 * @key: its name, for reasons
 */
struct reading {
	const char *key;
	struct vwlan_policy policy;
	char *why;
};

__attribute__((format(printf, 2, 3)))
static int refuse(struct reading *r, const char *format, ...)
{
	size_t length;
	va_list args;

	snprintf(r->why, VWLAN_POLICY_WHY_MAX, "%s ", r->key);
	length = strlen(r->why);
	va_start(args, format);
	vsnprintf(r->why + length, VWLAN_POLICY_WHY_MAX - length, format,
		  args);
	va_end(args);
	return -EINVAL;
}

static bool span_is(struct span s, const char *text)
{
	return strlen(text) == s.length &&
	       memcmp(s.at, text, s.length) == 0;
}

static bool span_begins(struct span s, const char *text)
{
	return strlen(text) <= s.length &&
	       memcmp(s.at, text, strlen(text)) == 0;
}

static struct span span_skip(struct span s, size_t bytes)
{
	return (struct span){ s.at + bytes, s.length - bytes };
}

static struct span span_trim(struct span s)
{
	while (s.length > 0 && *s.at == ' ')
		s = span_skip(s, 1);
	while (s.length > 0 && s.at[s.length - 1] == ' ')
		s.length--;
	return s;
}

/* The next of a list's items, and what is left; false behind the last. */
static bool item_next(struct span *list, struct span *item)
{
	const char *end;

	if (!list->at)
		return false;
	end = memchr(list->at, ';', list->length);
	*item = *list;
	if (end) {
		item->length = end - list->at;
		*list = span_skip(*list, item->length + 1);
	} else {
		list->at = NULL;
	}
	*item = span_trim(*item);
	return true;
}

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
/* Rates: as in xl's vif=[ "rate=10Mb/s@20ms" ]                        */

/* The digits that @text begins with; 0 of them, or too many, are wrong. */
static bool digits_take(struct span *text, uint64_t *to)
{
	size_t digits = 0;

	*to = 0;
	while (digits < text->length && text->at[digits] >= '0' &&
	       text->at[digits] <= '9' && digits <= RATE_DIGITS)
		*to = *to * 10 + (text->at[digits++] - '0');
	*text = span_skip(*text, digits);
	return digits >= 1 && digits <= RATE_DIGITS;
}

/* "20Mb/s": kbit/s, rounded up. */
static int bits_take(struct reading *r, struct span text, uint32_t *to)
{
	uint64_t value, factor = 1;

	if (!digits_take(&text, &value))
		return refuse(r, "is not like 20Mb/s, 500KB/s@20ms or any");
	if (text.length > 0 && strchr("KMG", *text.at)) {
		factor = *text.at == 'K' ? 1000 :
			 *text.at == 'M' ? 1000000 : 1000000000;
		text = span_skip(text, 1);
	}
	if (span_is(text, "B/s"))
		factor *= 8;
	else if (!span_is(text, "b/s"))
		return refuse(r, "has neither b/s nor B/s after a number");
	/* At most 10^9 times 8 * 10^9: no overflow. */
	value = (value * factor + 999) / 1000;
	if (value < VWLAN_POLICY_RATE_MIN || value > VWLAN_POLICY_RATE_MAX)
		return refuse(r, "is not between %uKb/s and %uGb/s",
			      VWLAN_POLICY_RATE_MIN,
			      VWLAN_POLICY_RATE_MAX / 1000000);
	*to = value;
	return 0;
}

static int interval_take(struct reading *r, struct span text, uint32_t *to)
{
	uint64_t value;

	if (!digits_take(&text, &value))
		return refuse(r, "has no number after @");
	if (span_is(text, "s"))
		value *= 1000000;
	else if (span_is(text, "ms"))
		value *= 1000;
	else if (!span_is(text, "us"))
		return refuse(r, "has neither s, ms nor us at its end");
	if (value < VWLAN_POLICY_INTERVAL_MIN ||
	    value > VWLAN_POLICY_INTERVAL_MAX)
		return refuse(r, "has an interval that is not 1ms to 1s");
	*to = value;
	return 0;
}

static int rate_one(struct reading *r, struct span text,
		    struct vwlan_rate *to)
{
	struct vwlan_rate rate = { 0, VWLAN_POLICY_INTERVAL };
	struct span bits = text;
	const char *at;
	int rc = 0;

	if (span_is(text, "any")) {
		*to = (struct vwlan_rate){ 0 };
		return 0;
	}
	at = memchr(text.at, '@', text.length);
	if (at) {
		bits.length = at - text.at;
		rc = interval_take(r, span_skip(text, bits.length + 1),
				   &rate.interval);
	}
	if (rc == 0)
		rc = bits_take(r, bits, &rate.rate);
	if (rc == 0)
		*to = rate;
	return rc;
}

static int rate_take(struct reading *r, struct span text)
{
	struct vwlan_policy *p = &r->policy;
	struct span item;
	int rc = 0;

	p->tx = p->rx = (struct vwlan_rate){ 0 };
	if (!span_begins(text, "tx:") && !span_begins(text, "rx:")) {
		rc = rate_one(r, text, &p->tx);
		p->rx = p->tx;
		return rc;
	}
	while (rc == 0 && item_next(&text, &item)) {
		if (span_begins(item, "tx:"))
			rc = rate_one(r, span_skip(item, 3), &p->tx);
		else if (span_begins(item, "rx:"))
			rc = rate_one(r, span_skip(item, 3), &p->rx);
		else
			rc = refuse(r, "has an item without tx: or rx:");
	}
	return rc;
}

static void rate_one_format(const struct vwlan_rate *rate, char *to,
			    size_t size)
{
	if (rate->rate == 0)
		snprintf(to, size, "any");
	else
		snprintf(to, size, "%u%cb/s@%uus",
			 rate->rate % 1000 ? rate->rate : rate->rate / 1000,
			 rate->rate % 1000 ? 'K' : 'M', rate->interval);
}

static void rate_format(const struct vwlan_policy *p, char *to)
{
	char tx[40], rx[40];

	rate_one_format(&p->tx, tx, sizeof(tx));
	rate_one_format(&p->rx, rx, sizeof(rx));
	if (strcmp(tx, rx) == 0)
		snprintf(to, VWLAN_NODE_MAX, "%s", tx);
	else
		snprintf(to, VWLAN_NODE_MAX, "tx:%s;rx:%s", tx, rx);
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
		"rate", VWLAN_BACKEND_NODE_rate, rate_take },
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
		rate_format(policy, to);
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
		if (policy->ssid[i].length == ssid->length &&
		    memcmp(policy->ssid[i].bytes, ssid->bytes,
			   ssid->length) == 0)
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
