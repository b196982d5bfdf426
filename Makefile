# SPDX-License-Identifier: GPL-2.0-or-later
# vwlan: a wireless NIC for every Xen guest.
#
#   make            build everything into build/
#   make demo       show the main job on real Xen, in QEMU
#   make test       unit tests, then the system scenarios in the lab
#   make test-unit  unit tests; SANITIZE=1 adds ASan and UBSan
#   make bench      measure, in one boot of the lab
#   make install    DESTDIR= and prefix= as usual
#   make deps       install what building needs (Debian)

CC ?= gcc
PKG_CONFIG ?= pkg-config
prefix ?= /usr
sysconfdir ?= /etc
libexecdir ?= $(prefix)/lib/vwlan
O := build$(if $(SANITIZE),-sanitize)

CPPFLAGS += -D_GNU_SOURCE -Ixenstore-schema
CFLAGS ?= -O2 -g
CFLAGS += -std=c11 -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -fno-strict-aliasing -fstack-protector-strong
ifdef SANITIZE
CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS += -fsanitize=address,undefined
endif

all:

# A folder's .mk file adds to PROGRAMS, and says for each one NAME_SOURCES
# and NAME_LIBS.
PROGRAMS :=
SCHEMA := $(wildcard xenstore-schema/*.c)

include $(wildcard backend/*.mk frontend/*.mk frontend/linux/*.mk \
	tools/*.mk tests/*.mk)

# V=1 shows whole commands.
Q := $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-4s %s\n' $(1) $(2))

define program
$(O)/$(1): $$($(1)_SOURCES:%.c=$(O)/%.o)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(LDFLAGS) -o $$@ $$^ $$($(1)_LIBS)
all: $(O)/$(1)
SOURCES += $$($(1)_SOURCES)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$(p))))

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(patsubst %.c,$(O)/%.d,$(sort $(SOURCES)))

INSTALL := install
SBIN := $(DESTDIR)$(prefix)/sbin
BIN := $(DESTDIR)$(prefix)/bin
MAN := $(DESTDIR)$(prefix)/share/man
UNITS := $(DESTDIR)$(prefix)/lib/systemd/system
USERS := $(DESTDIR)$(prefix)/lib/sysusers.d

install: all
	$(INSTALL) -d $(SBIN) $(BIN) $(MAN)/man1 $(MAN)/man5 $(MAN)/man8 \
		$(DESTDIR)$(sysconfdir)/vwlan $(UNITS) $(USERS)
	$(INSTALL) $(O)/vwland $(O)/vwlan $(SBIN)
	$(INSTALL) $(O)/vwlanctl $(O)/vwlan-frontend $(BIN)
	$(INSTALL) -m 644 */*.service $(UNITS)
	$(INSTALL) -m 644 backend/vwland.sysusers $(USERS)/vwland.conf
	$(INSTALL) -m 644 frontend/vwlan-frontend.sysusers \
		$(USERS)/vwlan-frontend.conf
	$(foreach m,$(wildcard docs/man/*),\
		$(INSTALL) -m 644 $(m) $(MAN)/man$(subst .,,$(suffix $(m)));)

deps:
	tools/install-deps

clean:
	rm -rf build build-sanitize

.PHONY: all install deps clean
.DELETE_ON_ERROR:
