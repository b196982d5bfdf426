// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "../../frontend/tap/options.h"
#include "../../frontend/tap/ssid.h"

static void round_trip(const void *bytes, size_t length)
{
	struct vwlan_ssid ssid = { .length = length }, back;
	char text[SSID_TEXT];
	size_t i;

	memcpy(ssid.bytes, bytes, length);
	ssid_format(&ssid, text);
	for (i = 0; text[i]; i++)
		cr_assert(text[i] >= ' ' && text[i] <= '~');
	cr_assert_lt(i, SSID_TEXT);
	cr_assert_eq(ssid_parse(text, &back), 0, "%s", text);
	cr_assert_eq(back.length, length);
	cr_assert_eq(memcmp(back.bytes, bytes, length), 0);
}

Test(ssid, every_byte_comes_back)
{
	uint8_t bytes[VWLAN_SSID_MAX];
	unsigned int i, j;

	for (i = 0; i < 256; i++) {
		for (j = 0; j < sizeof(bytes); j++)
			bytes[j] = i + j;
		for (j = 0; j <= sizeof(bytes); j++)
			round_trip(bytes, j);
	}
	round_trip("hex:00", 6);
	round_trip("\\x41", 4);
}

Test(ssid, no_terminal_sees_an_escape)
{
	struct vwlan_ssid ssid = { .length = 5 };
	char text[SSID_TEXT];

	memcpy(ssid.bytes, "\033]0;a", 5);
	ssid_format(&ssid, text);
	cr_assert_str_eq(text, "\\x1b]0;a");
}

static int parse(const char *text, const char *expected)
{
	struct vwlan_ssid ssid;
	int rc = ssid_parse(text, &ssid);

	if (rc == 0) {
		cr_assert_eq(ssid.length, strlen(expected));
		cr_assert_eq(memcmp(ssid.bytes, expected, ssid.length), 0);
	}
	return rc;
}

Test(ssid, forms)
{
	cr_assert_eq(parse("", ""), 0);
	cr_assert_eq(parse("My Net", "My Net"), 0);
	cr_assert_eq(parse("Caf\xc3\xa9", "Caf\xc3\xa9"), 0);
	cr_assert_eq(parse("a\\\\b\\\"\\n\\e\\x7f", "a\\b\"\n\033\x7f"), 0);
	cr_assert_eq(parse("hex:", ""), 0);
	cr_assert_eq(parse("hex:4a4B", "JK"), 0);
	cr_assert_eq(parse("hex:4", ""), -EINVAL);
	cr_assert_eq(parse("hex:4g", ""), -EINVAL);
	cr_assert_eq(parse("\\", ""), -EINVAL);
	cr_assert_eq(parse("\\x", ""), -EINVAL);
	cr_assert_eq(parse("\\x4", ""), -EINVAL);
	cr_assert_eq(parse("\\q", ""), -EINVAL);
	cr_assert_eq(parse("0123456789012345678901234567890123", ""),
		     -E2BIG);
}

#define PARSE(o, mask, max, ...) \
	parse_words(o, mask, max, (char *[]){ "verb", __VA_ARGS__, NULL })

static int parse_words(struct options *o, unsigned int mask, int max,
		       char **words)
{
	int count = 0;

	while (words[count])
		count++;
	return options_parse(o, count, words, mask, max);
}

Test(options, defaults)
{
	char *words[] = { "run", NULL };
	struct options o;

	cr_assert_eq(options_parse(&o, 1, words, OPTION_RUN, 0), 0);
	cr_assert_str_eq(o.socket, "/run/vwlan/0.sock");
	cr_assert_str_eq(o.interface, "vwlan0");
	cr_assert_str_eq(o.user, "vwlan");
	cr_assert(o.batched);
	cr_assert_eq(o.wait, 30);
}

Test(options, device_decides)
{
	struct options o;

	cr_assert_eq(PARSE(&o, OPTION_RUN, 0, "--device", "3"), 0);
	cr_assert_str_eq(o.socket, "/run/vwlan/3.sock");
	cr_assert_str_eq(o.interface, "vwlan3");
	cr_assert_eq(PARSE(&o, OPTION_RUN, 0, "--device", "16"), -EINVAL);
	cr_assert_eq(PARSE(&o, OPTION_RUN, 0, "--device", "-1"), -EINVAL);
	cr_assert_eq(PARSE(&o, OPTION_RUN, 0, "--device", ""), -EINVAL);
}

Test(options, connect)
{
	unsigned int mask = OPTION_CONNECT | OPTION_WAIT;
	struct options o;

	cr_assert_eq(PARSE(&o, mask, 1, "--passphrase-stdin", "Net"), 0);
	cr_assert_eq(o.secret, SECRET_STDIN);
	cr_assert_eq(o.first, 2);
	cr_assert_eq(PARSE(&o, mask, 1, "Net", "--wait=0", "--open"), 0);
	cr_assert_eq(o.wait, 0);
	cr_assert_eq(PARSE(&o, mask, 1, "--open", "--profile", "N"), -EINVAL);
	cr_assert_eq(PARSE(&o, mask, 1, "--bssid", "x", "N"), -EINVAL);
	cr_assert_eq(PARSE(&o, mask, 1, "--bssid", "02:00:00:00:00:01", "N"),
		     0);
	cr_assert_eq(PARSE(&o, mask, 1, "a", "b"), -EINVAL);
	cr_assert_eq(PARSE(&o, mask, 1, "--", "--open"), 0);
	cr_assert_eq(o.secret, SECRET_ASK);
}

Test(options, a_verb_has_only_its_own)
{
	struct options o;

	cr_assert_eq(PARSE(&o, OPTION_JSON, 0, "--json"), 0);
	cr_assert_eq(PARSE(&o, OPTION_JSON, 0, "--user", "x"), -EINVAL);
	cr_assert_str_eq(o.problem, "not an option of this verb: user");
	cr_assert_eq(PARSE(&o, OPTION_JSON, 0, "--nonsense"), -EINVAL);
	cr_assert_str_eq(o.problem, "unknown option: --nonsense");
	cr_assert_eq(PARSE(&o, OPTION_RUN, 0, "--user"), -EINVAL);
	cr_assert_eq(PARSE(&o, OPTION_RUN, 0, "--interface",
			   "much-too-long-a-name"), -EINVAL);
	cr_assert_eq(PARSE(&o, 0, 0, "--help"), 0);
	cr_assert(o.help);
}
