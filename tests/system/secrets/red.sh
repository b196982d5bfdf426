# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
logged() { # WHAT: what the supplicant wrote of it last, in hexadecimal
	sed -n "s/.*$1 - hexdump(len=[0-9]*): //p" /run/wpa.log |
		tail -n 1 | tr -d ' '
}

secret_publish() { # NAME IN-THE-LOG
	local value
	value=$(logged "$2")
	[ ${#value} -ge 32 ] && publish "$1" "$value"
}

module_load
retry 20 test -e /sys/class/net/wlan0
cat >/run/wpa.conf <<-END
	ctrl_interface=/run/wpa
	network={
		ssid="red network"
		psk="red passphrase"
	}
END
supplicant_run -dd -K
require "its own supplicant joins its network" retry 60 joined
require "it gets an address by DHCP" guest_address
check "its supplicant's log has the PMK" secret_publish pmk 'PMK'
check "the KCK" secret_publish kck 'WPA: KCK'
check "the KEK" secret_publish kek 'WPA: KEK'
check "and the session key" secret_publish tk 'WPA: TK'
check "the search finds the PMK in its own supplicant" \
	/usr/lib/vwlan/vwlan-memory "$(pidof wpa_supplicant)" "$(logged PMK)"
barrier connected wifi red
barrier searched wifi red
check "it is connected still" ping -c 2 -W 2 10.1.0.1
barrier end wifi red dom0
