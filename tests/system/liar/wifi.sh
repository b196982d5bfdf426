# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# dom0's tool asks a backend whether it lives, as any that does would answer.
alive_answer() {
	while read -r _; do
		[ "$(xenstore-read data/vwlan)" = 1 ] ||
			xenstore-write data/vwlan 1
	done < <(exec xenstore-watch data/vwlan)
}

alive_answer &
/usr/lib/vwlan/vwlan-liar >/run/liar 2>&1 &
liar=$!
sleep 1
barrier backend wifi dom0
check "all lies are told" wait $liar
cat /run/liar
barrier end wifi red dom0
