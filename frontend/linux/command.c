// SPDX-License-Identifier: GPL-2.0-or-later
#include "command.h"
#include "command_private.h"

static int bytes_get(const struct vwlan_control *m, enum vwlan_tlv_type tlv,
		     void *to, size_t length)
{
	size_t got;
	const u8 *bytes = vwlan_control_bytes(m, tlv, &got);

	if (!bytes || got != length)
		return -EBADMSG;
	memcpy(to, bytes, length);
	return 0;
}

/* A command without values of its own, and with one value in the answer. */
static int value_get(struct vwlan_device *d, struct vwlan_control *m,
		     enum vwlan_tlv_type tlv, void *to, size_t length)
{
	int rc = vwlan_control_call(&d->control, m);

	if (rc == 0)
		rc = bytes_get(m, tlv, to, length);
	command_free(m);
	return rc;
}

/* ------------------------------------------------------------------ */
/* Device                                                              */

static bool mode_allowed(const struct vwlan_device *d, u32 mode)
{
	switch (mode) {
	case VWLAN_MODE_MANAGED:
	case VWLAN_MODE_UPLINK:
		return true;
	case VWLAN_MODE_NATIVE:
		return d->capabilities & VWLAN_CAP_NATIVE;
	}
	return false;
}

int vwlan_command_hello(struct vwlan_device *d, u32 *mode)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_HELLO, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_VERSION,
			  VWLAN_ABI_MAJOR << 16 | VWLAN_ABI_MINOR);
	vwlan_control_set(m, VWLAN_TLV_CAPABILITIES, d->capabilities);
	rc = vwlan_control_call(&d->control, m);
	if (rc == 0) {
		*mode = vwlan_control_has(m, VWLAN_TLV_MODE) ?
			m->number[VWLAN_TLV_MODE] : 0;
		if (!mode_allowed(d, *mode))
			rc = -EPROTO;
	}
	command_free(m);
	return rc;
}

int vwlan_command_get_state(struct vwlan_device *d, u32 *state,
			    u32 *generation)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_GET_STATE, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = vwlan_control_call(&d->control, m);
	if (rc == 0) {
		*state = m->number[VWLAN_TLV_STATE];
		*generation = m->generation;
		if (!vwlan_control_has(m, VWLAN_TLV_STATE) ||
		    *state >= VWLAN_STATE_COUNT)
			rc = -EBADMSG;
	}
	command_free(m);
	return rc;
}

static int ciphers_get(const struct vwlan_control *m,
		       struct vwlan_phy_data *data)
{
	size_t length, i;
	const u8 *bytes = vwlan_control_bytes(m, VWLAN_TLV_CIPHERS, &length);
	__le32 cipher;

	if (!bytes || length / 4 > VWLAN_CIPHERS_MAX)
		return -EBADMSG;
	data->cipher_count = length / 4;
	for (i = 0; i < data->cipher_count; i++) {
		memcpy(&cipher, bytes + 4 * i, sizeof(cipher));
		data->ciphers[i] = le32_to_cpu(cipher);
	}
	return 0;
}

int vwlan_command_get_phy(struct vwlan_device *d,
			  struct vwlan_phy_data *data)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_GET_PHY, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = vwlan_control_call(&d->control, m);
	if (rc == 0)
		rc = bytes_get(m, VWLAN_TLV_PHY, &data->phy,
			       sizeof(data->phy));
	if (rc == 0)
		rc = ciphers_get(m, data);
	command_free(m);
	return rc;
}

static int band_get(const struct vwlan_control *m,
		    struct vwlan_band_data *to)
{
	size_t length;
	const u8 *bytes;

