# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
UPLINK_MAC=00:16:3e:00:00:03

uplink_start() {
	uplink=$(retry 20 interface_of $UPLINK_MAC)
	ip link set "$uplink" up
	ip address replace 10.5.0.2/24 dev "$uplink"
	retry 20 ping -c 1 -W 1 10.5.0.1
}

offloaded() { # FEATURE
	ethtool -k "$uplink" | grep "^$1: on"
}

require "the module is loaded by the device's alias" module_load
check "the uplink works" uplink_start
check "segmentation is left to the other side" \
	offloaded tcp-segmentation-offload
check "a file comes whole" fetch_checked http://10.5.0.1
check "iperf3 runs both ways" iperf_both 10.5.0.1
for round in 1 2 3; do
	iperf3 -c 10.5.0.1 -t 60 >/dev/null 2>&1 &
	traffic=$!
	sleep 1
	check "it is unloaded under traffic, round $round" module_unload
	kill $traffic || true
	require "it is loaded again" module_load
	check "the uplink works again" uplink_start
done

require "it has a wireless interface" retry 20 interface_of "$RED_MAC"
ip link set wlan0 up
iw list >/run/phy
check "its radio has a cipher for management frames" grep -q CMAC /run/phy
check "its supplicant may do SAE" grep -q 'SAE with AUTH' /run/phy
check "and keeps its keys: none is left to others" \
	lab_fails grep -qiE '4-way|SAE offload|GTK' /run/phy

# One scan may miss some: emulated access points answer late.
seen() { # SSID
	scan wlan0 freq 2412 | tee /run/scan | grep "SSID: $1\$"
}

for ssid in open psk pmf sae hunt owe rekey; do
	check "a scan finds $ssid" retry 30 seen $ssid
done
check_not "nor does it find what hides" grep -q 'SSID: hidden' /run/scan

linked() { # SSID
	iw dev wlan0 link | grep "SSID: $1"
}

iw dev wlan0 connect open
check "iw connects it to an open network" retry 30 linked open
check "it gets an address by DHCP" guest_address
check "it pings the access point" ping -c 3 -W 2 10.1.0.1
iw dev wlan0 station dump
check "the station's signal is known" \
	sh -c 'iw dev wlan0 station dump | grep -q "signal:.*-[0-9]* dBm"'
check "its bitrate is known" \
	sh -c 'iw dev wlan0 station dump | grep -q "tx bitrate:"'
check "its channel is known" \
	sh -c 'iw dev wlan0 info | grep -q "channel 1 (2412 MHz)"'
check "power saving is set" iw dev wlan0 set power_save on
# R16: the others wait meanwhile.
away() {
	iw dev wlan0 offchannel 2437 200
}

away_often() {
	away && away && away
}

check "it may leave its channel for a moment" retry 20 away
check_not "but not again and again" away_often
# A quick machine sends more handshakes than R14 allows, and some are refused
# after the guest's kernel has taken them.
fates_told() {
	/usr/lib/vwlan/vwlan-eapol wlan0 "$(iw dev wlan0 link |
		awk '/Connected to/ { print $3 }')" 600 >/run/fates
	cat /run/fates
	jq -e '.sent == 600 and .acked + .lost == .sent and .strange == 0' \
		/run/fates
}

fates_just() { # the buckets' 164 at once and 70 a second, and a few
	jq -e '.acked >= 100 and .acked <= 184 + 0.07 * .ms' /run/fates
}

barrier flood wifi red
check "of each EAPOL frame is told what became of it" fates_told
check "as many were sent as may be, and no more" fates_just
cat /run/fates
barrier flooded wifi red
check "a threshold of the signal is set" iw dev wlan0 cqm rssi -60 4
iw dev wlan0 set txpower fixed 1000
check "the power is what was set" \
	sh -c 'iw dev wlan0 info | grep -q "txpower 10.00 dBm"'
iw dev wlan0 disconnect
check_not "iw disconnects it" linked open

for ssid in psk pmf sae hunt owe hidden; do
	check "a supplicant joins $ssid" joins $ssid
done
check "and one that knows TKIP only" joins tkip TKIP TKIP
check "and one whose broadcasts are for such stations" joins mixed CCMP TKIP

wrong_passphrase_told
rekeyed_under_traffic

# What isn't protected is only a hint: its supplicant asks, and hears nothing.
supplicant_start pmf
require "it joins a network that protects management frames" \
	retry 40 joined
guest_address
barrier protected wifi red
barrier forgotten wifi red
ping -c 5 -W 1 10.1.0.1 >/dev/null || true
check "it notices that the access point has forgotten it" \
	retry 20 grep -q 'CTRL-EVENT-DISCONNECTED.*reason=2' /run/wpa.log
check "and joins it again" retry 40 ping -c 1 -W 1 10.1.0.1
supplicant_stop

supplicant_start sae
require "it joins again" retry 40 joined
barrier joined wifi red
barrier kicked wifi red
check "it was told of its deauthentication" \
	retry 10 grep -q CTRL-EVENT-DISCONNECTED /run/wpa.log
check "and joins again" retry 40 joined
guest_address
index=$(cat /sys/class/net/wlan0/ifindex)

same_interface() {
	[ "$(cat /sys/class/net/wlan0/ifindex)" = "$index" ]
}

barrier suspend dom0 red
barrier resumed dom0 red
check "it is connected again after it was suspended" \
	retry 60 ping -c 1 -W 1 10.1.0.1
check "the interface is the one from before" same_interface
ping -i 0.2 10.1.0.1 >/dev/null &
barrier restart wifi red blue
barrier restarted wifi red blue
check "it is connected again after the backend's death" \
	retry 60 ping -c 1 -W 1 10.1.0.1
check "the interface still is the one from before" same_interface
check "it is unloaded while it is connected" module_unload
supplicant_stop || true
check "its kernel found nothing wrong" kernel_sound
barrier end wifi red blue dom0
