# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Helpers of the scenarios, for every domain.

RED_MAC=00:16:3e:00:00:01
BLUE_MAC=00:16:3e:00:00:02

# ---------------------------------------------------------------------
# Driver domain: access points.  Each has a phy and a network namespace of
# its own, so what it sees has crossed the air.

inside() { # NETNS COMMAND...
	ip netns exec "$@"
}

ap_config() { # NAME DEVICE CHANNEL SSID PASSPHRASE
	cat <<-END
	interface=$2
	driver=nl80211
	ctrl_interface=/run/hostapd-$1
	ssid=$4
	hw_mode=g
	channel=$3
	ieee80211n=1
	wmm_enabled=1
	END
	[ -z "$5" ] || cat <<-END
	wpa=2
	wpa_key_mgmt=WPA-PSK
	rsn_pairwise=CCMP
	wpa_passphrase=$5
	END
}

net_start() { # NETNS DEVICE SUBNET: address, DHCP, HTTP, iperf3
	inside "$1" ip link set lo up
	inside "$1" ip address add "$3.1/24" dev "$2"
	inside "$1" ip link set "$2" up
	inside "$1" dnsmasq --conf-file=/dev/null --port=0 --user=root \
		--interface="$2" --bind-interfaces --dhcp-authoritative \
		--dhcp-range="$3.10,$3.99,1h" --pid-file="/run/dnsmasq-$1" \
		--dhcp-leasefile="/run/leases-$1"
	mkdir -p "/srv/$1"
	dd if=/dev/urandom of="/srv/$1/file" bs=64k count=16 2>/dev/null
	(cd "/srv/$1" && sha256sum file >sum)
	inside "$1" busybox httpd -p 80 -h "/srv/$1"
	inside "$1" iperf3 -s -D >/dev/null
}

ap_start() { # NAME PHY CHANNEL SSID PASSPHRASE SUBNET
	local device
	ip netns add "$1"
	iw phy "$2" set netns name "$1"
	device=$(inside "$1" iw dev | sed -n 's/^[[:space:]]*Interface //p')
	ap_config "$1" "$device" "$3" "$4" "$5" >"/run/hostapd-$1.conf"
	inside "$1" hostapd -B -P "/run/hostapd-$1.pid" \
		"/run/hostapd-$1.conf" >/dev/null
	net_start "$1" "$device" "$6"
}

ap_stations() { # NAME: the stations that are authorised there
	inside "$1" hostapd_cli -p "/run/hostapd-$1" all_sta |
		grep -B1 -F '[AUTHORIZED]' | grep -E '^([0-9a-f]{2}:){5}'
}

# iw begins to listen when its scan has begun: it can miss the end of a short
# one, and would wait for ever.
scan() { # INTERFACE ARGUMENT...
	local status
	for _ in 1 2 3; do
		status=0
		timeout 15 iw dev "$1" scan "${@:2}" || status=$?
		# busybox's timeout doesn't outlive what it ends.
		[ $status = 124 ] || [ $status = 143 ] || break
	done
	return $status
}

# ---------------------------------------------------------------------
# Driver domain: vwland.

vwland_config() {
	mkdir -p /etc/vwlan
	echo "red passphrase" >/etc/vwlan/red.psk
	echo "blue passphrase" >/etc/vwlan/blue.psk
	chmod 600 /etc/vwlan/*.psk
	cat >/etc/vwlan/vwland.conf <<-END
	phy = "phy0"
	networks = [
	  "name=red,ssid=red network,passphrase-file=/etc/vwlan/red.psk",
	  "name=blue,ssid=blue network,passphrase-file=/etc/vwlan/blue.psk",
	]
	END
}

networks_start() {
	ap_start red phy1 1 "red network" "red passphrase" 10.1.0
	ap_start blue phy2 1 "blue network" "blue passphrase" 10.2.0
}

vwland_start() {
	vwland_config
	vwland
	retry 10 vwlanctl status >/dev/null
}

vwland_stop() {
	local pid
	pid=$(process_of monitor)
	kill "$pid"
	retry 15 lab_fails kill -0 "$pid"
	lab_fails pidof vwland
}

# What is where in a guest's entry in the connection table.
status_value() { # DOMAIN-NAME PATH
	vwlanctl status --json |
		/usr/lib/vwlan/vwlan-json .devices "name=$1" "$2"
}

status_is() { # DOMAIN-NAME PATH VALUE
	local value
	value=$(status_value "$1" "$2")
	[ "$value" = "$3" ] || { echo "$2 of $1 is: $value"; return 1; }
}

status_above() { # DOMAIN-NAME PATH NUMBER
	local value
	value=$(status_value "$1" "$2")
	[ "${value:-0}" -gt "$3" ] || { echo "$2 of $1 is: $value"; return 1; }
}

process_of() { # ROLE [DOMAIN-NAME]: its process ID
	if [ "$1" = worker ]; then
		status_value "$2" .worker_pid
	else
		vwlanctl status --json |
			/usr/lib/vwlan/vwlan-json .processes "role=$1" .pid
	fi
}

# A process's user, effective capabilities, seccomp mode, and how many
# mappings of pages shared with guests it has.
process_facts() { # PID
	sed -n 's/^\(Uid\|CapEff\|Seccomp\):\t\([0-9a-f]*\).*/\1=\2/p' \
		"/proc/$1/status"
	echo "mappings=$(grep -c gntalloc "/proc/$1/maps")"
}

