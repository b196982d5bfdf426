# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Attack by attack, in step with wifi.sh.
attack() { # NAME
	check "attack is made: $1" /usr/lib/vwlan/vwlan-hostile "$1"
	barrier made wifi blue
	barrier judged wifi blue dom0
	barrier renewed wifi blue dom0
}

barrier ready wifi red blue dom0
for name in $ATTACKS; do
	attack "$name"
done
check "a good frontend is served afterwards" guest_start
barrier attacked wifi red blue
barrier end wifi red blue dom0
