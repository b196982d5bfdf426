# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier ready wifi red blue
check "its radio is described, and finds the network" \
	native hello phy band=0 up "find=open network"

barrier scanning wifi red
check "another's scans don't make its own fail" \
	native up "look=open network" "look=open network" "look=open network"
barrier scanned wifi red

native up "join=open network" station "frame=02:de:ad:be:ef:00" \
	kicked=120 state=disconnected again leave down >/run/native 2>&1 &
tool=$!
require "it joins an open network" retry 60 said 'authorize: ok'
barrier joined wifi red
barrier kicked wifi red
check "it is told that it was deauthenticated, and joins again" \
	retry 30 said 'down: ok'
check "it was told that news may be lost when the engine died" \
	said 'event 4'
check "all of it went well" wait $tool
cat /run/native

check "what no station may is refused" \
	native up "join=open network" misuse
check "too many commands are refused, and all are answered" \
	native hello flood
check_not "it can't have blue's address" native "mac=$BLUE_MAC"
check_not "it can't have another one of its vendor's" \
	native mac=00:16:3e:00:00:09
native "mac=$RED_LOCAL_MAC" up "join=open network" \
	"frame=02:de:ad:be:ef:00" wait=5 down >/run/native 2>&1 &
tool=$!
check "it joins with an address of its own" \
	retry 60 said 'authorize: ok'
barrier renamed wifi red
check "it uses that address" wait $tool
cat /run/native
barrier judged wifi red blue

native up "join=open network" told=down told=disconnected again \
	state=connected wait=3 >/run/native 2>&1 &
tool=$!
require "it joins once more" retry 60 said 'authorize: ok'
barrier blocking wifi red
check "it is told when the radio is switched off, and on again" \
	retry 60 said '^state connected'
check "and can join then" wait $tool
cat /run/native
barrier end wifi red blue dom0
