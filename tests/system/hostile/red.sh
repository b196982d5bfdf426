# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The other guest: its ping must go through all the time.
require "its network is there" guest_start
require "it gets an address by DHCP" guest_address
ping -i 0.5 10.1.0.1 >/run/ping &
ping=$!
barrier ready wifi red blue dom0
barrier attacked wifi red blue
kill -INT $ping
wait $ping || true
tail -n 2 /run/ping
check "it lost nothing" grep -q ' 0% packet loss' /run/ping
barrier end wifi red blue dom0
