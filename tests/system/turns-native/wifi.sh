# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
eval "$(declare -f vwland_config | sed 's/^vwland_config/config_common/')"
vwland_config() {
	config_common
	echo "max_sta = 1" >>/etc/vwlan/vwland.conf
}

stations_up() {
	ip -br link | grep -cE '^vw.*[<,]UP[,>]'
}

networks_start
for _ in {1..8}; do cat /srv/red/file; done >/srv/red/big
(cd /srv/red && sha256sum big >big.sum)
ln /srv/red/big* /srv/blue
require "vwland starts, with one station to give" vwland_start
barrier backend wifi dom0
barrier ready wifi red blue
check "red waits for a station now and then" \
	retry 60 status_is red .waits_for station
check "and blue" retry 60 status_is blue .waits_for station
check "one station is up" [ "$(stations_up)" -le 1 ]
barrier end wifi red blue dom0
for name in red blue; do
	echo "note: a change of turns to $name took" \
		"$(status_value "$name" .switch_ms) ms; of its turns" \
		"$(status_value "$name" .turns) have ended"
done
