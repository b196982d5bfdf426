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
cat >/etc/vwlan/vwland.conf <<END
uplinks = [ "name=lan,device=$device", "name=pair,device=near" ]
END

pair_make() { # near, the uplink's device; far, what is behind it
	ip link add near type veth peer name far
	ip link set far netns far
	ip -n far address add 10.9.0.1/24 dev far
	ip -n far link set far up
	ip link set near up
}

status() { # ARGUMENT...: of vwlan-json
	vwlanctl status --json | /usr/lib/vwlan/vwlan-json "$@"
}

state_is() { # STATE
	[ "$(status .devices uplink=pair .state)" = "$1" ]
}

lives() { # of vwland, and of the worker
	status .processes role=monitor .pid
	status .devices uplink=pair .worker_restarts
}

ip netns add far
pair_make
vwland
require "vwland starts" retry 10 vwlanctl status
barrier backend wifi dom0

barrier there wifi one
before=$(lives)
ip link del near
check "an uplink without its device is down" retry 10 state_is down
barrier gone wifi one
barrier noticed wifi one
pair_make
check "it is connected when that is there again" \
	retry 10 state_is connected
check "nothing died for it" [ "$(lives)" = "$before" ]
barrier end wifi one two dom0
vwlanctl status
check "xenstore is as the contract has it" vwlanctl schema-check
check "all three are connected" [ "$(vwlanctl status --json |
	jq '[.devices[] | select(.state == "connected")] | length')" = 3 ]
