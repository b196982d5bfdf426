# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
config_refused() {
	local said
	! said=$(vwland 2>&1)
	echo "$said" | grep "native_profile: expected"
}

red_is_there() {
	status_is red .mode native && status_is red .ssid psk &&
		status_is red .frequency 2412
}

many_start phy1
vwland_config
echo 'native_profile = "firmware"' >>/etc/vwlan/vwland.conf
check "a profile that there is not is told as such" config_refused
sed -i 's/"firmware"/"connect"/' /etc/vwlan/vwland.conf
vwland
require "vwland starts" retry 10 vwlanctl status
barrier backend wifi dom0

barrier joined wifi red
check "the table has its network and channel" red_is_there
many_deauthenticate "$RED_MAC"
barrier kicked wifi red
kill "$(cat /run/hostapd-many.pid)"
retry 10 test ! -e /run/hostapd-many.pid
barrier gone wifi red
inside many hostapd -B -P /run/hostapd-many.pid /run/hostapd-many.conf \
	>/dev/null
barrier end wifi red dom0
check "xenstore is as the contract has it" vwlanctl schema-check
