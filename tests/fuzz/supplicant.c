// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the supplicant says, as an access point might have it say it: the
 * first byte chooses the reader.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/wpatext.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void bss_read(const char *text)
{
	struct wpatext_bss bss;

	while (wpatext_bss_parse(&bss, &text))
		if (bss.rate_count > WPATEXT_RATES_MAX)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wpatext_status status;
	struct wpatext_event event;
	uint32_t number;
	char *text;

	if (size == 0)
		return 0;
	/* Its own allocation, so that a byte too far is noticed. */
	text = strndup((const char *)data + 1, size - 1);
	if (!text)
		return 0;
	if (data[0] % 4 == 0)
		wpatext_event_parse(&event, text);
	else if (data[0] % 4 == 1)
		bss_read(text);
	else if (data[0] % 4 == 2)
		wpatext_status_parse(&status, text);
	else
		wpatext_number_parse(text, &number);
	free(text);
	return 0;
}
