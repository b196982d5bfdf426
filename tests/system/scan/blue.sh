# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
require "the module is loaded" module_load
interface_up "$BLUE_MAC" >/dev/null
barrier ready wifi red blue
barrier red-first red blue
check "its scan finds a network" retry 10 sees wlan0 "red network"
barrier alone wifi red blue
barrier counted wifi red blue
barrier now red blue
check "so does one at the same time as red's" scan_all wlan0
barrier together wifi red blue

barrier hiding wifi red blue
check "it finds the hidden network that it asks for" \
	retry 30 sees wlan0 "hidden network" ssid "hidden network"
barrier found wifi red blue
barrier known wifi red blue
barrier alone-again wifi red blue

barrier quiet red blue
require "it connects" native_start "red network" "red passphrase"
ping -i 0.1 10.1.0.1 >/dev/null 2>&1 || true &
barrier beside red blue
barrier joined-beside red blue
check "it stays connected" sh -c \
	'wpa_cli -p /run/wpa status | grep -x wpa_state=COMPLETED'
check "its kernel found nothing wrong" lab_fails \
	sh -c "dmesg | grep -E 'WARNING:|BUG:|Oops|Call Trace'"
barrier end wifi red blue dom0
