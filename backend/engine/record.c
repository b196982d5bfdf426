// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "record.h"
#include "vwlan_nodes.h"
#include "wpatext.h"

#define TITLE "vwland table "
#define VERSION "1"
#define POLICY "policy-"
#define NONE UINT32_MAX

static const char *const modes[] = {
	[VWLAN_MODE_MANAGED] = "managed",
	[VWLAN_MODE_NATIVE] = "native",
	[VWLAN_MODE_UPLINK] = "uplink",
};

#define MODES (sizeof(modes) / sizeof(modes[0]))

void record_begin(struct record *record)
{
	memset(record, 0, sizeof(*record));
	record->mode = VWLAN_MODE_MANAGED;
	record->power_save = -1;
	record->rts = NONE;
	record->fragment = NONE;
}

bool record_same_device(const struct record *record, const uint8_t *given)
{
	return record->domid &&
	       memcmp(record->given, given, VWLAN_MAC_LEN) == 0;
}

/* ------------------------------------------------------------------ */
/* Writing                                                             */

/**
 * struct text - being written
 * @full: something had no room
 */
struct text {
	char *bytes;
	size_t size;
	size_t length;
	bool full;
};

__attribute__((format(printf, 2, 3)))
static void text_add(struct text *text, const char *format, ...)
{
	size_t room = text->size - text->length;
	va_list args;
	int got;

	va_start(args, format);
	got = vsnprintf(text->bytes + text->length, room, format, args);
	va_end(args);
	if (got < 0 || (size_t)got >= room)
		text->full = true;
	else
		text->length += got;
}

static void mac_add(struct text *text, const char *name, const uint8_t *mac)
{
	char value[VWLAN_MAC_TEXT];

	vwlan_mac_format(mac, value);
	text_add(text, " %s=%s", name, value);
}

static void number_add(struct text *text, const char *name, uint32_t value,
		       uint32_t none)
{
	if (value != none)
		text_add(text, " %s=%" PRIu32, name, value);
}

static void connection_add(struct text *text, const struct record *record)
{
	char hex[2 * VWLAN_SSID_MAX + 1];

	if (record->ssid.length == 0)
		return;
	wpatext_hex(hex, record->ssid.bytes, record->ssid.length);
	text_add(text, " ssid=%s", hex);
	mac_add(text, "bssid", record->bssid);
	number_add(text, "frequency", record->frequency, 0);
}

/* A blank ends a word. */
static void word_add(struct text *text, const char *value)
{
	for (; *value; value++) {
		if (*value == ' ' || *value == '%')
			text_add(text, "%%%02x", *value);
		else
			text_add(text, "%c", *value);
	}
}

static void policy_add(struct text *text, const struct record *record)
{
	enum vwlan_policy_key key;
	char value[VWLAN_NODE_MAX];

	for (key = 0; key < VWLAN_POLICY_KEYS; key++) {
		if (!(record->policy_changed & 1u << key))
			continue;
		vwlan_policy_format(&record->policy, key, value);
		text_add(text, " " POLICY "%s=", vwlan_policy_name(key));
		word_add(text, value);
	}
}

static void bytes_add(struct text *text, const char *name,
		      const void *bytes, size_t length)
{
	char hex[2 * sizeof(struct bitrates) + 1];

	if (length == 0)
		return;
	wpatext_hex(hex, bytes, length);
	text_add(text, " %s=%s", name, hex);
}

static void record_add(struct text *text, const struct record *record)
{
	text_add(text, "device=%u.%u vr=%u", record->domid, record->devid,
		 record->vr);
	mac_add(text, "given", record->given);
	mac_add(text, "mac", record->mac);
	text_add(text, " mode=%s", modes[record->mode]);
	if (record->network[0])
		text_add(text, " network=%s", record->network);
	connection_add(text, record);
	number_add(text, "up", record->up, 0);
	number_add(text, "apart", record->apart, 0);
	number_add(text, "power-save", record->power_save, (uint32_t)-1);
	number_add(text, "rts", record->rts, NONE);
	number_add(text, "fragment", record->fragment, NONE);
	number_add(text, "retry-short", record->retry_short, 0);
	number_add(text, "retry-long", record->retry_long, 0);
	bytes_add(text, "bitrates", record->bitrates.mask,
		  record->bitrates.count * sizeof(record->bitrates.mask[0]));
	bytes_add(text, "qos-map", record->qos_map.bytes,
		  record->qos_map.length);
	policy_add(text, record);
	text_add(text, "\n");
}

size_t records_begin(char *to, size_t size)
{
	struct text text = { .bytes = to, .size = size };

	text_add(&text, TITLE VERSION "\n");
	return text.full ? 0 : text.length;
}

