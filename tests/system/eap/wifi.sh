# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
certify() { # NAME: a key, and the authority's signature
	openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
	openssl req -new -key "$1.key" -subj "/CN=$1.example" -out "$1.csr"
	openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -days 2 \
		-CAcreateserial -out "$1.pem"
}

certificates_make() {
	mkdir -p /run/eap
	cd /run/eap
	openssl ecparam -name prime256v1 -genkey -noout -out ca.key
	openssl req -x509 -new -key ca.key -subj /CN=authority -days 2 \
		-out ca.pem
	certify server
	certify client
	local file
	for file in ca.pem client.pem client.key; do
		publish "${file/./-}" "$(base64 -w 0 $file)"
	done
}

ap_config() { # NAME DEVICE CHANNEL SSID PASSPHRASE
	cat >/run/eap/users <<-END
	"anonymous"	PEAP
	"client"	TLS
	"red"		MSCHAPV2 "red password"	[2]
	END
	cat <<-END
	interface=$2
	driver=nl80211
	ctrl_interface=/run/hostapd-$1
	ssid=$4
	hw_mode=g
	channel=$3
	wpa=2
	wpa_key_mgmt=WPA-EAP WPA-EAP-SHA256
	rsn_pairwise=CCMP
	ieee80211w=1
	ieee8021x=1
	eap_server=1
	eap_user_file=/run/eap/users
	ca_cert=/run/eap/ca.pem
	server_cert=/run/eap/server.pem
	private_key=/run/eap/server.key
	END
}

certificates_make >/dev/null
ap_start red phy1 1 "red network" "" 10.1.0
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier end wifi red dom0
