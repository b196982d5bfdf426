# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
require "its network is there" guest_start
require "it gets an address by DHCP" guest_address
barrier ready wifi red blue
ping -i 0.5 10.2.0.1 >/run/ping &
ping=$!
barrier judged wifi red blue
kill -INT $ping
wait $ping || true
tail -n 2 /run/ping
check "it lost nothing" grep -q ' 0% packet loss' /run/ping
barrier end wifi red blue dom0
