/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an access point in the kernel's list says of itself.  Pure. */
#ifndef ENGINE_SCAN_BSS_H
#define ENGINE_SCAN_BSS_H

#include "arbiter.h"
#include "relay_answer.h"

/** scan_bss_name - its name, as far as it is known, and if it hides it */
enum arbiter_hidden scan_bss_name(const struct relay_bss *bss,
				  struct vwlan_ssid *ssid);

/** scan_bss_unname - leave out what only its answer to somebody told */
void scan_bss_unname(struct relay_bss *bss);

/**
 * scan_bss_security - VWLAN_SECURITY_*
 *
 * From the elements of RSN (IEEE 802.11-2020, 9.4.2.24) and WPA.  One that
 * is malformed counts as one that offers nothing.
 */
uint32_t scan_bss_security(const struct relay_bss *bss);

#endif
