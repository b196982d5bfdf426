# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The second access point is hidden, WPA3 only, with a passphrase that has
# what a shell or a configuration file would stumble over.
ap_start red phy1 1 "red network" "red passphrase" 10.1.0
ap_config() { # NAME DEVICE CHANNEL SSID PASSPHRASE
	cat <<-END
	interface=$2
	driver=nl80211
	ctrl_interface=/run/hostapd-$1
	ssid=$4
	ignore_broadcast_ssid=1
	hw_mode=g
	channel=$3
	ieee80211n=1
	wmm_enabled=1
	wpa=2
	wpa_key_mgmt=SAE
	rsn_pairwise=CCMP
	ieee80211w=2
	sae_password=$5
	END
}
ap_start hidden phy2 1 "hidden network" "$HIDDEN_PASSPHRASE" 10.3.0
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier hidden wifi blue
check_not "the supplicant made no device of its own" \
	sh -c "iw dev | grep -q P2P"
check "blue is on the hidden network" \
	status_is blue .ssid "hidden network"
check "its AKM is SAE" sh -c "
	vwlanctl status | grep -A 12 blue | grep -q SAE"
check "the access point sees blue's MAC address" \
	[ "$(ap_stations hidden)" = "$BLUE_MAC" ]
barrier seen wifi blue
barrier end wifi red blue dom0
check "no passphrase of blue's is in what vwlanctl tells" lab_fails sh -c \
	"vwlanctl status --json | grep -q 'pass'"
check_not "nor in the log" grep -qF "$HIDDEN_PASSPHRASE" /var/log/messages
vwlanctl status
check_not "what a guest can cause at will isn't either" \
	grep -q 'd[0-9]*\.0: connecting' /var/log/messages
check "what it can't is" grep -q 'd[0-9]*\.0: connected$' /var/log/messages
