// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether a wiphy made for one radio will do for another. */
#include "phy.h"

static bool ciphers_fit(const struct vwlan_phy_data *had,
			const struct vwlan_phy_data *has)
{
	u32 i, j;

	for (i = 0; i < had->cipher_count; i++) {
		for (j = 0; j < has->cipher_count; j++)
			if (had->ciphers[i] == has->ciphers[j])
				break;
		if (j == has->cipher_count)
			return false;
	}
	return true;
}

/* Of all but the channels: those that are missing can be disabled. */
static bool band_fits(const struct vwlan_band_data *had,
		      const struct vwlan_band_data *has)
{
	if (had->channel_count == 0)
		return true;
	return has->channel_count > 0 &&
	       had->rate_count == has->rate_count &&
	       memcmp(had->rates, has->rates, sizeof(had->rates)) == 0 &&
	       had->has_ht == has->has_ht &&
	       memcmp(had->ht, has->ht, sizeof(had->ht)) == 0 &&
	       had->has_vht == has->has_vht &&
	       memcmp(had->vht, has->vht, sizeof(had->vht)) == 0 &&
	       had->he_length == has->he_length &&
	       memcmp(had->he, has->he, sizeof(had->he)) == 0;
}

bool vwlan_phy_fits(const struct vwlan_phy_data *had,
		    const struct vwlan_phy_data *has)
{
	u32 features = le32_to_cpu(had->phy.features), band;

	if ((le32_to_cpu(has->phy.features) & features) != features ||
	    has->phy.scan_ssids < had->phy.scan_ssids ||
	    le16_to_cpu(has->phy.scan_ie_max) <
		    le16_to_cpu(had->phy.scan_ie_max) ||
	    le16_to_cpu(has->phy.remain_max) <
		    le16_to_cpu(had->phy.remain_max) ||
	    !ciphers_fit(had, has))
		return false;
	for (band = 0; band < VWLAN_BANDS; band++)
		if (!band_fits(&had->bands[band], &has->bands[band]))
			return false;
	return true;
}
