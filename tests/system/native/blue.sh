# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
MANAGED_MAC=00:16:3e:00:00:04

managed_start() {
	managed=$(retry 30 interface_of $MANAGED_MAC) &&
		ip link set "$managed" up &&
		retry 60 grep -qx 1 "/sys/class/net/$managed/carrier" &&
		udhcpc -i "$managed" -n -q -t 40 -T 1
}

require "the module is loaded by the device's alias" module_load
check "a network of the administrator's is there" managed_start
check "it pings that access point" ping -c 3 -W 2 10.2.0.1
check "iperf3 runs both ways" iperf_both 10.2.0.1
require "it has a wireless interface" retry 20 interface_of "$BLUE_MAC"
check "a supplicant joins sae" joins sae
check "a supplicant joins psk" joins psk

barrier restart wifi red blue
barrier restarted wifi red blue
check "its carrier is back after the backend's death" \
	retry 60 ping -c 1 -W 1 10.2.0.1
check "its kernel found nothing wrong" kernel_sound
barrier end wifi red blue dom0
