# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
modprobe xen-pciback
require "the card can be assigned" xl pci-assignable-add 0000:00:10.0
require "the driver domain gets it" xl create /lab/wifi.cfg
barrier backend wifi dom0
check "guest one is created, with a MAC address made up" \
	vwlan create /lab/one.cfg
check "guest two is created" vwlan create /lab/two.cfg
vwlan list
barrier end wifi one two dom0
