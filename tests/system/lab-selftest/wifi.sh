# SPDX-License-Identifier: GPL-2.0-or-later

check "radio is there" iw phy phy0 info
check "grant and event devices are there" \
	test -e /dev/xen/gntalloc -a -e /dev/xen/gntdev -a -e /dev/xen/evtchn
check "traffic control: clsact and matchall" sh -ec '
	ip link add drop0 type dummy
	tc qdisc add dev drop0 clsact
	tc filter add dev drop0 ingress matchall action drop'
check "nftables" nft add table inet selftest

# The access point gets a network namespace of its own, so that what the
# station sends has to cross the air.
ip netns add ap
iw phy phy1 set netns name ap
cat >/tmp/hostapd.conf <<'EOF'
interface=wlan1
ssid=selftest
hw_mode=g
channel=1
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase=selftest passphrase
EOF
cat >/tmp/station.conf <<'EOF'
ctrl_interface=/run/wpa_supplicant
network={
	ssid="selftest"
	psk="selftest passphrase"
}
EOF
ip netns exec ap ip address add 10.9.0.1/24 dev wlan1
check "hostapd starts" \
	ip netns exec ap hostapd -B -f /tmp/hostapd.log /tmp/hostapd.conf
check "wpa_supplicant starts" \
	wpa_supplicant -B -i wlan0 -c /tmp/station.conf -f /tmp/station.log
ip address add 10.9.0.2/24 dev wlan0
check "WPA2 completes" \
	retry 40 sh -c 'wpa_cli -i wlan0 status | grep wpa_state=COMPLETED'
check "pings cross the air" retry 10 ping -c 1 -W 2 10.9.0.1
barrier ready
barrier done dom0 wifi pv pvh
