# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
turns_guest 10.1.0.1
barrier third wifi red dom0
require "its second device comes" \
	retry 30 vwlan-frontend run --device 1 --interface wlan1
check "its device that takes no turns is told that there is no station" \
	retry 60 sh -c "vwlan-frontend status --device 1 |
		grep -q 'no station to spare'"
barrier refused wifi red dom0
turns_channel 10.1.0.1
