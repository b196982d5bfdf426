// SPDX-License-Identifier: GPL-2.0-or-later
/* The commands that make a connection, and end it. */
#include "command.h"
#include "command_private.h"

/* Which access point, where, and by what name. */
static int bss_set(struct vwlan_control *m, struct cfg80211_bss *bss)
{
	const u8 *ssid;
	int rc = -ENOENT;

	vwlan_control_set_bssid(m, bss->bssid);
	vwlan_control_set(m, VWLAN_TLV_FREQUENCY, bss->channel->center_freq);
	rcu_read_lock();
	ssid = ieee80211_bss_get_ie(bss, WLAN_EID_SSID);
	if (ssid)
		rc = vwlan_control_add_ssid(m, ssid + 2, ssid[1]);
	rcu_read_unlock();
	return rc;
}

int vwlan_command_authenticate(struct vwlan_device *d,
			       const struct cfg80211_auth_request *request,
			       u32 *generation)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_AUTHENTICATE, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_AUTH_TYPE, request->auth_type);
	rc = bss_set(m, request->bss);
	if (rc == 0)
		rc = bytes_set(m, VWLAN_TLV_IE, request->ie, request->ie_len);
	if (rc == 0)
		rc = bytes_set(m, VWLAN_TLV_AUTH_DATA, request->auth_data,
			       request->auth_data_len);
	if (rc == 0 && request->key) {
		rc = bytes_set(m, VWLAN_TLV_KEY, request->key,
			       request->key_len);
		vwlan_control_set(m, VWLAN_TLV_KEY_INDEX, request->key_idx);
	}
	if (rc == 0)
		rc = vwlan_control_call(&d->control, m);
	/* A refusal tells which one there still is. */
	if (m->type == VWLAN_RESPONSE)
		*generation = m->generation;
	command_free(m);
	return rc;
}

static u32 request_flags(u32 flags)
{
	u32 to = 0;

	if (flags & ASSOC_REQ_DISABLE_HT)
		to |= VWLAN_ASSOCIATION_DISABLE_HT;
	if (flags & ASSOC_REQ_DISABLE_VHT)
		to |= VWLAN_ASSOCIATION_DISABLE_VHT;
	if (flags & ASSOC_REQ_DISABLE_HE)
		to |= VWLAN_ASSOCIATION_DISABLE_HE;
	if (flags & ASSOC_REQ_USE_RRM)
		to |= VWLAN_ASSOCIATION_RRM;
	return to;
}

static u32 crypto_flags(const struct cfg80211_crypto_settings *crypto)
{
	u32 to = 0;

	if (crypto->control_port)
		to |= VWLAN_ASSOCIATION_CONTROL_PORT;
	if (crypto->control_port_no_encrypt)
		to |= VWLAN_ASSOCIATION_NO_ENCRYPT;
	if (crypto->control_port_no_preauth)
		to |= VWLAN_ASSOCIATION_NO_PREAUTH;
	return to;
}

/* @flags: VWLAN_ASSOCIATION_*, but for those that are in @crypto */
static int association_set(struct vwlan_control *m, u32 flags,
			   const struct cfg80211_crypto_settings *crypto)
{
	struct vwlan_association a = {
		.flags = cpu_to_le32(flags | crypto_flags(crypto)),
		.wpa_versions = cpu_to_le32(crypto->wpa_versions),
		.group_cipher = cpu_to_le32(crypto->cipher_group),
	};

	if (crypto->n_ciphers_pairwise > 0)
		a.cipher = cpu_to_le32(crypto->ciphers_pairwise[0]);
	if (crypto->n_akm_suites > 0)
		a.akm = cpu_to_le32(crypto->akm_suites[0]);
	return vwlan_control_set_bytes(m, VWLAN_TLV_ASSOCIATION, &a,
				       sizeof(a));
}

/* Capabilities that the supplicant wants otherwise, and which bits of them. */
static int override_set(struct vwlan_control *m, enum vwlan_tlv_type tlv,
			const void *wanted, const void *mask, size_t length)
{
	u8 bytes[2 * sizeof(struct ieee80211_ht_cap)];

	if (!memchr_inv(mask, 0, length))
		return 0;
	memcpy(bytes, wanted, length);
	memcpy(bytes + length, mask, length);
	return vwlan_control_set_bytes(m, tlv, bytes, 2 * length);
}

static int overrides_set(struct vwlan_control *m,
			 const struct ieee80211_ht_cap *ht,
			 const struct ieee80211_ht_cap *ht_mask,
			 const struct ieee80211_vht_cap *vht,
			 const struct ieee80211_vht_cap *vht_mask)
{
	int rc = override_set(m, VWLAN_TLV_HT_OVERRIDE, ht, ht_mask,
			      sizeof(*ht));

	if (rc == 0)
		rc = override_set(m, VWLAN_TLV_VHT_OVERRIDE, vht, vht_mask,
				  sizeof(*vht));
	return rc;
}

