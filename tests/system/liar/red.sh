# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
DRIVER=/sys/bus/xen/drivers/xen-vwlanfront

backend_says() { # TEXT
	[ "$(xenstore-read "$backend/error" 2>/dev/null)" = "$1" ]
}

# A device that failed is tried again later each time; anew, it is at once.
rebind() {
	echo vwlan-0 >"$DRIVER/unbind"
	echo vwlan-0 >"$DRIVER/bind"
}

use() { # whatever there is, as a user would
	ip link set wlan0 up
	timeout 3 iw dev wlan0 scan >/run/scan
	timeout 1 iw dev wlan0 connect liar
	timeout 1 iw dev wlan0 set bitrates legacy-2.4 1 ht-mcs-2.4 0
	timeout 1 iw dev wlan0 set bitrates vht-mcs-2.4 1:0 he-mcs-2.4 1:0
	timeout 2 ping -c 1 -W 1 -I wlan0 10.9.9.9
	ip link show wlan0
}

kernel_sound() {
	! dmesg | grep -E 'WARNING:|BUG:|Oops|general protection|Call Trace'
}

turn() { # NUMBER: the backend's next lie
	xenstore-write device/vwlan/0/turn "$1"
}

backend=$(xenstore-read device/vwlan/0/backend)
modprobe "$(cat /sys/bus/xen/devices/vwlan-0/modalias)" &
require "an honest backend would be believed" retry 40 ip link show wlan0
ip link set wlan0 up
timeout 20 iw dev wlan0 scan >/run/scan
check "what it finds is told" grep -q 'SSID: liar' /run/scan
check "on the channel that it is on, once" \
	[ "$(grep -c '^BSS' /run/scan)" = 1 ]

# Until the backend has nothing more to tell.
end=$((SECONDS + 400)) number=0
while [ $SECONDS -lt $end ]; do
	use >/dev/null 2>&1 || true
	if backend_says "told $number"; then
		rebind
		number=$((number + 1))
		turn $number
	fi
	! backend_says "done" || break
done
check "it got to the end of all lies" backend_says "done"
dmesg | grep vwlan | tail -n 40
for problem in "no magic number" "order out of range" \
	"map the shared areas" HELLO \
	"message rings" "frame rings" "of its radio"; do
	check "its log says: $problem" sh -c \
		"dmesg | grep -q 'vwlan-0: .*$problem'"
done
check "its kernel found nothing wrong" kernel_sound
check "the module can be unloaded" sh -c \
	"echo vwlan-0 >$DRIVER/unbind; rmmod xen-vwlanfront"
check "nor did it then" kernel_sound
barrier end wifi red dom0
