/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an access point in the kernel's list says of itself.  Pure. */
#ifndef ENGINE_SCAN_BSS_H
#define ENGINE_SCAN_BSS_H

#include "arbiter.h"
#include "relay_answer.h"

/** scan_bss_name - its name, as far as it is known, and if it hides it */
enum arbiter_hidden scan_bss_name(const struct relay_bss *bss,
				  struct vwlan_ssid *ssid);

/** scan_shows_fn - may a guest see an access point of this name? */
typedef bool scan_shows_fn(void *user, const struct vwlan_ssid *ssid,
			   enum arbiter_hidden hidden, uint32_t frequency);

/**
 * scan_bss_reveal - R8: what a guest sees of it
 *
 * The kernel has one list for all guests.  What hides its name is shown
 * with it to those alone who may see it; to the others it has none, and
 * @bss loses what only its answer to somebody else told.
 *
 * @ssid: becomes its name, as far as it is shown
 *
 * Returns false if the guest doesn't see it at all.
 */
bool scan_bss_reveal(struct relay_bss *bss, struct vwlan_ssid *ssid,
		     scan_shows_fn *shows, void *user);

/**
 * scan_bss_security - VWLAN_SECURITY_*
 *
 * From the elements of RSN (IEEE 802.11-2020, 9.4.2.24) and WPA.  One that
 * is malformed counts as one that offers nothing.
 */
uint32_t scan_bss_security(const struct relay_bss *bss);

#endif
