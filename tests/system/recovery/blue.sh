# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
vwlan-frontend run --interface wlan0
join() {
	echo "blue passphrase" |
		vwlan-frontend connect --passphrase-stdin --wait 60 "$1"
}
require "its network is there" retry 60 join "blue network"
require "it gets an address by DHCP" guest_address
guest_recover 10.2.0.1
barrier end wifi red blue dom0
