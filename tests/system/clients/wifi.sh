# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
many_has() { # MAC: authorised at one of the networks
	local number
	for number in {0..7}; do
		inside many hostapd_cli -p /run/hostapd-many \
			-i "many_$number" all_sta
	done | grep -A 1 -Fx "$1" | grep -F '[AUTHORIZED]'
}

blue_is_seen() { # NAME: what blue published
	barrier "$1" wifi blue
	check "the access point sees blue's $1 address" \
		retry 5 many_has "$(lookup blue "$1")"
	barrier "$1-seen" wifi blue
}

many_start phy1
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier joined wifi red
many_deauthenticate "$RED_MAC"
barrier kicked wifi red
for name in random stable permanent; do
	blue_is_seen $name
done
barrier end wifi red blue dom0
check "xenstore is as the contract has it" vwlanctl schema-check
