# SPDX-License-Identifier: GPL-2.0-or-later
# Unit tests see only pure code: no Xen, no netlink, no I/O.
PROGRAMS += unit-tests
unit-tests_SOURCES := $(wildcard tests/unit/*.c) $(SCHEMA) $(PURE)
unit-tests_LIBS := -lcriterion

test-unit: $(O)/unit-tests
	$(O)/unit-tests

.PHONY: test-unit
