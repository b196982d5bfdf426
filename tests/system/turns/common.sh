# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
state_is() { # STATE: as the frontend shows it
	vwlan-frontend status | grep -q "^state *$1" ||
		{ vwlan-frontend status; return 1; }
}

# wget makes one connection, and fails if that ends too early.
download() { # ADDRESS
	cd /tmp && rm -f big big.sum &&
		busybox wget -q -O big.sum "http://$1/big.sum" &&
		busybox wget -q -O big "http://$1/big" && sha256sum -c big.sum
}

interface_facts() {
	cat /sys/class/net/wlan0/carrier_changes
	ip -4 -br address show wlan0
}

# What a guest sees of turns: nothing but time that passes.
turns_guest() { # ADDRESS
	local before
	frontend_start
	require "its network is there, in its turn" retry 90 connected
	require "it gets an address" retry 60 guest_address
	before=$(interface_facts)
	check "it pings the access point" retry 60 ping -c 1 -W 2 "$1"
	barrier ready wifi red blue
	check "it downloads a file in one connection" download "$1"
	check "address and carrier stayed all the time" \
		[ "$(interface_facts)" = "$before" ]
	barrier downloaded wifi red blue
	barrier killed wifi red blue
	check "it is parked while the other has its turn" \
		retry 30 state_is parked
	check "it pings the access point when it is back" \
		retry 60 ping -c 1 -W 2 "$1"
	barrier waited wifi red blue
	check "address and carrier outlived the engine" \
		[ "$(interface_facts)" = "$before" ]
}

turns_channel() { # ADDRESS
	local before
	barrier narrow wifi red blue
	require "its network is there again, in its turn" retry 90 connected
	check "it pings the access point again" retry 60 ping -c 1 -W 2 "$1"
	before=$(interface_facts)
	barrier shared wifi red blue
	check "it downloads a file by turns on the channel" download "$1"
	check "address and carrier stayed" \
		[ "$(interface_facts)" = "$before" ]
	barrier end wifi red blue dom0
}

frontend_start() {
	vwlan-frontend run --interface wlan0
}
