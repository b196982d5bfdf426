# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# red comes second, and stays.
barrier blue-first red blue
frontend_start
barrier first wifi red blue
check "it is told that there is no station" \
	retry 60 guest_told "no station to spare"
barrier refused wifi red blue
check "its network is there once blue has gone" retry 90 connected
barrier returned wifi red blue
barrier taken wifi red blue
check "its network is there again" retry 90 connected
guest_stop
barrier back wifi red blue

barrier narrow wifi red blue
barrier blue-second red blue
frontend_start
check "it is told that its channel conflicts" \
	retry 60 guest_told "channel conflicts"
barrier conflict wifi red blue
check "its network is there once the channel is free" retry 90 connected
barrier freed wifi red blue
barrier preempted wifi red blue
guest_stop
barrier stopped wifi red blue

barrier wide wifi red blue
frontend_start
check "it is connected beside blue" retry 90 connected
barrier end wifi red blue dom0
