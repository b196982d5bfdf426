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

# A daemon that is this busy may need longer than vwlanctl waits.
connected_count() {
	vwlanctl status --json |
		jq '[.devices[] | select(.state == "connected")] | length'
}

# Until there are so many more: when the first, half of them and all were, in
# ms from now on.
connected_wait() { # PATH COUNT
	local start=${EPOCHREALTIME/./} before all count=0 now first='' half=''
	before=$(connected_count)
	while [ "$count" -lt "$2" ]; do
		all=$(connected_count) || all=$((before + count))
		count=$((all - before))
		now=$(((${EPOCHREALTIME/./} - start) / 1000))
		[ -n "$first" ] || [ "$count" -lt 1 ] || first=$now
		[ -n "$half" ] || [ $((2 * count)) -lt "$2" ] || half=$now
		[ $now -lt 300000 ] || { vwlanctl status; return 1; }
	done
	printf 'BENCH {"round":1,"path":"%s","test":"attach",' "$1"
	printf '"kind":"result","domain":"wifi","value":'
	printf '{"first_ms":%s,"half_ms":%s,"all_ms":%s}}\n' \
		"$first" "$half" "$now"
}

ap_start air phy1 1 air "air passphrase" 10.7.0
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier alone wifi alone
connected_wait one 1
barrier done wifi alone
barrier many wifi red two three four
connected_wait many 64
barrier end
