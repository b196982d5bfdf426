# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
modprobe -a xen-pcifront e1000e
card_name() {
	ls /sys/bus/pci/drivers/e1000e/*/net
}
require "the card is there" retry 20 card_name
device=$(card_name)
ip link set "$device" up
mkdir -p /etc/vwlan
echo "uplinks = [ \"name=lan,device=$device\" ]" >/etc/vwlan/vwland.conf
vwland
require "vwland starts" retry 10 vwlanctl status
barrier backend wifi dom0
barrier end wifi one two dom0
vwlanctl status
check "xenstore is as the contract has it" vwlanctl schema-check
check "both are connected" [ "$(vwlanctl status --json |
	jq '[.devices[] | select(.state == "connected")] | length')" = 2 ]
