/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Giving up what a process no longer needs.
 */
#ifndef BACKEND_SANDBOX_H
#define BACKEND_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct sandbox_call - a system call that stays allowed
 * @number: __NR_*
 * @ioctl: if not 0, only with this as its second argument
 */
struct sandbox_call {
	int number;
	unsigned long ioctl;
};

/**
 * sandbox_identity - become @user, for good
 *
 * Groups, capabilities, bounding set and the way back (no_new_privs) go.
 *
 * @root: if not NULL, chroot there first
 * @net_admin: keep CAP_NET_ADMIN, which nl80211 asks of the sender
 *
 * Returns 0 or a negative errno; after an error the process must end.
 */
int sandbox_identity(const char *user, const char *root, bool net_admin);

/**
 * sandbox_filter - allow these system calls, and kill for any other
 *
 * Covers all threads.  Returns 0 or a negative errno.
 */
int sandbox_filter(const struct sandbox_call *calls, size_t count);

#endif
