# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash

# Two interfaces on one access point, which has an address for each.
interfaces_start() {
	local n
	for n in 0 1; do
		ip address add 10.1.$n.2/24 dev vwlan$n
		ip link set vwlan$n up
		retry 60 carrier vwlan$n
	done
}

carrier() { # INTERFACE
	[ "$(cat "/sys/class/net/$1/carrier")" = 1 ]
}

# A bound from above: a slow machine is no reason to fail.
slower() { # BITS-PER-SECOND [IPERF-ARGUMENT...]
	local got
	got=$(iperf3 -J -n 200K -c 10.1.0.1 "${@:2}" |
		jq '.end.sum_received.bits_per_second | floor')
	echo "$got bit/s"
	[ "$got" -gt 0 ] && [ "$got" -lt "$1" ]
}

require "its interfaces are there" retry 60 eval \
	'modprobe xen-vwlanfront && [ -e /sys/class/net/vwlan1 ]'
require "both are connected" interfaces_start
require "the access point answers" ping -c 2 -W 5 -I vwlan0 10.1.0.1
require "it does on the other one" ping -c 2 -W 5 -I vwlan1 10.1.1.1
# A frame passes whole, and a large one at the end is not waited for; in
# the other direction the driver domain makes large ones out of small ones.
ethtool -K vwlan0 tso off gso off
check "it sends no faster than its limit" slower 350000
check "it gets no faster than its limit" slower 800000 -R
vwlan-udp up 10.1.1.1 7000 1
vwlan-udp up 10.1.0.1 7000 1
barrier sent red wifi
vwlan-udp down 10.1.1.1 7000 1
vwlan-udp down 10.1.0.1 7000 1
barrier flooded red wifi
barrier killed red wifi
check "the limit holds for the next worker" slower 350000

# Datagrams of four classes (busybox's ping can't): CS0, CS1, CS5, CS6.
for class in 0x00 0x20 0xa0 0xc0; do
	iperf3 -u -b 60K -l 200 -t 1 -S $class -c 10.1.0.1 | tail -n 3
done
barrier classes red wifi
barrier end wifi red dom0
