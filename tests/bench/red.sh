# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash

carrier_wait() { # INTERFACE
	local end=$((SECONDS + 60)) carrier=
	until [ "$carrier" = 1 ]; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.3
		read -r carrier <"/sys/class/net/$1/carrier" || carrier=
	done
}

device_start() { # DEVICE INTERFACE ADDRESS
	vwlan-frontend run --device "$1" --interface "$2"
	ip address add "$3" dev "$2"
	carrier_wait "$2" || { vwlan-frontend status --device "$1"; return 1; }
}

frontend_counters() { # DEVICE
	local pid
	pid=$(pgrep -f "vwlan-frontend run --device $1")
	vwlan-frontend status --device "$1" --json | jq -c \
		--arg stat "$(cut -d' ' -f14,15 "/proc/$pid/stat")" \
		'(.. | objects | .counters? | objects) + {ticks: $stat}'
}

bench_counters() { # PATH
	case $1 in
	tap)	 frontend_counters 0 ;;
	managed) frontend_counters 1 ;;
	netback) interrupts 'vif[0-9]' ;;
	esac
}

bench_work() { # PATH TEST
	case $1 in
	tap)	 client_run "$2" 10.5.0.1 ;;
	netback) client_run "$2" 10.6.0.1 ;;
	flood*)	 flood_run "$1" 10.5.0.1 ;;
	air_*)	 flood_run "$1" 10.7.0.1 ;;
	managed) client_run "$2" 10.7.0.1 ;;
	esac
}

modprobe xen-netfront
require "the uplink is there" device_start 0 vwlan0 10.5.0.2/24
require "the station is there" device_start 1 wlan0 10.7.0.2/24
ip address add 10.6.0.2/24 dev eth0
ip link set eth0 up
require "vwland reaches the server" ping -c 2 -W 5 10.5.0.1
require "netback reaches the server" retry 10 ping -c 1 -W 2 10.6.0.1
require "the station reaches the server" ping -c 2 -W 5 10.7.0.1
barrier ready
bench_serve
barrier end