	bytes = vwlan_control_bytes(m, VWLAN_TLV_CHANNELS, &length);
	if (!bytes || length > sizeof(to->channels))
		return -EBADMSG;
	memcpy(to->channels, bytes, length);
	to->channel_count = length / sizeof(to->channels[0]);
	bytes = vwlan_control_bytes(m, VWLAN_TLV_RATES, &length);
	if (!bytes || length > sizeof(to->rates))
		return -EBADMSG;
	memcpy(to->rates, bytes, length);
	to->rate_count = length / sizeof(to->rates[0]);
	to->has_ht = bytes_get(m, VWLAN_TLV_HT_CAPABILITY, to->ht,
			       sizeof(to->ht)) == 0;
	to->has_vht = bytes_get(m, VWLAN_TLV_VHT_CAPABILITY, to->vht,
				sizeof(to->vht)) == 0;
	bytes = vwlan_control_bytes(m, VWLAN_TLV_HE_CAPABILITY, &length);
	if (bytes && length <= sizeof(to->he)) {
		memcpy(to->he, bytes, length);
		to->he_length = length;
	}
	return 0;
}

int vwlan_command_get_band(struct vwlan_device *d, u32 band,
			   struct vwlan_band_data *to)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_GET_BAND, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_BAND, band);
	rc = vwlan_control_call(&d->control, m);
	if (rc == 0)
		rc = band_get(m, to);
	command_free(m);
	return rc;
}

int vwlan_command_up(struct vwlan_device *d)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_UP, 0);

	return m ? command_run(d, m, 0) : -ENOMEM;
}

int vwlan_command_down(struct vwlan_device *d)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_DOWN, 0);

	return m ? command_run(d, m, 0) : -ENOMEM;
}

int vwlan_command_set_mac(struct vwlan_device *d, const u8 *mac)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SET_MAC, 0);

	if (!m)
		return -ENOMEM;
	vwlan_control_set_mac(m, mac);
	return command_run(d, m, 0);
}

/* ------------------------------------------------------------------ */
/* Scan                                                                */

static u32 scan_flags(const struct cfg80211_scan_request *request)
{
	u32 flags = 0;

	if (request->flags & NL80211_SCAN_FLAG_LOW_PRIORITY)
		flags |= VWLAN_SCAN_LOW_PRIORITY;
	if (request->flags & NL80211_SCAN_FLAG_FLUSH)
		flags |= VWLAN_SCAN_FLUSH;
	if (request->flags & NL80211_SCAN_FLAG_RANDOM_ADDR)
		flags |= VWLAN_SCAN_RANDOM_ADDRESS;
	if (request->duration_mandatory)
		flags |= VWLAN_SCAN_DURATION_EXACT;
	return flags;
}

static int scan_frequencies(struct vwlan_control *m,
			    const struct cfg80211_scan_request *request)
{
	__le16 frequencies[VWLAN_FREQUENCIES_MAX];
	u32 i;

	if (request->n_channels == 0 ||
	    request->n_channels > VWLAN_FREQUENCIES_MAX)
		return -EINVAL;
	for (i = 0; i < request->n_channels; i++)
		frequencies[i] =
			cpu_to_le16(request->channels[i]->center_freq);
	return vwlan_control_set_bytes(m, VWLAN_TLV_FREQUENCIES, frequencies,
				       i * sizeof(frequencies[0]));
}

static int scan_address(struct vwlan_control *m,
			const struct cfg80211_scan_request *request)
{
	if (!(request->flags & NL80211_SCAN_FLAG_RANDOM_ADDR))
		return 0;
	vwlan_control_set_mac(m, request->mac_addr);
	return vwlan_control_set_bytes(m, VWLAN_TLV_MAC_MASK,
				       request->mac_addr_mask, ETH_ALEN);
}

int vwlan_command_scan(struct vwlan_device *d,
		       const struct cfg80211_scan_request *request)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SCAN, 0);
	int i, rc;

	if (!m)
		return -ENOMEM;
	rc = scan_frequencies(m, request);
	for (i = 0; i < request->n_ssids && rc == 0; i++)
		rc = vwlan_control_add_ssid(m, request->ssids[i].ssid,
					    request->ssids[i].ssid_len);
	if (rc == 0)
		rc = bytes_set(m, VWLAN_TLV_IE, request->ie, request->ie_len);
	if (rc == 0)
		rc = scan_address(m, request);
	vwlan_control_set(m, VWLAN_TLV_SCAN_FLAGS, scan_flags(request));
	if (!is_broadcast_ether_addr(request->bssid))
		vwlan_control_set_bssid(m, request->bssid);
	if (request->duration)
		vwlan_control_set(m, VWLAN_TLV_DURATION, request->duration);
	return command_run(d, m, rc);
}

