# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
turns_guest 10.2.0.1
turns_channel 10.2.0.1
