// SPDX-License-Identifier: GPL-2.0-or-later
/* An entry of vwlan = [...], as a cat on the keyboard would write it. */
#include <stdlib.h>
#include <string.h>

#include "../../tools/vwlan/spec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

/* What was taken can be written, and means the same. */
static void policy_check(const struct spec *spec)
{
	char text[VWLAN_NODE_MAX], why[VWLAN_POLICY_WHY_MAX];
	struct vwlan_policy one, other;
	enum vwlan_policy_key key;

	for (key = 0; key < VWLAN_POLICY_KEYS; key++) {
		if (!spec->policy[key][0])
			continue;
		memset(&one, 0, sizeof(one));
		memset(&other, 0, sizeof(other));
		check(vwlan_policy_take(&one, key, spec->policy[key],
					strlen(spec->policy[key]),
					why) == 0);
		vwlan_policy_format(&one, key, text);
		check(vwlan_policy_take(&other, key, text, strlen(text),
					why) == 0);
		check(memcmp(&one, &other, sizeof(one)) == 0);
	}
}

static void text_check(const char *text)
{
	for (; *text; text++)
		check(*text >= ' ' && *text <= '~');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char why[SPEC_WHY_MAX];
	struct spec specs[2];
	size_t which;
	char *text = malloc(size + 1);
	int rc;

	check(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	rc = spec_parse(text, &specs[0], why);
	check(!rc == !why[0]);
	text_check(why);
	free(text);
	if (rc)
		return 0;
	text_check(specs[0].backend);
	text_check(specs[0].network);
	text_check(specs[0].uplink);
	policy_check(&specs[0]);
	check(specs[0].devid >= SPEC_DEVID_ANY &&
	      specs[0].devid <= (int)VWLAN_DEVID_MAX);
	specs[1] = specs[0];
	rc = specs_check_macs(specs, 2, &which, why);
	check(!rc == !specs[0].has_mac);
	rc = specs_number(specs, 2, 0, &which, why);
	check(!rc == (specs[0].devid != specs[1].devid));
	return 0;
}
