# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier alone wifi alone
modprobe xen-vwlanfront
barrier done wifi alone
barrier end
