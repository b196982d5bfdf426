# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier backend wifi dom0
require "red is created" vwlan create /lab/red.cfg
require "blue is created" vwlan create /lab/blue.cfg

# A device that was closed for what its guest did stays so until it is
# given anew.
renew() { # ATTACK
	local force=
	# Who died says nothing any more; there is no use in waiting.
	[ "$1" != die ] || force=--force
	vwlan detach $force blue 0 &&
		vwlan attach blue "backend=wifi,mac=$BLUE_MAC,network=blue"
}

barrier ready wifi red blue dom0
for name in $ATTACKS; do
	barrier judged wifi blue dom0
	check "after $name, the device is given anew" renew "$name"
	barrier renewed wifi blue dom0
done
barrier end wifi red blue dom0
