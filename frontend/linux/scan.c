// SPDX-License-Identifier: GPL-2.0-or-later
#include "command.h"
#include "scan.h"

/*
 * The backend lets others' scans end first, for 30 s, and gives ours 60:
 * beside a connected station it takes that long to visit all channels.
 */
#define SCAN_TIMEOUT (95 * HZ)
#define SIGNAL_MIN (-128)	/* dBm */
#define SIGNAL_MAX 0
#define AGE_MAX 60000u		/* ms; older ones are not kept anyway */

void vwlan_scan_finish(struct vwlan_station_state *s, bool aborted)
{
	struct cfg80211_scan_info info = { .aborted = aborted };
	struct cfg80211_scan_request *scan;

	/* Whoever gets it here is the one who ends it. */
	spin_lock(&s->scan_lock);
	scan = s->scan;
	s->scan = NULL;
	spin_unlock(&s->scan_lock);
	if (scan)
		cfg80211_scan_done(scan, &info);
}

static void scan_expired(struct work_struct *work)
{
	struct vwlan_station_state *s =
		container_of(to_delayed_work(work),
			     struct vwlan_station_state, scan_watchdog);

	vwlan_scan_finish(s, true);
}

void vwlan_scan_init(struct vwlan_station_state *s)
{
	INIT_DELAYED_WORK(&s->scan_watchdog, scan_expired);
}

/* Returns true if it was still there to be taken back. */
static bool scan_withdraw(struct vwlan_station_state *s,
			  const struct cfg80211_scan_request *request)
{
	bool ours;

	spin_lock(&s->scan_lock);
	ours = s->scan == request;
	if (ours)
		s->scan = NULL;
	spin_unlock(&s->scan_lock);
	return ours;
}

int vwlan_scan_begin(struct wiphy *wiphy,
		     struct cfg80211_scan_request *request)
{
	struct vwlan_station_state *s = vwlan_station_of(wiphy);
	int rc;

	cancel_delayed_work(&s->scan_watchdog);
	/* First: SCAN_DONE may be faster than the response. */
	spin_lock(&s->scan_lock);
	s->scan = request;
	spin_unlock(&s->scan_lock);
	rc = vwlan_command_scan(s->device, request);
	/* It ended meanwhile, and cfg80211 was told: so it had begun. */
	if (rc && !scan_withdraw(s, request))
		return 0;
	if (rc == 0)
		schedule_delayed_work(&s->scan_watchdog, SCAN_TIMEOUT);
	return rc;
}

void vwlan_scan_abort(struct wiphy *wiphy, struct wireless_dev *wdev)
{
	vwlan_command_abort_scan(vwlan_station_of(wiphy)->device);
}

/* ------------------------------------------------------------------ */

static u64 tsf_get(const struct vwlan_control *event)
{
	size_t length;
	const u8 *bytes = vwlan_control_bytes(event, VWLAN_TLV_TSF, &length);
	__le64 tsf = 0;

	if (bytes && length == sizeof(tsf))
		memcpy(&tsf, bytes, sizeof(tsf));
	return le64_to_cpu(tsf);
}

static void bss_inform(struct vwlan_station_state *s,
		       const struct vwlan_control *event,
		       struct cfg80211_inform_bss *data, bool beacon)
{
	enum vwlan_tlv_type tlv = beacon ? VWLAN_TLV_BEACON_IE : VWLAN_TLV_IE;
	size_t length;
	const u8 *ie = vwlan_control_bytes(event, tlv, &length);
	struct cfg80211_bss *bss;

	if (!ie)
		return;
	bss = cfg80211_inform_bss_data(s->wiphy, data, beacon ?
				       CFG80211_BSS_FTYPE_BEACON :
				       CFG80211_BSS_FTYPE_PRESP,
				       event->bssid, tsf_get(event),
				       event->number[VWLAN_TLV_CAPABILITY],
				       event->number[VWLAN_TLV_BEACON_INTERVAL],
				       ie, length, GFP_KERNEL);
	if (bss)
		cfg80211_put_bss(s->wiphy, bss);
}

static bool result_valid(const struct vwlan_control *event)
{
	u32 interval = event->number[VWLAN_TLV_BEACON_INTERVAL];

	return is_valid_ether_addr(event->bssid) &&
	       interval >= 1 && interval <= U16_MAX &&
	       event->number[VWLAN_TLV_CAPABILITY] <= U16_MAX;
}

void vwlan_scan_result(struct vwlan_station_state *s,
		       const struct vwlan_control *event)
{
	u64 age = min_t(u32, event->number[VWLAN_TLV_AGE], AGE_MAX);
	s32 signal = (s32)event->number[VWLAN_TLV_SIGNAL];
	struct cfg80211_inform_bss data = {
		.chan = ieee80211_get_channel(
			s->wiphy, event->number[VWLAN_TLV_FREQUENCY]),
		.signal = DBM_TO_MBM(clamp(signal, SIGNAL_MIN, SIGNAL_MAX)),
		.boottime_ns = ktime_get_boottime_ns() - age * NSEC_PER_MSEC,
	};

	if (!data.chan || data.chan->flags & IEEE80211_CHAN_DISABLED ||
	    !result_valid(event))
		return;
	bss_inform(s, event, &data, true);
	bss_inform(s, event, &data, false);
}
