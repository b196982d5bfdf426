# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Guests: a download with a checked sum, and a TCP connection that lasts over
# all the deaths of worker and engine.
crash_guest() { # ADDRESS
	local stream trickle
	ping -i 0.2 "$1" >/dev/null &
	trickle=$!
	barrier traffic wifi red blue
	iperf3 -c "$1" -R -b 3M -t 60 >/run/stream 2>&1 &
	stream=$!
	check "a download comes whole through its worker's deaths" \
		download "$1"
	check "one connection lasts over worker's and engine's deaths" \
		wait $stream
	tail -n 3 /run/stream
	barrier killed wifi red blue
	kill $trickle
	barrier supplicant wifi red blue
	check "it is connected again after the supplicant's death" \
		retry 60 ping -c 1 -W 1 "$1"
	barrier again wifi red blue
	barrier monitor wifi red blue
	check "it is connected again after the monitor's death" \
		retry 90 ping -c 1 -W 1 "$1"
	barrier end wifi red blue dom0
}

download() { # ADDRESS
	cd /tmp && rm -f sum big &&
		busybox wget -q -O sum "http://$1/big.sum" &&
		busybox wget -q -O big "http://$1/big" && sha256sum -c sum
}
