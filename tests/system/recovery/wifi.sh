# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
both() { # STATE
	status_is red .state "$1" && status_is blue .state "$1"
}

# How long it took is told, and no reason to fail.
began() {
	from=${EPOCHREALTIME/./}
}

recovered() { # CASE
	check "$1: both guests are connected" retry 90 both connected
	echo "time to recover, $1:" \
		"$(((${EPOCHREALTIME/./} - from) / 1000)) ms"
	check "$1: red still runs its own station" status_is red .mode native
	barrier "$1-over" wifi red blue
}

radio_switch() { # 1: off; 0: on
	local soft
	for soft in /sys/class/ieee80211/phy*/rfkill*/soft; do
		echo "$1" >"$soft"
	done
}

phy_of() { # INTERFACE
	basename "$(readlink "/sys/class/net/$1/phy80211")"
}

# The access points are of the same simulation, so they go as well.
ap_stop() { # NAME...
	local name
	for name in "$@"; do
		kill "$(cat "/run/hostapd-$name.pid")"
		retry 10 test ! -e "/run/hostapd-$name.pid"
	done
}

ap_run() { # NAME
	inside "$1" hostapd -B -P "/run/hostapd-$1.pid" \
		"/run/hostapd-$1.conf" >/dev/null
}

ap_return() { # NAME SUBNET: on a phy that has just come
	local device
	device=$(sed -n 's/^interface=//p' "/run/hostapd-$1.conf")
	iw phy "$(phy_of "$device")" set netns name "$1"
	ap_run "$1"
	inside "$1" ip address add "$2.1/24" dev "$device"
}

vwland_kill() {
	kill -KILL "$(process_of monitor)"
	retry 30 lab_fails pidof vwland
}

vwland_again() {
	events=$(($(wc -l </run/events) + 1))
	began
	vwland
	retry 10 vwlanctl status >/dev/null
}

# The channels of blue's first scan of this vwland's.
scan_first() {
	tail -n "+$events" /run/events |
		sed -n "s/^$(status_value blue .interface) .*scan \
\(finished\|aborted\): \([0-9 ]*\),.*/\2/p" | head -n 1
}

wish_known() { # red's, of the radio
	iw phy phy0 info | grep -x "[[:space:]]*RTS threshold: 1000"
}

# Set while vwland ran; in the table, and, for red, on the radio.
policy_kept() {
	status_is blue .policy.networks "blue network;50%" &&
		status_is blue .policy_changed '["networks"]' &&
		status_is red .policy.txpower-max 7 &&
		power_is 7.00
}

power_is() { # DBM: of red's station, as its kernel has it
	iw dev "$(status_value red .interface)" info | grep "txpower $1 dBm"
}

looked() { # HOW-MANY: channels, in blue's first scan
	[ "$(scan_first | wc -w)" "$1" 1 ] ||
		{ tail -n "+$events" /run/events; return 1; }
}

networks_start
iw event >/run/events &
require "vwland starts" vwland_start
barrier backend wifi dom0

barrier restart wifi red blue
check "both guests are connected" retry 10 both connected
check "red's wish is known" retry 10 wish_known
radio=$(status_value red .virtual_radio)
vwlanctl policy red set txpower-max=7
vwlanctl policy blue set "networks=blue network;50%"
vwland_kill
vwland_again
recovered restart
check "blue looked for its network where it was" looked -eq
check "red's wish is remembered" wish_known
check "its virtual radio is the same" status_is red .virtual_radio "$radio"
check "what the administrator changed is in force" retry 10 policy_kept

barrier forgotten wifi red blue
vwland_kill
echo "vwland table 1" >/run/vwland/state/table
vwland_again
check "a damaged file is put aside, and the log says so" sh -c \
	"test -e /run/vwland/state/table.bad &&
	grep -q 'is of no use (no table, or not complete)' /var/log/messages"
recovered forgotten
check "blue had to look everywhere" looked -gt
check_not "red's wish is remembered now" wish_known
check "nor is what the administrator changed" \
	status_is red .policy_changed "[]"
check "no passphrase is in any of these files" lab_fails \
	grep -rq passphrase /run/vwland/state

barrier engine wifi red blue
began
kill -KILL "$(process_of engine)"
sleep 0.2
recovered engine

barrier reload wifi red blue
ap_stop red blue
rmmod mac80211_hwsim
check "guests are told that there is no radio" \
	retry 10 both down
check "there is none" [ -z "$(ls /sys/class/ieee80211)" ]
modprobe mac80211_hwsim radios=3
check_not "the radio has another name" test -e /sys/class/ieee80211/phy0
ap_return red 10.1.0
ap_return blue 10.2.0
began
recovered reload

barrier switch wifi red blue
radio_switch 1
check "it is known to be switched off" \
	retry 10 status_is red .status "radio is switched off"
check "for both guests" \
	retry 10 status_is blue .status "radio is switched off"
sleep 3
check "they wait until it is on again" both down
began
radio_switch 0
recovered switch

barrier suspend wifi red blue
barrier freeze wifi dom0
barrier frozen wifi dom0
ap_stop red blue
ap_run red
ap_run blue
began
recovered suspend

barrier end wifi red blue dom0
vwlanctl status
check "xenstore is as the contract has it" vwlanctl schema-check
