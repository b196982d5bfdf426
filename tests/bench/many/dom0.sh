# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
devices() { # NUMBER COUNT: a guest's, with addresses of their own
	local i
	printf 'vwlan = [\n'
	for ((i = 0; i < $2; i++)); do
		printf '"backend=wifi,network=air,mac=00:16:3e:00:%02x:%02x",\n' \
			"$1" "$i"
	done
	printf ']\n'
}

# Each device is 16 nodes of the driver domain's; it may have 1000.
require "xenstored lets the driver domain have more nodes" \
	xenstore-control quota set nodes 4000
barrier backend wifi dom0
number=0
for guest in alone red two three four; do
	count=16
	[ $guest != alone ] || count=1
	grep -v '^vwlan' /lab/$guest.cfg >/lab/$guest-many.cfg
	devices $number $count >>/lab/$guest-many.cfg
	require "$guest is created" vwlan create /lab/$guest-many.cfg
	number=$((number + 1))
done
barrier end
