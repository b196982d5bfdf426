# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Creates the guests that the driver domain serves, as soon as it does.
barrier backend wifi dom0
guests=()
for guest in red blue; do
	[ -e /lab/$guest.cfg ] || continue
	require "$guest is created" vwlan create /lab/$guest.cfg
	guests+=($guest)
done
barrier end wifi "${guests[@]}" dom0
