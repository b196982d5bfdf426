/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How each command becomes a request; relay_command.c has the table.
 * What the builders put into a request always finds room in it.
 */
#ifndef ENGINE_RELAY_BUILD_H
#define ENGINE_RELAY_BUILD_H

#include "relay_command.h"

/** relay_build_fn - @to has the command and the interface already */
typedef enum vwlan_status relay_build_fn(struct nl_msg *to,
					 const struct relay_view *view,
					 const struct vwlan_control *c);

/* relay_build.c: values. */

/** build_number - 0 if it isn't there */
uint32_t build_number(const struct vwlan_control *c,
		      enum vwlan_tlv_type tlv);

bool build_unicast(const uint8_t *mac);

/** build_bytes - nothing if they aren't there */
void build_bytes(struct nl_msg *to, int attribute,
		 const struct vwlan_control *c, enum vwlan_tlv_type tlv);

void build_flag(struct nl_msg *to, int attribute, bool set);

/** build_elements - IE, if they are a row of elements */
enum vwlan_status build_elements(struct nl_msg *to,
				 const struct vwlan_control *c);

/* relay_build_scan.c */
relay_build_fn build_scan;

/* relay_build_join.c */
relay_build_fn build_authenticate;
relay_build_fn build_associate;
relay_build_fn build_leave;


/** build_association - ASSOCIATION, overrides, and whose EAPOL is */
enum vwlan_status build_association(struct nl_msg *to,
				    const struct relay_view *view,
				    const struct vwlan_control *c);

/* relay_build_connect.c */
relay_build_fn build_connect;
relay_build_fn build_disconnect;

/* relay_build_key.c */
relay_build_fn build_add_key;
relay_build_fn build_delete_key;
relay_build_fn build_default_key;
relay_build_fn build_authorize;

/* relay_build_frame.c */
relay_build_fn build_eapol;
relay_build_fn build_frame;
relay_build_fn build_remain;
relay_build_fn build_cancel;

/* relay_build_quality.c */
relay_build_fn build_bitrates;
relay_build_fn build_qos_map;

#endif
