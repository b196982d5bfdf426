# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What is measured, in which order, and how.  dom0 leads.

: "${BENCH_ROUNDS:=3}"
: "${BENCH_PATHS:=tap module netback}"
: "${BENCH_TESTS:=tcp_up tcp_down udp_up udp_down rtt}"
: "${BENCH_AIR_PATHS:=managed native own}"
: "${BENCH_AIR_TESTS:=tcp_up tcp_down}"
: "${BENCH_JOIN_PATHS:=native own}"
: "${BENCH_JOIN_TESTS:=connect scan}"
: "${BENCH_FLOOD_PATHS:=quiet flood_up flood_down
	air_quiet air_flood_up air_flood_down}"
: "${BENCH_FLOOD_TESTS:=rtt}"

UDP_PORT=7000
QUIET_PORT=7001	# a server of its own: the other one may be flooding

# Answers what dom0 asks for in data/bench/ask, until it says "end".  Not by
# barriers: there are many steps, and a barrier takes as long as some of them.
bench_serve() {
	local ask number verb path test last='' answer
	while read -r _; do
		ask=$(xenstore-read data/bench/ask 2>/dev/null) || continue
		[ "$ask" != "$last" ] || continue
		last=$ask
		read -r number verb path test <<<"$ask"
		answer=
		case $verb in
		count)	answer=$(bench_counters "$path" </dev/null) || true ;;
		work)	answer=$(bench_work "$path" "$test" </dev/null) || true ;;
		end)	return ;;
		esac
		xenstore-write data/bench/answer "$number ${answer:-null}"
	done < <(exec xenstore-watch data/bench/ask)
}

iperf_json() { # ARGUMENT...
	iperf3 -J -t 3 "$@" |
		jq -c '{bps: .end.sum_received.bits_per_second,
			bytes: .end.sum_received.bytes,
			retransmits: .end.sum_sent.retransmits}'
}

median_ms() { # TRIES COMMAND...: how long it took; PAUSE s before each
	local i start
	for ((i = 0; i < $1; i++)); do
		sleep "${PAUSE:-0}"
		start=${EPOCHREALTIME/./}
		"${@:2}" >/dev/null
		echo $((${EPOCHREALTIME/./} - start))
	done | sort -n | awk '{ us[NR] = $1 }
		END { print "{\"ms\":" us[int((NR + 1) / 2)] / 1000 "}" }'
}

interrupts() { # PATTERN: how many there were
	awk -v pattern="$1" '$0 ~ pattern { n += $2 }
		END { print "{\"interrupts\":" n + 0 "}" }' /proc/interrupts
}

# The supplicant knows the access point from its last scan, so that no new
# one is part of the time.  Both use the same program and configuration.
supplicant_start() { # INTERFACE
	cat >/run/own.conf <<-END
	ctrl_interface=/run/own
	fast_reauth=1
	network={
		ssid="air"
		psk="air passphrase"
		scan_freq=2412
		freq_list=2412
	}
	END
	wpa_supplicant -B -i "$1" -c /run/own.conf >/dev/null
}

supplicant_state() { # INTERFACE STATE
	wpa_cli -p /run/own -i "$1" status | grep -qx "wpa_state=$2"
}

supplicant_rejoin() { # INTERFACE: leaves, and measures the way back
	wpa_cli -p /run/own -i "$1" disconnect >/dev/null
	retry 10 supplicant_state "$1" DISCONNECTED >&2 || return
	retry 10 scan "$1" freq 2412 >&2 || return
	vwlan-join "/run/own/$1"
}

join_run() { # TEST INTERFACE
	case $1 in
	connect) for _ in 1 2 3 4 5; do
			supplicant_rejoin "$2"
		 done | jq -cs 'if length == 5 then sort_by(.ms)[2]
				else null end' ;;
	# A guest may do so every 2 s, and not be content with known results.
	scan)	 PAUSE=2.1 median_ms 5 scan "$2" freq 2412 flush ;;
	esac
}

client_run() { # TEST SERVER [IPERF-ARGUMENT...]
	case $1 in
	tcp_up)	  iperf_json -c "$2" "${@:3}" ;;
	tcp_down) iperf_json -c "$2" -R "${@:3}" ;;
	udp_up)	  vwlan-udp up "$2" $UDP_PORT 3 ;;
	udp_down) vwlan-udp down "$2" $UDP_PORT 3 ;;
	rtt)	  vwlan-udp echo "$2" $UDP_PORT 300 ;;
	esac
}

# A guest's round trip, while another one floods the same link (or nobody
# does): it begins when the flood has, and is over before that ends.
quiet_run() { # SERVER
	sleep 1
	vwlan-udp echo "$1" $QUIET_PORT 100
}

flood_run() { # PATH SERVER
	case $1 in
	*flood_up)   vwlan-udp up "$2" $UDP_PORT 6 ;;
	*flood_down) vwlan-udp down "$2" $UDP_PORT 6 ;;
	esac
}

PATH=$PATH:/usr/lib/vwlan
