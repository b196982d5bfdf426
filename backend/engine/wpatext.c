// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vwlan_nodes.h"
#include "wpatext.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct word {
	const char *text;
	uint32_t value;
};

/* -1, and @to as it was, for an unknown word. */
static int word_find(const struct word *words, size_t count,
		     const char *text, size_t length, uint32_t *to)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (strlen(words[i].text) != length ||
		    memcmp(words[i].text, text, length))
			continue;
		*to = words[i].value;
		return 0;
	}
	return -1;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static int hex_byte(const char *text, uint8_t *to)
{
	int high = hex_value(text[0]);
	int low = high < 0 ? -1 : hex_value(text[1]);

	if (low < 0)
		return -EBADMSG;
	*to = high << 4 | low;
	return 0;
}

void wpatext_hex(char *to, const uint8_t *from, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < length; i++) {
		*to++ = digits[from[i] >> 4];
		*to++ = digits[from[i] & 15];
	}
	*to = '\0';
}

bool wpatext_passphrase_valid(const char *text, size_t length)
{
	size_t i;

	if (length < VWLAN_PASSPHRASE_MIN || length > VWLAN_PASSPHRASE_MAX)
		return false;
	for (i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return true;
}

bool wpatext_ok(const char *text)
{
	return strcmp(text, "OK\n") == 0 || strcmp(text, "OK") == 0;
}

int wpatext_number_parse(const char *text, uint32_t *number)
{
	size_t length = strcspn(text, "\n");

	if (text[length] && text[length + 1])
		return -EBADMSG;
	if (vwlan_number_parse(text, length, 0, UINT32_MAX, number))
		return -EBADMSG;
	return 0;
}

/* An access point's address may be any, even a group's: it is its fault. */
static int address_parse(const char *text, size_t length, uint8_t *to)
{
	uint8_t bytes[VWLAN_MAC_LEN];
	size_t i;

	if (length != VWLAN_MAC_TEXT - 1)
		return -EBADMSG;
	for (i = 0; i < sizeof(bytes); i++)
		if (hex_byte(text + 3 * i, &bytes[i]) ||
		    (i + 1 < sizeof(bytes) && text[3 * i + 2] != ':'))
			return -EBADMSG;
	memcpy(to, bytes, sizeof(bytes));
	return 0;
}

/* One byte of what printf_encode() made; returns how much it took. */
static int escape_parse(const char *text, size_t length, uint8_t *to)
{
	static const struct word escapes[] = {
		{ "\\", '\\' }, { "\"", '"' }, { "e", 27 },
		{ "n", '\n' }, { "r", '\r' }, { "t", '\t' },
	};
	uint32_t value;

	if (*text != '\\') {
		*to = *text;
		return *text >= ' ' && *text <= '~' ? 1 : -EBADMSG;
	}
	if (length >= 4 && text[1] == 'x')
		return hex_byte(text + 2, to) ? -EBADMSG : 4;
	if (length < 2 || word_find(escapes, ARRAY_SIZE(escapes), text + 1,
				    1, &value))
		return -EBADMSG;
	*to = value;
	return 2;
}

static int ssid_parse(const char *text, size_t length,
		      struct vwlan_ssid *to)
{
	struct vwlan_ssid ssid = { 0 };
	int used;

	while (length) {
		if (ssid.length == VWLAN_SSID_MAX)
			return -EBADMSG;
		used = escape_parse(text, length, &ssid.bytes[ssid.length]);
		if (used < 0)
			return used;
		ssid.length++;
		text += used;
		length -= used;
	}
	*to = ssid;
	return 0;
}

/* ------------------------------------------------------------------ */
/* Lines of "key=value"                                                */

struct line {
	const char *key;
	size_t key_length;
	const char *value;
	size_t length;
};

/* Moves @text behind the line; false at the end of the text. */
static bool line_next(struct line *line, const char **text)
{
	const char *equals;
	size_t length = strcspn(*text, "\n");

	if (!**text)
		return false;
	line->key = *text;
	equals = memchr(*text, '=', length);
	line->key_length = equals ? (size_t)(equals - *text) : length;
	line->value = equals ? equals + 1 : *text + length;
	line->length = *text + length - line->value;
	*text += length + ((*text)[length] == '\n');
	return true;
}

static bool line_is(const struct line *line, const char *key)
{
	return strlen(key) == line->key_length &&
	       memcmp(line->key, key, line->key_length) == 0;
}

static int line_number(const struct line *line, uint32_t *to)
{
	if (vwlan_number_parse(line->value, line->length, 0, UINT32_MAX, to))
		return -EBADMSG;
	return 0;
}

/* ------------------------------------------------------------------ */
/* STATUS                                                              */

static const struct word states[] = {
	{ "INTERFACE_DISABLED", WPATEXT_STATE_DISABLED },
	{ "DISCONNECTED", WPATEXT_STATE_IDLE },
	{ "INACTIVE", WPATEXT_STATE_INACTIVE },
	{ "SCANNING", WPATEXT_STATE_JOINING },
	{ "AUTHENTICATING", WPATEXT_STATE_JOINING },
	{ "ASSOCIATING", WPATEXT_STATE_JOINING },
	{ "ASSOCIATED", WPATEXT_STATE_HANDSHAKE },
	{ "4WAY_HANDSHAKE", WPATEXT_STATE_HANDSHAKE },
	{ "GROUP_HANDSHAKE", WPATEXT_STATE_HANDSHAKE },
	{ "COMPLETED", WPATEXT_STATE_COMPLETED },
};

/* Suite selectors: IEEE 802.11-2020, tables 9-149 and 9-151. */
static const struct word ciphers[] = {
	{ "WEP-40", 0x000fac01 }, { "TKIP", 0x000fac02 },
	{ "CCMP", 0x000fac04 }, { "WEP-104", 0x000fac05 },
	{ "GCMP", 0x000fac08 }, { "GCMP-256", 0x000fac09 },
	{ "CCMP-256", 0x000fac0a },
};

static const struct word akms[] = {
	{ "WPA2/IEEE 802.1X/EAP", 0x000fac01 },
	{ "WPA/IEEE 802.1X/EAP", 0x0050f201 },
	{ "WPA2-PSK", 0x000fac02 }, { "WPA-PSK", 0x0050f202 },
	{ "FT-EAP", 0x000fac03 }, { "FT-PSK", 0x000fac04 },
	{ "WPA2-EAP-SHA256", 0x000fac05 },
	{ "WPA2-PSK-SHA256", 0x000fac06 },
	{ "SAE", 0x000fac08 }, { "FT-SAE", 0x000fac09 },
	{ "WPA2-EAP-SUITE-B", 0x000fac0b },
	{ "WPA2-EAP-SUITE-B-192", 0x000fac0c },
	{ "OWE", 0x000fac12 },
};

static void status_names(struct wpatext_status *status,
			 const struct line *line)
{
	if (line_is(line, "pairwise_cipher"))
		word_find(ciphers, ARRAY_SIZE(ciphers), line->value,
			  line->length, &status->cipher);
	else if (line_is(line, "group_cipher"))
		word_find(ciphers, ARRAY_SIZE(ciphers), line->value,
			  line->length, &status->group_cipher);
	else if (line_is(line, "key_mgmt"))
		word_find(akms, ARRAY_SIZE(akms), line->value, line->length,
			  &status->akm);
}

static void status_line(struct wpatext_status *status,
			const struct line *line)
{
	uint32_t state;

	if (line_is(line, "wpa_state") &&
	    word_find(states, ARRAY_SIZE(states), line->value, line->length,
		      &state) == 0)
		status->state = state;
	else if (line_is(line, "address"))
		status->has_address = address_parse(line->value, line->length,
						    status->address) == 0;
	else if (line_is(line, "bssid"))
		status->has_bssid = address_parse(line->value, line->length,
						  status->bssid) == 0;
	else if (line_is(line, "freq"))
		line_number(line, &status->frequency);
	else if (line_is(line, "ssid"))
		ssid_parse(line->value, line->length, &status->ssid);
	else
		status_names(status, line);
}

int wpatext_status_parse(struct wpatext_status *status, const char *text)
{
	struct line line;

	memset(status, 0, sizeof(*status));
	while (line_next(&line, &text))
		status_line(status, &line);
	return status->state == WPATEXT_STATE_UNKNOWN ? -EBADMSG : 0;
}

/* ------------------------------------------------------------------ */
/* BSS                                                                 */

static bool flag_begins(const char *flag, size_t length, const char *word)
{
	return length >= strlen(word) &&
	       memcmp(flag, word, strlen(word)) == 0;
}

/* An element's bytes out of hexadecimal ones; its length, or -ENOENT. */
static int element_find(const char *hex, size_t length, uint8_t wanted,
			uint8_t *to)
{
	uint8_t id, size, i;

	while (length >= 4) {
		if (hex_byte(hex, &id) || hex_byte(hex + 2, &size) ||
		    length < 4 + 2u * size)
			return -ENOENT;
		for (i = 0; id == wanted && i < size; i++)
			if (hex_byte(hex + 4 + 2 * i, &to[i]))
				return -ENOENT;
		if (id == wanted)
			return size;
		hex += 4 + 2 * size;
		length -= 4 + 2 * size;
	}
	return -ENOENT;
}

static void rates_parse(struct wpatext_bss *bss, const struct line *line)
{
	static const uint8_t elements[] = { 1, 50 };
	uint8_t bytes[255];
	int length, at;
	size_t i;

	bss->rate_count = 0;
	for (i = 0; i < ARRAY_SIZE(elements); i++) {
		length = element_find(line->value, line->length, elements[i],
				      bytes);
		for (at = 0; at < length &&
			     bss->rate_count < WPATEXT_RATES_MAX; at++)
			bss->rates[bss->rate_count++] = bytes[at];
	}
}

static int bss_line(struct wpatext_bss *bss, const struct line *line)
{
	if (line_is(line, "bssid"))
		return address_parse(line->value, line->length, bss->bssid);
	if (line_is(line, "ie"))
		rates_parse(bss, line);
	return 0;
}

static bool line_delimits(const struct line *line)
{
	return flag_begins(line->key, line->key_length, "####") ||
	       (line->key_length == 0 && line->length == 3 &&
		memcmp(line->value, "===", 3) == 0);
}

int wpatext_bss_parse(struct wpatext_bss *bss, const char **text)
{
	bool any = false, has_bssid = false;
	struct line line;
	int rc = 0;

	memset(bss, 0, sizeof(*bss));
	while (line_next(&line, text)) {
		if (line_delimits(&line))
			break;
		any = true;
		has_bssid |= line_is(&line, "bssid");
		if (bss_line(bss, &line))
			rc = -EBADMSG;
	}
	if (!any)
		return 0;
	return rc || !has_bssid ? -EBADMSG : 1;
}

/* ------------------------------------------------------------------ */
/* Events                                                              */

static const struct word events[] = {
	{ "CTRL-EVENT-CONNECTED", WPATEXT_CONNECTED },
	{ "CTRL-EVENT-DISCONNECTED", WPATEXT_DISCONNECTED },
	{ "CTRL-EVENT-SSID-TEMP-DISABLED", WPATEXT_TEMP_DISABLED },
	{ "CTRL-EVENT-AUTH-REJECT", WPATEXT_AUTH_REJECT },
	{ "CTRL-EVENT-ASSOC-REJECT", WPATEXT_ASSOC_REJECT },
	{ "CTRL-EVENT-NETWORK-NOT-FOUND", WPATEXT_NOT_FOUND },
	{ "CTRL-EVENT-FREQ-CONFLICT", WPATEXT_FREQ_CONFLICT },
	{ "CTRL-EVENT-TERMINATING", WPATEXT_TERMINATING },
	{ "SME:", WPATEXT_TRYING },
};

/* End of a word; blanks within quotes belong to it (ssid="a b"). */
static size_t argument_length(const char *text)
{
	bool quoted = false;
	size_t i;

	for (i = 0; text[i] && (quoted || text[i] != ' '); i++) {
		if (text[i] == '\\' && text[i + 1])
			i++;
		else if (text[i] == '"')
			quoted = !quoted;
	}
	return i;
}

static int event_number(const struct line *argument, uint16_t *to)
{
	uint32_t value;

	if (vwlan_number_parse(argument->value, argument->length, 0,
			       UINT16_MAX, &value))
		return -EBADMSG;
	*to = value;
	return 0;
}

static int event_argument(struct wpatext_event *event,
			  const struct line *argument)
{
	if (line_is(argument, "reason") && event->id == WPATEXT_DISCONNECTED)
		return event_number(argument, &event->reason);
	if (line_is(argument, "reason"))
		event->wrong_key = flag_begins(argument->value,
					       argument->length,
					       "WRONG_KEY");
	else if (line_is(argument, "locally_generated"))
		event->local = true;
	else if (line_is(argument, "auth_type"))
		return event_number(argument, &event->auth_type);
	else if (line_is(argument, "status_code"))
		return event_number(argument, &event->status_code);
	return 0;
}

static int event_arguments(struct wpatext_event *event, const char *text)
{
	struct line argument;
	const char *equals;
	size_t length;
	int rc = 0;

	for (; *text && rc == 0; text += length) {
		text += strspn(text, " ");
		length = argument_length(text);
		equals = memchr(text, '=', length);
		if (!equals)
			continue;
		argument.key = text;
		argument.key_length = equals - text;
		argument.value = equals + 1;
		argument.length = text + length - argument.value;
		rc = event_argument(event, &argument);
	}
	return rc;
}

/*
 * "Trying to authenticate with 02:00:00:00:01:00 (SSID='a' freq=2412 MHz)".
 * The name may hold anything, so the last frequency is the real one.
 */
static int trying_parse(struct wpatext_event *event, const char *text)
{
	static const char begin[] = " Trying to authenticate with ";
	static const char key[] = " freq=";
	const char *at, *next;

	if (strncmp(text, begin, sizeof(begin) - 1)) {
		event->id = WPATEXT_OTHER;
		return 0;
	}
	text += sizeof(begin) - 1;
	if (vwlan_mac_parse(text, strcspn(text, " "), event->bssid))
		return -EBADMSG;
	at = strstr(text, key);
	while (at && (next = strstr(at + 1, key)))
		at = next;
	if (!at)
		return -EBADMSG;
	at += sizeof(key) - 1;
	return vwlan_number_parse(at, strspn(at, "0123456789"), 1, UINT16_MAX,
				  &event->frequency) ? -EBADMSG : 0;
}

static const char *event_interface(struct wpatext_event *event,
				   const char *text)
{
	size_t length;

	if (strncmp(text, "IFNAME=", 7))
		return text;
	text += 7;
	length = strcspn(text, " ");
	if (length == 0 || length >= sizeof(event->ifname) || !text[length])
		return NULL;
	memcpy(event->ifname, text, length);
	return text + length + 1;
}

int wpatext_event_parse(struct wpatext_event *event, const char *text)
{
	uint32_t id = WPATEXT_OTHER;
	size_t length;

	memset(event, 0, sizeof(*event));
	text = event_interface(event, text);
	if (!text || text[0] != '<' || text[1] < '0' || text[1] > '9' ||
	    text[2] != '>')
		return -EBADMSG;
	text += 3;
	length = strcspn(text, " ");
	word_find(events, ARRAY_SIZE(events), text, length, &id);
	event->id = id;
	if (event->id == WPATEXT_OTHER || event->id == WPATEXT_CONNECTED)
		return 0;
	if (event->id == WPATEXT_TRYING)
		return trying_parse(event, text + length);
	return event_arguments(event, text + length);
}
