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

# Busybox's ping can't.  The server may still be at the last one.
class_send() { # TYPE-OF-SERVICE ADDRESS
	retry 10 iperf3 -u -b 60K -l 200 -t 1 -S "$1" -c "$2" | tail -n 3
}

# Datagrams of four classes: CS0, CS1, CS5, CS6.
for class in 0x00 0x20 0xa0 0xc0; do
	class_send $class 10.1.0.1
done

# Class AF11 (DSCP 10), which is background unless somebody says otherwise;
# of the first managed station, and of the native one.
class_send_both() {
	class_send 0x28 10.1.0.1
	class_send 0x28 10.1.2.1
}
barrier classes red wifi

# A station of the guest's own, on the same access point, which insists on
# 1, 2, 5.5 and 11 Mb/s.
RATE='[[:space:]]5.5 MBit/s$'

native_join() {
	(umask 077 && wpa_passphrase "red network" "red passphrase" \
		>/run/wpa.conf)
	sed -i '1i ctrl_interface=/run/wpa' /run/wpa.conf
	sed -i 's/^network={/&\nscan_freq=2412/' /run/wpa.conf
	supplicant_run && retry 60 joined
}

native_address() { # addresses of its own: vwlan0 and vwlan1 have theirs
	ip address replace 10.1.2.2/24 dev wlan0
	retry 20 ping -c 1 -W 1 -I wlan0 10.1.2.1
}

# The driver leaves a rate only for one that it has tried: with many frames.
sends() { # GREP-ARGUMENT...: at a rate, as iw has it, of the last frame
	ping -c 40 -i 0.02 -W 2 -I wlan0 10.1.2.1 >/dev/null
	iw dev wlan0 station dump | grep "tx bitrate:" | grep "$@"
}

require "it has a wireless interface" retry 20 test -e /sys/class/net/wlan0
require "its supplicant connects it" native_join
require "the access point answers there" native_address
check "it sends at another rate" retry 20 sends -v "$RATE"
barrier native red wifi
barrier looked red wifi
check "one rate alone is asked for" \
	iw dev wlan0 set bitrates legacy-2.4 5.5 ht-mcs-2.4
barrier masked red wifi
barrier recorded red wifi
check "it sends at that rate" retry 5 sends "$RATE"
check "what the access point does not insist on can't be all there is" \
	lab_fails iw dev wlan0 set bitrates legacy-2.4 54 ht-mcs-2.4
check "nor can what the radio doesn't have" \
	lab_fails iw dev wlan0 set bitrates ht-mcs-2.4 40
check "that changes nothing" retry 5 sends "$RATE"
barrier refused red wifi
barrier held red wifi
check "all rates are asked for" iw dev wlan0 set bitrates
check "it sends at another rate again" retry 20 sends -v "$RATE"
barrier cleared red wifi
barrier any red wifi
check "one rate alone is asked for again" \
	iw dev wlan0 set bitrates legacy-2.4 5.5 ht-mcs-2.4
barrier again red wifi
barrier restarted red wifi
check "it is connected again after the backend's death" \
	retry 60 native_address
check "it sends at that rate still" retry 5 sends "$RATE"
barrier still red wifi
barrier kept red wifi
# The driver has not tried any other rate on this connection, and may not if it
# is free to: another one alone shows that the mask goes.
check "another rate alone is asked for" \
	iw dev wlan0 set bitrates legacy-2.4 11 ht-mcs-2.4
check "it sends at that one" retry 5 sends "[[:space:]]11.0 MBit/s$"
check "all rates are asked for" iw dev wlan0 set bitrates
barrier free red wifi

barrier listening red wifi
class_send_both
barrier unmapped red wifi
barrier map red wifi
class_send_both
barrier mapped red wifi
check "its supplicant leaves" supplicant disconnect
barrier left red wifi
barrier gone red wifi
supplicant reconnect
check "and returns" retry 60 joined
barrier back red wifi
barrier end wifi red dom0
