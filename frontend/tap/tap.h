/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TAP interface that the guest's programs see.
 */
#ifndef TAP_H
#define TAP_H

#include <stdbool.h>
#include <stdint.h>

/**
 * tap_open - make the interface, up, its carrier off
 *
 * @name: wanted name; IFNAMSIZ bytes
 * @mac: its address
 *
 * Returns a descriptor that doesn't block, or a negative errno.
 */
int tap_open(const char *name, const uint8_t *mac);

/** tap_address - give the interface another address */
int tap_address(int fd, const uint8_t *mac);

/** tap_capabilities - VWLAN_CAP_* that this kernel's TAP can be told */
uint32_t tap_capabilities(int fd);

/** tap_offload - let the kernel leave to us what @capabilities allow */
int tap_offload(int fd, uint32_t capabilities);

/** tap_carrier - may frames be sent? */
int tap_carrier(int fd, bool on);

#endif
