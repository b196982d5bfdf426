# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
connects() { # SSID PASSPHRASE
	echo "$2" | vwlan-frontend connect --passphrase-stdin --wait 60 "$1"
}

refused() { # SSID WHY
	lab_fails connects "$1" "some passphrase" >/run/refused 2>&1
	cat /run/refused
	grep -q "$2" /run/refused
}

frontend_told() { # WHAT: as the frontend shows it
	vwlan-frontend status | grep -q "$1" ||
		{ vwlan-frontend status; return 1; }
}

scanned() {
	vwlan-frontend scan >/run/scan
}

finds() { # SSID
	scanned && grep "$1" /run/scan
}

vwlan-frontend run --interface wlan0
require "it is served" retry 30 frontend_told '^state *disconnected'
check "it finds its network" retry 90 finds 'blue network'
check_not "and no other" grep -q 'red network' /run/scan
check "another one is refused" \
	refused "red network" "not allowed by the administrator"
require "it joins its own" connects "blue network" "blue passphrase"
barrier joined wifi red blue
barrier lost wifi red blue
check "it is told why it lost its network" \
	frontend_told "not allowed by the administrator"
barrier told wifi red blue
barrier found wifi red blue
barrier there wifi red blue
barrier narrow wifi red blue
require "it scans where it may be" retry 90 scanned
check_not "it finds none where it may not be" grep -q network /run/scan
barrier looked wifi red blue
barrier wide wifi red blue
check "its network is there again" retry 60 connected
check "one that is nowhere is not found" \
	lab_fails connects "nowhere" "some passphrase"
barrier sought wifi blue
barrier end wifi red blue dom0
