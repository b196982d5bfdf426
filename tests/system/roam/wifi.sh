# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Each access point has a network namespace of its own; a cable joins their
# bridges, as in any house with two of them.
ap_config() { # NAME DEVICE CHANNEL SSID PASSPHRASE
	cat <<-END
	interface=$2
	driver=nl80211
	bridge=br0
	ctrl_interface=/run/hostapd-$1
	ssid=$4
	hw_mode=g
	channel=$3
	ieee80211n=1
	wpa=2
	wpa_key_mgmt=WPA-PSK FT-PSK
	mobility_domain=a1b2
	nas_identifier=$1
	ft_psk_generate_local=1
	rsn_pairwise=CCMP
	wpa_passphrase=$5
	bss_transition=1
	END
}

point_start() { # NAME PHY
	local device
	ip netns add "$1"
	iw phy "$2" set netns name "$1"
	device=$(inside "$1" iw dev | sed -n 's/^[[:space:]]*Interface //p')
	inside "$1" ip link add br0 type bridge
	inside "$1" ip link set br0 up
	ap_config "$1" "$device" 1 "red network" "red passphrase" \
		>"/run/hostapd-$1.conf"
	inside "$1" hostapd -B -P "/run/hostapd-$1.pid" \
		"/run/hostapd-$1.conf" >/dev/null
	publish "bssid-$1" "$(inside "$1" cat "/sys/class/net/$device/address" \
		2>/dev/null || inside "$1" iw dev "$device" info |
		sed -n 's/^[[:space:]]*addr //p')"
}

cable() { # between the two
	ip link add cable-a netns a type veth peer name cable-b netns b
	local name
	for name in a b; do
		inside $name ip link set cable-$name master br0
		inside $name ip link set cable-$name up
	done
}

point() { # NAME COMMAND...
	inside "$1" hostapd_cli -p "/run/hostapd-$1" "${@:2}"
}

# mac80211_hwsim adds this level to the sender's power: -70 dBm in all.  What
# is below zero it takes as a large number only.
point_weaken() { # PHY
	printf '%u' -90 >"/sys/kernel/debug/ieee80211/$1/hwsim/rx_rssi"
}

has_red() { # NAME
	[ "$(ap_stations "$1")" = "$RED_MAC" ]
}

point_start a phy1
point_start b phy2
cable
net_start a br0 10.1.0
require "vwland starts" vwland_start
barrier backend wifi dom0

barrier roamed wifi red
check "the second access point has red" retry 5 has_red b
barrier asked wifi red
point b bss_tm_req "$RED_MAC" pref=1 abridged=1 \
	neighbor="$(lookup wifi bssid-a),0x0000,81,1,7,0301ff"
check "asked to go, it went to the first one" retry 30 has_red a
barrier went wifi red
point a chan_switch 5 2437 ht
check "the table has the channel that the access point went to" \
	retry 30 status_is red .frequency 2437
barrier switched wifi red
barrier followed wifi red
kill "$(cat /run/hostapd-a.pid)" "$(cat /run/hostapd-b.pid)"
barrier gone wifi red
for name in a b; do
	inside $name hostapd -B -P /run/hostapd-$name.pid \
		/run/hostapd-$name.conf >/dev/null
done
barrier back wifi red

weak=$(lookup red weaken 240)
case $weak in
"$(lookup wifi bssid-a)") point_weaken phy1; strong=b ;;
"$(lookup wifi bssid-b)") point_weaken phy2; strong=a ;;
esac
check "the stronger access point has red" retry 90 has_red "$strong"
check "whose keys are for fast transition" sh -c \
	"ip netns exec $strong hostapd_cli -p /run/hostapd-$strong all_sta |
	 grep -x AKMSuiteSelector=00-0f-ac-4"
barrier end wifi red dom0
