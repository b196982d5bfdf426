# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# One access point with many networks, so that one channel serves them all,
# and guests that find the kernel module's interfaces by their addresses.

NATIVE_PASSPHRASE="some passphrase"

# ---------------------------------------------------------------------
# Driver domain.

bss_config() { # SSID
	cat <<-END
	ssid=$1
	bridge=br0
	ctrl_interface=/run/hostapd-many
	wmm_enabled=1
	END
}

wpa_config() { # KEY-MANAGEMENT MFP [LINE...]
	cat <<-END
	wpa=2
	wpa_key_mgmt=$1
	rsn_pairwise=CCMP
	ieee80211w=$2
	END
	[ $# -lt 3 ] || printf '%s\n' "${@:3}"
}

security_config() { # SSID: what its name says
	local psk="wpa_passphrase=$NATIVE_PASSPHRASE"
	local sae="sae_password=$NATIVE_PASSPHRASE"
	case $1 in
	psk)	wpa_config WPA-PSK 0 "$psk" ;;
	pmf)	wpa_config WPA-PSK-SHA256 2 "$psk" ;;
	sae)	wpa_config SAE 2 "$sae" sae_pwe=1 ;;
	hunt)	wpa_config SAE 2 "$sae" sae_pwe=0 ;;
	owe)	wpa_config OWE 2 ;;
	hidden)	wpa_config WPA-PSK 1 "$psk" ignore_broadcast_ssid=1 ;;
	rekey)	wpa_config WPA-PSK 0 "$psk" wpa_ptk_rekey=6 \
			wpa_group_rekey=4 ;;
	tkip)	wpa_config WPA-PSK 0 "$psk" wpa=1 wpa_pairwise=TKIP ;;
	mixed)	wpa_config WPA-PSK 0 "$psk" wpa=3 wpa_pairwise=TKIP ;;
	esac
}

many_config() { # DEVICE
	local number=0 name
	cat <<-END
	interface=$1
	driver=nl80211
	hw_mode=g
	channel=1
	ieee80211n=1
	END
	bss_config open
	for name in psk pmf sae hunt owe hidden rekey tkip mixed; do
		number=$((number + 1))
		echo "bss=many_$number"
		bss_config $name
		security_config $name
	done
}

many_start() { # PHY
	local device
	ip netns add many
	iw phy "$1" set netns name many
	device=$(inside many iw dev |
		sed -n 's/^[[:space:]]*Interface //p')
	inside many ip link set "$device" name many_0
	many_config many_0 >/run/hostapd-many.conf
	inside many ip link add br0 type bridge
	inside many hostapd -B -P /run/hostapd-many.pid \
		/run/hostapd-many.conf >/dev/null
	net_start many br0 10.1.0
}

many_deauthenticate() { # MAC [OPTION]: at whichever of the networks it is
	local number
	for number in {0..9}; do
		inside many hostapd_cli -p /run/hostapd-many \
			-i "many_$number" deauthenticate "$@"
	done
}

lan_start() { # a server behind a cable
	ip netns add lan
	ip link add lan type veth peer name p-lan
	ip link set p-lan netns lan
	ip link set lan up
	net_start lan p-lan 10.5.0
}

# ---------------------------------------------------------------------
# Guests.

DRIVER=/sys/bus/xen/drivers/xen-vwlanfront

module_unload() {
	local device
	for device in "$DRIVER"/vwlan-*; do
		basename "$device" >"$DRIVER/unbind"
	done
	rmmod xen-vwlanfront
}

interface_of() { # MAC
	grep -lx "$1" /sys/class/net/*/address | cut -d/ -f5 | grep .
}

# What a driver must never cause, whatever the other side does.
kernel_sound() {
	! dmesg | grep -E 'WARNING:|BUG:|Oops|general protection|Call Trace'
}

network_config() { # SSID PASSPHRASE
	local key="psk=\"$2\""
	echo "ctrl_interface=/run/wpa"
	[ "$1" != sae ] || echo "sae_pwe=1"
	printf 'network={\nssid="%s"\nscan_freq=2412\n' "$1"
	case $1 in
	hidden)	echo "scan_ssid=1" ;;
	pmf)	echo "key_mgmt=WPA-PSK-SHA256"; echo "ieee80211w=2" ;;
	sae | hunt)
		echo "key_mgmt=SAE"; echo "ieee80211w=2"
		key="sae_password=\"$2\"" ;;
	owe)	echo "key_mgmt=OWE"; echo "ieee80211w=2"; key= ;;
	tkip)	echo "proto=WPA"; echo "pairwise=TKIP"; echo "group=TKIP" ;;
	mixed)	echo "proto=RSN"; echo "pairwise=CCMP"; echo "group=TKIP" ;;
	esac
	printf '%s\n}\n' "$key"
}

supplicant_start() { # SSID [PASSPHRASE]
	network_config "$1" "${2-$NATIVE_PASSPHRASE}" >/run/wpa.conf
	supplicant_run
}

# Connects, gets an address, and reaches the network.  The answers about the
# address are broadcasts: they come only if the group's key works too.
join_once() { # SSID [PAIRWISE-CIPHER GROUP-CIPHER]
	local status=0
	supplicant_start "$1" && retry 40 joined &&
		supplicant_is pairwise_cipher "${2:-CCMP}" &&
		supplicant_is group_cipher "${3:-CCMP}" &&
		udhcpc -i wlan0 -n -q -t 10 -T 1 -B &&
		ping -c 2 -W 2 10.1.0.1 || status=1
	[ $status = 0 ] || tail -n 30 /run/wpa.log
	supplicant_stop && return $status
}

# An access point that answers too late is asked to associate twice; for OWE
# that is another key, and supplicant and access point stay apart for good.
joins() { # SSID [PAIRWISE-CIPHER GROUP-CIPHER]
	join_once "$@" || join_once "$@" || join_once "$@"
}

wrong_passphrase_told() {
	supplicant_start psk "another passphrase"
	check "a wrong passphrase is told as such" \
		retry 40 grep -q 'reason=WRONG_KEY' /run/wpa.log
	check_not "nor is it connected" joined
	supplicant_stop
}

rekeyed_under_traffic() {
	supplicant_start rekey
	check "it joins a network with short-lived keys" retry 40 joined
	guest_address
	check "a connection lasts over new keys" \
		iperf3 -c 10.1.0.1 -b 1M -t 14
	check "the keys were new" grep -q 'Key negotiation completed' <(
		sed '1,/CTRL-EVENT-CONNECTED/d' /run/wpa.log)
	supplicant_stop
}
