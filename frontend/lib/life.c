// SPDX-License-Identifier: GPL-2.0-or-later
#include "life.h"

/* Pages are mapped: they stay so only while both sides are Connected. */
static enum front_step step_mapped(const struct front_view *v)
{
	if (v->own == VWLAN_UNKNOWN)
		return FRONT_UNMAP;
	/* The toolstack attached the device anew under our feet. */
	if (v->own == VWLAN_INITIALISING)
		return FRONT_BEGIN;
	if (v->own != VWLAN_CONNECTED || !v->online)
		return FRONT_CLOSE;
	if (v->peer == VWLAN_INIT_WAIT || v->moved)
		return FRONT_BEGIN;
	return v->peer == VWLAN_CONNECTED ? FRONT_WAIT : FRONT_CLOSE;
}

static enum front_step step_initialised(const struct front_view *v)
{
	switch (v->peer) {
	case VWLAN_CONNECTED:
		return FRONT_CONNECT;
	case VWLAN_INIT_WAIT:
		/* Offered anew after something else: it forgot our answer. */
		return v->peer_before == VWLAN_INIT_WAIT ? FRONT_WAIT :
							   FRONT_OFFER;
	case VWLAN_CLOSING:
	case VWLAN_CLOSED:
	case VWLAN_UNKNOWN:
		return FRONT_CLOSE;
	case VWLAN_INITIALISING:
	case VWLAN_INITIALISED:
		break;
	}
	return FRONT_WAIT;
}

enum front_step front_life_step(const struct front_view *v)
{
	bool offered = v->peer == VWLAN_INIT_WAIT && v->online;

	if (v->mapped)
		return step_mapped(v);
	switch (v->own) {
	case VWLAN_INITIALISING:
		return offered ? FRONT_OFFER : FRONT_WAIT;
	case VWLAN_INITIALISED:
		return v->online ? step_initialised(v) : FRONT_CLOSE;
	case VWLAN_CLOSED:
		return offered ? FRONT_BEGIN : FRONT_WAIT;
	case VWLAN_INIT_WAIT:	/* never ours: nonsense in the store */
	case VWLAN_CONNECTED:	/* left behind by an earlier process */
	case VWLAN_CLOSING:
		return FRONT_CLOSE;
	case VWLAN_UNKNOWN:
		break;
	}
	return FRONT_WAIT;
}