int vwlan_command_abort_scan(struct vwlan_device *d)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_ABORT_SCAN, 0);

	return m ? command_run(d, m, 0) : -ENOMEM;
}

/* ------------------------------------------------------------------ */
/* Keys                                                                */

int vwlan_command_add_key(struct vwlan_device *d, u32 generation, u8 index,
			  const u8 *mac, const struct key_params *key)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_ADD_KEY, generation);
	int rc;

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_KEY_INDEX, index);
	vwlan_control_set(m, VWLAN_TLV_CIPHER, key->cipher);
	if (mac)
		vwlan_control_set_mac(m, mac);
	rc = vwlan_control_set_bytes(m, VWLAN_TLV_KEY, key->key,
				     key->key_len);
	if (rc == 0)
		rc = bytes_set(m, VWLAN_TLV_KEY_SEQUENCE, key->seq,
			       key->seq_len);
	return command_run(d, m, rc);
}

int vwlan_command_delete_key(struct vwlan_device *d, u32 generation,
			     u8 index, const u8 *mac)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_DELETE_KEY,
					      generation);

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_KEY_INDEX, index);
	if (mac)
		vwlan_control_set_mac(m, mac);
	return command_run(d, m, 0);
}

int vwlan_command_default_key(struct vwlan_device *d, u32 generation,
			      u8 index, u32 use)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_DEFAULT_KEY,
					      generation);

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_KEY_INDEX, index);
	vwlan_control_set(m, VWLAN_TLV_KEY_DEFAULT, use);
	return command_run(d, m, 0);
}

/* ------------------------------------------------------------------ */
/* Frames                                                              */

int vwlan_command_send_eapol(struct vwlan_device *d, u32 generation,
			     const u8 *to, u16 ethertype, const u8 *bytes,
			     size_t length, u32 flags, u32 cookie)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SEND_EAPOL,
					      generation);
	int rc;

	if (!m)
		return -ENOMEM;
	vwlan_control_set_mac(m, to);
	vwlan_control_set(m, VWLAN_TLV_ETHERTYPE, ethertype);
	vwlan_control_set(m, VWLAN_TLV_COOKIE, cookie);
	if (flags)
		vwlan_control_set(m, VWLAN_TLV_FRAME_FLAGS, flags);
	rc = vwlan_control_set_bytes(m, VWLAN_TLV_FRAME, bytes, length);
	if (rc == 0)
		rc = vwlan_control_post(&d->control, m,
					VWLAN_EVT_EAPOL_STATUS);
	command_free(m);
	return rc;
}

static u32 frame_flags(const struct cfg80211_mgmt_tx_params *frame)
{
	u32 flags = 0;

	if (frame->offchan)
		flags |= VWLAN_SEND_OFFCHANNEL;
	if (frame->no_cck)
		flags |= VWLAN_SEND_NO_CCK;
	if (frame->dont_wait_for_ack)
		flags |= VWLAN_SEND_NO_ACK_WAIT;
	return flags;
}

int vwlan_command_send_frame(struct vwlan_device *d,
			     const struct cfg80211_mgmt_tx_params *frame,
			     u32 cookie)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SEND_FRAME, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_COOKIE, cookie);
	vwlan_control_set(m, VWLAN_TLV_FRAME_FLAGS, frame_flags(frame));
	if (frame->chan)
		vwlan_control_set(m, VWLAN_TLV_FREQUENCY,
				  frame->chan->center_freq);
	if (frame->wait)
		vwlan_control_set(m, VWLAN_TLV_DURATION, frame->wait);
	rc = vwlan_control_set_bytes(m, VWLAN_TLV_FRAME, frame->buf,
				     frame->len);
	return command_run(d, m, rc);
}

