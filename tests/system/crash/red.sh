# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
require "its network is there" guest_start
require "it gets an address by DHCP" guest_address
crash_guest 10.1.0.1
