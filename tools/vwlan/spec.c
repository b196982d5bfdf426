// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "spec.h"

#define DEVID_TEXT 9u	/* bytes of ",devid=15" */
#define MAC_TEXT 22u	/* of ",mac=00:16:3e:00:00:01" */

/* A part of the specification's text. */
struct span {
	const char *at;
	size_t length;
};

static int __attribute__((format(printf, 2, 3)))
refuse(char *why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, SPEC_WHY_MAX, format, args);
	va_end(args);
	return -EINVAL;
}

/*
 * @to has room for @max bytes and a NUL.  Reasons quote what was written,
 * and terminals obey control characters: so nothing unprintable gets by.
 */
static int text_take(const char *key, struct span value, char *to, size_t max,
		     char *why)
{
	size_t i;

	if (value.length > max)
		return refuse(why, "%s is longer than %zu bytes", key, max);
	for (i = 0; i < value.length; i++)
		if (value.at[i] < ' ' || value.at[i] > '~')
			return refuse(why, "%s has unprintable characters",
				      key);
	memcpy(to, value.at, value.length);
	to[value.length] = '\0';
	return 0;
}

static int backend_take(struct spec *spec, struct span value, char *why)
{
	return text_take("backend", value, spec->backend,
			 sizeof(spec->backend) - 1, why);
}

static int network_take(struct spec *spec, struct span value, char *why)
{
	return text_take("network", value, spec->network,
			 sizeof(spec->network) - 1, why);
}

static int uplink_take(struct spec *spec, struct span value, char *why)
{
	return text_take("uplink", value, spec->uplink,
			 sizeof(spec->uplink) - 1, why);
}

static int mac_take(struct spec *spec, struct span value, char *why)
{
	int rc = vwlan_mac_parse(value.at, value.length, spec->mac);

	if (rc == -ERANGE)
		return refuse(why, "mac is a group address or zero: no "
			      "station can have it");
	if (rc)
		return refuse(why, "mac is not six pairs of hexadecimal "
			      "digits with colons between");
	spec->has_mac = true;
	return 0;
}

static int devid_take(struct spec *spec, struct span value, char *why)
{
	uint32_t devid;

	if (vwlan_number_parse(value.at, value.length, 0, VWLAN_DEVID_MAX,
			       &devid))
		return refuse(why, "devid is not a number from 0 to %u",
			      VWLAN_DEVID_MAX);
	spec->devid = devid;
	return 0;
}

static const struct key {
	const char *name;
	int (*take)(struct spec *spec, struct span value, char *why);
} keys[] = {
	{ "backend", backend_take },
	{ "mac", mac_take },
	{ "network", network_take },
	{ "uplink", uplink_take },
	{ "devid", devid_take },
};

#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

/* Words of a policy are checked here; vwland makes values of them. */
static int policy_take(struct spec *spec, enum vwlan_policy_key key,
		       struct span value, char *why)
{
	struct vwlan_policy policy;
	int rc;

	vwlan_policy_default(&policy);
	rc = vwlan_policy_take(&policy, key, value.at, value.length, why);
	if (rc == 0)
		snprintf(spec->policy[key], sizeof(spec->policy[key]),
			 "%.*s", (int)value.length, value.at);
	return rc;
}

static struct span span_trim(struct span s)
{
	while (s.length > 0 && (*s.at == ' ' || *s.at == '\t')) {
		s.at++;
		s.length--;
	}
	while (s.length > 0 && (s.at[s.length - 1] == ' ' ||
				s.at[s.length - 1] == '\t'))
		s.length--;
	return s;
}

/* An index of keys[], or behind those a key of a policy. */
static int key_find(struct span name, char *why)
{
	int policy = vwlan_policy_find(name.at, name.length);
	char text[32];
	size_t i;

	if (policy >= 0)
		return KEY_COUNT + policy;

	for (i = 0; i < KEY_COUNT; i++)
		if (strlen(keys[i].name) == name.length &&
		    memcmp(keys[i].name, name.at, name.length) == 0)
			return i;
	if (text_take("key", name, text, sizeof(text) - 1, why))
		return -EINVAL;
	return refuse(why, "unknown key \"%s\"", text);
}

