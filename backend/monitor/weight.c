// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <sched.h>
#include <sys/resource.h>

#include "weight.h"

int weight_apply(pid_t pid, uint16_t weight)
{
	if (pid == 0)
		return 0;
	return setpriority(PRIO_PROCESS, pid, weight_nice(weight)) ? -errno : 0;
}

int weight_batch(void)
{
	const struct sched_param none = { 0 };

	return sched_setscheduler(0, SCHED_BATCH, &none) ? -errno : 0;
}
