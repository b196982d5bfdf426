# SPDX-License-Identifier: GPL-2.0-or-later
# vwlan, dom0's tool; and the documents made from the contract.
PROGRAMS += vwlan
vwlan_SOURCES := $(wildcard tools/vwlan/*.c) $(SCHEMA)
vwlan_LIBS := -lxlutil -lxenlight -lxenstore -lxentoollog -lcjson
PURE += tools/vwlan/spec.c

PROGRAMS += schema-doc
schema-doc_SOURCES := tools/schema-doc.c $(SCHEMA)

docs: $(O)/schema-doc
	$(O)/schema-doc >docs/xenstore.md

# Fails if the committed document is not what the contract says.
test-docs: $(O)/schema-doc
	$(O)/schema-doc | diff -u docs/xenstore.md -

.PHONY: docs test-docs
