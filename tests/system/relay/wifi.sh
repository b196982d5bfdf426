# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
native_as() { # STATE: how red's station is, as far as vwland knows
	status_is red .mode native && status_is red .state "$1"
}

station_seen() { # MAC: at the open network's access point
	inside open hostapd_cli -p /run/hostapd-open all_sta | grep -q "^$1"
}

engine_new() { # OLD-PID
	[ "$(process_of engine)" != "$1" ]
}

# One after the other, on blue's station: the radio does one at a time.
scan_all() {
	local interface
	interface=$(status_value blue .interface)
	while :; do
		scan "$interface" freq 2412 2437 2462 >/dev/null 2>&1 ||
			sleep 0.1
	done
}

radio_block() { # 0 or 1
	local soft
	for soft in /sys/class/ieee80211/phy0/rfkill*/soft; do
		echo "$1" >"$soft"
	done
}

ap_start open phy1 1 "open network" "" 10.1.0
ap_start blue phy2 1 "blue network" "blue passphrase" 10.2.0
require "vwland starts" vwland_start
require "the air is listened to" air_listen
barrier backend wifi dom0
barrier ready wifi red blue

barrier scanning wifi red
scan_all &
scanner=$!
barrier scanned wifi red
kill $scanner
wait $scanner || true

barrier joined wifi red
vwlanctl status
check "the access point sees red's address" station_seen $RED_MAC
check "the table has red as connected, in native mode" native_as connected
check "with the access point's network" \
	status_is red .ssid "open network"
check "its frame is on the air" retry 5 air_saw $AIR_ALLOWED
engine=$(process_of engine)
kill -KILL "$engine"
require "another engine takes over" retry 15 engine_new "$engine"
check "it knows red's connection" retry 10 native_as connected
check "the access point still has red" station_seen $RED_MAC
inside open hostapd_cli -p /run/hostapd-open deauthenticate $RED_MAC
barrier kicked wifi red

barrier renamed wifi red
check "the access point sees the address that red chose" \
	station_seen $RED_LOCAL_MAC
check "a second frame was sent" retry 5 status_above red .tx.frames 1
check "and was not taken for another's" status_is red .tx.drops.source 0
barrier judged wifi red blue

barrier blocking wifi red
radio_block 1
check "the table has red's radio as switched off" retry 5 status_is red \
	.status "radio is switched off"
radio_block 0
check "and red as connected again" retry 30 native_as connected
check "xenstore is as the contract has it" vwlanctl schema-check
barrier end wifi red blue dom0
