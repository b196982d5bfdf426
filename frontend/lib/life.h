/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The life of a frontend device: what to do next, from what both sides'
 * nodes say.  Pure.
 */
#ifndef FRONT_LIFE_H
#define FRONT_LIFE_H

#include "vwlan_nodes.h"

/**
 * enum front_step - what the device does next
 * @FRONT_WAIT: nothing
 * @FRONT_BEGIN: unmap if mapped, and go to Initialising
 * @FRONT_OFFER: write what is wanted, and go to Initialised
 * @FRONT_CONNECT: map, bind, and go to Connected
 * @FRONT_CLOSE: unmap if mapped, and go to Closed
 * @FRONT_UNMAP: unmap; there is no directory to write to
 */
enum front_step {
	FRONT_WAIT,
	FRONT_BEGIN,
	FRONT_OFFER,
	FRONT_CONNECT,
	FRONT_CLOSE,
	FRONT_UNMAP,
};

/**
 * struct front_view - all that the next step depends on
 * @own: state node of this side, as the store has it
 * @peer: state node of the backend
 * @peer_before: the same when last looked at
 * @online: the toolstack wants the device
 * @mapped: the backend's pages are mapped
 * @moved: the pages that are mapped came from another backend domain, or
 *	another life of it, than the nodes now name
 */
struct front_view {
	enum vwlan_xenbus_state own;
	enum vwlan_xenbus_state peer;
	enum vwlan_xenbus_state peer_before;
	bool online;
	bool mapped;
	bool moved;
};

/** front_life_step - every state of both sides has an answer */
enum front_step front_life_step(const struct front_view *view);

#endif
