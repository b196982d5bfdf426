/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a passphrase comes from.
 */
#ifndef SECRET_H
#define SECRET_H

#include "options.h"
#include "vwlan_abi.h"

#define SECRET_SIZE (VWLAN_PASSPHRASE_MAX + 1u)

/**
 * secret_read - from a file, standard input, or a terminal without echo
 *
 * @o: which one
 * @to: SECRET_SIZE bytes; the caller wipes it
 *
 * Says on stderr what is wrong.  Returns 0 or a negative errno.
 */
int secret_read(const struct options *o, char *to);

#endif
