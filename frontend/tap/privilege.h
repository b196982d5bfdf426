/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Giving up privilege for good, once everything is open.
 */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

#include <sys/types.h>

/**
 * privilege_find - a user's numbers
 *
 * Returns 0, or -ENOENT if there is no such user.
 */
int privilege_find(const char *user, uid_t *uid, gid_t *gid);

/**
 * privilege_drop - become @uid and @gid, without any way back
 *
 * No capability is left, in no thread, and no program that is started
 * could gain one.  Returns 0 or a negative errno; then the process must
 * end.
 */
int privilege_drop(uid_t uid, gid_t gid);

/** privilege_filter - leave only the system calls that a daemon needs */
int privilege_filter(void);

#endif
