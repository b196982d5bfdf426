# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What is measured, in which order.  Every domain goes through the same list
# in step: whoever is the client works, the others wait.

: "${BENCH_ROUNDS:=3}"
: "${BENCH_PATHS:=vwlan netback}"
: "${BENCH_TESTS:=tcp_up tcp_down udp_up udp_down rtt}"
: "${BENCH_AIR_PATHS:=guest own}"
: "${BENCH_AIR_TESTS:=tcp_up tcp_down}"

UDP_PORT=7000

bench_plan() { # rounds outermost: what changes with time hits all alike
	local round test path
	for ((round = 1; round <= BENCH_ROUNDS; round++)); do
		for test in $BENCH_TESTS; do
			for path in $BENCH_PATHS; do
				echo "$round $path $test"
			done
		done
		for test in $BENCH_AIR_TESTS; do
			for path in $BENCH_AIR_PATHS; do
				echo "$round $path $test"
			done
		done
	done
}

bench_say() { # ROUND PATH TEST KIND JSON: a line for tests/bench/report
	printf 'BENCH {"round":%s,"path":"%s","test":"%s","kind":"%s",' \
		"${@:1:4}"
	printf '"domain":"%s","value":%s}\n' "$LAB_DOMAIN" "${5:-null}"
}

# Each domain has its own bench_counters (slow, before and after), bench_cpu
# (in dom0, when nobody does anything else) and bench_work (the client).
bench_one() { # ROUND PATH TEST
	bench_say "$@" before "$(bench_counters "$@")"
	barrier counted
	bench_say "$@" cpu_before "$(bench_cpu)"
	barrier go
	bench_say "$@" result "$(bench_work "$@")"
	barrier over
	bench_say "$@" cpu_after "$(bench_cpu)"
	barrier rest
	bench_say "$@" after "$(bench_counters "$@")"
}

bench_counters() { :; }
bench_cpu() { :; }
bench_work() { :; }

bench_run() {
	local plan line
	mapfile -t plan < <(bench_plan)
	for line in "${plan[@]}"; do
		# shellcheck disable=SC2086 # three words
		bench_one $line
	done
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
