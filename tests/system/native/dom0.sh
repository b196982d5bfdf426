# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier backend wifi dom0
require "red is created" vwlan create /lab/red.cfg
require "blue is created" vwlan create /lab/blue.cfg
barrier suspend dom0 red
check "red is suspended, and goes on" xl save -c red /dev/null
barrier resumed dom0 red
barrier end wifi red blue dom0
