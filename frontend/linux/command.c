// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/slab.h>

#include "command.h"

static struct vwlan_control *command_new(const struct vwlan_device *d,
					 u16 id)
{
	struct vwlan_control *m = kmalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	vwlan_control_clear(m);
	m->id = id;
	return m;
}

/* Keys may be in it. */
static void command_free(struct vwlan_control *m)
{
	kfree_sensitive(m);
}

static int command_call(struct vwlan_device *d, struct vwlan_control *m)
{
	return vwlan_control_call(&d->control, m);
}

static bool mode_allowed(const struct vwlan_device *d, u32 mode)
{
	switch (mode) {
	case VWLAN_MODE_MANAGED:
	case VWLAN_MODE_UPLINK:
		return true;
	case VWLAN_MODE_NATIVE:
		return d->capabilities & VWLAN_CAP_NATIVE;
	}
	return false;
}

int vwlan_command_hello(struct vwlan_device *d, u32 *mode)
{
	struct vwlan_control *m = command_new(d, VWLAN_CMD_HELLO);
	int rc;

	if (!m)
		return -ENOMEM;
	vwlan_control_set(m, VWLAN_TLV_VERSION,
			  VWLAN_ABI_MAJOR << 16 | VWLAN_ABI_MINOR);
	vwlan_control_set(m, VWLAN_TLV_CAPABILITIES, d->capabilities);
	rc = command_call(d, m);
	if (rc == 0) {
		*mode = vwlan_control_has(m, VWLAN_TLV_MODE) ?
			m->number[VWLAN_TLV_MODE] : 0;
		if (!mode_allowed(d, *mode))
			rc = -EPROTO;
	}
	command_free(m);
	return rc;
}

int vwlan_command_get_state(struct vwlan_device *d, u32 *state)
{
	struct vwlan_control *m = command_new(d, VWLAN_CMD_GET_STATE);
	int rc;

	if (!m)
		return -ENOMEM;
	rc = command_call(d, m);
	if (rc == 0) {
		*state = m->number[VWLAN_TLV_STATE];
		if (!vwlan_control_has(m, VWLAN_TLV_STATE) ||
		    *state >= VWLAN_STATE_COUNT)
			rc = -EBADMSG;
	}
	command_free(m);
	return rc;
}
