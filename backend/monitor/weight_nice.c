// SPDX-License-Identifier: GPL-2.0-or-later
#include "weight.h"

#define STEP 1.25
#define HALF_STEP 1.118		/* its root */
#define COMMON (-5)
#define NICE_MIN (-20)
#define NICE_MAX 19

int weight_nice(uint16_t weight)
{
	double above = WEIGHT_COMMON * HALF_STEP;
	double below = WEIGHT_COMMON / HALF_STEP;
	int nice = COMMON;

	for (; weight > above && nice > NICE_MIN; above *= STEP)
		nice--;
	for (; weight < below && nice < NICE_MAX; below /= STEP)
		nice++;
	return nice;
}
