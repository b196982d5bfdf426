# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
lan_start
many_start phy1
ap_start blue phy2 1 "blue network" "blue passphrase" 10.2.0
vwland_config
echo 'uplinks = [ "name=lan,device=lan" ]' >>/etc/vwlan/vwland.conf
vwland
require "vwland starts" retry 10 vwlanctl status
barrier backend wifi dom0

# Who writes all news down would make the flood a slow one.
pkill -f "iw event"
barrier flood wifi red
barrier flooded wifi red
iw event -t 2>&1 | logger -t radio &

barrier protected wifi red
many_deauthenticate "$RED_MAC" tx=0
barrier forgotten wifi red
barrier joined wifi red
check "red runs its own station" sh -c \
	'vwlanctl status | grep -A 1 " red " | grep -q "mode *native"'
vwlanctl status
many_deauthenticate "$RED_MAC"
barrier kicked wifi red

barrier restart wifi red blue
kill -KILL "$(process_of monitor)"
retry 10 lab_fails pidof vwland
vwland
require "vwland starts again" retry 10 vwlanctl status
barrier restarted wifi red blue
barrier end wifi red blue dom0
vwlanctl status
check "xenstore is as the contract has it" vwlanctl schema-check
