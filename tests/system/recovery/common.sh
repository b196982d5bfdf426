# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Guests: through each of what wifi.sh does, with the same interface.
interface_facts() { # what must stay as it is
	cat /sys/class/net/wlan0/ifindex /sys/class/net/wlan0/address
	ip -4 -brief address show wlan0 | tr -s ' '
}

interface_same() {
	diff /run/facts <(interface_facts)
}

# In this order.
CASES="restart forgotten engine reload switch suspend"

guest_recover() { # ADDRESS
	local address=$1 case
	interface_facts >/run/facts
	for case in $CASES; do
		barrier "$case" wifi red blue
		barrier "$case-over" wifi red blue
		check "$case: it reaches its network" \
			retry 20 ping -c 1 -W 1 "$address"
		check "$case: interface and addresses are the same" \
			interface_same
	done
}
