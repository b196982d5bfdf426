# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier backend wifi dom0
check "red, a PV guest, is created" vwlan create /lab/red.cfg
check "blue, a PVH guest, is created" vwlan create /lab/blue.cfg
vwlan list
barrier connected wifi red blue dom0
barrier used wifi red blue dom0
barrier forged wifi red blue dom0
barrier counted wifi dom0

blue=$(xl domid blue)
wifi=$(xl domid wifi)
expect_gone blue
check "blue is destroyed" xl destroy blue
check "its backend nodes are gone" retry 10 lab_fails \
	xenstore-exists "/local/domain/$wifi/backend/vwlan/$blue/0"
check "no page is granted to it any more" retry 15 grants_gone "$blue"
barrier destroyed wifi red dom0
barrier end wifi red dom0
