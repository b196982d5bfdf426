# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
require "its own supplicant joins its network" \
	native_start "red network" "red passphrase"
check "iw tells so" sh -c 'iw dev wlan0 link | grep "SSID: red network"'
require "it gets an address by DHCP" guest_address
check "it pings its access point" ping -c 3 -W 2 10.1.0.1
barrier connected wifi red blue dom0
check "it fetches a file over HTTP, whole" fetch_checked http://10.1.0.1
check "iperf3 runs both ways" iperf_both 10.1.0.1
barrier used wifi red blue dom0
barrier forged wifi red blue dom0
barrier destroyed wifi red dom0
check "it still pings its access point" ping -c 3 -W 2 10.1.0.1
barrier end wifi red dom0
