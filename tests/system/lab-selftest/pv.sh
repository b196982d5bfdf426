# SPDX-License-Identifier: GPL-2.0-or-later

check "type is PV" grep -qx PV /sys/hypervisor/guest_type
barrier ready
check "value from dom0, spaces kept" \
	test "$(lookup dom0 greeting)" = "hello from  dom0"
check "value from another guest" test "$(lookup pvh color)" = blue
check_not "other guests' values can't be read in xenstore" \
	xenstore-read "/local/domain/$(lookup pvh domid)/data/lab/go"
check "files of the overlay" grep -q overlay /etc/lab-selftest
check "extra package runs" file --version
publish never-read 1
barrier again pv pvh
barrier again pv pvh
barrier done dom0 wifi pv pvh
