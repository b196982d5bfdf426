# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
hex() { # TEXT
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

memory_has() { # PID HEX...
	/usr/lib/vwlan/vwlan-memory "$@"
}

memory_lacks() { # PID HEX...
	local status=0
	memory_has "$@" || status=$?
	[ $status = 1 ]
}

# Pages shared with the guest apart: there its own messages stay until the
# ring comes round.
daemon_lacks() { # PID HEX...
	local status=0
	memory_has "$@" >/run/found || status=$?
	cat /run/found
	[ $status -le 1 ] && lab_fails grep -v gntalloc /run/found
}

ap_start red phy1 1 "red network" "red passphrase" 10.1.0
vwland_config() {
	mkdir -p /etc/vwlan
	echo 'phy = "phy0"' >/etc/vwlan/vwland.conf
}
require "vwland starts" vwland_start
barrier backend wifi dom0
barrier connected wifi red

secrets=("$(hex "red passphrase")" "$(lookup red pmk)" "$(lookup red kck)"
	"$(lookup red kek)")
check "the search finds the network's name in the engine" \
	memory_has "$(process_of engine)" "$(hex "red network")"
check "and in the pages that red shares" sh -c \
	"/usr/lib/vwlan/vwlan-memory $(process_of worker red) \
		$(hex "red network") | grep gntalloc"
declare -A pids=(
	[monitor]=$(process_of monitor) [engine]=$(process_of engine)
	[worker]=$(process_of worker red) [supplicant]=$(pidof wpa_supplicant)
)
for process in "${!pids[@]}"; do
	pid=${pids[$process]}
	check "passphrase, PMK, KCK and KEK are not in the $process" \
		memory_lacks "$pid" "${secrets[@]}"
	check "nor is the session key" daemon_lacks "$pid" "$(lookup red tk)"
done
check_not "nor is the passphrase in the log" \
	grep -q "red passphrase" /var/log/messages
barrier searched wifi red
barrier end wifi red dom0
