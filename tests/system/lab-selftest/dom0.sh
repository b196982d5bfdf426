# SPDX-License-Identifier: GPL-2.0-or-later

check "xl lists the domains that start by themselves" xl domid pv
check_not "a manual domain waits for this script" xl domid late
check "xl creates the manual domain" xl create /lab/late.cfg
publish greeting "hello from  dom0"

check "the driver domain may serve others" \
	xenstore-exists "/local/domain/$(xl domid wifi)/control"
barrier ready
check "value of a domain that came later" \
	test "$(lookup late word)" = "made late"
barrier done dom0 wifi pv pvh
expect_gone late
check "xl destroys a domain" xl destroy late
