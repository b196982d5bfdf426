# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
connect_typing() { # SSID PASSPHRASE: at a terminal, once it is asked for
	printf '#!/bin/bash\nexec vwlan-frontend connect "%s"\n' "$1" >/run/type
	chmod +x /run/type
	: >/run/typed
	{
		retry 30 grep -q Passphrase: /run/typed >/dev/null
		printf '%s\n' "$2"
		retry 60 lab_fails pidof socat >/dev/null
	} | socat - EXEC:/run/type,pty,setsid,ctty >/run/typed 2>&1
	cat /run/typed
	connected
}

connect_to() { # BSSID
	echo "red passphrase" | vwlan-frontend connect --passphrase-stdin \
		--bssid "$1" --wait 30 "red network"
}

refused() { # WHY
	echo "red passphrase" | lab_fails vwlan-frontend connect \
		--passphrase-stdin --wait 30 "red network" \
		>/run/refused 2>&1 || return 1
	cat /run/refused
	grep -q "$1" /run/refused
}

monitor_told() { # STATE
	cat /run/monitor
	jq -se --arg state "$1" 'any(.[]; .state == $state)' /run/monitor
}

vwlan-frontend run --interface wlan0
retry 30 sh -c "vwlan-frontend status | grep -q '^state *disconnected'"
vwlan-frontend monitor --json >/run/monitor &
check "its network is in the scan" sh -c \
	"vwlan-frontend scan | grep -q 'red network'"
check "it connects with a passphrase that is typed" \
	connect_typing "red network" "red passphrase"
check "the prompt was for a passphrase" grep -qi passphrase /run/typed
check_not "which did not appear on the terminal" \
	grep -q "red passphrase" /run/typed
check "monitor told how it came about" monitor_told connecting
check "and that it is connected" monitor_told connected
vwlan-frontend disconnect
check "and that it is no longer" retry 10 sh -c \
	"tail -n 1 /run/monitor | grep -q disconnected"
check "it connects to the access point that it names" \
	connect_to "$(lookup wifi bssid)"
vwlan-frontend disconnect
check "and to no other than that" lab_fails connect_to 02:00:00:00:99:00
vwlan-frontend disconnect
barrier watched
barrier killed
barrier swept
barrier closed wifi red
check "a network of its own is refused where guests may have none" \
	refused "not allowed by the administrator"
barrier end wifi red dom0
