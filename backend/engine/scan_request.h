/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest's SCAN for the arbiter, and what became of several guests' as one
 * command again, which relay_command_build() can make a request of.  Pure.
 */
#ifndef ENGINE_SCAN_REQUEST_H
#define ENGINE_SCAN_REQUEST_H

#include "arbiter.h"
#include "vwlan_message.h"

/**
 * struct scan_words - what a guest's scan sends, kept while it waits
 * @mac, @mask: the address to hide behind, with RANDOM_ADDRESS
 * @length: bytes of @elements
 */
struct scan_words {
	uint8_t mac[VWLAN_MAC_LEN];
	uint8_t mask[VWLAN_MAC_LEN];
	uint16_t length;
	uint8_t elements[VWLAN_SENT_IE_MAX];
};

/** scan_request_read - @command: one that relay_command_build() takes */
void scan_request_read(struct arbiter_scan_request *to,
		       struct scan_words *words,
		       const struct vwlan_control *command);

/**
 * scan_request_command - a scan of the radio's
 *
 * @phy: whose channels the scan's are
 * @elements: of the guest whose elements are sent; NULL: none
 * @address: of the guest on whose interface it runs
 */
void scan_request_command(struct vwlan_control *to,
			  const struct arbiter_phy *phy,
			  const struct arbiter_scan *scan,
			  const struct scan_words *elements,
			  const struct scan_words *address);

#endif
