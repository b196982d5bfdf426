# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier many wifi red two three four
modprobe xen-vwlanfront
barrier end
