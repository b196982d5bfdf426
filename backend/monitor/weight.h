/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest's weight: how much of the driver domain's time its worker gets
 * while others want some too.
 */
#ifndef MONITOR_WEIGHT_H
#define MONITOR_WEIGHT_H

#include <stdint.h>
#include <sys/types.h>

#define WEIGHT_COMMON 100u	/* percent */

/**
 * weight_nice - the nice value whose share comes nearest.  Pure.
 *
 * The scheduler gives 1.25 times as much for each step down.  100 is -5:
 * frames come before the driver domain's ordinary programs, as they do where
 * the kernel moves them.
 *
 * @weight: percent of a common share, 1 or more
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

/**
 * weight_batch - the calling process interrupts nobody when it wakes up
 *
 * A worker that interrupts whoever just sent it a frame finds one frame; one
 * that lets it go on finds as many as there are.
 *
 * Returns 0 or a negative errno.
 */
int weight_batch(void);

#endif
