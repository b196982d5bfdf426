# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
require "its network is there" native_start "red network" "red passphrase"
require "it gets an address by DHCP" guest_address
iw phy "$(basename "$(readlink /sys/class/net/wlan0/phy80211)")" set rts 1000
guest_recover 10.1.0.1
barrier end wifi red blue dom0
check "its supplicant was told each time but the engine's" \
	[ "$(grep -c CTRL-EVENT-DISCONNECTED /run/wpa.log)" -ge 5 ]
