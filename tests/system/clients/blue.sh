# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
FIXED_MAC=00:16:3e:00:00:04	# may not be changed, that of BLUE_MAC may

profile() { # NAME INTERFACE SSID KEY-MANAGEMENT MAC
	local path=/etc/NetworkManager/system-connections/$1.nmconnection
	mkdir -p "${path%/*}"
	cat >"$path" <<-END
	[connection]
	id=$1
	type=wifi
	interface-name=$2
	autoconnect=false
	[wifi]
	ssid=$3
	cloned-mac-address=$5
	[wifi-security]
	key-mgmt=$4
	psk=$NATIVE_PASSPHRASE
	[ipv4]
	method=auto
	[ipv6]
	method=disabled
	END
	chmod 600 "$path"
}

devices_start() {
	/lib/systemd/systemd-udevd --daemon
	udevadm trigger --action=add
	udevadm settle
	free=$(retry 20 interface_of "$BLUE_MAC") &&
		fixed=$(retry 20 interface_of $FIXED_MAC)
}

manager_start() {
	bus_start
	wpa_supplicant -u -B -f /run/wpa.log
	NetworkManager --debug >/run/manager.log 2>&1 &
	retry 60 device_is "$free" disconnected &&
		retry 60 device_is "$fixed" disconnected
}

device_is() { # INTERFACE STATE
	nmcli -t -f DEVICE,STATE device | grep -x "$1:$2"
}

address_of() { # INTERFACE
	cat "/sys/class/net/$1/address"
}

made_up() { # INTERFACE: its address is locally administered
	address_of "$1" | grep '^.[26ae]'
}

finds() { # INTERFACE SSID
	nmcli -t -f SSID device wifi list ifname "$1" | grep -x "$2"
}

activates() { # PROFILE INTERFACE: and the network is there
	nmcli -w 60 connection up "$1" && ping -I "$2" -c 2 -W 2 10.1.0.1
}

not_ready() { # PROFILE
	local output
	output=$(nmcli -w 60 connection up "$1" 2>&1) && return 1
	echo "$output"
	[[ $output = *"could not be readied"* ]]
}

seen_at_the_other_side() { # NAME: as wifi.sh looks it up
	publish "$1" "$(address_of "$free")"
	barrier "$1" wifi blue
	barrier "$1-seen" wifi blue
}

require "udev loads the module for the devices" devices_start
profile random "$free" psk wpa-psk random
profile stable "$free" sae sae stable
profile permanent "$free" psk wpa-psk permanent
profile fixed-random "$fixed" psk wpa-psk random
profile fixed-permanent "$fixed" sae sae permanent
require "NetworkManager has both interfaces" manager_start
check "it scans with an address of its own" retry 20 made_up "$free"
check "and finds networks" retry 60 finds "$free" psk
check "on the other interface too" retry 60 finds "$fixed" sae
check "with the address that this one has" \
	[ "$(address_of "$fixed")" = $FIXED_MAC ]

check "it connects with a random address" activates random "$free"
check "which it made up" made_up "$free"
seen_at_the_other_side random
check "it connects with an address for this network" \
	activates stable "$free"
check "which it made up as well" made_up "$free"
address=$(address_of "$free")
seen_at_the_other_side stable
nmcli connection down stable
check "it connects again" activates stable "$free"
check "with the address that it had there" \
	[ "$(address_of "$free")" = "$address" ]
check "it connects with the permanent address" activates permanent "$free"
check "which is the one from dom0" \
	[ "$(address_of "$free")" = "$BLUE_MAC" ]
seen_at_the_other_side permanent
nmcli connection down permanent

check "where addresses are fixed, a random one fails as such" \
	not_ready fixed-random
check "the log says why" \
	grep "failed to set-cloned MAC address" /run/manager.log
check "and the permanent one connects" activates fixed-permanent "$fixed"
check "its kernel found nothing wrong" kernel_sound
barrier end wifi red blue dom0
