# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
units_verify() { # UNIT...: what systemd itself says of them
	systemd-analyze verify --man=no --recursive-errors=no "$@"
}

networks_start
publish bssid "$(inside red iw dev | sed -n 's/^[[:space:]]*addr //p')"
units=/usr/lib/systemd/system
check "systemd takes the units" units_verify \
	$units/vwland.service $units/vwlan-frontend.service \
	$units/vwlan-watch.service
sed 's|^ExecStart=.*|ExecStart=relative/path|' $units/vwland.service \
	>/run/broken.service
check_not "and not a broken one" units_verify /run/broken.service
require "vwland starts" vwland_start
vwlanctl status --watch 1 >/run/watched &
watcher=$!
barrier backend wifi dom0
barrier watched
kill $watcher
check "vwlanctl showed blue, who connected while it was watching" \
	sh -c "grep -q 'blue' /run/watched && grep -q connected /run/watched"
check "time and again" [ "$(grep -c 'blue network' /run/watched)" -gt 3 ]
pkill -KILL vwland
retry 10 lab_fails pidof vwland
barrier killed
barrier swept
vwland_config
echo 'guest_networks = 0' >>/etc/vwlan/vwland.conf
check "vwland starts again after it was killed" sh -c \
	"vwland && sleep 1 && vwlanctl status >/dev/null"
check "and red is there again" retry 40 status_is red .frontend_state Connected
barrier closed wifi red
barrier end wifi red dom0
