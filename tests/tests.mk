# SPDX-License-Identifier: GPL-2.0-or-later
# Unit tests see only pure code: no Xen, no socket, no I/O.  Of libnl there
# is what makes and reads messages in memory.
PROGRAMS += unit-tests
unit-tests_SOURCES = $(wildcard tests/unit/*.c) $(SCHEMA) $(sort $(PURE))
unit-tests_LIBS := -lcriterion -lnl-genl-3 -lnl-3

# What a guest or an access point would do that no good one does.
TEST_TOOLS := $(patsubst tests/system/tools/%.c,vwlan-%, \
	$(wildcard tests/system/tools/*.c))
PROGRAMS += $(TEST_TOOLS)
$(foreach t,$(TEST_TOOLS),$(eval $(t)_SOURCES = \
	tests/system/tools/$(t:vwlan-%=%).c $$(FRONTEND_LIB) $$(SCHEMA)))
$(foreach t,$(TEST_TOOLS),$(eval $(t)_LIBS := \
	-lxengnttab -lxenevtchn -lxenstore))
vwlan-json_SOURCES := tests/system/tools/json.c
vwlan-json_LIBS := -lcjson
vwlan-eapol_SOURCES := tests/system/tools/eapol.c
vwlan-eapol_LIBS := -lnl-genl-3 -lnl-3

STAGE := .lab/stage
LAB := tools/lab/lab

# What the lab's domains get: the installed tree, the guest's kernel module,
# and the test tools.  Without what only a debugger reads: every domain
# unpacks all of it.
stage: all module
	@rm -rf $(STAGE).new
	@$(MAKE) -s install DESTDIR=$(STAGE).new
	@$(INSTALL) -d $(STAGE).new/usr/lib/vwlan
	@$(INSTALL) $(TEST_TOOLS:%=$(O)/%) $(BENCH_TOOLS:%=$(O)/%) \
		$(STAGE).new/usr/lib/vwlan
	@strip --strip-debug $(STAGE).new/usr/bin/* $(STAGE).new/usr/sbin/* \
		$(STAGE).new/usr/lib/vwlan/*
	@$(MAKE) -s install-module DESTDIR=$(STAGE).new
	@rm -rf $(STAGE) && mv $(STAGE).new $(STAGE)

# First what is missing, in a make of its own: pkg-config may be part of it.
ready:
	@tools/install-deps
	@$(MAKE) -s -j$$(nproc) stage

demo: ready
	$(LAB) run tests/system/demo

test-unit: $(O)/unit-tests
	$(O)/unit-tests

test-dkms: ready
	tests/dkms

test-system: ready
	tests/system/run

test: ready
	tests/run

bench: ready
	tests/bench/run

.PHONY: stage ready demo test-unit test-dkms test-system test \
	bench
