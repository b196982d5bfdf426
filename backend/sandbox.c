// SPDX-License-Identifier: GPL-2.0-or-later
#include <cap-ng.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "sandbox.h"

static int capabilities_keep(const struct passwd *user, bool net_admin)
{
	capng_clear(CAPNG_SELECT_ALL);
	if (net_admin &&
	    capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED,
			 CAP_NET_ADMIN))
		return -EPERM;
	if (capng_change_id(user->pw_uid, user->pw_gid,
			    CAPNG_DROP_SUPP_GRP | CAPNG_CLEAR_BOUNDING))
		return -EPERM;
	return 0;
}

int sandbox_identity(const char *user, const char *root, bool net_admin)
{
	const struct passwd *entry;
	int rc;

	errno = 0;
	entry = getpwnam(user);
	if (!entry)
		return errno ? -errno : -ENOENT;
	if (root && (chroot(root) || chdir("/")))
		return -errno;
	rc = capabilities_keep(entry, net_admin);
	if (rc)
		return rc;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return -errno;
	return 0;
}

int sandbox_filter(const struct sandbox_call *calls, size_t count)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	size_t i;
	int rc;

	if (!ctx)
		return -ENOMEM;
	rc = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_TSYNC, 1);
	for (i = 0; i < count && rc == 0; i++) {
		if (calls[i].ioctl)
			rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW,
					      calls[i].number, 1,
					      SCMP_A1(SCMP_CMP_EQ,
						      calls[i].ioctl, 0));
		else
			rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW,
					      calls[i].number, 0);
	}
	if (rc == 0)
		rc = seccomp_load(ctx);
	seccomp_release(ctx);
	return rc;
}