size_t record_encode(char *to, size_t size, size_t length,
		     const struct record *record)
{
	struct text text = { .bytes = to, .size = size, .length = length };

	record_add(&text, record);
	return text.full ? length : text.length;
}

size_t records_end(char *to, size_t size, size_t length, unsigned int count)
{
	struct text text = { .bytes = to, .size = size, .length = length };

	text_add(&text, "end %u\n", count);
	return text.full ? length : text.length;
}

/* ------------------------------------------------------------------ */
/* Reading                                                             */

/** struct span - a part of the text */
struct span {
	const char *at;
	size_t length;
};

/* What is before the next @end, which is taken away with it. */
static bool span_split(struct span *rest, char end, struct span *part)
{
	const char *found = memchr(rest->at, end, rest->length);

	*part = *rest;
	if (!found)
		return false;
	part->length = found - rest->at;
	rest->at += part->length + 1;
	rest->length -= part->length + 1;
	return true;
}

static bool span_is(const struct span *span, const char *text)
{
	return span->length == strlen(text) &&
	       memcmp(span->at, text, span->length) == 0;
}

static bool span_begins(struct span *span, const char *text)
{
	size_t length = strlen(text);

	if (span->length < length || memcmp(span->at, text, length))
		return false;
	span->at += length;
	span->length -= length;
	return true;
}

static bool span_next(struct span *span, char *to)
{
	if (span->length == 0)
		return false;
	*to = *span->at++;
	span->length--;
	return true;
}

static bool number_take(const struct span *value, uint32_t min, uint32_t max,
			uint32_t *to)
{
	return vwlan_number_parse(value->at, value->length, min, max, to) == 0;
}

static bool mac_take(const struct span *value, uint8_t *to)
{
	return vwlan_mac_parse(value->at, value->length, to) == 0;
}

static bool device_take(struct span value, struct record *to)
{
	struct span domid;
	uint32_t a, b;

	if (!span_split(&value, '.', &domid) ||
	    !number_take(&domid, 1, VWLAN_DOMID_MAX, &a) ||
	    !number_take(&value, 0, VWLAN_DEVID_MAX, &b))
		return false;
	to->domid = a;
	to->devid = b;
	return true;
}

static bool mode_take(const struct span *value, struct record *to)
{
	size_t i;

	for (i = 0; i < MODES; i++) {
		if (!modes[i] || !span_is(value, modes[i]))
			continue;
		to->mode = i;
		return true;
	}
	return false;
}

static bool network_take(const struct span *value, struct record *to)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789-_.";

	if (value->length == 0 || value->length > CONFIG_NAME_MAX)
		return false;
	/* A word that comes twice leaves nothing of the first. */
	memset(to->network, 0, sizeof(to->network));
	memcpy(to->network, value->at, value->length);
	return strspn(to->network, allowed) == value->length;
}

static int digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Returns how many bytes, or -1 if there are none, or more than @max. */
static int bytes_take(const struct span *value, uint8_t *to, size_t max)
{
	size_t i, length = value->length / 2;
	int high, low;

	if (value->length % 2 || length == 0 || length > max)
		return -1;
	for (i = 0; i < length; i++) {
		high = digit_value(value->at[2 * i]);
		low = digit_value(value->at[2 * i + 1]);
		if (high < 0 || low < 0)
			return -1;
		to[i] = high << 4 | low;
	}
	return length;
}

static bool ssid_take(const struct span *value, struct record *to)
{
	int length;

	memset(&to->ssid, 0, sizeof(to->ssid));
	length = bytes_take(value, to->ssid.bytes, VWLAN_SSID_MAX);
	if (length < 0)
		return false;
	to->ssid.length = length;
	return true;
}

/* What the masks mean is for the radio to say that there is then. */
static bool bitrates_word(const struct span *value, struct record *to)
{
	struct bitrates *rates = &to->bitrates;
	int length;

	memset(rates, 0, sizeof(*rates));
	length = bytes_take(value, (uint8_t *)rates->mask,
			    sizeof(rates->mask));
	if (length < 0 || length % sizeof(rates->mask[0]))
		return false;
	rates->count = length / sizeof(rates->mask[0]);
	return true;
}

static bool qos_map_word(const struct span *value, struct record *to)
{
	uint8_t bytes[VWLAN_QOS_MAP_MAX];
	int length = bytes_take(value, bytes, sizeof(bytes));

	return length > 0 && qos_map_take(&to->qos_map, bytes, length);
}

/* Those that are plain numbers; see struct record for their ranges. */
static bool wish_take(const struct span *name, const struct span *value,
		      struct record *to)
{
	uint32_t number;

