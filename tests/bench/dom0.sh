# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
barrier backend wifi dom0
require "the guest is created" vwlan create /lab/red.cfg

bench_cpu() { # seconds that each domain has had
	xl list | awk 'NR > 1 { printf "%s\"%s\":%s", sep, $1, $6; sep = "," }
		BEGIN { printf "{" } END { print "}" }'
}

barrier ready
bench_run
barrier end
