# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier backend wifi dom0
require "red is created" vwlan create /lab/red.cfg
require "blue is created" vwlan create /lab/blue.cfg
barrier third wifi red dom0
require "red gets a device that takes no turns" vwlan attach red \
	"backend=wifi,mac=00:16:3e:00:00:03,network=red,devid=1"
barrier refused wifi red dom0
require "and loses it" vwlan detach red 1
barrier end wifi red blue dom0
