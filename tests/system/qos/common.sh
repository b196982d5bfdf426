# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
PATH=$PATH:/usr/lib/vwlan
NATIVE_MAC=00:16:3e:00:00:05
