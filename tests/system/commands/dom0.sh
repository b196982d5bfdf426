# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier backend wifi dom0
require "red is created" vwlan create /lab/red.cfg
require "blue is created" vwlan create /lab/blue.cfg
blue=$(xl domid blue)
wifi=$(xl domid wifi)
directory=/local/domain/$wifi/backend/vwlan/$blue/0
barrier watched
barrier killed
xl destroy blue
check "blue's directory is left over while nobody serves it" \
	xenstore-exists "$directory/state"
check "sweep takes it away" vwlan sweep
check_not "so that it is gone" xenstore-exists "$directory/state"
check "and leaves red's alone" xenstore-exists \
	"/local/domain/$wifi/backend/vwlan/$(xl domid red)/0/state"
check "a second sweep finds nothing to do" vwlan sweep
barrier swept
barrier end wifi red dom0
