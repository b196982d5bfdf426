/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For intervals.  Not libev's ev_now(): that is the time of day, which can
 * jump.
 */
#ifndef BACKEND_CLOCK_H
#define BACKEND_CLOCK_H

#include <time.h>

/** clock_seconds - since some moment in the past; never goes back */
static inline double clock_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

#endif
