# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
supplicant_start() {
	cat >/run/wpa.conf <<-END
	ctrl_interface=/run/wpa
	network={
		ssid="red network"
		psk="red passphrase"
		scan_freq=2412 2437
	}
	END
	supplicant_run -d
}

joined_to() { # BSSID
	joined && supplicant_is bssid "$1"
}

roam() { # BSSID: there, and its network is there at once
	supplicant scan >/dev/null
	retry 10 sh -c "wpa_cli -p /run/wpa scan_results | grep $1"
	supplicant roam "$1"
	retry 20 joined_to "$1"
	retry 5 ping -c 1 -W 1 10.1.0.1
}

other_than() { # BSSID: the other access point's
	local bssid
	for bssid in "$first" "$second"; do
		[ "$bssid" = "$1" ] || echo "$bssid"
	done
}

current() {
	supplicant status | sed -n 's/^bssid=//p'
}

first=$(lookup wifi bssid-a)
second=$(lookup wifi bssid-b)
module_load
retry 20 test -e /sys/class/net/wlan0

supplicant_start
require "it joins the network" retry 60 joined
require "it gets an address by DHCP" guest_address
check "it goes to the other access point, with a new handshake" \
	roam "$(other_than "$(current)")"
[ "$(current)" = "$second" ] || roam "$second"
barrier roamed wifi red
barrier asked wifi red
barrier went wifi red
check "it is where it was asked to go" joined_to "$first"
ping -i 0.5 10.1.0.1 >/run/pings &
pings=$!
barrier switched wifi red
check "it heard of the channel switch" \
	retry 10 grep -q CTRL-EVENT-CHANNEL-SWITCH /run/wpa.log
check "and follows: its network is there" retry 20 ping -c 1 -W 1 10.1.0.1
kill $pings
check "iw tells the new channel" \
	sh -c 'iw dev wlan0 info | grep "2437 MHz"'
barrier followed wifi red
barrier gone wifi red
check "that the access points went was noticed" retry 40 lab_fails joined
barrier back wifi red
check "when they are back it joins again" retry 60 joined
check "and its network is there" retry 10 ping -c 1 -W 1 10.1.0.1
barrier end wifi red dom0
