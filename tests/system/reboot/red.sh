# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
if [ "$LAB_BOOT" = 1 ]; then
	require "its network is there" guest_start
	barrier connected wifi red dom0
	reboot -f
	sleep 60
fi
require "its network is there after a reboot" guest_start
check "with the same address" grep -qx $RED_MAC /sys/class/net/wlan0/address
check "it gets an address by DHCP" guest_address
check "it pings the access point" ping -c 3 -W 2 10.1.0.1
barrier rebooted wifi red dom0
check "it notices the driver domain's end" retry 60 lab_fails connected
barrier restarted wifi red dom0
check "it pings the access point of the new driver domain" \
	ping -c 3 -W 2 10.1.0.1
barrier used red dom0
barrier end wifi red dom0
