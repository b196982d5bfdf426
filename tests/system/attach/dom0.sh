# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
expect_gone guest
barrier ready dom0 wifi plain
wifi=$(xl domid wifi)
plain=$(xl domid plain)
patience=30

# Fails with one line that has TEXT in it, and leaves nothing behind.
refuses() { # TEXT COMMAND...
	local said status=0
	said=$("${@:2}" 2>&1 >/dev/null) || status=$?
	# What xl says of a line that the lab writes into each configuration.
	said=$(grep -v '^got a tsc mode' <<<"$said") || true
	echo "$said"
	[ $status = 1 ] || return 1
	[ "$(printf '%s\n' "$said" | wc -l)" = 1 ] || return 1
	[[ $said == "vwlan: "*"$1"* ]] || return 1
	nothing_left
}

# Nothing but what was there before: see remember.
nothing_left() {
	lab_fails xl domid guest >/dev/null 2>&1 || return 1
	nothing_new
}

nothing_new() {
	traces | diff "$before" -
}

# Of devices, in all domains' folders and those of guests that are gone; and
# what is remembered for a guest's next start.
traces() {
	local domain='local/domain/[0-9]+/(backend|device)/'
	xenstore-ls -f / |
		grep -E "^/+(libxl/[0-9]+/device/|$domain|)vwlan/" || true
}

before=$(mktemp)
remember() {
	traces >"$before"
}

create() { # ENTRY...: the guest, with these devices
	local list
	printf -v list '"%s",' "$@"
	vwlan create -t $patience /lab/guest.cfg "vwlan=[${list%,}]"
}

hasty() { # COMMAND...: where there is no answer to wait for
	local patience=3
	"$@"
}

attach() { # DOMAIN SPEC
	vwlan attach -t $patience "$@"
}

node_is() { # PATH VALUE
	local value
	value=$(xenstore-read "$1") || return 1
	[ "$value" = "$2" ] || { echo "$1 is $value, not $2"; return 1; }
}

# The owner, and who else may what, as xenstore-ls -p prints them.
perms_are() { # PATH PERMS
	local all
	all=$(xenstore-ls -f -p "$1") || return 1
	echo "$all"
	[ -n "$all" ] || return 1
	! printf '%s\n' "$all" | grep -v -F "($2)"
}

running() { # DOMAIN: and not paused
	xl list "$1" | tail -n 1 | grep -v -q -- '--p---'
}

entry() { # DOMID DEVID PATH: of list --json
	vwlan list --json |
		/usr/lib/vwlan/vwlan-json "domid=$1,devid=$2" "$3"
}

entry_is() { # DOMID DEVID PATH VALUE
	local value
	value=$(entry "$1" "$2" "$3")
	[ "$value" = "$4" ] || { echo "$3 is $value, not $4"; return 1; }
}

# ---------------------------------------------------------------------
# Nothing of this may start a guest.
remember
check "a configuration that isn't there is refused" \
	refuses "/nowhere.cfg: No such file" vwlan create /nowhere.cfg
printf 'name = "guest"\nvwlan = [ "backend=wifi"\nmemory = = 3\n' >/tmp/bad.cfg
check "a configuration that can't be parsed is refused" \
	refuses "/tmp/bad.cfg:" vwlan create /tmp/bad.cfg
check "a configuration without devices is refused" \
	refuses "has no vwlan" vwlan create /lab/guest.cfg
check "a list that is none is refused" refuses "no list" \
	vwlan create /lab/guest.cfg 'vwlan="backend=wifi"'
check "a list in the list is refused" refuses "vwlan[0]: is no text" \
	vwlan create /lab/guest.cfg 'vwlan=[["backend=wifi"]]'
check "an unknown key is refused" \
	refuses 'vwlan[1]: unknown key "bridge"' \
	create backend=wifi backend=wifi,bridge=xenbr0
check "a repeated key is refused" refuses "vwlan[0]: backend is there twice" \
	create backend=wifi,backend=wifi
check "an empty value is refused" refuses "vwlan[0]: mac has no value" \
	create backend=wifi,mac=
check "a malformed MAC address is refused" refuses "vwlan[0]: mac is not" \
	create backend=wifi,mac=00:16:3e:00:00
check "a group address is refused" refuses "vwlan[0]: mac is a group" \
	create backend=wifi,mac=01:16:3e:00:00:01
check "one MAC address twice is refused" \
	refuses "vwlan[1]: mac 00:16:3e:00:00:01 is that of vwlan[0] too" \
	create backend=wifi,mac=00:16:3e:00:00:01 \
	backend=wifi,mac=00:16:3E:00:00:01
check "one device ID twice is refused" \
	refuses "vwlan[1]: devid 2 is taken" \
	create backend=wifi,devid=2 backend=wifi,devid=2
