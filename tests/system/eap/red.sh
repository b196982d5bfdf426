# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
network_config() { # LINE...
	cat <<-END
	ctrl_interface=/run/wpa
	network={
		ssid="red network"
		scan_freq=2412
		ca_cert="/run/ca.pem"
	END
	printf '\t%s\n' "$@"
	echo "}"
}

supplicant_start() { # LINE...
	network_config "$@" >/run/wpa.conf
	supplicant_run
}

reached() {
	retry 60 joined && guest_address && ping -c 2 -W 2 10.1.0.1
}

for file in ca.pem client.pem client.key; do
	(umask 077; lookup wifi "${file/./-}" | base64 -d >/run/$file)
done
module_load
retry 20 test -e /sys/class/net/wlan0

supplicant_start 'key_mgmt=WPA-EAP' 'eap=PEAP' 'identity="red"' \
	'anonymous_identity="anonymous"' 'phase2="auth=MSCHAPV2"' \
	'password="red password"'
check "it joins by password" reached
check "through a tunnel" grep -q 'EAP-MSCHAPV2: Authentication succeeded' \
	/run/wpa.log
supplicant disconnect >/dev/null
supplicant reconnect >/dev/null
check "it joins again" reached
check "by the master key that it has kept: no second handshake of EAP" \
	[ "$(grep -c 'CTRL-EVENT-EAP-SUCCESS' /run/wpa.log)" = 1 ]
supplicant_stop

supplicant_start 'key_mgmt=WPA-EAP' 'eap=PEAP' 'identity="red"' \
	'anonymous_identity="anonymous"' 'phase2="auth=MSCHAPV2"' \
	'password="another password"'
check "a wrong password is told as such" \
	retry 60 grep -q 'CTRL-EVENT-EAP-FAILURE' /run/wpa.log
check_not "nor is it connected" joined
supplicant_stop

supplicant_start 'key_mgmt=WPA-EAP-SHA256' 'ieee80211w=2' 'eap=TLS' \
	'identity="client"' 'client_cert="/run/client.pem"' \
	'private_key="/run/client.key"'
check "it joins by certificate, with protected management frames" reached
supplicant_stop
barrier end wifi red dom0
