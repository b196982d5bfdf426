// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "engine/engine.h"
#include "sandbox.h"

/*
 * What the engine needs from here on.  It can open nothing but the table's
 * file: else its root holds sockets.  Both threads are meant, ours and
 * libxenstore's reader.
 */
static const struct sandbox_call calls[] = {
	/* The loop and its clocks. */
	{ __NR_epoll_wait, 0 },
	{ __NR_epoll_pwait, 0 },
	{ __NR_epoll_ctl, 0 },
	{ __NR_poll, 0 },
	{ __NR_ppoll, 0 },
	{ __NR_select, 0 },
	{ __NR_pselect6, 0 },
	{ __NR_timerfd_settime, 0 },
	{ __NR_clock_gettime, 0 },
	{ __NR_clock_nanosleep, 0 },
	{ __NR_nanosleep, 0 },
	{ __NR_gettimeofday, 0 },
	{ __NR_time, 0 },
	/* Files that are open, xenstore's device among them. */
	{ __NR_read, 0 },
	{ __NR_write, 0 },
	{ __NR_readv, 0 },
	{ __NR_writev, 0 },
	{ __NR_close, 0 },
	{ __NR_fstat, 0 },
	{ __NR_newfstatat, 0 },
	{ __NR_fcntl, 0 },
	{ __NR_lseek, 0 },
	{ __NR_pipe2, 0 },
	/* Sockets: netlink, the supplicant's, the administrator's, syslog. */
	{ __NR_socket, 0 },
	{ __NR_bind, 0 },
	{ __NR_connect, 0 },
	{ __NR_accept, 0 },
	{ __NR_accept4, 0 },
	{ __NR_getsockname, 0 },
	{ __NR_getsockopt, 0 },
	{ __NR_setsockopt, 0 },
	{ __NR_sendto, 0 },
	{ __NR_sendmsg, 0 },
	{ __NR_recvfrom, 0 },
	{ __NR_recvmsg, 0 },
	{ __NR_shutdown, 0 },
	{ __NR_ioctl, FIONREAD },
	{ __NR_ioctl, SIOCGIFNAME },
	{ __NR_ioctl, SIOCGIFINDEX },
	/* The table's file, in the engine's root. */
	{ __NR_rename, 0 },
	/* libwpa_client makes a socket in the engine's root, and removes it. */
	{ __NR_unlink, 0 },
	{ __NR_chmod, 0 },
	{ __NR_fchmod, 0 },
	{ __NR_chown, 0 },
	{ __NR_lchown, 0 },
	/* Memory. */
	{ __NR_brk, 0 },
	{ __NR_mmap, 0 },
	{ __NR_mremap, 0 },
	{ __NR_munmap, 0 },
	{ __NR_mprotect, 0 },
	{ __NR_madvise, 0 },
	/* Threads and signals. */
	{ __NR_futex, 0 },
	{ __NR_rt_sigaction, 0 },
	{ __NR_rt_sigprocmask, 0 },
	{ __NR_rt_sigreturn, 0 },
	{ __NR_restart_syscall, 0 },
	{ __NR_tgkill, 0 },
	{ __NR_set_robust_list, 0 },
	{ __NR_getpid, 0 },
	{ __NR_gettid, 0 },
	{ __NR_getrandom, 0 },
	{ __NR_sched_yield, 0 },
	{ __NR_exit, 0 },
	{ __NR_exit_group, 0 },
	/* Refused by the root, but tried: without a process's end. */
	{ __NR_openat, 0 },
	{ __NR_access, 0 },
	{ __NR_readlink, 0 },
};

int engine_sandbox(const struct config *config)
{
	int rc = sandbox_identity(config->user, config->run, true);

	if (rc)
		return rc;
	return sandbox_filter(calls, sizeof(calls) / sizeof(calls[0]));
}
