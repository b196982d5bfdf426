# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
eval "$(declare -f ap_config | sed 's/^ap_config/config_common/')"
ap_config() {
	config_common "$@"
	[ "$1" != hidden ] || echo "ignore_broadcast_ssid=1"
}

# What the kernel does on the guests' radio, as it says itself.
events_start() {
	iw event -t >/run/events 2>&1 &
	events=$!
}

begun() { # how many scans have begun so far
	grep -c "scan started" /run/events || true
}

begun_since() { # COUNT BEFORE
	local count=$(($(begun) - $2))
	[ "$count" = "$1" ] || { echo "$count"; tail -n 20 /run/events
		return 1; }
}

# Seconds from the first authentication to the next begin of a scan.
held() {
	awk '/: auth / && !auth { auth = $1 }
		/scan started/ && auth { print $1 - auth; exit }
		/scan started/ { before++ }
		END { print before " scans before" >"/dev/stderr" }' /run/events
}

ap_start red phy1 1 "red network" "red passphrase" 10.1.0
ap_start hidden phy2 6 "hidden network" "" 10.2.0
require "vwland starts" vwland_start
events_start
barrier backend wifi dom0

barrier ready wifi red blue
before=$(begun)
barrier alone wifi red blue
check "two scans, one after the other, are two of the radio's" \
	begun_since 2 "$before"
before=$(begun)
barrier counted wifi red blue
barrier together wifi red blue
check "two at the same time are one" begun_since 1 "$before"

barrier hiding wifi red blue
barrier found wifi red blue
check "the kernel knows the hidden name" sh -c \
	"iw dev $(status_value blue .interface) scan dump |
		grep 'SSID: hidden network'"
barrier known wifi red blue

barrier alone-again wifi red blue
before=$(begun)
barrier leading wifi red
barrier led wifi red
check "a scan whose leader goes begins anew, once" begun_since 2 "$before"

barrier joining wifi red
kill $events
events_start
barrier listening wifi red
barrier joined wifi red
held | tee /run/held
check "a scan waits for a handshake" \
	awk '$1 < 2 { exit 1 } END { exit !NR }' /run/held
check "scans before it did not wait for one another" \
	sh -c "[ \$(grep -c 'scan started' /run/events) -gt 3 ]"

barrier restart wifi red
kill -KILL "$(process_of engine)"
barrier restarted wifi red

barrier end wifi red blue dom0
vwlanctl status
check "xenstore is as the contract has it" vwlanctl schema-check
