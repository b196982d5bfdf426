# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034 # for the report
vwland_config() {
	mkdir -p /etc/vwlan
	(umask 077; echo "air passphrase" >/etc/vwlan/air.psk)
	cat >/etc/vwlan/vwland.conf <<-END
	phy = "phy0"
	max_devices = 80
	max_tx_slots = 64
	max_rx_slots = 64
	networks = [
	  "name=air,ssid=air,passphrase-file=/etc/vwlan/air.psk",
	]
	END
}

connected_count() {
	vwlanctl status --json |
		jq '[.devices[] | select(.state == "connected")] | length'
}

# When they were connected, in ms from now on: the first, half of them, all.
connected_wait() { # COUNT
	local start=${EPOCHREALTIME/./} count=0 now first='' half=''
	while [ "$count" -lt "$1" ]; do
		count=$(connected_count)
		now=$(((${EPOCHREALTIME/./} - start) / 1000))
		[ -n "$first" ] || [ "$count" -lt 1 ] || first=$now
		[ -n "$half" ] || [ $((2 * count)) -lt "$1" ] || half=$now
		[ $now -lt 300000 ] || { vwlanctl status; return 1; }
	done
	printf 'BENCH {"round":1,"path":"many","test":"attach%s",' "$1"
	printf '"kind":"result","domain":"wifi","value":'
	printf '{"first_ms":%s,"half_ms":%s,"ms":%s}}\n' "$first" "$half" "$now"
}

ap_start air phy1 1 air "air passphrase" 10.7.0
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier alone wifi alone
connected_wait 1
barrier done wifi alone
barrier many wifi red two three four
connected_wait 65
barrier end
