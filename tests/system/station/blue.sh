# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
exits() { # STATUS COMMAND...
	local status=0
	"${@:2}" || status=$?
	[ $status = "$1" ] || { echo "exit status $status"; return 1; }
}

connect() { # SSID PASSPHRASE
	printf '%s\n' "$2" |
		vwlan-frontend connect --passphrase-stdin --wait 60 "$1"
}

vwlan-frontend run --interface wlan0
check "it is not connected by itself" retry 30 sh -c \
	"vwlan-frontend status | grep -q '^state *disconnected'"
check "the network is in the scan" retry 30 sh -c \
	"vwlan-frontend scan | grep -q 'red network'"
check "a wrong passphrase is told as such" \
	exits 5 connect "red network" "not the passphrase"
check "one of seven bytes is refused" lab_fails \
	connect "red network" "7 bytes"
check "a network that is not there is not connected" lab_fails sh -c \
	"echo 'some passphrase' | vwlan-frontend connect \
		--passphrase-stdin --wait 25 'no such network'"
echo "red passphrase" >/run/passphrase
check "with the right one, from a file, it connects" vwlan-frontend connect \
	--passphrase-file /run/passphrase --wait 60 "red network"
check "it gets an address by DHCP" guest_address
check "it pings the access point" ping -c 3 -W 2 10.1.0.1
check "it disconnects" vwlan-frontend disconnect
check "and its interface has no carrier" \
	retry 10 grep -qx 0 /sys/class/net/wlan0/carrier

check "a hidden network is found by its name" sh -c \
	"vwlan-frontend scan --json 'hidden network' | grep -q 'hidden network'"
barrier found red blue
check "it connects to it by WPA3" connect "hidden network" \
	"$HIDDEN_PASSPHRASE"
check "it gets an address there" guest_address
check "it pings that access point" ping -c 3 -W 2 10.3.0.1
barrier hidden wifi blue
barrier seen wifi blue
barrier end wifi red blue dom0
