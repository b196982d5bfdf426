# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
vwland_config() {
	mkdir -p /etc/vwlan
	echo "red passphrase" >/etc/vwlan/red.psk
	chmod 600 /etc/vwlan/red.psk
	cat >/etc/vwlan/vwland.conf <<-END
	networks = [
	  "name=red,ssid=red network,passphrase-file=/etc/vwlan/red.psk",
	]
	END
}

device() { # DEVICE PATH: what is there in its entry
	vwlanctl status --json |
		/usr/lib/vwlan/vwlan-json .devices "devid=$1" "$2"
}

device_is() { # DEVICE PATH VALUE
	local value
	value=$(device "$1" "$2")
	echo "$2: $value"
	[ "$value" = "$3" ]
}

device_above() { # DEVICE PATH NUMBER
	local value
	value=$(device "$1" "$2")
	echo "$2: $value"
	[ "$value" -gt "${3:-0}" ]
}

nice_is() { # DEVICE NICE: of its worker
	[ "$(cut -d' ' -f19 "/proc/$(device "$1" .worker_pid)/stat")" = "$2" ]
}

worker_kill() { # DEVICE
	local pid
	pid=$(device "$1" .worker_pid)
	kill -KILL "$pid"
	retry 10 worker_other "$1" "$pid"
}

worker_other() { # DEVICE PID
	local pid
	pid=$(device "$1" .worker_pid)
	[ "$pid" != "$2" ] && [ "$pid" -gt 0 ]
}

air_record() {
	ip link set hwsim0 up
	tcpdump -Z root -i hwsim0 -U -w /run/air.pcap 2>/run/air.errors &
	air=$!
	retry 5 grep -q listening /run/air.errors
}

# Frames to the access point with a TID, 0 to 7: it is in the two bytes
# behind the header's 24 (IEEE 802.11-2020, 9.2.4.5).
tid_count() { # TID [MAC]
	tcpdump -Z root -r /run/air.pcap "wlan[0] = 0x88 and wlan[1] & 3 = 1 and
		wlan addr2 ${2:-$RED_MAC} and wlan[24] & 15 = $1" 2>/dev/null |
		wc -l
}

tid_seen() { # TID [MAC]
	[ "$(tid_count "$@")" -gt 0 ]
}

# Of its data frames.
rate_seen() { # GREP-ARGUMENT...
	tcpdump -Z root -e -r /run/air.pcap "wlan[0] = 0x88 and
		wlan[1] & 3 = 1 and wlan addr2 $NATIVE_MAC" 2>/dev/null |
		grep "$@"
}

effective_is() { # NAME VALUE: of red's own station
	device_is 2 ".effective.$1" "$2"
}

# Behind it are the rates of other kinds that the radio has.
masked() {
	local rates
	rates=$(device 2 .effective.bitrates)
	echo "$rates"
	[ "${rates%%,*}" = "2.4 GHz: 5.5 Mb/s" ]
}

vwland_restart() {
	kill -KILL "$(process_of monitor)"
	retry 10 lab_fails pidof vwland
	vwland
	retry 10 vwlanctl status >/dev/null
}

ap_ask() { # COMMAND...
	inside red hostapd_cli -p /run/hostapd-red "$@" | grep -x OK
}

# DSCP 10 is voice, all else as ever; by action frame, for now.
map_give() {
	ap_ask set qos_map_set "10,6$(printf ',255%.0s' {1..16})" &&
		ap_ask send_qos_map_conf $NATIVE_MAC &&
		ap_ask send_qos_map_conf $RED_MAC
}

# ---------------------------------------------------------------------
# A worker that was taken over leaves its bucket alone.  It is 560 KB at once:
# 14 s' worth of the limit, and four times what may pass at once.
FLOOD=400

flood() { # DEVICE: how many of these frames are taken
	local tag
	tag=$((($(device "$1" .virtual_radio) << 16) |
		$(device "$1" .domid)))
	/usr/lib/vwlan/vwlan-packet "$(device "$1" .interface)" \
		$((tag | 0x8000)) "$(device "$1" .mac)" $AIR_ALLOWED \
		88b5 00 $FLOOD
}

held_up() { # DEVICE: some pass, and not all
	local taken
	taken=$(flood "$1")
	echo "taken: $taken"
	[ "$taken" -gt 0 ] && [ "$taken" -lt $FLOOD ]
}

passes() { # DEVICE: all do
	local taken
	taken=$(flood "$1")
	echo "taken: $taken"
	[ "$taken" = $FLOOD ]
}

