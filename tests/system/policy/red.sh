# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
channel_is() { # PATTERN: what iw says of channel 1
	iw list | grep -F '2412' | grep -q "$1"
}

told_why() {
	dmesg | grep 'vwlan-0: disconnected: not allowed by the administrator'
}

refused_for() { # REASON: so often, as the statistics have it
	ethtool -S wlan0 | sed -n "s/^ *refused_$1: //p"
}

renames() { # MAC
	ip link set wlan0 down && ip link set wlan0 address "$1" &&
		ip link set wlan0 up
}

looks() { # TIMES: sooner than it may, as it is connected
	local i
	for ((i = 0; i < $1; i++)); do
		scan wlan0 freq 2412 flush >/dev/null || return
	done
}

check "it can't join another network, whatever it says" \
	/usr/lib/vwlan/vwlan-native up "find=red network" \
	"forbidden=blue network"
require "it joins the one that it may" \
	native_start "red network" "red passphrase"
scan wlan0 freq 2412 >/run/scan
check "it finds that one" grep -q 'SSID: red network' /run/scan
check_not "and not the other" grep -q 'SSID: blue network' /run/scan
check "to look again and again is put off, and not refused" looks 5
check_not "it can't have an address of its own" \
	renames 02:16:3e:00:00:01
ip link set wlan0 up
check "it is connected with the one that it was given" retry 60 joined
check "its power is limited" \
	retry 10 sh -c 'iw dev wlan0 info | grep -q "txpower 11.00 dBm"'
iw dev wlan0 set txpower fixed 1900
check "it can't have more" \
	sh -c 'iw dev wlan0 info | grep -q "txpower 11.00 dBm"'
iw dev wlan0 set txpower fixed 500
check "but less" \
	sh -c 'iw dev wlan0 info | grep -q "txpower 5.00 dBm"'
barrier joined wifi red blue

barrier lost wifi red blue
check "it was told that its network is gone" \
	grep -q CTRL-EVENT-DISCONNECTED /run/wpa.log
check "its kernel's log has the reason" told_why
barrier told wifi red blue
barrier found wifi red blue
check "its supplicant is there again" retry 60 joined
barrier there wifi red blue

barrier narrow wifi red blue
check "channels that it may not use are disabled" \
	retry 10 channel_is disabled
check_not "so it can't scan there" scan wlan0 freq 2412
barrier looked wifi red blue
barrier wide wifi red blue
check_not "they no longer are" channel_is disabled

require "it may have an address of its own" renames 02:16:3e:00:00:01
check "and join with it" retry 60 joined
barrier renamed wifi red
barrier fixed wifi red
check_not "it has no carrier" grep -q 1 /sys/class/net/wlan0/carrier
ip link set wlan0 down
policy=$(refused_for policy)
check_not "it does not come up with that address" ip link set wlan0 up
check "which was counted as refused for its policy" \
	[ "$(refused_for policy)" = $((policy + 1)) ]
check "but with the one that it was given" renames "$RED_MAC"
check "and joins with it" retry 60 joined
barrier end wifi red blue dom0
