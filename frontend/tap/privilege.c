// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <grp.h>
#include <linux/if_tun.h>
#include <pwd.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <xengnttab.h>	/* the types that the next two use */
#include <xen/evtchn.h>
#include <xen/gntdev.h>

#include "privilege.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int privilege_find(const char *user, uid_t *uid, gid_t *gid)
{
	const struct passwd *entry = getpwnam(user);

	if (!entry)
		return -ENOENT;
	*uid = entry->pw_uid;
	*gid = entry->pw_gid;
	return 0;
}

/* libc has every thread change, among them libxenstore's reader. */
int privilege_drop(uid_t uid, gid_t gid)
{
	if (setgroups(0, NULL) || setresgid(gid, gid, gid) ||
	    setresuid(uid, uid, uid) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return -errno;
	return 0;
}

static int calls_allow(scmp_filter_ctx filter)
{
	static const int calls[] = {
		/* frames and messages */
		SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv),
		SCMP_SYS(writev), SCMP_SYS(io_uring_enter),
		/* the control socket, and a log that is open already */
		SCMP_SYS(accept4), SCMP_SYS(recvfrom), SCMP_SYS(sendto),
		SCMP_SYS(close), SCMP_SYS(fcntl), SCMP_SYS(getpid),
		SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(lseek),
		SCMP_SYS(ftruncate), SCMP_SYS(dup2), SCMP_SYS(dup3),
		/* waiting, threads, signals, time */
		SCMP_SYS(poll), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),
		SCMP_SYS(epoll_ctl), SCMP_SYS(futex), SCMP_SYS(tgkill),
		SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(clock_nanosleep), SCMP_SYS(restart_syscall),
		SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
		SCMP_SYS(rt_sigreturn), SCMP_SYS(gettid),
		SCMP_SYS(madvise), SCMP_SYS(munmap), SCMP_SYS(brk),
		SCMP_SYS(exit), SCMP_SYS(exit_group),
	};
	size_t i;
	int rc = 0;

	for (i = 0; i < COUNT(calls) && rc == 0; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	return rc;
}

/* Only what a link, its offloads and its carrier need. */
static int ioctls_allow(scmp_filter_ctx filter)
{
	static const unsigned long ioctls[] = {
		IOCTL_EVTCHN_BIND_INTERDOMAIN, IOCTL_EVTCHN_UNBIND,
		IOCTL_EVTCHN_NOTIFY, IOCTL_GNTDEV_MAP_GRANT_REF,
		IOCTL_GNTDEV_UNMAP_GRANT_REF,
		IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR,
		TUNSETOFFLOAD, TUNSETCARRIER, SIOCSIFHWADDR,
	};
	size_t i;
	int rc = 0;

	for (i = 0; i < COUNT(ioctls) && rc == 0; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
				      SCMP_SYS(ioctl), 1,
				      SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX,
					      ioctls[i]));
	return rc;
}

/* Memory may come and go, but none that can be executed. */
static int memory_allow(scmp_filter_ctx filter)
{
	int rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));

	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
				      SCMP_SYS(mprotect), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC,
					      0));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
				      SCMP_SYS(mremap), 0);
	return rc;
}

/*
 * Anything else fails, rather than kills: a library that tries something
 * unusual should not take the guest's network away.
 */
int privilege_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc;

	if (!filter)
		return -ENOMEM;
	rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
	if (rc == 0)
		rc = calls_allow(filter);
	if (rc == 0)
		rc = ioctls_allow(filter);
	if (rc == 0)
		rc = memory_allow(filter);
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc;
}
