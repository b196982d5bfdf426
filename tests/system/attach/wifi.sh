# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A backend that does what the device's network is called.
store=backend/vwlan

device_state() { # DEVICE STATE
	xenstore-write "$store/$1/state" "$2"
}

device_start() { # DEVICE
	case $(xenstore-read "$store/$1/network" 2>/dev/null) in
	silent)
		;;
	refused)
		xenstore-write "$store/$1/error" "no network of that name"
		device_state "$1" 6
		;;
	rude)
		xenstore-write "$store/$1/error" $'\033[2Jgone'
		device_state "$1" '2; reboot'
		;;
	gone)
		xenstore-rm "$store/$1"
		;;
	*)
		device_state "$1" 2
		;;
	esac
}

device_stop() { # DEVICE
	case $(xenstore-read "$store/$1/network" 2>/dev/null) in
	stuck)
		;;
	tidy)
		xenstore-rm "$store/$1"
		;;
	*)
		device_state "$1" 6
		;;
	esac
}

device_look() { # DEVICE
	case $(xenstore-read "$store/$1/state" 2>/dev/null) in
	1)
		device_start "$1"
		;;
	5)
		device_stop "$1"
		;;
	esac
}

devices_look() {
	local guest devid
	for guest in $(xenstore-list $store 2>/dev/null); do
		for devid in $(xenstore-list "$store/$guest" 2>/dev/null); do
			device_look "$guest/$devid"
		done
	done
}

barrier ready dom0 wifi plain
barrier quiet dom0 wifi
xenstore-write data/vwlan 1
(
	set +eE
	xenstore-watch data/vwlan | while read -r _; do
		[ "$(xenstore-read data/vwlan 2>/dev/null)" = 1 ] ||
			xenstore-write data/vwlan 1
	done
) &
(
	# What is looked at may be gone by then: that's what is tested.
	set +eE
	xenstore-watch $store | while read -r _; do
		devices_look
	done
) &
barrier announced dom0 wifi
barrier over dom0 wifi plain
