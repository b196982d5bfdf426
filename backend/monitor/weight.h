/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest's weight: how much of the driver domain's time its worker gets
 * while others want some too.
 */
#ifndef MONITOR_WEIGHT_H
#define MONITOR_WEIGHT_H

#include <stdint.h>
#include <sys/types.h>

/**
 * weight_nice - the nice value whose share comes nearest.  Pure.
 *
 * The scheduler gives 1.25 times as much for each step down.
 *
 * @weight: percent of what nice 0 gets, 1 or more
 *
 * Returns -20 to 19.
 */
int weight_nice(uint16_t weight);

/**
 * weight_apply - to a process
 *
 * @pid: 0 for none: then nothing is done
 *
 * Returns 0 or a negative errno.
 */
int weight_apply(pid_t pid, uint16_t weight);

#endif
