# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
vwlan-frontend run --interface eth0
check "it gets an address by DHCP" retry 60 udhcpc -i eth0 -n -q -t 5 -T 1
check "it pings the network's gateway" ping -c 3 -W 2 10.0.2.2
vwlan-frontend run --device 1 --interface eth1
ip address add 10.9.0.2/24 dev eth1

answers() {
	ping -c 1 -W 1 10.9.0.1
}

carrier_is() { # 0|1
	[ "$(cat /sys/class/net/eth1/carrier)" = "$1" ]
}

check "its other uplink works" retry 20 answers
index=$(cat /sys/class/net/eth1/ifindex)
barrier there wifi one
barrier gone wifi one
check "it has no carrier without the device below" retry 10 carrier_is 0
barrier noticed wifi one
check "with another such device, frames pass again" retry 20 answers
check "it has a carrier" carrier_is 1
check "the interface and its address are those from before" \
	[ "$(cat /sys/class/net/eth1/ifindex)" = "$index" ]
barrier end wifi one two dom0
