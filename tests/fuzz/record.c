// SPDX-License-Identifier: GPL-2.0-or-later
/* The connection table's file, after somebody else had it. */
#include <stdlib.h>
#include <string.h>

#include "../../backend/engine/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

/* What was taken comes out as a text that is taken again, as the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct record all[RECORDS_MAX], again[RECORDS_MAX];
	static char text[RECORDS_TEXT];
	int count = records_decode((const char *)data, size, all), i;
	size_t length, before;

	if (count < 0)
		return 0;
	length = records_begin(text, sizeof(text));
	for (i = 0; i < count; i++) {
		before = length;
		length = record_encode(text, sizeof(text), length, &all[i]);
		check(length > before);
	}
	length = records_end(text, sizeof(text), length, count);
	check(records_decode(text, length, again) == count);
	check(memcmp(all, again, count * sizeof(all[0])) == 0);
	return 0;
}