int vwlan_command_cancel(struct vwlan_device *d, u16 id, u32 cookie)
{
	struct vwlan_control *m = command_new(id, 0);

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_COOKIE, cookie);
	return command_run(d, m, 0);
}

int vwlan_command_remain(struct vwlan_device *d, u32 frequency,
			 u32 duration, u32 cookie)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_REMAIN, 0);

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_FREQUENCY, frequency);
	vwlan_control_set(m, VWLAN_TLV_DURATION, duration);
	vwlan_control_set(m, VWLAN_TLV_COOKIE, cookie);
	return command_run(d, m, 0);
}

/* ------------------------------------------------------------------ */
/* The rest                                                            */

int vwlan_command_get_station(struct vwlan_device *d, const u8 *bssid,
			      struct vwlan_station *to)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_GET_STATION, 0);

	if (!m)
		return -ENOMEM;
	vwlan_control_set_bssid(m, bssid);
	return value_get(d, m, VWLAN_TLV_STATION, to, sizeof(*to));
}

int vwlan_command_power_save(struct vwlan_device *d, bool on)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_POWER_SAVE, 0);

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_POWER_SAVE, on);
	return command_run(d, m, 0);
}

int vwlan_command_set_cqm(struct vwlan_device *d, const s32 *thresholds,
			  unsigned int count, u32 hysteresis)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SET_CQM, 0);
	__le32 values[VWLAN_THRESHOLDS_MAX];
	unsigned int i;
	int rc;

	if (!m)
		return -ENOMEM;
	for (i = 0; i < count && i < VWLAN_THRESHOLDS_MAX; i++)
		values[i] = cpu_to_le32(thresholds[i]);
	vwlan_control_set(m, VWLAN_TLV_HYSTERESIS, hysteresis);
	rc = vwlan_control_set_bytes(m, VWLAN_TLV_THRESHOLDS, values,
				     i * sizeof(values[0]));
	return command_run(d, m, rc);
}

int vwlan_command_set_tx_power(struct vwlan_device *d, u32 type, s32 mbm)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SET_TX_POWER, 0);

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_POWER_TYPE, type);
	if (type != NL80211_TX_POWER_AUTOMATIC)
		vwlan_control_set(m, VWLAN_TLV_TX_POWER, mbm);
	return command_run(d, m, 0);
}

int vwlan_command_get_tx_power(struct vwlan_device *d, s32 *mbm)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_GET_TX_POWER, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = vwlan_control_call(&d->control, m);
	if (rc == 0 && !vwlan_control_has(m, VWLAN_TLV_TX_POWER))
		rc = -EBADMSG;
	if (rc == 0)
		*mbm = (s32)m->number[VWLAN_TLV_TX_POWER];
	command_free(m);
	return rc;
}

int vwlan_command_set_phy(struct vwlan_device *d,
			  const struct vwlan_phy_settings *settings)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SET_PHY, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = vwlan_control_set_bytes(m, VWLAN_TLV_PHY_SETTINGS, settings,
				     sizeof(*settings));
	return command_run(d, m, rc);
}

int vwlan_command_set_bitrates(struct vwlan_device *d,
			       const struct vwlan_bitrate_mask *masks,
			       unsigned int count)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SET_BITRATES, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = vwlan_control_set_bytes(m, VWLAN_TLV_BITRATE_MASKS, masks,
				     count * sizeof(*masks));
	return command_run(d, m, rc);
}

int vwlan_command_set_qos_map(struct vwlan_device *d, u32 generation,
			      const u8 *bytes, size_t length)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_SET_QOS_MAP,
					      generation);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = bytes_set(m, VWLAN_TLV_QOS_MAP, bytes, length);
	return command_run(d, m, rc);
}

int vwlan_command_get_channel(struct vwlan_device *d,
			      struct vwlan_channel_definition *to)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_GET_CHANNEL, 0);

	if (!m)
		return -ENOMEM;
	return value_get(d, m, VWLAN_TLV_CHANNEL, to, sizeof(*to));
}