check "network and uplink together are refused" \
	refuses "vwlan[0]: network and uplink exclude each other" \
	create backend=wifi,network=a,uplink=b
check "a backend that isn't running is refused" \
	refuses 'vwlan[0]: backend "nobody" isn'\''t running' \
	create backend=nobody
check "a backend by an ID that isn't running is refused" \
	refuses 'vwlan[0]: backend "31999" isn'\''t running' \
	create backend=31999
check "a backend that is no driver domain is refused" \
	refuses 'vwlan[0]: backend "plain" is no driver domain' \
	create backend=plain
check "a driver domain without vwland is refused" \
	refuses "vwland isn't running in backend \"wifi\"" \
	create backend=wifi
check "dom0 without vwland is refused" \
	refuses "vwland isn't running in backend \"0\"" create backend=0
check "hot attach refuses the same" \
	refuses "vwland isn't running in backend \"wifi\"" \
	attach plain backend=wifi
xenstore-write "/local/domain/$wifi/data/vwlan" "1; reboot"
check "nonsense in place of vwland's announcement is none" \
	refuses "vwland isn't running" create backend=wifi
xenstore-write "/local/domain/$wifi/data/vwlan" 1
check "one that a dead vwland left doesn't deceive" \
	refuses "vwland doesn't answer in backend \"wifi\"" \
	create backend=wifi
check_not "and is removed" xenstore-exists "/local/domain/$wifi/data/vwlan"
check "more than 16 devices are refused" \
	refuses "more than 16 entries" create backend=wifi{,,,,,,,,,,,,,,,,}

barrier quiet dom0 wifi
barrier announced dom0 wifi

# ---------------------------------------------------------------------
# What fails later must leave nothing either.
check "a backend's refusal is shown, and nothing left" \
	refuses "(state Closed): no network of that name" \
	create backend=wifi,network=refused
check "the second of two devices takes the first with it" \
	refuses "vwlan[1]: backend $wifi refused" \
	create backend=wifi,network=good backend=wifi,network=refused
check "a silent backend is waited for, but not forever" \
	refuses "still in state Initialising" \
	hasty create backend=wifi,network=silent
check "a backend that removes the device has refused it" \
	refuses "(state Unknown): it gave no reason" \
	create backend=wifi,network=gone
check "a backend's rude words don't reach the terminal" \
	refuses "(state Unknown): it gave no reason" \
	create backend=wifi,network=rude

too_large() {
	lab_fails vwlan create /lab/guest.cfg 'vwlan=["backend=wifi"]' \
		memory=999999 && nothing_left
}
check "a guest that xl can't start leaves nothing" too_large

interrupted() {
	local pid
	vwlan create -t 60 /lab/guest.cfg \
		'vwlan=["backend=wifi,network=silent"]' 2>/tmp/said &
	pid=$!
	retry 20 device_there
	kill -TERM $pid
	wait $pid && return 1
	cat /tmp/said
	grep -q interrupted /tmp/said && nothing_left
}
device_there() {
	xenstore-list "/local/domain/$wifi/backend/vwlan" | grep -q .
}
check "an interrupted create leaves nothing" interrupted

# ---------------------------------------------------------------------
# What should work.
require "a guest with two devices is created" create \
	backend=wifi,mac=00:16:3e:00:00:01,network=good \
	backend=wifi,uplink=wired,devid=0
guest=$(xl domid guest)
check_not "and leaves traces" nothing_new
check "it runs" running guest
back=/local/domain/$wifi/backend/vwlan/$guest
front=/local/domain/$guest/device/vwlan
check "the one that asked for device 0 got it" \
	node_is "$back/0/uplink" wired
check "the other got the next one" node_is "$back/1/network" good
check "the frontend finds the backend" node_is "$front/1/backend" "$back/1"
check "the frontend knows its address" \
	node_is "$front/1/mac" 00:16:3e:00:00:01
check "the backend knows the guest's name" node_is "$back/1/domain" guest
check "the backend directory is the backend's, the guest reads it" \
	perms_are "$back/0" "n$wifi,r$guest"
check "the frontend directory is the guest's, the backend reads it" \
	perms_are "$front/0" "n$guest,r$wifi"
check "the registry is dom0's alone" \
	perms_are "/libxl/$guest/device/vwlan/0" n0

private() { # the directories above belong to dom0
	local owners
	owners=$(xenstore-ls -f -p "/local/domain/$wifi/backend" |
		grep -E "^/local/domain/$wifi/backend/vwlan(/$guest)? ")
	owners+=$'\n'$(xenstore-ls -f -p "/local/domain/$guest/device" |
		grep -E "^/local/domain/$guest/device/vwlan ")
	echo "$owners"
	! printf '%s\n' "$owners" | grep -v -F '(n0,'
}
check "the directories above are dom0's" private

