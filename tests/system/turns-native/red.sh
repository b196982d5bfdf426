# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
turns_native "red network" "red passphrase" 10.1.0.1
