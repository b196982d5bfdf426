# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
networks_start
vwland_config() { # red's network is none of the driver domain's business
	mkdir -p /etc/vwlan
	echo "blue passphrase" >/etc/vwlan/blue.psk
	chmod 600 /etc/vwlan/blue.psk
	cat >/etc/vwlan/vwland.conf <<-END
	phy = "phy0"
	networks = [
	  "name=blue,ssid=blue network,passphrase-file=/etc/vwlan/blue.psk",
	]
	END
}

require "vwland starts" vwland_start
barrier backend wifi dom0
barrier connected wifi red blue dom0
vwlanctl status
check "xenstore is as the contract has it" vwlanctl schema-check
check "the red access point sees red's MAC address" \
	[ "$(ap_stations red)" = "$RED_MAC" ]
check "the blue access point sees blue's MAC address" \
	[ "$(ap_stations blue)" = "$BLUE_MAC" ]
check "red's supplicant is its own" status_is red .mode native
check "blue's is the driver domain's" status_is blue .mode managed
check "the engine has one capability, a filter and no guest's page" \
	process_is "$(process_of engine)" vwland $NET_ADMIN 2 0
for guest in red blue; do
	check "$guest's worker has no capability, a filter and two mappings" \
		process_is "$(process_of worker $guest)" vwlan-worker \
		$NO_CAPABILITY 2 2
done
barrier used wifi red blue dom0

require "the air is listened to" air_listen
source=$(status_value blue .tx.drops.source)
eapol=$(status_value blue .tx.drops.eapol)
tag=$(status_value blue .tx.drops.tag)
barrier listening wifi blue
barrier forged wifi red blue dom0
check "an honest frame of blue's is on the air" retry 5 air_saw $AIR_ALLOWED
check_not "no forged frame is on the air" air_saw $AIR_FORBIDDEN
check "a frame with red's address was dropped" \
	status_is blue .tx.drops.source $((source + 1))
check "three disguises of EAPOL were dropped" \
	status_is blue .tx.drops.eapol $((eapol + 3))
check "a frame with another's tag was dropped" \
	status_is blue .tx.drops.tag $((tag + 1))
interface=$(status_value blue .interface)
barrier counted wifi dom0

barrier destroyed wifi red dom0
check_not "blue's interface is gone" ip link show "$interface"
check "of shared pages, only red's three mappings are left" \
	[ "$(grep -c gntalloc "/proc/$(process_of monitor)/maps")" = 3 ]
check "of event channels, only red's two are left" \
	[ "$(grep -c evtchn:vwland /proc/interrupts)" = 2 ]
check "red is connected" status_is red .state connected
vwlanctl status
barrier end wifi red dom0
check "vwland stops cleanly" vwland_stop
