# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier ready dom0 wifi plain
barrier over dom0 wifi plain
