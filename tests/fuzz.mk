# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzz targets: everything that parses what somebody hostile wrote.
#
#   make fuzz FUZZ_SECONDS=30   that long for each target
#
# libFuzzer comes with clang.  What it finds is left as build/fuzz/NAME-*.
FUZZ_CC ?= clang
FUZZ_SECONDS ?= 30
FUZZERS := control message nodes record relay spec supplicant
FUZZ_FLAGS := -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
FUZZ_SOURCES := $(SCHEMA) tools/vwlan/spec.c backend/engine/wpatext.c \
	backend/engine/record.c backend/engine/scan_bss.c \
	backend/engine/bitrates.c backend/engine/qos_map.c \
	$(addprefix backend/engine/relay_,answer.c build.c build_frame.c \
	  build_connect.c build_join.c build_key.c build_quality.c \
	  build_scan.c check.c \
	  command.c event.c event_connect.c phy.c \
	  phy_combination.c phy_profile.c)
FUZZ_LIBS := -lnl-genl-3 -lnl-3

build/fuzz/%: tests/fuzz/%.c $(FUZZ_SOURCES) $(wildcard \
		xenstore-schema/*.h xenstore-schema/*.def tools/vwlan/spec.h \
		backend/engine/wpatext.h backend/engine/record.h \
		backend/engine/relay_*.h backend/engine/scan_*.h tests/*.h)
	@mkdir -p $(@D)
	$(FUZZ_CC) $(CPPFLAGS) $(shell $(PKG_CONFIG) --cflags libnl-3.0) \
		-std=c11 -O1 -g -Wall -Wextra -Werror -fno-strict-aliasing \
		$(FUZZ_FLAGS) -o $@ $< $(FUZZ_SOURCES) $(FUZZ_LIBS)

$(FUZZERS:%=fuzz-%): fuzz-%: build/fuzz/%
	@mkdir -p build/fuzz/corpus/$*
	$< -max_total_time=$(FUZZ_SECONDS) -max_len=9000 -timeout=10 \
		-print_final_stats=1 -artifact_prefix=build/fuzz/$*- \
		build/fuzz/corpus/$* tests/fuzz/seeds/$*

fuzz: $(FUZZERS:%=fuzz-%)

.PHONY: fuzz $(FUZZERS:%=fuzz-%)
