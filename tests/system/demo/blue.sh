# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
require "its network is there" guest_start
require "it gets an address by DHCP" guest_address
check "it pings its access point" ping -c 3 -W 2 10.2.0.1
barrier connected wifi red blue dom0
check "it fetches a file over HTTP, whole" fetch_checked http://10.2.0.1
check "iperf3 runs both ways" iperf_both 10.2.0.1
barrier used wifi red blue dom0
barrier listening wifi blue
guest_stop
check "forged frames are sent" /usr/lib/vwlan/vwlan-hostile frames
barrier forged wifi red blue dom0
