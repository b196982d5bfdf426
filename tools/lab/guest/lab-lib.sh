# SPDX-License-Identifier: GPL-2.0-or-later
# Helpers for the scripts of a scenario; tools/lab/README.md explains them.
# What the host must know goes to the domain's console as a line that
# starts with @@lab; answers come back in the domain's own xenstore folder
# data/lab, which no other guest can read.

. /lab/domain.env
LAB_CONSOLE=/dev/hvc0
LAB_STORE=data/lab
if [ "$LAB_ROLE" = dom0 ]; then
	LAB_CONSOLE=/dev/hvc1
	LAB_STORE=/local/domain/0/data/lab
fi

lab_say() {
	printf '@@lab %s\n' "$*" >"$LAB_CONSOLE"
}

lab_await() { # KEY SECONDS: prints the value as soon as it is there
	local path=$LAB_STORE/$1 end=$((SECONDS + $2)) watch watcher value
	local status=1
	# The watch fires once when set, so that nothing is missed.
	exec {watch}< <(exec xenstore-watch "$path" 2>/dev/null)
	watcher=$!
	while [ $SECONDS -lt $end ] &&
			read -r -t $((end - SECONDS)) -u "$watch" _; do
		if value=$(xenstore-read "$path" 2>/dev/null); then
			printf '%s\n' "$value"
			status=0
			break
		fi
	done
	kill "$watcher" 2>/dev/null || true
	exec {watch}<&-
	return $status
}

# Where a command's output goes: a file of its own each time, and not one of
# mktemp's, as starting a program takes long in emulation.
lab_log() { # VARIABLE
	lab_logs=$((${lab_logs:-0} + 1))
	printf -v "$1" %s "/run/lab/output.$BASHPID.$lab_logs"
}

lab_show() { # FILE
	local text
	text=$(<"$1")
	[ -z "$text" ] || printf '%s\n' "$text"
}

lab_pause() { # SECONDS: nothing ever comes through that pipe
	read -r -t "$1" _ <>/run/lab/never || true
}

lab_result() { # pass|fail NAME
	lab_say "check $1 $2"
	[ "$1" = pass ]
}

lab_try() { # COMMAND...: shows its output and status if it fails
	local log status=0
	# A file, not $(...): a daemon that the command leaves behind would
	# keep a pipe open.
	lab_log log
	"$@" >"$log" 2>&1 </dev/null || status=$?
	if [ $status != 0 ]; then
		lab_show "$log"
		echo "failed with status $status: $*"
	fi
	return $status
}

check() { # NAME COMMAND...
	if lab_try "${@:2}"; then
		lab_result pass "$1"
	else
		lab_result fail "$1" || true
	fi
}

check_not() { # NAME COMMAND...
	check "$1" lab_fails "${@:2}"
}

lab_fails() {
	if "$@"; then
		echo "succeeded, though it should not: $*"
		return 1
	fi
	return 0
}

require() { # NAME COMMAND...: like check, but a failure ends the script
	if lab_try "${@:2}"; then
		lab_result pass "$1"
	else
		lab_result fail "$1" || true
		exit 1
	fi
}

retry() { # SECONDS COMMAND...: until it succeeds
	local begin=$SECONDS end=$((SECONDS + $1)) log
	shift
	lab_log log
	until "$@" >"$log" 2>&1 </dev/null; do
		if [ $SECONDS -ge $end ]; then
			lab_show "$log"
			return 1
		fi
		# Not more often than needed: trying has its price, for all.
		if [ $((SECONDS - begin)) -lt 4 ]; then
			lab_pause 0.3
		else
			lab_pause 0.8
		fi
	done
	lab_show "$log"
}

barrier() { # NAME [DOMAIN...]
	local name=$1 count answer
	shift
	# It becomes part of a path in xenstore.
	case $name in
	*[!A-Za-z0-9_-]*)
		echo "barrier $name: letters, digits, - and _ only"
		return 1 ;;
	esac
	count=0
	[ ! -e "/run/lab/barrier/$name" ] ||
		count=$(<"/run/lab/barrier/$name")
	count=$((count + 1))
	echo $count >"/run/lab/barrier/$name"
	lab_say "barrier $name $count $*"
	answer=$(lab_await "barrier/$name-$count" 3600) || answer=timeout
	[ "$answer" = ok ] && return
	echo "barrier $name: $answer"
	return 1
}

publish() { # KEY VALUE
	lab_say "publish $1 $(printf %s "$2" | base64 -w 0)"
}

lookup() { # DOMAIN KEY [SECONDS]: prints the value
	local id=$BASHPID-$RANDOM
	lab_say "lookup $id $1 $2"
	if ! lab_await "lookup/$id" "${3:-120}" | base64 -d; then
		echo "lookup: $1 did not publish $2" >&2
		return 1
	fi
	[ "${PIPESTATUS[0]}" = 0 ]
}

expect_gone() { # NAME...: these domains need not finish their scripts
	lab_say "gone $*"
}

skip_rest() { # REASON: ends the script with success, and says why
	echo "skipped: $*"
	exit 0
}
