# SPDX-License-Identifier: GPL-2.0-or-later

publish color blue
publish domid "$(xenstore-read domid)"
barrier ready
(sleep 2; touch /tmp/soon) &
check "retry waits" retry 20 test -e /tmp/soon
check "type is PVH" grep -q PVH /sys/hypervisor/guest_type
check "TAP devices can be made" ip tuntap add dev tap0 mode tap
barrier again pv pvh
barrier again pv pvh
barrier done dom0 wifi pv pvh
