# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# wget makes one connection, and fails if that ends too early.  It can begin
# only in the guest's turn: without a carrier there is no way to anywhere.
download() { # ADDRESS
	cd /tmp && rm -f big big.sum &&
		retry 90 busybox wget -q -O big.sum "http://$1/big.sum" &&
		busybox wget -q -O big "http://$1/big" && sha256sum -c big.sum
}

disconnections() {
	grep -c CTRL-EVENT-DISCONNECTED /run/wpa.log
}

turns_native() { # SSID PASSPHRASE ADDRESS
	local before
	module_load
	retry 20 test -e /sys/class/net/wlan0
	(umask 077 && wpa_passphrase "$1" "$2" >/run/wpa.conf)
	sed -i '1i ctrl_interface=/run/wpa' /run/wpa.conf
	supplicant_run
	require "its supplicant connects, in its turn" retry 120 \
		grep -q CTRL-EVENT-CONNECTED /run/wpa.log
	require "it gets an address" retry 90 guest_address
	before=$(ip -4 -br address show wlan0 | awk '{ print $3 }')
	barrier ready wifi red blue
	check "it downloads a file in one connection" download "$3"
	check "its supplicant has connected again by itself meanwhile" \
		[ "$(disconnections)" -gt 0 ]
	check "it has kept its address" \
		[ "$(ip -4 -br address show wlan0 | awk '{ print $3 }')" = \
		"$before" ]
	echo "note: its supplicant was disconnected $(disconnections) times"
	barrier end wifi red blue dom0
}
