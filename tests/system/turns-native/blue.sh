# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
turns_native "blue network" "blue passphrase" 10.2.0.1
