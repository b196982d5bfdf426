/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the radio can do, as the backend tells it and as cfg80211 wants it.
 *
 * cfg80211 takes a driver's word for much of it, and warns of a bug where
 * it does not: what the backend says is checked before.
 */
#ifndef VWLANFRONT_PHY_H
#define VWLANFRONT_PHY_H

#include <net/cfg80211.h>

#include "device.h"

/**
 * struct vwlan_band_data - one band, as the backend told it
 * @channel_count: of @channels; 0: there is no such band
 * @channels: checked: known to the band, and none twice
 * @rate_count: of @rates
 * @rates: checked: those that every station of the band has are there
 * @ht: HT capability element's first 19 bytes, if @has_ht
 * @vht: VHT capability element, if @has_vht
 * @he: HE capability element, if @he_length
 * @he_length: 29 to 54
 */
struct vwlan_band_data {
	u8 channel_count;
	struct vwlan_channel channels[VWLAN_CHANNELS_MAX];
	u8 rate_count;
	__le16 rates[VWLAN_RATES_MAX];
	bool has_ht;
	bool has_vht;
	u8 ht[19];
	u8 vht[12];
	u8 he_length;
	u8 he[54];
};

/**
 * struct vwlan_phy_data - all of it
 *
 * Zero where nothing was told: two of them can be compared as bytes.
 */
struct vwlan_phy_data {
	struct vwlan_phy phy;
	u8 cipher_count;
	u32 ciphers[VWLAN_CIPHERS_MAX];
	struct vwlan_band_data bands[VWLAN_BANDS];
};

/**
 * vwlan_phy_read - ask the backend for all of it
 *
 * Returns it, to be freed with kfree(), or an error pointer.
 */
struct vwlan_phy_data *vwlan_phy_read(struct vwlan_device *d);

static inline bool vwlan_phy_can(const struct vwlan_phy_data *data,
				 u32 feature)
{
	return le32_to_cpu(data->phy.features) & feature;
}

/**
 * vwlan_phy_fits - will a wiphy made for @had do for @has?
 *
 * What it promised has to be there still: features, ciphers, what is sent
 * in elements.  Thresholds and channels' flags may have changed, and
 * channels may be missing; see vwlan_phy_update().
 */
bool vwlan_phy_fits(const struct vwlan_phy_data *had,
		    const struct vwlan_phy_data *has);

/** vwlan_phy_fill - a wiphy that is not registered yet */
int vwlan_phy_fill(struct wiphy *wiphy, const struct vwlan_phy_data *data);

/** vwlan_phy_free - what vwlan_phy_fill() allocated */
void vwlan_phy_free(struct wiphy *wiphy);

/**
 * vwlan_phy_rules - tell cfg80211 what the place allows on each channel
 *
 * Also for a wiphy that is not registered yet.  Returns -EPROTO if no channel
 * may be used at all.
 */
int vwlan_phy_rules(struct wiphy *wiphy, const struct vwlan_phy_data *data);

/**
 * vwlan_phy_update - the rules of the place changed, or another radio fits
 *
 * Channels get new flags; there are no more and no fewer of them.
 */
void vwlan_phy_update(struct wiphy *wiphy, const struct vwlan_phy_data *data);

#endif
