# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Leads: has the domains count, has one of them work, and looks at what time
# that took each.

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
		for test in $BENCH_JOIN_TESTS; do
			for path in $BENCH_JOIN_PATHS; do
				echo "$round $path $test"
			done
		done
		for test in $BENCH_FLOOD_TESTS; do
			for path in $BENCH_FLOOD_PATHS; do
				echo "$round $path $test"
			done
		done
	done
}

declare -A domid watch
number=0

cpu_seconds() { # that each domain has had
	xl list | awk 'NR > 1 { printf "%s\"%s\":%s", sep, $1, $6; sep = "," }
		BEGIN { printf "{" } END { print "}" }'
}

ask() { # DOMAIN VERB [PATH TEST]
	xenstore-write "/local/domain/${domid[$1]}/data/bench/ask" \
		"$number ${*:2}"
}

answers_watch() { # DOMAIN: from now on
	local fd
	exec {fd}< <(exec xenstore-watch \
		"/local/domain/${domid[$1]}/data/bench/answer" 2>/dev/null)
	watch[$1]=$fd
}

answer() { # DOMAIN: waits for it, and prints it
	local value
	while true; do
		value=$(xenstore-read \
			"/local/domain/${domid[$1]}/data/bench/answer" \
			2>/dev/null) || value=
		[ "${value%% *}" != $number ] || break
		read -r -t 60 -u "${watch[$1]}" _ && continue
		value="$number null"
		break
	done
	echo "${value#* }"
}

say() { # ROUND PATH TEST KIND DOMAIN JSON: a line for tests/bench/report
	printf 'BENCH {"round":%s,"path":"%s","test":"%s","kind":"%s",' \
		"${@:1:4}"
	printf '"domain":"%s","value":%s}\n' "$5" "$6"
}

client() { # PATH: who is the client there
	case $1 in
	own)		echo wifi ;;
	module|native|quiet|air_*|flood*) echo blue ;;
	*)		echo red ;;
	esac
}

count() { # ROUND PATH TEST KIND
	local domain domains="wifi $(client "$2")"
	number=$((number + 1))
	for domain in ${domains/wifi wifi/wifi}; do
		ask $domain count "$2" "$3"
	done
	for domain in ${domains/wifi wifi/wifi}; do
		say "$@" $domain "$(answer $domain)"
	done
}

measure() { # ROUND PATH TEST
	local client before after result
	client=$(client "$2")
	count "$@" before
	before=$(cpu_seconds)
	number=$((number + 1))
	case $2 in
	*flood*) ask red work "$2" "$3" ;;
	esac
	ask $client work "$2" "$3"
	result=$(answer $client)
	case $2 in
	*flood*) say "$@" flood red "$(answer red)" ;;
	esac
	after=$(cpu_seconds)
	count "$@" after
	say "$@" result $client "$result"
	say "$@" cpu_before dom0 "$before"
	say "$@" cpu_after dom0 "$after"
}

barrier backend wifi dom0
require "the guest with TAP and netfront is created" \
	vwlan create /lab/red.cfg
require "the guest with the kernel module is created" \
	vwlan create /lab/blue.cfg
barrier ready
for domain in wifi red blue; do
	domid[$domain]=$(xl domid $domain)
	answers_watch $domain
done
mapfile -t plan < <(bench_plan)
for line in "${plan[@]}"; do
	# shellcheck disable=SC2086 # three words
	measure $line
done
number=$((number + 1))
for domain in wifi red blue; do
	ask $domain end
done
barrier end
