# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
require "its network is there" guest_start
expect_gone blue
barrier watched
barrier killed
sleep 60
