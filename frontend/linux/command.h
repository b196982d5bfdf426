/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One function for each command.  All sleep until the response has come,
 * and return 0 or a negative errno.
 */
#ifndef VWLANFRONT_COMMAND_H
#define VWLANFRONT_COMMAND_H

#include "device.h"

/** vwlan_command_hello - @mode: enum vwlan_mode, checked */
int vwlan_command_hello(struct vwlan_device *d, u32 *mode);

/** vwlan_command_get_state - @state: enum vwlan_state, checked */
int vwlan_command_get_state(struct vwlan_device *d, u32 *state);

#endif
