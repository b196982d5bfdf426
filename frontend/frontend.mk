# SPDX-License-Identifier: GPL-2.0-or-later

# The frontend's half of the contract; test tools link it too.
FRONTEND_LIB := $(wildcard frontend/lib/*.c)
FRONTEND_LIB_LIBS := -lxengnttab -lxenevtchn -lxenstore

PROGRAMS += vwlan-frontend
vwlan-frontend_SOURCES := $(wildcard frontend/tap/*.c) $(FRONTEND_LIB) \
			  $(SCHEMA)
vwlan-frontend_LIBS := $(FRONTEND_LIB_LIBS) -luring -lev -lcjson -lseccomp

# What has no I/O and no clock: the unit tests link these.
PURE += $(addprefix frontend/lib/,control.c directory.c frame.c life.c \
	  rx.c tx.c)
PURE += $(addprefix frontend/tap/,options.c ssid.c)
