# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
moves() { # GUEST: frames go out now
	local before
	before=$(status_value "$1" .rx.frames)
	sleep 1
	status_above "$1" .rx.frames "$before"
}

# Seconds, as the access point has it.
connected_time() { # GUEST
	inside "$1" hostapd_cli -p "/run/hostapd-$1" all_sta |
		sed -n 's/^connected_time=//p'
}

restarted() { # GUEST COUNT
	status_is "$1" .worker_restarts "$2" &&
		[ "$(process_of worker "$1")" != null ]
}

# Long enough to last over all the deaths: random, but not much of it.
mkdir -p /srv/red /srv/blue
dd if=/dev/urandom of=/run/some bs=1M count=1
for _ in {1..24}; do cat /run/some; done >/srv/red/big
(cd /srv/red && sha256sum big >big.sum)
ln /srv/red/big* /srv/blue
networks_start
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier traffic wifi red blue

check "frames move" retry 10 moves red
blue_worker=$(process_of worker blue)
since=$(connected_time red)
for count in 1 2 3; do
	kill -KILL "$(process_of worker red)"
	check "red's worker is back, kill $count" retry 10 restarted red $count
	check "red's frames move again" retry 10 moves red
	sleep 2.5
done
check "blue's worker is the same" \
	[ "$(process_of worker blue)" = "$blue_worker" ]
engine=$(process_of engine)
kill -KILL "$engine"
check "the engine is back" retry 10 status_is red .state connected
check_not "it is another one" [ "$(process_of engine)" = "$engine" ]
check "red's association is the one from before" \
	[ "$(connected_time red)" -ge $((since + 5)) ]
check "blue's worker is still the same" \
	[ "$(process_of worker blue)" = "$blue_worker" ]
check "red was never deauthenticated" lab_fails \
	grep -q 'd[0-9]*.0: disconnected' /var/log/messages
barrier killed wifi red blue

kill -KILL "$(pidof wpa_supplicant)"
barrier supplicant wifi red blue
barrier again wifi red blue

kill -KILL "$(process_of monitor)"
check "with the monitor all of vwland ends" \
	retry 10 lab_fails pidof vwland
check_not "no interface is left" grep -q 'vw[0-9]' /proc/net/dev
barrier dead wifi dom0
barrier refused wifi dom0
check "vwland starts again" vwland_start
barrier monitor wifi red blue
barrier end wifi red blue dom0
vwlanctl status
check "xenstore is as the contract has it" vwlanctl schema-check
