# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034 # used by the domains' scripts
HIDDEN_PASSPHRASE="a \"pass\\ phrase' \$x"
