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

judge() { # ATTACK
	case $1 in
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

networks_start
require "vwland starts" vwland_start
barrier backend wifi dom0
require "red is connected" retry 90 status_is red .state connected
require "blue is there" retry 60 status_is blue .backend_state InitWait
processes="$(process_of monitor) $(process_of engine)"
processes+=" $(process_of worker red)"
blue=$(status_value blue .domid)
memory=$(awk '/VmRSS/ { print $2 }' "/proc/$(process_of engine)/status")
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
