# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# No vwlan list: it would have to be looked at in the right moment.
given_again() { # COUNT
	[ "$(grep -c '^red (domain [0-9]*): device 0 again' /run/watch)" = "$1" ]
}

another() { # DOMAIN DOMID: it has another domain ID by now
	local now
	now=$(xl domid "$1") && [ "$now" != "$2" ]
}

barrier backend wifi dom0
vwlan watch >/run/watch 2>&1 &
watch=$!
require "red is created" vwlan create /lab/red.cfg
xenstore-ls -f -p /vwlan
check "what is remembered is dom0's alone" sh -c \
	"xenstore-ls -f -p /vwlan | grep -q backend=wifi &&
	! xenstore-ls -f -p /vwlan | grep -v -F '(n0'"
red=$(xl domid red)
barrier connected wifi red dom0
barrier rebooted wifi red dom0
check "red is a new domain" another red "$red"
check "its device was given again" given_again 1
red=$(xl domid red)
wifi=$(xl domid wifi)
barrier restart wifi dom0
barrier restarted wifi red dom0
check "the driver domain is a new one" another wifi "$wifi"
check "red is the same" [ "$(xl domid red)" = "$red" ]
check "its device was given again, of the new backend" given_again 2
check "and no other" [ "$(vwlan list --json | jq length)" = 1 ]
cat /run/watch
vwlan list

barrier used red dom0
# What is not wanted any more is not given again.
require "red's device is detached" vwlan detach red 0
check_not "nothing is remembered" sh -c "xenstore-ls /vwlan | grep backend="
check "vwlan watch goes on" kill -0 $watch
kill $watch
check "it ends without complaint" wait $watch
check_not "nothing failed" grep '^vwlan:' /run/watch
barrier end wifi red dom0
