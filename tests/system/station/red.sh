# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
require "its network is there" guest_start
barrier found red blue
vwlan-frontend scan --json >/run/scan
check "its own network is in the scan" grep -q '"ssid":"red network"' /run/scan
check_not "the hidden network that blue asked for is not" \
	grep -q '"ssid":"hidden network"' /run/scan
barrier end wifi red blue dom0
