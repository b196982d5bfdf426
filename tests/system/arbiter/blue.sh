# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# blue comes first, goes, and returns.
frontend_start
require "its network is there" retry 90 connected
barrier blue-first red blue
barrier first wifi red blue
barrier refused wifi red blue
guest_stop
barrier returned wifi red blue
frontend_start
check "it is connected again" retry 90 connected
barrier taken wifi red blue
guest_stop
barrier back wifi red blue

barrier narrow wifi red blue
frontend_start
require "its network is there" retry 90 connected
barrier blue-second red blue
barrier conflict wifi red blue
guest_stop
barrier freed wifi red blue
frontend_start
check "it is connected again, on its own channel" retry 90 connected
barrier preempted wifi red blue
guest_stop
barrier stopped wifi red blue

barrier wide wifi red blue
frontend_start
check "it is connected" retry 90 connected
barrier end wifi red blue dom0