	if (span_is(name, "rts"))
		return number_take(value, 0, NONE - 1, &to->rts);
	if (span_is(name, "fragment"))
		return number_take(value, 0, NONE - 1, &to->fragment);
	if (span_is(name, "frequency"))
		return number_take(value, 1, 100000, &to->frequency);
	if (span_is(name, "retry-short") || span_is(name, "retry-long")) {
		if (!number_take(value, 1, UINT8_MAX, &number))
			return false;
		if (span_is(name, "retry-long"))
			to->retry_long = number;
		else
			to->retry_short = number;
		return true;
	}
	if (!span_is(name, "up") && !span_is(name, "apart") &&
	    !span_is(name, "power-save"))
		return true;
	if (!number_take(value, 0, 1, &number))
		return false;
	if (span_is(name, "up"))
		to->up = number;
	else if (span_is(name, "apart"))
		to->apart = number;
	else
		to->power_save = number;
	return true;
}

/* Returns the length, or -EBADMSG; @to has VWLAN_NODE_MAX bytes. */
static int word_decode(struct span value, char *to)
{
	unsigned int length;
	char c;

	for (length = 0; span_next(&value, &c); length++) {
		if (length == VWLAN_NODE_MAX)
			return -EBADMSG;
		to[length] = c;
		if (c != '%')
			continue;
		if (span_begins(&value, "20"))
			to[length] = ' ';
		else if (!span_begins(&value, "25"))
			return -EBADMSG;
	}
	return length;
}

/* One that is not known is of a later vwland. */
static bool policy_take(struct span name, struct span value,
			struct record *to)
{
	int key = vwlan_policy_find(name.at, name.length), length;
	char text[VWLAN_NODE_MAX], why[VWLAN_POLICY_WHY_MAX];

	if (key < 0)
		return true;
	length = word_decode(value, text);
	if (length < 0 ||
	    vwlan_policy_take(&to->policy, key, text, length, why))
		return false;
	to->policy_changed |= 1u << key;
	return true;
}

static bool word_take(struct span word, struct record *to)
{
	struct span name;
	uint32_t number;

	if (!span_split(&word, '=', &name))
		return false;
	if (span_is(&name, "device"))
		return device_take(word, to);
	if (span_is(&name, "vr")) {
		if (!number_take(&word, 1, UINT16_MAX, &number))
			return false;
		to->vr = number;
		return true;
	}
	if (span_is(&name, "given"))
		return mac_take(&word, to->given);
	if (span_is(&name, "mac"))
		return mac_take(&word, to->mac);
	if (span_is(&name, "mode"))
		return mode_take(&word, to);
	if (span_is(&name, "network"))
		return network_take(&word, to);
	if (span_is(&name, "ssid"))
		return ssid_take(&word, to);
	if (span_is(&name, "bssid"))
		return mac_take(&word, to->bssid);
	if (span_is(&name, "bitrates"))
		return bitrates_word(&word, to);
	if (span_is(&name, "qos-map"))
		return qos_map_word(&word, to);
	if (span_begins(&name, POLICY))
		return policy_take(name, word, to);
	return wish_take(&name, &word, to);
}

static bool record_complete(const struct record *record)
{
	static const uint8_t none[VWLAN_MAC_LEN];

	return record->domid && record->vr &&
	       memcmp(record->given, none, sizeof(none)) &&
	       memcmp(record->mac, none, sizeof(none)) &&
	       (record->ssid.length != 0) == (record->frequency != 0) &&
	       (record->ssid.length != 0) ==
		       (memcmp(record->bssid, none, sizeof(none)) != 0);
}

static bool record_decode(struct span line, struct record *to)
{
	struct span word;
	bool more = true;

	record_begin(to);
	while (more) {
		more = span_split(&line, ' ', &word);
		if (!word_take(word, to))
			return false;
	}
	return record_complete(to);
}

/* One device, or one virtual radio, can't be two. */
static bool record_unique(const struct record *all, unsigned int count)
{
	const struct record *last = &all[count];
	unsigned int i;

	for (i = 0; i < count; i++)
		if (all[i].vr == last->vr ||
		    (all[i].domid == last->domid &&
		     all[i].devid == last->devid))
			return false;
	return true;
}

int records_decode(const char *text, size_t length, struct record *to)
{
	struct span rest = { text, length }, line;
	unsigned int count = 0;
	uint32_t end;

	if (!span_split(&rest, '\n', &line) || !span_begins(&line, TITLE))
		return -EBADMSG;
	if (!span_is(&line, VERSION))
		return -ENOTSUP;
	while (span_split(&rest, '\n', &line)) {
		if (span_begins(&line, "end "))
			return number_take(&line, count, count, &end) &&
			       rest.length == 0 ? (int)count : -EBADMSG;
		if (count == RECORDS_MAX || !record_decode(line, &to[count]) ||
		    !record_unique(to, count))
			return -EBADMSG;
		count++;
	}
	return -EBADMSG;
}
