/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a guest may put on the air, and which keys it may set.  Pure.
 */
#ifndef ENGINE_RELAY_CHECK_H
#define ENGINE_RELAY_CHECK_H

#include "relay_command.h"

/** relay_check_elements - a row of elements, the last one complete? */
bool relay_check_elements(const uint8_t *bytes, size_t length);

/**
 * relay_check_current - is the command about the connection that there is?
 *
 * One that doesn't say which it means means that one.
 */
bool relay_check_current(const struct relay_view *view,
			 const struct vwlan_control *command);

/**
 * relay_check_key - R21: a key for the own access point, of a length that
 *	its cipher suite has, at an index that it can be used at
 */
enum vwlan_status relay_check_key(const struct relay_view *view,
				  const struct vwlan_control *command);

/**
 * relay_check_frame - R15: may this management frame be sent?
 *
 * Action frames from the own address to the own access point, of classes
 * that a station has; and questions about services to any.
 */
enum vwlan_status relay_check_frame(const struct relay_view *view,
				    const uint8_t *frame, size_t length);

/** relay_check_eapol - R21: to the own access point, and EAPOL? */
enum vwlan_status relay_check_eapol(const struct relay_view *view,
				    const struct vwlan_control *command);

#endif
