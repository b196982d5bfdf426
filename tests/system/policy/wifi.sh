# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
is() { # DOMAIN-NAME STATE
	status_is "$1" .state "$2"
}

denied() { # DOMAIN-NAME: as the administrator does not allow it
	status_is "$1" .status "not allowed by the administrator"
}

policy_refused() { # WHY KEY=VALUE...
	lab_fails vwlanctl policy red set "${@:2}" 2>&1 | tee /run/refused
	grep -q "$1" /run/refused
}

# Of each scan the kernel says which channels it was of.
sought_narrowly() { # INTERFACE: since the mark, in 2.4 GHz
	tail -n "+$mark" /var/log/messages |
		grep -F "radio: " | grep -F " $1 (" | grep -F "scan finished: " |
		sed 's/.*scan finished: //; s/,.*//' | sort -u >/run/sought
	cat /run/sought
	[ -s /run/sought ] && ! grep -vE '^2[0-9]+( 2[0-9]+)*$' /run/sought
}

networks_start
require "vwland starts" vwland_start
barrier backend wifi dom0

barrier joined wifi red blue
check "the policy is what dom0 gave" \
	status_is red .policy.txpower-max 11
check "and, for the rest, the configuration's" \
	status_is red .policy.weight 100
check "names in hexadecimal are names" \
	status_is blue .policy.networks "blue network;lobby"
check "what makes no sense is refused" \
	policy_refused "bands has something else" networks=any bands=7
check "with all that came with it" \
	status_is red .policy.networks "red network"
check_not "nobody else's policy can be set" \
	vwlanctl policy nobody set bands=5

vwlanctl policy red set networks=lobby
check "red loses a network that it may no longer use" \
	retry 5 denied red
vwlanctl policy blue set networks=lobby
check "so does blue" retry 5 denied blue
barrier lost wifi red blue
barrier told wifi red blue
vwlanctl policy red set networks=any
vwlanctl policy blue set networks=any
check "red may again, and does" retry 60 is red connected
check "blue as well" retry 60 is blue connected
vwlanctl policy
barrier found wifi red blue
barrier there wifi red blue

vwlanctl policy red set bands=5
vwlanctl policy blue set bands=5
check "red loses a band that it may no longer use" retry 5 denied red
check "so does blue" retry 5 denied blue
barrier narrow wifi red blue
barrier looked wifi red blue
vwlanctl policy red set "bands=2.4;5" mac-policy=local
vwlanctl policy blue set bands=2.4
check "red may again" retry 60 is red connected
check "and so may blue" retry 60 is blue connected
mark=$(($(wc -l </var/log/messages) + 1))
barrier wide wifi red blue
barrier sought wifi blue
check "a network is looked for where its band is, and nowhere else" \
	sought_narrowly "$(status_value blue .interface)"

barrier renamed wifi red
check "red is connected with an address of its own" retry 60 is red connected
vwlanctl policy red set mac-policy=fixed
check "and loses its station with it" retry 5 denied red
check "it is down" is red down
barrier fixed wifi red
check "xenstore is as the contract has it" vwlanctl schema-check
barrier end wifi red blue dom0