static u32 associate_flags(const struct cfg80211_assoc_request *request)
{
	u32 flags = request_flags(request->flags);

	if (request->use_mfp)
		flags |= VWLAN_ASSOCIATION_MFP;
	if (request->bss->capability & WLAN_CAPABILITY_PRIVACY)
		flags |= VWLAN_ASSOCIATION_PRIVACY;
	return flags;
}

int vwlan_command_associate(struct vwlan_device *d, u32 generation,
			    const struct cfg80211_assoc_request *request)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_ASSOCIATE,
					      generation);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = bss_set(m, request->bss);
	if (rc == 0)
		rc = association_set(m, associate_flags(request),
				     &request->crypto);
	if (rc == 0)
		rc = bytes_set(m, VWLAN_TLV_IE, request->ie, request->ie_len);
	if (rc == 0)
		rc = bytes_set(m, VWLAN_TLV_PREVIOUS_BSSID,
			       request->prev_bssid, ETH_ALEN);
	if (rc == 0)
		rc = overrides_set(m, &request->ht_capa,
				   &request->ht_capa_mask, &request->vht_capa,
				   &request->vht_capa_mask);
	return command_run(d, m, rc);
}

static u32 connect_flags(const struct cfg80211_connect_params *request)
{
	u32 flags = request_flags(request->flags);

	if (request->mfp == NL80211_MFP_REQUIRED)
		flags |= VWLAN_ASSOCIATION_MFP;
	if (request->privacy)
		flags |= VWLAN_ASSOCIATION_PRIVACY;
	return flags;
}

/* A hint is as good as a wish: who gives one has just heard it there. */
static int network_set(struct vwlan_control *m,
		       const struct cfg80211_connect_params *request)
{
	const struct ieee80211_channel *channel = request->channel ?
		request->channel : request->channel_hint;
	const u8 *bssid = request->bssid ? request->bssid :
					   request->bssid_hint;

	if (bssid)
		vwlan_control_set_bssid(m, bssid);
	if (channel)
		vwlan_control_set(m, VWLAN_TLV_FREQUENCY,
				  channel->center_freq);
	vwlan_control_set(m, VWLAN_TLV_AUTH_TYPE, request->auth_type);
	return vwlan_control_add_ssid(m, request->ssid, request->ssid_len);
}

static int connect_set(struct vwlan_control *m,
		       const struct cfg80211_connect_params *request)
{
	int rc = network_set(m, request);

	if (rc == 0)
		rc = association_set(m, connect_flags(request),
				     &request->crypto);
	if (rc == 0)
		rc = bytes_set(m, VWLAN_TLV_IE, request->ie, request->ie_len);
	if (rc == 0)
		rc = bytes_set(m, VWLAN_TLV_PREVIOUS_BSSID,
			       request->prev_bssid, ETH_ALEN);
	if (rc == 0)
		rc = overrides_set(m, &request->ht_capa,
				   &request->ht_capa_mask, &request->vht_capa,
				   &request->vht_capa_mask);
	return rc;
}

int vwlan_command_connect(struct vwlan_device *d,
			  const struct cfg80211_connect_params *request,
			  u32 *generation)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_CONNECT, 0);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = connect_set(m, request);
	if (rc == 0)
		rc = vwlan_control_call(&d->control, m);
	/* A refusal tells which one there still is. */
	if (m->type == VWLAN_RESPONSE)
		*generation = m->generation;
	command_free(m);
	return rc;
}

int vwlan_command_disconnect(struct vwlan_device *d, u32 generation,
			     u16 reason)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_DISCONNECT,
					      generation);

	if (!m)
		return -ENOMEM;
	if (reason)
		vwlan_control_set(m, VWLAN_TLV_REASON, reason);
	return command_run(d, m, 0);
}

int vwlan_command_leave(struct vwlan_device *d, u32 generation,
			const struct vwlan_leave *leave)
{
	struct vwlan_control *m = command_new(leave->id, generation);
	int rc;

	if (!m)
		return -ENOMEM;
	vwlan_control_set_bssid(m, leave->bssid);
	vwlan_control_set(m, VWLAN_TLV_REASON, leave->reason);
	if (leave->local)
		vwlan_control_set(m, VWLAN_TLV_LOCAL, 1);
	rc = bytes_set(m, VWLAN_TLV_IE, leave->ie, leave->ie_length);
	return command_run(d, m, rc);
}

int vwlan_command_authorize(struct vwlan_device *d, u32 generation,
			    const u8 *mac, bool authorized)
{
	struct vwlan_control *m = command_new(VWLAN_CMD_AUTHORIZE,
					      generation);

	if (!m)
		return -ENOMEM;
	vwlan_control_set_mac(m, mac);
	vwlan_control_set(m, VWLAN_TLV_AUTHORIZED, authorized);
	return command_run(d, m, 0);
}