/* One key=value; @seen has bit n set if keys[n] came before. */
static int part_take(struct spec *spec, struct span part, unsigned int *seen,
		     char *why)
{
	const char *equals = memchr(part.at, '=', part.length);
	struct span name = part, value = { 0 };
	const char *text;
	int key;

	if (equals) {
		name.length = equals - part.at;
		value.at = equals + 1;
		value.length = part.length - name.length - 1;
	}
	name = span_trim(name);
	value = span_trim(value);
	if (name.length == 0)
		return refuse(why, "a key is missing");
	key = key_find(name, why);
	if (key < 0)
		return key;
	text = key < (int)KEY_COUNT ? keys[key].name :
				      vwlan_policy_name(key - KEY_COUNT);
	if (*seen & 1u << key)
		return refuse(why, "%s is there twice", text);
	*seen |= 1u << key;
	if (value.length == 0)
		return refuse(why, "%s has no value", text);
	if (key >= (int)KEY_COUNT)
		return policy_take(spec, key - KEY_COUNT, value, why);
	return keys[key].take(spec, value, why);
}

/* What is about a radio means nothing to an uplink. */
static int policy_check(const struct spec *spec, char *why)
{
	enum vwlan_policy_key key;

	for (key = 0; key < VWLAN_POLICY_KEYS; key++)
		if (spec->uplink[0] && spec->policy[key][0] &&
		    !vwlan_policy_for_uplink(key))
			return refuse(why, "%s and uplink exclude each other",
				      vwlan_policy_name(key));
	return 0;
}

int spec_parse(const char *text, struct spec *to, char *why)
{
	struct spec spec = { .devid = SPEC_DEVID_ANY };
	struct span part = { .at = text };
	unsigned int seen = 0;
	int rc;

	why[0] = '\0';
	if (strlen(text) >= SPEC_TEXT_MAX)
		return refuse(why, "is too long");
	strcpy(spec.text, text);
	for (;;) {
		part.length = strcspn(part.at, ",");
		rc = part_take(&spec, part, &seen, why);
		if (rc)
			return rc;
		if (part.at[part.length] == '\0')
			break;
		part.at += part.length + 1;
	}
	if (!spec.backend[0])
		return refuse(why, "backend is missing");
	if (spec.network[0] && spec.uplink[0])
		return refuse(why, "network and uplink exclude each other");
	rc = policy_check(&spec, why);
	if (rc)
		return rc;
	/* What spec_complete() adds must find room. */
	if (strlen(text) + (spec.devid == SPEC_DEVID_ANY ? DEVID_TEXT : 0) +
	    (spec.has_mac ? 0 : MAC_TEXT) >= SPEC_TEXT_MAX)
		return refuse(why, "is too long");
	*to = spec;
	return 0;
}

void spec_complete(const struct spec *spec, char *to)
{
	char mac[VWLAN_MAC_TEXT], why[SPEC_WHY_MAX];
	struct spec written;
	int length = snprintf(to, SPEC_TEXT_MAX, "%s", spec->text);

	if (spec_parse(spec->text, &written, why))
		return;
	if (written.devid == SPEC_DEVID_ANY)
		length += snprintf(to + length, SPEC_TEXT_MAX - length,
				   ",devid=%d", spec->devid);
	vwlan_mac_format(spec->mac, mac);
	if (!written.has_mac)
		snprintf(to + length, SPEC_TEXT_MAX - length, ",mac=%s", mac);
}

static int devid_lowest(uint32_t used)
{
	int devid;

	for (devid = 0; devid <= (int)VWLAN_DEVID_MAX; devid++)
		if (!(used & 1u << devid))
			return devid;
	return -ENOSPC;
}

int specs_number(struct spec *specs, size_t count, uint32_t used,
		 size_t *which, char *why)
{
	int devid;
	size_t i;

	/* Those that were asked for come before those that are free. */
	for (i = 0; i < count; i++) {
		*which = i;
		devid = specs[i].devid;
		if (devid == SPEC_DEVID_ANY)
			continue;
		if (used & 1u << devid) {
			refuse(why, "devid %d is taken", devid);
			return -EEXIST;
		}
		used |= 1u << devid;
	}
	for (i = 0; i < count; i++) {
		*which = i;
		if (specs[i].devid != SPEC_DEVID_ANY)
			continue;
		devid = devid_lowest(used);
		if (devid < 0) {
			refuse(why, "the guest has %u devices already",
			       SPEC_COUNT_MAX);
			return -ENOSPC;
		}
		specs[i].devid = devid;
		used |= 1u << devid;
	}
	return 0;
}

int specs_check_macs(const struct spec *specs, size_t count, size_t *which,
		     char *why)
{
	char text[VWLAN_MAC_TEXT];
	size_t i, j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < i; j++) {
			if (!specs[i].has_mac || !specs[j].has_mac ||
			    memcmp(specs[i].mac, specs[j].mac, 6) != 0)
				continue;
			*which = i;
			vwlan_mac_format(specs[i].mac, text);
			refuse(why, "mac %s is that of vwlan[%zu] too", text,
			       j);
			return -EEXIST;
		}
	}
	return 0;
}
