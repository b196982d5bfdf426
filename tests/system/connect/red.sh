# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
native() { # VERB...
	/usr/lib/vwlan/vwlan-native "$@"
}

managed_instead() {
	! native hello >/run/native
	grep -qx "mode 1" /run/native || { cat /run/native; return 1; }
}

linked() { # SSID
	iw dev wlan0 link | grep "SSID: $1"
}

# It must know of the other profile to get this one.
check "who knows AUTHENTICATE alone has its station run for it" \
	managed_instead
check "AUTHENTICATE and secrets are refused" \
	native profile=connect hello up misconnect down

require "the module is loaded by the device's alias" module_load
require "it has a wireless interface" retry 20 interface_of "$RED_MAC"
ip link set wlan0 up
iw list >/run/phy
check "its radio takes CONNECT" grep -q '\* connect$' /run/phy
check_not "not AUTHENTICATE" grep -q '\* authenticate$' /run/phy
check_not "and does no SAE" grep -q SAE /run/phy

iw dev wlan0 connect open
check "iw connects it to an open network, wherever that is" \
	retry 30 linked open
check "it gets an address by DHCP" guest_address
check "it pings the access point" ping -c 3 -W 2 10.1.0.1
check "its channel is known" \
	sh -c 'iw dev wlan0 info | grep -q "channel 1 (2412 MHz)"'
check "the station's signal is known" \
	sh -c 'iw dev wlan0 station dump | grep -q "signal:.*-[0-9]* dBm"'
iw dev wlan0 disconnect
check_not "iw disconnects it" linked open

for ssid in pmf owe; do
	check "a supplicant joins $ssid" joins $ssid
done

wrong_passphrase_told
rekeyed_under_traffic

supplicant_start psk
require "it joins once more" retry 40 joined
barrier joined wifi red
barrier kicked wifi red
check "it was told of its deauthentication" \
	retry 10 grep -q CTRL-EVENT-DISCONNECTED /run/wpa.log
check "and joins again" retry 40 joined
barrier gone wifi red
check "it is told that the access point is gone" retry 40 lab_fails joined
check "and joins when that is back" retry 60 joined
check "its network is there again" retry 10 ping -c 1 -W 1 10.1.0.1
check "it is unloaded while it is connected" module_unload
supplicant_stop || true
check "its kernel found nothing wrong" kernel_sound
barrier end wifi red dom0
