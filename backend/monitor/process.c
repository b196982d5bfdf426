// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <syslog.h>
#include <unistd.h>

#include "monitor.h"

#define KEEP_MAX 8

static int descriptor_compare(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Closes all from 3 on that are not in @keep. */
static void descriptors_close(const int *keep, size_t count)
{
	int sorted[KEEP_MAX];
	unsigned int from = STDERR_FILENO + 1;
	size_t i;

	memcpy(sorted, keep, count * sizeof(*keep));
	qsort(sorted, count, sizeof(*sorted), descriptor_compare);
	for (i = 0; i < count; i++) {
		if (sorted[i] > (int)from)
			close_range(from, sorted[i] - 1, 0);
		if (sorted[i] >= (int)from)
			from = sorted[i] + 1;
	}
	close_range(from, ~0u, 0);
}

static void signals_reset(void)
{
	sigset_t none;
	int i;

	for (i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

pid_t process_fork(const int *keep, size_t count)
{
	pid_t parent = getpid(), pid;

	if (count > KEEP_MAX) {
		errno = E2BIG;
		return -1;
	}
	pid = fork();
	if (pid != 0)
		return pid;
	signals_reset();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	/* Or the next line would go to whatever gets syslog's number. */
	closelog();
	descriptors_close(keep, count);
	return 0;
}
