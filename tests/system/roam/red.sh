# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
supplicant_start() { # [LINE...]: of the network's block
	cat >/run/wpa.conf <<-END
	ctrl_interface=/run/wpa
	network={
		ssid="red network"
		psk="red passphrase"
		scan_freq=2412 2437
		$(printf '%s\n' "$@")
	}
	END
	supplicant_run -d
}

handshakes() { # how many there were
	grep -c 'RX message 1 of 4-Way Handshake' /run/wpa.log
}

joined_to() { # BSSID
	joined && supplicant_is bssid "$1"
}

seen() { # BSSID: in a scan
	supplicant scan >/dev/null
	retry 10 sh -c "wpa_cli -p /run/wpa scan_results | grep $1"
}

roam() { # BSSID: there, and its network is there at once
	seen "$1" && supplicant roam "$1" && retry 20 joined_to "$1" &&
		retry 5 ping -c 1 -W 1 10.1.0.1
}

roam_handshaking() { # BSSID: with a new handshake
	local before
	before=$(handshakes)
	roam "$1" && [ "$(handshakes)" -gt "$before" ]
}

# To the other one, with the keys that fast transition gives and no handshake.
roam_fast() { # COMMAND: of the supplicant
	local before bssid
	retry 20 joined && bssid=$(other_than "$(current)") && seen "$bssid" ||
		return 1
	before=$(handshakes)
	supplicant "$1" "$bssid" && retry 5 joined_to "$bssid" &&
		retry 5 ping -c 1 -W 1 10.1.0.1 &&
		[ "$(handshakes)" = "$before" ]
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
	retry 60 roam_handshaking "$(other_than "$(current)")"
[ "$(current)" = "$second" ] || retry 60 roam "$second"
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

supplicant_stop
supplicant_start key_mgmt=FT-PSK 'bgscan="simple:2:-60:300"'
require "it joins for fast transition" retry 60 joined
check "which is what its keys are for" supplicant_is key_mgmt FT-PSK
check "it goes to the other access point by way of this one" \
	retry 60 roam_fast ft_ds
# A kernel repeats what an access point has not answered in a tenth of a
# second, and takes the first answer; hostapd means the second, and refuses
# with status 55.  Emulated ones are that slow at times, whoever asks.
check "and over the air, without a handshake either" \
	retry 90 roam_fast roam
better=$(other_than "$(current)")
publish weaken "$(current)"
check "it is told that the signal fell" \
	retry 30 grep 'CTRL-EVENT-SIGNAL-CHANGE above=0' /run/wpa.log
check "by itself it goes where the signal is better" \
	retry 60 joined_to "$better"
check "and its network is there" retry 10 ping -c 1 -W 1 10.1.0.1
barrier end wifi red dom0
