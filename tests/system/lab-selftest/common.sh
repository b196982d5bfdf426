# SPDX-License-Identifier: GPL-2.0-or-later
# Before each domain's own script: what every domain must have.

check "machine: name is the domain's" test "$(hostname)" = "$LAB_DOMAIN"
check "machine: modules are there" modprobe -n tun
check "machine: users are there" id vwland
