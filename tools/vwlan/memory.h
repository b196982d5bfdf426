/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which devices a guest is to have, by its name: xl forgets them when it
 * makes a new domain of the guest.  In xenstore, for dom0's eyes only.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include "domain.h"
#include "spec.h"
#include "store.h"

/**
 * struct memory - a device
 * @guest: the guest's name
 */
struct memory {
	char guest[DOMAIN_NAME_MAX];
	struct spec spec;
};

/**
 * memory_keep - remember the device, or remember it otherwise
 *
 * Returns 0 or a negative errno, with @tool->why; so do the others.
 */
int memory_keep(struct tool *tool, xs_transaction_t t, const char *guest,
		const struct spec *spec);

bool memory_has(struct tool *tool, xs_transaction_t t, const char *guest,
		unsigned int devid);

/** memory_forget - one device */
int memory_forget(struct tool *tool, xs_transaction_t t, const char *guest,
		  unsigned int devid);

/** memory_forget_guest - all of its devices */
int memory_forget_guest(struct tool *tool, const char *guest);

/** memory_read - all devices of all guests; @list is to be freed */
int memory_read(struct tool *tool, struct memory **list, size_t *count);

#endif
