// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How much may pass: the administrator's limits.
 *
 * What the guest sends too fast stays in its ring, until that is full and
 * it has to wait.  What comes for it too fast stays in the packet socket's
 * buffer, and is lost when that is full.
 */
#include "clock.h"
#include "worker.h"

#define LIMIT_WAIT_MAX 1000	/* ms */

void limits_set(struct worker *worker, const struct worker_limits *limits)
{
	const struct worker_limits copy = *limits;
	uint64_t now = clock_us();

	/* A successor has to know as well. */
	worker->setup->shared->limits = copy;
	bucket_set(&worker->tx_bucket, &copy.tx, now);
	bucket_set(&worker->rx_bucket, &copy.rx, now);
}

uint32_t limit_ready(struct bucket *bucket)
{
	/* Most guests have none: no reason to ask for the time. */
	return bucket_ready(bucket, bucket_unlimited(bucket) ? 0 : clock_us());
}

int limits_wait(const struct worker *worker)
{
	uint64_t wait = UINT64_MAX, us;

	if (transmit_refused(worker) && !transmit_held(worker))
		return TRANSMIT_REFUSED_WAIT;
	if (transmit_held(worker))
		wait = bucket_wait(&worker->tx_bucket);
	us = receive_held(worker) ? bucket_wait(&worker->rx_bucket) :
				    UINT64_MAX;
	if (us < wait)
		wait = us;
	if (wait == UINT64_MAX)
		return -1;
	return wait / 1000 < LIMIT_WAIT_MAX ? wait / 1000 + 1 :
					      LIMIT_WAIT_MAX;
}
