# SPDX-License-Identifier: GPL-2.0-or-later
# vwlanctl, the driver domain's administrator's tool.
PROGRAMS += vwlanctl
vwlanctl_SOURCES := $(wildcard tools/vwlanctl/*.c) $(SCHEMA)
vwlanctl_LIBS := -lcjson -lxenstore
