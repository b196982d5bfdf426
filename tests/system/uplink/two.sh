# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
vwlan-frontend run --interface eth0
check "it gets an address by DHCP" retry 60 udhcpc -i eth0 -n -q -t 5 -T 1
check "it pings the network's gateway" ping -c 3 -W 2 10.0.2.2
barrier end wifi one two dom0
