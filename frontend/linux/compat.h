/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What differs between the kernels that this driver builds on, 6.1 and
 * later: all of it is here.
 */
#ifndef VWLANFRONT_COMPAT_H
#define VWLANFRONT_COMPAT_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "xen-vwlanfront needs Linux 6.1 or later"
#endif

#endif
