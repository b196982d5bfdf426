# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
networks_start
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier connected wifi red blue dom0
vwlanctl status
check "xenstore is as the contract has it" vwlanctl schema-check
check "the red access point sees red's MAC address" \
	[ "$(ap_stations red)" = "$RED_MAC" ]
check "the blue access point sees blue's MAC address" \
	[ "$(ap_stations blue)" = "$BLUE_MAC" ]
barrier used wifi red blue dom0
barrier forged wifi red blue dom0
barrier destroyed wifi red dom0
vwlanctl status
barrier end wifi red dom0
check "vwland stops cleanly" pkill -TERM -o vwland
