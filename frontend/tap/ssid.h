/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SSIDs as text.  They are bytes of any value, chosen by whoever has a
 * radio: on their way to a terminal, a log or JSON they are escaped, and
 * what was escaped can be typed in again.  Pure.
 */
#ifndef SSID_H
#define SSID_H

#include "vwlan_message.h"

#define SSID_TEXT (4 * VWLAN_SSID_MAX + 1)	/* bytes, NUL included */

/**
 * ssid_format - printable ASCII stays; a backslash becomes \\, the rest \xNN
 *
 * @to: SSID_TEXT bytes
 */
void ssid_format(const struct vwlan_ssid *ssid, char *to);

/**
 * ssid_parse - what ssid_format() made, or a person typed
 *
 * "hex:" and pairs of digits; or bytes as they are, with \\, \", \e, \n,
 * \r, \t and \xNN in between.
 *
 * Returns 0, -EINVAL if an escape or a digit is wrong, -E2BIG if it is
 * longer than VWLAN_SSID_MAX.
 */
int ssid_parse(const char *text, struct vwlan_ssid *ssid);

#endif
