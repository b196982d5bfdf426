# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Guests: one TCP connection that lasts over the crashes of worker and
# engine, with a sum over what came through it.
crash_guest() { # ADDRESS
	barrier traffic wifi red blue
	check "one download lasts over worker's and engine's deaths" \
		download "$1"
	barrier killed wifi red blue
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
	cd /tmp
	busybox wget -q -O sum "http://$1/big.sum"
	busybox wget -q -O big "http://$1/big"
	sha256sum -c sum
}
