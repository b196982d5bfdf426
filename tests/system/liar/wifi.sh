# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
/usr/lib/vwlan/vwlan-liar >/run/liar 2>&1 &
liar=$!
sleep 1
barrier backend wifi dom0
check "all lies are told" wait $liar
cat /run/liar
barrier end wifi red dom0
