// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ssid.h"

#define HEX "hex:"

static bool printable(uint8_t byte)
{
	return byte >= ' ' && byte <= '~';
}

void ssid_format(const struct vwlan_ssid *ssid, char *to)
{
	bool hex = ssid->length >= strlen(HEX) &&
		   memcmp(ssid->bytes, HEX, strlen(HEX)) == 0;
	unsigned int i;

	for (i = 0; i < ssid->length; i++) {
		/* Not to be taken for the other form. */
		if (!printable(ssid->bytes[i]) || (i == 0 && hex))
			to += sprintf(to, "\\x%02x", ssid->bytes[i]);
		else if (ssid->bytes[i] == '\\')
			to += sprintf(to, "\\\\");
		else
			*to++ = ssid->bytes[i];
	}
	*to = '\0';
}

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;

	if (c >= 'A' && c <= 'F')
		c += 'a' - 'A';
	at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -EINVAL;
}

/* Two digits; the second is not looked at if the first is the end. */
static int byte_parse(const char *text)
{
	int high = digit(text[0]);
	int low = high < 0 ? high : digit(text[1]);

	return low < 0 ? -EINVAL : high << 4 | low;
}

static int byte_add(struct vwlan_ssid *ssid, uint8_t byte)
{
	if (ssid->length >= VWLAN_SSID_MAX)
		return -E2BIG;
	ssid->bytes[ssid->length++] = byte;
	return 0;
}

/* Returns the byte that an escape stands for; @text goes past it. */
static int escape_parse(const char **text)
{
	static const char names[] = "\\\"entr", bytes[] = "\\\"\033\n\t\r";
	const char *at;
	int byte;

	if (**text == 'x') {
		byte = byte_parse(*text + 1);
		*text += byte < 0 ? 0 : 3;
		return byte;
	}
	at = **text ? strchr(names, **text) : NULL;
	if (!at)
		return -EINVAL;
	++*text;
	return bytes[at - names];
}

static int hex_parse(const char *text, struct vwlan_ssid *ssid)
{
	int byte, rc = 0;

	for (; *text && rc == 0; text += 2) {
		byte = byte_parse(text);
		rc = byte < 0 ? byte : byte_add(ssid, byte);
	}
	return rc;
}

int ssid_parse(const char *text, struct vwlan_ssid *ssid)
{
	int byte, rc = 0;

	memset(ssid, 0, sizeof(*ssid));
	if (strncmp(text, HEX, strlen(HEX)) == 0)
		return hex_parse(text + strlen(HEX), ssid);
	while (*text && rc == 0) {
		byte = (uint8_t)*text++;
		if (byte == '\\')
			byte = escape_parse(&text);
		rc = byte < 0 ? byte : byte_add(ssid, byte);
	}
	return rc;
}