process_is() { # PID USER CAPEFF SECCOMP MAPPINGS
	local wanted got
	wanted=$(printf 'Uid=%s\nCapEff=%s\nSeccomp=%s\nmappings=%s' \
		"$(id -u "$2")" "$3" "$4" "$5")
	got=$(process_facts "$1")
	echo "$got"
	[ "$got" = "$wanted" ]
}

NO_CAPABILITY=0000000000000000
NET_ADMIN=0000000000001000

# ---------------------------------------------------------------------
# Driver domain: what is on the air.  hwsim0 sees every frame of every
# simulated radio; hostile's frames go to one of two addresses.

AIR_ALLOWED=02:de:ad:be:ef:00
AIR_FORBIDDEN=02:de:ad:be:ef:01

air_listen() {
	ip link set hwsim0 up
	tcpdump -Z root -i hwsim0 -l -n -e "wlan addr3 $AIR_ALLOWED or
		wlan addr3 $AIR_FORBIDDEN" >/run/air 2>/run/air.errors &
	air=$!
	retry 5 grep -q listening /run/air.errors
}

air_saw() { # ADDRESS
	grep -q "$1" /run/air
}

# ---------------------------------------------------------------------
# Guests.

guest_start() { # start the frontend and wait for its network
	vwlan-frontend run --interface wlan0
	retry 90 connected
}

module_load() { # by the device's alias, as udev would
	modprobe "$(cat /sys/bus/xen/devices/vwlan-0/modalias)"
}

native_start() { # SSID PASSPHRASE: with the kernel module, and a supplicant
	module_load
	retry 20 test -e /sys/class/net/wlan0
	(umask 077 && wpa_passphrase "$1" "$2" >/run/wpa.conf)
	sed -i '1i ctrl_interface=/run/wpa' /run/wpa.conf
	supplicant_run
	retry 60 joined
}

# A guest's own supplicant: /run/wpa.conf is its configuration, and has
# /run/wpa as ctrl_interface.
supplicant_run() { # OPTION...
	rm -f /run/wpa.log
	wpa_supplicant -B -t -i wlan0 -c /run/wpa.conf -f /run/wpa.log "$@"
}

supplicant() { # COMMAND...: asks it
	wpa_cli -p /run/wpa "$@"
}

supplicant_stop() {
	supplicant terminate >/dev/null
	retry 10 lab_fails pidof wpa_supplicant
}

supplicant_is() { # KEY VALUE
	supplicant status | grep -x "$1=$2" ||
		{ supplicant status; return 1; }
}

joined() {
	supplicant_is wpa_state COMPLETED
}

guest_stop() {
	pkill -TERM -x vwlan-frontend
	retry 10 lab_fails pidof vwlan-frontend
}

connected() { # what costs no program first, as this is asked often
	local carrier=0
	read -r carrier </sys/class/net/wlan0/carrier
	[ "$carrier" = 1 ] &&
		vwlan-frontend status | grep -q '^state *connected'
}

# Its broadcasts may get lost while the radio looks at other channels.
guest_address() {
	udhcpc -i wlan0 -n -q -t 40 -T 1
}

fetch_checked() { # URL: its file, compared with its sum
	cd /tmp && rm -f sum file &&
		busybox wget -q -O sum "$1/sum" &&
		busybox wget -q -O file "$1/file" && sha256sum -c sum
}

iperf_both() { # ADDRESS
	iperf3 -c "$1" -t 3 | tail -n 4 &&
		iperf3 -c "$1" -t 3 -R | tail -n 4
}

# ---------------------------------------------------------------------
# dom0.

# Xen lists the grants that are in use, by the domain that granted, with
# the one that has them mapped in each line.
grants_gone() { # DOMID
	xl dmesg -c >/dev/null
	xl debug-keys g
	xl dmesg >/run/grants
	grep -q 'gnttab_usage_print_all' /run/grants || return 1
	lab_fails grep -E "^\(XEN\) \[[^]]*\] +$1 " /run/grants
}
