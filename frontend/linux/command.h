/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One function for each command.  All but vwlan_command_send_eapol() sleep
 * until the response has come, and return 0 or a negative errno.  Each checks
 * of the response what its caller gets.
 */
#ifndef VWLANFRONT_COMMAND_H
#define VWLANFRONT_COMMAND_H

#include <net/cfg80211.h>

#include "device.h"
#include "phy.h"

/** vwlan_command_hello - @mode: enum vwlan_mode, checked */
int vwlan_command_hello(struct vwlan_device *d, u32 *mode);

/** vwlan_command_get_state - @state: enum vwlan_state, checked */
int vwlan_command_get_state(struct vwlan_device *d, u32 *state,
			    u32 *generation);

/** vwlan_command_get_phy - fills in all but the bands */
int vwlan_command_get_phy(struct vwlan_device *d,
			  struct vwlan_phy_data *data);

/** vwlan_command_get_band - @to: as the backend tells it */
int vwlan_command_get_band(struct vwlan_device *d, u32 band,
			   struct vwlan_band_data *to);

int vwlan_command_up(struct vwlan_device *d);
int vwlan_command_down(struct vwlan_device *d);
int vwlan_command_set_mac(struct vwlan_device *d, const u8 *mac);
int vwlan_command_scan(struct vwlan_device *d,
		       const struct cfg80211_scan_request *request);
int vwlan_command_abort_scan(struct vwlan_device *d);

/** vwlan_command_authenticate - @generation: that there is then, if at all */
int vwlan_command_authenticate(struct vwlan_device *d,
			       const struct cfg80211_auth_request *request,
			       u32 *generation);
int vwlan_command_associate(struct vwlan_device *d, u32 generation,
			    const struct cfg80211_assoc_request *request);

/** vwlan_command_connect - @generation: as of vwlan_command_authenticate() */
int vwlan_command_connect(struct vwlan_device *d,
			  const struct cfg80211_connect_params *request,
			  u32 *generation);

/** vwlan_command_disconnect - @reason: 0: the backend's choice */
int vwlan_command_disconnect(struct vwlan_device *d, u32 generation,
			     u16 reason);

/**
 * struct vwlan_leave - end of a connection
 * @id: VWLAN_CMD_DEAUTHENTICATE or VWLAN_CMD_DISASSOCIATE
 */
struct vwlan_leave {
	u16 id;
	const u8 *bssid;
	const u8 *ie;
	size_t ie_length;
	u16 reason;
	bool local;
};

int vwlan_command_leave(struct vwlan_device *d, u32 generation,
			const struct vwlan_leave *leave);

/** vwlan_command_add_key - @mac: NULL: a group key */
int vwlan_command_add_key(struct vwlan_device *d, u32 generation, u8 index,
			  const u8 *mac, const struct key_params *key);
int vwlan_command_delete_key(struct vwlan_device *d, u32 generation,
			     u8 index, const u8 *mac);

/** vwlan_command_default_key - @use: VWLAN_KEY_DEFAULT_* */
int vwlan_command_default_key(struct vwlan_device *d, u32 generation,
			      u8 index, u32 use);
int vwlan_command_authorize(struct vwlan_device *d, u32 generation,
			    const u8 *mac, bool authorized);

/**
 * vwlan_command_send_eapol - @flags: VWLAN_SEND_*
 *
 * Does not wait: EAPOL_STATUS says what became of it, also when the backend
 * refuses it, unless the link or the connection goes first.
 */
int vwlan_command_send_eapol(struct vwlan_device *d, u32 generation,
			     const u8 *to, u16 ethertype, const u8 *bytes,
			     size_t length, u32 flags, u32 cookie);
int vwlan_command_send_frame(struct vwlan_device *d,
			     const struct cfg80211_mgmt_tx_params *frame,
			     u32 cookie);

/** vwlan_command_cancel - VWLAN_CMD_CANCEL_FRAME or _CANCEL_REMAIN */
int vwlan_command_cancel(struct vwlan_device *d, u16 id, u32 cookie);
int vwlan_command_remain(struct vwlan_device *d, u32 frequency,
			 u32 duration, u32 cookie);
int vwlan_command_get_station(struct vwlan_device *d, const u8 *bssid,
			      struct vwlan_station *to);
int vwlan_command_power_save(struct vwlan_device *d, bool on);

/** vwlan_command_set_cqm - @count: of @thresholds; 0 ends it */
int vwlan_command_set_cqm(struct vwlan_device *d, const s32 *thresholds,
			  unsigned int count, u32 hysteresis);
int vwlan_command_set_tx_power(struct vwlan_device *d, u32 type, s32 mbm);
int vwlan_command_get_tx_power(struct vwlan_device *d, s32 *mbm);
int vwlan_command_set_phy(struct vwlan_device *d,
			  const struct vwlan_phy_settings *settings);

/** vwlan_command_set_bitrates - @count: of @masks; at least one */
int vwlan_command_set_bitrates(struct vwlan_device *d,
			       const struct vwlan_bitrate_mask *masks,
			       unsigned int count);

/** vwlan_command_set_qos_map - @length: of @bytes; 0: there is none any more */
int vwlan_command_set_qos_map(struct vwlan_device *d, u32 generation,
			      const u8 *bytes, size_t length);
int vwlan_command_get_channel(struct vwlan_device *d,
			      struct vwlan_channel_definition *to);

#endif
