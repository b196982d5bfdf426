# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Servers in network namespaces, each behind a link of its own kind, and the
# three ways there.

lan_start() { # a server; a cable to vwland, another one to the bridge
	local link
	ip netns add lan
	for link in lan:10.5.0 cable:10.6.0; do
		ip link add "${link%:*}" type veth peer name "p-${link%:*}"
		ip link set "p-${link%:*}" netns lan
		inside lan ip address add "${link#*:}.1/24" dev "p-${link%:*}"
		inside lan ip link set "p-${link%:*}" up
		ip link set "${link%:*}" up
	done
	inside lan ip link set lo up
	ip link add bridge type bridge
	ip link set cable master bridge
	ip link set bridge up
	inside lan iperf3 -s -D >/dev/null
	udp_serve lan
}

udp_serve() { # NETNS
	local port
	for port in $UDP_PORT $QUIET_PORT; do
		inside "$1" vwlan-udp serve $port >/dev/null 2>&1 &
	done
}

# What "xl devd" and its scripts do for a guest's vif.
vif_join() {
	local link id
	until link=$(ip -o link | grep -o 'vif[0-9]*\.[0-9]*'); do
		sleep 0.2
	done
	id=${link#vif}
	ip link set "$link" master bridge up
	retry 5 xenstore-write "backend/vif/${id/.//}/hotplug-status" connected
}

own_start() { # the driver domain's own station, beside the guests'
	supplicant_start wlan0
	ip address add 10.7.0.3/24 dev wlan0
}

vwland_config() {
	mkdir -p /etc/vwlan
	echo "air passphrase" >/etc/vwlan/air.psk
	chmod 600 /etc/vwlan/air.psk
	cat >/etc/vwlan/vwland.conf <<-END
	phy = "phy0"
	networks = [
	  "name=air,ssid=air,passphrase-file=/etc/vwlan/air.psk",
	]
	uplinks = [ "name=lan,device=lan" ]
	END
}

device_of() { # PATH: which guest's, and which of its devices
	case $1 in
	tap)	 echo red 0 ;;
	managed) echo red 1 ;;
	module|quiet|flood*) echo blue 0 ;;
	air_*)	 echo blue 1 ;;
	native)	 echo blue 1 ;;
	esac
}

bench_counters() { # PATH
	local name device
	read -r name device < <(device_of "$1")
	if [ -n "$device" ]; then
		vwlanctl status --json | jq -c --arg name "$name" \
			--argjson device "$device" '.devices[] |
			select(.name == $name and .devid == $device) |
			{tx, rx, system_calls, notifications, wakeups}'
	else
		interrupts vif
	fi
}

bench_work() { # PATH TEST
	case $1:$2 in
	own:connect|own:scan) join_run "$2" wlan0 ;;
	own:*)	client_run "$2" 10.7.0.1 -B 10.7.0.3 ;;
	esac
}

lan_start
ap_start air phy1 1 air "air passphrase" 10.7.0
udp_serve air
own_start
require "vwland starts" vwland_start
vif_join &
barrier backend wifi dom0
barrier ready
check "the driver domain's own station has a connection" \
	ping -c 2 -W 3 10.7.0.1
bench_serve
barrier end
