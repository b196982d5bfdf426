# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier backend wifi dom0
require "red is created" vwlan create /lab/red.cfg
require "blue is created" vwlan create /lab/blue.cfg
barrier end wifi red blue dom0
