# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
ap_start red phy1 1 "red network" "red passphrase" 10.1.0
require "vwland starts" vwland_start
if [ "$LAB_BOOT" = 1 ]; then
	barrier backend wifi dom0
	barrier connected wifi red dom0
	barrier rebooted wifi red dom0
	barrier restart wifi dom0
	reboot -f
	sleep 60
fi
check "red is connected again" retry 120 status_is red .state connected
barrier restarted wifi red dom0
barrier end wifi red dom0
check "xenstore is as the contract has it" vwlanctl schema-check
