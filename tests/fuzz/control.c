// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A struct vwlan_control that another process sent, who was taken over: it
 * is refused, or it means a message.
 */
#include <stdlib.h>
#include <string.h>

#include "../control_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

static void control_pass(const struct vwlan_control *control)
{
	uint8_t bytes[VWLAN_MESSAGE_MAX];
	struct vwlan_control again;
	int length = vwlan_message_encode(control, bytes);

	check(length <= (control->type == VWLAN_RESPONSE ?
			 (int)VWLAN_RESPONSE_MAX : (int)VWLAN_MESSAGE_MAX));
	check(vwlan_message_decode(&again, bytes, length) == 0);
	check(control_same(control, &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Its own allocation, so that a byte too far is noticed. */
	struct vwlan_control *control = calloc(1, sizeof(*control));

	check(control != NULL);
	memcpy(control, data, size < sizeof(*control) ? size :
						       sizeof(*control));
	if (vwlan_control_check(control) == 0)
		control_pass(control);
	free(control);
	return 0;
}
