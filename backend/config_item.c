// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "config_item.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

__attribute__((format(printf, 2, 3)))
static int wrong(char *why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, CONFIG_WHY_MAX, format, args);
	va_end(args);
	return -EINVAL;
}

/* Part of an item: not NUL-terminated. */
struct span {
	const char *text;
	size_t length;
};

/* A key of an item; @value.text is NULL until it is found. */
struct item_key {
	const char *name;
	struct span value;
};

static struct span span_trim(const char *text, size_t length)
{
	while (length > 0 && isspace((unsigned char)text[0])) {
		text++;
		length--;
	}
	while (length > 0 && isspace((unsigned char)text[length - 1]))
		length--;
	return (struct span){ text, length };
}

static int pair_take(struct span pair, struct item_key *keys, size_t count,
		     char *why)
{
	const char *equals = memchr(pair.text, '=', pair.length);
	struct span name;
	size_t i;

	if (!equals)
		return wrong(why, "\"%.*s\" is not of the form key=value",
			     (int)pair.length, pair.text);
	name = span_trim(pair.text, equals - pair.text);
	for (i = 0; i < count; i++)
		if (strlen(keys[i].name) == name.length &&
		    strncmp(keys[i].name, name.text, name.length) == 0)
			break;
	if (i == count)
		return wrong(why, "unknown key \"%.*s\"", (int)name.length,
			     name.text);
	if (keys[i].value.text)
		return wrong(why, "%s is given twice", keys[i].name);
	/* The value as it is: an SSID may begin or end with a space. */
	keys[i].value.text = equals + 1;
	keys[i].value.length = pair.text + pair.length - (equals + 1);
	return 0;
}

static int item_split(const char *item, struct item_key *keys, size_t count,
		      char *why)
{
	size_t length;
	int rc;

	for (;;) {
		length = strcspn(item, ",");
		rc = pair_take((struct span){ item, length }, keys, count,
			       why);
		if (rc || item[length] == '\0')
			return rc;
		item += length + 1;
	}
}

/* A name appears in xenstore and in tables: no blanks, nothing odd. */
static int name_take(char *to, const struct item_key *key, char *why)
{
	size_t i;

	if (!key->value.text)
		return wrong(why, "name= is missing");
	if (key->value.length < 1 || key->value.length > CONFIG_NAME_MAX)
		return wrong(why, "name must have 1 to %u characters",
			     CONFIG_NAME_MAX);
	for (i = 0; i < key->value.length; i++)
		if (!isalnum((unsigned char)key->value.text[i]) &&
		    !strchr("-_.", key->value.text[i]))
			return wrong(why, "name may have letters, digits, "
				     "'-', '_' and '.' only");
	memcpy(to, key->value.text, key->value.length);
	to[key->value.length] = '\0';
	return 0;
}

static int ssid_take(struct vwlan_ssid *ssid, const struct item_key *key,
		     char *why)
{
	if (key->value.length < 1 || key->value.length > VWLAN_SSID_MAX)
		return wrong(why, "ssid must have 1 to %u bytes",
			     VWLAN_SSID_MAX);
	memcpy(ssid->bytes, key->value.text, key->value.length);
	ssid->length = key->value.length;
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int ssid_hex_take(struct vwlan_ssid *ssid, const struct item_key *key,
			 char *why)
{
	size_t i, length = key->value.length / 2;
	int high, low;

	if (key->value.length % 2 || length < 1 || length > VWLAN_SSID_MAX)
		return wrong(why, "ssid-hex must have 1 to %u pairs of "
			     "hexadecimal digits", VWLAN_SSID_MAX);
	for (i = 0; i < length; i++) {
		high = hex_digit(key->value.text[2 * i]);
		low = hex_digit(key->value.text[2 * i + 1]);
		if (high < 0 || low < 0)
			return wrong(why, "ssid-hex must be hexadecimal "
				     "digits");
		ssid->bytes[i] = high << 4 | low;
	}
	ssid->length = length;
	return 0;
}

static int path_take(char *to, size_t size, const struct item_key *key,
		     char *why)
{
	if (!key->value.text)
		return 0;
	if (key->value.length < 1 || key->value.text[0] != '/' ||
	    key->value.length >= size)
		return wrong(why, "%s must be an absolute path of less than "
			     "%zu characters", key->name, size);
	memcpy(to, key->value.text, key->value.length);
	to[key->value.length] = '\0';
	return 0;
}

int config_network_parse(struct config_network *network, const char *item,
			 char *why)
{
	struct item_key keys[] = {
		{ "name", { NULL, 0 } },
		{ "ssid", { NULL, 0 } },
		{ "ssid-hex", { NULL, 0 } },
		{ "passphrase-file", { NULL, 0 } },
	};
	struct config_network parsed = { 0 };
	int rc;

	rc = item_split(item, keys, COUNT(keys), why);
	if (rc == 0)
		rc = name_take(parsed.name, &keys[0], why);
	if (rc)
		return rc;
	if (!keys[1].value.text == !keys[2].value.text)
		return wrong(why, "one of ssid= and ssid-hex= is needed");
	rc = keys[1].value.text ? ssid_take(&parsed.ssid, &keys[1], why) :
				  ssid_hex_take(&parsed.ssid, &keys[2], why);
	if (rc == 0)
		rc = path_take(parsed.passphrase_file,
			       sizeof(parsed.passphrase_file), &keys[3], why);
	if (rc == 0)
		*network = parsed;
	return rc;
}

int config_uplink_parse(struct config_uplink *uplink, const char *item,
			char *why)
{
	struct item_key keys[] = {
		{ "name", { NULL, 0 } },
		{ "device", { NULL, 0 } },
	};
	struct config_uplink parsed = { 0 };
	int rc;

	rc = item_split(item, keys, COUNT(keys), why);
	if (rc == 0)
		rc = name_take(parsed.name, &keys[0], why);
	if (rc)
		return rc;
	if (!keys[1].value.text)
		return wrong(why, "device= is missing");
	if (keys[1].value.length < sizeof(parsed.device))
		memcpy(parsed.device, keys[1].value.text,
		       keys[1].value.length);
	if (config_interface_check(parsed.device))
		return wrong(why, "device must be the name of a network "
			     "interface");
	*uplink = parsed;
	return 0;
}

int config_slots_check(long slots)
{
	if (slots < 1L << VWLAN_FRAME_ORDER_MIN ||
	    slots > 1L << VWLAN_FRAME_ORDER_MAX || slots & (slots - 1))
		return -ERANGE;
	return 0;
}

/* As the kernel's dev_valid_name(). */
int config_interface_check(const char *name)
{
	size_t i;

	if (name[0] == '\0' || strlen(name) >= IFNAMSIZ ||
	    strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return -EINVAL;
	for (i = 0; name[i]; i++)
		if (name[i] == '/' || name[i] == ':' || name[i] < '!' ||
		    name[i] > '~')
			return -EINVAL;
	return 0;
}

const struct config_network *config_network_find(const struct config *config,
						 const char *name)
{
	unsigned int i;

	for (i = 0; i < config->networks; i++)
		if (strcmp(config->network[i].name, name) == 0)
			return &config->network[i];
	return NULL;
}

int config_uplink_find(const struct config *config, const char *name)
{
	unsigned int i;

	for (i = 0; i < config->uplinks; i++)
		if (strcmp(config->uplink[i].name, name) == 0)
			return i;
	return -ENOENT;
}
