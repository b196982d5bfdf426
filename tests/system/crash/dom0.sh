# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier backend wifi dom0
require "red is created" vwlan create /lab/red.cfg
require "blue is created" vwlan create /lab/blue.cfg

refused() { # TEXT: attach is, with this reason
	local said
	said=$(vwlan attach red backend=wifi,devid=5 2>&1) && return 1
	echo "$said"
	[[ $said == *"$1"* ]]
}
barrier dead wifi dom0
check "dom0 notices that vwland is dead" refused "vwland doesn't answer"
check "from then on at once" refused "vwland isn't running"
barrier refused wifi dom0
barrier end wifi red blue dom0
