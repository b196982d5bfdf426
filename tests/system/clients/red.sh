# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
iwd_start() {
	mkdir -p /etc/iwd
	cat >/etc/iwd/main.conf <<-END
	[General]
	EnableNetworkConfiguration=true
	[Network]
	NameResolvingService=none
	END
	/usr/libexec/iwd -d >>/run/iwd.log 2>&1 &
}

station_is() { # PROPERTY VALUE
	iwctl station wlan0 show | sed 's/\x1b[^m]*m//g' | tee /run/station |
		grep -qE "^ *$1 +$2 *\$" || { cat /run/station; return 1; }
}

reaches() {
	station_is State connected && ping -c 1 -W 2 10.1.0.1
}

connects() { # SSID [PASSPHRASE]
	iwctl --passphrase "${2-$NATIVE_PASSPHRASE}" \
		station wlan0 connect "$1"
}

joins() { # SSID SECURITY: connects, gets an address, reaches the network
	retry 40 connects "$1" && retry 30 reaches &&
		station_is "Connected network" "$1" &&
		station_is Security "$2"
}

refused() { # SSID PASSPHRASE: that network is there
	local output
	output=$(connects "$@" 2>&1) && return 1
	echo "$output"
	[[ $output = *"Operation failed"* ]]
}

module_load
bus_start
iwd_start
require "iwd has the interface" retry 40 station_is State disconnected
check "it joins a WPA2 network" joins psk WPA2-Personal
check "and a WPA3 network" joins sae WPA3-Personal
check "and one without hash-to-element" joins hunt WPA3-Personal
check "with a wrong passphrase it does not" refused pmf "wrong passphrase"
check "with the right one it does" joins pmf WPA2-Personal
: >/run/iwd.log
barrier joined wifi red
barrier kicked wifi red
check "it is told of its deauthentication" \
	retry 10 grep -q station_disconnect_event /run/iwd.log
check "and joins again" retry 40 reaches
require "the module is unloaded beneath it" module_unload
require "and loaded again" module_load
check "it joins again on the new interface" retry 60 reaches
check "its kernel found nothing wrong" kernel_sound
barrier end wifi red blue dom0
