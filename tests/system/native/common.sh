# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# One access point of many networks, so that one channel serves them all.

NATIVE_PASSPHRASE="some passphrase"

bss_config() { # DEVICE SSID
	cat <<-END
	ssid=$2
	bridge=br0
	ctrl_interface=/run/hostapd-many
	wmm_enabled=1
	END
}

wpa_config() { # KEY-MANAGEMENT MFP
	cat <<-END
	wpa=2
	wpa_key_mgmt=$1
	rsn_pairwise=CCMP
	ieee80211w=$2
	END
}

many_config() { # DEVICE
	cat <<-END
	interface=$1
	driver=nl80211
	hw_mode=g
	channel=1
	ieee80211n=1
	END
	bss_config "$1" open
	local number=0 name
	for name in psk pmf sae hunt owe hidden rekey; do
		number=$((number + 1))
		echo "bss=$1_$number"
		bss_config "$1" $name
		case $name in
		psk)	wpa_config WPA-PSK 0
			echo "wpa_passphrase=$NATIVE_PASSPHRASE" ;;
		pmf)	wpa_config WPA-PSK-SHA256 2
			echo "wpa_passphrase=$NATIVE_PASSPHRASE" ;;
		sae)	wpa_config SAE 2
			echo "sae_pwe=1"
			echo "sae_password=$NATIVE_PASSPHRASE" ;;
		hunt)	wpa_config SAE 2
			echo "sae_pwe=0"
			echo "sae_password=$NATIVE_PASSPHRASE" ;;
		owe)	wpa_config OWE 2 ;;
		hidden)	wpa_config WPA-PSK 1
			echo "ignore_broadcast_ssid=1"
			echo "wpa_passphrase=$NATIVE_PASSPHRASE" ;;
		rekey)	wpa_config WPA-PSK 0
			echo "wpa_ptk_rekey=6"
			echo "wpa_group_rekey=4"
			echo "wpa_passphrase=$NATIVE_PASSPHRASE" ;;
		esac
	done
}

many_start() { # PHY
	local device
	ip netns add many
	iw phy "$1" set netns name many
	device=$(inside many iw dev |
		sed -n 's/^[[:space:]]*Interface //p')
	many_config "$device" >/run/hostapd-many.conf
	inside many ip link add br0 type bridge
	inside many hostapd -B -P /run/hostapd-many.pid \
		/run/hostapd-many.conf
	net_start many br0 10.1.0
}

lan_start() { # a server behind a cable
	ip netns add lan
	ip link add lan type veth peer name p-lan
	ip link set p-lan netns lan
	ip link set lan up
	net_start lan p-lan 10.5.0
}
