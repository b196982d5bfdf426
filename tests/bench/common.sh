# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What is measured, in which order, and how.  dom0 leads.

: "${BENCH_ROUNDS:=3}"
: "${BENCH_PATHS:=vwlan netback}"
: "${BENCH_TESTS:=tcp_up tcp_down udp_up udp_down rtt}"
: "${BENCH_AIR_PATHS:=guest own}"
: "${BENCH_AIR_TESTS:=tcp_up tcp_down}"

UDP_PORT=7000

# Answers what dom0 asks for in data/bench/ask, until it says "end".  Not by
# barriers: there are many steps, and a barrier takes as long as some of them.
bench_serve() {
	local ask number verb path test last='' answer
	while read -r _; do
		ask=$(xenstore-read data/bench/ask 2>/dev/null) || continue
		[ "$ask" != "$last" ] || continue
		last=$ask
		read -r number verb path test <<<"$ask"
		case $verb in
		count)	answer=$(bench_counters "$path" </dev/null) || answer= ;;
		work)	answer=$(bench_work "$path" "$test" </dev/null) || answer= ;;
		end)	return ;;
		esac
		xenstore-write data/bench/answer "$number ${answer:-null}"
	done < <(exec xenstore-watch data/bench/ask)
}

iperf_json() { # ARGUMENT...
	iperf3 -J -t 4 "$@" |
		jq -c '{bps: .end.sum_received.bits_per_second,
			bytes: .end.sum_received.bytes,
			retransmits: .end.sum_sent.retransmits}'
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

PATH=$PATH:/usr/lib/vwlan
