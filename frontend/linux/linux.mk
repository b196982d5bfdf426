# SPDX-License-Identifier: GPL-2.0-or-later
# The guest's kernel module.  KDIR: headers of the kernel that it is for; that
# of the lab's domains, if nobody says otherwise.
MODULE := $(O)/linux
MODULE_SCHEMA := $(foreach m,frame layout message ring, \
	$(wildcard xenstore-schema/vwlan_$(m).[ch])) \
	$(wildcard xenstore-schema/vwlan_abi*.h) xenstore-schema/version.h
MODULE_SOURCES := $(wildcard frontend/linux/*.[ch] frontend/linux/Kbuild) \
	$(MODULE_SCHEMA)
module install-module: KDIR ?= $(shell tools/lab/lab kernel-headers | tail -n 1)

# kbuild has an O of its own, and some headers set it: ours is none of theirs.
module: MAKEOVERRIDES :=

# Only what changed gets a new time there: kbuild looks at these.
module:
	@mkdir -p $(MODULE)
	@cp -pu $(MODULE_SOURCES) $(MODULE)
	$(call say,KO,$(MODULE)/xen-vwlanfront.ko)
	$(Q)$(MAKE) -s -C $(KDIR) M=$(abspath $(MODULE)) modules

# Where modprobe looks first; depmod is for whoever installs to run.
install-module: module
	@set -- $$(PATH=$$PATH:/sbin modinfo -F vermagic $(MODULE)/*.ko) && \
	folder=$(DESTDIR)/usr/lib/modules/$$1/updates && \
	$(INSTALL) -d $$folder && \
	$(INSTALL) -m 644 $(MODULE)/xen-vwlanfront.ko $$folder && \
	strip --strip-debug $$folder/xen-vwlanfront.ko

# The source, for DKMS to build on each kernel that the guest gets.
MODULE_VERSION := $(shell sed -n 's/.*VWLAN_VERSION "\(.*\)"/\1/p' \
	xenstore-schema/version.h)
MODULE_DKMS = $(DESTDIR)$(prefix)/src/xen-vwlanfront-$(MODULE_VERSION)

install-dkms:
	$(INSTALL) -d $(MODULE_DKMS)
	$(INSTALL) -m 644 $(MODULE_SOURCES) $(MODULE_DKMS)
	sed 's/@VERSION@/$(MODULE_VERSION)/' frontend/linux/dkms.conf \
		>$(MODULE_DKMS)/dkms.conf

.PHONY: module install-module install-dkms
