# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What each attack must have led to.
logged() { # TEXT: since the attack began
	tail -n "+$mark" /var/log/messages | grep -F "d$blue.0: " |
		grep -qF "$1"
}

descriptors_dropped() {
	status_is blue .tx.drops.descriptor $((descriptors + 9))
}

# Does the driver domain put received segments together?
gro_is() { # GUEST on|off
	ethtool -k "$(status_value "$1" .interface)" |
		grep -x "generic-receive-offload: $2"
}

judge() { # ATTACK
	case $1 in
	die)
		check "it gets no segments that it can't take" gro_is blue off
		check "red, who can, does" gro_is red on
		;;
	descriptors)
		check "nine impossible frames were dropped" \
			descriptors_dropped
		;;
	index-command | message-length)
		check "closed for: $1" retry 5 \
			logged "impossible index or length in command ring"
		;;
	index-*)
		check "closed for: $1" retry 5 \
			logged "impossible index in ${1#index-} ring"
		;;
	message-tag)
		check "closed for: $1" retry 5 \
			logged "message with another's tag"
		;;
	esac
	check "after $1, the daemon is whole" whole
	check "after $1, red is connected" status_is red .state connected
}

# Monitor and engine are those that there were, and red's worker too.
whole() {
	local now
	now=$(process_of monitor) || return 1
	now+=" $(process_of engine) $(process_of worker red)"
	[ "$now" = "$processes" ] || { echo "$now, was $processes"; return 1; }
}

# ---------------------------------------------------------------------
# What a worker that was taken over could send: its socket takes any
# interface with each frame, and has a mark that only root can change.
packet() { # INTERFACE MARK [SOURCE [DESTINATION [TYPE [BODY]]]]
	/usr/lib/vwlan/vwlan-packet "$1" "$2" "${3:-$RED_MAC}" \
		"${4:-$AIR_FORBIDDEN}" "${@:5}"
}

EAPOL_SNAP=aaaa03000000888e

takeover_station() { # INTERFACE TAG UNCHECKED
	require "the air is listened to" air_listen
	packet "$1" 0
	packet "$1" "$2"
	packet "$1" $(($3 + 1))
	packet "$1" $(($3 + 0x10000))
	packet "$1" "$3" $BLUE_MAC
	packet "$1" "$3" $RED_MAC $AIR_FORBIDDEN 888e
	packet "$1" "$3" $RED_MAC $AIR_FORBIDDEN 88c7
	packet "$1" "$3" $RED_MAC $AIR_FORBIDDEN 0020 $EAPOL_SNAP
	packet "$1" "$3" $RED_MAC $AIR_ALLOWED
	check "an honest worker's frame is on the air" \
		retry 5 air_saw $AIR_ALLOWED
	check_not "nothing else that was sent there is" air_saw $AIR_FORBIDDEN
	kill "$air"
}

# Which of the frames that were sent on it leave an interface.
took() { # INTERFACE COUNT
	local count
	count=$(cat "/sys/class/net/$1/statistics/rx_packets")
	[ "$count" = "$2" ] || { echo "$1 got $count"; return 1; }
}

takeover_others() { # PAIR UNCHECKED: sends on PAIR0, which leads to PAIR1
	packet "${1}0" "$2"
	packet "${1}0" $(($2 + 0x10000))
	check "no worker's frame leaves on $1" took "${1}1" 0
	packet "${1}0" 0
	packet "${1}0" 51820
	check "others' frames do" took "${1}1" 2
}

pair_make() { # PAIR: without IPv6, which would speak by itself
	ip link add "${1}0" type veth peer name "${1}1"
	for end in "${1}0" "${1}1"; do
		echo 1 >"/proc/sys/net/ipv6/conf/$end/disable_ipv6"
		ip link set "$end" up
	done
}

takeover() {
	local tag
	tag=$(($(status_value red .virtual_radio) << 16))
	tag=$((tag | $(status_value red .domid)))
	takeover_station "$(status_value red .interface)" $tag \
		$((tag | 0x8000))
	pair_make late
	takeover_others early $((tag | 0x8000))
	takeover_others late $((tag | 0x8000))
	check "an interface that can't be filtered is logged" \
		grep -q "blind0: can't filter" /var/log/messages
}

eval "$(declare -f vwland_config | sed 's/^vwland_config/config_common/')"
vwland_config() { # after each attack blue looks for its network anew
	config_common
	echo 'bands = "2.4"' >>/etc/vwlan/vwland.conf
}

networks_start
pair_make early
ip link add blind0 type dummy
tc qdisc add dev blind0 ingress
require "vwland starts" vwland_start
barrier backend wifi dom0
require "red is connected" retry 240 status_is red .state connected
require "blue is there" retry 240 status_is blue .backend_state InitWait
processes="$(process_of monitor) $(process_of engine)"
processes+=" $(process_of worker red)"
blue=$(status_value blue .domid)
memory=$(awk '/VmRSS/ { print $2 }' "/proc/$(process_of engine)/status")
takeover
# Whoever sets the clock must not make the daemon wait for the old time.
date -s "@$(($(date +%s) - 3600))"
barrier ready wifi red blue dom0
for name in $ATTACKS; do
	mark=$(($(wc -l </var/log/messages) + 1))
	descriptors=$(status_value blue .tx.drops.descriptor)
	[ "$descriptors" != null ] || descriptors=0
	barrier made wifi blue
	judge "$name"
	barrier judged wifi blue dom0
	barrier renewed wifi blue dom0
done
barrier attacked wifi red blue
vwlanctl status
check "the engine's memory did not grow" [ "$(awk '/VmRSS/ { print $2 }' \
	"/proc/$(process_of engine)/status")" -lt $((memory + 2048)) ]
check "xenstore is as the contract has it" vwlanctl schema-check
barrier end wifi red blue dom0
