/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each command needs; for command.c and command_join.c alone. */
#ifndef VWLANFRONT_COMMAND_PRIVATE_H
#define VWLANFRONT_COMMAND_PRIVATE_H

#include <linux/slab.h>

#include "command.h"

static inline struct vwlan_control *command_new(u16 id, u32 generation)
{
	struct vwlan_control *m = kmalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	vwlan_control_clear(m);
	m->id = id;
	m->generation = generation;
	return m;
}

/* Keys may be in it. */
static inline void command_free(struct vwlan_control *m)
{
	kfree_sensitive(m);
}

/* Sends it, unless @rc says that it could not be made, and frees it. */
static inline int command_run(struct vwlan_device *d,
			      struct vwlan_control *m, int rc)
{
	if (rc == 0)
		rc = vwlan_control_call(&d->control, m);
	command_free(m);
	return rc;
}

/* A value that may be empty, and is left out then. */
static inline int bytes_set(struct vwlan_control *m, enum vwlan_tlv_type tlv,
			    const void *bytes, size_t length)
{
	if (!bytes || length == 0)
		return 0;
	return vwlan_control_set_bytes(m, tlv, bytes, length);
}

#endif