random_mac() {
	xenstore-read "$front/0/mac" | grep -E '^00:16:3e(:[0-9a-f]{2}){3}$'
}
check "a random MAC address was made up" random_mac
check "list shows the backend's state" \
	entry_is "$guest" 1 .backend_state InitWait
check "list shows the network" entry_is "$guest" 1 .network good
check "list shows the backend's name" entry_is "$guest" 1 .backend wifi
check "list of one domain shows its devices only" \
	test "$(vwlan list plain | wc -l)" = 1
vwlan list

xenstore-write "/local/domain/$guest/device/vwlan/1/backend" \
	"/local/domain/0/backend/vwlan/$plain/0"
check "what the guest writes about its backend is not believed" \
	entry_is "$guest" 1 .backend_domid "$wifi"
xenstore-write "$back/1/error" $'\033[2J' "$back/1/state" 99
xenstore-write "$front/1/error" "no interface"
check "nonsense of a backend is an unknown state" \
	entry_is "$guest" 1 .backend_state Unknown
check "a frontend's words are shown" \
	entry_is "$guest" 1 .error "no interface"
xenstore-rm "$back/1/error"
xenstore-rm "$front/1/error"
xenstore-write "$back/1/state" 2

# ---------------------------------------------------------------------
# Hot attach and detach, on another guest.
nothing_left() {
	nothing_new
}
remember
check "a name that is taken is refused" \
	refuses "domain \"guest\" is running already" create backend=wifi
check "its guest goes on" running guest
check "attach refuses a MAC address of another guest" \
	refuses "is that of vwlan 1 of domain $guest" \
	attach plain backend=wifi,mac=00:16:3e:00:00:01
xenstore-write "/libxl/$plain/device/vif/7/backend" \
	"/local/domain/$wifi/backend/vif/$plain/7" \
	"/libxl/$plain/device/vif/7/mac" 00:16:3e:00:00:77
check "attach refuses a MAC address of the same backend's vif" \
	refuses "is that of vif 7 of domain $plain" \
	attach plain backend=wifi,mac=00:16:3e:00:00:77
xenstore-rm "/libxl/$plain/device/vif"
check "attach refuses a domain that isn't running" \
	refuses 'domain "nobody" isn'\''t running' attach nobody backend=wifi
check "attach refuses a backend as its own guest" \
	refuses "can't be its own backend" attach wifi backend=wifi
check "attach refuses dom0 as a guest" refuses "dom0 can't be a guest" \
	attach 0 backend=wifi
check "attach refuses a device ID that is taken" \
	refuses "devid 1 is taken" attach guest backend=wifi,devid=1
check "attach undoes what the backend refuses" \
	refuses "no network of that name" \
	attach plain backend=wifi,network=refused
check "attach undoes what the backend doesn't answer" \
	refuses "still in state Initialising" \
	hasty attach plain backend=wifi,network=silent

check "attach gives the first free device ID" \
	test "$(attach guest backend=wifi,network=good)" = 2
check "attach by domain ID, with a device ID" \
	test "$(attach "$plain" "backend=$wifi,devid=9,network=tidy")" = 9
check "detach removes a device" vwlan detach -t 30 guest 2
check "detach is content with a backend that removes it" \
	vwlan detach -t 30 plain 9
check "both left nothing" nothing_left
check "detach refuses what isn't there" \
	refuses 'domain "plain" has no device 9' vwlan detach plain 9
check "detach refuses what is no number" refuses "is no number" \
	vwlan detach plain 9x
require "a device that will get stuck" attach plain backend=wifi,network=stuck
stuck() {
	lab_fails vwlan detach -t 2 plain 0 &&
		node_is "/local/domain/$wifi/backend/vwlan/$plain/0/state" 5
}
check "detach gives up on a backend that doesn't close" stuck
check "the device is still listed" \
	entry_is "$plain" 0 .backend_state Closing
check "detach --force removes it" vwlan detach --force plain 0
check "and leaves nothing" nothing_left

# ---------------------------------------------------------------------
xl destroy guest
check "a destroyed guest's directory stays in the backend" \
	xenstore-exists "$back/0"
check "sweep removes it" vwlan sweep
check "all of it" lab_fails xenstore-exists "$back"
check "sweep leaves others alone" eval '
	attach plain backend=wifi,network=good && vwlan sweep &&
	entry_is "$plain" 0 .backend_state InitWait && vwlan detach -t 30 plain 0'

usage_is_2() {
	local status=0
	"$@" >/dev/null 2>&1 || status=$?
	[ $status = 2 ]
}
check "an unknown verb is a usage error" usage_is_2 vwlan destroy
check "a missing argument is a usage error" usage_is_2 vwlan attach plain
check "an option of another verb is a usage error" \
	usage_is_2 vwlan list --force
check "help is no error" vwlan create --help
barrier over dom0 wifi plain