policed() { # DEVICE TEST NUMBER: of frames dropped for the rate
	local dropped
	dropped=$(tc -s filter show dev "$(device "$1" .interface)" egress \
		pref 1 | grep -A 4 police)
	echo "$dropped"
	dropped=$(echo "$dropped" | sed -n 's/.*(dropped \([0-9]*\),.*/\1/p')
	[ "$dropped" "$2" "$3" ]
}

require "the access point starts" \
	ap_start red phy1 1 "red network" "red passphrase" 10.1.0
inside red ip address add 10.1.1.1/24 dev wlan1
inside red ip address add 10.1.2.1/24 dev wlan1
inside red vwlan-udp serve 7000 >/dev/null 2>&1 &
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier sent red wifi
check "the limit held the guest's frames back" device_above 0 .tx.held
check "but lost none" [ "$(vwlanctl status --json | jq \
	'.devices[] | select(.devid == 0) | [.tx.drops[]] | add')" = 0 ]
check "without a limit nothing is held back" device_is 1 .tx.held 0
check "a weight of 200 is a nice value of -8" nice_is 0 -8
check "without a weight it is -5" nice_is 1 -5
barrier flooded red wifi
check "frames for the guest were held back as well" device_above 0 .rx.held
check "what was too much is lost and counted" device_above 0 .rx.drops.full
check "not on the other station" device_is 1 .rx.held 0
check "its worker is killed, and another one comes" worker_kill 0
check "it has the same weight" nice_is 0 -8
require "the air is recorded" air_record
barrier killed red wifi
barrier classes red wifi
kill "$air"
check "CS0 is best effort" tid_seen 0
check "CS1 is background" tid_seen 1
check "CS5 is video" tid_seen 5
check "CS6 is voice" tid_seen 6
check_not "nobody used CS7" tid_seen 7
check "of an honest worker's frames, none was dropped" policed 0 -eq 0
check "a worker that was taken over is bound by the limit" held_up 0
check "what was too much was dropped on its interface" policed 0 -gt 0
check "without a limit it is not" passes 1
vwlanctl policy red/0 set rate=any
check "nor once it has none any more" passes 0
vwlanctl policy red/0 set rate=tx:300Kb/s
check "and bound again with a new one" held_up 0

barrier native red wifi
check "any rate is in effect" effective_is bitrates any
barrier looked red wifi
barrier masked red wifi
check "one rate is in effect" masked
check "in the table that people read too" \
	sh -c 'vwlanctl status | grep -q "bit rates *2.4 GHz: 5.5 Mb/s"'
require "the air is recorded" air_record
barrier recorded red wifi
barrier refused red wifi
kill "$air"
check "on the air there is that rate" rate_seen "5.5 Mb/s"
check_not "and no other one" rate_seen -v "5.5 Mb/s"
check "the station sends at that rate" sh -c \
	"iw dev $(device 2 .interface) station dump |
		grep 'tx bitrate:.*5.5 MBit/s\$'"
check "it still is in effect" masked
barrier held red wifi
barrier cleared red wifi
check "any rate is in effect again" effective_is bitrates any
barrier any red wifi
barrier again red wifi
require "vwland starts again" vwland_restart
barrier restarted red wifi
barrier still red wifi
check "the one rate is in effect after that" masked
barrier kept red wifi
barrier free red wifi
check "any rate is in effect at last" effective_is bitrates any

require "the air is recorded" air_record
barrier listening red wifi
barrier unmapped red wifi
kill "$air"
check "AF11 is background" tid_seen 1 $NATIVE_MAC
check "of a managed station too" tid_seen 1
check_not "nor voice" tid_seen 6 $NATIVE_MAC
check_not "nor there" tid_seen 6
check "no map is in effect" effective_is qos-map none
require "the access point has a map, and tells it" map_give
check "its map is in effect" retry 10 effective_is qos-map 10=6
require "the air is recorded" air_record
barrier map red wifi
barrier mapped red wifi
kill "$air"
check "AF11 is voice now" tid_seen 6 $NATIVE_MAC
check "of a managed station too" tid_seen 6
check_not "nor background" tid_seen 1 $NATIVE_MAC
check_not "nor there" tid_seen 1
barrier left red wifi
check "the map ended with its connection" effective_is qos-map none
barrier gone red wifi
barrier back red wifi
check "the access point gives it again at once" \
	retry 10 effective_is qos-map 10=6
barrier end wifi red dom0
