# SPDX-License-Identifier: GPL-2.0-or-later
CPPFLAGS += -Ibackend

PROGRAMS += vwland
vwland_SOURCES := $(wildcard backend/*.c backend/*/*.c) $(SCHEMA)
vwland_LIBS := -lxengnttab -lxenevtchn -lxenstore -lxlutil -lxenlight \
	       -lnl-route-3 -lnl-genl-3 -lnl-3 -lev -lwpa_client -lcjson \
	       -lseccomp -lcap-ng
$(O)/backend/%.o $(O)/tests/unit/%.o $(O)/tests/system/tools/eapol.o: \
	CPPFLAGS += $(shell $(PKG_CONFIG) --cflags libnl-3.0)

# What has no I/O and no clock: the unit tests link these.
PURE += $(wildcard backend/config_item.c backend/engine/device_check.c \
	backend/engine/policy.c backend/engine/tokens.c)
PURE += $(wildcard backend/engine/arbiter*.c)
PURE += $(wildcard backend/engine/xenbus.c backend/engine/table.c \
	backend/engine/bitrates.c backend/engine/qos_map.c \
	backend/engine/join.c backend/engine/join_link.c \
	backend/engine/join_network.c \
	backend/engine/join_scan.c backend/engine/join_turn.c \
	backend/engine/wpatext.c backend/engine/record.c \
	backend/engine/relay.c backend/engine/relay_*.c \
	backend/engine/scan_*.c \
	backend/worker/frame.c backend/worker/bucket.c \
	backend/monitor/weight_nice.c)
