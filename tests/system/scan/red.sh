# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
native_joins() {
	wpa_passphrase "red network" "red passphrase" >/run/right.conf
	sed -i '1i ctrl_interface=/run/wpa' /run/right.conf
	wpa_supplicant -B -i "$first" -c /run/right.conf -f /run/right.log -t
	retry 60 sh -c "wpa_cli -p /run/wpa -i $first status |
		grep -x wpa_state=COMPLETED" || { cat /run/right.log; false; }
}

# What the guest's kernel says of scans goes to /run/ends from now on.
listen() { # INTERFACE: a free one
	rm -f /run/ends
	iw event >>/run/ends 2>&1 &
	listener=$!
	until grep -q "^$1.*scan finished" /run/ends; do
		scan "$1" freq 2412 flush >/dev/null || sleep 0.2
	done
	: >/run/ends
}

require "the module is loaded" module_load
first=$(interface_up "$RED_MAC")
third=$(interface_up "$THIRD_MAC")
barrier ready wifi red blue
check "its scan finds a network" scan_all "$first"
barrier red-first red blue
barrier alone wifi red blue
barrier counted wifi red blue
barrier now red blue
check "so does one at the same time as blue's" scan_all "$first"
barrier together wifi red blue

barrier hiding wifi red blue
barrier found wifi red blue
barrier known wifi red blue
check "it sees the hidden network, which has no name" \
	retry 10 sees "$first" ""
check_not "nor does it see the name that blue knows" \
	grep "hidden network" /run/scan
check "once it asks for it, it does" \
	retry 30 sees "$first" "hidden network" ssid "hidden network"
listen "$third"
barrier alone-again wifi red blue

# Two stations of one domain: one comes 0.3 s after the other.  iw itself
# takes the one's end for the other's.
trigger() { # INTERFACE
	# shellcheck disable=SC2086
	iw dev "$1" scan trigger freq $CHANNELS flush
}

barrier leading wifi red
trigger "$first"
sleep 0.3
trigger "$third"
sleep 0.3
ip link set "$first" down
check "a scan outlives the guest that it was run for" \
	retry 20 grep "^$third.*scan finished" /run/ends
check "which is told that its own is over" \
	grep "^$first.*scan aborted" /run/ends
kill $listener
barrier led wifi red
ip link set "$first" up

# A handshake that comes to nothing, while another always wants to scan.
barrier joining wifi red
barrier listening wifi red
while :; do
	scan "$third" freq 2412 flush >/dev/null 2>&1 || sleep 0.1
done &
scanner=$!
sleep 2
wpa_passphrase "red network" "wrong passphrase" >/run/wrong.conf
wpa_supplicant -B -i "$first" -c /run/wrong.conf -f /run/wrong.log
check "its passphrase is wrong" \
	retry 60 grep -q 'reason=WRONG_KEY' /run/wrong.log
kill $scanner
wait $scanner || true
kill "$(pidof wpa_supplicant)"
retry 10 lab_fails pidof wpa_supplicant
barrier joined wifi red

# All channels: long enough for the engine to be killed amid it.
listen "$third"
scan "$third" flush >/run/scan 2>&1 &
running=$!
retry 10 grep -q "scan started" /run/ends
barrier restart wifi red
check "a scan ends when the engine dies" \
	retry 30 lab_fails kill -0 $running
barrier restarted wifi red
check "once" [ "$(grep -cE 'scan (finished|aborted)' /run/ends)" = 1 ]
kill $listener
check "and the next one finds a network" \
	retry 30 sees "$third" "red network"

barrier quiet red blue
# The first scan is of all channels, and takes longer beside blue, which is
# connected, than a supplicant waits for it.
barrier beside red blue
check "its supplicant finds its network beside a connected guest" \
	native_joins
barrier joined-beside red blue
barrier end wifi red blue dom0
