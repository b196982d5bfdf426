# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
THIRD_MAC=00:16:3e:00:00:03

# Long enough for a second guest to come while the first one's scan runs.
CHANNELS="2412 2417 2422 2427 2432 2437 2442 2447 2452 2457 2462 \
	5180 5200 5220 5240 5260 5280 5300 5320"

interface_of() { # MAC
	grep -lx "$1" /sys/class/net/*/address | cut -d/ -f5 | grep .
}

interface_up() { # MAC: prints its name, once it is there
	local name
	name=$(retry 20 interface_of "$1")
	ip link set "$name" up
	echo "$name"
}

# New results, so that no guest is content with another's last ones.
scan_all() { # INTERFACE [ARGUMENT...]
	# shellcheck disable=SC2086
	scan "$1" freq $CHANNELS flush "${@:2}"
}

# One scan may miss some: emulated access points answer late.
sees() { # INTERFACE NAME [ARGUMENT...]
	scan_all "$1" "${@:3}" >/run/scan
	grep "SSID: $2\$" /run/scan
}
