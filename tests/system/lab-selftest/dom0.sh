# SPDX-License-Identifier: GPL-2.0-or-later
check "kernel runs" uname -r
