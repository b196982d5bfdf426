# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
eval "$(declare -f vwland_config | sed 's/^vwland_config/config_common/')"
vwland_config() {
	config_common
	printf '%s\n' "$limit" "turn = 6000" >>/etc/vwlan/vwland.conf
}

second_is() { # PATH VALUE: red's second device
	[ "$(vwlanctl status --json |
		/usr/lib/vwlan/vwlan-json .devices devid=1 "$1")" = "$2" ]
}

stations_up() {
	ip -br link | grep -cE '^vw.*[<,]UP[,>]'
}

# How many stations the access points have, of both guests.  Who is on its way
# out while the other one comes in is none of them.
associated() {
	local count=0
	! ap_stations red | grep -q "$RED_MAC" || count=1
	! ap_stations blue | grep -q "$BLUE_MAC" || ((++count))
	[ $count != 2 ] || ap_stations red | grep -q "$RED_MAC" || count=1
	echo $count
}

# Never more than one; looked at while both download.
one_at_a_time() { # COMMAND
	local count most=0
	for _ in {1..40}; do
		count=$("$1" || :)
		[ "$count" -le "$most" ] || most=$count
		sleep 0.1
	done
	echo "at most: $most"
	[ "$most" = 1 ]
}

costs() { # WHAT
	local name
	for name in red blue; do
		echo "note: a change of turns ($1) to $name took" \
			"$(status_value "$name" .switch_ms) ms; of its turns" \
			"$(status_value "$name" .turns) have ended"
	done
}

ap_start red phy1 1 "red network" "red passphrase" 10.1.0
ap_start blue phy2 6 "blue network" "blue passphrase" 10.2.0
for _ in {1..3}; do cat /srv/red/file; done >/srv/red/big
(cd /srv/red && sha256sum big >big.sum)
ln /srv/red/big* /srv/blue

limit="max_sta = 1"
require "vwland starts, with one station to give" vwland_start
barrier backend wifi dom0
barrier ready wifi red blue
check "one station is up at a time" one_at_a_time stations_up
barrier downloaded wifi red blue
check "red had several turns" status_above red .turns 1
check "and blue" status_above blue .turns 1
check "red waits for a station now and then" \
	retry 30 status_is red .waits_for station
check "the table has it as parked" retry 30 status_is red .state parked
check "and when it comes back" retry 30 status_above red .back_in_ms 0
costs "one station"
vwlanctl status
require "red is parked while the engine dies" \
	retry 30 status_is red .state parked
kill -9 "$(process_of engine)"
check "red is parked still, and waits" retry 10 status_is red .state parked
barrier killed wifi red blue
barrier waited wifi red blue
barrier third wifi red dom0
check "the device that takes no turns is told why it has no station" \
	retry 60 second_is .status "radio has no station to spare"
check "it is in no line for a turn" second_is .waits_for null
barrier refused wifi red dom0

limit="max_channels = 1"
vwland_stop
require "vwland starts, with one channel to give" vwland_start
barrier narrow wifi red blue
barrier shared wifi red blue
check "both stations are up" [ "$(stations_up)" = 2 ]
check "one is connected at a time" one_at_a_time associated
check "red waits for the channel now and then" \
	retry 30 status_is red .waits_for channel
barrier end wifi red blue dom0
costs "one channel"
check "xenstore is as the contract has it" vwlanctl schema-check
