# SPDX-License-Identifier: GPL-2.0-or-later
# What only the benchmark's domains run.
BENCH_TOOLS := vwlan-udp vwlan-join vwlan-arbiter
PROGRAMS += $(BENCH_TOOLS)
vwlan-udp_SOURCES := tests/bench/tools/udp.c
vwlan-join_SOURCES := tests/bench/tools/join.c
vwlan-arbiter_SOURCES := tests/bench/tools/arbiter.c $(SCHEMA) \
	$(wildcard backend/engine/arbiter*.c backend/engine/tokens.c)
