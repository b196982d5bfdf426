# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
module_start() {
	local end=$((SECONDS + 40))
	modprobe xen-vwlanfront
	until [ -e /sys/class/net/vwlan0 ] && [ -e /sys/class/net/wlan0 ]; do
		[ $SECONDS -lt $end ] || { ip link; return 1; }
		sleep 0.3
	done
	ip address add 10.5.0.4/24 dev vwlan0
	ip link set vwlan0 up
	ip address add 10.7.0.4/24 dev wlan0
	ip link set wlan0 up
	supplicant_start wlan0
	retry 40 supplicant_state wlan0 COMPLETED
}

bench_counters() { # PATH: each wakeup is an interrupt
	interrupts vwlan-data
}

bench_work() { # PATH TEST
	case $1:$2 in
	module:*) client_run "$2" 10.5.0.1 ;;
	quiet:*|flood*)	quiet_run 10.5.0.1 ;;
	air_*)		quiet_run 10.7.0.1 ;;
	native:connect|native:scan) join_run "$2" wlan0 ;;
	native:*) client_run "$2" 10.7.0.1 ;;
	esac
}

require "the module's interfaces are there" module_start
require "the module reaches the server" ping -c 2 -W 5 10.5.0.1
require "the native station reaches the server" \
	retry 10 ping -c 1 -W 2 10.7.0.1
barrier ready
bench_serve
barrier end
