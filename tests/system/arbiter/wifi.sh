# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
is() { # DOMAIN-NAME STATE
	status_is "$1" .state "$2"
}

vwland_again() { # LIMIT...: with these lines in its configuration
	vwland_stop
	limits=$(printf '%s\n' "$@")
	vwland_start
}

eval "$(declare -f vwland_config | sed 's/^vwland_config/config_common/')"
vwland_config() {
	config_common
	echo "$limits" >>/etc/vwlan/vwland.conf
}

ap_start red phy1 1 "red network" "red passphrase" 10.1.0
ap_start blue phy2 6 "blue network" "blue passphrase" 10.2.0

limits="max_sta = 1"
require "vwland starts, with one station to give" vwland_start
barrier backend wifi dom0
barrier first wifi red blue
check "the table has the reason why red is down" \
	retry 60 status_is red .status "radio has no station to spare"
check "and blue as connected" is blue connected
barrier refused wifi red blue
check "red gets the station when blue goes" retry 90 is red connected
check "on the air too" retry 5 [ "$(ap_stations red)" = "$RED_MAC" ]
barrier returned wifi red blue
check "blue takes the station, as it is of a higher class" \
	retry 90 is blue connected
check "and red is told why" \
	status_is red .status "radio has no station to spare"
check "one station is up" \
	[ "$(ip -br link | grep -cE '^vw.*[<,]UP[,>]')" = 1 ]
barrier taken wifi red blue
check "red has it back when blue goes" retry 90 is red connected
barrier back wifi red blue

require "vwland starts, with one channel to give" \
	vwland_again "max_channels = 1"
barrier narrow wifi red blue
check "red is told that its channel conflicts" \
	retry 60 status_is red .status "channel conflicts with other guests"
check "blue stays connected" is blue connected
barrier conflict wifi red blue
check "red gets its channel when blue goes" retry 90 is red connected
barrier freed wifi red blue
check "blue takes the channel, as it is of a higher class" \
	retry 90 is blue connected
check_not "red is connected no more" is red connected
check "and is told why" status_is red .status \
	"channel conflicts with other guests"
barrier preempted wifi red blue
barrier stopped wifi red blue

require "vwland starts, with two channels to give" \
	vwland_again "max_channels = 2"
barrier wide wifi red blue
check "red is connected" retry 90 is red connected
check "and blue" retry 90 is blue connected
check "red on channel 1" status_is red .frequency 2412
check "and blue on channel 6" status_is blue .frequency 2437
check "xenstore is as the contract has it" vwlanctl schema-check
barrier end wifi red blue dom0
