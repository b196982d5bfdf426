# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
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
barrier alone-again wifi red blue

# Two stations of one domain: one comes 0.3 s after the other.  What becomes
# of each iw can't tell: it takes the one's end for the other's.
barrier leading wifi red
scan_all "$first" >/run/led 2>&1 &
sleep 0.3
scan_all "$third" >/run/scan 2>&1 &
follower=$!
sleep 0.3
ip link set "$first" down
wait $follower || true
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

check "its kernel found nothing wrong" lab_fails \
	sh -c "dmesg | grep -E 'WARNING:|BUG:|Oops|Call Trace'"
barrier end wifi red blue dom0
